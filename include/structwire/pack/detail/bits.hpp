// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Integers of any number of bits at any bit of a record. Not for direct use.
#ifndef STRUCTWIRE_PACK_DETAIL_BITS_HPP
#define STRUCTWIRE_PACK_DETAIL_BITS_HPP

#include <structwire/endian.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace structwire::detail {

/// The low `bits` bits, from 0 to 64.
constexpr std::uint64_t low_mask(unsigned bits) noexcept { return bits == 0 ? 0 : ~std::uint64_t{0} >> (64 - bits); }

constexpr std::uint64_t sign_extend(std::uint64_t number, unsigned bits) noexcept {
    const std::uint64_t sign = std::uint64_t{1} << (bits - 1);
    return (number ^ sign) - sign;
}

// Bytes from `at` on in pieces of 4, 2 and 1, which compilers make single loads and stores of. With a constant `size`
// from 0 to 8 nothing remains of the tests.
template <std::endian Order>
constexpr std::uint64_t load_whole(const std::byte* at, unsigned size) noexcept {
    if (size == 8) return load<Order, std::uint64_t>(at);
    std::uint64_t number = 0;
    unsigned done = 0;
    const auto take = [&](unsigned width, std::uint64_t piece) {
        number = Order == std::endian::big ? number << (8 * width) | piece : number | piece << (8 * done);
        done += width;
    };
    if ((size & 4) != 0) take(4, load<Order, std::uint32_t>(at));
    if ((size & 2) != 0) take(2, load<Order, std::uint16_t>(at + done));
    if ((size & 1) != 0) take(1, load<Order, std::uint8_t>(at + done));
    return number;
}

template <std::endian Order>
constexpr void store_whole(std::byte* at, unsigned size, std::uint64_t number) noexcept {
    if (size == 8) return store<Order>(at, number);
    unsigned done = 0;
    const auto give = [&](unsigned width) {
        const unsigned behind = size - done - width;
        const std::uint64_t piece = number >> (8 * (Order == std::endian::big ? behind : done));
        std::byte* const to = at + done;
        done += width;
        return std::pair(to, piece);
    };
    if ((size & 4) != 0) {
        const auto [to, piece] = give(4);
        store<Order>(to, static_cast<std::uint32_t>(piece));
    }
    if ((size & 2) != 0) {
        const auto [to, piece] = give(2);
        store<Order>(to, static_cast<std::uint16_t>(piece));
    }
    if ((size & 1) != 0) {
        const auto [to, piece] = give(1);
        store<Order>(to, static_cast<std::uint8_t>(piece));
    }
}

/// The number in `bits` bits (1 to 64) behind the first `skipped` bits (0 to 7) of the byte at `at`: in big-endian
/// order the first bits are the highest ones of a byte and of the number, in little-endian order the lowest ones.
template <std::endian Order>
constexpr std::uint64_t load_bits(const std::byte* at, unsigned skipped, unsigned bits) noexcept {
    const unsigned end = skipped + bits;
    const unsigned size = (end + 7) / 8;
    if (size > 8) {
        const auto last = std::to_integer<std::uint64_t>(at[8]);
        const std::uint64_t first = load<Order, std::uint64_t>(at);
        const std::uint64_t number = Order == std::endian::big ? first << (end - 64) | last >> (72 - end)
                                                               : first >> skipped | last << (64 - skipped);
        return number & low_mask(bits);
    }
    const std::uint64_t number = load_whole<Order>(at, size);
    return number >> (Order == std::endian::big ? 8 * size - end : skipped) & low_mask(bits);
}

/// Stores what load_bits() gives back. The bits behind it in its last byte become 0; those in front of it in its first
/// byte are kept if `joins`, otherwise 0.
template <std::endian Order, bool Joins>
constexpr void store_bits(std::byte* at, unsigned skipped, unsigned bits, std::uint64_t number) noexcept {
    number &= low_mask(bits);
    if (skipped == 0) {
        const unsigned size = (bits + 7) / 8;
        return store_whole<Order>(at, size, Order == std::endian::big ? number << (8 * size - bits) : number);
    }
    const unsigned room = 8 - skipped;
    const unsigned behind = bits > room ? bits - room : 0;
    const std::uint64_t first =
        Order == std::endian::big ? (behind != 0 ? number >> behind : number << (room - bits)) : number << skipped;
    const auto byte = static_cast<std::byte>(first & 0xffu);
    *at = Joins ? *at | byte : byte;
    if (behind == 0) return;
    store_bits<Order, false>(at + 1, 0, behind, Order == std::endian::big ? number : number >> room);
}

}  // namespace structwire::detail

#endif
