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
#include <limits>
#include <span>
#include <string_view>

namespace structwire {

/// Which rules a format text is read by.
enum class grammar : std::uint8_t {
    structwire,  ///< Python's codes, PEP 3118 and the `{...}` family; the byte order must be said where it matters
    python,      ///< CPython's `struct` to the letter: no names, one optional prefix in front, native by default
};

/// The max_size of a format that has no longest record, for example of `{z}`.
inline constexpr std::uint64_t unlimited_size = std::numeric_limits<std::uint64_t>::max();

/// One item of a format: a code with its count, never expanded.
///
/// Items stand in the order of the text. A structure (`T{...}`) and a counted group (`{H:(...)}`) are followed by
/// their `members` items, members of members included; the offsets of these start at the structure or at one element
/// of the group. Behind an item of variable length, offsets start anew at its end.
///
/// `4I` is one item of 4 values of 4 bytes; `8s` is one item of 1 value of 8 bytes; `3{u5}` is one item of 3 values
/// of 5 bits.
struct format_item {
    char letter;                    ///< the format character; the first one behind `{`; of a length, the length's code
    value_kind kind;                ///< what stands behind it
    std::endian order;              ///< order of its bytes and bits, resolved for this target
    bool native;                    ///< native size and alignment (`@`)
    bool counted;                   ///< a count was written, also `1`
    bool variable;                  ///< its size stands in the bytes
    std::uint8_t shape_dimensions;  ///< counts in the `(2,3)` in front of it, 0 without one
    std::uint8_t bits;              ///< bits of one value of `{uN}`, `{iN}` and `{xN}`, otherwise 0
    std::uint8_t bit_offset;        ///< bits of the byte at `offset` that belong to what stands in front of it
    std::uint64_t unit;             ///< bytes of one value; of a variable item the least; 0 for odd bits
    std::uint64_t count;            ///< how many values; of a shape the product
    std::uint64_t flat;             ///< values of one of them when flattened, at least; 0 for pads
    std::uint64_t offset;           ///< bytes in front of it, alignment included
    std::uint32_t begin;            ///< index in the text of its first character, which may be a count
    std::uint32_t position;         ///< index in the text of the format character or bracket
    std::uint32_t end;              ///< index in the text behind its code; of a structure behind `T{`
    std::uint32_t name_begin;       ///< index in the text of the name's first character
    std::uint32_t name_size;        ///< characters of the name, 0 if it has none
    std::uint32_t members;          ///< items behind this one that belong to it
    std::uint64_t element_bytes;    ///< bytes of one element of a counted group, at least
    std::uint8_t length_bytes;      ///< bytes of the length of `{H:s}` and `{H:(...)}`, 0 for LEB128
    bool length_signed;             ///< that length is a signed integer

    /// Bytes of the whole item, at least; bits count as the bytes that they touch.
    [[nodiscard]] constexpr std::uint64_t size() const noexcept {
        return bits != 0 ? count / 8 * bits + (bit_offset + count % 8 * bits + 7) / 8 : count * unit;
    }

    /// Whether one value is text of a fixed number of bytes (`s`, `p`).
    [[nodiscard]] constexpr bool is_text() const noexcept {
        return kind == value_kind::bytes || kind == value_kind::pascal_bytes;
    }

    /// Whether members stand behind it.
    [[nodiscard]] constexpr bool is_nested() const noexcept {
        return kind == value_kind::structure || kind == value_kind::counted_group;
    }

    /// Values that the item stands for when counts are flattened, as Python does: 0 for `x`, 1 for `8s`, 4 for `4I`,
    /// 6 for `3T{IH}`. A counted group is its count and the values of its elements: at least 1.
    [[nodiscard]] constexpr std::uint64_t values() const noexcept { return flat * count; }

    /// Whether the item is a field: something that a caller passes and receives.
    [[nodiscard]] constexpr bool is_field() const noexcept { return kind != value_kind::pad && count != 0; }

    /// Whether one field is an array: `4I`, `(1)I`, `(2,3)8s`; not `I`, `1I` or `8s`.
    [[nodiscard]] constexpr bool is_array() const noexcept { return shape_dimensions != 0 || count != 1; }

    /// The name inside `text`, the text that this item was read from; empty if it has none.
    [[nodiscard]] constexpr std::string_view name(std::string_view text) const noexcept {
        return name_size == 0 ? std::string_view() : part(text, name_begin, name_size);
    }

    /// The item as written in `text`, without its name and without its members: `4I`, `{u24}`, `T{`.
    [[nodiscard]] constexpr std::string_view code(std::string_view text) const noexcept {
        return part(text, begin, end - begin);
    }

private:
    // Not string_view(pointer, 32 bits), which makes compilers ask whether an integer ends a range: 0.1 G instructions.
    static constexpr std::string_view part(std::string_view text, std::size_t first, std::size_t size) noexcept {
        return std::string_view(text.data() + first, size);
    }
};

/// Index of the item behind item number `index` and its members: the next one on the same level.
[[nodiscard]] constexpr std::size_t next_sibling(std::span<const format_item> items, std::size_t index) noexcept {
    return index + 1 + items[index].members;
}

/// The first item of variable size that is not so for its members' sake, of items that have one.
[[nodiscard]] constexpr const format_item& first_variable(std::span<const format_item> items) noexcept {
    std::size_t index = 0;
    while (!items[index].variable || items[index].kind == value_kind::structure) ++index;
    return items[index];
}

/// What a format text says, borrowed: from a compile-time format or from a run-time one.
struct layout_view {
    std::string_view text;               ///< the format text
    std::span<const format_item> items;  ///< its items in order
    std::uint64_t size;                  ///< bytes of one record; of a variable format the least
    std::uint64_t max_size;              ///< the most, unlimited_size where nothing bounds it

    /// Whether the size of a record depends on its bytes.
    [[nodiscard]] constexpr bool variable() const noexcept { return size != max_size; }
};

}  // namespace structwire

#endif
