// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/fuzz/limits.hpp>

#include <cstdint>
#include <limits>
#include <string>

#include "support/catch.hpp"

namespace fuzz = structwire::fuzz;
using fuzz::check_usage;
using std::chrono::nanoseconds;

namespace {

std::string text_of(const fuzz::limits& allowed, const fuzz::usage& cost, std::size_t bytes) {
    const auto found = check_usage(allowed, cost, bytes);
    return found ? std::string(found->oracle) + ": " + found->text : "";
}

}  // namespace

TEST_CASE("check_usage: no limit is no finding", "[fuzz][limits]") {
    constexpr auto most = std::numeric_limits<std::uint64_t>::max();
    CHECK(!check_usage({}, {most, most, most, nanoseconds::max()}, 0));
    CHECK(!check_usage({}, {most, most, most, nanoseconds::max()}, 1000));
}

TEST_CASE("check_usage: each limit at -1, exactly, and +1", "[fuzz][limits]") {
    for (const std::uint64_t used : {99u, 100u}) {
        CHECK(!check_usage({.max_allocated_bytes = 100}, {.allocated_bytes = used}, 5));
        CHECK(!check_usage({.max_allocation_bytes = 100}, {.allocation_bytes = used}, 5));
        CHECK(!check_usage({.max_allocations = 100}, {.allocations = used}, 5));
        CHECK(!check_usage({.max_time = nanoseconds(100)}, {.time = nanoseconds(used)}, 5));
    }
    CHECK(text_of({.max_allocated_bytes = 100}, {.allocated_bytes = 101}, 5) ==
          "the memory of a call stays within its limit: 101 bytes allocated at the same time, allowed are 100 for an "
          "input of 5 bytes");
    CHECK(
        text_of({.max_allocation_bytes = 100}, {.allocation_bytes = 101}, 1) ==
        "no allocation is larger than its limit: one allocation of 101 bytes, allowed are 100 for an input of 1 byte");
    CHECK(text_of({.max_allocations = 100}, {.allocations = 101}, 0) ==
          "the number of allocations stays within its limit: 101 allocations, allowed are 100 for an input of 0 bytes");
    CHECK(text_of({.max_time = nanoseconds(100)}, {.time = nanoseconds(101)}, 5) ==
          "the time of a call stays within its limit: 101 ns of CPU time, allowed are 100 for an input of 5 bytes");
}

TEST_CASE("check_usage: a part per byte of input is added to the fixed part", "[fuzz][limits]") {
    const fuzz::limits both{.max_allocated_bytes = 10, .allocated_bytes_per_input_byte = 3};
    CHECK(!check_usage(both, {.allocated_bytes = 40}, 10));
    CHECK(check_usage(both, {.allocated_bytes = 41}, 10));
    const fuzz::limits alone{.allocated_bytes_per_input_byte = 3,
                             .allocation_bytes_per_input_byte = 3,
                             .allocations_per_input_byte = 3,
                             .time_per_input_byte = nanoseconds(3)};
    CHECK(!check_usage(alone, {30, 30, 30, nanoseconds(30)}, 10));
    CHECK(check_usage(alone, {31, 0, 0, nanoseconds(0)}, 10));
    CHECK(check_usage(alone, {0, 31, 0, nanoseconds(0)}, 10));
    CHECK(check_usage(alone, {0, 0, 31, nanoseconds(0)}, 10));
    CHECK(check_usage(alone, {0, 0, 0, nanoseconds(31)}, 10));
    CHECK(check_usage(alone, {1, 0, 0, nanoseconds(0)}, 0));
}

TEST_CASE("check_usage: numbers that are too large are no limit, a negative time is none at all", "[fuzz][limits]") {
    constexpr auto most = std::numeric_limits<std::uint64_t>::max();
    CHECK(!check_usage({.allocated_bytes_per_input_byte = most / 2 + 1}, {.allocated_bytes = most}, 2));
    CHECK(!check_usage({.max_allocated_bytes = most, .allocated_bytes_per_input_byte = 1}, {.allocated_bytes = 9}, 2));
    CHECK(check_usage({.max_time = nanoseconds(-1)}, {.time = nanoseconds(1)}, 2));
    CHECK(!check_usage({.max_time = nanoseconds(-1)}, {.time = nanoseconds(0)}, 2));
}
