// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "record_reader.hpp"

#include <structwire/pack/load_value.hpp>

#include "saturating.hpp"

namespace structwire::detail {

namespace {

// Bytes that an item takes, at least.
std::uint64_t least_of(const format_item& item) noexcept {
    return item.variable ? item.unit * item.count : item.size();
}

// Bytes from the end of item `index` to the end of its level, at least.
std::uint64_t least_behind(const record_plan& plan, item_range level, std::size_t index) noexcept {
    std::uint64_t least = 0;
    std::uint64_t end = plan.items[index].variable ? 0 : plan.items[index].offset + plan.items[index].size();
    for (index = next_sibling(plan.items, index); index < level.last; index = next_sibling(plan.items, index)) {
        const format_item& item = plan.items[index];
        const std::uint64_t item_end = item.offset + least_of(item);
        least = sum(least, item_end - end);
        end = item.variable ? 0 : item_end;
    }
    return least;
}

}  // namespace

std::uint32_t field_number(std::span<const format_item> items, std::size_t item) noexcept {
    std::uint32_t field = 0;
    for (std::size_t index = 0; next_sibling(items, index) <= item; index = next_sibling(items, index)) {
        if (items[index].is_field()) ++field;
    }
    return field;
}

bool record_reader::read(value* to) noexcept {
    to_ = to;
    at_ = 0;
    values_ = 0;
    return read_level({0, plan_.items.size()});
}

// Moves at_ from the first byte of the level to its end.
bool record_reader::read_level(item_range level) noexcept {
    std::uint64_t base = at_;
    for (std::size_t index = level.first; index < level.last; index = next_sibling(plan_.items, index)) {
        const format_item& item = plan_.items[index];
        at_ = base + item.offset;
        bool good = true;
        if (item.variable) {
            good = read_variable(index);
            base = at_;
        } else if (item.size() > input_.size() || at_ > input_.size() - item.size()) {
            good = refuse_short(item, at_ + item.size());
        } else {
            if (to_ != nullptr) to_ = load_item(plan_, index, input_.data() + at_, to_);
            values_ = sum(values_, item.values());
            at_ += item.size();
        }
        if (good) [[likely]]
            continue;
        if (fault_.item == error::no_item && item.is_field()) fault_.item = field_number(plan_.items, index);
        if (fault_.code == errc::short_buffer) fault_.wanted = sum(fault_.wanted, least_behind(plan_, level, index));
        return false;
    }
    return true;
}

bool record_reader::refuse_short(const format_item& item, std::uint64_t wanted) noexcept {
    fault_ = {.code = errc::short_buffer, .during = operation::unpack};
    fault_.position = item.position;
    fault_.offset = input_.size();
    fault_.wanted = wanted;
    fault_.given = input_.size();
    return false;
}

bool record_reader::read_variable(std::size_t index) noexcept {
    const format_item& item = plan_.items[index];
    if (at_ > input_.size()) return refuse_short(item, at_ + least_of(item));
    if (item.kind == value_kind::structure) return read_structure(index);
    const auto loaded = load_variable(item, input_.subspan(static_cast<std::size_t>(at_)));
    if (!loaded) {
        fault_ = loaded.error();
        fault_.offset += at_;
        if (fault_.code == errc::short_buffer) {
            fault_.wanted = sum(fault_.wanted, at_);
            fault_.given = input_.size();
        }
        return false;
    }
    at_ += loaded->bytes;
    values_ = sum(values_, 1);
    if (to_ != nullptr) *to_++ = loaded->content;
    if (item.kind != value_kind::counted_group) return true;
    return read_elements(index, loaded->content.low_bits(), item.element_bytes);
}

bool record_reader::read_structure(std::size_t index) noexcept {
    const format_item& item = plan_.items[index];
    if (least_of(item) > input_.size() - at_) return refuse_short(item, sum(at_, least_of(item)));
    return read_elements(index, item.count, item.unit);
}

// `least` bytes for each of `count` elements are there.
bool record_reader::read_elements(std::size_t index, std::uint64_t count, std::uint64_t least) noexcept {
    const item_range members = members_of(plan_, index);
    std::uint64_t flat = 0;
    bool variable = false;
    for (std::size_t member = members.first; member < members.last; member = next_sibling(plan_.items, member)) {
        flat += plan_.items[member].values();
        variable = variable || plan_.items[member].variable;
    }
    if (!variable && (to_ == nullptr || flat == 0)) {
        at_ += count * least;
        values_ = sum(values_, product(count, flat));
        return true;
    }
    for (std::uint64_t element = 0; element != count; ++element) {
        if (variable) {
            if (read_level(members)) continue;
            if (fault_.code == errc::short_buffer) {
                fault_.wanted = sum(fault_.wanted, product(count - element - 1, least));
            }
            return false;
        }
        to_ = load_level(plan_, members, input_.data() + at_, to_);
        at_ += least;
        values_ += flat;
    }
    return true;
}

}  // namespace structwire::detail
