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
#include <utility>

namespace structwire {

/// What a LEB128 length looks like: seven bits a byte, low ones first, the high bit says that more follow.
struct varint_prefix {
    std::uint64_t offset = 0;               ///< bytes in front of the length: the header
    std::uint64_t limit = 8 * 1024 * 1024;  ///< of the payload
    unsigned bytes = 10;                    ///< at most this many bytes of length, 1 to 10
    bool canonical = false;                 ///< refuse lengths that fewer bytes could say
    bool resync = false;                    ///< go on behind a bad frame whose end is known

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

/// Cuts frames behind a LEB128 length, for both kinds of settings.
template <class Settings>
class varint_cutter : public with_refusal<Settings> {
public:
    [[nodiscard, gnu::always_inline]] constexpr step next(byte_view bytes) noexcept {
        if (this->get().resync && discard_ != 0) [[unlikely]]
            return discard(bytes);
        return cut(bytes);
    }

    [[nodiscard]] constexpr step finish(byte_view bytes) noexcept {
        if (bytes.empty() || discard_ != 0) return step::end();
        const step missing = cut(bytes);
        if (missing.what != step::kind::need) return missing;
        bool complete = false;  // whether the whole length is there
        for (std::uint64_t at = this->get().offset; at < bytes.size() && !complete; ++at) {
            complete = std::to_integer<unsigned>(bytes[static_cast<std::size_t>(at)]) < 0x80;
        }
        return step::fail(errc::truncated, complete ? bytes.size() + missing.wanted : 0, bytes.size());
    }

    [[nodiscard]] constexpr std::expected<encoded_frame, error> encode(byte_view payload, byte_view header = {},
                                                                       byte_view tail = {}) const noexcept {
        const varint_prefix& prefix = this->get();
        const std::uint64_t size = payload.size() + tail.size();
        if (header.size() != prefix.offset) return not_encodable(prefix.offset, header.size());
        if (size > prefix.max_payload_bytes()) return not_encodable(prefix.max_payload_bytes(), size);
        std::array<std::byte, 10> length{};
        std::size_t count = 0;
        std::uint64_t rest = size;
        for (; rest >= 0x80; rest >>= 7) length[count++] = static_cast<std::byte>(rest | 0x80);
        length[count++] = static_cast<std::byte>(rest);
        return std::expected<encoded_frame, error>(std::in_place, header, byte_view(length).first(count), payload,
                                                   tail);
    }

    // As length_cutter has it.
    static constexpr std::size_t front_room = 10;
    [[nodiscard, gnu::always_inline]] std::byte* put_front(std::byte* to, std::size_t payload_size) const noexcept {
        const varint_prefix& prefix = this->get();
        if (prefix.offset != 0 || payload_size > prefix.max_payload_bytes()) [[unlikely]]
            return nullptr;
        std::uint64_t rest = payload_size;
        for (; rest >= 0x80; rest >>= 7) *to++ = static_cast<std::byte>(rest | 0x80);
        *to++ = static_cast<std::byte>(rest);
        return to;
    }

    [[nodiscard]] constexpr std::uint64_t max_frame_bytes() const noexcept { return this->get().max_frame_bytes(); }

private:
    // The first byte of the length is the hot path; the others are read here too.
    [[nodiscard, gnu::always_inline]] constexpr step cut(byte_view bytes) noexcept {
        const varint_prefix& prefix = this->get();
        const std::uint64_t there = bytes.size();
        if (there <= prefix.offset) [[unlikely]]
            return step::need(prefix.offset + 1 - there);
        const std::size_t offset = static_cast<std::size_t>(prefix.offset);
        std::uint64_t length = 0;
        for (unsigned count = 0;; ++count) {
            if (offset + count == bytes.size()) [[unlikely]]
                return step::need(quiet_varint_bytes(prefix, length, count));
            const auto byte = std::to_integer<std::uint64_t>(bytes[offset + count]);
            const bool last = byte < 0x80;
            const bool too_many = !last && count + 1 == prefix.bytes;
            const bool too_wide = count == 9 && byte > 1;
            const bool overlong = prefix.canonical && byte == 0 && count != 0;
            if (too_many || too_wide || overlong) [[unlikely]]
                return step::fail(errc::bad_prefix, 0, 0);
            length |= (byte & 0x7f) << (7 * count);
            // A canonical length goes on because it has more bits.
            const std::uint64_t least =
                last || !prefix.canonical ? length : length + (std::uint64_t{1} << (7 * (count + 1)));
            if (least > prefix.limit) [[unlikely]]
                return too_long(least, last, offset + count + 1);
            if (!last) continue;
            const std::size_t head = offset + count + 1;
            if (length > bytes.size() - head) return step::need(length - (bytes.size() - head));
            const std::size_t size = static_cast<std::size_t>(length);
            return step::deliver(bytes.first(offset), bytes.subspan(head, size), head + size);
        }
    }

    [[nodiscard, gnu::cold]] constexpr step too_long(std::uint64_t length, bool complete, std::size_t head) noexcept {
        const varint_prefix& prefix = this->get();
        if (!prefix.resync || !complete) return step::fail(errc::too_long, prefix.limit, length);
        discard_ = length;
        return step::skip(errc::too_long, prefix.limit, length, head);
    }

    [[nodiscard, gnu::cold]] constexpr step discard(byte_view bytes) noexcept {
        const std::size_t count = discard_ < bytes.size() ? static_cast<std::size_t>(discard_) : bytes.size();
        discard_ -= count;
        // Asked for all of them, a decoder would keep them until they are there.
        if (discard_ != 0) return step::need(1, count);
        step found = cut(bytes.subspan(count));
        found.begin += count;
        found.consumed += count;
        return found;
    }

    std::uint64_t discard_ = 0;  // bytes to go of a frame that was too long
};

}  // namespace detail

/// Frames behind a LEB128 length, as Protocol Buffers' delimited messages have it.
///
/// Shape:      header (`offset` bytes) | length (1 to `bytes` bytes) | payload (length bytes)
/// Errors:     errc::bad_prefix: more than `bytes` bytes or 64 bits of length, or, when `canonical`, a last byte of 0
///             that says nothing. errc::too_long: a payload over the limit (limit / the least length that the bytes
///             up to there allow). Both are due at the first byte after which no frame is possible.
///             errc::truncated at the end of input (wire length, 0 while unknown / bytes there). The offset is the
///             frame's first byte. All are fatal, but for `resync`: it goes on behind a frame with a wrong checksum, and
///             behind one that is too long when that is certain only with the last byte of the length, since before
///             that nothing says where it ends.
/// Complexity: O(1)
/// Source:     Protocol Buffers encoding, "Base 128 Varints"; the length prefix of parseDelimitedFrom
/// Example:    `structwire::frame_decoder<structwire::varint_framer<{.limit = 4096}>> in;`
template <varint_prefix Settings>
class varint_framer : public detail::varint_cutter<detail::constant_settings<Settings>> {
    static_assert(Settings.usable(), "structwire: a varint length has 1 to 10 bytes, and numbers are at most 2^60");
    using cutter = detail::varint_cutter<detail::constant_settings<Settings>>;

public:
    static constexpr varint_prefix settings = Settings;

    /// Looks for a frame at the front of `bytes`. See concept framer.
    using cutter::next;

    /// Says what the end of input behind `bytes` means. See concept framer.
    using cutter::finish;

    /// `encode(payload, header, tail)`: the frame that carries `payload` behind `header`; the length takes the fewest
    /// bytes possible.
    ///
    /// Errors:     errc::not_encodable: the header is not `offset` bytes (offset / given), or the payload is over the
    ///             limit or over what `bytes` bytes can say (limit / given)
    using cutter::encode;

    /// Header, longest length and greatest payload.
    using cutter::max_frame_bytes;
};

template <varint_prefix Settings>
inline constexpr bool detail::writes_front<varint_framer<Settings>> = true;

}  // namespace structwire

#endif
