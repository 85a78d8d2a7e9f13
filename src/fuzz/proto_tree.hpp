// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A serialized Protocol Buffers message as a tree that can be changed and written again.
#ifndef STRUCTWIRE_FUZZ_PROTO_TREE_HPP
#define STRUCTWIRE_FUZZ_PROTO_TREE_HPP

#include <structwire/bytes.hpp>
#include <structwire/fuzz/mutation.hpp>
#include <structwire/protobuf/detail/wire.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace structwire::fuzz::proto {

using protobuf::detail::wire_type;

/// The widths of a tag and a length, in bytes; varints that are longer than need be keep theirs.
struct varint_widths {
    std::size_t tag = 1;
    std::size_t length = 1;
    std::size_t end_tag = 1;

    friend bool operator==(const varint_widths&, const varint_widths&) = default;
};

/// A field, or bytes that are none.
struct node {
    bool is_raw = false;      ///< no field: only `value` counts
    bool is_message = false;  ///< of wire_type::bytes: `fields` counts, not `value`
    std::uint32_t number = 1;
    wire_type type = wire_type::varint;  ///< never group_end
    varint_widths widths{};
    byte_vector value{};         ///< varint and fixed numbers as they stand on the wire
    std::vector<node> fields{};  ///< of a message and a group

    [[nodiscard]] bool is_bytes() const noexcept { return !is_raw && !is_message && type == wire_type::bytes; }
    [[nodiscard]] bool is_group() const noexcept { return !is_raw && type == wire_type::group_begin; }
    [[nodiscard]] bool has_fields() const noexcept { return is_group() || (!is_raw && is_message); }

    friend bool operator==(const node&, const node&) = default;
};

using nodes = std::vector<node>;

/// Messages and groups inside one another that are cut into fields; what is deeper stays bytes.
inline constexpr std::size_t max_depth = 32;

/// Whether bytes that are printable ASCII are looked into as well. They seldom are a message.
enum class text_is : std::uint8_t { text, maybe_a_message };

/// Cuts bytes into fields. What is no field comes last, as raw bytes: written() gives the same bytes again.
[[nodiscard]] nodes parsed(byte_view message, text_is text = text_is::text, std::size_t depth = 0);

/// The bytes of the fields. All lengths fit.
[[nodiscard]] byte_vector written(const nodes& fields);
void write(byte_vector& to, const node& field);

/// The number of bytes that write() writes.
[[nodiscard]] std::size_t size_of(const nodes& fields);
[[nodiscard]] std::size_t size_of(const node& field);

/// What stands behind the length of a field of wire_type::bytes, or between the tags of a group.
[[nodiscard]] byte_vector content_of(const node& field);

/// A varint of at least `width` bytes, at most 10.
[[nodiscard]] byte_vector varint(std::uint64_t number, std::size_t width = 1);
void put_varint(byte_vector& to, std::uint64_t number, std::size_t width = 1);

/// The number in a varint field or in the first 8 bytes of any other value.
[[nodiscard]] std::uint64_t number_of(const node& field);

/// The lowest `width` bytes of a number, little-endian.
[[nodiscard]] byte_vector fixed(std::uint64_t number, std::size_t width);

[[nodiscard]] node varint_field(std::uint32_t number, std::uint64_t value);
[[nodiscard]] node bytes_field(std::uint32_t number, byte_vector value);
[[nodiscard]] node value_field(std::uint32_t number, wire_type type, byte_vector value);
[[nodiscard]] node message_field(std::uint32_t number, nodes fields);
[[nodiscard]] node group_field(std::uint32_t number, nodes fields);
[[nodiscard]] node raw_bytes(byte_vector value);

}  // namespace structwire::fuzz::proto

#endif
