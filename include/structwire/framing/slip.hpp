// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Frames as on serial lines of RFC 1055: `slip`.
#ifndef STRUCTWIRE_FRAMING_SLIP_HPP
#define STRUCTWIRE_FRAMING_SLIP_HPP

#include <structwire/error.hpp>
#include <structwire/framing/framer.hpp>
#include <structwire/framing/stuffing.hpp>

#include <cstddef>

namespace structwire {

namespace detail {

struct slip_rules {
    static constexpr std::byte separator{0xc0}, escape{0xdb};
    static constexpr bool noise_in_front = false, opened = false;
    static constexpr std::size_t least_payload = 1;
    static constexpr errc misuse = errc::bad_stuffing;

    static constexpr bool can_follow(std::byte byte) noexcept {
        return byte == substitute_of(separator) || byte == substitute_of(escape);
    }
    static constexpr std::byte substitute_of(std::byte special) noexcept {
        return special == separator ? std::byte{0xdc} : std::byte{0xdd};
    }
    static constexpr std::byte original_of(std::byte substitute) noexcept {
        return substitute == substitute_of(separator) ? separator : escape;
    }
};

template <class Settings>
using slip_cutter = escaping_cutter<slip_rules, Settings>;

}  // namespace detail

/// Frames that end with C0, as on serial lines.
///
/// Shape:      payload, in it C0 written as DB DC and DB as DB DD | C0. Separators in front of a frame are skipped, so
///             that a sender may begin with one as well, and an empty payload cannot be carried.
/// Errors:     errc::bad_stuffing: DB with anything but DC or DD behind it, due at that byte (0 / 0). errc::too_long: a
///             payload over the limit (limit / limit + 1), due at its first byte beyond, or at the escape in front of
///             it. errc::truncated: input that ends inside a frame (0 / bytes there). The offset is the first byte of
///             the frame's body. All are fatal, but for `resync`.
/// Resync:     goes on behind the C0 that ends the bad frame, which may be the byte that shows it is one. A bad frame
///             is reported once, and input that ends before its C0 has ended clean.
/// Complexity: O(bytes), however they are cut: the search goes on where it stopped
/// Source:     RFC 1055, except that it lets a wrong byte behind DB stand
/// Example:    `structwire::frame_decoder<structwire::slip_framer<{.limit = 1006}>> in;`
template <stuffing Settings>
class slip_framer : public detail::slip_cutter<detail::constant_settings<Settings>> {
    static_assert(Settings.usable(), "structwire: numbers are at most 2^60");
    using cutter = detail::slip_cutter<detail::constant_settings<Settings>>;

public:
    static constexpr stuffing settings = Settings;

    /// Looks for a frame at the front of `bytes`. See concept framer.
    using cutter::next;

    /// Says what the end of input behind `bytes` means. See concept framer.
    using cutter::finish;

    /// `unescape(escaped)`: turns the payload of a stuffed step into what it stands for. See concept stuffed_framer.
    using cutter::unescape;

    /// `for_each_run(escaped, sink)`: the same without writing; calls `sink(byte_view)` with piece after piece.
    using cutter::for_each_run;

    /// `encode(payload, header, tail)`: the frame that carries `payload` and `tail`, with C0 behind and none in front.
    ///
    /// Errors:     errc::not_encodable: payload and tail are over the limit (limit / given) or both empty (1 / 0), the
    ///             tail has more than 8 bytes (8 / given), or a header is given (0 / given)
    using cutter::encode;

    /// Twice the limit, and the C0.
    using cutter::max_frame_bytes;
};

}  // namespace structwire

#endif
