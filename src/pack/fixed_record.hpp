// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Records of fixed size and the fixed parts of variable ones: structures inside structures, gaps, values.
#ifndef STRUCTWIRE_SRC_PACK_FIXED_RECORD_HPP
#define STRUCTWIRE_SRC_PACK_FIXED_RECORD_HPP

#include <structwire/error.hpp>
#include <structwire/format/layout.hpp>
#include <structwire/pack/value.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

#include "format_runs.hpp"

namespace structwire::detail {

/// The items of a compiled format, each with its run.
struct record_plan {
    std::span<const format_item> items;
    std::span<const format_run* const> runs;
};

/// The items of one level: the whole record, the members of a structure, or those of a group's element.
struct item_range {
    std::size_t first;
    std::size_t last;
};

constexpr item_range members_of(const record_plan& plan, std::size_t index) noexcept {
    return {index + 1, next_sibling(plan.items, index)};
}

/// A value that cannot be packed.
struct bad_value {
    errc reason;
    std::size_t item;      ///< index of the item
    std::uint64_t offset;  ///< of the value's bytes in the record
    std::uint64_t wanted;
    std::uint64_t given;
};

/// Checks the values of a level of fixed size whose first byte has `offset`, and moves `from` behind them.
///
/// @return  false with `bad` set when one of them cannot be packed
bool check_level(const record_plan& plan, item_range level, std::uint64_t offset, const value*& from,
                 bad_value& bad) noexcept;

/// Writes the `size` bytes of a level of fixed size, gaps as zeros.
///
/// @return  behind the last value of the level
const value* store_level(const record_plan& plan, item_range level, std::byte* to, std::uint64_t size,
                         const value* from) noexcept;

/// Reads the values of a level of fixed size.
///
/// @return  behind the last value written
value* load_level(const record_plan& plan, item_range level, const std::byte* from, value* to) noexcept;

/// The same for one item of fixed size, whose own offset does not count. It stores no pads.
bool check_item(const record_plan& plan, std::size_t index, std::uint64_t offset, const value*& from,
                bad_value& bad) noexcept;
const value* store_item(const record_plan& plan, std::size_t index, std::byte* to, const value* from) noexcept;
value* load_item(const record_plan& plan, std::size_t index, const std::byte* from, value* to) noexcept;

}  // namespace structwire::detail

#endif
