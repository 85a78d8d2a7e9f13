// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// IEEE 754 binary16: the value of the code `e`.
#ifndef STRUCTWIRE_PACK_HALF_HPP
#define STRUCTWIRE_PACK_HALF_HPP

#include <bit>
#include <cstdint>

namespace structwire {

/// A binary16 number as its bits. Every binary16 value is a float, so to_float() is exact.
///
/// Shape:   1 sign bit, 5 exponent bits (bias 15), 10 fraction bits
/// Source:  IEEE 754-2008, 3.6; rounding as CPython's PyFloat_Pack2
struct half {
    std::uint16_t bits = 0;

    /// The nearest binary16 number, ties to even, straight from the double and without a step through float.
    ///
    /// @return  infinity where the rounded magnitude exceeds 65504, see fits(); for a NaN the quiet NaN 0x7e00 with
    ///          the sign kept and the payload dropped
    [[nodiscard]] static constexpr half round(double number) noexcept {
        const auto wide = std::bit_cast<std::uint64_t>(number);
        const auto sign = static_cast<std::uint16_t>(wide >> 48 & 0x8000u);
        const std::uint64_t fraction = wide & fraction_mask;
        const int exponent = static_cast<int>(wide >> 52 & 0x7ffu) - 1023;
        if (exponent == 1024) return half{static_cast<std::uint16_t>(sign | (fraction != 0 ? 0x7e00u : 0x7c00u))};
        if (exponent < -25) return half{sign};
        if (exponent > 15) return half{static_cast<std::uint16_t>(sign | 0x7c00u)};
        // Cut off what binary16 has no room for: 42 fraction bits, and more below the least normal number.
        const int cut = exponent >= -14 ? 42 : 42 + (-14 - exponent);
        const std::uint64_t significand = fraction | std::uint64_t{1} << 52;
        const std::uint64_t rest = significand & ((std::uint64_t{1} << cut) - 1);
        const std::uint64_t tie = std::uint64_t{1} << (cut - 1);
        std::uint64_t kept = significand >> cut;
        if (rest > tie || (rest == tie && (kept & 1) != 0)) ++kept;
        // A carry out of the fraction correctly increments the exponent, up to infinity.
        const std::uint64_t biased = exponent >= -14 ? static_cast<std::uint64_t>(exponent + 14) << 10 : 0;
        return half{static_cast<std::uint16_t>(sign | (kept + biased))};
    }

    /// Whether round() keeps a finite number finite. Infinities and NaNs fit.
    [[nodiscard]] static constexpr bool fits(double number) noexcept {
        const bool finite = (std::bit_cast<std::uint64_t>(number) >> 52 & 0x7ffu) != 0x7ffu;
        return !finite || (round(number).bits & 0x7fffu) != 0x7c00u;
    }

    /// The greatest finite number, 65504.
    [[nodiscard]] static constexpr half greatest() noexcept { return half{0x7bff}; }

    /// The same number as a float. A NaN keeps its sign and its ten payload bits.
    [[nodiscard]] constexpr float to_float() const noexcept {
        const std::uint32_t sign = static_cast<std::uint32_t>(bits & 0x8000u) << 16;
        const std::uint32_t exponent = bits >> 10 & 0x1fu;
        const std::uint32_t fraction = bits & 0x3ffu;
        if (exponent == 31) return std::bit_cast<float>(sign | 0x7f800000u | fraction << 13);
        if (exponent != 0) return std::bit_cast<float>(sign | (exponent + 112) << 23 | fraction << 13);
        const float magnitude = static_cast<float>(fraction) * 0x1p-24f;
        return sign != 0 ? -magnitude : magnitude;
    }

    friend constexpr bool operator==(half, half) = default;

private:
    static constexpr std::uint64_t fraction_mask = (std::uint64_t{1} << 52) - 1;
};

}  // namespace structwire

#endif
