// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/pack/aggregate.hpp>
#include <structwire/pack/pack.hpp>

#include <array>
#include <bit>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <elf.h>
#include <span>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "support/both_times.hpp"

namespace {

using structwire::byte_view;
using structwire::errc;
using structwire::error;
using structwire::operation;
using structwire::pack;
using structwire::try_unpack_as;
using structwire::unpack_as;
using structwire::testing::bytes;

enum class kind : std::uint8_t { one = 1, two };

struct tick {
    std::uint32_t id;
    std::uint16_t kind;
    char symbol[8];

    friend constexpr bool operator==(const tick&, const tick&) = default;
};

struct point {
    std::int16_t x;
    std::int16_t y;

    friend constexpr bool operator==(const point&, const point&) = default;
};

struct everything {
    point corners[2];
    std::uint16_t grid[2][3];
    std::array<std::uint8_t, 3> bytes;
    bool truth;
    char letter;
    kind of_enum;
    float single;
    double twice;
    point inner;

    friend constexpr bool operator==(const everything&, const everything&) = default;
};

constexpr everything sample{
    {{1, -2}, {3, 4}}, {{1, 2, 3}, {4, 5, 6}}, {7, 8, 9}, true, 'x', kind::two, 1.5f, -2.5, {5, 6}};

// As pack with one argument for all fields.
template <structwire::fixed_string Text, class Given>
constexpr auto pack_whole(const Given& given) {
    return structwire::detail::pack_parts<structwire::detail::record_of<Text>>(given);
}

template <class Type, structwire::fixed_string Text, std::size_t Size>
constexpr error failure(const std::array<std::byte, Size>& wire) {
    const auto got = try_unpack_as<Type, Text>(wire);
    return got ? error{.code = errc{}} : got.error();
}

}  // namespace

enum class color : std::uint8_t { red = 1, green, blue };
template <>
inline constexpr auto structwire::enum_validator<color> = [](color c) { return c >= color::red && c <= color::blue; };

enum class level : std::int16_t { low = -1, high = 1 };
template <>
inline constexpr auto structwire::enum_validator<level> = [](level l) { return l == level::low || l == level::high; };

namespace {

struct pixel {
    std::uint16_t x;
    color colors[3];
};

struct leveled {
    color first;
    pixel inner[2];
    level last;
};

// Byte number `at` of a good `>B2xh 2T{H3B} h` replaced.
constexpr error leveled_failure(std::size_t at, int value) {
    auto wire = pack<">B2xH3BH3Bh">(1, 0, {1, 2, 3}, 0, {3, 2, 1}, -1);
    wire[at] = static_cast<std::byte>(value);
    return failure<leveled, ">B2x2T{H3B}h">(wire);
}

}  // namespace

TEST_CASE("unpack_as: one member for each field", "[aggregate]") {
    STRUCTWIRE_BOTH_TIMES([] {
        constexpr auto wire = pack<">I H 8s">(42, 7, "BTCUSD");
        return unpack_as<tick, ">I H 8s">(wire) == tick{42, 7, "BTCUSD"};
    }());
    STATIC_REQUIRE(
        std::is_same_v<decltype(unpack_as<tick, ">IH8s">(bytes(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))), tick>);
}

TEST_CASE("unpack_as: arrays, nested aggregates, enums, bool and char", "[aggregate]") {
    STRUCTWIRE_BOTH_TIMES(
        pack_whole<">2T{hh}(2,3)H3B?cBfdT{hh}">(sample) ==
        pack<">4h6H3B?cBfd2h">({1, -2, 3, 4}, {1, 2, 3, 4, 5, 6}, {7, 8, 9}, true, 'x', 2, 1.5f, -2.5, {5, 6}));
    STRUCTWIRE_BOTH_TIMES(
        unpack_as<everything, ">2T{hh}(2,3)H3B?cBfdT{hh}">(pack_whole<">2T{hh}(2,3)H3B?cBfdT{hh}">(sample)) == sample);
    STRUCTWIRE_BOTH_TIMES(unpack_as<everything, "<x2T{hh}4x(2,3)H3B?cBfd@T{hh}">(
                              pack_whole<"<x2T{hh}4x(2,3)H3B?cBfd@T{hh}">(sample)) == sample);
}

TEST_CASE("unpack_as: an ELF header in native layout is what memcpy makes of it", "[aggregate]") {
    std::array<std::byte, sizeof(Elf64_Ehdr)> wire{};
    for (std::size_t index = 0; index != wire.size(); ++index) wire[index] = static_cast<std::byte>(index * 7 + 1);
    Elf64_Ehdr expected;
    std::memcpy(&expected, wire.data(), sizeof expected);
    const auto header = unpack_as<Elf64_Ehdr, "@16sHHIQQQIHHHHHH">(wire);
    CHECK(std::memcmp(&header, &expected, sizeof header) == 0);
    CHECK(pack_whole<"@16sHHIQQQIHHHHHH">(header) == wire);
    const auto swapped = unpack_as<Elf64_Ehdr, ">16sHHIQQQIHHHHHH">(pack_whole<">16sHHIQQQIHHHHHH">(header));
    CHECK(std::memcmp(&swapped, &expected, sizeof swapped) == 0);
}

TEST_CASE("unpack_as: members may be wider than their fields", "[aggregate]") {
    struct wide {
        std::int64_t number;
        std::uint32_t bits;
        double real;
        std::int32_t numbers[2];
        bool flag;
        std::uint8_t rest;
    };
    STRUCTWIRE_BOTH_TIMES([] {
        constexpr auto wire = pack<">I{u24}e2h{u1}{u7}">(0xffffffff, 0xabcdef, 1.5, {-1, 2}, 1, 5);
        const auto got = unpack_as<wide, ">I{u24}e2h{u1}{u7}">(wire);
        return got.number == 0xffffffff && got.bits == 0xabcdef && got.real == 1.5 && got.numbers[0] == -1 &&
               got.numbers[1] == 2 && got.flag && got.rest == 5;
    }());
}

TEST_CASE("unpack_as: bits, in arrays of several dimensions too", "[aggregate][bits]") {
    struct flags {
        bool each[2][4];
        std::int8_t signed_bits[2];
    };
    STRUCTWIRE_BOTH_TIMES([] {
        constexpr auto wire = bytes(0b10010110, 0x7f, 0, 0);
        const auto got = unpack_as<flags, ">(2,4){u1}2{i4}2x">(wire);
        return got.each[0][0] && !got.each[0][1] && got.each[0][3] && !got.each[1][0] && got.each[1][1] &&
               got.signed_bits[0] == 7 && got.signed_bits[1] == -1 && got.each[1][2] && !got.each[1][3];
    }());
    struct truths {
        bool each[2][4];
    };
    STRUCTWIRE_BOTH_TIMES(unpack_as<truths, ">(2,4){u1}">(bytes(0x10)).each[0][3]);
}

TEST_CASE("unpack_as: text becomes bytes of its own or a view", "[aggregate][text]") {
    struct texts {
        char characters[4];
        std::array<std::byte, 2> array;
        structwire::bytes_view<3> fixed;
        structwire::bytes_view<> any;
        std::string_view view;
        unsigned char pairs[2][2];
        std::array<char, 2> letters;
    };
    const auto wire = pack<"4s2s3s3p2s4s2c">("ab", "cd", "efg", "hi", "jk", "lmno", {'p', 'q'});
    const auto got = unpack_as<texts, "4s2s3s3p2s(2)2s2c">(wire);
    CHECK(std::string_view(got.characters, 4) == std::string_view("ab\0\0", 4));
    CHECK(got.array == bytes('c', 'd'));
    CHECK(got.fixed == "efg");
    CHECK(got.fixed.data() == wire.data() + 6);
    CHECK(got.any == "hi");
    CHECK(got.view == "jk");
    CHECK(got.pairs[1][0] == 'n');
    CHECK(got.letters[1] == 'q');
}

TEST_CASE("unpack_as: a temporary is taken when nothing views it", "[aggregate][text]") {
    STRUCTWIRE_BOTH_TIMES(unpack_as<tick, ">IH8s">(pack<">IH8s">(1, 2, "abc")) == tick{1, 2, "abc"});
    CHECK(try_unpack_as<tick, ">IH8s">(std::vector<std::byte>(14))->id == 0);
}

TEST_CASE("unpack_as: tuples, pairs, arrays and fields are taken apart too", "[aggregate]") {
    STRUCTWIRE_BOTH_TIMES(unpack_as<std::tuple<std::uint32_t, bool>, ">H?">(bytes(1, 2, 3)) ==
                          std::tuple(0x102u, true));
    STRUCTWIRE_BOTH_TIMES(unpack_as<std::pair<kind, point>, ">BT{bb}">(bytes(1, 2, 3)) ==
                          std::pair(kind::one, point{2, 3}));
    STRUCTWIRE_BOTH_TIMES(unpack_as<std::array<int, 3>, ">BhB">(bytes(1, 0xff, 0xff, 3)) == std::array{1, -1, 3});
    STRUCTWIRE_BOTH_TIMES(unpack_as<structwire::fields_for<">HB">, ">HB">(bytes(1, 2, 3)).get<0>() == 0x102);
    STRUCTWIRE_BOTH_TIMES(pack_whole<">IB">(std::tuple(1u, kind::two)) == bytes(0, 0, 0, 1, 2));
    STRUCTWIRE_BOTH_TIMES(pack_whole<">HB">(structwire::unpack<"<HB">(bytes(1, 2, 3))) == bytes(2, 1, 3));
}

TEST_CASE("unpack_as: of one field also the value itself", "[aggregate]") {
    STRUCTWIRE_BOTH_TIMES(unpack_as<std::uint32_t, ">H">(bytes(1, 2)) == 0x102);
    STRUCTWIRE_BOTH_TIMES(unpack_as<std::array<kind, 2>, "2B">(bytes(1, 2))[1] == kind::two);
    STRUCTWIRE_BOTH_TIMES(unpack_as<point, ">T{hh}">(bytes(0, 1, 0, 2)) == point{1, 2});
    struct only {
        std::uint16_t numbers[2];
    };
    STRUCTWIRE_BOTH_TIMES(unpack_as<only, ">2H">(bytes(0, 1, 0, 2)).numbers[1] == 2);
}

TEST_CASE("unpack_as: complex numbers", "[aggregate]") {
    struct waves {
        structwire::complex<float> own;
        std::complex<double> standard;
    };
    const auto got = unpack_as<waves, ">FD">(pack<">FD">(std::complex(1.0f, 2.0f), std::complex(3.0, 4.0)));
    CHECK(got.own == structwire::complex<float>{1, 2});
    CHECK(got.standard == std::complex(3.0, 4.0));
}

TEST_CASE("unpack_as: empty bases, no fields, long arrays", "[aggregate]") {
    struct nothing {};
    struct derived : nothing {
        std::uint8_t number;
        std::uint8_t other;
    };
    STRUCTWIRE_BOTH_TIMES(unpack_as<derived, "BB">(bytes(1, 2)).other == 2);
    STRUCTWIRE_BOTH_TIMES((void(unpack_as<nothing, "2x">(bytes(1, 2))), true));
    struct long_arrays {
        std::uint16_t numbers[100];
        kind kinds[100];
    };
    STRUCTWIRE_BOTH_TIMES([] {
        long_arrays object{};
        object.numbers[99] = 0x1234;
        object.kinds[99] = kind::two;
        const auto again = unpack_as<long_arrays, ">100H100B">(pack_whole<">100H100B">(object));
        return again.numbers[99] == 0x1234 && again.numbers[98] == 0 && again.kinds[99] == kind::two;
    }());
}

TEST_CASE("try_unpack_as: takes exactly the size, and says what is missing or extra", "[aggregate][errors][limits]") {
    STRUCTWIRE_BOTH_TIMES(try_unpack_as<point, ">hh">(byte_view(bytes(0, 1, 0, 2)))->y == 2);
    STRUCTWIRE_BOTH_TIMES(failure<point, ">hh">(bytes(0, 1, 0)) == error{.code = errc::short_buffer,
                                                                         .during = operation::unpack,
                                                                         .item = 1,
                                                                         .position = 2,
                                                                         .offset = 3,
                                                                         .wanted = 4,
                                                                         .given = 3});
    STRUCTWIRE_BOTH_TIMES(failure<point, ">hh">(bytes(0, 1, 0, 2, 3)).code == errc::extra_bytes);
}

TEST_CASE("try_unpack_as: values that a validator refuses", "[aggregate][errors][enum]") {
    STRUCTWIRE_BOTH_TIMES(leveled_failure(0, 1).code == errc{} && leveled_failure(0, 3).code == errc{});
    STRUCTWIRE_BOTH_TIMES(leveled_failure(0, 4) == error{.code = errc::invalid_value,
                                                         .during = operation::unpack,
                                                         .letter = 'B',
                                                         .item = 0,
                                                         .position = 1,
                                                         .offset = 0,
                                                         .given = 4});
    STRUCTWIRE_BOTH_TIMES(leveled_failure(11, 0) == error{.code = errc::invalid_value,
                                                          .during = operation::unpack,
                                                          .letter = 'B',
                                                          .item = 1,
                                                          .position = 9,
                                                          .offset = 11,
                                                          .given = 0});
    STRUCTWIRE_BOTH_TIMES(leveled_failure(14, 2) == error{.code = errc::invalid_value,
                                                          .during = operation::unpack,
                                                          .letter = 'h',
                                                          .item = 2,
                                                          .position = 11,
                                                          .offset = 13,
                                                          .given = 0xffffffffffffff02});
    // The first one is said.
    STRUCTWIRE_BOTH_TIMES(failure<pixel, ">H3B">(bytes(0, 0, 1, 9, 8)).offset == 3);
}

TEST_CASE("try_unpack_as: a refused value between bits is said by its byte", "[aggregate][errors][enum][bits]") {
    STRUCTWIRE_BOTH_TIMES(failure<std::pair<bool, std::array<color, 5>>, ">{u1}5{u3}">(bytes(0x12, 0x49)).code ==
                          errc{});
    STRUCTWIRE_BOTH_TIMES(failure<std::pair<bool, std::array<color, 5>>, ">{u1}5{u3}">(bytes(0x12, 0x4f)).offset == 1);
    STRUCTWIRE_BOTH_TIMES(failure<std::pair<bool, std::array<color, 5>>, ">{u1}5{u3}">(bytes(0x72, 0x49)).offset == 0);
}

TEST_CASE("try_unpack_as: formats of variable size", "[aggregate][variable]") {
    struct message {
        std::uint64_t id;
        std::string_view name;
        color shade;
        structwire::byte_view rest;
    };
    const auto wire = bytes(0x80, 0x01, 0, 2, 'a', 'b', 3, 7, 8);
    const auto got = try_unpack_as<message, ">{uv}{H:s}B{*}">(wire);
    REQUIRE(got);
    CHECK(got->id == 128);
    CHECK(got->name == "ab");
    CHECK(got->shade == color::blue);
    CHECK(got->rest.data() == wire.data() + 7);
    const auto refused = failure<message, ">{uv}{H:s}B{*}">(bytes(0x80, 0x01, 0, 2, 'a', 'b', 9, 7, 8));
    CHECK(refused == error{.code = errc::invalid_value,
                           .during = operation::unpack,
                           .letter = 'B',
                           .item = 2,
                           .position = 10,
                           .offset = 6,
                           .given = 9});
    CHECK(failure<message, ">{uv}{H:s}B{*}">(bytes(1, 0, 9, 'a')).code == errc::short_buffer);
}

TEST_CASE("try_unpack_as: inside a structure of variable size the structure's place is said", "[aggregate][variable]") {
    struct inner {
        std::string_view name;
        color shade;
    };
    using pair = std::pair<std::uint8_t, inner>;
    CHECK(failure<pair, "BT{{B:s}B}">(bytes(1, 1, 'a', 2)).code == errc{});
    CHECK(failure<pair, "BT{{B:s}B}">(bytes(1, 1, 'a', 4)).offset == 1);
    CHECK(failure<pair, "BT{{B:s}B}">(bytes(1, 1, 'a', 4)).position == 8);
}

TEST_CASE("pack_parts: takes what pack takes, and raw char arrays whole", "[aggregate]") {
    struct source {
        std::uint8_t number;
        std::array<char, 2> text;
        char raw[3];
        std::int16_t real;
        unsigned field : 7;
    };
    STRUCTWIRE_BOTH_TIMES(pack_whole<">H4s4sfI">(source{1, {'a', 'b'}, {'c', 0, 'd'}, -3, 100}) ==
                          pack<">H4s4sfI">(1, "ab", "c\0d", -3, 100));
}
