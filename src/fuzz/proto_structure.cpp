// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// Changes of the tree of fields, and bytes that are no message.
#include <algorithm>
#include <utility>

#include "proto_editor.hpp"

namespace structwire::fuzz::proto {

namespace {

using protobuf::detail::is_wire_message;
using protobuf::detail::tag_of;
using protobuf::detail::take_varint;

bool is_field(const node& field) { return !field.is_raw; }
bool is_raw(const node& field) { return field.is_raw; }
bool is_group(const node& field) { return field.is_group(); }

std::ptrdiff_t offset(std::size_t index) { return static_cast<std::ptrdiff_t>(index); }

void erase(const place& from) { from.parent->fields.erase(from.parent->fields.begin() + offset(from.index)); }

byte_vector bytes_of(const node& field) {
    byte_vector bytes;
    write(bytes, field);
    return bytes;
}

// `levels` messages or groups around a field.
node wrapped(node field, std::size_t levels, bool in_groups) {
    const std::uint32_t number = field.number;
    for (; levels != 0; --levels) {
        nodes inner;
        inner.push_back(std::move(field));
        field = in_groups ? group_field(number, std::move(inner)) : message_field(number, std::move(inner));
    }
    return field;
}

// The bytes as what they begin to be, where only their end is missing.
std::optional<node> completed(byte_view bytes) {
    const auto tag = take_varint(bytes, protobuf::detail::most_tag_bytes);
    if (!tag || *tag > 0xffff'ffff || *tag >> 3 == 0) return std::nullopt;
    const auto number = static_cast<std::uint32_t>(*tag >> 3);
    const auto type = static_cast<wire_type>(*tag & 7);
    byte_vector value(bytes.begin(), bytes.end());
    switch (type) {
        case wire_type::fixed32: value.resize(4); return value_field(number, type, std::move(value));
        case wire_type::fixed64: value.resize(8); return value_field(number, type, std::move(value));
        case wire_type::group_begin:
            if (!is_wire_message(bytes)) return std::nullopt;
            return group_field(number, parsed(bytes));
        case wire_type::bytes: {
            if (!take_varint(bytes, protobuf::detail::most_tag_bytes)) return std::nullopt;
            return bytes_field(number, {bytes.begin(), bytes.end()});
        }
        default: return std::nullopt;
    }
}

// A length that is not that of the content: off by one, or far too large.
std::uint64_t wrong_length(std::uint64_t size, random& dice) {
    const std::array<std::uint64_t, 6> lengths{
        size + 1, size - std::min<std::uint64_t>(size, 1), 2 * size + 2, 0x7fff'ffff, 0xffff'ffff, 0x7'ffff'ffff};
    const std::uint64_t length = one_of(lengths, dice);
    return length == size ? size + 1 : length;
}

// The field with one statement about itself that is wrong.
byte_vector lying(const node& field, random& dice) {
    const std::uint64_t tag = tag_of(field.number, field.type);
    byte_vector behind_tag = bytes_of(field);
    const std::size_t tag_size = std::max(protobuf::detail::varint_bytes(tag), field.widths.tag);
    behind_tag.erase(behind_tag.begin(), behind_tag.begin() + offset(tag_size));
    byte_vector bytes;
    const std::size_t kind = dice.below(6);
    if (kind < 3 && field.type == wire_type::bytes) {
        const byte_vector content = content_of(field);
        put_varint(bytes, tag);
        put_varint(bytes, wrong_length(content.size(), dice));
        bytes.insert(bytes.end(), content.begin(), content.end());
        return bytes;
    }
    if (kind < 3 && field.type == wire_type::varint) {  // of 11 bytes
        put_varint(bytes, tag);
        bytes.insert(bytes.end(), 10, std::byte{0x80});
        bytes.push_back(std::byte{1});
        return bytes;
    }
    switch (kind) {
        case 3: put_varint(bytes, static_cast<std::uint64_t>(field.type)); break;  // field 0
        case 4: bytes.assign(5, std::byte{0xff}); break;                           // a tag of more than 32 bits
        default: put_varint(bytes, (tag & ~std::uint64_t{7}) | (dice.one_in(2) ? 6 : 7)); break;
    }
    bytes.insert(bytes.end(), behind_tag.begin(), behind_tag.end());
    return bytes;
}

}  // namespace

bool editor::insert_field() {
    node& container = *any_container();
    insert_into(container, made_up(likely_number(container)));
    return true;
}

bool editor::duplicate_field() {
    const auto chosen = any_place(is_field);
    if (!chosen) return false;
    insert_into(*chosen->parent, node(chosen->field()));
    return true;
}

bool editor::erase_field() {
    const auto chosen = any_place(is_field);
    if (!chosen) return false;
    if (!dice_.one_in(3)) {
        erase(*chosen);
        return true;
    }
    // A run of them: engines keep the shorter one of two inputs that do the same, and in that each change hits more.
    nodes& siblings = chosen->parent->fields;
    const std::size_t last = siblings.size() - (siblings.back().is_raw ? 1 : 0);
    const auto from = siblings.begin() + offset(chosen->index);
    siblings.erase(from, from + offset(1 + dice_.below(last - chosen->index)));
    return true;
}

bool editor::swap_fields() {
    const auto chosen = any_place(is_field);
    if (!chosen) return false;
    nodes& siblings = chosen->parent->fields;
    const std::size_t other = dice_.below(siblings.size());
    if (other == chosen->index || siblings[other].is_raw) return false;
    std::swap(siblings[other], siblings[chosen->index]);
    return true;
}

bool editor::move_in() {
    const auto chosen = any_place(is_field);
    if (!chosen) return false;
    node moved = chosen->field();
    erase(*chosen);
    std::vector<node*> found = containers();
    found.erase(found.begin());
    if (found.empty()) {
        insert_into(root_, message_field(likely_number(root_), {std::move(moved)}));
    } else {
        insert_into(*found[dice_.below(found.size())], std::move(moved));
    }
    return true;
}

bool editor::move_out() {
    std::vector<place> found = places(is_field);
    std::erase_if(found, [](const place& each) { return each.outer == nullptr; });
    if (found.empty()) return false;
    const place chosen = found[dice_.below(found.size())];
    node moved = chosen.field();
    erase(chosen);
    insert_into(*chosen.outer, std::move(moved));
    return true;
}

// Messages of one number have one type, as a rule: what one of them holds, another may hold.
bool editor::splice_from_relative() {
    std::vector<node*> found = containers();
    found.erase(found.begin());
    if (found.empty()) return false;
    node& container = *found[dice_.below(found.size())];
    std::erase_if(found, [&container](const node* each) {
        return each == &container || each->number != container.number || each->fields.empty();
    });
    if (found.empty()) return false;
    const nodes& source = found[dice_.below(found.size())]->fields;
    const node copy = source[dice_.below(source.size())];
    if (!copy.is_raw) insert_into(container, copy);
    return !copy.is_raw;
}

bool editor::splice_field() {
    if (dice_.one_in(2) && splice_from_relative()) return true;
    node* const chosen = any(is_field);
    if (chosen == nullptr) return false;
    node copy = *chosen;
    node& container = *any_container();
    if (dice_.one_in(3)) copy.number = likely_number(container);
    insert_into(container, std::move(copy));
    return true;
}

bool editor::repeat_field() {
    const auto chosen = any_place(is_field);
    if (!chosen) return false;
    constexpr std::array<std::size_t, 9> counts{2, 3, 7, 15, 16, 63, 127, 255, 1000};
    const node copy = chosen->field();
    const std::size_t most = spare() / std::max<std::size_t>(size_of(copy), 1);
    const std::size_t count = std::min(one_of(counts, dice_), most);
    nodes& siblings = chosen->parent->fields;
    siblings.insert(siblings.begin() + offset(chosen->index), count, copy);
    return count != 0;
}

// A level or two, and the limit of the runtimes: 100.
bool editor::nest_deeper() {
    node* chosen = any(is_field);
    if (chosen == nullptr) return false;
    const std::size_t levels = dice_.one_in(2) ? 1 + dice_.below(4) : (dice_.one_in(4) ? 200 : 96 + dice_.below(9));
    *chosen = wrapped(std::move(*chosen), levels, dice_.one_in(4));
    return true;
}

bool editor::add_unknown_field() {
    constexpr std::array<std::uint32_t, 5> numbers{1000, 18999, 19000, 19999, (1u << 29) - 1};
    node& container = *any_container();
    insert_into(container, made_up(one_of(numbers, dice_)));
    return true;
}

// Bytes that are no field become one: what they begin to be, or a field that holds them.
bool editor::mend() {
    const auto chosen = any_place(is_raw);
    if (!chosen || is_wire_message(chosen->field().value)) return false;  // those are too deep in groups
    node& raw = chosen->field();
    auto complete = completed(raw.value);
    raw = complete ? std::move(*complete) : bytes_field(likely_number(*chosen->parent), std::move(raw.value));
    return true;
}

bool editor::end_wrongly() {
    const auto chosen = any_place(dice_.one_in(4) ? is_field : is_group);
    if (!chosen) {
        insert_into(root_, raw_bytes(varint(tag_of(likely_number(root_), wire_type::group_end))));
        return true;
    }
    node& field = chosen->field();
    if (!field.is_group()) field = group_field(field.number, {field});
    const byte_vector end = varint(tag_of(field.number, wire_type::group_end), field.widths.end_tag);
    byte_vector bytes = bytes_of(field);
    switch (dice_.below(3)) {
        case 0: bytes.resize(bytes.size() - end.size()); break;
        case 1: bytes.insert(bytes.end(), end.begin(), end.end()); break;
        default:
            bytes.resize(bytes.size() - end.size());
            put_varint(bytes, tag_of(field.number + 1, wire_type::group_end));
            break;
    }
    field = raw_bytes(std::move(bytes));
    return true;
}

// In the middle of a field, and of the messages around it or of its own message alone.
bool editor::cut_off() {
    const auto chosen = any_place(is_field);
    if (!chosen) return false;
    byte_vector bytes = bytes_of(chosen->field());
    bytes.resize(1 + dice_.below(bytes.size() - 1));
    nodes& siblings = chosen->parent->fields;
    siblings.erase(siblings.begin() + offset(chosen->index), siblings.end());
    siblings.push_back(raw_bytes(std::move(bytes)));
    return true;
}

bool editor::mutate_raw() {
    if (node* const raw = any(is_raw); raw != nullptr) {
        mutate_value(raw->value, true);
        return true;
    }
    byte_vector all = written(root_.fields);
    mutate_value(all, true);
    root_.fields = {raw_bytes(std::move(all))};
    return true;
}

bool editor::lie() {
    node* const chosen = any(is_field);
    if (chosen == nullptr) {
        insert_into(root_, raw_bytes({static_cast<std::byte>(dice_.below(8)), std::byte{1}}));
        return true;
    }
    *chosen = raw_bytes(lying(*chosen, dice_));
    return true;
}

}  // namespace structwire::fuzz::proto
