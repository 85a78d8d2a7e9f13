// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Frames behind a LEB128 length: `varint`, `protobuf`.
#ifndef STRUCTWIRE_FRAMING_VARINT_PREFIX_HPP
#define STRUCTWIRE_FRAMING_VARINT_PREFIX_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/framing/framer.hpp>
#include <structwire/framing/length_rules.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>

namespace structwire {

/// What a LEB128 length looks like: seven bits a byte, low ones first, the high bit says that more follow.
struct varint_prefix {
    std::uint64_t offset = 0;               ///< bytes in front of the length: the header
    std::uint64_t limit = 8 * 1024 * 1024;  ///< of the payload
    unsigned bytes = 10;                    ///< at most this many bytes of length, 1 to 10
    bool canonical = false;                 ///< refuse lengths that fewer bytes could say

    friend constexpr bool operator==(const varint_prefix&, const varint_prefix&) = default;

    /// Whether the numbers are in range.
    [[nodiscard]] constexpr bool usable() const noexcept {
        return bytes >= 1 && bytes <= 10 && offset <= max_framing_number && limit <= max_framing_number;
    }
    /// The greatest payload: the limit, or less where `bytes` cannot say as much.
    [[nodiscard]] constexpr std::uint64_t max_payload_bytes() const noexcept {
        const std::uint64_t sayable = bytes >= 9 ? ~std::uint64_t{0} : (std::uint64_t{1} << (7 * bytes)) - 1;
        return limit < sayable ? limit : sayable;
    }
    [[nodiscard]] constexpr std::uint64_t max_frame_bytes() const noexcept {
        return offset + bytes + max_payload_bytes();
    }
};

namespace detail {

// How many more bytes certainly come before an event, when `count` bytes of length said `value` so far: the least
// frame is one more byte and then `value` bytes; an error can come with the byte that may be one too many, not
// canonical, or over the limit.
constexpr std::uint64_t quiet_varint_bytes(const varint_prefix& prefix, std::uint64_t value, unsigned count) noexcept {
    if (count == 0) return 1;
    if (prefix.canonical) return 1;
    unsigned more = 1;
    while (count + more != prefix.bytes && count + more < 10) {
        const std::uint64_t added = ((std::uint64_t{1} << (7 * more)) - 1) << (7 * count);
        if (value + added > prefix.limit) break;
        ++more;
    }
    return value + 1 < more ? value + 1 : more;
}

// The first byte of the length is the hot path; the others are read here.
template <class Prefix>
constexpr step next_by_varint(Prefix source, byte_view bytes) noexcept {
    const varint_prefix& prefix = source.get();
    const std::uint64_t there = bytes.size();
    if (there <= prefix.offset) [[unlikely]]
        return step::need(prefix.offset + 1 - there);
    const std::size_t offset = static_cast<std::size_t>(prefix.offset);
    std::uint64_t value = 0;
    for (unsigned count = 0;; ++count) {
        if (offset + count == bytes.size()) [[unlikely]] {
            return step::need(quiet_varint_bytes(prefix, value, count));
        }
        const auto byte = std::to_integer<std::uint64_t>(bytes[offset + count]);
        const bool last = byte < 0x80;
        const bool too_many = !last && count + 1 == prefix.bytes;
        const bool too_wide = count == 9 && byte > 1;
        const bool overlong = prefix.canonical && byte == 0 && count != 0;
        if (too_many || too_wide || overlong) [[unlikely]]
            return step::fail(errc::bad_prefix, 0, 0);
        value |= (byte & 0x7f) << (7 * count);
        // A canonical length goes on because it has more bits.
        const std::uint64_t least = last || !prefix.canonical ? value : value + (std::uint64_t{1} << (7 * (count + 1)));
        if (least > prefix.limit) [[unlikely]]
            return step::fail(errc::too_long, prefix.limit, least);
        if (!last) continue;
        const std::size_t head = offset + count + 1;
        if (value > bytes.size() - head) return step::need(value - (bytes.size() - head));
        const std::size_t size = static_cast<std::size_t>(value);
        return step::deliver(bytes.first(offset), bytes.subspan(head, size), head + size);
    }
}

template <class Prefix>
constexpr step finish_by_varint(Prefix source, byte_view bytes) noexcept {
    if (bytes.empty()) return step::end();
    const step missing = next_by_varint(source, bytes);
    if (missing.what != step::kind::need) return missing;
    bool complete = false;  // whether the whole length is there
    for (std::uint64_t at = source.get().offset; at < bytes.size() && !complete; ++at) {
        complete = std::to_integer<unsigned>(bytes[static_cast<std::size_t>(at)]) < 0x80;
    }
    return step::fail(errc::truncated, complete ? bytes.size() + missing.wanted : 0, bytes.size());
}

template <class Prefix>
constexpr std::expected<encoded_frame, error> encode_by_varint(Prefix source, byte_view payload,
                                                               byte_view header) noexcept {
    const varint_prefix& prefix = source.get();
    if (header.size() != prefix.offset) return not_encodable(prefix.offset, header.size());
    if (payload.size() > prefix.max_payload_bytes()) return not_encodable(prefix.max_payload_bytes(), payload.size());
    std::array<std::byte, 10> length{};
    std::size_t count = 0;
    std::uint64_t rest = payload.size();
    for (; rest >= 0x80; rest >>= 7) length[count++] = static_cast<std::byte>(rest | 0x80);
    length[count++] = static_cast<std::byte>(rest);
    return encoded_frame(header, byte_view(length).first(count), payload);
}

}  // namespace detail

/// Frames behind a LEB128 length, as Protocol Buffers' delimited messages have it.
///
/// Shape:      header (`offset` bytes) | length (1 to `bytes` bytes) | payload (length bytes)
/// Errors:     errc::bad_prefix: more than `bytes` bytes or 64 bits of length, or, when `canonical`, a last byte of 0
///             that says nothing. errc::too_long: a payload over the limit (limit / the least length that the bytes
///             up to there allow). Both are due at the first byte after which no frame is possible.
///             errc::truncated at the end of input (wire length, 0 while unknown / bytes there). The offset is the
///             frame's first byte. All are fatal.
/// Complexity: O(1)
/// Source:     Protocol Buffers encoding, "Base 128 Varints"; the length prefix of parseDelimitedFrom
/// Example:    `structwire::frame_decoder<structwire::varint_framer<{.limit = 4096}>> in;`
template <varint_prefix Settings>
class varint_framer {
    static_assert(Settings.usable(), "structwire: a varint length has 1 to 10 bytes, and numbers are at most 2^60");

    struct prefix {
        static constexpr varint_prefix value = Settings;
        [[nodiscard]] static constexpr const varint_prefix& get() noexcept { return value; }
    };

public:
    static constexpr varint_prefix settings = Settings;

    /// Looks for a frame at the front of `bytes`. See concept framer.
    [[nodiscard]] constexpr step next(byte_view bytes) const noexcept {
        return detail::next_by_varint(prefix{}, bytes);
    }

    /// Says what the end of input behind `bytes` means. See concept framer.
    [[nodiscard]] constexpr step finish(byte_view bytes) const noexcept {
        return detail::finish_by_varint(prefix{}, bytes);
    }

    /// The frame that carries `payload` behind `header`; the length takes the fewest bytes possible.
    ///
    /// Errors:     errc::not_encodable: the header is not `offset` bytes (offset / given), or the payload is over the
    ///             limit or over what `bytes` bytes can say (limit / given)
    [[nodiscard]] constexpr std::expected<encoded_frame, error> encode(byte_view payload,
                                                                       byte_view header = {}) const noexcept {
        return detail::encode_by_varint(prefix{}, payload, header);
    }

    /// Header, longest length and greatest payload.
    [[nodiscard]] constexpr std::uint64_t max_frame_bytes() const noexcept { return Settings.max_frame_bytes(); }
};

}  // namespace structwire

#endif
