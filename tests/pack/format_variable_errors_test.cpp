// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// Bytes that are no record of a variable format: what is said about them.
#include <structwire/format.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "pack/format_support.hpp"

namespace {

using namespace structwire::testing;
using structwire::byte_view;
using structwire::errc;
using structwire::error;
using structwire::format;
using structwire::operation;

error too_short(std::uint32_t item, std::uint32_t position, std::uint64_t wanted, std::uint64_t given) {
    return {.code = errc::short_buffer,
            .during = operation::unpack,
            .item = item,
            .position = position,
            .offset = given,
            .wanted = wanted,
            .given = given};
}

error bad_number(errc code, char letter, std::uint32_t item, std::uint32_t position, std::uint64_t offset) {
    return {.code = code,
            .during = operation::unpack,
            .letter = letter,
            .item = item,
            .position = position,
            .offset = offset};
}

// Every record that is cut says so, and asks for no more than the whole one has.
void check_cuts(std::string_view text, const octets& wire) {
    const format whole = compiled(text);
    REQUIRE(whole.unpack(wire).has_value());
    for (std::size_t size = 0; size != wire.size(); ++size) {
        INFO(text << " with " << size << " of " << wire.size() << " bytes");
        const auto cut = whole.unpack(byte_view(wire).first(size));
        REQUIRE_FALSE(cut.has_value());
        CHECK(cut.error().code == errc::short_buffer);
        CHECK(cut.error().offset == size);
        CHECK(cut.error().given == size);
        CHECK(cut.error().wanted > size);
        CHECK(cut.error().wanted <= wire.size());
        CHECK(whole.measure(byte_view(wire).first(size)).error() == cut.error());
    }
    octets longer = wire;
    longer.push_back(std::byte{0});
    CHECK(whole.unpack(longer).error() == error{.code = errc::extra_bytes,
                                                .during = operation::unpack,
                                                .offset = wire.size(),
                                                .wanted = wire.size(),
                                                .given = wire.size() + 1});
}

}  // namespace

TEST_CASE("format::unpack: a variable record that is cut wants what is certainly needed",
          "[format][variable][errors]") {
    CHECK(unpack_fault(">{H:s}I", {}) == too_short(0, 1, 6, 0));
    CHECK(unpack_fault(">{H:s}I", of({0})) == too_short(0, 1, 6, 1));
    CHECK(unpack_fault(">{H:s}I", of({0, 10})) == too_short(0, 1, 16, 2));
    CHECK(unpack_fault(">{H:s}I", of({0, 1, 'a', 0})) == too_short(1, 6, 7, 4));
    CHECK(unpack_fault(">B{z}H", of({1, 'a', 'b'})) == too_short(1, 2, 6, 3));
    CHECK(unpack_fault("{uv}{uv}", of({0x80})) == too_short(0, 0, 3, 1));
    CHECK(unpack_fault(">I{*}", of({0, 0, 0})) == too_short(0, 1, 4, 3));
}

TEST_CASE("format::unpack: a group whose elements are not there", "[format][variable][group][errors]") {
    CHECK(unpack_fault(">{H:(IB)}H", of({0, 3, 1})) == too_short(0, 1, 2 + 15 + 2, 3));
    CHECK(unpack_fault(">B{B:({B:s}H)}B", of({0, 2, 1, 'a', 0, 0, 4, 'b', 'c'})) == too_short(1, 6, 13 + 1, 9));
    CHECK(unpack_fault(">{B:({B:s})}B", of({3, 9, 0, 0})) == too_short(0, 5, 1 + 10 + 2 + 1, 4));
    CHECK(unpack_fault(">2T{{B:s}H}B", of({5, 'a', 0, 0, 0, 0, 0})) == too_short(0, 9, 8 + 3 + 1, 7));
    CHECK(unpack_fault(">3T{{B:s}H}B", of({0, 0})) == too_short(0, 2, 10, 2));
}

TEST_CASE("format::unpack: records cut at every byte", "[format][variable][errors]") {
    check_cuts(">{H:s}I", of({0, 2, 'a', 'b', 1, 2, 3, 4}));
    check_cuts("{z}{uv}{zz}", of({'a', 0, 0x80, 1, 0xff, 0x7f}));
    check_cuts(">B{B:({B:s}{u4}{u12})}2x{uv:s}", of({9, 2, 1, 'a', 1, 2, 3, 'b', 'c', 'd', 3, 4, 0, 0, 2, 'e', 'f'}));
    check_cuts(">{B:({B:(H)}B)}B", of({2, 1, 0, 1, 5, 2, 0, 2, 0, 3, 6, 7}));
    check_cuts(">2T{T{{z}}H}", of({'a', 0, 1, 2, 0, 3, 4}));
}

TEST_CASE("format::unpack: LEB128 that is longer than it need be or of more than 64 bits",
          "[format][variable][varint][errors]") {
    CHECK(unpack_fault("B{uv}", of({0, 0x80, 0})) == bad_number(errc::bad_varint, 'v', 1, 1, 1));
    CHECK(unpack_fault("{uv}", of({0xff, 0x80, 0})) == bad_number(errc::bad_varint, 'v', 0, 0, 0));
    CHECK(unpack_fault("{uv}", of({255, 255, 255, 255, 255, 255, 255, 255, 255, 2})).code == errc::bad_varint);
    CHECK(unpack_fault("{uv}", octets(10, std::byte{0x80})).code == errc::bad_varint);
    CHECK(unpack_fault("{uv}", octets(9, std::byte{0x80})).code == errc::short_buffer);
    CHECK(unpack_fault("{zz}", of({0x81, 0})) == bad_number(errc::bad_varint, 'z', 0, 0, 0));
    CHECK(unpack_fault("B{uv:s}", of({0, 0x81, 0, 'a'})) == bad_number(errc::bad_varint, 'v', 1, 1, 1));
    CHECK(unpack_fault("B{B:({uv})}", of({0, 2, 5, 0x80, 0})) == bad_number(errc::bad_varint, 'v', 1, 5, 3));
}

TEST_CASE("format::unpack: negative lengths and counts", "[format][variable][errors]") {
    error fault = bad_number(errc::bad_count, 'h', 1, 2, 1);
    fault.given = static_cast<std::uint64_t>(-2);
    CHECK(unpack_fault(">B{h:s}", of({0, 255, 254})) == fault);
    CHECK(unpack_fault(">B{h:(B)}", of({0, 255, 254})) == fault);
    CHECK(unpack_fault("<{i24:s}", of({0, 0, 0x80})).given == static_cast<std::uint64_t>(-0x800000));
    CHECK(unpack_fault("{b:s}", of({0x80})).code == errc::bad_count);
}

TEST_CASE("format::unpack: a length as large as can be does not overflow", "[format][variable][errors][limits]") {
    const octets wire(9, std::byte{255});
    CHECK(unpack_fault("<{Q:s}", wire).wanted == UINT64_MAX);
    CHECK(unpack_fault("<{Q:(Q)}I", wire).wanted == UINT64_MAX);
    CHECK(unpack_fault("<{Q:(Q)}I", wire).offset == 9);
    CHECK(unpack_fault("<{I:s}I", wire).wanted == std::uint64_t{0xffffffff} + 8);
}

TEST_CASE("format::unpack_from: variable records at an offset", "[format][variable][unpack_from][errors]") {
    const format text = compiled(">{H:s}B");
    const octets wire = of({9, 0, 1, 'a', 7, 9, 9});
    CHECK(text.unpack_from(wire, 1) == values{"a", 7});
    CHECK(text.unpack_from(wire, -6) == values{"a", 7});
    CHECK(text.unpack_from(wire, 0).error() == error{.code = errc::short_buffer,
                                                     .during = operation::unpack_from,
                                                     .item = 0,
                                                     .position = 1,
                                                     .offset = 0,
                                                     .wanted = 2 + 0x900 + 1,
                                                     .given = 7});
    CHECK(text.unpack_from(wire, -4).error().letter == '-');
    CHECK(text.unpack_from(wire, -4).error().given == 4);
    CHECK(text.unpack_from(wire, 5).error().code == errc::short_buffer);
    CHECK(text.unpack_from(wire, -8).error().code == errc::bad_offset);
    CHECK(compiled("{uv}").unpack_from(of({1, 0x80, 0}), 1).error().offset == 1);
}

TEST_CASE("format::unpack: bytes of a record, at -1, exactly, +1", "[format][variable][limits][errors]") {
    const format limited = compiled("{B:s}", {.max_record_bytes = 3});
    CHECK(limited.unpack(of({1, 'a'})).has_value());
    CHECK(limited.unpack(of({2, 'a', 'b'})).has_value());
    CHECK(limited.unpack(of({3, 'a', 'b', 'c'})).error() ==
          error{.code = errc::total_too_large, .during = operation::unpack, .wanted = 3});
    CHECK(compiled("4s", {.max_record_bytes = 3}).unpack(octets(4)).error().code == errc::total_too_large);
}

TEST_CASE("format::unpack: values of a record, at -1, exactly, +1", "[format][variable][limits][errors]") {
    const format limited = compiled(">{B:(8{u1})}", {.max_values = 17});
    CHECK(limited.unpack(of({1, 0})).has_value());
    CHECK(limited.unpack(of({2, 0, 0}))->size() == 17);
    CHECK(limited.unpack(of({3, 0, 0, 0})).error() ==
          error{.code = errc::too_many_values, .during = operation::unpack, .wanted = 17, .given = 25});
    CHECK(compiled("2B", {.max_values = 1}).unpack(octets(2)).error().code == errc::too_many_values);
    CHECK(compiled("(9223372036854775807)0s").unpack({}).error().code == errc::too_many_values);
}

TEST_CASE("format::unpack_into: room for a variable record, at -1, exactly, +1",
          "[format][variable][unpack_into][limits]") {
    const format group = compiled("{B:(B)}");
    const octets wire = of({2, 5, 6});
    values room(4);
    CHECK(group.unpack_into(wire, room) == 3u);
    CHECK(group.unpack_into(wire, std::span(room).first(3)) == 3u);
    CHECK(room[2] == structwire::value(6));
    room[0] = 99;
    CHECK(group.unpack_into(wire, std::span(room).first(2)).error() ==
          error{.code = errc::too_many_values, .during = operation::unpack, .wanted = 2, .given = 3});
    CHECK(room[0] == structwire::value(99));
}
