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

TEST_CASE("parse_framing: knows signed lengths, magic bytes and resync", "[framing][parse_framing]") {
    STRUCTWIRE_BOTH(reads_as("i8", "i8"));
    STRUCTWIRE_BOTH(reads_as("i32be", "i32be"));
    STRUCTWIRE_BOTH(reads_as("i24le,resync", "i24le,resync"));
    STRUCTWIRE_BOTH(reads_as("u16le,resync,magic=b562,offset=4,adjust=+2",  //
                             "u16le,offset=4,adjust=+2,magic=B562,resync"));
    STRUCTWIRE_BOTH(reads_as("u8,magic=FE", "u8,magic=FE"));
    STRUCTWIRE_BOTH(parse_framing("u8,magic=FE")->length.offset == 1);
    STRUCTWIRE_BOTH(parse_framing("u8,magic=FE")->length.magic.bytes[0] == std::byte{0xfe});
}

TEST_CASE("parse_framing: knows what ends with a delimiter", "[framing][parse_framing]") {
    STRUCTWIRE_BOTH(reads_as("delim=00", "delim=00"));
    STRUCTWIRE_BOTH(reads_as("delim=0d0a/0d/0a", "delim=0D0A/0D/0A"));
    STRUCTWIRE_BOTH(reads_as("delim=2c/3b,limit=9,eof=deliver,first", "delim=2C/3B,first,eof=deliver,limit=9"));
    STRUCTWIRE_BOTH(reads_as("crlf", "crlf"));
    STRUCTWIRE_BOTH(reads_as("delim=0D0A", "crlf"));
    STRUCTWIRE_BOTH(reads_as("lf", "lf"));
    STRUCTWIRE_BOTH(reads_as("delim=0A", "lf,eof=truncated"));
    STRUCTWIRE_BOTH(reads_as("lf,eof=deliver,limit=64k", "lf"));
    STRUCTWIRE_BOTH(reads_as("crlf_strict", "crlf_strict"));
    STRUCTWIRE_BOTH(reads_as("crlf_strict,eof=deliver,resync", "crlf_strict,eof=deliver,resync"));
    STRUCTWIRE_BOTH(parse_framing("crlf")->delimiter.deliver_at_end == false);
    STRUCTWIRE_BOTH(parse_framing("crlf_strict")->line.deliver_at_end == false);
}

TEST_CASE("parse_framing: knows the other families", "[framing][parse_framing]") {
    STRUCTWIRE_BOTH(reads_as("netstring,limit=1k", "netstring,limit=1k"));
    STRUCTWIRE_BOTH(reads_as("fixed=188", "fixed=188"));
    STRUCTWIRE_BOTH(reads_as("fixed=2048", "fixed=2k"));
    STRUCTWIRE_BOTH(reads_as("eof,limit=1M", "eof,limit=1M"));
    STRUCTWIRE_BOTH(reads_as("cobs,resync", "cobs,resync"));
    STRUCTWIRE_BOTH(reads_as("slip,limit=1006", "slip,limit=1006"));
    STRUCTWIRE_BOTH(reads_as("hdlc", "hdlc"));
    STRUCTWIRE_BOTH(reads_as("tfrecord,resync,limit=16", "tfrecord,limit=16,resync"));
    STRUCTWIRE_BOTH(reads_as("redis_bulk", "redis_bulk"));
}

TEST_CASE("parse_framing: turns presets into what they stand for", "[framing][parse_framing][presets]") {
    STRUCTWIRE_BOTH(reads_as("grpc", "grpc"));
    STRUCTWIRE_BOTH(reads_as("grpc,limit=8M", "grpc,limit=8M"));
    STRUCTWIRE_BOTH(reads_as("postgres", "i32be,offset=1,adjust=-4"));
    STRUCTWIRE_BOTH(reads_as("postgres_startup,limit=10k", "i32be,adjust=-4,limit=10k"));
    STRUCTWIRE_BOTH(reads_as("kafka", "i32be,limit=100M"));
    STRUCTWIRE_BOTH(reads_as("thrift", "i32be,limit=16000k"));
    STRUCTWIRE_BOTH(reads_as("mqtt", "varint,offset=1,bytes=4"));
}

TEST_CASE("parse_framing: takes a checksum behind everything else", "[framing][parse_framing][checksum]") {
    STRUCTWIRE_BOTH(reads_as("u32be+crc32c", "u32be+crc32c"));
    STRUCTWIRE_BOTH(reads_as("u32be+crc32cle", "u32be+crc32c"));
    STRUCTWIRE_BOTH(
        reads_as("u32be,adjust=+2,limit=1k+crc16x25be:payload", "u32be,adjust=+2,limit=1k+crc16x25be:payload"));
    STRUCTWIRE_BOTH(reads_as("hdlc,resync+crc16x25", "hdlc,resync+crc16x25"));
    STRUCTWIRE_BOTH(reads_as("fixed=4,resync+sum8", "fixed=4,resync+sum8"));
    STRUCTWIRE_BOTH(reads_as("delim=0A0A+xor8", "delim=0A0A+xor8"));
    STRUCTWIRE_BOTH(fails("u32be+crc33", errc::unknown_checksum, 6, 'c'));
    STRUCTWIRE_BOTH(fails("u32be+", errc::unknown_checksum, 6, '\0'));
    STRUCTWIRE_BOTH(fails("u32be+crc32:header", errc::unknown_checksum, 12, 'h'));
    STRUCTWIRE_BOTH(fails("u32be+sum8be", errc::unknown_checksum, 10, 'b'));
    STRUCTWIRE_BOTH(fails("u32be+crc32,limit=4k", errc::unknown_checksum, 6, 'c'));
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
    STRUCTWIRE_BOTH(fails("cobs2", errc::unknown_framing, 0, 'c'));
    STRUCTWIRE_BOTH(fails("i32", errc::unknown_framing, 0, 'i'));
    STRUCTWIRE_BOTH(fails("redis", errc::unknown_framing, 0, 'r'));
    STRUCTWIRE_BOTH(fails("line=4", errc::unknown_framing, 4, '='));
}

TEST_CASE("parse_framing: says where an unknown or repeated option is", "[framing][parse_framing][errors]") {
    STRUCTWIRE_BOTH(fails("u32be,limt=4", errc::unknown_option, 6, 'l'));
    STRUCTWIRE_BOTH(fails("u32be,", errc::unknown_option, 6, '\0'));
    STRUCTWIRE_BOTH(fails("u32be,,limit=4", errc::unknown_option, 6, ','));
    STRUCTWIRE_BOTH(fails("u32be, limit=4", errc::unknown_option, 6, ' '));
    STRUCTWIRE_BOTH(fails("grpc,offset=2", errc::unknown_option, 5, 'o'));
    STRUCTWIRE_BOTH(fails("eof,resync", errc::unknown_option, 4, 'r'));
    STRUCTWIRE_BOTH(fails("fixed=4,limit=4", errc::unknown_option, 8, 'l'));
    STRUCTWIRE_BOTH(fails("delim=0A,first", errc::unknown_option, 9, 'f'));  // nothing to be first of
    STRUCTWIRE_BOTH(fails("crlf,magic=00", errc::unknown_option, 5, 'm'));
    STRUCTWIRE_BOTH(fails("cobs,eof=deliver", errc::unknown_option, 5, 'e'));
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

TEST_CASE("parse_framing: says where bytes stop making sense", "[framing][parse_framing][errors]") {
    STRUCTWIRE_BOTH(fails("delim", errc::bad_option, 5, '\0'));
    STRUCTWIRE_BOTH(fails("delim=", errc::bad_option, 6, '\0'));
    STRUCTWIRE_BOTH(fails("delim=0", errc::bad_option, 7, '\0'));
    STRUCTWIRE_BOTH(fails("delim=0x", errc::bad_option, 7, 'x'));
    STRUCTWIRE_BOTH(fails("delim=0A/", errc::bad_option, 9, '\0'));
    STRUCTWIRE_BOTH(fails("delim=0A//0D", errc::bad_option, 9, '/'));
    STRUCTWIRE_BOTH(fails("u8,magic=0A/0D", errc::bad_option, 11, '/'));
    STRUCTWIRE_BOTH(fails("u8,magic=", errc::bad_option, 9, '\0'));
    STRUCTWIRE_BOTH(fails("fixed=0", errc::bad_option, 6, '0'));
    STRUCTWIRE_BOTH(fails("fixed", errc::bad_option, 5, '\0'));
    STRUCTWIRE_BOTH(reads_as("u8,magic=000102030405060708090A0B0C0D0E", "u8,magic=000102030405060708090A0B0C0D0E"));
    STRUCTWIRE_BOTH(fails("u8,magic=000102030405060708090A0B0C0D0E0F", errc::bad_option, 39, '0'));
    const std::string longest = "delim=" + std::string(256, 'A');
    CHECK(reads_as(longest, longest));
    CHECK(fails(longest + "AA", errc::bad_option, 262, 'A'));
    CHECK(fails(longest + "/AB", errc::bad_option, 263, 'A'));  // 128 bytes for all alternatives together
}

TEST_CASE("parse_framing: refuses options without meaning", "[framing][parse_framing][errors]") {
    STRUCTWIRE_BOTH(fails("delim=0A/0a", errc::conflicting_options, 0, 'd'));
    STRUCTWIRE_BOTH(fails("fixed=4,resync", errc::conflicting_options, 8, 'r'));  // nothing in a frame can be wrong
    STRUCTWIRE_BOTH(fails("netstring,resync", errc::conflicting_options, 10, 'r'));
    STRUCTWIRE_BOTH(fails("u8,offset=1,magic=B562", errc::conflicting_options, 12, 'm'));
    STRUCTWIRE_BOTH(fails("fixed=3+crc32", errc::conflicting_options, 8, 'c'));
    STRUCTWIRE_BOTH(fails("tfrecord,limit=15", errc::conflicting_options, 9, 'l'));
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
