// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// Changes of values and of the kinds of fields.
#include <algorithm>
#include <string_view>
#include <utility>

#include "proto_editor.hpp"

namespace structwire::fuzz::proto {

namespace {

using protobuf::detail::take_varint;

constexpr std::uint64_t bit(unsigned index) { return std::uint64_t{1} << index; }

// Also negative numbers of 32 bits, which are written with 64: in ten bytes.
constexpr std::array<std::uint64_t, 25> varint_edges{
    0,       1,           127,         128,         255,         256,         bit(14) - 1, bit(14),     bit(15) - 1,
    bit(15), bit(16),     bit(21),     bit(28) - 1, bit(28),     bit(31) - 1, bit(31),     bit(31) + 1, bit(32) - 1,
    bit(32), bit(32) + 1, bit(63) - 1, bit(63),     bit(63) + 1, 0 - bit(31), 0 - bit(0)};

// Edges of integers; then NaN, a signalling one, the infinities, the largest, the smallest, -0 and 1.
constexpr std::array<std::uint64_t, 12> fixed32_edges{0,           1,           0x7fff'ffff, 0x8000'0000,
                                                      0xffff'ffff, 0x7fc0'0000, 0x7f80'0001, 0x7f80'0000,
                                                      0xff80'0000, 0x7f7f'ffff, 0x0080'0000, 0x3f80'0000};
constexpr std::array<std::uint64_t, 12> fixed64_edges{0,
                                                      1,
                                                      bit(63) - 1,
                                                      bit(63),
                                                      0xffff'ffff'ffff'ffff,
                                                      0x7ff8'0000'0000'0000,
                                                      0x7ff0'0000'0000'0001,
                                                      0x7ff0'0000'0000'0000,
                                                      0xfff0'0000'0000'0000,
                                                      0x7fef'ffff'ffff'ffff,
                                                      0x0010'0000'0000'0000,
                                                      0x3ff0'0000'0000'0000};

// Cut-off, over-long, surrogate, beyond U+10FFFF, no beginning; then valid ones of 2 to 4 bytes, and a NUL.
using namespace std::string_view_literals;
constexpr std::array texts{"\xff"sv, "\xe2\x82"sv, "\xc0\xaf"sv,     "\xed\xa0\x80"sv,     "\xf4\x90\x80\x80"sv,
                           "\x80"sv, "\xc3\xa9"sv, "\xe2\x82\xac"sv, "\xf0\x9f\x98\x80"sv, "\xef\xbb\xbf"sv,
                           "\0"sv};

bool is_number(const node& field) {
    return !field.is_raw &&
           (field.type == wire_type::varint || field.type == wire_type::fixed32 || field.type == wire_type::fixed64);
}
bool is_field(const node& field) { return !field.is_raw; }
bool has_length(const node& field) { return !field.is_raw && field.type == wire_type::bytes; }
bool is_plain_bytes(const node& field) { return field.is_bytes(); }
bool has_content(const node& field) { return has_length(field) && size_of(field) > 2; }

std::size_t width_of(wire_type type) { return type == wire_type::fixed32 ? 4 : 8; }

std::uint64_t zigzag(std::uint64_t number) { return (number << 1) ^ (0 - (number >> 63)); }
std::uint64_t unzigzag(std::uint64_t number) { return (number >> 1) ^ (0 - (number & 1)); }

// The numbers of a packed field: pieces of bytes, all of them or none.
std::vector<byte_view> packed_numbers(byte_view content, wire_type type) {
    std::vector<byte_view> numbers;
    while (!content.empty()) {
        byte_view rest = content;
        if (type != wire_type::varint && content.size() >= width_of(type)) {
            rest = content.subspan(width_of(type));
        } else if (type != wire_type::varint || !take_varint(rest)) {
            return {};
        }
        numbers.push_back(content.first(content.size() - rest.size()));
        content = rest;
    }
    return numbers;
}

byte_vector copy_of(byte_view bytes) { return {bytes.begin(), bytes.end()}; }

}  // namespace

std::uint64_t editor::boundary_of(wire_type type) {
    if (type == wire_type::fixed32) return one_of(fixed32_edges, dice_);
    return type == wire_type::fixed64 ? one_of(fixed64_edges, dice_) : one_of(varint_edges, dice_);
}

void editor::set_number(node& field, std::uint64_t number) {
    field.value = field.type == wire_type::varint ? varint(number) : fixed(number, width_of(field.type));
}

bool editor::set_boundary() {
    node* const field = any(is_number);
    if (field == nullptr) return false;
    set_number(*field, boundary_of(field->type));
    return true;
}

bool editor::set_small_number() {
    node* const field = any(is_number);
    if (field == nullptr) return false;
    set_number(*field, dice_.below(dice_.one_in(4) ? 256 : 16));
    return true;
}

bool editor::step_number() {
    node* const field = any(is_number);
    if (field == nullptr) return false;
    const std::uint64_t number = number_of(*field);
    const bool is_zigzag = field->type == wire_type::varint && dice_.one_in(3);
    const std::uint64_t step = dice_.one_in(2) ? 1 : ~std::uint64_t{0};
    set_number(*field, is_zigzag ? zigzag(unzigzag(number) + step) : number + step);
    return true;
}

bool editor::change_sign() {
    node* const field = any(is_number);
    if (field == nullptr) return false;
    const std::uint64_t number = number_of(*field);
    if (field->type == wire_type::varint) {
        set_number(*field, dice_.one_in(2) ? zigzag(0 - unzigzag(number)) : 0 - number);
    } else {
        const std::uint64_t top = bit(static_cast<unsigned>(width_of(field->type) * 8 - 1));
        set_number(*field, dice_.one_in(2) ? number ^ top : 0 - number);
    }
    return true;
}

// As little-endian bytes, which is how engines keep the numbers that they have seen compared.
bool editor::mutate_number() {
    node* const field = any(is_number);
    if (field == nullptr) return false;
    const std::uint64_t number = number_of(*field);
    const bool is_zigzag = field->type == wire_type::varint && dice_.one_in(3);
    const bool is_short = field->type == wire_type::fixed32 || (number < bit(32) && !dice_.one_in(4));
    node plain{.type = wire_type::fixed64, .value = fixed(is_zigzag ? unzigzag(number) : number, is_short ? 4 : 8)};
    mutate_value(plain.value, false);
    const std::uint64_t wanted = is_zigzag ? zigzag(number_of(plain)) : number_of(plain);
    const node chosen = *field;
    set_number(*field, wanted);
    if (!dice_.one_in(3)) return true;
    // Which field was compared is not known: all of the same number, or of the same type.
    const bool is_any = dice_.one_in(2);
    for (const place& each : places(is_number)) {
        node& other = each.field();
        if (other.type == chosen.type && (is_any || other.number == chosen.number)) set_number(other, wanted);
    }
    return true;
}

bool editor::copy_value() {
    node* const to = any([](const node& field) { return is_number(field) || field.is_bytes(); });
    if (to == nullptr) return false;
    std::vector<const node*> sources;
    for (const place& each : places(is_field)) {
        const node& from = each.field();
        if (from.type == to->type && !from.has_fields() && from.value != to->value) sources.push_back(&from);
    }
    if (sources.empty()) return false;
    to->value = sources[dice_.below(sources.size())]->value;
    return true;
}

bool editor::lengthen_varint() {
    node* const field = any(is_field);
    if (field == nullptr) return false;
    const bool is_value = field->type == wire_type::varint && dice_.one_in(2);
    if (is_value) {
        const std::size_t size = field->value.size();
        if (size >= protobuf::detail::most_varint_bytes) return false;
        field->value = varint(number_of(*field), size + 1 + dice_.below(protobuf::detail::most_varint_bytes - size));
        return true;
    }
    std::size_t& width = has_length(*field) && dice_.one_in(2) ? field->widths.length : field->widths.tag;
    width = 2 + dice_.below(protobuf::detail::most_tag_bytes - 1);
    return true;
}

bool editor::mutate_content() {
    node* const field = any(dice_.one_in(8) ? has_length : is_plain_bytes);
    if (field == nullptr) return false;
    become_bytes(*field);
    mutate_value(field->value, true);
    return true;
}

bool editor::insert_text() {
    node* const field = any(is_plain_bytes);
    if (field == nullptr) return false;
    const byte_view text = as_bytes(one_of(texts, dice_));
    const auto to = field->value.begin() + static_cast<std::ptrdiff_t>(dice_.below(field->value.size() + 1));
    field->value.insert(to, text.begin(), text.end());
    return true;
}

bool editor::empty_field() {
    node* const field = any([](const node& each) { return has_length(each) || each.is_group(); });
    if (field == nullptr) return false;
    field->value.clear();
    field->fields.clear();
    return true;
}

bool editor::change_packed_element() {
    node* const field = any(has_length);
    if (field == nullptr) return false;
    const byte_vector content = content_of(*field);
    const auto numbers = packed_numbers(content, wire_type::varint);
    if (numbers.empty() && !content.empty()) return false;
    const std::size_t chosen = dice_.below(numbers.size() + 1);  // behind the last one: one more
    become_bytes(*field);
    field->value.clear();
    for (std::size_t index = 0; index <= numbers.size(); ++index) {
        if (index == chosen) {
            put_varint(field->value, boundary_of(wire_type::varint));
        } else if (index != numbers.size()) {
            field->value.insert(field->value.end(), numbers[index].begin(), numbers[index].end());
        }
    }
    return true;
}

// All fields of the number and type become one, where the first of them is.
bool editor::pack_fields() {
    const auto first = any_place(is_number);
    if (!first) return false;
    const node chosen = first->field();
    nodes& siblings = first->parent->fields;
    const auto is_same = [&](const node& each) {
        return is_number(each) && each.number == chosen.number && each.type == chosen.type;
    };
    node packed = bytes_field(chosen.number, {});
    for (const node& each : siblings) {
        if (is_same(each)) packed.value.insert(packed.value.end(), each.value.begin(), each.value.end());
    }
    const auto to = std::ranges::find_if(siblings, is_same) - siblings.begin();
    std::erase_if(siblings, is_same);
    siblings.insert(siblings.begin() + to, std::move(packed));
    return true;
}

bool editor::unpack_field() {
    const auto chosen = any_place(has_content);
    if (!chosen) return false;
    constexpr std::array types{wire_type::varint, wire_type::varint, wire_type::fixed32, wire_type::fixed64};
    const wire_type type = one_of(types, dice_);
    const std::uint32_t number = chosen->field().number;
    const byte_vector content = content_of(chosen->field());
    nodes unpacked;
    for (const byte_view value : packed_numbers(content, type)) {
        unpacked.push_back(value_field(number, type, copy_of(value)));
    }
    if (unpacked.empty()) return false;
    nodes& siblings = chosen->parent->fields;
    const auto to = siblings.erase(siblings.begin() + static_cast<std::ptrdiff_t>(chosen->index));
    siblings.insert(to, unpacked.begin(), unpacked.end());
    return true;
}

// The value stays as far as the other type can hold it.
bool editor::change_type() {
    node* const field = any(is_field);
    if (field == nullptr) return false;
    constexpr std::array types{wire_type::varint, wire_type::fixed64, wire_type::bytes, wire_type::group_begin,
                               wire_type::fixed32};
    const wire_type type = one_of(types, dice_);
    if (type == field->type) return false;
    if (type == wire_type::group_begin || field->is_group()) {
        const bool to_group = type == wire_type::group_begin;
        nodes inner = field->has_fields() ? field->fields : nodes{value_field(1, field->type, field->value)};
        if (type == wire_type::bytes || to_group) {
            *field = to_group ? group_field(field->number, std::move(inner))
                              : message_field(field->number, std::move(inner));
            return true;
        }
    }
    become_bytes(*field);
    const std::uint64_t number = number_of(*field);
    field->type = type;
    if (type != wire_type::bytes) set_number(*field, number);
    return true;
}

bool editor::change_number() {
    node* const field = any(is_field);
    if (field == nullptr) return false;
    constexpr std::array<std::uint32_t, 7> edges{1, 15, 16, 2047, 2048, 19000, (1u << 29) - 1};
    switch (dice_.below(5)) {
        case 0: field->number = one_of(edges, dice_); return true;
        case 4: {  // as engines see numbers compared
            byte_vector number = fixed(field->number, 4);
            mutate_value(number, false);
            const std::uint64_t changed = number_of(value_field(1, wire_type::fixed32, std::move(number)));
            field->number = std::max(static_cast<std::uint32_t>(changed & ((1u << 29) - 1)), 1u);
            return true;
        }
        case 1: field->number = any(is_field)->number; return true;
        case 2: field->number = std::min(field->number + 1, (1u << 29) - 1); return true;
        default: field->number = std::max(field->number, 2u) - 1; return true;
    }
}

}  // namespace structwire::fuzz::proto
