// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What a format string means: its items, each with its place in the bytes and in the text.
#ifndef STRUCTWIRE_FORMAT_LAYOUT_HPP
#define STRUCTWIRE_FORMAT_LAYOUT_HPP

#include <structwire/format/code.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace structwire {

/// Which rules a format text is read by.
enum class grammar : std::uint8_t {
    structwire,  ///< Python's codes; the byte order must be said, may change between items, and items may have names
    python,      ///< CPython's `struct` to the letter: no names, one optional prefix in front, native by default
};

/// One item of a format: a character with its count, never expanded.
///
/// `4I` is one item with a count of 4 and a size of 16; `8s` is one item with a count of 8, a size of 8 and one
/// value. Offsets start at the record, not at the buffer that it stands in.
struct format_item {
    char letter;               ///< the format character
    value_kind kind;           ///< what stands behind it
    std::endian order;         ///< order of its bytes, resolved for this target
    bool native;               ///< native size and alignment (`@`)
    bool counted;              ///< a count was written, also `1`
    std::uint8_t unit;         ///< bytes of one value (1 for `s`, `p` and `x`)
    std::uint64_t count;       ///< how many units
    std::uint64_t offset;      ///< bytes in front of it in the record, alignment included
    std::uint32_t position;    ///< index of the format character in the text
    std::uint32_t name_begin;  ///< index of the name's first character in the text
    std::uint32_t name_size;   ///< characters of the name, 0 if it has none

    /// Bytes of the whole item.
    [[nodiscard]] constexpr std::uint64_t size() const noexcept { return count * unit; }

    /// Whether the count counts bytes of one value (`s`, `p`) instead of values.
    [[nodiscard]] constexpr bool is_text() const noexcept {
        return kind == value_kind::bytes || kind == value_kind::pascal_bytes;
    }

    /// Values that the item stands for when counts are flattened, as Python does: 0 for `x`, 1 for `8s`, 4 for `4I`.
    [[nodiscard]] constexpr std::uint64_t values() const noexcept {
        if (kind == value_kind::pad) return 0;
        return is_text() ? 1 : count;
    }

    /// Whether the item is a field: something that holds at least one value.
    [[nodiscard]] constexpr bool is_field() const noexcept { return values() != 0; }

    /// The name inside `text`, the text that this item was read from; empty if it has none.
    [[nodiscard]] constexpr std::string_view name(std::string_view text) const noexcept {
        return name_size == 0 ? std::string_view() : std::string_view(text.data() + name_begin, name_size);
    }
};

/// What a format text says, borrowed: from a compile-time format or from a run-time one.
struct layout_view {
    std::string_view text;               ///< the format text
    std::span<const format_item> items;  ///< its items in order
    std::uint64_t size;                  ///< bytes of one record
};

}  // namespace structwire

#endif
