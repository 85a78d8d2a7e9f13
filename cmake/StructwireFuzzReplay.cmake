# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
# The test NAME_replay of structwire_add_fuzzer: the program writes its seeds, then runs them and the committed files.
#
#     cmake -DPROGRAM=command -DENGINE=name -DSEEDS=folder... -DOPTIONS=flag... -DWORK=folder -P ThisFile.cmake
file(REMOVE_RECURSE "${WORK}")
file(MAKE_DIRECTORY "${WORK}/seeds")

# A target that is not the kit's does not know --emit-seeds: with -runs=0 it does nothing. AFL++'s driver takes files
# alone.
set(once)
set(flags)
if(NOT ENGINE STREQUAL "afl")
    set(once -runs=0)
    set(flags ${OPTIONS})
endif()
execute_process(COMMAND ${PROGRAM} ${once} --emit-seeds "${WORK}/seeds" WORKING_DIRECTORY "${WORK}"
    RESULT_VARIABLE status OUTPUT_VARIABLE said ERROR_VARIABLE said)
if(NOT status EQUAL 0)
    message("${said}")  # as it is: an error's text would be broken into lines anew
    message(FATAL_ERROR "--emit-seeds ended with ${status}")
endif()

file(WRITE "${WORK}/empty")
set(files "${WORK}/empty")
foreach(folder IN LISTS SEEDS ITEMS "${WORK}/seeds")
    if(NOT EXISTS "${folder}")
        message(STATUS "${folder} does not exist and counts as empty")
    endif()
    file(GLOB_RECURSE found LIST_DIRECTORIES FALSE "${folder}/*")
    list(APPEND files ${found})
endforeach()
list(LENGTH files count)

# A command line has an end.
set(first 0)
while(first LESS count)
    list(SUBLIST files ${first} 500 batch)
    math(EXPR first "${first} + 500")
    execute_process(COMMAND ${PROGRAM} ${flags} ${batch} WORKING_DIRECTORY "${WORK}"
        RESULT_VARIABLE status OUTPUT_VARIABLE said ERROR_VARIABLE said)
    if(NOT status EQUAL 0)
        message("${said}")
        message(FATAL_ERROR "ended with ${status}")
    endif()
endwhile()
message("${count} files")
