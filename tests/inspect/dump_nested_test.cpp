// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// Structures, groups and items of variable size in a dump.
#include <structwire/format.hpp>
#include <structwire/inspect/dump.hpp>

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "support/catch.hpp"

namespace {

using structwire::dump_options;
using structwire::format;
using structwire::value;

std::string dumped(std::string_view text, const std::vector<std::byte>& bytes, const dump_options& options = {}) {
    const auto compiled = format::compile(text);
    REQUIRE(compiled);
    return structwire::dump(bytes, compiled->layout(), options);
}

std::vector<std::byte> packed(std::string_view text, std::initializer_list<value> record) {
    const auto bytes = format::compile(text)->pack(record);
    REQUIRE(bytes);
    return *bytes;
}

std::vector<std::byte> first(std::vector<std::byte> bytes, std::size_t size) {
    bytes.resize(size);
    return bytes;
}

constexpr std::string_view message = ">B:kind: 2T{B:x: (2)H:y:}:pts: {H:(I:id: {z}:text:)}:rows: {uv}";

std::vector<std::byte> some_message() { return packed(message, {1, 2, 3, 4, 5, 6, 7, 2, 10, "ab", 11, "c", 300}); }

}  // namespace

TEST_CASE("dump: members have paths for names", "[inspect][dump][nested]") {
    CHECK(dumped(message, some_message()) ==
          "offset  bytes        field  code       value\n"
          "     0  01               0  B          1      kind\n"
          "     1  02               1  B          2      pts[0].x\n"
          "     2  00 03 00 04         (2)H       3 4    pts[0].y\n"
          "     6  05                  B          5      pts[1].x\n"
          "     7  00 06 00 07         (2)H       6 7    pts[1].y\n"
          "    11  00 02            2  {H:(...)}  2      rows\n"
          "    13  00 00 00 0a         I          10     rows[0].id\n"
          "    17  61 62 00            {z}        \"ab\"   rows[0].text\n"
          "    20  00 00 00 0b         I          11     rows[1].id\n"
          "    24  63 00               {z}        \"c\"    rows[1].text\n"
          "    26  ac 02            3  {uv}       300\n");
}

TEST_CASE("dump: a field's number stands for a name that is not there", "[inspect][dump][nested]") {
    CHECK(dumped(">B T{B x T{B:c:}} {B:(B)} {B:(BB)}",
                 packed(">B T{B x T{B:c:}} {B:(B)} {B:(BB)}", {1, 2, 3, 1, 4, 1, 5, 6})) ==
          "offset  bytes  field  code       value\n"
          "     0  01         0  B          1\n"
          "     1  02         1  B          2      1.0\n"
          "     2  00            x\n"
          "     3  03            B          3      1.1.c\n"
          "     4  01         2  {B:(...)}  1      2\n"
          "     5  04            B          4      2[0]\n"
          "     6  01         3  {B:(...)}  1      3\n"
          "     7  05            B          5      3[0].0\n"
          "     8  06            B          6      3[0].1\n");
}

TEST_CASE("dump: gaps inside structures have lines", "[inspect][dump][nested]") {
    CHECK(dumped("@T{B:a: H:b: B:c:}:t:", packed("@T{B:a: H:b: B:c:}:t:", {1, 0x0202, 3})) ==
          "offset  bytes  field  code   value\n"
          "     0  01         0  B      1      t.a\n"
          "     1  00            (gap)\n"
          "     2  02 02         H      514    t.b\n"
          "     4  03            B      3      t.c\n"
          "     5  00            (gap)\n");
}

TEST_CASE("dump: marks the missing byte of a variable record once, at every truncation", "[inspect][dump][errors]") {
    const auto whole = some_message();
    for (std::size_t size = 0; size != whole.size(); ++size) {
        const std::string shown = dumped(message, first(whole, size));
        INFO(shown);
        const auto mark = shown.find("--");
        REQUIRE(mark != std::string::npos);
        CHECK(shown.find("--", mark + 2) == std::string::npos);
        CHECK(shown.find("byte offset " + std::to_string(size) + ")") != std::string::npos);
    }
}

TEST_CASE("dump: marks extra bytes behind a variable record", "[inspect][dump][errors]") {
    auto longer = some_message();
    longer.resize(longer.size() + 2);
    const std::string shown = dumped(message, longer);
    CHECK(shown.find("    28  00 00            ") != std::string::npos);
    CHECK(shown.find("<-         extra") != std::string::npos);
    CHECK(shown.find("unpack requires a buffer of 28 bytes: 30 given (byte offset 28)") != std::string::npos);
}

TEST_CASE("dump: shows a bad number and nothing behind it", "[inspect][dump][errors]") {
    std::vector<std::byte> bytes(4, std::byte{0});
    bytes[1] = std::byte{0x80};
    CHECK(dumped("B{uv}B", bytes) ==
          "offset  bytes     field  code  value\n"
          "     0  00            0  B     0\n"
          "     1  80 00 00      1  {uv}  (bad)\n"
          "LEB128 number too long: 'v' (field 1, position 1, byte offset 1)\n");
}

TEST_CASE("dump: shows the first elements and says how many it leaves out", "[inspect][dump][limits]") {
    const dump_options two{.max_elements = 2};
    CHECK(dumped(">3T{B:a:}:t:H", std::vector<std::byte>(5), two) ==
          "offset  bytes       field  code  value\n"
          "     0  00              0  B     0          t[0].a\n"
          "     1  00                 B     0          t[1].a\n"
          "     2  ... 1 more               1 element\n"
          "     3  00 00           1  H     0\n");
    const auto texts = packed("{B:({z})}B", {4, "a", "b", "c", "d", 7});
    const std::string shown = dumped("{B:({z})}B", texts, two);
    CHECK(shown.find("     5  ... 4 more                    2 elements\n") != std::string::npos);
    CHECK(shown.find("     9  07 ") != std::string::npos);
}

TEST_CASE("dump: lines are bounded whatever the counts are", "[inspect][dump][limits]") {
    std::string tower;
    for (int depth = 0; depth != 15; ++depth) tower += "16T{";
    const std::string closing(15, '}');
    for (const std::string_view inner : {"", "0s", "x", "B"}) {
        const auto compiled =
            format::compile((inner.empty() || inner == "0s" ? tower : "2T{2T{16T{16T{16T{") + std::string(inner) +
                            (inner.empty() || inner == "0s" ? closing : std::string(5, '}')));
        REQUIRE(compiled);
        const std::string shown = structwire::dump({}, compiled->layout(), {.max_lines = 50});
        CHECK(std::count(shown.begin(), shown.end(), '\n') <= 53);
    }
    const std::vector<std::byte> group(100'000, std::byte{255});
    CHECK(dumped(">{H:(B)}{*}", group, {.max_lines = 10}).size() < 2000);
}

TEST_CASE("dump: a hostile length is not followed", "[inspect][dump][limits]") {
    const std::vector<std::byte> bytes(12, std::byte{255});
    for (const std::string_view text : {"<{Q:s}", "<{Q:(Q)}", "<{I:({z})}", "<B{q:s}", "<{Q:(x)}B"}) {
        INFO(text);
        CHECK(dumped(text, bytes).size() < 500);
    }
}
