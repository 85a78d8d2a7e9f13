// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// What a format tells about itself: its fields, and whether it equals another one.
#include <structwire/pack/format.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "fixed_record.hpp"
#include "item_meaning.hpp"

namespace structwire {

namespace {

using detail::item_range;

// Where the fields of a level stand; error::nowhere for what the bytes decide.
struct level_place {
    std::uint64_t offset = 0;
    std::uint64_t value = 0;
    std::size_t depth = 0;
};

// Calls `visit(field, members, place of the members)` for each field of one level until it returns true.
template <class Visit>
bool visit_level(const format& compiled, item_range level, level_place place, Visit visit) {
    const auto items = compiled.items();
    bool counts_known = true;  // no group has been seen
    for (std::size_t index = level.first; index < level.last; index = next_sibling(items, index)) {
        const format_item& item = items[index];
        const std::uint64_t offset = place.offset == error::nowhere ? place.offset : place.offset + item.offset;
        const std::uint64_t value = counts_known ? place.value : error::nowhere;
        if (item.is_field()) {
            const format_field field{item.name(compiled.text()),
                                     item.code(compiled.text()),
                                     item.count,
                                     item.variable ? item.unit * item.count : item.size(),
                                     offset,
                                     item.values(),
                                     value,
                                     index,
                                     place.depth,
                                     item.is_nested()};
            const bool group = item.kind == value_kind::counted_group;
            const level_place inner{group ? error::nowhere : offset, group ? error::nowhere : value, place.depth + 1};
            if (visit(field, item_range{index + 1, next_sibling(items, index)}, inner)) return true;
        }
        if (item.variable) place.offset = error::nowhere;
        if (place.value != error::nowhere) place.value += item.values();
        for (std::size_t member = index; item.variable && member != next_sibling(items, index); ++member) {
            if (items[member].kind == value_kind::counted_group) counts_known = false;
        }
    }
    return false;
}

void append_fields(const format& compiled, item_range level, level_place place, std::vector<format_field>& to) {
    visit_level(compiled, level, place, [&](const format_field& field, item_range members, level_place inner) {
        to.push_back(field);
        if (field.nested) append_fields(compiled, members, inner, to);
        return false;
    });
}

std::optional<format_field> find_in(const format& compiled, item_range level, level_place place,
                                    std::string_view path) noexcept {
    std::optional<format_field> found;
    visit_level(compiled, level, place, [&](const format_field& field, item_range members, level_place inner) {
        if (field.name.empty() || !path.starts_with(field.name)) return false;
        const std::size_t size = field.name.size();
        if (path.size() == size) {
            found = field;
        } else if (field.nested && path[size] == '.') {
            found = find_in(compiled, members, inner, {path.data() + size + 1, path.size() - size - 1});
        }
        return found.has_value();
    });
    return found;
}

bool same_array(const format& left, const format_item& one, const format& right, const format_item& other) noexcept {
    detail::dimension_reader some(left.text(), one);
    detail::dimension_reader others(right.text(), other);
    if (some.left() != others.left()) return false;
    while (some.left() != 0) {
        if (some.next() != others.next()) return false;
    }
    return true;
}

bool same_item(const format& left, const format_item& one, const format& right, const format_item& other) noexcept {
    return one.kind == other.kind && one.letter == other.letter && one.unit == other.unit && one.count == other.count &&
           one.offset == other.offset && one.bits == other.bits && one.bit_offset == other.bit_offset &&
           one.element_bytes == other.element_bytes && one.length_bytes == other.length_bytes &&
           one.length_signed == other.length_signed && (one.order == other.order || !detail::order_matters(one)) &&
           one.name(left.text()) == other.name(right.text()) && same_array(left, one, right, other);
}

std::size_t next_field(std::span<const format_item> items, std::size_t index, std::size_t last) noexcept {
    while (index < last && !items[index].is_field()) index = next_sibling(items, index);
    return index;
}

bool same_level(const format& left, item_range some, const format& right, item_range others) noexcept {
    const auto ours = left.items();
    const auto theirs = right.items();
    while (true) {
        const std::size_t one = some.first = next_field(ours, some.first, some.last);
        const std::size_t other = others.first = next_field(theirs, others.first, others.last);
        if (one >= some.last || other >= others.last) return one >= some.last && other >= others.last;
        some.first = next_sibling(ours, one);
        others.first = next_sibling(theirs, other);
        if (!same_item(left, ours[one], right, theirs[other])) return false;
        if (ours[one].is_nested() && !same_level(left, {one + 1, some.first}, right, {other + 1, others.first})) {
            return false;
        }
    }
}

}  // namespace

std::vector<format_field> format::fields() const {
    std::vector<format_field> all;
    append_fields(*this, {0, items_.size()}, {}, all);
    return all;
}

std::optional<format_field> format::find(std::string_view path) const noexcept {
    return find_in(*this, {0, items_.size()}, {}, path);
}

bool operator==(const format& left, const format& right) noexcept {
    return left.size_ == right.size_ && left.max_size_ == right.max_size_ &&
           same_level(left, {0, left.items_.size()}, right, {0, right.items_.size()});
}

}  // namespace structwire
