// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/pack/half.hpp>

#include <bit>
#include <cstdint>
#include <limits>

#include "support/both_times.hpp"

namespace {

using structwire::half;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double quiet_nan = std::numeric_limits<double>::quiet_NaN();

constexpr std::uint16_t bits(double number) { return half::round(number).bits; }

constexpr bool is_nan(std::uint16_t pattern) { return (pattern & 0x7c00) == 0x7c00 && (pattern & 0x3ff) != 0; }

// Every finite binary16 number and the infinities survive the way through float and double.
constexpr bool survive(unsigned first, unsigned last) {
    for (unsigned pattern = first; pattern < last; ++pattern) {
        const half number{static_cast<std::uint16_t>(pattern)};
        if (is_nan(number.bits)) continue;
        if (half::round(static_cast<double>(number.to_float())) != number) return false;
        if (!half::fits(static_cast<double>(number.to_float()))) return false;
    }
    return true;
}

// Between two neighbours: the exact middle goes to the even one, anything beside it to the nearer one.
constexpr bool rounds_between(unsigned pattern) {
    const double low = static_cast<double>(half{static_cast<std::uint16_t>(pattern)}.to_float());
    const double high = static_cast<double>(half{static_cast<std::uint16_t>(pattern + 1)}.to_float());
    const double middle = low + (high - low) / 2;
    const auto below = std::bit_cast<double>(std::bit_cast<std::uint64_t>(middle) - 1);
    const auto above = std::bit_cast<double>(std::bit_cast<std::uint64_t>(middle) + 1);
    const unsigned even = pattern % 2 == 0 ? pattern : pattern + 1;
    return bits(below) == pattern && bits(middle) == even && bits(above) == pattern + 1 &&
           bits(-middle) == (even | 0x8000u);
}

}  // namespace

TEST_CASE("half: the values of CPython's own test", "[half]") {
    STRUCTWIRE_BOTH_TIMES(bits(1.0) == 0x3c00 && bits(2.0) == 0x4000 && bits(0.5) == 0x3800);
    STRUCTWIRE_BOTH_TIMES(bits(-2.0) == 0xc000 && bits(65504.0) == 0x7bff);
    STRUCTWIRE_BOTH_TIMES(bits(0.0) == 0x0000 && bits(-0.0) == 0x8000);
    STRUCTWIRE_BOTH_TIMES(bits(infinity) == 0x7c00 && bits(-infinity) == 0xfc00);
    STRUCTWIRE_BOTH_TIMES(bits(0x1p-14) == 0x0400 && bits(0x1p-24) == 0x0001 && bits(-0x1p-24) == 0x8001);
    STRUCTWIRE_BOTH_TIMES(bits(0x1p-14 - 0x1p-24) == 0x03ff);
    STRUCTWIRE_BOTH_TIMES(bits(1.0 / 3.0) == 0x3555);
}

TEST_CASE("half: rounds half to even", "[half][limits]") {
    STRUCTWIRE_BOTH_TIMES(bits(0x1p-25) == 0 && bits(-0x1p-25) == 0x8000);
    STRUCTWIRE_BOTH_TIMES(bits(0x1p-25 * 1.0001) == 1 && bits(0x1p-25 + 0x1p-35) == 1);
    STRUCTWIRE_BOTH_TIMES(bits(0x1p-26) == 0 && bits(0x1.8p-24) == 2);
    STRUCTWIRE_BOTH_TIMES(bits(1.00048828125) == 0x3c00 && bits(1.00048828126) == 0x3c01);
    STRUCTWIRE_BOTH_TIMES(bits(1.0 + 0x1.8p-10) == 0x3c02);
    STRUCTWIRE_BOTH_TIMES(bits(0x1p-1074) == 0 && bits(0x1p-1022) == 0);
}

TEST_CASE("half: rounds the double itself, not a float in between", "[half]") {
    // Through float this would become the exact middle first, and then the even neighbour.
    STRUCTWIRE_BOTH_TIMES(bits(1.0 + 0x1p-11 + 0x1p-40) == 0x3c01);
    STRUCTWIRE_BOTH_TIMES(bits(1.0 + 0x1.8p-10 - 0x1p-40) == 0x3c01);
    STRUCTWIRE_BOTH_TIMES(bits(0x1p-25 + 0x1p-60) == 1);
}

TEST_CASE("half: the greatest value that fits, at -1, exactly, +1", "[half][limits]") {
    STRUCTWIRE_BOTH_TIMES(half::fits(65519.99) && bits(65519.99) == 0x7bff);
    STRUCTWIRE_BOTH_TIMES(!half::fits(65520.0) && bits(65520.0) == 0x7c00);
    STRUCTWIRE_BOTH_TIMES(!half::fits(65520.01) && !half::fits(-65520.0) && half::fits(-65519.99));
    STRUCTWIRE_BOTH_TIMES(!half::fits(1e300) && !half::fits(std::numeric_limits<double>::max()));
    STRUCTWIRE_BOTH_TIMES(half::fits(std::bit_cast<double>(std::bit_cast<std::uint64_t>(65520.0) - 1)));
    STRUCTWIRE_BOTH_TIMES(half::fits(infinity) && half::fits(-infinity) && half::fits(quiet_nan) && half::fits(0.0));
}

TEST_CASE("half: a NaN keeps its sign and loses its payload", "[half]") {
    STRUCTWIRE_BOTH_TIMES(bits(quiet_nan) == 0x7e00);
    STRUCTWIRE_BOTH_TIMES(bits(std::bit_cast<double>(0xfff8000000000000)) == 0xfe00);
    STRUCTWIRE_BOTH_TIMES(bits(std::bit_cast<double>(0x7ff4000000000001)) == 0x7e00);
    STRUCTWIRE_BOTH_TIMES(bits(std::bit_cast<double>(0x7ff0000000000001)) == 0x7e00);
}

TEST_CASE("half: to_float is exact", "[half]") {
    STRUCTWIRE_BOTH_TIMES(half{0x7bff}.to_float() == 65504.0f && half{0x3555}.to_float() == 0x1.554p-2f);
    STRUCTWIRE_BOTH_TIMES(half{0x0001}.to_float() == 0x1p-24f && half{0x03ff}.to_float() == 0x3ffp-24f);
    STRUCTWIRE_BOTH_TIMES(std::bit_cast<std::uint32_t>(half{0x8000}.to_float()) == 0x80000000u);
    STRUCTWIRE_BOTH_TIMES(half{0xfc00}.to_float() == -std::numeric_limits<float>::infinity());
    STRUCTWIRE_BOTH_TIMES(std::bit_cast<std::uint32_t>(half{0xfe01}.to_float()) == 0xffc02000u);
}

TEST_CASE("half: all numbers survive", "[half]") {
    STATIC_REQUIRE(survive(0x03f0, 0x0410));  // the compiler's step limit
    CHECK(survive(0, 0x10000));
}

TEST_CASE("half: rounding between all neighbours", "[half]") {
    STATIC_REQUIRE(rounds_between(0) && rounds_between(0x3ff) && rounds_between(0x3c00) && rounds_between(0x7bfe));
    for (unsigned pattern = 0; pattern != 0x7bff; ++pattern) {
        if (!rounds_between(pattern)) FAIL_CHECK("rounds wrongly above " << pattern);
    }
}
