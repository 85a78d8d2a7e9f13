// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Turns received bytes, in whatever pieces they come, into frames and errors.
#ifndef STRUCTWIRE_FRAMING_FRAME_DECODER_HPP
#define STRUCTWIRE_FRAMING_FRAME_DECODER_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/framing/detail/fixed_buffer.hpp>
#include <structwire/framing/detail/receive_buffer.hpp>
#include <structwire/framing/frame.hpp>
#include <structwire/framing/framer.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <expected>
#include <limits>
#include <optional>
#include <type_traits>
#include <utility>

namespace structwire {

/// A frame or the reason why there is none.
using frame_event = std::expected<frame, error>;

/// Says to frame_decoder that its buffer grows with the bytes received.
inline constexpr std::size_t growing = 0;

template <framer Framer, std::size_t Capacity = growing>
class frame_events;

namespace detail {

template <std::size_t Capacity>
using decoder_buffer = std::conditional_t<Capacity == growing, receive_buffer, fixed_buffer<Capacity>>;

/// Stands where a decoder needs no second buffer.
struct no_buffer {};

/// Whether every frame fits; framers that learn their limit at run time are not asked.
template <class Framer, std::size_t Capacity>
consteval bool every_frame_fits() {
    if constexpr (Capacity != growing && requires { typename std::bool_constant<(Framer{}.max_frame_bytes() > 0)>; }) {
        return Framer{}.max_frame_bytes() <= Capacity;
    }
    return true;
}

}  // namespace detail

/// A framer and its receive buffer: bytes in, events out. It does no I/O.
///
/// There are two ways in, and both give the same events for the same bytes, however those are cut:
/// - `feed(chunk)`: the bytes are somewhere already. Frames inside the chunk are views into the chunk; only an
///   unfinished tail is copied.
/// - `prepare(n)`, receive into the room, `commit(count)`, then `events()`, or `next()` until it is empty: no copy
///   at all.
///
/// Events:     frames in order, then the error, if any. An error is fatal unless the framing resynchronises:
///             after a fatal one every call reports it again and no byte is taken any more. The offset of an
///             event is absolute: the first byte of the stream is 0.
/// Lifetime:   a frame is a view. Frames from next(), events() and finish() stay valid until the next prepare(), feed()
///             or switch_to(); a frame from feed() until its range is advanced or destroyed.
/// Memory:     follows the bytes received, never an announced length: doubling, at most `max_frame_bytes()` plus
///             one read as long as events are taken before more bytes are given. No allocation per frame. Escaped
///             frames (COBS, SLIP, HDLC) from feed() are unescaped into a second buffer. Without memory the error is
///             errc::overload.
/// @tparam Capacity  bytes that the decoder holds in itself, without any heap; no frame may be larger. What does not
///             fit, such as frames that were fed and not taken, is errc::overload. By default the buffer grows.
/// Guarantee:  nothing throws. Movable; a moved-from decoder may only be destroyed or assigned to.
/// Complexity: O(bytes); each byte is copied a constant number of times at most.
/// Example:
/// ```cpp
/// structwire::frame_decoder<structwire::framing<"u32be,limit=64k">> in;
/// for (auto event : in.feed(chunk)) {
///     if (!event) return report(event.error());
///     handle(event->payload);
/// }
/// ```
template <framer Framer, std::size_t Capacity = growing>
class frame_decoder {
    static_assert(detail::every_frame_fits<Framer, Capacity>(),
                  "structwire: the framing allows frames that are larger than the decoder's capacity");

public:
    frame_decoder() = default;
    /// Starts at stream offset 0 with a framer that was configured at run time.
    explicit frame_decoder(Framer framing) noexcept : framer_(framing) {}

    /// The events of `chunk`, behind those of bytes kept from before.
    ///
    /// The range is move-only, single pass, and borrows the chunk and this decoder, which is not to be used while
    /// the range lives. An event counts as taken when begin() or ++ has reached it. Every byte behind the last
    /// event taken is kept when the range is destroyed, whole frames included, and comes out of the next feed() or
    /// next(): whoever stops early, or never starts, loses nothing.
    ///
    /// @param chunk  borrowed until the range is destroyed; may be empty; must not lie in prepare()'s room
    [[nodiscard]] frame_events<Framer, Capacity> feed(byte_view chunk) noexcept {
        return frame_events<Framer, Capacity>(*this, chunk);
    }

    /// Room to receive into, behind the bytes already there.
    ///
    /// Ask for the size of your reads and fill as much of the room as arrives. That number decides about memory, so
    /// it must not come from the peer: bound needed() before passing it on.
    ///
    /// @param at_least  bytes of room wanted, at least 1
    /// @return          `at_least` bytes or more, less if a fixed capacity leaves less; empty only if memory ran out,
    ///                  and then errc::overload is latched
    [[nodiscard]] byte_span prepare(std::size_t at_least) noexcept {
        if (const byte_span room = buffer_.room(); room.size() >= at_least && !room.empty()) return room;
        const byte_span room = buffer_.prepare(at_least, framer_.max_frame_bytes(), wanted_ != 0);
        if (room.empty() && !failed_) latch(error{errc::overload}, offset_);
        return room;
    }

    /// Takes the first `count` bytes of the room as received.
    ///
    /// @param count  at most the size of the room that prepare() gave last
    void commit(std::size_t count) noexcept {
        if (failed_) return;
        buffer_.commit(count);
        wanted_ -= count < wanted_ ? count : wanted_;
    }

    /// The events of the bytes received so far, as a range like that of feed(): the fast form of asking next() until it
    /// is empty. What was not taken when the range is destroyed comes out of the next call.
    [[nodiscard]] frame_events<Framer, Capacity> events() noexcept { return frame_events<Framer, Capacity>(*this); }

    /// The next event of the bytes received so far; nullopt if it needs more of them.
    ///
    /// Errors: those of the framer (error::offset: the bad frame's first wire byte); errc::overload without memory
    [[nodiscard]] std::optional<frame_event> next() noexcept {
        frame got;
        return event_of(next(got), got);
    }

    /// The same for callers that count nanoseconds: an event is larger than a frame.
    ///
    /// @param into  the frame, if it is one; else unchanged
    /// @return  frame; error, which is last_error(); or need
    [[nodiscard, gnu::always_inline]] step::kind next(frame& into) noexcept {
        if (failed_) [[unlikely]]
            return step::kind::error;
        if (wanted_ != 0) return step::kind::need;
        return settle(framer_.next(buffer_.unread()), into);
    }

    /// Says that the input has ended. Takes events that are still there first: call it until it is empty or gives
    /// an error.
    ///
    /// @return  nullopt: the input ended between frames. A frame: one that the framing lets end there, or one not
    ///          taken before. errc::truncated: it ended inside a frame (offset of its first byte; wanted = bytes of
    ///          the frame, 0 if unknown; given = those there). Or the earlier error again.
    [[nodiscard]] std::optional<frame_event> finish() noexcept {
        ended_ = true;
        if (auto earlier = next()) return earlier;
        wanted_ = 0;
        frame got;
        return event_of(settle(framer_.finish(buffer_.unread()), got), got);
    }

    /// Says that the source of the bytes has failed: a reset, for example, which is no end of input.
    ///
    /// From now on every call reports `reason` as it is, like a fatal error of the framing. Take the events that are
    /// there first.
    void fail(const error& reason) noexcept {
        failure_ = reason;
        failed_ = true;
        wanted_ = 0;
    }

    /// Goes on with another framing behind the last event taken, for protocols that change it.
    ///
    /// Unread bytes and the stream offset are handed over, an earlier error is not: a stream that is bad under one
    /// framing may be read by another from the bad frame on. This decoder is moved from.
    template <structwire::framer Other>
    [[nodiscard]] frame_decoder<Other, Capacity> switch_to(Other other) && noexcept {
        frame_decoder<Other, Capacity> next(other, std::move(buffer_), offset_);
        next.ended_ = ended_;
        return next;
    }

    /// Bytes certainly needed before the next event: at least 1, or 0 if an event is ready or a fatal error is
    /// latched. It comes from the peer and can be as large as a frame.
    [[nodiscard]] std::size_t needed() const noexcept {
        if (failed_) return 0;
        std::uint64_t wanted = wanted_;
        if (wanted == 0) {
            Framer probe = framer_;
            const step now = probe.next(buffer_.unread());
            if (now.what == step::kind::need) wanted = now.wanted;
        }
        constexpr std::size_t most = std::numeric_limits<std::size_t>::max();
        return wanted < most ? static_cast<std::size_t>(wanted) : most;
    }

    /// Bytes received that no event has taken.
    [[nodiscard]] std::size_t pending_bytes() const noexcept { return buffer_.size(); }

    /// The bytes received that no event has taken, valid as frames are. After a fatal error: those from the bad
    /// frame on that had arrived with it.
    [[nodiscard]] byte_view leftover() const noexcept { return buffer_.unread(); }

    /// Stream offset of the first of them.
    [[nodiscard]] std::uint64_t offset() const noexcept { return offset_; }

    /// Whether a fatal error is latched, which every call now reports again.
    [[nodiscard]] bool failed() const noexcept { return failed_; }

    /// Whether finish() was called: there is nothing to wait for any more.
    [[nodiscard]] bool ended() const noexcept { return ended_; }

    /// The last error reported, fatal or not, for those who got it in a narrower form; error{} before the first one.
    [[nodiscard]] const error& last_error() const noexcept { return failure_; }

    /// Bytes of memory held.
    [[nodiscard]] std::size_t capacity() const noexcept { return buffer_.capacity(); }

    /// The framer, for encode() and its configuration.
    [[nodiscard]] const Framer& framer() const noexcept { return framer_; }

private:
    template <structwire::framer Other, std::size_t OtherCapacity>
    friend class frame_decoder;
    friend class frame_events<Framer, Capacity>;

    using buffer_type = detail::decoder_buffer<Capacity>;
    using scratch_type = std::conditional_t<stuffed_framer<Framer>, buffer_type, detail::no_buffer>;

    frame_decoder(Framer framing, buffer_type&& buffer, std::uint64_t offset) noexcept
        : framer_(framing), buffer_(std::move(buffer)), offset_(offset) {}

    // What a step on the buffered bytes means.
    [[gnu::always_inline]] step::kind settle(const step& now, frame& into) noexcept {
        const std::uint64_t begin = offset_ + now.begin;
        buffer_.consume(now.consumed);
        offset_ += now.consumed;
        switch (now.what) {
            case step::kind::frame: into = {now.header, unescaped_in_place(now), begin}; break;
            case step::kind::error: note(now, begin); break;
            case step::kind::need: wanted_ = now.wanted; break;
            case step::kind::clean: break;
        }
        return now.what;
    }

    // Made where it stays: the processor waits when it copies what was written in smaller portions just before.
    std::optional<frame_event> event_of(step::kind what, const frame& got) const noexcept {
        if (what == step::kind::frame) return std::optional<frame_event>(std::in_place, std::in_place, got);
        if (what == step::kind::error) return std::optional<frame_event>(std::in_place, std::unexpect, failure_);
        return std::nullopt;
    }

    // The payload of a frame that lies in the buffer, which is ours to write to.
    byte_view unescaped_in_place(const step& now) const noexcept {
        if constexpr (stuffed_framer<Framer>) {
            if (now.stuffed) {
                auto* const escaped = const_cast<std::byte*>(now.payload.data());
                return {escaped, framer_.unescape({escaped, now.payload.size()})};
            }
        }
        return now.payload;
    }

    // The payload of a frame that lies in somebody else's chunk; nullopt without memory.
    std::optional<byte_view> unescaped_copy(byte_view escaped) noexcept {
        const byte_span room = scratch_.prepare(escaped.size(), escaped.size(), true);
        if (room.size() < escaped.size()) return std::nullopt;
        std::memcpy(room.data(), escaped.data(), escaped.size());
        return room.first(framer_.unescape(room.first(escaped.size())));
    }

    // Remembers an error: for ever if nothing can follow it, else until the next one.
    void note(const step& now, std::uint64_t begin) noexcept {
        latch(error{now.reason}, begin);
        failure_.wanted = now.wanted;
        failure_.given = now.given;
        failed_ = !now.resumes;
    }

    void latch(error failure, std::uint64_t begin) noexcept {
        failure.during = operation::decode;
        failure.offset = begin;
        fail(failure);
    }

    // Copies bytes of a chunk behind the unread ones, which may be known to be one unfinished frame.
    [[gnu::noinline]] void keep(byte_view bytes, bool one_frame) noexcept {
        if (buffer_.append(bytes, framer_.max_frame_bytes(), one_frame)) {
            wanted_ -= bytes.size() < wanted_ ? bytes.size() : wanted_;
        } else if (!failed_) {
            latch(error{errc::overload}, offset_);
        }
    }

    Framer framer_{};
    buffer_type buffer_;
    [[no_unique_address]] scratch_type scratch_{};  // where frames of a fed chunk are unescaped
    std::uint64_t offset_ = 0;                      // of the first unread byte
    std::uint64_t wanted_ = 0;                      // bytes without which the framer need not be asked again; 0: ask
    error failure_{};                               // the last one
    bool failed_ = false;                           // it was fatal
    bool ended_ = false;                            // the input
};

}  // namespace structwire

#include <structwire/framing/frame_events.hpp>

#endif
