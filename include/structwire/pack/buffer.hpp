// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Buffers: where their bytes are, and where in them a record starts.
#ifndef STRUCTWIRE_PACK_BUFFER_HPP
#define STRUCTWIRE_PACK_BUFFER_HPP

#include <structwire/error.hpp>
#include <structwire/format/layout.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <type_traits>

namespace structwire {

/// Finds the record of `size` bytes at `offset` of a buffer of `buffer_bytes`.
///
/// A negative offset counts from the end, as in Python.
///
/// @return   the index of the record's first byte
/// Errors:   errc::short_buffer (size / buffer_bytes) with the record's start in error::offset; for a negative offset
///           nearer to the end than size, errc::short_buffer (size / bytes from there to the end) with letter `'-'`;
///           errc::bad_offset (buffer_bytes / offset) where a negative offset lies in front of the buffer
/// Source:   CPython, Modules/_struct.c, s_unpack_from and s_pack_into
[[nodiscard]] constexpr std::expected<std::size_t, error> locate_record(std::size_t buffer_bytes, std::ptrdiff_t offset,
                                                                        std::uint64_t size, operation during) noexcept {
    error fault{.code = errc::short_buffer, .during = during, .wanted = size, .given = buffer_bytes};
    if (offset >= 0) {
        const auto start = static_cast<std::size_t>(offset);
        if (start <= buffer_bytes && buffer_bytes - start >= size) return start;
        fault.offset = start;
        return std::unexpected(fault);
    }
    const std::size_t back = std::size_t{0} - static_cast<std::size_t>(offset);
    if (back >= size && back <= buffer_bytes) return buffer_bytes - back;
    fault.letter = '-';
    if (back <= buffer_bytes) fault.offset = buffer_bytes - back;
    if (back < size) {
        fault.given = back;
    } else {
        fault = {.code = errc::bad_offset, .during = during, .wanted = buffer_bytes};
        fault.given = static_cast<std::uint64_t>(offset);
    }
    return std::unexpected(fault);
}

/// The error for a record of variable size that begins at `start` of a buffer and ends behind it, in the words of
/// locate_record(). Other faults only get their offset in the buffer.
///
/// @param fault   from unpacking the bytes behind `start`
/// @param offset  as it was given to locate_record(), which found `start`
[[nodiscard]] constexpr error record_cut_off(error fault, std::size_t buffer_bytes, std::ptrdiff_t offset,
                                             std::size_t start) noexcept {
    if (fault.code != errc::short_buffer) {
        if (fault.offset != error::nowhere) fault.offset += start;
        return fault;
    }
    fault.offset = start;
    fault.letter = offset < 0 ? '-' : '\0';
    fault.given = offset < 0 ? buffer_bytes - start : buffer_bytes;
    return fault;
}

/// The error for an input of `given` bytes where a record of exactly `size` bytes is unpacked.
///
/// @return   errc::short_buffer (size / given) with the first missing byte in `offset` and the field that it belongs to
///           in `item`, or errc::extra_bytes (size / given) with the first extra byte in `offset`
[[nodiscard]] constexpr error wrong_record_size(std::span<const format_item> items, std::uint64_t size,
                                                std::uint64_t given, operation during) noexcept {
    error fault{.code = given < size ? errc::short_buffer : errc::extra_bytes, .during = during};
    fault.offset = given < size ? given : size;
    fault.wanted = size;
    fault.given = given;
    std::uint32_t field = 0;
    for (std::size_t index = 0; index < items.size(); index = next_sibling(items, index)) {
        const format_item& item = items[index];
        if (!item.is_field()) continue;
        if (item.offset + item.size() > given) {
            fault.item = field;
            fault.position = item.position;
            break;
        }
        ++field;
    }
    return fault;
}

/// Largest record that pack, try_pack and unpack give by value, in bytes. A larger one would stand on the stack, of
/// which a thread may have 128 KiB: pack_into, view and unpack_array work in the caller's memory.
inline constexpr std::size_t largest_result = 64 * 1024;

/// Never defined: a result of this many bytes is not returned by value, see largest_result.
template <std::size_t Bytes, std::size_t Limit>
struct result_too_large;

namespace detail {

// Stops the compiler at results that do not belong on a stack.
template <std::size_t Bytes>
consteval bool returnable() {
    if constexpr (Bytes > largest_result) {
        (void)result_too_large<Bytes, largest_result>::fault;
        return false;
    } else {
        return true;
    }
}

// The size that a type states, or dynamic.
template <class Type>
inline constexpr std::size_t static_size = std::dynamic_extent;
template <class Element, std::size_t Size>
inline constexpr std::size_t static_size<std::array<Element, Size>> = Size;
template <class Element, std::size_t Size>
inline constexpr std::size_t static_size<std::span<Element, Size>> = Size;
template <class Element, std::size_t Size>
inline constexpr std::size_t static_size<Element[Size]> = Size;
template <class Type>
    requires requires { Type::extent; } && std::same_as<typename Type::iterator, const std::byte*>
inline constexpr std::size_t static_size<Type> = Type::extent;

// The first byte of a contiguous range of bytes or characters.
template <class Range>
constexpr auto* byte_pointer(Range&& range) noexcept {
    auto* const first = std::data(range);
    using pointed = std::remove_pointer_t<decltype(first)>;
    static_assert(sizeof(pointed) == 1, "structwire reads and writes ranges of bytes or characters");
    if constexpr (std::same_as<std::remove_const_t<pointed>, std::byte>) {
        return first;
    } else if constexpr (std::is_const_v<pointed>) {
        return reinterpret_cast<const std::byte*>(first);
    } else {
        return reinterpret_cast<std::byte*>(first);
    }
}

}  // namespace detail

}  // namespace structwire

#endif
