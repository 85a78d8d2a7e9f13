// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What a framer is: a small value that looks at received bytes and says frame, need more, or error.
#ifndef STRUCTWIRE_FRAMING_FRAMER_HPP
#define STRUCTWIRE_FRAMING_FRAMER_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/framing/frame.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <type_traits>

namespace structwire {

class any_framing;

/// Numbers in a framing are at most this: sums of a few of them stay far inside 64 bits.
inline constexpr std::uint64_t max_framing_number = std::uint64_t{1} << 60;

/// What a framer says about the bytes it was shown. Made by the four named functions.
///
/// Places (`begin`, `consumed`) count from the first byte shown. `consumed` bytes are done with whatever the
/// step is: the next call shows the bytes behind them.
struct step {
    enum class kind : std::uint8_t {
        frame,  ///< `header` and `payload` are a frame that starts at `begin` and ends at `consumed`
        need,   ///< no event before `wanted` more bytes than were shown
        error,  ///< `reason` with its numbers `wanted` and `given`, in the frame that starts at `begin`
        clean,  ///< only from finish(): the input ended between frames
    };

    kind what = kind::clean;   ///< which of the four
    bool resumes = false;      ///< after an error: the framer goes on behind `consumed`; else it is fatal
    bool stuffed = false;      ///< of a frame: its payload is still escaped, see stuffed_framer
    errc reason{};             ///< of an error
    std::size_t begin = 0;     ///< first wire byte of the frame, or of the bad one
    std::size_t consumed = 0;  ///< bytes done with
    byte_view header{};        ///< of a frame, inside the bytes shown
    byte_view payload{};       ///< of a frame, inside the bytes shown
    std::uint64_t wanted = 0;  ///< of need: bytes certainly needed, at least 1; of an error: see errc
    std::uint64_t given = 0;   ///< of an error: see errc

    /// A frame from `begin` up to `consumed`.
    [[nodiscard]] static constexpr step deliver(byte_view header, byte_view payload, std::size_t consumed,
                                                std::size_t begin = 0) noexcept {
        return {kind::frame, false, false, errc{}, begin, consumed, header, payload, 0, 0};
    }
    /// A frame whose payload is `escaped` and has to go through unescape() first.
    [[nodiscard]] static constexpr step deliver_stuffed(byte_view escaped, std::size_t consumed,
                                                        std::size_t begin) noexcept {
        return {kind::frame, false, true, errc{}, begin, consumed, {}, escaped, 0, 0};
    }
    /// Nothing can be said before `bytes` more; `consumed` bytes in front belong to no frame.
    [[nodiscard]] static constexpr step need(std::uint64_t bytes, std::size_t consumed = 0) noexcept {
        return {kind::need, false, false, errc{}, consumed, consumed, {}, {}, bytes, 0};
    }
    /// The frame at `begin` is bad and nothing can follow it.
    [[nodiscard]] static constexpr step fail(errc reason, std::uint64_t wanted, std::uint64_t given,
                                             std::size_t begin = 0) noexcept {
        return {kind::error, false, false, reason, begin, begin, {}, {}, wanted, given};
    }
    /// The frame at `begin` is bad, and the framer goes on behind `consumed`.
    [[nodiscard]] static constexpr step skip(errc reason, std::uint64_t wanted, std::uint64_t given,
                                             std::size_t consumed, std::size_t begin = 0) noexcept {
        return {kind::error, true, false, reason, begin, consumed, {}, {}, wanted, given};
    }
    /// The input ended where a frame may end.
    [[nodiscard]] static constexpr step end() noexcept { return {}; }
};

/// A trivially copyable value that cuts frames: at most 32 bytes (any_framing: 256), no heap, no I/O.
///
/// - `next(bytes)` says what the bytes begin with. Each call shows the bytes behind those consumed so far and
///   at least the bytes shown before, so a framer may remember how far it searched. Whatever is said is a
///   function of the bytes alone: an error is due at the first byte at which every continuation fails, `need`
///   is never more than certain, a frame and a resuming error consume at least one byte.
/// - `finish(bytes)` says what the end of input means: clean, a last frame, or an error (truncated). It is
///   asked once next() said need, with the same bytes.
/// - `max_frame_bytes()` bounds the wire bytes of a frame, and with it the memory that a peer can occupy.
///
/// The helper in `structwire/framing/conformance.hpp` checks all of this for a framer of your own.
template <class Framer>
concept framer = std::is_trivially_copyable_v<Framer> && (sizeof(Framer) <= 32 || std::same_as<Framer, any_framing>) &&
                 requires(Framer cutting, const Framer settled, byte_view bytes) {
                     { cutting.next(bytes) } noexcept -> std::same_as<step>;
                     { cutting.finish(bytes) } noexcept -> std::same_as<step>;
                     { settled.max_frame_bytes() } noexcept -> std::same_as<std::uint64_t>;
                 };

/// A framer whose frames can be escaped on the wire: after a step that says `stuffed`, `unescape(bytes)` turns a
/// writable copy of that step's payload into what it stands for, in place, and returns how many bytes at its front
/// that is. It gets only bytes that next() or finish() delivered, so it cannot fail.
template <class Framer>
concept stuffed_framer = framer<Framer> && requires(const Framer settled, byte_span escaped) {
    { settled.unescape(escaped) } noexcept -> std::same_as<std::size_t>;
};

/// A framer that also writes: `encode(payload, header)` refuses (errc::not_encodable, operation::encode)
/// exactly what its own next() would not give back. It is no const call because a framing may allow one frame only.
template <class Framer>
concept encoding_framer = framer<Framer> && requires(Framer writing, byte_view bytes) {
    { writing.encode(bytes, bytes) } noexcept -> std::same_as<std::expected<encoded_frame, error>>;
    { writing.encode(bytes) } noexcept -> std::same_as<std::expected<encoded_frame, error>>;
};

/// An encoding framer under which a checksum can be put: `encode(payload, header, tail)` takes up to 8 bytes `tail`
/// that belong to the payload, behind it, and copies them.
template <class Framer>
concept tail_encoding_framer = encoding_framer<Framer> && requires(Framer writing, byte_view bytes) {
    { writing.encode(bytes, bytes, bytes) } noexcept -> std::same_as<std::expected<encoded_frame, error>>;
};

namespace detail {

/// Whether a framer can write what stands in front of a payload by its size alone, with `put_front(to, size)` into at
/// most `front_room` bytes. Said for exact types: who derives from one may encode differently.
template <class Framer>
inline constexpr bool writes_front = false;

/// Settings that are a template argument: nothing of them is read at run time.
template <auto Settings>
struct constant_settings {
    static constexpr auto value = Settings;
    [[nodiscard]] static constexpr const auto& get() noexcept { return value; }
};

/// Settings that are a member, for any_framing.
template <class Settings>
struct stored_settings {
    Settings value{};
    [[nodiscard]] constexpr const Settings& get() const noexcept { return value; }
};

/// Settings with `resync`, and what becomes of a frame that was cut and turns out bad by its checksum: it is fatal, or
/// the framing goes on behind it.
template <class Settings>
struct with_refusal : Settings {
    [[nodiscard]] constexpr step refuse(const step& frame, errc reason, std::uint64_t wanted,
                                        std::uint64_t given) const noexcept {
        return this->get().resync ? step::skip(reason, wanted, given, frame.consumed, frame.begin)
                                  : step::fail(reason, wanted, given, frame.begin);
    }
};

/// The refusal of an encoder.
constexpr std::unexpected<error> not_encodable(std::uint64_t wanted, std::uint64_t given) noexcept {
    error refusal{errc::not_encodable};
    refusal.during = operation::encode;
    refusal.wanted = wanted;
    refusal.given = given;
    return std::unexpected(refusal);
}

}  // namespace detail

}  // namespace structwire

#endif
