// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "proto_tree.hpp"

#include <algorithm>
#include <utility>

namespace structwire::fuzz::proto {

namespace {

using protobuf::detail::is_wire_message;
using protobuf::detail::tag_of;
using protobuf::detail::take_varint;
using protobuf::detail::varint_bytes;
using protobuf::detail::wire_field;
using protobuf::detail::wire_fields;

byte_vector copy_of(byte_view bytes) { return {bytes.begin(), bytes.end()}; }

bool is_printable(byte_view bytes) {
    return std::ranges::all_of(bytes, [](std::byte byte) { return byte >= std::byte{0x20} && byte < std::byte{0x7f}; });
}

// A field that begins at the front of `wire` and ends at its end.
node node_of(const wire_field& field, byte_view wire, text_is text, std::size_t depth) {
    node made{.number = field.number, .type = field.type};
    byte_view behind_tag = wire;
    (void)!take_varint(behind_tag);
    made.widths.tag = wire.size() - behind_tag.size();
    if (made.is_group()) {
        made.widths.end_tag = behind_tag.size() - field.value.size();
        made.fields = depth < max_depth ? parsed(field.value, text, depth + 1) : nodes{raw_bytes(copy_of(field.value))};
        return made;
    }
    if (field.type == wire_type::bytes) {
        made.widths.length = behind_tag.size() - field.value.size();
        const bool may_be = !field.value.empty() && depth < max_depth;
        const bool is_text = text == text_is::text && is_printable(field.value);
        if (may_be && !is_text && is_wire_message(field.value)) {
            made.is_message = true;
            made.fields = parsed(field.value, text, depth + 1);
            return made;
        }
    }
    made.value = copy_of(field.value);
    return made;
}

std::size_t length_of(const node& field) { return field.has_fields() ? size_of(field.fields) : field.value.size(); }

std::size_t width_of(std::uint64_t number, std::size_t width) { return std::max(varint_bytes(number), width); }

}  // namespace

nodes parsed(byte_view message, text_is text, std::size_t depth) {
    nodes found;
    wire_fields fields(message);
    for (byte_view before = message; !before.empty(); before = fields.rest()) {
        const auto field = fields.next();
        if (!field) {
            found.push_back(raw_bytes(copy_of(before)));
            break;
        }
        found.push_back(node_of(*field, before.first(before.size() - fields.rest().size()), text, depth));
    }
    return found;
}

std::size_t size_of(const node& field) {
    if (field.is_raw) return field.value.size();
    const std::size_t tag = width_of(tag_of(field.number, field.type), field.widths.tag);
    const std::size_t length = length_of(field);
    if (field.is_group()) {
        return tag + length + width_of(tag_of(field.number, wire_type::group_end), field.widths.end_tag);
    }
    return tag + length + (field.type == wire_type::bytes ? width_of(length, field.widths.length) : 0);
}

std::size_t size_of(const nodes& fields) {
    std::size_t size = 0;
    for (const node& field : fields) size += size_of(field);
    return size;
}

void write(byte_vector& to, const node& field) {
    if (!field.is_raw) put_varint(to, tag_of(field.number, field.type), field.widths.tag);
    if (!field.is_raw && field.type == wire_type::bytes) put_varint(to, length_of(field), field.widths.length);
    if (field.has_fields()) {
        for (const node& inner : field.fields) write(to, inner);
    } else {
        to.insert(to.end(), field.value.begin(), field.value.end());
    }
    if (field.is_group()) put_varint(to, tag_of(field.number, wire_type::group_end), field.widths.end_tag);
}

byte_vector written(const nodes& fields) {
    byte_vector bytes;
    for (const node& field : fields) write(bytes, field);
    return bytes;
}

byte_vector content_of(const node& field) { return field.has_fields() ? written(field.fields) : field.value; }

void put_varint(byte_vector& to, std::uint64_t number, std::size_t width) {
    std::size_t left = std::min(width_of(number, width), protobuf::detail::most_varint_bytes);
    for (; left > 1; --left, number >>= 7) to.push_back(static_cast<std::byte>((number & 0x7f) | 0x80));
    to.push_back(static_cast<std::byte>(number));
}

byte_vector varint(std::uint64_t number, std::size_t width) {
    byte_vector bytes;
    put_varint(bytes, number, width);
    return bytes;
}

std::uint64_t number_of(const node& field) {
    const bool is_varint = !field.is_raw && field.type == wire_type::varint;
    std::uint64_t number = 0;
    const std::size_t count = std::min<std::size_t>(field.value.size(), is_varint ? 10 : 8);
    for (std::size_t index = 0; index != count; ++index) {
        const auto byte = std::to_integer<std::uint64_t>(field.value[index]);
        number |= is_varint ? (byte & 0x7f) << (7 * index) : byte << (8 * index);
    }
    return number;
}

byte_vector fixed(std::uint64_t number, std::size_t width) {
    byte_vector bytes;
    for (; bytes.size() != width; number >>= 8) bytes.push_back(static_cast<std::byte>(number & 0xff));
    return bytes;
}

node value_field(std::uint32_t number, wire_type type, byte_vector value) {
    return {.number = number, .type = type, .value = std::move(value)};
}

node varint_field(std::uint32_t number, std::uint64_t value) {
    return value_field(number, wire_type::varint, varint(value));
}

node bytes_field(std::uint32_t number, byte_vector value) {
    return value_field(number, wire_type::bytes, std::move(value));
}

node message_field(std::uint32_t number, nodes fields) {
    return {.is_message = true, .number = number, .type = wire_type::bytes, .fields = std::move(fields)};
}

node group_field(std::uint32_t number, nodes fields) {
    return {.number = number, .type = wire_type::group_begin, .fields = std::move(fields)};
}

node raw_bytes(byte_vector value) { return {.is_raw = true, .value = std::move(value)}; }

}  // namespace structwire::fuzz::proto
