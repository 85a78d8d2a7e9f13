// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/format/names.hpp>
#include <structwire/format/reader.hpp>
#include <structwire/format/static_layout.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "support/both_times.hpp"

namespace {

using structwire::format_item;

// Index of the first item with a name seen before, among at most 8 items.
constexpr std::size_t duplicate_in(std::string_view text) {
    std::array<format_item, 8> items{};
    std::size_t count = 0;
    structwire::format_reader reader(text);
    while (reader.next(items[count])) ++count;
    std::array<std::uint32_t, structwire::name_slots(8)> slots{};
    return structwire::find_duplicate_name(text, std::span(items).first(count),
                                           std::span(slots).first(structwire::name_slots(count)));
}

}  // namespace

TEST_CASE("find_duplicate_name: different names and missing names are no duplicates", "[format][names]") {
    STRUCTWIRE_BOTH_TIMES(duplicate_in("") == 0);
    STRUCTWIRE_BOTH_TIMES(duplicate_in(">III") == 3);
    STRUCTWIRE_BOTH_TIMES(duplicate_in(">I:a:I:b:I:A:I:aa:") == 4);
    STRUCTWIRE_BOTH_TIMES(duplicate_in(">I:a:I:a :I: a:") == 3);
}

TEST_CASE("find_duplicate_name: finds the first item with a name seen before", "[format][names]") {
    STRUCTWIRE_BOTH_TIMES(duplicate_in(">I:a:I:a:") == 1);
    STRUCTWIRE_BOTH_TIMES(duplicate_in(">I:a:II:b:H:a:B:b:") == 3);
    STRUCTWIRE_BOTH_TIMES(duplicate_in(">x:a:0I:a:") == 1);
}

TEST_CASE("find_duplicate_name: finds any pair among a thousand names", "[format][names]") {
    std::string text = ">";
    for (int index = 0; index != 1000; ++index) text += "B:name" + std::to_string(index) + ":";
    const auto check = [](const std::string& names) {
        std::vector<format_item> items;
        structwire::format_reader reader(names);
        for (format_item item{}; reader.next(item);) items.push_back(item);
        std::vector<std::uint32_t> slots(structwire::name_slots(items.size()));
        return structwire::find_duplicate_name(names, items, slots);
    };
    CHECK(check(text) == 1000);
    for (const int again : {0, 1, 499, 998, 999}) {
        CHECK(check(text + "B:name" + std::to_string(again) + ":") == 1000);
    }
}

TEST_CASE("duplicate_name_error: says where the second name stands", "[format][names][errors]") {
    constexpr std::string_view text = ">I:id:H:id:";
    structwire::format_reader reader(text);
    format_item item{};
    while (reader.next(item)) {
    }
    const structwire::error fault = structwire::duplicate_name_error(text, item);
    CHECK(fault.code == structwire::errc::duplicate_name);
    CHECK(fault.during == structwire::operation::parse_format);
    CHECK(fault.position == 8);
    CHECK(fault.letter == 'i');
}

TEST_CASE("names: are unique within their level", "[format][names][structure]") {
    STATIC_REQUIRE(structwire::layout_of<">T{I:a: H:b:}:a: T{I:a:}:b: {B:(I:a:)}:c:">.valid);
    STATIC_REQUIRE(structwire::layout_of<">T{I:a: H:b: I:a:}:a:">.fault.code == structwire::errc::duplicate_name);
    STATIC_REQUIRE(structwire::layout_of<">T{I:a: H:b: I:a:}:a:">.fault.position == 15);
    STATIC_REQUIRE(structwire::layout_of<">T{I:x:}:a: T{I:x:}:a:">.fault.position == 20);
    STATIC_REQUIRE(structwire::layout_of<">{B:(I:a: I:a:)}">.fault.code == structwire::errc::duplicate_name);
}
