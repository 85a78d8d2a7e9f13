// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Decimal lengths, as netstrings and Redis have them. Not for direct use.
#ifndef STRUCTWIRE_FRAMING_DETAIL_DECIMAL_LENGTH_HPP
#define STRUCTWIRE_FRAMING_DETAIL_DECIMAL_LENGTH_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace structwire::detail {

/// What the digits at the front of some bytes say.
struct decimal_length {
    errc reason{};            // bad_prefix or too_long, or none
    bool complete = false;    // something that is no digit stands behind them
    std::uint64_t value = 0;  // of the digits so far
    std::size_t digits = 0;

    /// Reads digits up to the first byte that is none. Leading zeros are refused, and so are no digits at all.
    static constexpr decimal_length read(byte_view bytes, std::uint64_t limit) noexcept {
        decimal_length found;
        for (; found.digits != bytes.size(); ++found.digits) {
            const unsigned digit = std::to_integer<unsigned>(bytes[found.digits]) - unsigned{'0'};
            if (digit > 9) {
                found.complete = true;
                if (found.digits == 0) found.reason = errc::bad_prefix;
                return found;
            }
            if (found.digits == 1 && found.value == 0) {
                found.reason = errc::bad_prefix;
                return found;
            }
            found.value = found.value * 10 + digit;
            if (found.value > limit) {
                found.reason = errc::too_long;
                return found;
            }
        }
        return found;
    }
};

/// The digits of a number.
struct decimal_text {
    std::array<std::byte, 24> bytes{};
    std::size_t size = 0;

    constexpr void add(char character) noexcept { bytes[size++] = static_cast<std::byte>(character); }
    constexpr void add(std::uint64_t number) noexcept {
        std::array<char, 20> digits{};
        std::size_t first = digits.size();
        do digits[--first] = static_cast<char>('0' + number % 10);
        while ((number /= 10) != 0);
        while (first != digits.size()) add(digits[first++]);
    }
    [[nodiscard]] constexpr byte_view view() const noexcept { return {bytes.data(), size}; }
};

}  // namespace structwire::detail

#endif
