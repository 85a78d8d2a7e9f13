// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "cli/utf8.hpp"

#include <structwire/bytes.hpp>

#include <limits>
#include <string>
#include <string_view>

#include "support/catch.hpp"

namespace {

using namespace std::string_view_literals;
using structwire::as_bytes;
using structwire::cli::text_kind;

text_kind kind(std::string_view text) { return structwire::cli::text_kind_of(as_bytes(text)); }

std::string shown(std::string_view text, std::size_t columns = std::numeric_limits<std::size_t>::max()) {
    return structwire::cli::quoted_utf8(as_bytes(text), columns);
}

}  // namespace

TEST_CASE("text_kind_of: printable UTF-8 of every length", "[cli][utf8]") {
    CHECK(kind("") == text_kind::printable);
    CHECK(kind(" ~") == text_kind::printable);
    CHECK(kind("\xc2\xa0\xdf\xbf") == text_kind::printable);
    CHECK(kind("\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbd") == text_kind::printable);
    CHECK(kind("\xf0\x90\x80\x80\xf4\x8f\xbf\xbf") == text_kind::printable);
    CHECK(kind("a\tb\r\n") == text_kind::lines);
}

TEST_CASE("text_kind_of: controls are no text", "[cli][utf8]") {
    for (const auto text : {"\0"sv, "\x08"sv, "\x1b[0m"sv, "\x1f"sv, "\x7f"sv, "\xc2\x80"sv, "\xc2\x9f"sv, "\n\x01"sv,
                            "\xe2\x80\x8e"sv, "\xe2\x80\xa8"sv, "\xe2\x80\xae"sv, "\xe2\x81\xa6"sv, "\xef\xbb\xbf"sv}) {
        CAPTURE(text);
        CHECK(kind(text) == text_kind::none);
        CHECK(structwire::cli::is_utf8(as_bytes(text)));
    }
}

TEST_CASE("text_kind_of: what is not UTF-8 is no text", "[cli][utf8]") {
    for (const auto text :
         {"\x80"sv, "\xbf"sv, "\xc0\x80"sv, "\xc1\xbf"sv, "\xc3"sv, "a\xc3"sv, "\xc3("sv, "\xe0\x9f\xbf"sv,
          "\xe2\x82"sv, "\xe2(\xa1"sv, "\xe2\x82("sv, "\xed\xa0\x80"sv, "\xed\xbf\xbf"sv, "\xf0\x8f\xbf\xbf"sv,
          "\xf0\x90\x80"sv, "\xf4\x90\x80\x80"sv, "\xf5\x80\x80\x80"sv, "\xff"sv}) {
        CAPTURE(text);
        CHECK(kind(text) == text_kind::none);
        CHECK_FALSE(structwire::cli::is_utf8(as_bytes(text)));
    }
}

TEST_CASE("without_controls: keeps text and escapes what a terminal would act on", "[cli][utf8]") {
    CHECK(structwire::cli::without_controls("a \"b\" \xc3\xa9") == "a \"b\" \xc3\xa9");
    CHECK(structwire::cli::without_controls("\x1b[0m\n\xc3(\xc2\x9b") == R"(\x1b[0m\n\xc3(\xc2\x9b)");
}

TEST_CASE("quoted_utf8: escapes quotes and ends of lines alone", "[cli][utf8]") {
    CHECK(shown("") == R"("")");
    CHECK(shown("a\"\\\n\r\t\xc3\xa9") == "\"a\\\"\\\\\\n\\r\\t\xc3\xa9\"");
    CHECK(structwire::cli::json_utf8(as_bytes("a\"\\\n\r\t\xc3\xa9")) == "\"a\\\"\\\\\\n\\r\\t\xc3\xa9\"");
}

TEST_CASE("quoted_utf8: cuts between characters, which count once each", "[cli][utf8][limits]") {
    CHECK(shown("abcdefgh", 10) == R"("abcdefgh")");
    CHECK(shown("abcdefghi", 10) == R"("abcde"...)");
    CHECK(shown("\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9", 6) == "\"\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\"");
    CHECK(shown("\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9", 5) == R"(""...)");
    CHECK(shown("\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9", 6) == "\"\xc3\xa9\"...");
    CHECK(shown("abc\n\n\n\n", 9) == R"("abc"...)");
    CHECK(shown("abc\n\n\n\n", 11) == R"("abc\n"...)");
}
