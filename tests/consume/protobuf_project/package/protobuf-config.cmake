# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
# A package file of the shape that Protocol Buffers installs since version 22: the library names others below it.
find_library(consumer_protobuf protobuf REQUIRED)
find_program(consumer_protoc protoc REQUIRED)
add_library(absl::consumer INTERFACE IMPORTED)
set_target_properties(absl::consumer PROPERTIES INTERFACE_COMPILE_DEFINITIONS CONSUMER_SEES_ABSL)
add_library(protobuf::libprotobuf UNKNOWN IMPORTED)
set_target_properties(protobuf::libprotobuf PROPERTIES
    IMPORTED_LOCATION "${consumer_protobuf}" INTERFACE_LINK_LIBRARIES absl::consumer)
add_executable(protobuf::protoc IMPORTED)
set_target_properties(protobuf::protoc PROPERTIES IMPORTED_LOCATION "${consumer_protoc}")
set(protobuf_FOUND TRUE)
