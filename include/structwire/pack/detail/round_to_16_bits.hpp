// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Rounding of a double to a floating-point format of 16 bits. Not for direct use.
#ifndef STRUCTWIRE_PACK_DETAIL_ROUND_TO_16_BITS_HPP
#define STRUCTWIRE_PACK_DETAIL_ROUND_TO_16_BITS_HPP

#include <bit>
#include <cstdint>

namespace structwire::detail {

/// Whether the number is neither infinite nor a NaN.
constexpr bool is_finite(double number) noexcept {
    return (std::bit_cast<std::uint64_t>(number) >> 52 & 0x7ffu) != 0x7ffu;
}

/// The nearest number of a format with a sign, exponent bits for 2^LeastExponent to 2^(1 - LeastExponent) and FractionBits,
/// ties to even. Beyond the greatest it is infinity; a NaN becomes quiet, keeps its sign and loses its payload.
template <int FractionBits, int LeastExponent>
constexpr std::uint16_t round_to_16_bits(double number) noexcept {
    constexpr std::uint64_t infinity = 0x7fffu >> FractionBits << FractionBits;
    constexpr std::uint64_t quiet = std::uint64_t{1} << (FractionBits - 1);
    const auto wide = std::bit_cast<std::uint64_t>(number);
    const std::uint64_t sign = wide >> 48 & 0x8000u;
    const std::uint64_t fraction = wide & ((std::uint64_t{1} << 52) - 1);
    const int exponent = static_cast<int>(wide >> 52 & 0x7ffu) - 1023;
    if (exponent == 1024) return static_cast<std::uint16_t>(sign | infinity | (fraction != 0 ? quiet : 0));
    if (exponent < LeastExponent - FractionBits - 1) return static_cast<std::uint16_t>(sign);
    if (exponent > 1 - LeastExponent) return static_cast<std::uint16_t>(sign | infinity);
    // Cut off the fraction bits for which there is no room, and more below the least normal number.
    const int cut = 52 - FractionBits + (exponent >= LeastExponent ? 0 : LeastExponent - exponent);
    const std::uint64_t significand = fraction | std::uint64_t{1} << 52;
    const std::uint64_t rest = significand & ((std::uint64_t{1} << cut) - 1);
    const std::uint64_t tie = std::uint64_t{1} << (cut - 1);
    std::uint64_t kept = significand >> cut;
    if (rest > tie || (rest == tie && (kept & 1) != 0)) ++kept;
    // A carry out of the fraction correctly increments the exponent, up to infinity.
    const auto steps = static_cast<std::uint64_t>(exponent >= LeastExponent ? exponent - LeastExponent : 0);
    return static_cast<std::uint16_t>(sign | (kept + (steps << FractionBits)));
}

}  // namespace structwire::detail

#endif
