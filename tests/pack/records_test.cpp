// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/pack/pack.hpp>
#include <structwire/pack/records.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "support/both_times.hpp"

namespace {

using structwire::byte_view;
using structwire::errc;
using structwire::error;
using structwire::operation;
using structwire::pack;
using structwire::record_range;
using structwire::records;
using structwire::try_records;
using structwire::testing::bytes;

using ticks = record_range<">I:id: H:kind:">;

static_assert(std::random_access_iterator<ticks::iterator> && !std::contiguous_iterator<ticks::iterator>);
static_assert(std::ranges::random_access_range<ticks> && std::ranges::sized_range<ticks>);
static_assert(std::ranges::common_range<ticks> && std::ranges::borrowed_range<ticks> && std::ranges::view<ticks>);
static_assert(std::is_same_v<std::ranges::range_reference_t<ticks>, structwire::fields_for<">I:id: H:kind:">>);
static_assert(std::is_trivially_copyable_v<ticks> && std::is_trivially_copyable_v<ticks::iterator>);
static_assert(sizeof(ticks::iterator) == sizeof(void*));

constexpr auto wire = pack<">IHIHIHIH">(10, 1, 20, 2, 30, 1, 40, 4);

constexpr error failure(std::size_t size) {
    const auto got = try_records<">IH">(byte_view(wire).first(size));
    return got ? error{.code = errc{}} : got.error();
}

}  // namespace

TEST_CASE("records: gives the records in order", "[records]") {
    STRUCTWIRE_BOTH_TIMES([] {
        std::uint32_t ids = 0;
        int kinds = 0;
        for (const auto [id, kind] : records<">IH">(wire)) {
            ids += id;
            kinds = kinds * 10 + kind;
        }
        return ids == 100 && kinds == 1214;
    }());
    STRUCTWIRE_BOTH_TIMES([] {
        const auto all = records<">I:id: H:kind:">(wire);
        return all.size() == 4 && !all.empty() && all[3].get<"id">() == 40 && all.bytes().size() == 24;
    }());
}

TEST_CASE("records: iterators move by records in both directions", "[records]") {
    STRUCTWIRE_BOTH_TIMES([] {
        const auto all = records<">I:id: H:kind:">(wire);
        auto at = all.begin();
        const auto first = at++;
        const auto third = 2 + first;
        const auto last = all.end() - 1;
        return first->get<"id">() == 10 && at->get<"id">() == 20 && third[1].get<"id">() == 40 && last - first == 3 &&
               first < at && last > third && first + 4 == all.end() && (*--at).get<"kind">() == 1 && at++ == first &&
               all.end()[-2].get<0>() == 30;
    }());
    CHECK(ticks::iterator() == ticks::iterator());
    CHECK(ticks().empty());
    CHECK(ticks().begin() == ticks().end());
}

TEST_CASE("records: std::ranges algorithms and views take it", "[records]") {
    STRUCTWIRE_BOTH_TIMES([] {
        const auto all = records<">I:id: H:kind:">(wire);
        const auto id = [](const auto& record) { return record.template get<"id">(); };
        const auto found = std::ranges::lower_bound(all, 25u, {}, id);
        const auto kind4 = std::ranges::find_if(all, [](const auto& record) { return record.template get<1>() == 4; });
        return found - all.begin() == 2 && kind4->template get<0>() == 40 && std::ranges::is_sorted(all, {}, id) &&
               std::ranges::max(all, {}, [](const auto& record) {
                   return record.template get<"kind">();
               }).template get<"id">() == 40;
    }());
    std::uint32_t sum = 0;
    const auto odd = [](const auto& record) { return record.template get<1>() == 1; };
    for (const auto record : records<">IH">(wire) | std::views::filter(odd)) sum += record.get<0>();
    CHECK(sum == 40);
    for (const auto record : records<">IH">(wire) | std::views::reverse | std::views::drop(1) | std::views::take(1)) {
        CHECK(record.get<0>() == 30);
    }
    const auto all = records<">IH">(wire);
    CHECK(std::vector<std::ranges::range_value_t<decltype(all)>>(all.begin(), all.end()).size() == 4);
}

TEST_CASE("records: text of the records views the input", "[records][text]") {
    const std::array<char, 6> names{'a', 'b', 'c', 'd', 'e', 'f'};
    std::string joined;
    for (const auto [name] : records<"2s">(names)) joined += name.str() + ' ';
    CHECK(joined == "ab cd ef ");
    CHECK(records<"2s">(names)[1].get<0>().text().data() == names.data() + 2);
}

TEST_CASE("records: takes every multiple of the record, none included", "[records][limits]") {
    STRUCTWIRE_BOTH_TIMES(records<">I">(wire).size() == 6 && records<"24s">(wire).size() == 1);
    STRUCTWIRE_BOTH_TIMES([] {
        constexpr std::array<std::byte, 0> none{};
        return records<">I">(none).empty() && records<">I">(none).size() == 0;
    }());
    STRUCTWIRE_BOTH_TIMES(records<"@ih0i">(std::span(wire).first<24>()).size() == 3);
}

TEST_CASE("try_records: refuses what is no multiple, at the first extra byte", "[records][errors][limits]") {
    STRUCTWIRE_BOTH_TIMES(failure(0).code == errc{} && failure(6).code == errc{} && failure(12).code == errc{});
    STRUCTWIRE_BOTH_TIMES(
        failure(13) ==
        error{.code = errc::extra_bytes, .during = operation::iter_unpack, .offset = 12, .wanted = 6, .given = 13});
    STRUCTWIRE_BOTH_TIMES(failure(11).offset == 6 && failure(5).offset == 0 && failure(1).given == 1);
    CHECK(describe(failure(13)).view().starts_with("iterative unpacking requires a buffer of a multiple of 6 bytes"));
}

TEST_CASE("try_records: reads any contiguous bytes", "[records]") {
    const std::vector<unsigned char> numbers{0, 1, 0, 2, 0, 3};
    const auto got = try_records<">H">(numbers);
    REQUIRE(got);
    CHECK((*got)[2].get<0>() == 3);
    CHECK(try_records<"3s">(std::string_view("abcdef"))->size() == 2);
}

TEST_CASE("iter_unpack: is records by Python's name", "[records]") {
    STRUCTWIRE_BOTH_TIMES(structwire::iter_unpack<">IH">(wire).size() == 4);
    STRUCTWIRE_BOTH_TIMES(structwire::try_iter_unpack<">IH">(byte_view(wire)).value().size() == 4);
    STRUCTWIRE_BOTH_TIMES(structwire::try_iter_unpack<">I">(byte_view(wire).first(7)).error().offset == 4);
}
