// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/pack/detail/parts.hpp>
#include <structwire/pack/unpack.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <elf.h>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "support/both_times.hpp"

namespace {

using structwire::detail::aggregate_of;
using structwire::detail::count_members;
using structwire::detail::parts_of;
using structwire::detail::type_list;
using structwire::detail::with_members;

// Has exactly that many members, by every way to ask.
template <class Type, std::size_t Count>
inline constexpr bool has_members = count_members<Type>() == Count && aggregate_of<Type, Count> &&
                                    !aggregate_of<Type, Count + 1> && (Count == 0 || !aggregate_of<Type, Count - 1>);

template <class Type>
inline constexpr bool is_no_aggregate = count_members<Type>() == structwire::detail::most_members + 1;

struct none {};
struct single {
    int number;
};
struct c_arrays {
    char text[16];
    int grid[2][3];
    single inner[4];
};
struct classes {
    std::string_view view;
    char text[4];
    std::string owned;
    std::vector<int> list;
    std::optional<int> maybe;
    std::array<int, 4> array;
    std::span<int> span;
};
struct nested {
    c_arrays first;
    none second;
    single third;
};
struct lone_array {
    char text[3];
};
struct lone_class {
    std::string_view view;
};
struct lone_nested {
    c_arrays inner;
};
struct bit_fields {
    unsigned first : 3;
    unsigned : 2;
    unsigned second : 3;
    bool third : 1;
};
struct other_none {};
struct one_base : none {
    int first;
    int second;
};
struct two_bases : none, other_none {
    c_arrays first;
};
struct full_base : single {
    int second;
};
struct only_base : single {};
struct defaults {
    int number = 4;
    const char* text = nullptr;
};
struct no_empty_member {
    std::span<const std::byte, 4> bytes;
    int number;
};
struct hidden {
    explicit hidden(int given) : number(given) {}
    int number;
};
struct large {
    char text[65536];
    std::uint64_t numbers[4096];
    int end;
};
struct range {
    int* first;
    int* last;
    [[nodiscard]] int* begin() const { return first; }
    [[nodiscard]] int* end() const { return last; }
};
struct eight {
    char m0, m1, m2[2], m3, m4, m5, m6, m7;
};
struct members_64 {
    eight a;
    char b0, b1, b2, b3, b4, b5, b6, b7, c0, c1, c2, c3, c4, c5, c6, c7, d0, d1, d2, d3, d4, d5, d6, d7, e0, e1, e2, e3,
        e4, e5, e6, e7, f0, f1, f2, f3, f4, f5, f6, f7, g0, g1, g2, g3, g4, g5, g6, g7, h0, h1, h2, h3, h4, h5, h6, h7,
        i0, i1, i2, i3, i4, i5, last;
};
struct members_65 {
    members_64 a;
    char b0, b1, b2, b3, b4, b5, b6, b7, c0, c1, c2, c3, c4, c5, c6, c7, d0, d1, d2, d3, d4, d5, d6, d7, e0, e1, e2, e3,
        e4, e5, e6, e7, f0, f1, f2, f3, f4, f5, f6, f7, g0, g1, g2, g3, g4, g5, g6, g7, h0, h1, h2, h3, h4, h5, h6, h7,
        i0, i1, i2, i3, i4, i5, i6, last;
};

}  // namespace

TEST_CASE("members: are counted, not what they consist of", "[members]") {
    STATIC_REQUIRE(has_members<none, 0> && has_members<single, 1> && has_members<c_arrays, 3>);
    STATIC_REQUIRE(has_members<classes, 7> && has_members<nested, 3> && has_members<defaults, 2>);
    STATIC_REQUIRE(has_members<lone_array, 1> && has_members<lone_class, 1> && has_members<lone_nested, 1>);
    STATIC_REQUIRE(has_members<bit_fields, 3> && has_members<no_empty_member, 2> && has_members<large, 3>);
    STATIC_REQUIRE(has_members<Elf64_Ehdr, 14> && has_members<Elf64_Shdr, 10> && has_members<eight, 8>);
}

TEST_CASE("members: bases are passed over when they are empty", "[members]") {
    STATIC_REQUIRE(has_members<one_base, 2> && has_members<two_bases, 1>);
    STATIC_REQUIRE(is_no_aggregate<full_base> && is_no_aggregate<only_base>);
}

TEST_CASE("members: up to 64", "[members][limits]") {
    STATIC_REQUIRE(has_members<members_64, 64> && is_no_aggregate<members_65>);
    STRUCTWIRE_BOTH_TIMES([] {
        members_64 object{};
        with_members<64>(object, [](auto& first, auto&... rest) {
            first.m7 = 1;
            ((rest = 2), ...);
        });
        return object.a.m7 == 1 && object.b0 == 2 && object.last == 2;
    }());
}

TEST_CASE("members: ranges, tuples, scalars and classes with secrets have none", "[members]") {
    STATIC_REQUIRE(is_no_aggregate<int> && is_no_aggregate<std::string> && is_no_aggregate<hidden>);
    STATIC_REQUIRE(is_no_aggregate<std::array<int, 3>> && is_no_aggregate<range> && is_no_aggregate<int[3]>);
    STATIC_REQUIRE(is_no_aggregate<std::tuple<int, int>> && is_no_aggregate<structwire::fields_for<">IH">>);
}

TEST_CASE("members: are given by reference, bit-fields by value", "[members]") {
    STRUCTWIRE_BOTH_TIMES([] {
        const bit_fields object{1, 2, true};
        return with_members<3>(object, [](const auto&... members) { return (int(members) + ...); }) == 4;
    }());
    STRUCTWIRE_BOTH_TIMES([] {
        c_arrays object{};
        with_members<3>(object, [](auto& text, auto& grid, auto& inner) {
            text[15] = 'x';
            grid[1][2] = 5;
            inner[3].number = 6;
        });
        return object.text[15] == 'x' && object.grid[1][2] == 5 && object.inner[3].number == 6;
    }());
    STRUCTWIRE_BOTH_TIMES([] {
        none object;
        return with_members<0>(object, [] { return true; });
    }());
}

TEST_CASE("parts: of aggregates, tuples, and of one value itself", "[members]") {
    STATIC_REQUIRE(std::is_same_v<parts_of<c_arrays, 3>, type_list<char[16], int[2][3], single[4]>>);
    STATIC_REQUIRE(std::is_same_v<parts_of<std::tuple<int, char>, 2>, type_list<int, char>>);
    STATIC_REQUIRE(std::is_same_v<parts_of<std::pair<int, char>, 2>, type_list<int, char>>);
    STATIC_REQUIRE(std::is_same_v<parts_of<std::array<int, 2>, 2>, type_list<int, int>>);
    STATIC_REQUIRE(std::is_same_v<parts_of<std::array<int, 2>, 1>, type_list<std::array<int, 2>>>);
    STATIC_REQUIRE(std::is_same_v<parts_of<int, 1>, type_list<int>>);
    STATIC_REQUIRE(std::is_same_v<parts_of<single, 1>, type_list<int>>);
    STATIC_REQUIRE(std::is_same_v<structwire::detail::type_at<1, int, char[3], bool>, char[3]>);
}
