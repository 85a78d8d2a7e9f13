// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// How net::connection does what its header says. Included by that header.
#ifndef STRUCTWIRE_NET_DETAIL_CONNECTION_HPP
#define STRUCTWIRE_NET_DETAIL_CONNECTION_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/framing/detail/receive_buffer.hpp>
#include <structwire/framing/frame.hpp>
#include <structwire/framing/frame_decoder.hpp>
#include <structwire/framing/framer.hpp>
#include <structwire/net/byte_stream.hpp>
#include <structwire/net/connection.hpp>
#include <structwire/net/deadline.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <expected>
#include <limits>
#include <optional>
#include <span>
#include <stop_token>
#include <utility>

namespace structwire::net {

template <framer Framer, byte_stream Stream>
std::expected<frame, error> connection<Framer, Stream>::read_frame(const deadline& until, const std::stop_token& stop) {
    for (bool first = true;; first = false) {
        if (!read_state_ && !held_ && !end_of_input_) [[likely]] {
            frame got;
            const step::kind what = decoder_.next(got);
            if (what == step::kind::frame) [[likely]]
                return std::expected<frame, error>(std::in_place, got);
            if (what == step::kind::error) return bad_frame();
        } else if (auto ready = buffered()) {
            return *std::move(ready);
        }
        // The stream takes bytes that are there even when it is too late; a peer that never stops must not use that.
        if (!first && until.expired()) {
            return std::unexpected(error{.code = errc::timed_out, .during = operation::read});
        }
        if (const auto done = receive(until, stop); !done) return std::unexpected(done.error());
    }
}

template <framer Framer, byte_stream Stream>
std::expected<std::size_t, error> connection<Framer, Stream>::read_batch(std::span<frame> into, const deadline& until,
                                                                         const std::stop_token& stop) {
    const auto first = read_frame(until, stop);
    if (!first) return std::unexpected(first.error());
    into[0] = *first;
    std::size_t count = 1;
    if (end_of_input_ || count == into.size()) return count;
    auto events = decoder_.events();
    for (auto at = events.begin(); at != events.end(); ++at) {
        const auto& event = *at;
        if (!event) {
            if (!decoder_.failed()) held_ = event.error();  // a fatal one the decoder gives again
            break;
        }
        into[count] = *event;
        if (++count == into.size()) break;
    }
    return count;
}

template <framer Framer, byte_stream Stream>
auto connection<Framer, Stream>::buffered_frame() -> std::optional<frame_event> {
    if (auto ready = buffered()) return ready;
    if (stream_end_) return end_reading(*stream_end_);
    return std::nullopt;
}

// The next frame or final state that needs no further bytes.
template <framer Framer, byte_stream Stream>
auto connection<Framer, Stream>::buffered() -> std::optional<frame_event> {
    if (read_state_) return std::unexpected(*read_state_);
    if (held_) return std::unexpected(*std::exchange(held_, std::nullopt));
    auto ready = end_of_input_ ? decoder_.finish() : decoder_.next();
    if (ready && !*ready) return bad_frame();
    if (!ready && end_of_input_) return end_reading(error{.code = errc::closed, .during = operation::read});
    return ready;
}

template <framer Framer, byte_stream Stream>
std::unexpected<error> connection<Framer, Stream>::bad_frame() {
    return decoder_.failed() ? end_reading(decoder_.last_error()) : std::unexpected(decoder_.last_error());
}

template <framer Framer, byte_stream Stream>
std::expected<void, error> connection<Framer, Stream>::receive(const deadline& until, const std::stop_token& stop) {
    if (stream_end_) return end_reading(*stream_end_);
    const byte_span room = decoder_.prepare(read_room_);
    if (room.empty()) return end_reading(error{.code = errc::overload, .during = operation::read});
    const auto got = stream_.read_some(room, until, stop);
    if (!got) return repeatable(got.error().code) ? std::unexpected(got.error()) : end_stream(got.error());
    if (*got != 0) {
        decoder_.commit(*got);
        if (*got == room.size()) read_room_ = most_read_bytes;  // there is probably more
        return {};
    }
    // The system reports a reset once. When a write has met it, the end that reading sees is not the peer's.
    if (std::atomic_ref(write_met_reset_).load(std::memory_order_relaxed)) {
        return end_stream(error{.code = errc::reset, .during = operation::read});
    }
    end_of_input_ = true;
    return {};
}

template <framer Framer, byte_stream Stream>
std::unexpected<error> connection<Framer, Stream>::end_reading(const error& reason) {
    read_state_ = reason;
    return std::unexpected(reason);
}

template <framer Framer, byte_stream Stream>
std::unexpected<error> connection<Framer, Stream>::end_stream(const error& reason) {
    stream_end_ = reason;
    return end_reading(reason);
}

template <framer Framer, byte_stream Stream>
std::expected<void, error> connection<Framer, Stream>::write_frame(byte_view payload, byte_view header,
                                                                   const deadline& until, const std::stop_token& stop)
    requires encoding_framer<Framer>
{
    if (write_state_) return std::unexpected(*write_state_);
    const Framer before = framer_;
    const auto encoded = framer_.encode(payload, header);
    if (!encoded) return std::unexpected(encoded.error());
    auto sent = send_frame({}, *encoded, until, stop);
    // Nothing went: a framing that allows one frame only has not had it.
    if (!sent && !write_state_) framer_ = before;
    return sent;
}

// Sends the queue, frames that are encoded already and one more.
template <framer Framer, byte_stream Stream>
std::expected<void, error> connection<Framer, Stream>::send_frame(byte_view frames, const encoded_frame& last,
                                                                  const deadline& until, const std::stop_token& stop) {
    if (last.size() <= copied_bytes) {
        std::byte copy[copied_bytes];
        std::array<byte_view, 3> pieces{queue_.unread(), frames, byte_view(copy, last.copy_to(copy))};
        return send(pieces, until, stop);
    }
    std::array<byte_view, 7> pieces{queue_.unread(), frames};
    auto end = pieces.begin() + 2;
    if (!last.is_stuffed()) {
        for (const byte_view piece : last.pieces()) *end++ = piece;
        return send(std::span(pieces.begin(), end), until, stop);
    }
    rewritten_.clear();
    if (!keep(rewritten_, last))
        return give_up_writing(error{.code = errc::overload, .during = operation::write}, false);
    *end++ = rewritten_.unread();
    return send(std::span(pieces.begin(), end), until, stop);
}

// Writes a frame behind what is in a buffer; false without memory.
template <framer Framer, byte_stream Stream>
[[gnu::always_inline]] inline bool connection<Framer, Stream>::keep(structwire::detail::receive_buffer& in,
                                                                    const encoded_frame& encoded) noexcept {
    const std::size_t size = encoded.size();
    if (size == 0) return true;
    byte_span room = in.room();
    if (room.size() < size) [[unlikely]] {
        room = in.prepare(size, std::numeric_limits<std::uint64_t>::max(), false);
        if (room.empty()) return false;
    }
    encoded.copy_to(room.data());
    in.commit(size);
    return true;
}

template <framer Framer, byte_stream Stream>
std::expected<void, error> connection<Framer, Stream>::write_encoded(byte_view frames, const deadline& until,
                                                                     const std::stop_token& stop) {
    if (write_state_) return std::unexpected(*write_state_);
    std::array<byte_view, 2> pieces{queue_.unread(), frames};
    return send(pieces, until, stop);
}

template <framer Framer, byte_stream Stream>
std::expected<void, error> connection<Framer, Stream>::write_encoded(byte_view frames, const encoded_frame& last,
                                                                     const deadline& until,
                                                                     const std::stop_token& stop) {
    if (write_state_) return std::unexpected(*write_state_);
    return send_frame(frames, last, until, stop);
}

template <framer Framer, byte_stream Stream>
std::expected<void, error> connection<Framer, Stream>::queue_frame(byte_view payload, byte_view header)
    requires encoding_framer<Framer>
{
    if (write_state_) return std::unexpected(*write_state_);
    if constexpr (structwire::detail::writes_front<Framer>) {
        const byte_span room = queue_.room();
        if (header.empty() && !payload.empty() && room.size() >= Framer::front_room &&
            room.size() - Framer::front_room >= payload.size()) [[likely]] {
            if (std::byte* const behind = framer_.put_front(room.data(), payload.size()); behind != nullptr)
                [[likely]] {
                std::memcpy(behind, payload.data(), payload.size());
                queue_.commit(static_cast<std::size_t>(behind - room.data()) + payload.size());
                return {};
            }
        }
    }
    return queue_encoded(payload, header);
}

template <framer Framer, byte_stream Stream>
[[gnu::noinline]] std::expected<void, error> connection<Framer, Stream>::queue_encoded(byte_view payload,
                                                                                       byte_view header) {
    const Framer before = framer_;
    const auto encoded = framer_.encode(payload, header);
    if (!encoded) return std::unexpected(encoded.error());
    if (keep(queue_, *encoded)) return {};
    framer_ = before;
    return std::unexpected(error{.code = errc::overload, .during = operation::write});
}

template <framer Framer, byte_stream Stream>
std::expected<void, error> connection<Framer, Stream>::queue_frames(byte_view frames) {
    if (write_state_) return std::unexpected(*write_state_);
    if (queue_.append(frames, std::numeric_limits<std::uint64_t>::max(), false)) return {};
    return std::unexpected(error{.code = errc::overload, .during = operation::write});
}

template <framer Framer, byte_stream Stream>
std::expected<void, error> connection<Framer, Stream>::flush(const deadline& until, const std::stop_token& stop) {
    if (write_state_) return std::unexpected(*write_state_);
    byte_view queued = queue_.unread();
    return send(std::span(&queued, 1), until, stop);
}

// Sends the queue, which is the first piece, and what else is in `pieces`.
template <framer Framer, byte_stream Stream>
std::expected<void, error> connection<Framer, Stream>::send(std::span<byte_view> pieces, const deadline& until,
                                                            const std::stop_token& stop) {
    bool begun = false;
    for (;;) {
        while (!pieces.empty() && pieces.front().empty()) pieces = pieces.subspan(1);
        if (pieces.empty()) break;
        if (begun && until.expired()) {
            return give_up_writing(error{.code = errc::timed_out, .during = operation::write}, begun);
        }
        const auto sent = stream_.write_some(pieces, until, stop);
        if (!sent) return give_up_writing(sent.error(), begun);
        begun = begun || *sent != 0;
        for (std::size_t left = *sent; left != 0;) {
            const std::size_t taken = std::min(left, pieces.front().size());
            pieces.front() = pieces.front().subspan(taken);
            left -= taken;
            if (pieces.front().empty()) pieces = pieces.subspan(1);
        }
    }
    queue_.clear();
    return {};
}

template <framer Framer, byte_stream Stream>
std::unexpected<error> connection<Framer, Stream>::give_up_writing(const error& reason, bool begun) {
    if (reason.code == errc::reset) std::atomic_ref(write_met_reset_).store(true, std::memory_order_relaxed);
    if (!repeatable(reason.code)) write_state_ = reason;
    if (!write_state_ && begun) write_state_ = error{.code = errc::broken, .during = operation::write};
    return std::unexpected(reason);
}

template <framer Framer, byte_stream Stream>
std::expected<void, error> connection<Framer, Stream>::shutdown_write(const deadline& until,
                                                                      const std::stop_token& stop) {
    if (const auto sent = flush(until, stop); !sent) return sent;
    if (const auto done = stream_.shutdown_write(); !done) {
        // A terminal has no half-close: nothing has ended.
        return done.error().native == ENOTSUP ? std::unexpected(done.error()) : give_up_writing(done.error(), false);
    }
    write_state_ = error{.code = errc::closed, .during = operation::write};
    return {};
}

template <framer Framer, byte_stream Stream>
std::expected<void, error> connection<Framer, Stream>::close_gracefully(const deadline& until,
                                                                        const std::stop_token& stop) {
    const bool half_closed = write_state_ && write_state_->code == errc::closed;
    std::expected<void, error> done;
    if (!half_closed) done = shutdown_write(until, stop);
    if (done) done = discard_input(until, stop);
    if constexpr (requires { stream_.reset(); }) {
        if (!done) stream_.reset();
    }
    close();
    return done;
}

// Reads to the end of the peer's sending side.
template <framer Framer, byte_stream Stream>
std::expected<void, error> connection<Framer, Stream>::discard_input(const deadline& until,
                                                                     const std::stop_token& stop) {
    if (stream_end_) return std::unexpected(*stream_end_);  // the system may now call it a clean end
    std::array<std::byte, 4096> rest;
    for (std::size_t discarded = 0; !end_of_input_;) {
        if (discarded >= most_discarded_bytes) {
            return std::unexpected(error{.code = errc::reset, .during = operation::shutdown});
        }
        if (discarded != 0 && until.expired()) {
            return std::unexpected(error{.code = errc::timed_out, .during = operation::shutdown});
        }
        const auto got = stream_.read_some(rest, until, stop);
        if (!got) return std::unexpected(got.error());
        end_of_input_ = *got == 0;
        discarded += *got;
    }
    return {};
}

template <framer Framer, byte_stream Stream>
void connection<Framer, Stream>::close() noexcept {
    stream_.close();
    closed_ = true;
    held_.reset();
    if (!read_state_) read_state_ = error{.code = errc::closed, .during = operation::read};
    if (!write_state_) write_state_ = error{.code = errc::closed, .during = operation::write};
}

template <framer Framer, byte_stream Stream>
template <structwire::framer Other>
connection<Other, Stream> connection<Framer, Stream>::switch_to(Other other) && {
    connection<Other, Stream> next(std::move(stream_), other, std::move(decoder_).switch_to(other));
    next.queue_ = std::move(queue_);
    next.stream_end_ = stream_end_;
    next.write_state_ = write_state_;
    next.end_of_input_ = end_of_input_;
    next.closed_ = closed_;
    next.write_met_reset_ = write_met_reset_;
    if (closed_) next.read_state_ = read_state_;
    return next;
}

}  // namespace structwire::net

#endif
