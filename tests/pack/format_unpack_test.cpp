// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/pack/format.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "support/both_times.hpp"

namespace {

using structwire::byte_view;
using structwire::errc;
using structwire::error;
using structwire::format;
using structwire::grammar;
using structwire::operation;
using structwire::value;
using structwire::testing::bytes;

using kind = value::type;
using values = std::vector<value>;

values unpacked(std::string_view text, byte_view input) {
    return format::compile(text, grammar::python)->unpack(input).value_or(values());
}

}  // namespace

TEST_CASE("format::unpack: flattens counts as Python does", "[format][unpack]") {
    const auto wire = bytes(1, 0, 2, 0, 3, 'a', 'b', 0, 0);
    CHECK(unpacked("<2HB4s", wire) == values{1, 2, 3, std::string_view("ab\0\0", 4)});
    CHECK(unpacked("", {}).empty());
    CHECK(format::compile("")->unpack({}).has_value());
    CHECK(unpacked("<0s0p", {}) == values{"", ""});
}

TEST_CASE("format::unpack: kinds follow the codes", "[format][unpack]") {
    const auto wire = bytes(1, 0xff, 0xff, 'c', 's', 0, 0x3c);
    const values record = unpacked("<?bBcse", wire);
    REQUIRE(record.size() == 6);
    CHECK(record[0].kind() == kind::boolean);
    CHECK(record[1].kind() == kind::signed_integer);
    CHECK(record[1].as_int64() == -1);
    CHECK(record[2].kind() == kind::unsigned_integer);
    CHECK(record[2].as_uint64() == 255u);
    CHECK(record[3] == value("c"));
    CHECK(record[4] == value("s"));
    CHECK(record[5].as_double() == 1.0);
}

TEST_CASE("format::unpack: signs extend from every size, in both orders", "[format][unpack][order]") {
    const auto ones = std::vector<std::byte>(8, std::byte{255});
    for (const char letter : std::string_view("bhilq")) {
        for (const char order : std::string_view("<>=!@")) {
            const char text[] = {order, letter};
            const auto compiled = format::compile(std::string_view(text, 2));
            const auto size = static_cast<std::size_t>(compiled->size());
            CHECK(compiled->unpack(byte_view(ones).first(size))->front() == value(-1));
        }
    }
    CHECK(unpacked(">H", bytes(1, 2)) == values{0x0102});
    CHECK(unpacked("<H", bytes(1, 2)) == values{0x0201});
    CHECK(unpacked("=H", bytes(1, 2)) == values{std::endian::native == std::endian::big ? 0x0102 : 0x0201});
}

TEST_CASE("format::unpack: every nonzero byte is true", "[format][unpack]") {
    for (const std::string_view text : {"?", "<?", ">?", "=?", "!?", "@?"}) {
        for (int number = 0; number != 256; ++number) {
            CHECK(unpacked(text, bytes(number)).front().truth() == (number != 0));
        }
    }
}

TEST_CASE("format::unpack: the bits of a double survive, signalling NaN included", "[format][unpack]") {
    const auto wire = bytes(0x7f, 0xf4, 0, 0, 0, 0, 0, 1);
    const values record = unpacked(">d", wire);
    CHECK(std::bit_cast<std::uint64_t>(*record[0].as_double()) == 0x7ff4000000000001);
    const auto again = format::compile(">d")->pack(record);
    CHECK(*again == std::vector<std::byte>(wire.begin(), wire.end()));
}

TEST_CASE("format::unpack: s and p view the input and the length of p is clamped", "[format][unpack][text]") {
    const auto wire = bytes(200, 'a', 'b', 0, 'c');
    const values record = unpacked("3p2s", wire);
    CHECK(record == values{"ab", std::string_view("\0c", 2)});
    CHECK(record[0].as_bytes()->data() == wire.data() + 1);
    CHECK(unpacked("p", bytes(5)) == values{""});
    CHECK(unpacked("4p", bytes(2, 'x', 'y', 'z')) == values{"xy"});
}

TEST_CASE("format::unpack: takes exactly the size", "[format][unpack][errors][limits]") {
    const auto compiled = format::compile("<B 2x H");
    const std::array<std::byte, 6> wire{};
    const byte_view all(wire);
    CHECK(compiled->unpack(all.first(5)).has_value());
    CHECK(compiled->unpack(all.first(4)).error() == error{.code = errc::short_buffer,
                                                          .during = operation::unpack,
                                                          .item = 1,
                                                          .position = 6,
                                                          .offset = 4,
                                                          .wanted = 5,
                                                          .given = 4});
    CHECK(compiled->unpack(all).error() ==
          error{.code = errc::extra_bytes, .during = operation::unpack, .offset = 5, .wanted = 5, .given = 6});
}

TEST_CASE("format::unpack: a large count and no bytes allocate nothing", "[format][unpack][limits]") {
    const auto compiled = format::compile("<1000000000000Q");
    CHECK(compiled->unpack({}).error().code == errc::short_buffer);
    CHECK(compiled->unpack_from({}, 0).error().code == errc::short_buffer);
}

TEST_CASE("format::unpack_from: offsets from both ends", "[format][unpack_from][limits]") {
    const auto wire = bytes(0, 1, 2, 3, 4, 5, 6, 7);
    const auto compiled = format::compile(">I");
    CHECK(compiled->unpack_from(wire)->front() == value(0x00010203));
    CHECK(compiled->unpack_from(wire, 4)->front() == value(0x04050607));
    CHECK(compiled->unpack_from(wire, -4)->front() == value(0x04050607));
    CHECK(compiled->unpack_from(wire, -8)->front() == value(0x00010203));
    CHECK(compiled->unpack_from(wire, 5).error() ==
          error{.code = errc::short_buffer, .during = operation::unpack_from, .offset = 5, .wanted = 4, .given = 8});
    CHECK(compiled->unpack_from(wire, -3).error().given == 3);
    CHECK(compiled->unpack_from(wire, -9).error().code == errc::bad_offset);
    CHECK(compiled->unpack_from(wire, std::numeric_limits<std::ptrdiff_t>::min()).error().code == errc::bad_offset);
}

TEST_CASE("format::unpack_into: room at -1, exactly, +1", "[format][unpack_into][limits]") {
    const auto compiled = format::compile("3B");
    const auto wire = bytes(1, 2, 3);
    std::array<value, 4> room;
    CHECK(compiled->unpack_into(wire, room).has_value());
    CHECK(compiled->unpack_into(wire, std::span(room).first(3)).has_value());
    CHECK(room[2] == value(3));
    CHECK(compiled->unpack_into(wire, std::span(room).first(2)).error() ==
          error{.code = errc::too_many_values, .during = operation::unpack, .wanted = 2, .given = 3});
    CHECK(compiled->unpack_into(byte_view(wire).first(2), room).error().code == errc::short_buffer);
}

TEST_CASE("load_value: one value of an item", "[format][load_value]") {
    const auto compiled = format::compile(">x3H2s");
    const auto wire = bytes(9, 0, 1, 0, 2, 0, 3, 'a', 'b');
    const auto items = compiled->items();
    CHECK(structwire::load_value(items[1], wire.data() + 1) == value(1));
    CHECK(structwire::load_value(items[1], wire.data() + 1, 2) == value(3));
    CHECK(structwire::load_value(items[2], wire.data() + 7) == value("ab"));
}
