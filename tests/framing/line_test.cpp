// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// Lines: endings, limits, the end of input.
#include <structwire/framing/line.hpp>

#include "framing/support.hpp"

using namespace test;
using structwire::framing;

TEST_CASE("line_framer: LF ends a line, one CR in front of it belongs to the ending", "[framing][line]") {
    CHECK(events<"line">("one\ntwo\r\n\n\r\n"sv) == "0:[one] 4:[two] 9:[] 10:[] .");
    CHECK(events<"line">("a\r\r\n"sv) == "0:[a\r] .");
    CHECK(events<"line">("a\rb\n"sv) == "0:[a\rb] .");
    CHECK(events<"line">("a\0b\n"sv) == "0:[a\0b] ."sv);
}

TEST_CASE("line_framer: the end of input delivers the last line", "[framing][line]") {
    CHECK(events<"line">(""sv) == ".");
    CHECK(events<"line">("one\ntwo"sv) == "0:[one] 4:[two] .");
    CHECK(events<"line">("two\r"sv) == "0:[two\r] .");
    CHECK(events<"line,eof=truncated">("one\n"sv) == "0:[one] .");
    CHECK(events<"line,eof=truncated">("one\ntwo"sv) == "0:[one] 4!truncated 0/3 ");
}

TEST_CASE("line_framer: the limit counts the payload without its ending", "[framing][line][limits]") {
    CHECK(events<"line,limit=5">("four\nfour\r\n"sv) == "0:[four] 5:[four] .");
    CHECK(events<"line,limit=5">("hello\nhello\r\nhello"sv) == "0:[hello] 6:[hello] 13:[hello] .");
    CHECK(events<"line,limit=5">("hello\nworlds\n"sv) == "0:[hello] 6!too_long 5/6 ");
    CHECK(events<"line,limit=5">("worlds\r\n"sv) == "0!too_long 5/6 ");
    CHECK(events<"line,limit=5">("hello\r\r\n"sv) == "0!too_long 5/6 ");
    CHECK(events<"line,limit=0">("\n\r\n"sv) == "0:[] 1:[] .");
    CHECK(events<"line,limit=0">("a"sv) == "0!too_long 0/1 ");
    const std::string most(65536, 'x');
    CHECK(events_of(framing<"line">{}, most + "\r\n") == "0:[" + most + "] .");
    CHECK(events_of(framing<"line">{}, most + "x\n") == "0!too_long 65536/65537 ");
}

TEST_CASE("line_framer: too long is due as soon as no ending can help", "[framing][line][limits]") {
    framing<"line,limit=2"> lines;
    CHECK(lines.next(structwire::as_bytes("ab")).what == structwire::step::kind::need);
    CHECK(framing<"line,limit=2">{}.next(structwire::as_bytes("ab\r")).what == structwire::step::kind::need);
    CHECK(framing<"line,limit=2">{}.next(structwire::as_bytes("abc")).what == structwire::step::kind::error);
    CHECK(framing<"line,limit=2">{}.next(structwire::as_bytes("ab\rc")).what == structwire::step::kind::error);
}

TEST_CASE("line_framer: the end of input applies the limit too", "[framing][line][limits]") {
    CHECK(events<"line,limit=5">("hello\r"sv) == "0!too_long 5/6 ");
    CHECK(events<"line,limit=5,eof=truncated">("hello\r"sv) == "0!truncated 0/6 ");
}

TEST_CASE("line_framer: encodes what it decodes and refuses the rest", "[framing][line][encode]") {
    CHECK(encoded(framing<"line">{}, "abc") == "abc\n");
    CHECK(encoded(framing<"line">{}, "") == "\n");
    CHECK(encoded(framing<"line">{}, "a\rb") == "a\rb\n");
    CHECK(encoded(framing<"line">{}, "a\nb") == "!0/3");
    CHECK(encoded(framing<"line">{}, "ab\r") == "!0/3");
    CHECK(encoded(framing<"line">{}, "ab", "h") == "!0/1");
    CHECK(encoded(framing<"line,limit=3">{}, "abc") == "abc\n");
    CHECK(encoded(framing<"line,limit=3">{}, "abcd") == "!3/4");
}

TEST_CASE("line_framer: searches each byte once, however the bytes come", "[framing][line]") {
    // A framer that forgot its place would find this LF, which no longer is one, again and again.
    framing<"line"> lines;
    std::string bytes = "abcdefgh";
    REQUIRE(lines.next(structwire::as_bytes(bytes)).what == structwire::step::kind::need);
    bytes = "\nbcdefghi\n";
    const structwire::step now = lines.next(structwire::as_bytes(bytes));
    CHECK(now.consumed == bytes.size());
}

TEST_CASE("line_framer: is small and knows its longest line", "[framing][line]") {
    STATIC_REQUIRE(sizeof(framing<"line">) <= 32);
    STATIC_REQUIRE(framing<"line,limit=5">{}.max_frame_bytes() == 7);
}
