// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// How values whose size stands in the bytes are loaded. Not for direct use.
#ifndef STRUCTWIRE_PACK_DETAIL_VARIABLE_CODEC_HPP
#define STRUCTWIRE_PACK_DETAIL_VARIABLE_CODEC_HPP

#include <structwire/pack/bytes_view.hpp>
#include <structwire/pack/detail/bits.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>

namespace structwire::detail {

/// Where decoding stands. Whoever decodes an item has seen to it that its least bytes and the `reserved` ones are
/// there, so that only what goes beyond needs a check.
struct decode_cursor {
    const std::byte* at;
    std::uint64_t left;          ///< bytes from `at` to the end of the input
    std::uint64_t reserved = 0;  ///< of those, what later items certainly need

    constexpr void skip(std::uint64_t bytes) noexcept {
        at += bytes;
        left -= bytes;
    }

    /// Whether `bytes` can be read without taking what is reserved.
    [[nodiscard]] constexpr bool has(std::uint64_t bytes) const noexcept {
        return left >= reserved && bytes <= left - reserved;
    }
};

/// Reads LEB128. False when it is cut, longer than it need be, or of more than 64 bits.
constexpr bool decode_varint(decode_cursor& in, std::uint64_t& number) noexcept {
    number = 0;
    for (unsigned shift = 0; shift != 70; shift += 7) {
        if (!in.has(1)) return false;
        const auto byte = std::to_integer<std::uint64_t>(*in.at);
        in.skip(1);
        number |= (byte & 0x7f) << shift;
        if (byte < 0x80) return (byte != 0 || shift == 0) && (shift != 63 || byte == 1);
    }
    return false;
}

/// Bytes that LEB128 takes.
constexpr std::size_t varint_size(std::uint64_t number) noexcept {
    return number == 0 ? 1 : (static_cast<std::size_t>(std::bit_width(number)) + 6) / 7;
}

constexpr std::byte* encode_varint(std::byte* to, std::uint64_t number) noexcept {
    for (; number >= 0x80; number >>= 7) *to++ = static_cast<std::byte>(number | 0x80);
    *to++ = static_cast<std::byte>(number);
    return to;
}

constexpr std::uint64_t to_zigzag(std::int64_t number) noexcept {
    return static_cast<std::uint64_t>(number) << 1 ^ static_cast<std::uint64_t>(number >> 63);
}

constexpr std::int64_t from_zigzag(std::uint64_t number) noexcept {
    return static_cast<std::int64_t>(number >> 1 ^ (~(number & 1) + 1));
}

/// A length or count in front of what it counts: an integer of `Bytes` bytes, or LEB128 where Bytes is 0.
template <std::size_t Bytes, bool Signed, std::endian Order>
struct length_codec {
    static constexpr std::uint64_t least = Bytes == 0 ? 1 : Bytes;
    static constexpr std::uint64_t longest = Bytes == 0 ? ~std::uint64_t{0} : low_mask(8 * Bytes - (Signed ? 1 : 0));

    static constexpr bool decode(decode_cursor& in, std::uint64_t& length) noexcept {
        if constexpr (Bytes == 0) {
            return decode_varint(in, length);
        } else {
            length = load_whole<Order>(in.at, Bytes);
            in.skip(Bytes);
            return length <= longest;
        }
    }
    static constexpr std::size_t size(std::uint64_t length) noexcept {
        return Bytes == 0 ? varint_size(length) : Bytes;
    }
    static constexpr std::byte* encode(std::byte* to, std::uint64_t length) noexcept {
        if constexpr (Bytes == 0) {
            return encode_varint(to, length);
        } else {
            store_whole<Order>(to, Bytes, length);
            return to + Bytes;
        }
    }
};

// `{uv}` and `{zz}`.
template <bool Zigzag>
struct varint_codec {
    using value_type = std::conditional_t<Zigzag, std::int64_t, std::uint64_t>;
    using stored_type = value_type;
    static constexpr bool variable = true;
    static constexpr std::uint64_t least = 1;

    static constexpr std::uint64_t raw(value_type value) noexcept {
        if constexpr (Zigzag) {
            return to_zigzag(value);
        } else {
            return value;
        }
    }
    static constexpr bool decode(decode_cursor& in, value_type& out) noexcept {
        std::uint64_t number = 0;
        const bool good = decode_varint(in, number);
        if constexpr (Zigzag) {
            out = from_zigzag(number);
        } else {
            out = number;
        }
        return good;
    }
};

// `{z}`: up to a NUL.
struct terminated_codec {
    using value_type = bytes_view<>;
    static constexpr bool variable = true;
    static constexpr std::uint64_t least = 1;

    static constexpr bool decode(decode_cursor& in, value_type& out) noexcept {
        const std::uint64_t room = in.left - in.reserved;
        for (std::uint64_t size = 0; size != room; ++size) {
            if (in.at[size] != std::byte{0}) continue;
            out = {in.at, static_cast<std::size_t>(size)};
            in.skip(size + 1);
            return true;
        }
        return false;
    }
};

// `{H:s}`.
template <class Length>
struct counted_codec {
    using value_type = bytes_view<>;
    using length = Length;
    static constexpr bool variable = true;
    static constexpr std::uint64_t least = Length::least;

    static constexpr bool decode(decode_cursor& in, value_type& out) noexcept {
        std::uint64_t size = 0;
        if (!Length::decode(in, size) || !in.has(size)) return false;
        out = {in.at, static_cast<std::size_t>(size)};
        in.skip(size);
        return true;
    }
};

// `{*}`.
struct rest_codec {
    using value_type = bytes_view<>;
    static constexpr bool variable = true;
    static constexpr std::uint64_t least = 0;

    static constexpr bool decode(decode_cursor& in, value_type& out) noexcept {
        out = {in.at, static_cast<std::size_t>(in.left)};
        in.skip(in.left);
        return true;
    }
};

}  // namespace structwire::detail

#endif
