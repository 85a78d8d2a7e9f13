// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// Framings chosen at run time. That they give the same events as constant ones is part of every events<...>() test.
#include <structwire/framing/any_framing.hpp>

#include "framing/support.hpp"

using namespace test;
using structwire::any_framing;
using structwire::errc;

TEST_CASE("any_framing: parses a text and prints it canonically", "[framing][any_framing]") {
    const auto framing = any_framing::parse("u32be,limit=65536,offset=1");
    REQUIRE(framing);
    CHECK(framing->text().view() == "u32be,offset=1,limit=64k");
    CHECK(framing->spec().length.limit == 65536);
    CHECK(any_framing().text().view() == "u32be");
}

TEST_CASE("any_framing: says why and where a text cannot be used", "[framing][any_framing][errors]") {
    const auto framing = any_framing::parse("u32be,limit=64x");
    REQUIRE(!framing);
    CHECK(framing.error().code == errc::bad_option);
    CHECK(framing.error().position == 14);
    CHECK(framing.error().letter == 'x');
}

TEST_CASE("any_framing: takes a spec that was put together by hand", "[framing][any_framing]") {
    structwire::framing_spec spec;
    spec.length.width = 2;
    REQUIRE(any_framing::from(spec));
    CHECK(events_of(*any_framing::from(spec), "\0\1a"sv) == "0:[a] .");
    spec.length.width = 9;
    REQUIRE(!any_framing::from(spec));
    CHECK(any_framing::from(spec).error().code == errc::conflicting_options);
}

TEST_CASE("any_framing: encodes and refuses as the constant framing does", "[framing][any_framing][encode]") {
    CHECK(encoded(*any_framing::parse("u24le,offset=1"), "ab", "h") == "h\2\0\0ab"sv);
    CHECK(encoded(*any_framing::parse("u24le,offset=1"), "ab") == "!1/0");
    CHECK(encoded(*any_framing::parse("varint,limit=1"), "ab") == "!1/2");
    CHECK(encoded(*any_framing::parse("varint"), "ab") == "\2ab");
    CHECK(encoded(*any_framing::parse("line"), "a\nb") == "!0/3");
    CHECK(encoded(*any_framing::parse("line"), "ab") == "ab\n");
}

TEST_CASE("any_framing: knows its largest frame", "[framing][any_framing]") {
    CHECK(any_framing::parse("u16be,limit=100")->max_frame_bytes() == 100);
    CHECK(any_framing::parse("varint,limit=100")->max_frame_bytes() == 110);
    CHECK(any_framing::parse("line,limit=100")->max_frame_bytes() == 102);
}

TEST_CASE("any_framing: is a framer of at most 256 bytes", "[framing][any_framing]") {
    STATIC_REQUIRE(structwire::encoding_framer<any_framing>);
    STATIC_REQUIRE(sizeof(any_framing) <= 256);
    STATIC_REQUIRE(std::is_trivially_copyable_v<any_framing>);
}
