// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "record_relations.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "located_record.hpp"
#include "record_edit.hpp"

namespace structwire::fuzz {

namespace {

bool has_bytes(value_kind kind) noexcept {
    return kind == value_kind::bytes || kind == value_kind::pascal_bytes || kind == value_kind::terminated_bytes ||
           kind == value_kind::counted_bytes || kind == value_kind::rest;
}

bool is_free(const record_kind& record, std::uint32_t item) noexcept {
    const value_kind kind = record.layout.items()[item].kind;
    if (!is_number(kind) && !has_bytes(kind)) return false;
    return !record.rules.is_derived(item) && !record.rules.is_constant(item);
}

std::vector<const located_value*> free_values(const record_kind& record, const located_record& located) {
    std::vector<const located_value*> found;
    for (const located_value& value : located.values) {
        if (is_free(record, value.item)) found.push_back(&value);
    }
    return found;
}

std::string_view name_of(const record_kind& record, const located_value& value) {
    return record.layout.items()[value.item].name(record.layout.text());
}

byte_view content_of(const format_item& item, const located_value& value, byte_view bytes) {
    if (has_content(item.kind)) return bytes.subspan(value.content_begin, value.content_end - value.content_begin);
    const byte_view all = bytes.subspan(value.begin, value.end - value.begin);
    if (item.kind != value_kind::pascal_bytes || all.empty()) return all;
    return all.subspan(1, std::min<std::size_t>(std::to_integer<std::size_t>(all[0]), all.size() - 1));
}

// A value from which another one can be taken: of the same name, or, if there is none, of the same nature.
const located_value* donor(std::string_view name, bool number, const record_kind& other,
                           const std::vector<const located_value*>& values, random& dice) {
    std::vector<const located_value*> fitting;
    for (const bool named : {true, false}) {
        for (const located_value* const value : values) {
            const bool is_same_nature = is_number(other.layout.items()[value->item].kind) == number;
            const bool is_named = !name.empty() && name_of(other, *value) == name;
            if (is_same_nature && (is_named || !named)) fitting.push_back(value);
        }
        if (!fitting.empty()) return fitting[dice.below(fitting.size())];
    }
    return nullptr;
}

void add_to(const format_item& item, const located_value& value, byte_vector& bytes, std::uint64_t steps) {
    if (is_number(item.kind)) return put_number(item, value, bytes, number_of(item, value, bytes) + steps);
    const byte_view content = content_of(item, value, bytes);
    if (content.empty()) return;
    const auto last = static_cast<std::size_t>(content.data() - bytes.data()) + content.size() - 1;
    bytes[last] = static_cast<std::byte>((std::to_integer<std::uint64_t>(bytes[last]) + steps) & 0xff);
}

}  // namespace

bool borrow_value(const record_kind& record, byte_vector& bytes, const record_kind& other, byte_view others,
                  random& dice) {
    const located_record located = locate(record.layout.layout(), bytes);
    const located_record there = locate(other.layout.layout(), others);
    const auto own = free_values(record, located);
    if (own.empty()) return false;
    const located_value& value = *own[dice.below(own.size())];
    const format_item& item = record.layout.items()[value.item];
    const located_value* const from =
        donor(name_of(record, value), is_number(item.kind), other, free_values(other, there), dice);
    if (from == nullptr) return false;
    const format_item& from_item = other.layout.items()[from->item];
    const byte_vector before = bytes;
    if (is_number(item.kind)) {
        put_number(item, value, bytes, number_of(from_item, *from, others));
    } else {
        put_content(item, value, bytes, content_of(from_item, *from, others));
    }
    if (bytes == before) return false;
    record.rules.apply(record.layout, bytes, nullptr);
    return true;
}

void count_up(const record_kind& record, byte_vector& bytes, std::uint64_t steps, random dice) {
    const located_record located = locate(record.layout.layout(), bytes);
    const auto values = free_values(record, located);
    if (values.empty()) return;
    const located_value& value = *values[dice.below(values.size())];
    add_to(record.layout.items()[value.item], value, bytes, steps);
    record.rules.apply(record.layout, bytes, nullptr);
}

bool count_values(const record_kind& record, byte_vector& bytes, random& dice) {
    located_record located = locate(record.layout.layout(), bytes);
    std::vector<std::uint32_t> repeated;
    for (const located_value* const value : free_values(record, located)) {
        const auto count = std::ranges::count(located.values, value->item, &located_value::item);
        if (count > 1 && std::ranges::find(repeated, value->item) == repeated.end()) repeated.push_back(value->item);
    }
    if (repeated.empty()) return false;
    const std::uint32_t item = repeated[dice.below(repeated.size())];
    // From the last one, so that a number that needs more bytes moves none that is still to come.
    auto left = static_cast<std::uint64_t>(std::ranges::count(located.values, item, &located_value::item));
    for (auto value = located.values.rbegin(); value != located.values.rend(); ++value) {
        if (value->item == item) add_to(record.layout.items()[item], *value, bytes, --left);
    }
    return true;
}

}  // namespace structwire::fuzz
