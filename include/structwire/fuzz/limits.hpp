// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What a call may cost, and what it did cost.
#ifndef STRUCTWIRE_FUZZ_LIMITS_HPP
#define STRUCTWIRE_FUZZ_LIMITS_HPP

#include <structwire/fuzz/finding.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace structwire::fuzz {

/// What one call may cost. Each limit is a fixed part plus a part for each byte of input; one of them left out is 0,
/// and both left out is no limit.
/// Example:  `fuzz::limits{.max_allocated_bytes = 1024, .allocated_bytes_per_input_byte = 8, .max_allocations = 20}`
struct limits {
    /// Bytes that are allocated at the same time: the peak of what the call has allocated and not freed yet.
    std::optional<std::uint64_t> max_allocated_bytes{};
    std::optional<std::uint64_t> allocated_bytes_per_input_byte{};
    /// Bytes of one allocation. Stops a length that is believed before its bytes are there.
    std::optional<std::uint64_t> max_allocation_bytes{};
    std::optional<std::uint64_t> allocation_bytes_per_input_byte{};
    /// Allocations, also those that were freed again.
    std::optional<std::uint64_t> max_allocations{};
    std::optional<std::uint64_t> allocations_per_input_byte{};
    /// CPU time of the thread.
    std::optional<std::chrono::nanoseconds> max_time{};
    std::optional<std::chrono::nanoseconds> time_per_input_byte{};
};

/// What one call did cost. Sizes are those that were asked for, without what an allocator adds.
struct usage {
    std::uint64_t allocated_bytes = 0;   ///< most bytes at the same time
    std::uint64_t allocation_bytes = 0;  ///< of the largest allocation
    std::uint64_t allocations = 0;
    std::chrono::nanoseconds time{0};
};

/// Compares a cost with its limits.
///
/// @param input_bytes  what the parts per byte of input are multiplied with; products that are too large are no limit
/// @return             the first limit that is exceeded, the number, and the size of the input
[[nodiscard]] std::optional<finding> check_usage(const limits& allowed, const usage& cost, std::size_t input_bytes);

}  // namespace structwire::fuzz

#endif
