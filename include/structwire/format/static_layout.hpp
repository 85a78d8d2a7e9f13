// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The layout of a format that is known at compile time.
#ifndef STRUCTWIRE_FORMAT_STATIC_LAYOUT_HPP
#define STRUCTWIRE_FORMAT_STATIC_LAYOUT_HPP

#include <structwire/error.hpp>
#include <structwire/fixed_string.hpp>
#include <structwire/format/collect.hpp>
#include <structwire/format/names.hpp>
#include <structwire/format/reader.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace structwire {

/// Everything that a format text says, as data: its items and which of them are fields.
///
/// A field is what a caller passes and receives: `x` and items with a count of 0 are none, `4I` is one, and so is a
/// structure or a counted group with all that is in it. When `valid` is false only `fault` has a meaning.
template <std::size_t Items, std::size_t Fields>
struct static_layout {
    std::string_view text{};                     ///< the format text
    std::array<format_item, Items> items{};      ///< all items in the order of the text
    std::array<std::uint32_t, Fields> fields{};  ///< index into `items` of each field of the record's own level
    std::uint64_t size = 0;                      ///< bytes of a record, alignment gaps included; at least
    std::uint64_t max_size = 0;                  ///< the most; differs from `size` in a variable format
    bool valid = true;                           ///< the text has a meaning
    error fault{.code = errc::unknown_code};     ///< why not

    /// The item of field number `index`.
    [[nodiscard]] constexpr const format_item& field(std::size_t index) const noexcept { return items[fields[index]]; }

    /// Whether the size of a record depends on its bytes.
    [[nodiscard]] constexpr bool variable() const noexcept { return size != max_size; }
};

namespace detail {

struct item_counts {
    std::size_t items = 0;
    std::size_t fields = 0;
};

consteval item_counts count_fields(std::string_view text) {
    item_counts counts;
    std::size_t depth = 0;
    format_reader reader(text);
    for (format_item item{}; reader.next(item);) {
        if (item.kind == value_kind::end) {
            --depth;
            continue;
        }
        ++counts.items;
        if (depth == 0 && item.is_field()) ++counts.fields;
        if (item.is_nested()) ++depth;
    }
    return counts;
}

template <fixed_string Text>
consteval auto read_static_layout() {
    constexpr item_counts counts = count_fields(Text.view());
    static_layout<counts.items, counts.fields> layout;
    layout.text = Text.view();
    format_reader reader(Text.view());
    collect_items(reader, layout.items);
    layout.valid = !reader.failed();
    layout.fault = reader.fault();
    if (!layout.valid) return layout;
    std::size_t fields = 0;
    for (std::size_t index = 0; index < counts.items; index = next_sibling(layout.items, index)) {
        if (layout.items[index].is_field()) layout.fields[fields++] = static_cast<std::uint32_t>(index);
    }
    layout.size = reader.size();
    layout.max_size = reader.max_size();
    std::array<std::uint32_t, name_slots(counts.items)> slots{};
    const std::size_t duplicate = find_duplicate_name(Text.view(), layout.items, slots);
    if (duplicate != counts.items) {
        layout.valid = false;
        layout.fault = duplicate_name_error(Text.view(), layout.items[duplicate]);
    }
    return layout;
}

}  // namespace detail

/// The layout of `Text`, read once per program.
///
/// Limits:  what the compiler evaluates: formats of 512 items are tested
/// Example: `static_assert(structwire::layout_of<">IH">.size == 6);`
template <fixed_string Text>
inline constexpr auto layout_of = detail::read_static_layout<Text>();

/// The layout of `Text` for functions that take layouts of both kinds.
template <fixed_string Text>
inline constexpr layout_view layout_view_of{Text.view(), layout_of<Text>.items, layout_of<Text>.size,
                                            layout_of<Text>.max_size};

/// Never defined: naming a member of it stops the compiler at a line that says why the format is bad, at which
/// character, and which character that is. Both g++ and clang put all three into the first line of the error.
template <errc Reason, std::size_t Position, char Character>
struct bad_format;

/// The bad_format of `Text`.
template <fixed_string Text>
using bad_format_of =
    bad_format<layout_of<Text>.fault.code, layout_of<Text>.fault.position, layout_of<Text>.fault.letter>;

}  // namespace structwire

#endif
