// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Frames behind a fixed-width length: `u8`, `u16be` ... `u64le`.
#ifndef STRUCTWIRE_FRAMING_LENGTH_PREFIX_HPP
#define STRUCTWIRE_FRAMING_LENGTH_PREFIX_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/framing/framer.hpp>
#include <structwire/framing/length_rules.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <expected>

namespace structwire {

namespace detail {

// One algorithm for settings that are constants and for settings that are not: `Rules::get()` is consteval in the
// first case, so that no configuration is read at run time.
template <class Rules>
constexpr step next_by_length(Rules rules, byte_view bytes) noexcept {
    const length_rules& now = rules.get();
    if (bytes.size() < now.head) [[unlikely]]
        return now.inside_head(bytes);
    const std::size_t offset = static_cast<std::size_t>(now.offset);
    const std::size_t head = offset + now.width;
    const std::uint64_t raw = now.order == std::endian::big
                                  ? read_length<std::endian::big>(bytes.data() + offset, now.width)
                                  : read_length<std::endian::little>(bytes.data() + offset, now.width);
    if (raw > now.most || raw < now.least) [[unlikely]]
        return now.inside_head(bytes);
    const std::uint64_t payload = raw + static_cast<std::uint64_t>(now.adjust);
    const std::size_t behind = bytes.size() - head;
    if (payload > behind) [[unlikely]]
        return step::need(payload - behind);
    const std::size_t size = static_cast<std::size_t>(payload);
    return step::deliver(bytes.first(offset), {bytes.data() + head, size}, head + size);
}

template <class Rules>
constexpr step finish_by_length(Rules rules, byte_view bytes) noexcept {
    const length_rules& now = rules.get();
    if (bytes.empty()) return step::end();
    const step missing = next_by_length(rules, bytes);
    if (missing.what != step::kind::need) return missing;
    const std::uint64_t wanted = bytes.size() < now.head ? 0 : bytes.size() + missing.wanted;
    return step::fail(errc::truncated, wanted, bytes.size());
}

template <class Rules>
constexpr std::expected<encoded_frame, error> encode_by_length(Rules rules, byte_view payload,
                                                               byte_view header) noexcept {
    const length_rules& now = rules.get();
    if (header.size() != now.offset) return not_encodable(now.offset, header.size());
    const auto adjust = static_cast<std::uint64_t>(now.adjust);
    if (now.adjust > 0 && payload.size() < adjust) return not_encodable(adjust, payload.size());
    const std::uint64_t raw = payload.size() - adjust;
    if (raw > now.most) return not_encodable(now.most + adjust, payload.size());
    return encoded_frame(header, byte_view(length_bytes(raw, now)).first(now.width), payload);
}

}  // namespace detail

/// Frames behind a length of 1 to 8 bytes.
///
/// Shape:      header (`offset` bytes) | length (`width` bytes) | payload
///             wire length = offset + width + length + adjust
/// Errors:     errc::too_long when the wire length is over the limit (limit / wire length). errc::bad_length when the
///             payload would have less than no bytes (least length / length). Both are due at the first byte of the
///             length after which no frame is possible; the number given is then the nearest one that the bytes up
///             to there allow. errc::truncated at the end of input (wire length, 0 while unknown / bytes there).
///             The offset is the frame's first byte. All are fatal.
/// Complexity: O(1)
/// Example:    `structwire::frame_decoder<structwire::length_framer<{.width = 2}>> in;`
template <length_prefix Settings>
class length_framer {
    static_assert(Settings.usable(), "structwire: no frame can satisfy this width, offset, adjustment and limit");

    struct rules {
        static constexpr detail::length_rules value{Settings};
        [[nodiscard]] static constexpr const detail::length_rules& get() noexcept { return value; }
    };

public:
    static constexpr length_prefix settings = Settings;

    /// Looks for a frame at the front of `bytes`. See concept framer.
    [[nodiscard]] constexpr step next(byte_view bytes) const noexcept { return detail::next_by_length(rules{}, bytes); }

    /// Says what the end of input behind `bytes` means. See concept framer.
    [[nodiscard]] constexpr step finish(byte_view bytes) const noexcept {
        return detail::finish_by_length(rules{}, bytes);
    }

    /// The frame that carries `payload` behind `header`.
    ///
    /// Errors:     errc::not_encodable: the header is not `offset` bytes (offset / given), or the payload does not
    ///             fit the limit, the width or the adjustment (limit or least / given)
    [[nodiscard]] constexpr std::expected<encoded_frame, error> encode(byte_view payload,
                                                                       byte_view header = {}) const noexcept {
        return detail::encode_by_length(rules{}, payload, header);
    }

    /// The limit, or less where the width cannot say as much.
    [[nodiscard]] constexpr std::uint64_t max_frame_bytes() const noexcept { return rules::value.max_frame_bytes(); }
};

}  // namespace structwire

#endif
