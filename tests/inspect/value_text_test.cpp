// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/bytes.hpp>
#include <structwire/format.hpp>
#include <structwire/inspect/value_text.hpp>

#include <limits>
#include <string>
#include <string_view>

#include "support/catch.hpp"

namespace {

using namespace std::string_view_literals;
using structwire::value;

structwire::format_item item_of(std::string_view text) {
    const auto compiled = structwire::format::compile(text);
    REQUIRE(compiled);
    return compiled->items().front();
}

std::string text(std::string_view format, const value& shown) { return structwire::value_text(item_of(format), shown); }
std::string json(std::string_view format, const value& shown) { return structwire::value_json(item_of(format), shown); }

}  // namespace

TEST_CASE("value_text: integers are decimal at both ends of 64 bits, addresses hexadecimal", "[inspect][value_text]") {
    CHECK(text(">q", std::numeric_limits<std::int64_t>::min()) == "-9223372036854775808");
    CHECK(text(">Q", std::numeric_limits<std::uint64_t>::max()) == "18446744073709551615");
    CHECK(text("@P", 0xbeefu) == "0xbeef");
    CHECK(text("?", true) == "true");
}

TEST_CASE("value_text: floating-point numbers are shortest in the field's own width", "[inspect][value_text]") {
    CHECK(text(">f", static_cast<double>(0.1f)) == "0.1");
    CHECK(text(">d", 0.1) == "0.1");
    CHECK(text(">d", static_cast<double>(0.1f)) == "0.10000000149011612");
    CHECK(text(">e", 65504.0) == "65504");
    CHECK(text(">d", -std::numeric_limits<double>::infinity()) == "-inf");
    CHECK(text(">f", std::numeric_limits<double>::quiet_NaN()) == "nan");
}

TEST_CASE("quoted: escapes what is not printable ASCII", "[inspect][value_text]") {
    CHECK(structwire::quoted(structwire::as_bytes("a\0\n\r\t\"\\\x7f\xff"sv)) == R"("a\0\n\r\t\"\\\x7f\xff")");
    CHECK(structwire::quoted({}) == R"("")");
}

TEST_CASE("value_json: keeps every byte of text, and numbers that JSON has", "[inspect][value_text]") {
    CHECK(json("4s", "a\"\\\xff"sv) == R"("a\"\\\u00ff")");
    CHECK(json("1s", "\0"sv) == R"("\u0000")");
    CHECK(json(">d", 0.5) == "0.5");
    CHECK(json(">d", std::numeric_limits<double>::infinity()) == R"("inf")");
    CHECK(json("?", false) == "false");
    CHECK(json(">h", -3) == "-3");
    CHECK(json("@P", 255u) == "255");
}

TEST_CASE("value_text: complex numbers as Python writes them, brain floats in their own width",
          "[inspect][value_text]") {
    CHECK(text(">D", structwire::complex{1.0, -0.5}) == "(1-0.5j)");
    CHECK(text(">F", structwire::complex{static_cast<double>(0.1f), 2.0}) == "(0.1+2j)");
    CHECK(text(">D", structwire::complex{-0.0, std::numeric_limits<double>::infinity()}) == "(-0+infj)");
    CHECK(text(">{bf16}", 1.0) == "1");
    CHECK(text("{zz}", -3) == "-3");
    CHECK(text("{z}", "ab") == "\"ab\"");
}

TEST_CASE("value_json: complex numbers are their two parts", "[inspect][value_text]") {
    CHECK(json(">D", structwire::complex{1.0, -0.5}) == "[1, -0.5]");
    CHECK(json(">D", structwire::complex{std::numeric_limits<double>::quiet_NaN(), 1.0}) == "[\"nan\", 1]");
    CHECK(json("{uv}", 300u) == "300");
}
