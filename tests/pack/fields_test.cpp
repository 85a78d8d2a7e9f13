// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/pack/fields.hpp>
#include <structwire/pack/pack.hpp>
#include <structwire/pack/unpack.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "support/both_times.hpp"

namespace {

using structwire::element;
using structwire::fields;
using structwire::fields_for;
using structwire::fixed_string;
using structwire::pack;
using structwire::unpack;

constexpr auto wire = pack<">I:id: H:kind: 2B">(42, 7, {1, 2});
constexpr auto record = unpack<">I:id: H:kind: 2B">(wire);

template <class Record, fixed_string Name>
concept has_index_1 = requires(const Record& fields) { fields.template get<1>(); };

// `B:n000:B:n001:...`
template <std::size_t Count>
consteval auto named_bytes() {
    fixed_string<Count * 7> text;
    for (std::size_t item = 0; item != Count; ++item) {
        char* const at = text.characters + item * 7;
        const char piece[] = {'B',
                              ':',
                              'n',
                              static_cast<char>('0' + item / 100),
                              static_cast<char>('0' + item / 10 % 10),
                              static_cast<char>('0' + item % 10),
                              ':'};
        for (std::size_t index = 0; index != sizeof piece; ++index) at[index] = piece[index];
    }
    return text;
}

}  // namespace

TEST_CASE("fields: elements by index, by name and by binding", "[fields]") {
    STRUCTWIRE_BOTH_TIMES(record.get<0>() == 42 && record.get<1>() == 7 && record.get<2>()[1] == 2);
    STRUCTWIRE_BOTH_TIMES(record.get<"id">() == 42 && record.get<"kind">() == 7);
    STRUCTWIRE_BOTH_TIMES(structwire::get<0>(record) == 42 && structwire::get<"kind">(record) == 7);
    STRUCTWIRE_BOTH_TIMES([] {
        const auto [id, kind, pair] = record;
        return id == 42 && kind == 7 && pair == std::array<std::uint8_t, 2>{1, 2};
    }());
}

TEST_CASE("fields: bindings by reference write through", "[fields]") {
    STRUCTWIRE_BOTH_TIMES([] {
        auto copy = record;
        auto& [id, kind, pair] = copy;
        id = 1;
        kind = 2;
        pair[0] = 3;
        copy.get<1>() += 1;
        return copy.get<"id">() == 1 && copy.get<1>() == 3 && copy.get<2>()[0] == 3;
    }());
    STRUCTWIRE_BOTH_TIMES([] {
        auto&& [id, kind, pair] = unpack<">I:id: H:kind: 2B">(wire);
        return id == 42 && kind == 7 && pair[0] == 1;
    }());
}

TEST_CASE("fields: apply calls with all values in order", "[fields]") {
    STRUCTWIRE_BOTH_TIMES(record.apply([](auto id, auto kind, const auto& pair) { return id + kind + pair[1]; }) == 51);
    STRUCTWIRE_BOTH_TIMES(fields<"">{}.apply([] { return 5; }) == 5);
}

TEST_CASE("fields: equality compares every value", "[fields]") {
    STRUCTWIRE_BOTH_TIMES(record == unpack<">I:id: H:kind: 2B">(wire));
    STRUCTWIRE_BOTH_TIMES([] {
        auto other = record;
        other.get<2>()[1] = 9;
        return other != record;
    }());
    STRUCTWIRE_BOTH_TIMES([] {
        constexpr auto one = pack<"c3s">('x', "ab");
        constexpr auto two = pack<"c3s">('x', "ab");
        return unpack<"c3s">(one) == unpack<"c3s">(two);
    }());
    STRUCTWIRE_BOTH_TIMES(fields<"">{} == fields<"">{});
}

TEST_CASE("fields: the type follows codes and names, not order or padding", "[fields]") {
    STATIC_REQUIRE(std::is_same_v<fields_for<">I:id:">, fields<"id:", element<'I', std::uint32_t>>>);
    STATIC_REQUIRE(std::is_same_v<fields_for<">IH">, fields_for<"<I 2x H">>);
    STATIC_REQUIRE_FALSE(std::is_same_v<fields_for<">I">, fields_for<">I:id:">>);
    STATIC_REQUIRE_FALSE(std::is_same_v<fields_for<">I">, fields_for<">L">>);
    STATIC_REQUIRE(std::is_same_v<fields_for<"3x">, fields<"">>);
}

TEST_CASE("fields: are an aggregate and a tuple-like type", "[fields]") {
    using record_type = fields_for<">I:id: H">;
    STATIC_REQUIRE(std::is_aggregate_v<record_type>);
    STATIC_REQUIRE(std::is_trivially_copyable_v<record_type>);
    STATIC_REQUIRE(std::tuple_size_v<record_type> == 2);
    STATIC_REQUIRE(std::is_same_v<std::tuple_element_t<1, record_type>, std::uint16_t>);
    STATIC_REQUIRE(has_index_1<record_type, "">);
    STATIC_REQUIRE_FALSE(has_index_1<fields_for<">I">, "">);
}

TEST_CASE("fields: two fields of the same type and no name stay apart", "[fields]") {
    STRUCTWIRE_BOTH_TIMES([] {
        const auto [first, second, third] = unpack<"3x B B B">(structwire::testing::bytes(0, 0, 0, 1, 2, 3));
        return first == 1 && second == 2 && third == 3;
    }());
}

TEST_CASE("fields: 512 fields with names", "[fields][limits]") {
    constexpr auto text = named_bytes<512>();
    std::array<std::byte, 512> bytes{};
    for (std::size_t index = 0; index != bytes.size(); ++index) bytes[index] = static_cast<std::byte>(index & 0xff);
    const auto many = unpack<text>(bytes);
    CHECK(many.get<511>() == 255);
    CHECK(many.get<"n257">() == 1);
    CHECK(many == unpack<text>(bytes));
}
