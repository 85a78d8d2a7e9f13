// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// How the values of one item of fixed size are checked, stored and loaded at run time.
#ifndef STRUCTWIRE_SRC_PACK_FORMAT_RUNS_HPP
#define STRUCTWIRE_SRC_PACK_FORMAT_RUNS_HPP

#include <structwire/error.hpp>
#include <structwire/format/layout.hpp>
#include <structwire/pack/value.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>

namespace structwire::detail {

/// What to do with all values of an item. One table entry for each kind, size and order: which one is decided when the
/// format is compiled, not for each value.
struct format_run {
    /// Why a value cannot be packed, with its number in `bad`; errc{} when all can.
    errc (*check)(const format_item& item, const value* from, std::uint64_t& bad) noexcept;
    /// Writes the item's bytes. Bits in front of it in its first byte are kept.
    void (*store)(const format_item& item, std::byte* to, const value* from) noexcept;
    void (*load)(const format_item& item, const std::byte* from, value* to) noexcept;
};

/// The entry for an item; nullptr for pads, structures and items of variable size.
const format_run* find_run(const format_item& item) noexcept;

/// Bits of one value as errc::out_of_range says them.
constexpr std::uint64_t value_bits(const format_item& item) noexcept {
    return item.bits != 0 ? item.bits : item.unit * 8;
}

/// The bits of a value that is known to be an integer, without asking it again.
inline std::uint64_t checked_bits(const value& given) noexcept {
    if (!given.is_integer()) std::unreachable();
    return given.low_bits();
}

}  // namespace structwire::detail

#endif
