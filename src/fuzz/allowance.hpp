// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Limits for one size of input.
#ifndef STRUCTWIRE_SRC_FUZZ_ALLOWANCE_HPP
#define STRUCTWIRE_SRC_FUZZ_ALLOWANCE_HPP

#include <structwire/fuzz/limits.hpp>

#include <cstdint>
#include <limits>

namespace structwire::fuzz::detail {

inline constexpr std::uint64_t unbounded = std::numeric_limits<std::uint64_t>::max();

/// The greatest numbers that are allowed.
struct allowance {
    std::uint64_t allocated_bytes = unbounded;
    std::uint64_t allocation_bytes = unbounded;
    std::uint64_t allocations = unbounded;
    std::uint64_t nanoseconds = unbounded;
};

[[nodiscard]] allowance allowance_of(const limits& allowed, std::uint64_t bytes);

}  // namespace structwire::fuzz::detail

#endif
