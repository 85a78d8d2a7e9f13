// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Frames of one size: `fixed=N`.
#ifndef STRUCTWIRE_FRAMING_FIXED_SIZE_HPP
#define STRUCTWIRE_FRAMING_FIXED_SIZE_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/framing/framer.hpp>

#include <cstddef>
#include <cstdint>
#include <expected>

namespace structwire {

/// The size of every frame.
struct fixed_size {
    std::uint64_t bytes = 1;  ///< at least 1
    bool resync = false;      ///< go on behind a frame with a wrong checksum

    friend constexpr bool operator==(const fixed_size&, const fixed_size&) = default;

    /// Whether the number is in range.
    [[nodiscard]] constexpr bool usable() const noexcept { return bytes >= 1 && bytes <= max_framing_number; }
    [[nodiscard]] constexpr std::uint64_t max_frame_bytes() const noexcept { return bytes; }
};

namespace detail {

/// Cuts frames of one size, for both kinds of settings.
template <class Settings>
class fixed_cutter : public with_refusal<Settings> {
public:
    [[nodiscard]] constexpr step next(byte_view bytes) const noexcept {
        const std::uint64_t size = this->get().bytes;
        if (bytes.size() < size) return step::need(size - bytes.size());
        return step::deliver({}, bytes.first(static_cast<std::size_t>(size)), static_cast<std::size_t>(size));
    }

    [[nodiscard]] constexpr step finish(byte_view bytes) const noexcept {
        return bytes.empty() ? step::end() : step::fail(errc::truncated, this->get().bytes, bytes.size());
    }

    [[nodiscard]] constexpr std::expected<encoded_frame, error> encode(byte_view payload, byte_view header = {},
                                                                       byte_view tail = {}) const noexcept {
        const std::uint64_t size = payload.size() + tail.size();
        if (!header.empty()) return not_encodable(0, header.size());
        if (size != this->get().bytes) return not_encodable(this->get().bytes, size);
        return encoded_frame({}, {}, payload, tail);
    }

    [[nodiscard]] constexpr std::uint64_t max_frame_bytes() const noexcept { return this->get().max_frame_bytes(); }
};

}  // namespace detail

/// Frames of `bytes` bytes, one right behind the other.
///
/// Shape:      payload (`bytes` bytes)
/// Errors:     errc::truncated at the end of input (bytes / bytes there)
/// Complexity: O(1)
/// Example:    `structwire::frame_decoder<structwire::fixed_framer<{.bytes = 188}>> in;`
template <fixed_size Settings>
class fixed_framer : public detail::fixed_cutter<detail::constant_settings<Settings>> {
    static_assert(Settings.usable(), "structwire: a frame has at least 1 byte and at most 2^60");
    using cutter = detail::fixed_cutter<detail::constant_settings<Settings>>;

public:
    static constexpr fixed_size settings = Settings;

    /// Looks for a frame at the front of `bytes`. See concept framer.
    using cutter::next;

    /// Says what the end of input behind `bytes` means. See concept framer.
    using cutter::finish;

    /// `encode(payload, header, tail)`: the payload itself.
    ///
    /// Errors:     errc::not_encodable: another size (bytes / given), or a header is given (0 / given)
    using cutter::encode;

    /// The size.
    using cutter::max_frame_bytes;
};

}  // namespace structwire

#endif
