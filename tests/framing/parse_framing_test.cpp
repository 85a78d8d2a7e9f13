// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// The parser of framing strings: one body, evaluated by the compiler and by the program.
#include <structwire/framing/parse_framing.hpp>

#include "framing/support.hpp"

using namespace std::string_view_literals;
using structwire::errc;
using structwire::parse_framing;

namespace {

constexpr bool reads_as(std::string_view text, std::string_view canonical) {
    const auto spec = parse_framing(text);
    if (!spec || canonical_text(*spec).view() != canonical) return false;
    const auto again = parse_framing(canonical);
    return again && *again == *spec;
}

constexpr bool fails(std::string_view text, errc reason, std::uint32_t position, char letter) {
    const auto spec = parse_framing(text);
    return !spec && spec.error().code == reason && spec.error().position == position && spec.error().letter == letter &&
           spec.error().during == structwire::operation::parse_framing;
}

}  // namespace

// Both times the same expression.
#define STRUCTWIRE_BOTH(...)     \
    STATIC_REQUIRE(__VA_ARGS__); \
    CHECK(__VA_ARGS__)

TEST_CASE("parse_framing: knows the length prefixes", "[framing][parse_framing]") {
    STRUCTWIRE_BOTH(reads_as("u8", "u8"));
    STRUCTWIRE_BOTH(reads_as("u16be", "u16be"));
    STRUCTWIRE_BOTH(reads_as("u24le", "u24le"));
    STRUCTWIRE_BOTH(reads_as("u32be", "u32be"));
    STRUCTWIRE_BOTH(reads_as("u40le", "u40le"));
    STRUCTWIRE_BOTH(reads_as("u48be", "u48be"));
    STRUCTWIRE_BOTH(reads_as("u56le", "u56le"));
    STRUCTWIRE_BOTH(reads_as("u64be", "u64be"));
    STRUCTWIRE_BOTH(parse_framing("u24le")->length.width == 3);
    STRUCTWIRE_BOTH(parse_framing("u24le")->length.order == std::endian::little);
}

TEST_CASE("parse_framing: knows varint, protobuf and line", "[framing][parse_framing]") {
    STRUCTWIRE_BOTH(reads_as("varint", "varint"));
    STRUCTWIRE_BOTH(reads_as("protobuf", "varint"));
    STRUCTWIRE_BOTH(reads_as("line", "line"));
    STRUCTWIRE_BOTH(reads_as("line,eof=deliver", "line"));
    STRUCTWIRE_BOTH(reads_as("line,limit=1k,eof=truncated", "line,eof=truncated,limit=1k"));
    STRUCTWIRE_BOTH(
        reads_as("varint,limit=100,bytes=4,canonical,offset=1", "varint,offset=1,canonical,bytes=4,limit=100"));
}

TEST_CASE("parse_framing: prints options in one order and leaves defaults out", "[framing][parse_framing]") {
    STRUCTWIRE_BOTH(reads_as("u32be,limit=65536,adjust=-4,offset=1", "u32be,offset=1,adjust=-4,limit=64k"));
    STRUCTWIRE_BOTH(reads_as("u32be,limit=8M,adjust=0,offset=0", "u32be"));
    STRUCTWIRE_BOTH(reads_as("u32be,limit=8192k", "u32be"));
    STRUCTWIRE_BOTH(reads_as("u32be,adjust=7", "u32be,adjust=+7"));
    STRUCTWIRE_BOTH(reads_as("u32be,limit=1000", "u32be,limit=1000"));
    STRUCTWIRE_BOTH(reads_as("u32be,limit=3M", "u32be,limit=3M"));
    STRUCTWIRE_BOTH(reads_as("u64le,limit=1152921504606846976", "u64le,limit=1099511627776M"));
}

TEST_CASE("parse_framing: says where an unknown name is", "[framing][parse_framing][errors]") {
    STRUCTWIRE_BOTH(fails("", errc::unknown_framing, 0, '\0'));
    STRUCTWIRE_BOTH(fails("u33be", errc::unknown_framing, 0, 'u'));
    STRUCTWIRE_BOTH(fails("u32", errc::unknown_framing, 0, 'u'));
    STRUCTWIRE_BOTH(fails("u8be", errc::unknown_framing, 0, 'u'));
    STRUCTWIRE_BOTH(fails("U32be", errc::unknown_framing, 0, 'U'));
    STRUCTWIRE_BOTH(fails(" u32be", errc::unknown_framing, 0, ' '));
    STRUCTWIRE_BOTH(fails("cobs", errc::unknown_framing, 0, 'c'));
    STRUCTWIRE_BOTH(fails("line=4", errc::unknown_framing, 4, '='));
}

TEST_CASE("parse_framing: says where an unknown or repeated option is", "[framing][parse_framing][errors]") {
    STRUCTWIRE_BOTH(fails("u32be,limt=4", errc::unknown_option, 6, 'l'));
    STRUCTWIRE_BOTH(fails("u32be,", errc::unknown_option, 6, '\0'));
    STRUCTWIRE_BOTH(fails("u32be,,limit=4", errc::unknown_option, 6, ','));
    STRUCTWIRE_BOTH(fails("u32be, limit=4", errc::unknown_option, 6, ' '));
    STRUCTWIRE_BOTH(fails("u32be+crc32", errc::unknown_option, 5, '+'));
    STRUCTWIRE_BOTH(fails("u32be,canonical", errc::unknown_option, 6, 'c'));
    STRUCTWIRE_BOTH(fails("u32be,bytes=4", errc::unknown_option, 6, 'b'));
    STRUCTWIRE_BOTH(fails("varint,adjust=4", errc::unknown_option, 7, 'a'));
    STRUCTWIRE_BOTH(fails("line,offset=4", errc::unknown_option, 5, 'o'));
    STRUCTWIRE_BOTH(fails("u32be,limit=4k,limit=4k", errc::duplicate_option, 15, 'l'));
    STRUCTWIRE_BOTH(fails("varint,canonical,canonical", errc::duplicate_option, 17, 'c'));
}

TEST_CASE("parse_framing: says where a value stops making sense", "[framing][parse_framing][errors]") {
    STRUCTWIRE_BOTH(fails("u32be,limit", errc::bad_option, 11, '\0'));
    STRUCTWIRE_BOTH(fails("u32be,limit=", errc::bad_option, 12, '\0'));
    STRUCTWIRE_BOTH(fails("u32be,limit=,offset=1", errc::bad_option, 12, ','));
    STRUCTWIRE_BOTH(fails("u32be,limit=64K", errc::bad_option, 14, 'K'));
    STRUCTWIRE_BOTH(fails("u32be,limit=64kk", errc::bad_option, 15, 'k'));
    STRUCTWIRE_BOTH(fails("u32be,limit=-1", errc::bad_option, 12, '-'));
    STRUCTWIRE_BOTH(fails("u32be,adjust=", errc::bad_option, 13, '\0'));
    STRUCTWIRE_BOTH(fails("u32be,adjust=+", errc::bad_option, 14, '\0'));
    STRUCTWIRE_BOTH(fails("u32be,adjust=+-1", errc::bad_option, 14, '-'));
    STRUCTWIRE_BOTH(fails("varint,canonical=1", errc::bad_option, 16, '='));
    STRUCTWIRE_BOTH(fails("varint,bytes=0", errc::bad_option, 13, '0'));
    STRUCTWIRE_BOTH(fails("varint,bytes=11", errc::bad_option, 13, '1'));
    STRUCTWIRE_BOTH(fails("line,eof=maybe", errc::bad_option, 9, 'm'));
    STRUCTWIRE_BOTH(fails("u32be,limit=1152921504606846977", errc::bad_option, 12, '1'));
    STRUCTWIRE_BOTH(fails("u32be,limit=1099511627777M", errc::bad_option, 12, '1'));
    STRUCTWIRE_BOTH(fails("u32be,limit=99999999999999999999999999", errc::bad_option, 12, '9'));
}

TEST_CASE("parse_framing: refuses options that no frame can satisfy together", "[framing][parse_framing][errors]") {
    STRUCTWIRE_BOTH(fails("u32be,limit=3", errc::conflicting_options, 6, 'l'));
    STRUCTWIRE_BOTH(reads_as("u32be,limit=4", "u32be,limit=4"));
    STRUCTWIRE_BOTH(fails("u32be,limit=8,offset=5", errc::conflicting_options, 14, 'o'));
    STRUCTWIRE_BOTH(fails("u32be,adjust=+5,limit=8", errc::conflicting_options, 16, 'l'));
    STRUCTWIRE_BOTH(reads_as("u8,adjust=-255", "u8,adjust=-255"));
    STRUCTWIRE_BOTH(fails("u8,adjust=-256", errc::conflicting_options, 3, 'a'));
    STRUCTWIRE_BOTH(fails("u32be,offset=8M", errc::conflicting_options, 6, 'o'));  // over the default limit
}

TEST_CASE("parse_framing: refuses NUL characters and endless text", "[framing][parse_framing][errors]") {
    STRUCTWIRE_BOTH(fails("u32be\0"sv, errc::embedded_null, 5, '\0'));
    const std::string endless(1025, 'u');
    const auto spec = parse_framing(endless);
    REQUIRE(!spec);
    CHECK(spec.error().code == errc::text_too_long);
    CHECK(spec.error().wanted == 1024);
    CHECK(spec.error().given == 1025);
    CHECK(spec.error().position == structwire::error::no_item);
    CHECK(fails(endless.substr(0, 1024), errc::unknown_framing, 0, 'u'));
}
