// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Loads and stores of unaligned numbers in a said byte order, on top of Boost.Endian.
#ifndef STRUCTWIRE_ENDIAN_HPP
#define STRUCTWIRE_ENDIAN_HPP

#include <structwire/bytes.hpp>

#include <boost/endian/conversion.hpp>

#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace structwire {

/// What load() and store() move: integers other than `bool`, and the binary floating-point types of 4 and 8 bytes.
template <class Number>
concept wire_number = (std::integral<Number> && !std::same_as<std::remove_cv_t<Number>, bool>) ||
                      (std::floating_point<Number> && sizeof(Number) <= 8);

/// The unsigned integer of `Size` bytes (1, 2, 4 or 8).
template <std::size_t Size>
using unsigned_of_size = std::conditional_t<
    Size == 1, std::uint8_t,
    std::conditional_t<Size == 2, std::uint16_t, std::conditional_t<Size == 4, std::uint32_t, std::uint64_t>>>;

namespace detail {

template <std::endian Order, class Unsigned>
constexpr Unsigned to_order(Unsigned number) noexcept {
    if constexpr (Order == std::endian::native || sizeof(Unsigned) == 1) {
        return number;
    } else {
        return boost::endian::endian_reverse(number);
    }
}

}  // namespace detail

/// Reads one number from `from`.
///
/// @param from  `sizeof(Number)` readable bytes, of any alignment
/// @return      the number; floating-point bits are kept as they are, signalling NaNs included
/// Complexity:  one unaligned load and at most one byte swap
template <std::endian Order, wire_number Number>
[[nodiscard]] constexpr Number load(const std::byte* from) noexcept {
    using bits = unsigned_of_size<sizeof(Number)>;
    bits raw;
    if consteval {
        std::array<std::byte, sizeof(Number)> copy{};
        for (std::size_t index = 0; index != sizeof(Number); ++index) copy[index] = from[index];
        raw = std::bit_cast<bits>(copy);
    } else {
        std::memcpy(&raw, from, sizeof raw);
    }
    return std::bit_cast<Number>(detail::to_order<Order>(raw));
}

/// Writes one number to `to`.
///
/// @param to    `sizeof(Number)` writable bytes, of any alignment
/// Complexity:  at most one byte swap and one unaligned store
template <std::endian Order, wire_number Number>
constexpr void store(std::byte* to, Number number) noexcept {
    using bits = unsigned_of_size<sizeof(Number)>;
    const bits raw = detail::to_order<Order>(std::bit_cast<bits>(number));
    if consteval {
        const auto copy = std::bit_cast<std::array<std::byte, sizeof(Number)>>(raw);
        for (std::size_t index = 0; index != sizeof(Number); ++index) to[index] = copy[index];
    } else {
        std::memcpy(to, &raw, sizeof raw);
    }
}

}  // namespace structwire

#endif
