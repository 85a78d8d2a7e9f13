// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Finds a name that occurs twice among the items of a format, in linear time.
#ifndef STRUCTWIRE_FORMAT_NAMES_HPP
#define STRUCTWIRE_FORMAT_NAMES_HPP

#include <structwire/error.hpp>
#include <structwire/format/layout.hpp>
#include <structwire/format/reader.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace structwire {

/// Number of slots that find_duplicate_name() needs for `items` items.
[[nodiscard]] constexpr std::size_t name_slots(std::size_t items) noexcept { return 2 * std::bit_ceil(2 * items + 1); }

/// Index of the first item whose name an earlier item of the same level already has, or `items.size()` when all names
/// differ. A level is the record, or the inside of one structure or one counted group.
///
/// @param text   the text that the items were read from
/// @param slots  work space of name_slots(items.size()) zeros; its content afterwards has no meaning
/// Complexity:   O(items + characters of the names), expected; a quadratic comparison of 512 names would exceed
///               what compilers evaluate at compile time
[[nodiscard]] constexpr std::size_t find_duplicate_name(std::string_view text, std::span<const format_item> items,
                                                        std::span<std::uint32_t> slots) noexcept {
    struct open_item {
        std::uint32_t level = 0;  // the item's index + 1; 0 is the record
        std::size_t end = 0;      // index behind its last member
    };
    std::array<open_item, format_reader::max_nesting + 1> open{};
    std::size_t depth = 0;
    open[0].end = items.size() + 1;
    for (std::size_t index = 0; index != items.size(); ++index) {
        while (index == open[depth].end) --depth;
        const std::uint32_t level = open[depth].level;
        const format_item& item = items[index];
        if (item.is_nested()) open[++depth] = {static_cast<std::uint32_t>(index + 1), next_sibling(items, index)};
        const std::string_view name = item.name(text);
        if (name.empty()) continue;
        std::uint32_t hash = (2166136261u ^ level) * 16777619u;  // FNV-1a
        for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
        const std::size_t mask = slots.size() / 2 - 1;
        std::size_t slot = hash & mask;
        for (; slots[2 * slot] != 0; slot = (slot + 1) & mask) {
            if (slots[2 * slot + 1] == level && items[slots[2 * slot] - 1].name(text) == name) return index;
        }
        slots[2 * slot] = static_cast<std::uint32_t>(index + 1);
        slots[2 * slot + 1] = level;
    }
    return items.size();
}

/// The error for an item whose name an earlier item already has.
[[nodiscard]] constexpr error duplicate_name_error(std::string_view text, const format_item& item) noexcept {
    error fault{.code = errc::duplicate_name, .during = operation::parse_format};
    fault.position = item.name_begin;
    fault.letter = text[item.name_begin];
    return fault;
}

}  // namespace structwire

#endif
