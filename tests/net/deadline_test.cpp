// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of net::deadline.
#include <structwire/net/deadline.hpp>

#include <algorithm>
#include <chrono>
#include <limits>
#include <type_traits>

#include "support/catch.hpp"

namespace {

using namespace std::chrono_literals;
using structwire::net::deadline;

static_assert(std::is_trivially_copyable_v<deadline>);
static_assert(deadline() == deadline::never);
static_assert(deadline::never.is_never());
static_assert(!deadline::at(deadline::clock::time_point(1s)).is_never());
static_assert(deadline::at(deadline::clock::time_point(1s)) < deadline::never);

TEST_CASE("deadline: never does not expire and has all the time", "[net][deadline]") {
    CHECK_FALSE(deadline::never.expired());
    CHECK(deadline::never.remaining() == deadline::clock::duration::max());
}

TEST_CASE("deadline: in(0s) and negative waits have expired at once", "[net][deadline]") {
    CHECK(deadline::in(0s).expired());
    CHECK(deadline::in(-1h).expired());
    CHECK(deadline::in(std::chrono::nanoseconds::min()).expired());
    CHECK(deadline::in(-1h).remaining() == 0s);
}

TEST_CASE("deadline: in() is an absolute point that does not move", "[net][deadline]") {
    const auto before = deadline::clock::now();
    const deadline until = deadline::in(1h);
    const auto after = deadline::clock::now();
    CHECK(until.time() >= before + 1h);
    CHECK(until.time() <= after + 1h);
    CHECK_FALSE(until.expired());
    CHECK(until.remaining() <= 1h);
    CHECK(until.remaining() > 59min);
    CHECK(deadline::at(until.time()) == until);
}

TEST_CASE("deadline: in() takes any duration and means never beyond the clock's range", "[net][deadline]") {
    CHECK(deadline::in(std::chrono::hours::max()).is_never());
    CHECK(deadline::in(std::chrono::nanoseconds::max()).is_never());
    CHECK(deadline::in(std::chrono::duration<double>(std::numeric_limits<double>::infinity())).is_never());
    CHECK_FALSE(deadline::in(std::chrono::duration<double>(0.5)).is_never());
    CHECK_FALSE(deadline::in(std::chrono::duration<double, std::pico>(1)).is_never());
}

TEST_CASE("deadline: the earlier one is the lesser one", "[net][deadline]") {
    const deadline soon = deadline::in(1s);
    const deadline late = deadline::in(1h);
    CHECK(std::min(soon, late) == soon);
    CHECK(std::min(late, deadline::never) == late);
}

}  // namespace
