// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// Length prefixes: widths, orders, offset, adjustment, limits, and when an error is due.
#include <structwire/framing/length_prefix.hpp>

#include "framing/support.hpp"

using namespace test;
using structwire::framing;

TEST_CASE("length_framer: cuts frames of every width in both orders", "[framing][length_prefix]") {
    CHECK(events<"u8">("\2ab\0\1c"sv) == "0:[ab] 3:[] 4:[c] .");
    CHECK(events<"u16be">("\0\2ab"sv) == "0:[ab] .");
    CHECK(events<"u16le">("\2\0ab"sv) == "0:[ab] .");
    CHECK(events<"u24be">("\0\0\2ab"sv) == "0:[ab] .");
    CHECK(events<"u24le">("\2\0\0ab"sv) == "0:[ab] .");
    CHECK(events<"u32be">("\0\0\0\2ab"sv) == "0:[ab] .");
    CHECK(events<"u32le">("\2\0\0\0ab"sv) == "0:[ab] .");
    CHECK(events<"u40be">("\0\0\0\0\2ab"sv) == "0:[ab] .");
    CHECK(events<"u40le">("\2\0\0\0\0ab"sv) == "0:[ab] .");
    CHECK(events<"u48be">("\0\0\0\0\0\2ab"sv) == "0:[ab] .");
    CHECK(events<"u48le">("\2\0\0\0\0\0ab"sv) == "0:[ab] .");
    CHECK(events<"u56be">("\0\0\0\0\0\0\2ab"sv) == "0:[ab] .");
    CHECK(events<"u56le">("\2\0\0\0\0\0\0ab"sv) == "0:[ab] .");
    CHECK(events<"u64be">("\0\0\0\0\0\0\0\2ab"sv) == "0:[ab] .");
    CHECK(events<"u64le">("\2\0\0\0\0\0\0\0ab"sv) == "0:[ab] .");
}

TEST_CASE("length_framer: reads every byte of a wide length", "[framing][length_prefix]") {
    // The error names the length, so it shows how all bytes were read.
    CHECK(events<"u24be,limit=1M">("\x12\x34\x56"sv) == "0!too_long 1048576/1179651 ");
    CHECK(events<"u24le,limit=1M">("\x12\x34\x56"sv) == "0!too_long 1048576/5649429 ");
    CHECK(events<"u56le,limit=1M">("\1\0\0\0\0\0\2"sv) == "0!too_long 1048576/562949953421320 ");
    CHECK(events<"u64le">("\377\377\377\377\377\377\377\377"sv) == "0!too_long 8388608/16777223 ");
}

TEST_CASE("length_framer: delivers the bytes in front of the length as header", "[framing][length_prefix]") {
    CHECK(events<"u32be,offset=1">("Q\0\0\0\1xZ\0\0\0\0"sv) == "0:[Q|x] 6:[Z|] .");
    CHECK(events<"u16le,offset=3">("abc\2\0hi"sv) == "0:[abc|hi] .");
}

TEST_CASE("length_framer: adjusts what the length counts", "[framing][length_prefix]") {
    CHECK(events<"u16be,adjust=-2">("\0\4ab\0\2"sv) == "0:[ab] 4:[] .");                 // counts itself
    CHECK(events<"u32be,offset=1,adjust=-4">("Q\0\0\0\6hi"sv) == "0:[Q|hi] .");          // itself, not what is in front
    CHECK(events<"u8,adjust=+3">("\0abc\2abcde"sv) == "0:[abc] 4:[abcde] .");            // three more bytes follow
    CHECK(events<"u16be,offset=2,adjust=-4">("\xca\xfe\0\5x"sv) == "0:[\xca\xfe|x] .");  // the whole frame
}

TEST_CASE("length_framer: the limit counts the whole adjusted frame, exactly it passes",
          "[framing][length_prefix][limits]") {
    CHECK(events<"u16be,limit=6">("\0\3abc"sv) == "0:[abc] .");
    CHECK(events<"u16be,limit=6">("\0\4abcd"sv) == "0:[abcd] .");
    CHECK(events<"u16be,limit=6">("\0\4abcd\0\5abcde"sv) == "0:[abcd] 6!too_long 6/7 ");
    CHECK(events<"u8,offset=2,adjust=+1,limit=6">("hh\1ab"sv) == "0:[hh|ab] .");
    CHECK(events<"u8,offset=2,adjust=+1,limit=6">("hh\2abc"sv) == "0:[hh|abc] .");
    CHECK(events<"u8,offset=2,adjust=+1,limit=6">("hh\3abcd"sv) == "0!too_long 6/7 ");
    CHECK(events<"u8,adjust=-1,limit=4">("\3ab"sv) == "0:[ab] .");
    CHECK(events<"u8,adjust=-1,limit=4">("\4abc"sv) == "0:[abc] .");
    CHECK(events<"u8,adjust=-1,limit=4">("\5abcd"sv) == "0!too_long 4/5 ");
}

TEST_CASE("length_framer: has a limit when none is said", "[framing][length_prefix][limits]") {
    CHECK(events<"u32be">("\0\x7f\xff\xfc"sv) == "0!truncated 8388608/4 ");
    CHECK(events<"u32be">("\0\x7f\xff\xfd"sv) == "0!too_long 8388608/8388609 ");
}

TEST_CASE("length_framer: refuses lengths that wrap around in 64 bits", "[framing][length_prefix][limits]") {
    CHECK(events<"u64be,adjust=+8">("\377\377\377\377\377\377\377\370"sv) ==
          "0!too_long 8388608/18374686479671623696 ");
    CHECK(events<"u64be,adjust=-8">("\0\0\0\0\0\0\0\7"sv) == "0!bad_length 8/7 ");
    CHECK(events<"u64be,adjust=-8">("\0\0\0\0\0\0\0\10"sv) == "0:[] .");
}

TEST_CASE("length_framer: refuses a length below the header", "[framing][length_prefix]") {
    CHECK(events<"u16be,adjust=-2">("\0\1"sv) == "0!bad_length 2/1 ");
    CHECK(events<"u32be,offset=1,adjust=-4">("S\0\0\0\4Q\0\0\0\3"sv) == "0:[S|] 5!bad_length 4/3 ");
}

TEST_CASE("length_framer: an error is due at the first byte of the length that decides", "[framing][length_prefix]") {
    // Text where a length should be: its first byte is enough, and the least length with that byte is named.
    CHECK(events<"u32be,limit=64k">("H"sv) == "0!too_long 65536/1207959556 ");
    CHECK(events<"u32be,limit=64k">("HTTP/1.1"sv) == "0!too_long 65536/1207959556 ");
    CHECK(events<"u16le,limit=100">("\x63"sv) == "0!too_long 100/101 ");
    CHECK(events<"u16le,limit=100">("\x62"sv) == "0!truncated 0/1 ");
    // The greatest length that begins so is still below the header.
    CHECK(events<"u16be,adjust=-300">("\0"sv) == "0!bad_length 300/255 ");
    // Little-endian, only 300 to 308 is possible: neither 60 nor 60 + 256 n is.
    CHECK(events<"u16le,adjust=-300,limit=10">("\x3c"sv) == "0!bad_length 300/60 ");
    CHECK(events<"u16le,adjust=-300,limit=10">("\x2e\1ab"sv) == "0:[ab] .");
}

TEST_CASE("length_framer: need is exact", "[framing][length_prefix]") {
    framing<"u32be,offset=2,limit=5000M"> wide;
    CHECK(wide.next({}).wanted == 6);  // no length is too long before all of it is there
    CHECK(wide.next(structwire::as_bytes("hh\0\0\0"sv)).wanted == 1);
    CHECK(wide.next(structwire::as_bytes("hh\0\0\0\5a"sv)).wanted == 4);
    framing<"u32be,limit=64k"> narrow;
    CHECK(narrow.next({}).wanted == 1);                              // the first byte can be too much
    CHECK(narrow.next(structwire::as_bytes("\0"sv)).wanted == 1);    // the second too
    CHECK(narrow.next(structwire::as_bytes("\0\0"sv)).wanted == 2);  // 65535 + 4 is over the limit
    framing<"u16le"> little;
    CHECK(little.next({}).wanted == 2);
}

TEST_CASE("length_framer: the end of input inside a frame is truncated", "[framing][length_prefix]") {
    CHECK(events<"u16be">(""sv) == ".");
    CHECK(events<"u16be">("\0"sv) == "0!truncated 0/1 ");
    CHECK(events<"u16be">("\0\3"sv) == "0!truncated 5/2 ");
    CHECK(events<"u16be">("\0\1a\0\3bc"sv) == "0:[a] 3!truncated 5/4 ");
    CHECK(events<"u16be,offset=4">("abc"sv) == "0!truncated 0/3 ");
}

TEST_CASE("length_framer: encodes what it decodes and refuses the rest", "[framing][length_prefix][encode]") {
    CHECK(encoded(framing<"u8">{}, "ab") == "\2ab");
    CHECK(encoded(framing<"u24le">{}, "ab") == "\2\0\0ab"sv);
    CHECK(encoded(framing<"u56be">{}, "ab") == "\0\0\0\0\0\0\2ab"sv);
    CHECK(encoded(framing<"u32be,offset=1,adjust=-4">{}, "hi", "Q") == "Q\0\0\0\6hi"sv);
    CHECK(encoded(framing<"u32be,offset=1">{}, "hi") == "!1/0");           // no header
    CHECK(encoded(framing<"u32be">{}, "hi", "Q") == "!0/1");               // one too many
    CHECK(encoded(framing<"u8">{}, std::string(255, 'x')).size() == 256);  // fits the width exactly
    CHECK(encoded(framing<"u8">{}, std::string(256, 'x')) == "!255/256");
    CHECK(encoded(framing<"u16be,limit=6">{}, "abcd").size() == 6);  // fits the limit exactly
    CHECK(encoded(framing<"u16be,limit=6">{}, "abcde") == "!4/5");
    CHECK(encoded(framing<"u8,adjust=+3">{}, "abc") == "\0abc"sv);  // least payload
    CHECK(encoded(framing<"u8,adjust=+3">{}, "ab") == "!3/2");
}

TEST_CASE("length_framer: works in constant expressions", "[framing][length_prefix]") {
    constexpr auto payload_bytes = [] {
        constexpr std::array<std::byte, 4> wire{std::byte{0}, std::byte{2}, std::byte{7}, std::byte{9}};
        return framing<"u16be">{}.next(wire).payload.size();
    };
    STATIC_REQUIRE(payload_bytes() == 2);
    STATIC_REQUIRE(framing<"u16be">{}.next({}).what == structwire::step::kind::need);
}

TEST_CASE("length_framer: is an empty type that knows its largest frame", "[framing][length_prefix]") {
    STATIC_REQUIRE(std::is_empty_v<framing<"u32be">>);
    STATIC_REQUIRE(framing<"u32be,limit=64k">{}.max_frame_bytes() == 65536);
    STATIC_REQUIRE(framing<"u8,offset=2">{}.max_frame_bytes() == 258);
    STATIC_REQUIRE(structwire::length_framer<structwire::length_prefix{.width = 2}>{}.max_frame_bytes() == 65537);
}
