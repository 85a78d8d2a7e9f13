// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/pack/bfloat16.hpp>

#include <bit>
#include <cstdint>
#include <limits>

#include "support/both_times.hpp"

namespace {

using structwire::bfloat16;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double quiet_nan = std::numeric_limits<double>::quiet_NaN();

constexpr double border = 0x1.ffp127;  // half way between the greatest brain float and the next power of two

constexpr std::uint16_t bits(double number) { return bfloat16::round(number).bits; }

constexpr bool is_nan(unsigned pattern) { return (pattern & 0x7f80) == 0x7f80 && (pattern & 0x7f) != 0; }

constexpr double number_of(unsigned pattern) {
    return static_cast<double>(bfloat16{static_cast<std::uint16_t>(pattern)}.to_float());
}

// Every finite brain float and the infinities survive the way through float and double.
constexpr bool survive(unsigned first, unsigned last) {
    for (unsigned pattern = first; pattern < last; ++pattern) {
        if (is_nan(pattern)) continue;
        if (bits(number_of(pattern)) != pattern || !bfloat16::fits(number_of(pattern))) return false;
    }
    return true;
}

// Between two neighbours: the exact middle goes to the even one, anything beside it to the nearer one.
constexpr bool rounds_between(unsigned pattern) {
    const double low = number_of(pattern);
    const double middle = low + (number_of(pattern + 1) - low) / 2;
    const auto below = std::bit_cast<double>(std::bit_cast<std::uint64_t>(middle) - 1);
    const auto above = std::bit_cast<double>(std::bit_cast<std::uint64_t>(middle) + 1);
    const unsigned even = pattern % 2 == 0 ? pattern : pattern + 1;
    return bits(below) == pattern && bits(middle) == even && bits(above) == pattern + 1 &&
           bits(-middle) == (even | 0x8000u);
}

}  // namespace

TEST_CASE("bfloat16: is the upper half of a float", "[bfloat16]") {
    STRUCTWIRE_BOTH_TIMES(bits(1.0) == 0x3f80 && bits(-2.0) == 0xc000 && bits(0.5) == 0x3f00);
    STRUCTWIRE_BOTH_TIMES(bits(0.0) == 0x0000 && bits(-0.0) == 0x8000);
    STRUCTWIRE_BOTH_TIMES(bits(infinity) == 0x7f80 && bits(-infinity) == 0xff80);
    STRUCTWIRE_BOTH_TIMES(bits(3.140625) == 0x4049 && bits(1.0 / 3.0) == 0x3eab);
    STRUCTWIRE_BOTH_TIMES(bits(0x1p-126) == 0x0080 && bits(0x1p-133) == 0x0001 && bits(-0x1p-133) == 0x8001);
}

TEST_CASE("bfloat16: rounds half to even, the double itself and not a float in between", "[bfloat16][limits]") {
    STRUCTWIRE_BOTH_TIMES(bits(1.0 + 0x1p-8) == 0x3f80 && bits(1.0 + 0x1.8p-7) == 0x3f82);
    STRUCTWIRE_BOTH_TIMES(bits(1.0 + 0x1p-8 + 0x1p-40) == 0x3f81 && bits(1.0 + 0x1.8p-7 - 0x1p-40) == 0x3f81);
    STRUCTWIRE_BOTH_TIMES(bits(0x1p-134) == 0 && bits(0x1p-134 + 0x1p-160) == 1 && bits(0x1.8p-133) == 2);
    STRUCTWIRE_BOTH_TIMES(bits(0x1p-135) == 0 && bits(-0x1p-1074) == 0x8000);
}

TEST_CASE("bfloat16: the greatest value that fits, at -1, exactly, +1", "[bfloat16][limits]") {
    STRUCTWIRE_BOTH_TIMES(bfloat16::fits(std::bit_cast<double>(std::bit_cast<std::uint64_t>(border) - 1)));
    STRUCTWIRE_BOTH_TIMES(bits(std::bit_cast<double>(std::bit_cast<std::uint64_t>(border) - 1)) == 0x7f7f);
    STRUCTWIRE_BOTH_TIMES(!bfloat16::fits(border) && !bfloat16::fits(-border) && bits(border) == 0x7f80);
    STRUCTWIRE_BOTH_TIMES(!bfloat16::fits(0x1p128) && !bfloat16::fits(std::numeric_limits<double>::max()));
    STRUCTWIRE_BOTH_TIMES(bfloat16::fits(infinity) && bfloat16::fits(quiet_nan) && bfloat16::fits(0.0));
}

TEST_CASE("bfloat16: a NaN stays quiet, keeps its sign and loses its payload", "[bfloat16]") {
    STRUCTWIRE_BOTH_TIMES(bits(quiet_nan) == 0x7fc0);
    STRUCTWIRE_BOTH_TIMES(bits(std::bit_cast<double>(0xfff8000000000000)) == 0xffc0);
    STRUCTWIRE_BOTH_TIMES(bits(std::bit_cast<double>(0x7ff0000000000001)) == 0x7fc0);
    STRUCTWIRE_BOTH_TIMES(std::bit_cast<std::uint32_t>(bfloat16{0xffc1}.to_float()) == 0xffc10000u);
}

TEST_CASE("bfloat16: all numbers survive", "[bfloat16]") {
    STATIC_REQUIRE(survive(0x0070, 0x0090));
    CHECK(survive(0, 0x10000));
}

TEST_CASE("bfloat16: rounding between all neighbours", "[bfloat16]") {
    STATIC_REQUIRE(rounds_between(0) && rounds_between(0x7f) && rounds_between(0x3f80) && rounds_between(0x7f7e));
    for (unsigned pattern = 0; pattern != 0x7f7f; ++pattern) {
        if (!rounds_between(pattern)) FAIL_CHECK("rounds wrongly above " << pattern);
    }
}
