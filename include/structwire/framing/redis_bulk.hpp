// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Redis bulk strings: `redis_bulk`.
#ifndef STRUCTWIRE_FRAMING_REDIS_BULK_HPP
#define STRUCTWIRE_FRAMING_REDIS_BULK_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/framing/detail/decimal_length.hpp>
#include <structwire/framing/framer.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>

namespace structwire {

/// The limits of Redis bulk strings.
struct redis_bulk {
    std::uint64_t limit = 8 * 1024 * 1024;  ///< of the payload
    bool resync = false;                    ///< go on behind a frame with a wrong checksum

    friend constexpr bool operator==(const redis_bulk&, const redis_bulk&) = default;

    /// Whether the number is in range.
    [[nodiscard]] constexpr bool usable() const noexcept { return limit <= max_framing_number; }
    /// The dollar sign, the longest length, the payload and two line endings.
    [[nodiscard]] constexpr std::uint64_t max_frame_bytes() const noexcept { return limit + 24; }
};

namespace detail {

/// Cuts bulk strings, for both kinds of settings.
template <class Settings>
class redis_bulk_cutter : public with_refusal<Settings> {
public:
    [[nodiscard]] constexpr step next(byte_view bytes) const noexcept {
        if (bytes.empty()) return step::need(1);
        if (bytes[0] != std::byte{'$'}) return step::fail(errc::bad_prefix, 0, 0);
        if (bytes.size() > 1 && bytes[1] == std::byte{'-'}) return null_string(bytes);
        const std::uint64_t limit = this->get().limit;
        const decimal_length length = decimal_length::read(bytes.subspan(1), limit);
        if (length.reason == errc::too_long) return step::fail(errc::too_long, limit, length.value);
        if (length.reason != errc{}) return step::fail(length.reason, 0, 0);
        const std::size_t behind_digits = length.digits + 1;
        if (const unsigned there = ending_at(bytes, behind_digits); there != 2) {
            return there == wrong ? step::fail(errc::bad_prefix, 0, 0) : step::need(1);
        }
        const std::size_t head = behind_digits + 2;
        // A byte of the ending can be wrong as soon as it is there.
        if (length.value >= bytes.size() - head) return step::need(length.value - (bytes.size() - head) + 1);
        const std::size_t size = static_cast<std::size_t>(length.value);
        if (const unsigned there = ending_at(bytes, head + size); there != 2) {
            return there == wrong ? step::fail(errc::bad_terminator, 0, 0) : step::need(1);
        }
        return step::deliver({}, bytes.subspan(head, size), head + size + 2);
    }

    [[nodiscard]] constexpr step finish(byte_view bytes) const noexcept {
        if (bytes.empty()) return step::end();
        const step missing = next(bytes);
        if (missing.what != step::kind::need) return missing;
        return step::fail(errc::truncated, wire_length(bytes), bytes.size());
    }

    [[nodiscard]] constexpr std::expected<encoded_frame, error> encode(byte_view payload, byte_view header = {},
                                                                       byte_view tail = {}) const noexcept {
        const std::uint64_t size = payload.size() + tail.size();
        if (!header.empty()) {
            const bool null = header.size() == 2 && header[0] == std::byte{'-'} && header[1] == std::byte{'1'};
            if (!null || size != 0) return not_encodable(0, null ? size : header.size());
            return encoded_frame({}, null_bytes, {});
        }
        if (size > this->get().limit) return not_encodable(this->get().limit, size);
        decimal_text prefix;
        prefix.add('$');
        prefix.add(size);
        prefix.add('\r');
        prefix.add('\n');
        return encoded_frame({}, prefix.view(), payload, tail, ending);
    }

    [[nodiscard]] constexpr std::uint64_t max_frame_bytes() const noexcept { return this->get().max_frame_bytes(); }

private:
    static constexpr std::array<std::byte, 2> ending{std::byte{'\r'}, std::byte{'\n'}};
    static constexpr std::array<std::byte, 5> null_bytes{std::byte{'$'}, std::byte{'-'}, std::byte{'1'},
                                                         std::byte{'\r'}, std::byte{'\n'}};
    static constexpr unsigned wrong = 3;

    // How many bytes of CR LF stand at `at`, or wrong.
    static constexpr unsigned ending_at(byte_view bytes, std::size_t at) noexcept {
        unsigned there = 0;
        while (there != 2 && at + there < bytes.size()) {
            if (bytes[at + there] != ending[there]) return wrong;
            ++there;
        }
        return there;
    }

    static constexpr step null_string(byte_view bytes) noexcept {
        for (std::size_t at = 0; at != null_bytes.size(); ++at) {
            if (at == bytes.size()) return step::need(1);
            if (bytes[at] != null_bytes[at]) return step::fail(errc::bad_prefix, 0, 0);
        }
        return step::deliver(bytes.subspan(1, 2), {}, null_bytes.size());
    }

    // Of the frame that these bytes begin, 0 if they do not say.
    [[nodiscard]] constexpr std::uint64_t wire_length(byte_view bytes) const noexcept {
        if (bytes.size() < 2) return 0;
        if (bytes[1] == std::byte{'-'}) return null_bytes.size();
        const decimal_length length = decimal_length::read(bytes.subspan(1), this->get().limit);
        return length.complete ? 1 + length.digits + 2 + length.value + 2 : 0;
    }
};

}  // namespace detail

/// Bulk strings of the Redis protocol: a dollar sign, a decimal length, the payload, each ended by CR LF.
///
/// Shape:      `$` digits CR LF | payload | CR LF, or the null string `$-1` CR LF, which is a frame with the header `-1`
///             and no payload. Replies of other types (`+ - : *`) are no bulk strings; see examples/redis_client.cpp.
/// Errors:     errc::bad_prefix: another type, no digit, a leading zero, a negative length other than -1, or no CR LF behind
///             the digits. errc::too_long: digits that say more than the limit, due at the digit that passes it
///             (limit / number so far). errc::bad_terminator: no CR LF behind the payload. errc::truncated at the end of
///             input (wire length, 0 while unknown / bytes there). The offset is the frame's first byte. All are fatal.
/// Complexity: O(1)
/// Source:     Redis serialization protocol specification, "Bulk strings"
/// Example:    `structwire::frame_decoder<structwire::redis_bulk_framer<{.limit = 4096}>> in;`
template <redis_bulk Settings>
class redis_bulk_framer : public detail::redis_bulk_cutter<detail::constant_settings<Settings>> {
    static_assert(Settings.usable(), "structwire: numbers are at most 2^60");
    using cutter = detail::redis_bulk_cutter<detail::constant_settings<Settings>>;

public:
    static constexpr redis_bulk settings = Settings;

    /// Looks for a frame at the front of `bytes`. See concept framer.
    using cutter::next;

    /// Says what the end of input behind `bytes` means. See concept framer.
    using cutter::finish;

    /// `encode(payload, header, tail)`: the bulk string that carries `payload`, or with the header `-1` the null string.
    ///
    /// Errors:     errc::not_encodable: over the limit (limit / given), another header, or a payload of the null string
    ///             (0 / given)
    using cutter::encode;

    /// The limit and the longest length.
    using cutter::max_frame_bytes;
};

}  // namespace structwire

#endif
