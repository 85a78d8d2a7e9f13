// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/pack/pack.hpp>
#include <structwire/pack/unpack.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

#include "support/both_times.hpp"

namespace {

using structwire::errc;
using structwire::error;
using structwire::operation;
using structwire::pack;
using structwire::unpack;
using structwire::unpack_from;
using structwire::testing::bytes;

// The only field of a record.
template <structwire::fixed_string Text, std::size_t Size>
constexpr auto only(const std::array<std::byte, Size>& wire) {
    return unpack<Text>(wire).template get<0>();
}

template <structwire::fixed_string Text>
using only_type = std::remove_cvref_t<decltype(std::declval<structwire::fields_for<Text>>().template get<0>())>;

constexpr bool every_nonzero_byte_is_true() {
    for (int number = 0; number != 256; ++number) {
        const auto wire = bytes(number);
        const bool expected = number != 0;
        if (only<"?">(wire) != expected || only<">?">(wire) != expected || only<"@?">(wire) != expected) return false;
    }
    return true;
}

constexpr error try_error(structwire::byte_view input) {
    const auto got = structwire::try_unpack<">I:id: 2x H 4s">(input);
    return got ? error{.code = errc{}} : got.error();
}

constexpr error from_error(std::ptrdiff_t offset) {
    constexpr auto wire = bytes(0, 1, 2, 3, 4, 5, 6, 7);
    const auto got = structwire::try_unpack_from<">I">(wire, offset);
    return got ? error{.code = errc{}} : got.error();
}

constexpr std::uint32_t from_value(std::ptrdiff_t offset) {
    constexpr auto wire = bytes(0, 1, 2, 3, 4, 5, 6, 7);
    return structwire::try_unpack_from<">I">(wire, offset)->get<0>();
}

}  // namespace

TEST_CASE("unpack: gives back what pack took", "[unpack]") {
    STRUCTWIRE_BOTH_TIMES([] {
        constexpr auto wire = pack<">I H 8s">(42, 7, "BTCUSD");
        const auto [id, kind, symbol] = unpack<">I H 8s">(wire);
        return id == 42 && kind == 7 && symbol == "BTCUSD" && symbol.size() == 8;
    }());
}

TEST_CASE("unpack: value types follow codes, fixed widths outside @", "[unpack]") {
    STATIC_REQUIRE(std::is_same_v<only_type<">b">, std::int8_t> && std::is_same_v<only_type<">B">, std::uint8_t>);
    STATIC_REQUIRE(std::is_same_v<only_type<">h">, std::int16_t> && std::is_same_v<only_type<"<H">, std::uint16_t>);
    STATIC_REQUIRE(std::is_same_v<only_type<">i">, std::int32_t> && std::is_same_v<only_type<"=I">, std::uint32_t>);
    STATIC_REQUIRE(std::is_same_v<only_type<">l">, std::int32_t> && std::is_same_v<only_type<"!L">, std::uint32_t>);
    STATIC_REQUIRE(std::is_same_v<only_type<">q">, std::int64_t> && std::is_same_v<only_type<">Q">, std::uint64_t>);
    STATIC_REQUIRE(std::is_same_v<only_type<">e">, float> && std::is_same_v<only_type<">f">, float>);
    STATIC_REQUIRE(std::is_same_v<only_type<">d">, double> && std::is_same_v<only_type<"?">, bool>);
    STATIC_REQUIRE(std::is_same_v<only_type<"c">, char> && std::is_same_v<only_type<"3c">, std::array<char, 3>>);
    STATIC_REQUIRE(std::is_same_v<only_type<"8s">, structwire::bytes_view<8>>);
    STATIC_REQUIRE(std::is_same_v<only_type<"8p">, structwire::bytes_view<>>);
    STATIC_REQUIRE(std::is_same_v<only_type<">4I">, std::array<std::uint32_t, 4>>);
    STATIC_REQUIRE(std::is_same_v<only_type<">1I">, std::uint32_t>);
    STATIC_REQUIRE(std::is_same_v<only_type<"@l">, long> && std::is_same_v<only_type<"@Q">, unsigned long long>);
    STATIC_REQUIRE(std::is_same_v<only_type<"@n">, std::ptrdiff_t> && std::is_same_v<only_type<"@N">, std::size_t>);
    STATIC_REQUIRE(std::is_same_v<only_type<"@P">, std::uintptr_t>);
}

TEST_CASE("unpack: integers in both orders, with their signs", "[unpack][order]") {
    STRUCTWIRE_BOTH_TIMES(only<">i">(bytes(255, 255, 255, 254)) == -2 && only<"<i">(bytes(254, 255, 255, 255)) == -2);
    STRUCTWIRE_BOTH_TIMES(only<">H">(bytes(1, 2)) == 0x0102 && only<"<H">(bytes(1, 2)) == 0x0201);
    STRUCTWIRE_BOTH_TIMES(only<"b">(bytes(0x80)) == -128 && only<"B">(bytes(0x80)) == 128);
    STRUCTWIRE_BOTH_TIMES(only<">q">(bytes(0x80, 0, 0, 0, 0, 0, 0, 0)) == std::numeric_limits<std::int64_t>::min());
    STRUCTWIRE_BOTH_TIMES(only<"<Q">(bytes(255, 255, 255, 255, 255, 255, 255, 255)) == ~std::uint64_t{0});
    STRUCTWIRE_BOTH_TIMES(only<"=H">(bytes(1, 2)) == (std::endian::native == std::endian::big ? 0x0102 : 0x0201));
}

TEST_CASE("unpack: every nonzero byte is true", "[unpack]") { STRUCTWIRE_BOTH_TIMES(every_nonzero_byte_is_true()); }

TEST_CASE("unpack: floating-point numbers", "[unpack]") {
    STRUCTWIRE_BOTH_TIMES(only<">f">(bytes(0x3f, 0xc0, 0, 0)) == 1.5f);
    STRUCTWIRE_BOTH_TIMES(only<"<d">(bytes(0, 0, 0, 0, 0, 0, 0xf0, 0xbf)) == -1.0);
    STRUCTWIRE_BOTH_TIMES(only<">e">(bytes(0x7b, 0xff)) == 65504.0f);
    STRUCTWIRE_BOTH_TIMES(only<">e">(bytes(0xfc, 0)) == -std::numeric_limits<float>::infinity());
    STRUCTWIRE_BOTH_TIMES(std::bit_cast<std::uint64_t>(only<">d">(bytes(0x80, 0, 0, 0, 0, 0, 0, 0))) == 1ull << 63);
    STRUCTWIRE_BOTH_TIMES(std::bit_cast<std::uint64_t>(only<">d">(bytes(0x7f, 0xf4, 0, 0, 0, 0, 0, 1))) ==
                          0x7ff4000000000001);
    STRUCTWIRE_BOTH_TIMES(std::bit_cast<std::uint32_t>(only<">f">(bytes(0x7f, 0xa0, 0, 1))) == 0x7fa00001u);
}

TEST_CASE("unpack: s gives all bytes, NULs included, as a view of the input", "[unpack][text]") {
    STRUCTWIRE_BOTH_TIMES([] {
        constexpr auto wire = bytes('a', 0, 'b', 0);
        return only<"4s">(wire).size() == 4 && only<"4s">(wire)[2] == std::byte{'b'} &&
               only<"4s">(wire) == std::string_view("a\0b\0", 4);
    }());
    const auto wire = bytes('x', 'y', 'z');
    const auto [first, text] = unpack<"c2s">(wire);
    CHECK(first == 'x');
    CHECK(text.data() == wire.data() + 1);
    const auto none = bytes();
    CHECK(unpack<"0s">(none).get<0>().empty());
}

TEST_CASE("unpack: the length byte of p is clamped to the field", "[unpack][text]") {
    STRUCTWIRE_BOTH_TIMES([] {
        constexpr auto wire = bytes(3, 'a', 'b', 'c', 'd');
        return only<"5p">(wire) == "abc";
    }());
    STRUCTWIRE_BOTH_TIMES([] {
        constexpr auto wire = bytes(4, 'a', 'b', 'c', 'd');
        return only<"5p">(wire) == "abcd";
    }());
    STRUCTWIRE_BOTH_TIMES([] {
        constexpr auto wire = bytes(5, 'a', 'b', 'c', 'd');
        return only<"5p">(wire) == "abcd";
    }());
    STRUCTWIRE_BOTH_TIMES([] {
        constexpr auto wire = bytes(255);
        return only<"p">(wire).empty() && only<"1p">(wire).empty();
    }());
    const auto none = bytes();
    CHECK(unpack<"0p">(none).get<0>().empty());
}

TEST_CASE("unpack: the content of pads is not looked at", "[unpack]") {
    STRUCTWIRE_BOTH_TIMES(unpack<"x B 2x">(bytes(1, 2, 3, 4)).get<0>() == 2);
    STRUCTWIRE_BOTH_TIMES(unpack<"@B h">(bytes(7, 255, 0, 0)).get<0>() == 7);
}

TEST_CASE("unpack: takes arrays, C arrays and spans of bytes or characters", "[unpack]") {
    const unsigned char numbers[] = {1, 2};
    CHECK(unpack<">H">(numbers).get<0>() == 0x0102);
    const std::array<char, 2> characters{'a', 'b'};
    CHECK(unpack<"2s">(characters).get<0>() == "ab");
    const std::vector<std::byte> more(5, std::byte{1});
    CHECK(unpack<"B">(std::span(more).first<1>()).get<0>() == 1);
    const auto wire = bytes(0, 1, 2, 3);
    const auto [all] = unpack<"4s">(wire);
    CHECK(unpack<">I">(all).get<0>() == 0x00010203);
}

TEST_CASE("unpack_from: reads from an offset", "[unpack][unpack_from]") {
    STRUCTWIRE_BOTH_TIMES(unpack_from<">H">(bytes(1, 2, 3, 4)).get<0>() == 0x0102);
    STRUCTWIRE_BOTH_TIMES(unpack_from<">H", 1>(bytes(1, 2, 3, 4)).get<0>() == 0x0203);
    STRUCTWIRE_BOTH_TIMES(unpack_from<">H", 2>(bytes(1, 2, 3, 4)).get<0>() == 0x0304);
}

TEST_CASE("try_unpack: takes exactly the size, and says what is missing or extra", "[unpack][errors][limits]") {
    STRUCTWIRE_BOTH_TIMES([] {
        constexpr auto wire = bytes(0, 0, 0, 9, 1, 1, 0, 8, 'a', 'b', 0, 0);
        const auto got = structwire::try_unpack<">I:id: 2x H 4s">(structwire::byte_view(wire));
        return got && got->get<"id">() == 9 && got->get<1>() == 8 && got->get<2>() == "ab";
    }());
    STRUCTWIRE_BOTH_TIMES(try_error({}) == error{.code = errc::short_buffer,
                                                 .during = operation::unpack,
                                                 .item = 0,
                                                 .position = 1,
                                                 .offset = 0,
                                                 .wanted = 12,
                                                 .given = 0});
    STRUCTWIRE_BOTH_TIMES([] {
        constexpr std::array<std::byte, 13> wire{};
        const structwire::byte_view all(wire);
        const auto at = [&](std::size_t size, errc code, std::uint32_t item, std::uint32_t position) {
            const error got = try_error(all.first(size));
            return got.code == code && got.item == item && got.position == position &&
                   got.offset == (size < 12 ? size : 12) && got.wanted == 12 && got.given == size;
        };
        // A byte of the pad is missing: the first field behind it is named.
        return at(3, errc::short_buffer, 0, 1) && at(4, errc::short_buffer, 1, 10) &&
               at(7, errc::short_buffer, 1, 10) && at(8, errc::short_buffer, 2, 13) &&
               at(11, errc::short_buffer, 2, 13) && at(13, errc::extra_bytes, error::no_item, error::no_item) &&
               try_error(all.first(12)).code == errc{};
    }());
}

TEST_CASE("try_unpack: a missing trailing pad belongs to no field", "[unpack][errors]") {
    STRUCTWIRE_BOTH_TIMES([] {
        constexpr auto wire = bytes(1, 2);
        const error fault = structwire::try_unpack<"B2x">(structwire::byte_view(wire)).error();
        return fault.code == errc::short_buffer && fault.item == error::no_item && fault.offset == 2;
    }());
}

TEST_CASE("try_unpack: reads any contiguous bytes", "[unpack]") {
    const std::vector<unsigned char> numbers{1, 2};
    CHECK(structwire::try_unpack<">H">(numbers)->get<0>() == 0x0102);
    const std::string_view text = "ab";
    CHECK(structwire::try_unpack<"2s">(text)->get<0>() == "ab");
    CHECK(structwire::try_unpack<"">(std::string_view()).has_value());
    CHECK(structwire::try_unpack<"0s">(structwire::byte_view())->get<0>().empty());
}

TEST_CASE("try_unpack_from: offsets from the start, at -1, exactly, +1", "[unpack][unpack_from][limits]") {
    STRUCTWIRE_BOTH_TIMES(from_value(0) == 0x00010203 && from_value(3) == 0x03040506 && from_value(4) == 0x04050607);
    STRUCTWIRE_BOTH_TIMES(
        from_error(5) ==
        error{.code = errc::short_buffer, .during = operation::unpack_from, .offset = 5, .wanted = 4, .given = 8});
    STRUCTWIRE_BOTH_TIMES(from_error(std::numeric_limits<std::ptrdiff_t>::max()).code == errc::short_buffer);
}

TEST_CASE("try_unpack_from: offsets from the end, at -1, exactly, +1", "[unpack][unpack_from][limits]") {
    STRUCTWIRE_BOTH_TIMES(from_value(-4) == 0x04050607 && from_value(-5) == 0x03040506 && from_value(-8) == 0x00010203);
    STRUCTWIRE_BOTH_TIMES(from_error(-3).code == errc::short_buffer && from_error(-3).offset == 5);
    STRUCTWIRE_BOTH_TIMES(from_error(-3).wanted == 4 && from_error(-3).given == 3 && from_error(-3).letter == '-');
    STRUCTWIRE_BOTH_TIMES(from_error(-9).code == errc::bad_offset && from_error(-9).wanted == 8);
    STRUCTWIRE_BOTH_TIMES(static_cast<std::int64_t>(from_error(-9).given) == -9);
    STRUCTWIRE_BOTH_TIMES(from_error(std::numeric_limits<std::ptrdiff_t>::min()).code == errc::bad_offset);
}
