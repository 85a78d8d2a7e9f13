// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// IEEE 754 binary16: the value of the code `e`.
#ifndef STRUCTWIRE_PACK_HALF_HPP
#define STRUCTWIRE_PACK_HALF_HPP

#include <structwire/pack/detail/round_to_16_bits.hpp>

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
        return half{detail::round_to_16_bits<10, -14>(number)};
    }

    /// Whether round() keeps a finite number finite. Infinities and NaNs fit.
    [[nodiscard]] static constexpr bool fits(double number) noexcept {
        return !detail::is_finite(number) || (round(number).bits & 0x7fffu) != 0x7c00u;
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
};

}  // namespace structwire

#endif
