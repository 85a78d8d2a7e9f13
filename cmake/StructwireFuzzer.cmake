# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
#[=[
structwire_add_fuzzer: a fuzz target and its replay test, with libFuzzer, AFL++ or plain g++.

    find_package(structwire REQUIRED COMPONENTS core fuzz)      # or add_subdirectory with STRUCTWIRE_FUZZ on

    structwire_add_fuzzer(NAME
        SOURCES file...         # the file with STRUCTWIRE_FUZZ(...) in it, or any LLVMFuzzerTestOneInput
        [INSTRUMENT target...]  # the libraries under test
        [LIBRARIES target...]   # what else to link
        [SEEDS folder...]       # committed inputs: bytes as they are on the wire, one file each. A folder that does
                                # not exist so far counts as empty
        [DICTIONARY file]       # in place of the one that the program makes itself
        [OPTIONS flag...]       # flags of every run: -max_len=512
        [ENGINE libfuzzer|builtin|afl|replay])

Made are
- the program NAME. `NAME [-flag=value...] [folder...]` searches, `NAME file...` runs files;
- the script NAME.sh beside it: writes seeds and dictionary and searches, for good or until something is
  found. Its arguments go to the engine: `./NAME.sh -max_total_time=60`, with afl `./NAME.sh -V 60`;
- the test NAME_replay, label `fuzz`: runs the files of SEEDS and the seeds that the program writes itself;
- where there are OPTIONS or a DICTIONARY, NAME.options and NAME.dict in the binary folder, as ClusterFuzz reads them;
- with afl the module NAME_afl.so, which repairs lengths and checksums behind each of AFL++'s own mutations.

ENGINE (default: the variable STRUCTWIRE_FUZZ_ENGINE, else as the table says)
    libfuzzer  clang's default. Sources get -fsanitize=fuzzer-no-link, the program -fsanitize=fuzzer.
    builtin    g++'s default: structwire's own engine. Sources get -fsanitize-coverage=trace-pc,trace-cmp.
    afl        AFL++'s driver and runtime, of the Debian package afl++; needs clang. Sources get
               -fsanitize-coverage=trace-pc-guard,trace-cmp: AFL++'s own compilers take no C++23.
    replay     only runs files; no instrumentation, no sanitizers. Cross compilation's default.

INSTRUMENT
    Coverage and sanitizers see only what is compiled for them. The libraries named here are compiled once more, one
    copy for each engine, shared by all fuzzers, and these objects are linked in front of the plain libraries, which are
    then not used. Static, shared and object libraries, aliases of them, C and C++; object libraries that a library is
    made of come along. Header-only libraries need nothing. An imported target is an error: it has no sources here.
    Name targets after they are complete: sources added later are missed. Generated sources build their own target
    first. A shared library's private dependencies must be visible where the fuzzer is.
    A notice tells of a library in LIBRARIES, or linked by one in INSTRUMENT, that this project builds and INSTRUMENT
    does not name: its code is invisible to the fuzzer.

Variables, of the cache
    STRUCTWIRE_FUZZ_ENGINE      the engine of fuzzers that name none
    STRUCTWIRE_FUZZ_SANITIZERS  default `address,undefined`; empty: none
    STRUCTWIRE_FUZZ_LDFLAGS     default: the environment variable LIB_FUZZING_ENGINE, as OSS-Fuzz sets it. If not empty,
                                libfuzzer targets are linked with these flags alone and nothing is compiled twice:
                                CFLAGS and CXXFLAGS bring coverage and sanitizers for the whole build.

Code is compiled with -O1 -g -fno-omit-frame-pointer. asserts hold as the build type says: Debug keeps them.
#]=]
include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/StructwireInstrument.cmake")

set(STRUCTWIRE_FUZZ_ENGINE "" CACHE STRING "Engine of fuzz targets; empty: libfuzzer for clang, builtin for g++")
set_property(CACHE STRUCTWIRE_FUZZ_ENGINE PROPERTY STRINGS "" libfuzzer builtin afl replay)
set(STRUCTWIRE_FUZZ_SANITIZERS "address,undefined" CACHE STRING "Sanitizers of fuzz targets, with commas; empty: none")
set(STRUCTWIRE_FUZZ_LDFLAGS "$ENV{LIB_FUZZING_ENGINE}" CACHE STRING "What libfuzzer targets are linked with instead")

function(structwire_add_fuzzer name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "DICTIONARY;ENGINE" "SOURCES;LIBRARIES;INSTRUMENT;SEEDS;OPTIONS")
    if(arg_UNPARSED_ARGUMENTS OR NOT arg_SOURCES)
        message(FATAL_ERROR "structwire_add_fuzzer(${name}): SOURCES are needed; unknown: ${arg_UNPARSED_ARGUMENTS}")
    endif()
    _structwire_fuzz_engine(engine "${arg_ENGINE}")
    _structwire_fuzz_flags(${engine} compile_flags link_flags)
    _structwire_fuzz_resolve(libraries ${arg_LIBRARIES})
    _structwire_fuzz_instrumented(instrumented ${arg_INSTRUMENT})
    _structwire_fuzz_notice(${name} ${engine} "${libraries}" "${instrumented}")

    add_executable(${name} ${arg_SOURCES})
    set_target_properties(${name} PROPERTIES LINKER_LANGUAGE CXX)
    target_compile_options(${name} PRIVATE ${compile_flags})
    target_link_options(${name} PRIVATE ${link_flags})
    _structwire_fuzz_link(${name} ${engine} "${libraries}" "${instrumented}")
    _structwire_fuzz_link_engine(${name} ${engine})
    if(engine STREQUAL "afl")
        _structwire_fuzz_afl_module(${name} "${arg_SOURCES}" "${libraries}" "${instrumented}")
    endif()

    set(seeds)
    foreach(folder IN LISTS arg_SEEDS)
        get_filename_component(folder "${folder}" ABSOLUTE)
        list(APPEND seeds "${folder}")
        if(NOT EXISTS "${folder}")
            message(STATUS "structwire_add_fuzzer(${name}): ${folder} does not exist so far and counts as empty")
        endif()
    endforeach()
    if(arg_DICTIONARY)
        get_filename_component(arg_DICTIONARY "${arg_DICTIONARY}" ABSOLUTE)
    endif()
    _structwire_fuzz_test(${name} ${engine} "${seeds}" "${arg_OPTIONS}")
    _structwire_fuzz_options(${name} "${arg_DICTIONARY}" "${arg_OPTIONS}")
    _structwire_fuzz_script(${name} ${engine} "${seeds}" "${arg_DICTIONARY}" "${arg_OPTIONS}")
endfunction()

# The engine that a fuzzer gets, if compiler and package have it.
function(_structwire_fuzz_engine result wanted)
    set(engine "${wanted}")
    if(NOT engine)
        set(engine "${STRUCTWIRE_FUZZ_ENGINE}")
    endif()
    if(engine)
    elseif(STRUCTWIRE_FUZZ_LDFLAGS)
        set(engine libfuzzer)
    elseif(CMAKE_CROSSCOMPILING)
        set(engine replay)
    elseif(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
        set(engine libfuzzer)
    else()
        set(engine builtin)
    endif()
    if(NOT engine MATCHES "^(libfuzzer|builtin|afl|replay)$")
        message(FATAL_ERROR "structwire_add_fuzzer: the engine ${engine} is none of libfuzzer, builtin, afl, replay")
    endif()
    if(engine MATCHES "^(libfuzzer|afl)$" AND NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang" AND NOT STRUCTWIRE_FUZZ_LDFLAGS)
        message(FATAL_ERROR "structwire_add_fuzzer: the engine ${engine} needs clang; any compiler has builtin")
    endif()
    set(${result} ${engine} PARENT_SCOPE)
endfunction()

# True where flags for coverage and sanitizers are ours to add.
function(_structwire_fuzz_instruments result engine)
    if(engine STREQUAL "replay" OR (engine STREQUAL "libfuzzer" AND STRUCTWIRE_FUZZ_LDFLAGS))
        set(${result} FALSE PARENT_SCOPE)
    else()
        set(${result} TRUE PARENT_SCOPE)
    endif()
endfunction()

# What sources are compiled with, C or C++, and what the program is linked with.
function(_structwire_fuzz_flags engine compile_result link_result)
    set(${compile_result} PARENT_SCOPE)
    set(${link_result} PARENT_SCOPE)
    _structwire_fuzz_instruments(instruments ${engine})
    if(NOT instruments)
        return()
    endif()
    set(libfuzzer -fsanitize=fuzzer-no-link)
    set(builtin -fsanitize-coverage=trace-pc,trace-cmp)
    set(afl -fsanitize-coverage=trace-pc-guard,trace-cmp)
    set(compile -g -O1 -fno-omit-frame-pointer ${${engine}})
    set(link)
    if(STRUCTWIRE_FUZZ_SANITIZERS)
        set(link -fsanitize=${STRUCTWIRE_FUZZ_SANITIZERS})
        list(APPEND compile ${link} -fno-sanitize-recover=all)
        # Any of these three makes g++ 12 take no comparison with a null pointer for a constant expression (GCC bug
        # 71962). A null pointer that is used stops the program all the same.
        if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND STRUCTWIRE_FUZZ_SANITIZERS MATCHES "undefined")
            list(APPEND compile -fno-sanitize=null,nonnull-attribute,returns-nonnull-attribute)
        endif()
    endif()
    if(engine STREQUAL "libfuzzer")
        list(APPEND link -fsanitize=fuzzer)
    endif()
    set(${compile_result} "$<$<COMPILE_LANGUAGE:C,CXX>:${compile}>" PARENT_SCOPE)
    set(${link_result} ${link} PARENT_SCOPE)
endfunction()

# The main function: of libFuzzer it comes with the link flags.
function(_structwire_fuzz_link_engine name engine)
    if(engine STREQUAL "libfuzzer")
        separate_arguments(flags UNIX_COMMAND "${STRUCTWIRE_FUZZ_LDFLAGS}")
        target_link_libraries(${name} PRIVATE ${flags})
    elseif(engine STREQUAL "builtin")
        target_link_libraries(${name} PRIVATE structwire::fuzz_engine)
    elseif(engine STREQUAL "replay")
        target_link_libraries(${name} PRIVATE structwire::fuzz_replay)
    else()
        set(places /usr/lib/afl /usr/local/lib/afl "$ENV{AFL_PATH}")
        find_library(STRUCTWIRE_AFL_DRIVER AFLDriver PATHS ${places})
        find_file(STRUCTWIRE_AFL_RUNTIME afl-compiler-rt.o PATHS ${places})
        mark_as_advanced(STRUCTWIRE_AFL_DRIVER STRUCTWIRE_AFL_RUNTIME)
        if(NOT STRUCTWIRE_AFL_DRIVER OR NOT STRUCTWIRE_AFL_RUNTIME)
            message(FATAL_ERROR "structwire_add_fuzzer: the engine afl needs libAFLDriver.a and afl-compiler-rt.o "
                "(Debian: afl++); STRUCTWIRE_AFL_DRIVER and STRUCTWIRE_AFL_RUNTIME say where they are")
        endif()
        target_link_libraries(${name} PRIVATE "${STRUCTWIRE_AFL_DRIVER}" "${STRUCTWIRE_AFL_RUNTIME}")
    endif()
endfunction()

# The same sources as a library for afl-fuzz itself, which has neither sanitizers nor coverage.
function(_structwire_fuzz_afl_module name sources libraries instrumented)
    set(module ${name}_afl)
    add_library(${module} MODULE ${sources})
    set_target_properties(${module} PROPERTIES PREFIX "" LINKER_LANGUAGE CXX)
    target_compile_definitions(${module} PRIVATE STRUCTWIRE_FUZZ_AFL)
    target_compile_options(${module} PRIVATE -O2 -fno-sanitize=all)
    target_link_options(${module} PRIVATE -fno-sanitize=all)
    _structwire_fuzz_link(${module} module "${libraries}" "${instrumented}")
    add_dependencies(${name} ${module})
endfunction()

# The test NAME_replay.
function(_structwire_fuzz_test name engine seeds options)
    add_test(NAME ${name}_replay COMMAND "${CMAKE_COMMAND}"
        "-DPROGRAM=$<TARGET_PROPERTY:${name},CROSSCOMPILING_EMULATOR>;$<TARGET_FILE:${name}>" -DENGINE=${engine}
        "-DSEEDS=${seeds}" "-DOPTIONS=${options}" "-DWORK=${CMAKE_CURRENT_BINARY_DIR}/${name}_replay"
        -P "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/StructwireFuzzReplay.cmake")
    set_tests_properties(${name}_replay PROPERTIES LABELS fuzz TIMEOUT 300)
endfunction()

# The files NAME.options and NAME.dict.
function(_structwire_fuzz_options name dictionary options)
    list(TRANSFORM options REPLACE "^-" "")
    if(dictionary)
        file(COPY_FILE "${dictionary}" "${CMAKE_CURRENT_BINARY_DIR}/${name}.dict" ONLY_IF_DIFFERENT)
        list(APPEND options "dict=${name}.dict")
    endif()
    if(options)
        list(JOIN options "\n" lines)
        file(CONFIGURE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/${name}.options" CONTENT "[libfuzzer]\n@lines@\n" @ONLY)
    endif()
endfunction()

# The script NAME.sh.
function(_structwire_fuzz_script name engine seeds dictionary options)
    set(work "${CMAKE_CURRENT_BINARY_DIR}/${name}_work")
    list(JOIN options " " options)
    list(TRANSFORM seeds REPLACE "(.+)" "\"\\1\"")
    list(JOIN seeds " " seeds)
    set(emit_dictionary "")
    if(NOT dictionary)
        set(dictionary "${work}/dict")
        set(emit_dictionary "# Only a target of the kit can.
\"$program\" $once --emit-dict \"$dictionary\" >/dev/null 2>&1 || true\n")
    endif()
    if(engine STREQUAL "afl")
        set(once "")
        set(dictionary_flag "-x \"$dictionary\"")
        set(search "echo >\"$work/seeds/line\"  # AFL++ wants one at least
for folder in ${seeds}; do [ ! -d \"$folder\" ] || cp -R \"$folder\"/. \"$work/seeds\"; done
module=\"$<TARGET_FILE:${name}_afl>\"
! grep -q afl_custom_init \"$module\" || export AFL_CUSTOM_MUTATOR_LIBRARY=\"$module\"
export AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1
exec afl-fuzz -i \"$work/seeds\" -o \"$work/found\" \"$@\" -- \"$program\"")
    else()
        set(once "-runs=0")
        set(dictionary_flag "-dict=\"$dictionary\"")
        set(search "set -- \"$@\" \"$work/found\" \"$work/seeds\"
for folder in ${seeds}; do [ ! -d \"$folder\" ] || set -- \"$@\" \"$folder\"; done
exec \"$program\" ${options} \"$@\"")
    endif()
    file(GENERATE OUTPUT "$<TARGET_FILE_DIR:${name}>/${name}.sh" CONTENT "#!/bin/sh
# Writes the seeds of ${name} and searches from there, and from what earlier runs found.
set -e
program=\"$<TARGET_FILE:${name}>\"
work=\"${work}\"
dictionary=\"${dictionary}\"
once=\"${once}\"
mkdir -p \"$work/seeds\" \"$work/found\"
\"$program\" $once --emit-seeds \"$work/seeds\"
${emit_dictionary}[ ! -s \"$dictionary\" ] || set -- ${dictionary_flag} \"$@\"
${search}
" FILE_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)
endfunction()
