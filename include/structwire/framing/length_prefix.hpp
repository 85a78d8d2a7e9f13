// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Frames behind a fixed-width length: `u8`, `u16be` ... `u64le`, `i8` ... `i64le`.
#ifndef STRUCTWIRE_FRAMING_LENGTH_PREFIX_HPP
#define STRUCTWIRE_FRAMING_LENGTH_PREFIX_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/framing/framer.hpp>
#include <structwire/framing/length_rules.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <expected>
#include <utility>

namespace structwire {

namespace detail {

/// A step in `bytes.subspan(skipped)`, as one in `bytes`.
constexpr step behind(step found, std::size_t skipped) noexcept {
    found.begin += skipped;
    found.consumed += skipped;
    return found;
}

/// What a framing that goes on behind a bad frame has to remember, and nothing for one that does not.
template <bool Resync>
struct length_recovery {
    enum class phase : std::uint8_t {
        cutting,     // at a frame
        measuring,   // inside the length of a frame that is too long
        discarding,  // inside the rest of a bad frame
        hunting,     // looking for the magic bytes
    };
    std::uint64_t number = 0;  // measuring: the length so far; discarding: bytes to go
    std::uint8_t count = 0;    // measuring: bytes of the length so far
    phase now = phase::cutting;
};

template <>
struct length_recovery<false> {};

/// The rules of constant settings.
template <length_prefix Settings>
struct constant_length {
    static constexpr bool can_resync = Settings.resync;
    static constexpr length_rules value{Settings};
    [[nodiscard]] static constexpr const length_rules& get() noexcept { return value; }
};

/// Rules that are a member.
struct stored_length {
    static constexpr bool can_resync = true;
    length_rules value{};
    [[nodiscard]] constexpr const length_rules& get() const noexcept { return value; }
};

/// Cuts frames behind a fixed-width length, for both kinds of settings.
template <class Settings>
class length_cutter : public Settings {
    using recovery = length_recovery<Settings::can_resync>;

public:
    [[nodiscard, gnu::always_inline]] constexpr step next(byte_view bytes) noexcept {
        if constexpr (Settings::can_resync) {
            if (state_.now != recovery::phase::cutting) [[unlikely]]
                return resume(bytes);
        }
        return cut(bytes);
    }

    [[nodiscard]] constexpr step finish(byte_view bytes) noexcept {
        if constexpr (Settings::can_resync) {
            if (state_.now != recovery::phase::cutting) return step::end();
        }
        if (bytes.empty()) return step::end();
        const step missing = cut(bytes);
        if (missing.what != step::kind::need) return missing;
        const std::uint64_t wanted = bytes.size() < this->get().head ? 0 : bytes.size() + missing.wanted;
        return step::fail(errc::truncated, wanted, bytes.size());
    }

    [[nodiscard]] constexpr std::expected<encoded_frame, error> encode(byte_view payload, byte_view header = {},
                                                                       byte_view tail = {}) const noexcept {
        const length_rules& rules = this->get();
        if (header.size() != rules.prefix.offset) return not_encodable(rules.prefix.offset, header.size());
        if (!rules.header_fits(header)) return not_encodable(0, 0);
        const auto adjust = static_cast<std::uint64_t>(rules.prefix.adjust);
        const std::uint64_t size = payload.size() + tail.size();
        if (rules.prefix.adjust > 0 && size < adjust) return not_encodable(adjust, size);
        const std::uint64_t length = size - adjust;
        if (length > rules.most) return not_encodable(rules.most + adjust, size);
        return std::expected<encoded_frame, error>(
            std::in_place, header, byte_view(length_bytes(length, rules)).first(rules.prefix.width), payload, tail);
    }

    // What `put_front` may write.
    static constexpr std::size_t front_room = sizeof(std::uint64_t);

    // Writes what stands in front of a payload without header right where it goes, for callers that collect many frames;
    // the end of it, or null where encode has to say why not.
    [[nodiscard, gnu::always_inline]] std::byte* put_front(std::byte* to, std::size_t payload_size) const noexcept {
        const length_rules& rules = this->get();
        const auto adjust = static_cast<std::uint64_t>(rules.prefix.adjust);
        const std::uint64_t length = payload_size - adjust;
        if (rules.prefix.offset != 0 || length > rules.most) return nullptr;
        if (rules.prefix.adjust > 0 && payload_size < adjust) return nullptr;
        const auto prefix = length_bytes(length, rules);
        std::memcpy(to, prefix.data(), prefix.size());
        return to + rules.prefix.width;
    }

    [[nodiscard]] constexpr step refuse(const step& frame, errc reason, std::uint64_t wanted,
                                        std::uint64_t given) noexcept {
        if constexpr (Settings::can_resync) {
            const length_prefix& prefix = this->get().prefix;
            if (prefix.resync && prefix.magic.size != 0) {
                state_.now = recovery::phase::hunting;
                return step::skip(reason, wanted, given, frame.begin + 1, frame.begin);
            }
            if (prefix.resync) return step::skip(reason, wanted, given, frame.consumed, frame.begin);
        }
        return step::fail(reason, wanted, given, frame.begin);
    }

    [[nodiscard]] constexpr std::uint64_t max_frame_bytes() const noexcept { return this->get().max_frame_bytes(); }

private:
    [[nodiscard, gnu::always_inline]] constexpr step cut(byte_view bytes) noexcept {
        const length_rules& rules = this->get();
        if (bytes.size() < rules.head) [[unlikely]]
            return in_head(bytes);
        const std::size_t offset = static_cast<std::size_t>(rules.prefix.offset);
        const std::size_t head = offset + rules.prefix.width;
        const std::uint64_t length = rules.length_in(bytes.data() + offset);
        if (length > rules.most || length < rules.least || !rules.header_fits(bytes)) [[unlikely]]
            return in_head(bytes);
        const std::uint64_t payload = length + static_cast<std::uint64_t>(rules.prefix.adjust);
        const std::size_t there = bytes.size() - head;
        if (payload > there) [[unlikely]]
            return step::need(payload - there);
        const std::size_t size = static_cast<std::size_t>(payload);
        return step::deliver(bytes.first(offset), {bytes.data() + head, size}, head + size);
    }

    // The header is not complete, or is bad.
    [[nodiscard, gnu::always_inline]] constexpr step in_head(byte_view bytes) noexcept {
        if constexpr (Settings::can_resync) {
            return recover(bytes);
        } else {
            return this->get().inside_head(bytes).verdict;
        }
    }

    // Goes on behind an error in the header, where that is possible.
    [[nodiscard, gnu::cold]] constexpr step recover(byte_view bytes) noexcept {
        const length_rules& rules = this->get();
        const auto [verdict, count] = rules.inside_head(bytes);
        if (verdict.reason == errc{} || !rules.prefix.resync) return verdict;
        if (rules.prefix.magic.size != 0) {
            state_.now = recovery::phase::hunting;
            return step::skip(verdict.reason, verdict.wanted, verdict.given, 1);
        }
        // A signed length whose sign has not come yet may still be one that no frame has.
        const bool may_be_negative =
            rules.prefix.is_signed && rules.prefix.order == std::endian::little && count != rules.prefix.width;
        if (verdict.reason != errc::too_long || may_be_negative) return verdict;
        state_ = {};
        const std::size_t offset = static_cast<std::size_t>(rules.prefix.offset);
        for (std::size_t at = offset; at != offset + count; ++at) take_length_byte(bytes[at]);
        return step::skip(verdict.reason, verdict.wanted, verdict.given, offset + count);
    }

    constexpr void take_length_byte(std::byte byte) noexcept {
        const length_rules& rules = this->get();
        state_.now = recovery::phase::measuring;
        state_.number = rules.with_byte(state_.number, state_.count, std::to_integer<std::uint64_t>(byte));
        if (++state_.count != rules.prefix.width) return;
        state_.number = rules.payload_of(state_.number);
        state_.now = recovery::phase::discarding;
    }

    [[nodiscard, gnu::cold]] constexpr step resume(byte_view bytes) noexcept {
        if (state_.now == recovery::phase::hunting) return hunt(bytes);
        std::size_t done = 0;
        while (state_.now == recovery::phase::measuring) {
            if (done == bytes.size()) return step::need(1, done);
            take_length_byte(bytes[done++]);
        }
        const std::size_t there = bytes.size() - done;
        const std::size_t discarded = state_.number < there ? static_cast<std::size_t>(state_.number) : there;
        state_.number -= discarded;
        done += discarded;
        // Asked for all of them, a decoder would keep them until they are there.
        if (state_.number != 0) return step::need(1, done);
        state_ = {};
        return behind(cut(bytes.subspan(done)), done);
    }

    // Finds the first place where the magic bytes stand, or begin and are not complete.
    [[nodiscard]] constexpr step hunt(byte_view bytes) noexcept {
        const byte_view magic = this->get().prefix.magic.view();
        for (std::size_t at = 0;; ++at) {
            std::size_t same = 0;
            while (same != magic.size() && at + same < bytes.size() && bytes[at + same] == magic[same]) ++same;
            if (same == magic.size()) {
                state_ = {};
                return behind(cut(bytes.subspan(at)), at);
            }
            if (at + same == bytes.size()) return step::need(1, at);
        }
    }

    [[no_unique_address]] recovery state_{};
};

}  // namespace detail

/// Frames behind a length of 1 to 8 bytes.
///
/// Shape:      header (`offset` bytes) | length (`width` bytes) | payload
///             wire length = offset + width + length + adjust
/// Errors:     errc::too_long when the wire length is over the limit (limit / wire length). errc::bad_length when the
///             payload would have less than no bytes, or a signed length is negative (least length / length, in two's
///             complement). errc::bad_magic when the header does not begin with `magic`, errc::bad_prefix when its
///             `flag` is neither 0 nor 1. All are due at the first byte after which no frame is possible; the number
///             given is then the nearest one that the bytes up to there allow. errc::truncated at the end of input (wire
///             length, 0 while unknown / bytes there). The offset is the frame's first byte. All are fatal, but for
///             `resync`.
/// Resync:     with `magic`, behind every error: the search for the magic bytes goes on at the second byte of the bad
///             frame. Without, behind a frame that is too long or has a wrong checksum, as many bytes as its length
///             says are discarded (a little-endian signed length that is too long before its sign is there stays
///             fatal). A bad frame is reported once, and input that ends while bytes are discarded has ended clean.
/// Complexity: O(1)
/// Example:    `structwire::frame_decoder<structwire::length_framer<{.width = 2}>> in;`
template <length_prefix Settings>
class length_framer : public detail::length_cutter<detail::constant_length<Settings>> {
    static_assert(Settings.usable(), "structwire: no frame can satisfy this width, offset, adjustment and limit");
    using cutter = detail::length_cutter<detail::constant_length<Settings>>;

public:
    static constexpr length_prefix settings = Settings;

    /// Looks for a frame at the front of `bytes`. See concept framer.
    using cutter::next;

    /// Says what the end of input behind `bytes` means. See concept framer.
    using cutter::finish;

    /// `encode(payload, header, tail)`: the frame that carries `payload` behind `header`.
    ///
    /// Errors:     errc::not_encodable: the header is not `offset` bytes (offset / given) or not a possible one (0 / 0),
    ///             or the payload does not fit the limit, the width or the adjustment (limit or least / given)
    using cutter::encode;

    /// The limit, or less where the width cannot say as much.
    using cutter::max_frame_bytes;
};

template <length_prefix Settings>
inline constexpr bool detail::writes_front<length_framer<Settings>> = true;

}  // namespace structwire

#endif
