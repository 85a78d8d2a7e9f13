# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
# The engine on small targets of its own: they know nothing of the kit.

find_package(Python3 REQUIRED COMPONENTS Interpreter)

# structwire_add_engine_target(NAME ENGINE [BLIND]): engine_targets/NAME.cpp with the engine or the replay main.
function(structwire_add_engine_target name engine)
    cmake_parse_arguments(PARSE_ARGV 2 arg "BLIND" "" "")
    set(target fuzz_${engine}_${name})
    if(arg_BLIND)
        string(APPEND target "_blind")
    endif()
    add_executable(${target} engine_targets/${name}.cpp)
    target_include_directories(${target} PRIVATE "${PROJECT_SOURCE_DIR}/src")
    target_compile_features(${target} PRIVATE cxx_std_23)
    target_link_libraries(${target} PRIVATE structwire::fuzz_${engine} structwire_developer)
    target_compile_options(${target} PRIVATE -O1)
    if(NOT arg_BLIND)
        target_compile_options(${target} PRIVATE -fsanitize-coverage=trace-pc,trace-cmp)
    endif()
    set(engine_targets ${engine_targets} ${target} PARENT_SCOPE)
endfunction()

set(engine_targets)
foreach(name magic chosen wide crc slow greedy plain_answer custom describing summed stuck two_ends
        peaks binary one_step crossing noisy)
    structwire_add_engine_target(${name} engine)
endforeach()
structwire_add_engine_target(plain_answer engine BLIND)
structwire_add_engine_target(text engine BLIND)
structwire_add_engine_target(sleepy engine BLIND)
structwire_add_engine_target(sleepy replay BLIND)
structwire_add_engine_target(magic replay)
structwire_add_engine_target(slow replay)
structwire_add_engine_target(describing replay BLIND)
# The wrapper is instrumented, the parser in a library of its own is not.
add_library(fuzz_engine_unseen_parser OBJECT engine_targets/unseen_parser.cpp)
target_link_libraries(fuzz_engine_unseen_parser PRIVATE structwire_developer)
structwire_add_engine_target(unseen engine)
target_link_libraries(fuzz_engine_unseen PRIVATE fuzz_engine_unseen_parser)
# With AddressSanitizer and its LeakSanitizer, unless a preset has another sanitizer.
if(NOT CMAKE_CXX_FLAGS MATCHES "-fsanitize=")
    structwire_add_engine_target(leaking engine)
    structwire_add_engine_target(leaking replay)
    structwire_add_engine_target(allocating engine)
    structwire_add_engine_target(compared engine)
    foreach(target engine_leaking replay_leaking engine_allocating engine_compared)
        target_compile_options(fuzz_${target} PRIVATE -fsanitize=address)
        target_link_options(fuzz_${target} PRIVATE -fsanitize=address)
    endforeach()
endif()
# In a shared library, whose addresses differ from run to run.
add_library(fuzz_engine_shared_parser SHARED engine_targets/unseen_parser.cpp)
target_compile_options(fuzz_engine_shared_parser PRIVATE -O1 -fsanitize-coverage=trace-pc,trace-cmp)
add_executable(fuzz_engine_shared engine_targets/unseen.cpp)
target_link_libraries(fuzz_engine_shared PRIVATE fuzz_engine_shared_parser structwire::fuzz_engine structwire_developer)
list(APPEND engine_targets fuzz_engine_shared)

# A system that gives no more processes.
add_library(fuzz_engine_no_fork MODULE engine_targets/no_fork.cpp)
target_compile_options(fuzz_engine_no_fork PRIVATE -fno-sanitize=all)
target_link_libraries(fuzz_engine_no_fork PRIVATE structwire_developer)
list(APPEND engine_targets fuzz_engine_no_fork)

add_custom_target(fuzz_engine_targets DEPENDS ${engine_targets})
# structwire_add_engine_tests(SCRIPT GROUP...): a test for each class of a script.
function(structwire_add_engine_tests script)
    foreach(group IN LISTS ARGN)
        add_test(NAME "fuzz_engine:${group}" COMMAND Python3::Interpreter -B
            "${CMAKE_CURRENT_SOURCE_DIR}/${script}" "${CMAKE_CURRENT_BINARY_DIR}" ${group})
        set_tests_properties("fuzz_engine:${group}" PROPERTIES LABELS fuzz TIMEOUT 240)
    endforeach()
endfunction()
structwire_add_engine_tests(engine_test.py Search Corpus Blind CommandLine)
structwire_add_engine_tests(engine_ends_test.py Limits Findings Interrupts)
