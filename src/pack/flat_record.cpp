// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "flat_record.hpp"

#include <structwire/pack/detail/bits.hpp>

#include <bit>
#include <utility>

namespace structwire::detail {

namespace {

class step_planner {
public:
    explicit step_planner(const record_plan& plan) noexcept : plan_(plan) {}

    std::vector<format_step> plan(std::uint64_t size) {
        add_level({0, plan_.items.size()}, 0);
        zero_up_to(size);
        return std::move(steps_);
    }

private:
    static std::uint8_t code_of(const format_item& item) noexcept {
        const bool integer = item.kind == value_kind::signed_integer || item.kind == value_kind::unsigned_integer;
        if (!integer || item.count != 1 || item.letter == 'P' || !std::has_single_bit(item.unit)) return run;
        const unsigned sign = item.kind == value_kind::signed_integer ? 1 : 0;
        const auto size = static_cast<unsigned>(std::countr_zero(item.unit));
        const unsigned order = size != 0 && item.order == std::endian::little ? 6 : 0;
        return static_cast<std::uint8_t>(u8 + size * 2 + order + sign);
    }

    void add_level(item_range level, std::uint64_t base) {
        for (std::size_t index = level.first; index < level.last; index = next_sibling(plan_.items, index)) {
            const format_item& item = plan_.items[index];
            if (item.flat == 0 || item.count == 0) continue;
            const std::uint64_t begin = base + item.offset;
            if (item.kind == value_kind::structure && item.count == 1) {
                add_level(members_of(plan_, index), begin);
                continue;
            }
            // Reserved bits in front of it are in its own first byte.
            zero_up_to(begin + (item.bit_offset != 0 ? 1 : 0));
            add_item(index, begin);
            covered_ = begin + item.size();
        }
    }

    void add_item(std::size_t index, std::uint64_t begin) {
        const format_item& item = plan_.items[index];
        format_step step{begin, 0, 0, static_cast<std::uint32_t>(index), code_of(item)};
        if (item.kind == value_kind::structure) step.code = structure;
        if (step.code < run) {
            step.most = low_mask(static_cast<unsigned>(item.unit * 8));
            if (item.kind == value_kind::signed_integer) step.bias = (step.most >> 1) + 1;
        }
        steps_.push_back(step);
    }

    void zero_up_to(std::uint64_t end) {
        if (covered_ < end) steps_.push_back({covered_, 0, end - covered_, 0, zeros});
        if (covered_ < end) covered_ = end;
    }

    const record_plan& plan_;
    std::vector<format_step> steps_;
    std::uint64_t covered_ = 0;
};

}  // namespace

std::vector<format_step> plan_steps(const record_plan& plan, std::uint64_t size) {
    return step_planner(plan).plan(size);
}

}  // namespace structwire::detail
