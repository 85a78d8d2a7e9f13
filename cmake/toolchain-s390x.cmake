# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
# Big-endian Linux: Debian's g++-s390x-linux-gnu, and qemu-user to run what it builds.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR s390x)
set(CMAKE_CXX_COMPILER s390x-linux-gnu-g++)
set(CMAKE_CROSSCOMPILING_EMULATOR "qemu-s390x;-L;/usr/s390x-linux-gnu")

set(CMAKE_FIND_ROOT_PATH /usr/s390x-linux-gnu)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)

# Header-only libraries come from this machine, through links: the rest of its /usr/include is of the wrong architecture.
set(STRUCTWIRE_HOST_HEADERS "${CMAKE_BINARY_DIR}/host-headers")
foreach(library boost catch2)
    if(NOT EXISTS "${STRUCTWIRE_HOST_HEADERS}/${library}")
        file(MAKE_DIRECTORY "${STRUCTWIRE_HOST_HEADERS}")
        file(CREATE_LINK "/usr/include/${library}" "${STRUCTWIRE_HOST_HEADERS}/${library}" SYMBOLIC)
    endif()
endforeach()
set(Boost_INCLUDE_DIR "${STRUCTWIRE_HOST_HEADERS}" CACHE PATH "Boost for the target: headers only")
