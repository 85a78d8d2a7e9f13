// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// One frame that the end of input ends: `eof`.
#ifndef STRUCTWIRE_FRAMING_UNTIL_END_HPP
#define STRUCTWIRE_FRAMING_UNTIL_END_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/framing/framer.hpp>

#include <cstddef>
#include <cstdint>
#include <expected>

namespace structwire {

/// How much input one frame may take.
struct until_end {
    std::uint64_t limit = 8 * 1024 * 1024;  ///< of the payload

    friend constexpr bool operator==(const until_end&, const until_end&) = default;

    /// Whether the number is in range.
    [[nodiscard]] constexpr bool usable() const noexcept { return limit <= max_framing_number; }
    [[nodiscard]] constexpr std::uint64_t max_frame_bytes() const noexcept { return limit; }
};

namespace detail {

/// Takes everything for one frame, for both kinds of settings.
template <class Settings>
class until_end_cutter : public Settings {
public:
    [[nodiscard]] constexpr step next(byte_view bytes) const noexcept {
        const std::uint64_t limit = this->get().limit;
        if (bytes.size() > limit) return step::fail(errc::too_long, limit, limit + 1);
        return step::need(limit + 1 - bytes.size());
    }

    [[nodiscard]] constexpr step finish(byte_view bytes) noexcept {
        if (received_) return step::end();
        received_ = true;
        return step::deliver({}, bytes, bytes.size());
    }

    [[nodiscard]] constexpr std::expected<encoded_frame, error> encode(byte_view payload, byte_view header = {},
                                                                       byte_view tail = {}) noexcept {
        const std::uint64_t size = payload.size() + tail.size();
        if (!header.empty()) return not_encodable(0, header.size());
        if (sent_) return not_encodable(0, size);
        if (size > this->get().limit) return not_encodable(this->get().limit, size);
        sent_ = true;
        return encoded_frame({}, {}, payload, tail);
    }

    [[nodiscard]] constexpr std::uint64_t max_frame_bytes() const noexcept { return this->get().max_frame_bytes(); }

private:
    bool received_ = false;  // the one frame was delivered
    bool sent_ = false;      // the one frame was written
};

}  // namespace detail

/// Everything up to the end of input, as one frame.
///
/// Shape:      payload | end of input. No bytes at all are an empty frame.
/// Errors:     errc::too_long: more than the limit (limit / limit + 1), due at the first byte over it
/// Complexity: O(1)
/// Example:    `structwire::frame_decoder<structwire::until_end_framer<{.limit = 4096}>> in;`
template <until_end Settings>
class until_end_framer : public detail::until_end_cutter<detail::constant_settings<Settings>> {
    static_assert(Settings.usable(), "structwire: numbers are at most 2^60");
    using cutter = detail::until_end_cutter<detail::constant_settings<Settings>>;

public:
    static constexpr until_end settings = Settings;

    /// Says need until finish(), or that the limit is passed. See concept framer.
    using cutter::next;

    /// The frame, and clean when asked again. See concept framer.
    using cutter::finish;

    /// `encode(payload, header, tail)`: the payload itself; whoever sends it has to end the stream behind it.
    ///
    /// Errors:     errc::not_encodable: over the limit (limit / given), a header is given, or this framer has encoded a
    ///             frame before: the receiver could not tell the two apart (0 / given)
    using cutter::encode;

    /// The limit.
    using cutter::max_frame_bytes;
};

}  // namespace structwire

#endif
