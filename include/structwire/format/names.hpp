// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Finds a name that occurs twice among the items of a format, in linear time.
#ifndef STRUCTWIRE_FORMAT_NAMES_HPP
#define STRUCTWIRE_FORMAT_NAMES_HPP

#include <structwire/error.hpp>
#include <structwire/format/layout.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace structwire {

/// Number of slots that find_duplicate_name() needs for `items` items.
[[nodiscard]] constexpr std::size_t name_slots(std::size_t items) noexcept { return std::bit_ceil(2 * items + 1); }

/// Index of the first item whose name an earlier item already has, or `items.size()` when all names differ.
///
/// @param text   the text that the items were read from
/// @param slots  work space of name_slots(items.size()) zeros; its content afterwards has no meaning
/// Complexity:   O(items + characters of the names), expected; a quadratic comparison of 512 names would exceed
///               what compilers evaluate at compile time
[[nodiscard]] constexpr std::size_t find_duplicate_name(std::string_view text, std::span<const format_item> items,
                                                        std::span<std::uint32_t> slots) noexcept {
    for (std::size_t index = 0; index != items.size(); ++index) {
        const std::string_view name = items[index].name(text);
        if (name.empty()) continue;
        std::uint32_t hash = 2166136261u;  // FNV-1a
        for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
        std::size_t slot = hash & (slots.size() - 1);
        for (; slots[slot] != 0; slot = (slot + 1) & (slots.size() - 1)) {
            if (items[slots[slot] - 1].name(text) == name) return index;
        }
        slots[slot] = static_cast<std::uint32_t>(index + 1);
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
