// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What a caller of pack says about a run-time value that might not fit: low_bits, clamped, rounded, truncated, fixed.
#ifndef STRUCTWIRE_PACK_ESCAPES_HPP
#define STRUCTWIRE_PACK_ESCAPES_HPP

#include <cstddef>

namespace structwire {

/// An integer of which the field takes the low bits, whatever is above them: arithmetic modulo 2^bits.
///
/// Takes:   integers and enums, for integer codes
/// Example: `pack<">H">(low_bits(sequence++));`
template <class Integer>
struct low_bits {
    constexpr explicit low_bits(Integer given) noexcept : value(given) {}
    Integer value;
};

/// A number that goes to the nearest one that the field can hold: too large to its greatest, too small to its least.
///
/// Takes:   integers for integer codes; floating-point numbers for floating codes, where infinities and NaNs stay and
///          what lies between two values is rounded to the nearer one
/// Example: `pack<">b">(clamped(temperature));`
template <class Number>
struct clamped {
    constexpr explicit clamped(Number given) noexcept : value(given) {}
    Number value;
};

/// A number that goes to the nearest one of a floating-point field, ties to even; beyond the greatest to infinity.
///
/// Takes:   integers and floating-point numbers, for floating codes
/// Source:  IEEE 754-2008, 4.3.1
/// Example: `pack<">f">(rounded(2.0 / 3));`
template <class Number>
struct rounded {
    constexpr explicit rounded(Number given) noexcept : value(given) {}
    Number value;
};

/// Text of which the field takes as many bytes as fit.
///
/// @param given  any contiguous range of bytes or characters, borrowed until the call returns; not a char array, of
///               which only its author knows whether a NUL ends it
/// Example: `pack<"8s">(truncated(name));`
template <class Text>
struct truncated {
    constexpr explicit truncated(const Text& given) noexcept : value(given) {}
    const Text& value;
};

/// A char array of which all bytes are text, NULs and what follows them included.
///
/// Example: `char name[8]; ... pack<"8s">(fixed(name));`
template <std::size_t Size>
struct fixed {
    constexpr explicit fixed(const char (&given)[Size]) noexcept : value(given) {}
    const char (&value)[Size];
};

}  // namespace structwire

#endif
