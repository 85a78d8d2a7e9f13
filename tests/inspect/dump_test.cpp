// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/format.hpp>
#include <structwire/inspect/dump.hpp>
#include <structwire/pack.hpp>

#include <cstddef>
#include <string>
#include <vector>

#include "support/catch.hpp"

namespace {

using structwire::dump;
using structwire::layout_view_of;

constexpr structwire::fixed_string record = ">I:id: H:kind: 8s:symbol:";
constexpr auto wire = structwire::pack<record>(42, 7, "BTCUSD");

std::vector<std::byte> first(std::size_t size) {
    return {wire.begin(), wire.begin() + static_cast<std::ptrdiff_t>(size)};
}

}  // namespace

TEST_CASE("dump: shows offset, bytes, field, code, value and name", "[inspect][dump]") {
    CHECK(dump(wire, layout_view_of<record>) ==
          "offset  bytes                    field  code  value\n"
          "     0  00 00 00 2a                  0  I     42            id\n"
          "     4  00 07                        1  H     7             kind\n"
          "     6  42 54 43 55 53 44 00 00      2  8s    \"BTCUSD\\0\\0\"  symbol\n");
}

TEST_CASE("dump: a run-time format gives the same lines as a compile-time one", "[inspect][dump]") {
    const auto compiled = structwire::format::compile(record.view());
    REQUIRE(compiled);
    CHECK(dump(wire, compiled->layout()) == dump(wire, layout_view_of<record>));
}

TEST_CASE("dump: marks the first missing byte when the input is short", "[inspect][dump][errors]") {
    CHECK(dump(first(9), layout_view_of<record>) ==
          "offset  bytes        field  code  value\n"
          "     0  00 00 00 2a      0  I     42            id\n"
          "     4  00 07            1  H     7             kind\n"
          "     6  42 54 43 --      2  8s    (incomplete)  symbol\n"
          "unpack requires a buffer of 14 bytes: 9 given (field 2, position 16, byte offset 9)\n");
}

TEST_CASE("dump: marks the missing byte at every truncation, exactly once", "[inspect][dump][errors]") {
    for (std::size_t size = 0; size != wire.size(); ++size) {
        const std::string shown = dump(first(size), layout_view_of<record>);
        const auto mark = shown.find("--");
        REQUIRE(mark != std::string::npos);
        CHECK(shown.find("--", mark + 2) == std::string::npos);
        CHECK(shown.find("byte offset " + std::to_string(size) + ")") != std::string::npos);
    }
}

TEST_CASE("dump: marks extra bytes", "[inspect][dump][errors]") {
    CHECK(dump(first(8), layout_view_of<">I x H">) ==
          "offset  bytes        field  code  value\n"
          "     0  00 00 00 2a      0  I     42\n"
          "     4  00                  x\n"
          "     5  07 42            1  H     1858\n"
          "     7  54                  <-    extra\n"
          "unpack requires a buffer of 7 bytes: 8 given (byte offset 7)\n");
}

TEST_CASE("dump: gives alignment gaps a line of their own", "[inspect][dump]") {
    constexpr auto packed = structwire::pack<"@B:flag: H:count:">(1, 0x0202);
    CHECK(dump(packed, layout_view_of<"@B:flag: H:count:">) ==
          "offset  bytes  field  code   value\n"
          "     0  01         0  B      1      flag\n"
          "     1  00            (gap)\n"
          "     2  02 02      1  H      514    count\n");
}

TEST_CASE("dump: cuts long items and long lists of values, and says how much is left out", "[inspect][dump][limits]") {
    const std::vector<std::byte> zeros(4000);
    const auto compiled = structwire::format::compile(">1000I");
    REQUIRE(compiled);
    const std::string shown = dump(zeros, compiled->layout(), {.bytes_per_line = 4, .max_lines_per_item = 2});
    CHECK(shown.find("     8  ... 3992 more\n") != std::string::npos);
    CHECK(shown.find("0 0 0 ...\n") != std::string::npos);
    CHECK(shown.size() < 400);
}

TEST_CASE("dump: memory follows the items, not the counts", "[inspect][dump][limits]") {
    const auto compiled = structwire::format::compile(">B 4611686018427387904Q");
    REQUIRE_FALSE(compiled);  // more than the range of sizes
    const auto huge = structwire::format::compile(">B 1000000000000000000Q");
    REQUIRE(huge);
    const std::vector<std::byte> few(3);
    CHECK(dump(few, huge->layout()).find("     1  00 00 --") != std::string::npos);
}

TEST_CASE("dump: counts offsets from first_offset", "[inspect][dump]") {
    CHECK(dump(first(2), layout_view_of<">H">, {.first_offset = 1000}) ==
          "offset  bytes  field  code  value\n"
          "  1000  00 00      0  H     0\n");
}

TEST_CASE("dump: shows counted characters and texts with a length byte", "[inspect][dump]") {
    constexpr auto packed = structwire::pack<"3c 5p ?">({'a', 'b', '\n'}, "xy", true);
    CHECK(dump(packed, layout_view_of<"3c 5p ?">) ==
          "offset  bytes           field  code  value\n"
          "     0  61 62 0a            0  3c    \"a\" \"b\" \"\\n\"\n"
          "     3  02 78 79 00 00      1  5p    \"xy\"\n"
          "     8  01                  2  ?     true\n");
}

TEST_CASE("dump: an empty record of an empty format is a header only", "[inspect][dump]") {
    CHECK(dump({}, layout_view_of<"">) == "offset  bytes  field  code  value\n");
}

TEST_CASE("dump: bit fields show the bytes that they touch", "[inspect][dump][bits]") {
    const auto compiled = structwire::format::compile(">{u4}:version: {u4}:ihl: {x3}{u13}:offset: 2{u4}");
    const auto packed = compiled->pack(4, 5, 258, 1, 2);
    CHECK(dump(*packed, compiled->layout()) ==
          "offset  bytes  field  code   value\n"
          "     0  45         0  {u4}   4      version\n"
          "     0  45         1  {u4}   5      ihl\n"
          "     1  01            {x3}\n"
          "     1  01 02      2  {u13}  258    offset\n"
          "     3  12         3  2{u4}  1 2\n");
    CHECK(dump(first(0), compiled->layout()).find("--") == dump(first(0), compiled->layout()).rfind("--"));
}

TEST_CASE("dump: shows control characters of names as dots", "[inspect][dump][names]") {
    const auto compiled = structwire::format::compile(">B:a\nb: B:\x1b[2J:");
    const auto packed = compiled->pack(1, 2);
    CHECK(dump(*packed, compiled->layout()) ==
          "offset  bytes  field  code  value\n"
          "     0  01         0  B     1      a.b\n"
          "     1  02         1  B     2      .[2J\n");
}

TEST_CASE("dump: max_text cuts a text that has more characters, and says its size", "[inspect][dump][limits]") {
    const auto shown = [](std::string_view text, std::size_t most) {
        std::string bytes(1, static_cast<char>(text.size()));
        bytes += text;
        const std::string all = dump(structwire::as_bytes(bytes), layout_view_of<"{B:s}">, {.max_text = most});
        const auto begin = all.find('"');
        return all.substr(begin, all.find('\n', begin) - begin);
    };
    using namespace std::string_literals;
    CHECK(shown("abcdef", 9) == R"("abcdef")");
    CHECK(shown("abcdef", 8) == R"("abcdef")");
    CHECK(shown("abcdef", 7) == R"("abcde"... (6 bytes))");
    CHECK(shown("abcdef", 3) == R"("a"... (6 bytes))");
    CHECK(shown("abcdef", 2) == R"(""... (6 bytes))");
    CHECK(shown("abcdef", 1) == R"(""... (6 bytes))");
    CHECK(shown("abcdef", 0) == R"(""... (6 bytes))");
    // Escapes are not cut in two: \xff has four characters, \0 two.
    CHECK(shown("a\xff\0b"s, 10) == R"("a\xff\0b")");
    CHECK(shown("a\xff\0b"s, 9) == R"("a\xff\0"... (4 bytes))");
    CHECK(shown("a\xff\0b"s, 8) == R"("a\xff"... (4 bytes))");
    CHECK(shown("a\xff\0b"s, 7) == R"("a\xff"... (4 bytes))");
    CHECK(shown("a\xff\0b"s, 6) == R"("a"... (4 bytes))");
    CHECK(shown("", 2) == R"("")");
    const std::string long_text(200, 'x');
    CHECK(shown(long_text, structwire::dump_options{}.max_text) == '"' + long_text + '"');
    CHECK(shown(long_text, 60) == '"' + long_text.substr(0, 58) + "\"... (200 bytes)");
}

TEST_CASE("dump: max_text is for texts of every code, and for nothing else", "[inspect][dump][limits]") {
    const auto shown = [](std::string_view bytes, const structwire::layout_view& layout) {
        return dump(structwire::as_bytes(bytes), layout, {.max_text = 5});
    };
    CHECK(shown("abcdef", layout_view_of<"6s">).find(R"("abc"... (6 bytes))") != std::string::npos);
    CHECK(shown("\x05"
                "abcde",
                layout_view_of<"6p">)
              .find(R"("abc"... (5 bytes))") != std::string::npos);
    CHECK(shown("abcdef", layout_view_of<"{*}">).find(R"("abc"... (6 bytes))") != std::string::npos);
    CHECK(shown(std::string_view("abcdef\0", 7), layout_view_of<"{z}">).find(R"("abc"... (6 bytes))") !=
          std::string::npos);
    CHECK(shown("abcd", layout_view_of<">I">).find("1633837924") != std::string::npos);
}
