// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Frames behind a decimal length and a colon: `netstring`.
#ifndef STRUCTWIRE_FRAMING_NETSTRING_HPP
#define STRUCTWIRE_FRAMING_NETSTRING_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/framing/detail/decimal_length.hpp>
#include <structwire/framing/framer.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>

namespace structwire {

/// The limits of netstrings.
struct netstring {
    std::uint64_t limit = 8 * 1024 * 1024;  ///< of the payload
    bool resync = false;                    ///< go on behind a frame with a wrong checksum

    friend constexpr bool operator==(const netstring&, const netstring&) = default;

    /// Whether the number is in range.
    [[nodiscard]] constexpr bool usable() const noexcept { return limit <= max_framing_number; }
    /// The longest length, a colon, the payload and a comma.
    [[nodiscard]] constexpr std::uint64_t max_frame_bytes() const noexcept { return limit + 21; }
};

namespace detail {

/// Cuts netstrings, for both kinds of settings.
template <class Settings>
class netstring_cutter : public with_refusal<Settings> {
public:
    [[nodiscard]] constexpr step next(byte_view bytes) const noexcept {
        const std::uint64_t limit = this->get().limit;
        const decimal_length length = decimal_length::read(bytes, limit);
        if (length.reason == errc::too_long) return step::fail(errc::too_long, limit, length.value);
        if (length.reason != errc{}) return step::fail(length.reason, 0, 0);
        if (!length.complete) return step::need(1);
        if (bytes[length.digits] != std::byte{':'}) return step::fail(errc::bad_prefix, 0, 0);
        const std::size_t head = length.digits + 1;
        const std::size_t there = bytes.size() - head;
        if (length.value >= there) return step::need(length.value - there + 1);
        const std::size_t size = static_cast<std::size_t>(length.value);
        if (bytes[head + size] != std::byte{','}) return step::fail(errc::bad_terminator, 0, 0);
        return step::deliver({}, bytes.subspan(head, size), head + size + 1);
    }

    [[nodiscard]] constexpr step finish(byte_view bytes) const noexcept {
        if (bytes.empty()) return step::end();
        const step missing = next(bytes);
        if (missing.what != step::kind::need) return missing;
        const bool known = decimal_length::read(bytes, this->get().limit).complete;
        return step::fail(errc::truncated, known ? bytes.size() + missing.wanted : 0, bytes.size());
    }

    [[nodiscard]] constexpr std::expected<encoded_frame, error> encode(byte_view payload, byte_view header = {},
                                                                       byte_view tail = {}) const noexcept {
        const std::uint64_t size = payload.size() + tail.size();
        if (!header.empty()) return not_encodable(0, header.size());
        if (size > this->get().limit) return not_encodable(this->get().limit, size);
        constexpr std::array<std::byte, 1> comma{std::byte{','}};
        decimal_text prefix;
        prefix.add(size);
        prefix.add(':');
        return encoded_frame({}, prefix.view(), payload, tail, comma);
    }

    [[nodiscard]] constexpr std::uint64_t max_frame_bytes() const noexcept { return this->get().max_frame_bytes(); }
};

}  // namespace detail

/// Netstrings: a decimal length, a colon, the payload, a comma.
///
/// Shape:      digits | `:` | payload | `,`
/// Errors:     errc::bad_prefix: no digit, a leading zero, or no colon behind the digits. errc::too_long: digits that
///             say more than the limit, due at the digit that passes it (limit / number so far).
///             errc::bad_terminator: no comma behind the payload. errc::truncated at the end of input (wire length, 0
///             while unknown / bytes there). The offset is the frame's first byte. All are fatal.
/// Complexity: O(1)
/// Source:     D. J. Bernstein, "Netstrings", 1997
/// Example:    `structwire::frame_decoder<structwire::netstring_framer<{.limit = 4096}>> in;`
template <netstring Settings>
class netstring_framer : public detail::netstring_cutter<detail::constant_settings<Settings>> {
    static_assert(Settings.usable(), "structwire: numbers are at most 2^60");
    using cutter = detail::netstring_cutter<detail::constant_settings<Settings>>;

public:
    static constexpr netstring settings = Settings;

    /// Looks for a frame at the front of `bytes`. See concept framer.
    using cutter::next;

    /// Says what the end of input behind `bytes` means. See concept framer.
    using cutter::finish;

    /// `encode(payload, header, tail)`: the netstring that carries `payload`.
    ///
    /// Errors:     errc::not_encodable: over the limit (limit / given), or a header is given (0 / given)
    using cutter::encode;

    /// The limit and the longest length.
    using cutter::max_frame_bytes;
};

}  // namespace structwire

#endif
