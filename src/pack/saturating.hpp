// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Sums and products of sizes that stay at the top instead of starting anew.
#ifndef STRUCTWIRE_SRC_PACK_SATURATING_HPP
#define STRUCTWIRE_SRC_PACK_SATURATING_HPP

#include <cstdint>
#include <limits>

namespace structwire::detail {

constexpr std::uint64_t sum(std::uint64_t left, std::uint64_t right) noexcept {
    const std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
    return left > most - right ? most : left + right;
}

constexpr std::uint64_t product(std::uint64_t left, std::uint64_t right) noexcept {
    const std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
    return right != 0 && left > most / right ? most : left * right;
}

}  // namespace structwire::detail

#endif
