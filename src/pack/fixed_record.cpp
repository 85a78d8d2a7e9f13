// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "fixed_record.hpp"

#include <cstring>

namespace structwire::detail {

namespace {

// Structures that hold pads alone may have any count: nothing loops over them.
bool has_values(const format_item& item) noexcept { return item.flat != 0 && item.count != 0; }

bad_value refuse(const format_item& item, std::size_t index, std::uint64_t number, std::uint64_t offset, errc reason,
                 const value& given) noexcept {
    const bool odd_bits = item.bits != 0 && item.unit == 0;
    const std::uint64_t inside = odd_bits ? (item.bit_offset + number * item.bits) / 8 : number * item.unit;
    return {reason, index, offset + inside, value_bits(item), given.low_bits()};
}

}  // namespace

bool check_item(const record_plan& plan, std::size_t index, std::uint64_t offset, const value*& from,
                bad_value& bad) noexcept {
    const format_item& item = plan.items[index];
    if (const format_run* const run = plan.runs[index]) {
        std::uint64_t number = 0;
        const errc reason = run->check(item, from, number);
        if (reason != errc{}) [[unlikely]] {
            bad = refuse(item, index, number, offset, reason, from[number]);
            return false;
        }
        from += item.count;
        return true;
    }
    if (!has_values(item)) return true;
    for (std::uint64_t element = 0; element != item.count; ++element) {
        if (!check_level(plan, members_of(plan, index), offset + element * item.unit, from, bad)) return false;
    }
    return true;
}

bool check_level(const record_plan& plan, item_range level, std::uint64_t offset, const value*& from,
                 bad_value& bad) noexcept {
    for (std::size_t index = level.first; index < level.last; index = next_sibling(plan.items, index)) {
        if (!check_item(plan, index, offset + plan.items[index].offset, from, bad)) return false;
    }
    return true;
}

const value* store_item(const record_plan& plan, std::size_t index, std::byte* to, const value* from) noexcept {
    const format_item& item = plan.items[index];
    if (const format_run* const run = plan.runs[index]) {
        run->store(item, to, from);
        return from + item.count;
    }
    if (!has_values(item)) return from;
    for (std::uint64_t element = 0; element != item.count; ++element) {
        from = store_level(plan, members_of(plan, index), to + element * item.unit, item.unit, from);
    }
    return from;
}

const value* store_level(const record_plan& plan, item_range level, std::byte* to, std::uint64_t size,
                         const value* from) noexcept {
    std::uint64_t covered = 0;
    const auto zero_up_to = [&](std::uint64_t end) {
        if (covered < end) std::memset(to + covered, 0, static_cast<std::size_t>(end - covered));
    };
    for (std::size_t index = level.first; index < level.last; index = next_sibling(plan.items, index)) {
        const format_item& item = plan.items[index];
        if (!has_values(item)) continue;
        // Reserved bits in front of it are in its own first byte.
        zero_up_to(item.offset + (item.bit_offset != 0 ? 1 : 0));
        from = store_item(plan, index, to + item.offset, from);
        covered = item.offset + item.size();
    }
    zero_up_to(size);
    return from;
}

value* load_item(const record_plan& plan, std::size_t index, const std::byte* from, value* to) noexcept {
    const format_item& item = plan.items[index];
    if (const format_run* const run = plan.runs[index]) {
        run->load(item, from, to);
        return to + item.count;
    }
    if (!has_values(item)) return to;
    for (std::uint64_t element = 0; element != item.count; ++element) {
        to = load_level(plan, members_of(plan, index), from + element * item.unit, to);
    }
    return to;
}

value* load_level(const record_plan& plan, item_range level, const std::byte* from, value* to) noexcept {
    for (std::size_t index = level.first; index < level.last; index = next_sibling(plan.items, index)) {
        to = load_item(plan, index, from + plan.items[index].offset, to);
    }
    return to;
}

}  // namespace structwire::detail
