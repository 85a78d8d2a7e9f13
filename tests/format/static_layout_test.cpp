// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/format/static_layout.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "support/both_times.hpp"

namespace {

using structwire::errc;
using structwire::fixed_string;
using structwire::layout_of;

template <fixed_string Text>
constexpr bool refused(errc code, std::size_t position, char letter) {
    constexpr auto& layout = layout_of<Text>;
    return !layout.valid && layout.fault.code == code && layout.fault.position == position &&
           layout.fault.letter == letter && layout.fault.during == structwire::operation::parse_format;
}

// `B:n000:B:n001:...`, 512 items of 7 characters.
consteval auto many_names() {
    fixed_string<1 + 512 * 7> text;
    text.characters[0] = '>';
    for (std::size_t item = 0; item != 512; ++item) {
        char* const at = text.characters + 1 + item * 7;
        at[0] = 'B';
        at[1] = ':';
        at[2] = 'n';
        at[3] = static_cast<char>('0' + item / 100);
        at[4] = static_cast<char>('0' + item / 10 % 10);
        at[5] = static_cast<char>('0' + item % 10);
        at[6] = ':';
    }
    return text;
}

}  // namespace

TEST_CASE("layout_of: items and fields of a format", "[format][static_layout]") {
    constexpr auto& layout = layout_of<">I:id: 2x 0H 4h:levels: 8s">;
    STATIC_REQUIRE(layout.valid);
    STATIC_REQUIRE(layout.size == 22);
    STATIC_REQUIRE(layout.items.size() == 5);
    STATIC_REQUIRE(layout.fields == std::array<std::uint32_t, 3>{0, 3, 4});
    STATIC_REQUIRE(layout.field(1).letter == 'h');
    STATIC_REQUIRE(layout.field(1).offset == 6);
    STATIC_REQUIRE(layout.field(1).count == 4);
    STATIC_REQUIRE(layout.field(2).offset == 14);
}

TEST_CASE("layout_of: the empty format and a lone order are valid", "[format][static_layout]") {
    STATIC_REQUIRE(layout_of<"">.valid);
    STATIC_REQUIRE(layout_of<"">.size == 0);
    STATIC_REQUIRE(layout_of<"<">.valid);
    STATIC_REQUIRE(layout_of<"<">.items.empty());
}

TEST_CASE("layout_of: a zero-count text is a field, a zero-count number is none", "[format][static_layout]") {
    STATIC_REQUIRE(layout_of<">0s0p">.fields.size() == 2);
    STATIC_REQUIRE(layout_of<">0I0c0?">.fields.empty());
    STATIC_REQUIRE(layout_of<">0I0c0?">.items.size() == 3);
}

TEST_CASE("layout_of: a bad text is data that says why", "[format][static_layout][errors]") {
    STATIC_REQUIRE(refused<">Ik">(errc::unknown_code, 2, 'k'));
    STATIC_REQUIRE(refused<"IH">(errc::missing_byte_order, 0, 'I'));
    STATIC_REQUIRE(refused<">I4">(errc::count_without_code, 2, '4'));
    STATIC_REQUIRE(refused<">I:a:H:b:Q:a:">(errc::duplicate_name, 11, 'a'));
    STATIC_REQUIRE(refused<">I\0H">(errc::embedded_null, 2, '\0'));
}

TEST_CASE("layout_of: a fault in the text is told before a duplicate name", "[format][static_layout][errors]") {
    STATIC_REQUIRE(refused<">I:a:H:a:k">(errc::unknown_code, 9, 'k'));
}

TEST_CASE("layout_of: 512 items with names", "[format][static_layout][limits]") {
    STATIC_REQUIRE(layout_of<many_names()>.valid);
    STATIC_REQUIRE(layout_of<many_names()>.fields.size() == 512);
    STATIC_REQUIRE(layout_of<many_names()>.size == 512);
}
