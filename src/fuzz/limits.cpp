// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/fuzz/limits.hpp>

#include <limits>
#include <string>

#include "allowance.hpp"

namespace structwire::fuzz {

namespace {

using optional_number = std::optional<std::uint64_t>;

std::uint64_t allowed_number(optional_number fixed, optional_number per_byte, std::uint64_t bytes) {
    if (!fixed && !per_byte) return detail::unbounded;
    std::uint64_t product = 0;
    std::uint64_t sum = 0;
    if (__builtin_mul_overflow(per_byte.value_or(0), bytes, &product) ||
        __builtin_add_overflow(fixed.value_or(0), product, &sum)) {
        return detail::unbounded;
    }
    return sum;
}

optional_number number_of(std::optional<std::chrono::nanoseconds> time) {
    if (!time) return std::nullopt;
    return time->count() < 0 ? 0 : static_cast<std::uint64_t>(time->count());
}

}  // namespace

detail::allowance detail::allowance_of(const limits& allowed, std::uint64_t bytes) {
    return {allowed_number(allowed.max_allocated_bytes, allowed.allocated_bytes_per_input_byte, bytes),
            allowed_number(allowed.max_allocation_bytes, allowed.allocation_bytes_per_input_byte, bytes),
            allowed_number(allowed.max_allocations, allowed.allocations_per_input_byte, bytes),
            allowed_number(number_of(allowed.max_time), number_of(allowed.time_per_input_byte), bytes)};
}

std::optional<finding> check_usage(const limits& allowed, const usage& cost, std::size_t input_bytes) {
    const detail::allowance most = detail::allowance_of(allowed, input_bytes);
    const auto number = [](std::uint64_t value) { return std::to_string(value); };
    const auto found = [&](const char* rule, const std::string& text, std::uint64_t bound) {
        return finding{rule, text + ", allowed are " + number(bound) + " for an input of " + number(input_bytes) +
                                 (input_bytes == 1 ? " byte" : " bytes")};
    };
    if (cost.allocation_bytes > most.allocation_bytes) {
        return found("no allocation is larger than its limit",
                     "one allocation of " + number(cost.allocation_bytes) + " bytes", most.allocation_bytes);
    }
    if (cost.allocated_bytes > most.allocated_bytes) {
        return found("the memory of a call stays within its limit",
                     number(cost.allocated_bytes) + " bytes allocated at the same time", most.allocated_bytes);
    }
    if (cost.allocations > most.allocations) {
        return found("the number of allocations stays within its limit", number(cost.allocations) + " allocations",
                     most.allocations);
    }
    const auto time = number_of(cost.time).value_or(0);
    if (time > most.nanoseconds) {
        return found("the time of a call stays within its limit", number(time) + " ns of CPU time", most.nanoseconds);
    }
    return std::nullopt;
}

}  // namespace structwire::fuzz
