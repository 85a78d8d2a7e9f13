// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Octet-stuffed frames between flags, as in HDLC and PPP: `hdlc`.
#ifndef STRUCTWIRE_FRAMING_HDLC_HPP
#define STRUCTWIRE_FRAMING_HDLC_HPP

#include <structwire/error.hpp>
#include <structwire/framing/framer.hpp>
#include <structwire/framing/stuffing.hpp>

#include <cstddef>

namespace structwire {

namespace detail {

struct hdlc_rules {
    static constexpr std::byte separator{0x7e}, escape{0x7d};
    static constexpr bool noise_in_front = true, opened = true;
    static constexpr std::size_t least_payload = 1;
    static constexpr errc misuse = errc::aborted;

    static constexpr bool can_follow(std::byte byte) noexcept { return byte != separator; }
    static constexpr std::byte substitute_of(std::byte special) noexcept { return special ^ std::byte{0x20}; }
    static constexpr std::byte original_of(std::byte substitute) noexcept { return substitute ^ std::byte{0x20}; }
};

template <class Settings>
using hdlc_cutter = escaping_cutter<hdlc_rules, Settings>;

}  // namespace detail

/// Frames between flags 7E, as in PPP in HDLC-like framing. Address, control and protocol fields are payload, and so
/// is the frame check sequence, unless a checksum is put on top of this framing.
///
/// Shape:      7E | payload, in it 7E written as 7D 5E and 7D as 7D 5D | 7E. A flag may end one frame and begin the
///             next. 7D followed by any other byte stands for that byte XOR 20: senders escape control characters like
///             that. Bytes in front of the first flag are noise and ignored. Flags in a row are skipped, so that an
///             empty payload cannot be carried.
/// Errors:     errc::aborted: 7D 7E, with which a sender gives a frame up, due at the flag (0 / 0). errc::too_long: a
///             payload over the limit (limit / limit + 1), due at its first byte beyond, or at the escape in front of
///             it. errc::truncated: input that ends inside a frame (0 / bytes there). The offset is the first byte of
///             the frame's body, behind the flag. All are fatal, but for `resync`.
/// Resync:     goes on at the flag that ends the bad frame; that of 7D 7E does, and may begin a frame. A bad frame is
///             reported once, and input that ends before that flag has ended clean.
/// Complexity: O(bytes), however they are cut: the search goes on where it stopped
/// Source:     RFC 1662 sections 3.1, 4.2 and 4.3
/// Example:    `structwire::frame_decoder<structwire::hdlc_framer<{.limit = 1500}>> in;`
template <stuffing Settings>
class hdlc_framer : public detail::hdlc_cutter<detail::constant_settings<Settings>> {
    static_assert(Settings.usable(), "structwire: numbers are at most 2^60");
    using cutter = detail::hdlc_cutter<detail::constant_settings<Settings>>;

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

    /// `encode(payload, header, tail)`: the frame that carries `payload` and `tail`. It always begins with a flag, for
    /// a receiver that has seen none yet, and escapes nothing but flags and escapes.
    ///
    /// Errors:     errc::not_encodable: payload and tail are over the limit (limit / given) or both empty (1 / 0), the
    ///             tail has more than 8 bytes (8 / given), or a header is given (0 / given)
    using cutter::encode;

    /// Twice the limit, and two flags.
    using cutter::max_frame_bytes;
};

}  // namespace structwire

#endif
