# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
# What structwire's own targets are compiled with, and nobody else's: linked PRIVATE and never exported.
add_library(structwire_developer INTERFACE)
if(NOT PROJECT_IS_TOP_LEVEL)
    return()
endif()

target_compile_options(structwire_developer INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Werror)

# Every public header must compile on its own; `all` builds that check with the rest.
if(NOT DEFINED CMAKE_VERIFY_INTERFACE_HEADER_SETS)
    set(CMAKE_VERIFY_INTERFACE_HEADER_SETS ON)
endif()

set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_CXX_EXTENSIONS OFF)

# ccache, where it is installed; the setting lets it work with precompiled headers.
find_program(STRUCTWIRE_CCACHE ccache)
mark_as_advanced(STRUCTWIRE_CCACHE)
if(STRUCTWIRE_CCACHE AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER
        "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros "${STRUCTWIRE_CCACHE}")
endif()
