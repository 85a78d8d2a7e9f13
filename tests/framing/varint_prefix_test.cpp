// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// LEB128 prefixes: widths, canonical form, limits, and when an error is due.
#include <structwire/framing/varint_prefix.hpp>

#include "framing/support.hpp"

using namespace test;
using structwire::framing;

TEST_CASE("varint_framer: cuts frames", "[framing][varint_prefix]") {
    CHECK(events<"varint">("\2ab\0\1c"sv) == "0:[ab] 3:[] 4:[c] .");
    CHECK(events<"protobuf">("\2ab"sv) == "0:[ab] .");
    const std::string long_payload(300, 'x');
    CHECK(events<"varint">("\xac\2" + long_payload) == "0:[" + long_payload + "] .");
    CHECK(events<"varint,offset=2">("hh\1ahh\0"sv) == "0:[hh|a] 4:[hh|] .");
}

TEST_CASE("varint_framer: a prefix split between its bytes is not a frame", "[framing][varint_prefix]") {
    CHECK(events<"varint">("\x80\x80\x80\1"sv) == "0!truncated 2097156/4 ");
}

TEST_CASE("varint_framer: accepts overlong lengths unless canonical", "[framing][varint_prefix]") {
    CHECK(events<"varint">("\x82\0ab"sv) == "0:[ab] .");
    CHECK(events<"varint">("\x80\x80\x80\x80\x80\x80\x80\x80\x80\0"sv) == "0:[] .");
    CHECK(events<"varint,canonical">("\2ab\0"sv) == "0:[ab] 3:[] .");
    CHECK(events<"varint,canonical">("\2ab\x82\0ab"sv) == "0:[ab] 3!bad_prefix 0/0 ");
    CHECK(events<"varint,canonical">("\x80\0"sv) == "0!bad_prefix 0/0 ");
}

TEST_CASE("varint_framer: refuses more bytes than allowed, and more than 64 bits", "[framing][varint_prefix]") {
    CHECK(events<"varint,bytes=1">("\x7f"sv) == "0!truncated 128/1 ");
    CHECK(events<"varint,bytes=1">("\x80"sv) == "0!bad_prefix 0/0 ");
    CHECK(events<"varint,bytes=3">("\x82\x80\0ab"sv) == "0:[ab] .");
    CHECK(events<"varint,bytes=3">("\x82\x80\x80"sv) == "0!bad_prefix 0/0 ");
    CHECK(events<"varint">("\1a\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80"sv) == "0:[a] 2!bad_prefix 0/0 ");
    CHECK(events<"varint">("\x80\x80\x80\x80\x80\x80\x80\x80\x80\2"sv) == "0!bad_prefix 0/0 ");
}

TEST_CASE("varint_framer: high bits of a long length are not dropped", "[framing][varint_prefix][limits]") {
    CHECK(events<"varint">("\x82\x80\x80\x80\x10"sv) == "0!too_long 8388608/4294967298 ");
    CHECK(events<"varint">("\x82\x80\x80\x80\x80\1"sv) == "0!too_long 8388608/34359738370 ");
}

TEST_CASE("varint_framer: the limit counts the payload, exactly it passes", "[framing][varint_prefix][limits]") {
    CHECK(events<"varint,limit=3,offset=1">("h\2ab"sv) == "0:[h|ab] .");
    CHECK(events<"varint,limit=3,offset=1">("h\3abc"sv) == "0:[h|abc] .");
    CHECK(events<"varint,limit=3,offset=1">("h\4abcd"sv) == "0!too_long 3/4 ");
    CHECK(events<"varint,limit=0">("\0\0"sv) == "0:[] 1:[] .");
    CHECK(events<"varint,limit=0">("\1"sv) == "0!too_long 0/1 ");
    CHECK(events<"varint">("\xff\xff\xff\3"sv) == "0!truncated 8388611/4 ");
    CHECK(events<"varint">("\x80\x80\x80\4"sv) == "0!truncated 8388612/4 ");
    CHECK(events<"varint">("\x81\x80\x80\4"sv) == "0!too_long 8388608/8388609 ");
}

TEST_CASE("varint_framer: an error is due at the first byte of the length that decides", "[framing][varint_prefix]") {
    CHECK(events<"varint,limit=3">("\x84"sv) == "0!too_long 3/4 ");
    CHECK(events<"varint,limit=3">("\x83"sv) == "0!truncated 0/1 ");
    CHECK(events<"varint,limit=3,canonical">("\x83"sv) == "0!too_long 3/131 ");  // going on means at least 128 more
}

TEST_CASE("varint_framer: need is exact", "[framing][varint_prefix]") {
    framing<"varint,offset=2"> shifted;
    CHECK(shifted.next({}).wanted == 3);
    CHECK(shifted.next(structwire::as_bytes("hh\3a"sv)).wanted == 2);
    framing<"varint"> plain;
    // At least one more byte of length and 5 of payload; but the second byte after this can be over the limit.
    CHECK(plain.next(structwire::as_bytes("\x85"sv)).wanted == 3);
    CHECK(plain.next(structwire::as_bytes("\x81"sv)).wanted == 2);
}

TEST_CASE("varint_framer: the end of input inside a frame is truncated", "[framing][varint_prefix]") {
    CHECK(events<"varint">(""sv) == ".");
    CHECK(events<"varint">("\x81"sv) == "0!truncated 0/1 ");
    CHECK(events<"varint">("\1a\5"sv) == "0:[a] 2!truncated 6/1 ");
    CHECK(events<"varint">("\5ab"sv) == "0!truncated 6/3 ");
    CHECK(events<"varint,offset=4">("\1\1\1"sv) == "0!truncated 0/3 ");
}

TEST_CASE("varint_framer: encodes what it decodes and refuses the rest", "[framing][varint_prefix][encode]") {
    CHECK(encoded(framing<"varint">{}, "ab") == "\2ab");
    CHECK(encoded(framing<"varint">{}, std::string(300, 'x')).substr(0, 3) == "\xac\2x");
    CHECK(encoded(framing<"varint,offset=1">{}, "ab", "h") == "h\2ab");
    CHECK(encoded(framing<"varint,offset=1">{}, "ab") == "!1/0");
    CHECK(encoded(framing<"varint,limit=3">{}, "abc") == "\3abc");
    CHECK(encoded(framing<"varint,limit=3">{}, "abcd") == "!3/4");
    CHECK(encoded(framing<"varint,bytes=1">{}, std::string(127, 'x')).size() == 128);
    CHECK(encoded(framing<"varint,bytes=1">{}, std::string(128, 'x')) == "!127/128");
}

TEST_CASE("varint_framer: knows its largest frame", "[framing][varint_prefix]") {
    STATIC_REQUIRE(framing<"varint,offset=2,limit=4k">{}.max_frame_bytes() == 2 + 10 + 4096);
    STATIC_REQUIRE(framing<"varint,bytes=1">{}.max_frame_bytes() == 1 + 127);
}
