# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
# Catch2 for the tests: structwire_catch is what a test program links.
#
# A normal build takes the installed Catch2 with its compiled main. Where that library does not fit the target (another
# architecture) or the flags (-fno-exceptions), STRUCTWIRE_CATCH_OWN_MAIN compiles Catch2 2.13's main with the tests.
option(STRUCTWIRE_CATCH_OWN_MAIN "Compile Catch2's main with the tests' own flags" ${CMAKE_CROSSCOMPILING})
mark_as_advanced(STRUCTWIRE_CATCH_OWN_MAIN)

find_package(Catch2 REQUIRED NO_CMAKE_FIND_ROOT_PATH)  # 2.13 or 3
include(Catch)

add_library(structwire_catch_headers INTERFACE)
if(STRUCTWIRE_CATCH_OWN_MAIN)
    find_path(STRUCTWIRE_CATCH_INCLUDE_DIR catch2/catch.hpp REQUIRED NO_CMAKE_FIND_ROOT_PATH)
    mark_as_advanced(STRUCTWIRE_CATCH_INCLUDE_DIR)
    if(CMAKE_CROSSCOMPILING)
        target_include_directories(structwire_catch_headers SYSTEM INTERFACE "${STRUCTWIRE_HOST_HEADERS}")
    else()
        target_include_directories(structwire_catch_headers SYSTEM INTERFACE "${STRUCTWIRE_CATCH_INCLUDE_DIR}")
    endif()
else()
    target_link_libraries(structwire_catch_headers INTERFACE Catch2::Catch2WithMain)
endif()

# catch.hpp takes 0.9 s to compile, from a precompiled header 0.1 s.
add_library(structwire_catch_main STATIC
    "${PROJECT_SOURCE_DIR}/tests/support/precompiled.cpp"
    $<$<BOOL:${STRUCTWIRE_CATCH_OWN_MAIN}>:${PROJECT_SOURCE_DIR}/tests/support/main.cpp>)
set_source_files_properties("${PROJECT_SOURCE_DIR}/tests/support/main.cpp" PROPERTIES
    SKIP_PRECOMPILE_HEADERS ON COMPILE_OPTIONS -O0)
target_compile_features(structwire_catch_main PUBLIC cxx_std_23)
target_compile_options(structwire_catch_main PUBLIC $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
target_link_libraries(structwire_catch_main PUBLIC structwire_catch_headers PRIVATE structwire_developer)
target_precompile_headers(structwire_catch_main PRIVATE "${PROJECT_SOURCE_DIR}/tests/support/catch.hpp")

add_library(structwire_catch INTERFACE)
target_link_libraries(structwire_catch INTERFACE structwire_catch_main)
