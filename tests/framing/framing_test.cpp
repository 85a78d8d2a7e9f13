// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// Framing strings as types.
#include <structwire/framing/framing.hpp>

#include "framing/support.hpp"

using structwire::framing;

TEST_CASE("framing: is the framer that its text describes", "[framing]") {
    STATIC_REQUIRE(std::is_base_of_v<structwire::length_framer<structwire::length_prefix{.width = 2, .limit = 100}>,
                                     framing<"u16be,limit=100">>);
    STATIC_REQUIRE(std::is_base_of_v<structwire::varint_framer<structwire::varint_prefix{}>, framing<"protobuf">>);
    STATIC_REQUIRE(std::is_base_of_v<structwire::line_framer<structwire::line_ending{}>, framing<"line">>);
}

TEST_CASE("framing: is a small trivially copyable framer that encodes", "[framing]") {
    STATIC_REQUIRE(structwire::encoding_framer<framing<"u32be,limit=64k">>);
    STATIC_REQUIRE(structwire::encoding_framer<framing<"varint">>);
    STATIC_REQUIRE(structwire::encoding_framer<framing<"line">>);
}

TEST_CASE("framing: prints its canonical text", "[framing]") {
    STATIC_REQUIRE(framing<"u32be,limit=65536,offset=1">::text().view() == "u32be,offset=1,limit=64k");
    CHECK(std::string(framing<"protobuf">::text().c_str()) == "varint");
}
