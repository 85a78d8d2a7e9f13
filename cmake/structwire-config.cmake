# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
# find_package(structwire COMPONENTS core asio net protobuf fuzz): core is always there; without COMPONENTS it is all
# there is. fuzz brings structwire_add_fuzzer.
set(structwire_needs_core Boost 1.74)
set(structwire_needs_asio Threads)  # and the Boost of core
set(structwire_needs_net Threads)
set(structwire_needs_protobuf)  # users bring their generated code and its runtime
set(structwire_needs_fuzz)  # and the Boost of core
set(structwire_wanted core ${structwire_FIND_COMPONENTS})
list(REMOVE_DUPLICATES structwire_wanted)

# find_dependency() would give up on the whole package when an optional component's dependency is missing.
foreach(component IN LISTS structwire_wanted)
    set(structwire_${component}_FOUND FALSE)
    if(structwire_needs_${component})
        list(GET structwire_needs_${component} 0 structwire_needed)
        find_package(${structwire_needs_${component}} QUIET)
    endif()
    if((NOT structwire_needs_${component} OR ${structwire_needed}_FOUND)
            AND EXISTS "${CMAKE_CURRENT_LIST_DIR}/structwire-${component}.cmake")
        include("${CMAKE_CURRENT_LIST_DIR}/structwire-${component}.cmake")
        set(structwire_${component}_FOUND TRUE)
    elseif(component STREQUAL core OR structwire_FIND_REQUIRED_${component})
        set(structwire_FOUND FALSE)
        set(structwire_NOT_FOUND_MESSAGE "no component ${component}, or not what it needs: ${structwire_needs_${component}}")
    endif()
endforeach()
if(structwire_fuzz_FOUND)
    include("${CMAKE_CURRENT_LIST_DIR}/StructwireFuzzer.cmake")
endif()
