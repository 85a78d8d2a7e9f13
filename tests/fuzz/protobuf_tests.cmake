# SPDX-FileCopyrightText: The structwire authors
# SPDX-License-Identifier: BSL-1.0
# Messages of Protocol Buffers, with and without a runtime.
structwire_add_test(fuzz_protobuf_model SOURCES protobuf_model_test.cpp protobuf_effects_test.cpp
    LIBRARIES structwire::fuzz)
target_include_directories(structwire_fuzz_protobuf_model_test PRIVATE "${PROJECT_SOURCE_DIR}/src")

if(TARGET structwire_proto)
    structwire_add_test(fuzz_proto SOURCES proto_test.cpp LIBRARIES structwire::fuzz structwire_proto)
    # A target with a planted fault, for any engine; here it has only to compile.
    add_library(structwire_order_book_fuzz OBJECT order_book_fuzz.cpp)
    target_link_libraries(structwire_order_book_fuzz PRIVATE structwire::fuzz structwire_proto structwire_developer)
endif()
