// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The upper half of an IEEE 754 binary32, known as brain float: the value of `{bf16}`.
#ifndef STRUCTWIRE_PACK_BFLOAT16_HPP
#define STRUCTWIRE_PACK_BFLOAT16_HPP

#include <structwire/pack/detail/round_to_16_bits.hpp>

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
        return bfloat16{detail::round_to_16_bits<7, -126>(number)};
    }

    /// Whether round() keeps a finite number finite. Infinities and NaNs fit.
    [[nodiscard]] static constexpr bool fits(double number) noexcept {
        return !detail::is_finite(number) || (round(number).bits & 0x7fffu) != 0x7f80u;
    }

    /// The greatest finite number, 255 * 2^120.
    [[nodiscard]] static constexpr bfloat16 greatest() noexcept { return bfloat16{0x7f7f}; }

    /// The same number as a float. A NaN keeps its sign and its seven payload bits.
    [[nodiscard]] constexpr float to_float() const noexcept {
        return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
    }

    friend constexpr bool operator==(bfloat16, bfloat16) = default;
};

}  // namespace structwire

#endif
