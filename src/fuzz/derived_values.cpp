// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "derived_values.hpp"

#include <algorithm>

#include "record_edit.hpp"

namespace structwire::fuzz {

related_values::related_values(const format& record, byte_view bytes)
    : located_(locate(record.layout(), bytes)), by_item_(record.items().size()) {
    for (std::size_t index = 0; index != located_.values.size(); ++index) {
        by_item_[located_.values[index].item].push_back(index);
    }
}

std::span<const std::size_t> related_values::inside(std::uint32_t scope, std::uint32_t item) const noexcept {
    const std::span<const std::size_t> all = by_item_[item];
    const located_scope& where = located_.scopes[scope];
    const auto first = std::ranges::lower_bound(all, where.first);
    return {first, std::ranges::lower_bound(first, all.end(), where.end)};
}

std::span<const std::size_t> related_values::belonging_to(std::size_t value, std::uint32_t item) const noexcept {
    const located_value& own = located_.values[value];
    for (std::uint32_t scope = own.scope;; scope = located_.scopes[scope].parent) {
        const auto found = inside(scope, item);
        if (found.empty() && scope != 0) continue;
        const auto siblings = inside(own.scope, own.item);
        if (siblings.size() < 2 || found.size() != siblings.size()) return found;
        return found.subspan(static_cast<std::size_t>(std::ranges::find(siblings, value) - siblings.begin()), 1);
    }
}

bool takes_text(value_kind kind) noexcept {
    return has_content(kind) ? kind != value_kind::counted_group
                             : kind == value_kind::bytes || kind == value_kind::pascal_bytes;
}

std::optional<std::uint64_t> length_of_always(const annotation& note, const format_item& counted) noexcept {
    const auto adjust = static_cast<std::uint64_t>(note.adjust);
    if (has_content(counted.kind)) return std::nullopt;
    return (takes_text(counted.kind) ? counted.size() : counted.count) + adjust;
}

std::optional<std::uint64_t> length_for(const field_rule& rule, const format& record, const related_values& related,
                                        std::size_t value, std::size_t size) {
    const auto adjust = static_cast<std::uint64_t>(rule.note.adjust);
    if (rule.first == field_rule::none) return size - related.located().values[value].end + adjust;
    const format_item& item = record.items()[rule.first];
    if (item.kind == value_kind::structure) return length_of_always(rule.note, item);
    const auto found = related.belonging_to(value, rule.first);
    if (found.empty()) return std::nullopt;
    const located_value& counted = related.located().values[found.front()];
    if (item.kind == value_kind::counted_group) {
        if (related.located().is_cut_off) return std::nullopt;  // nobody has counted them all
        return counted.elements.size() - 1 + adjust;
    }
    if (has_content(item.kind)) return counted.content_end - counted.content_begin + adjust;
    return length_of_always(rule.note, item);
}

std::optional<std::uint64_t> checksum_for(const field_rule& rule, const related_values& related, std::size_t value,
                                          byte_view bytes) {
    const auto& values = related.located().values;
    const std::size_t own_begin = values[value].begin;
    const std::size_t own_end = values[value].end;
    std::size_t from = 0;
    std::size_t to = own_begin;
    if (rule.first != field_rule::none) {
        const auto first = related.belonging_to(value, rule.first);
        const auto last = related.belonging_to(value, rule.last);  // of an array its last value
        if (first.empty() || last.empty()) return std::nullopt;
        from = values[first.front()].begin;
        to = values[last.back()].end;
    }
    if (from > to) return std::nullopt;
    running_checksum sum(rule.checksum.kind);
    if (own_begin < from || own_end > to) {
        sum.add(bytes.subspan(from, to - from));
    } else {
        sum.add(bytes.subspan(from, own_begin - from));
        sum.add(byte_vector(own_end - own_begin));  // itself it counts as zeros
        sum.add(bytes.subspan(own_end, to - own_end));
    }
    // The checksum's own order only counts where the field says none; integers say one.
    return sum.value();
}

}  // namespace structwire::fuzz
