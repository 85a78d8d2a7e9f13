// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The upper half of an IEEE 754 binary32, known as brain float: the value of `{bf16}`.
#ifndef STRUCTWIRE_PACK_BFLOAT16_HPP
#define STRUCTWIRE_PACK_BFLOAT16_HPP

#include <bit>
#include <cstdint>

namespace structwire {

/// A brain float as its bits. Every brain float is a float, so to_float() is exact.
///
/// Shape:   1 sign bit, 8 exponent bits (bias 127), 7 fraction bits: a float without its lower 16 bits
/// Source:  Intel, BFLOAT16 - Hardware Numerics Definition (the layout); IEEE 754-2008, 4.3.1 (the rounding)
struct bfloat16 {
    std::uint16_t bits = 0;

    /// The nearest brain float, ties to even, straight from the double and without a step through float.
    ///
    /// @return  infinity where the rounded magnitude exceeds the greatest brain float, see fits(); for a NaN the quiet
    ///          NaN 0x7fc0 with the sign kept and the payload dropped
    [[nodiscard]] static constexpr bfloat16 round(double number) noexcept {
        const auto wide = std::bit_cast<std::uint64_t>(number);
        const auto sign = static_cast<std::uint16_t>(wide >> 48 & 0x8000u);
        const std::uint64_t fraction = wide & fraction_mask;
        const int exponent = static_cast<int>(wide >> 52 & 0x7ffu) - 1023;
        if (exponent == 1024) return bfloat16{static_cast<std::uint16_t>(sign | (fraction != 0 ? 0x7fc0u : 0x7f80u))};
        if (exponent < -134) return bfloat16{sign};
        if (exponent > 127) return bfloat16{static_cast<std::uint16_t>(sign | 0x7f80u)};
        // Cut off what there is no room for: 45 fraction bits, and more below the least normal number.
        const int cut = exponent >= -126 ? 45 : 45 + (-126 - exponent);
        const std::uint64_t significand = fraction | std::uint64_t{1} << 52;
        const std::uint64_t rest = significand & ((std::uint64_t{1} << cut) - 1);
        const std::uint64_t tie = std::uint64_t{1} << (cut - 1);
        std::uint64_t kept = significand >> cut;
        if (rest > tie || (rest == tie && (kept & 1) != 0)) ++kept;
        // A carry out of the fraction correctly increments the exponent, up to infinity.
        const std::uint64_t biased = exponent >= -126 ? static_cast<std::uint64_t>(exponent + 126) << 7 : 0;
        return bfloat16{static_cast<std::uint16_t>(sign | (kept + biased))};
    }

    /// Whether round() keeps a finite number finite. Infinities and NaNs fit.
    [[nodiscard]] static constexpr bool fits(double number) noexcept {
        const bool finite = (std::bit_cast<std::uint64_t>(number) >> 52 & 0x7ffu) != 0x7ffu;
        return !finite || (round(number).bits & 0x7fffu) != 0x7f80u;
    }

    /// The greatest finite number, 255 * 2^120.
    [[nodiscard]] static constexpr bfloat16 greatest() noexcept { return bfloat16{0x7f7f}; }

    /// The same number as a float. A NaN keeps its sign and its seven payload bits.
    [[nodiscard]] constexpr float to_float() const noexcept {
        return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
    }

    friend constexpr bool operator==(bfloat16, bfloat16) = default;

private:
    static constexpr std::uint64_t fraction_mask = (std::uint64_t{1} << 52) - 1;
};

}  // namespace structwire

#endif
