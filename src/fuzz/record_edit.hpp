// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Changes single values in the bytes of a record. Whatever resizes the bytes makes located values stale.
#ifndef STRUCTWIRE_FUZZ_RECORD_EDIT_HPP
#define STRUCTWIRE_FUZZ_RECORD_EDIT_HPP

#include <structwire/bytes.hpp>
#include <structwire/format/layout.hpp>
#include <structwire/fuzz/mutation.hpp>

#include <cstddef>
#include <cstdint>

#include "located_record.hpp"

namespace structwire::fuzz {

/// Whether a value is some bits that a number describes: integers, booleans, characters, floating-point numbers, LEB128.
[[nodiscard]] bool is_number(value_kind kind) noexcept;

/// Whether an item is a number below zero where its first bit says so, or a zigzag one.
[[nodiscard]] bool is_signed(value_kind kind) noexcept;

/// Whether a value is LEB128.
[[nodiscard]] bool is_leb128(value_kind kind) noexcept;

/// Bits of a number: those of its item, 64 for LEB128.
[[nodiscard]] unsigned number_bits(const format_item& item) noexcept;

/// The number, in two's complement of 64 bits where the item is signed.
[[nodiscard]] std::uint64_t number_of(const format_item& item, const located_value& value, byte_view bytes) noexcept;

/// Writes the low bits of a number; LEB128 as the shortest.
void put_number(const format_item& item, const located_value& value, byte_vector& bytes, std::uint64_t number);

/// Whether a value is bytes whose number can change, or a group.
[[nodiscard]] bool has_content(value_kind kind) noexcept;

/// The largest number that the length of an item can say.
[[nodiscard]] std::uint64_t longest_content(const format_item& item) noexcept;

/// Writes the length or count in front of the content of an item that has one, and nothing else.
void put_length(const format_item& item, const located_value& value, byte_vector& bytes, std::uint64_t length);

/// Puts other bytes in place of from..to.
void splice(byte_vector& bytes, std::size_t from, std::size_t to, byte_view replacement);

/// Puts `content` in place of that of a value of variable size, with its length, cut to what the length can say; of a
/// value of fixed size cut or filled with NULs.
void put_content(const format_item& item, const located_value& value, byte_vector& bytes, byte_view content);

}  // namespace structwire::fuzz

#endif
