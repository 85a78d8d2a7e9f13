// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Frames over a byte stream.
#ifndef STRUCTWIRE_NET_CONNECTION_HPP
#define STRUCTWIRE_NET_CONNECTION_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/framing/frame.hpp>
#include <structwire/framing/frame_decoder.hpp>
#include <structwire/framing/framer.hpp>
#include <structwire/net/byte_stream.hpp>
#include <structwire/net/deadline.hpp>
#include <structwire/net/stream.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <expected>
#include <optional>
#include <span>
#include <stop_token>
#include <utility>
#include <vector>

namespace structwire::net {

/// Reads and writes whole frames over a stream of bytes. Blocking; every call takes a deadline and a stop token.
///
/// The two directions end separately, and how a direction ended is kept: every later call gives the same error.
/// - reading: errc::closed (the peer finished between two frames), errc::truncated (inside one), errc::reset, a fatal
///   error of the framing, any other failure of the stream
/// - writing: errc::closed (we finished), errc::reset, errc::broken (an earlier call gave up inside a frame), any other
///   failure of the stream
///
/// errc::timed_out, errc::cancelled and errc::overload end nothing while reading: the bytes received so far stay and
/// the call can be repeated. While writing they break the direction when a part of a frame has gone already.
/// Frames that arrived whole in front of an error are delivered before it.
/// Threads:    one thread may read while another writes, as with stream.
/// Memory:     the receive buffer follows the bytes received, up to the framing's limit and one read.
/// Example:
/// ```
/// net::connection<framing<"u32be,limit=64k">> peer(*net::connect(*at));
/// if (auto sent = peer.write_frame(as_bytes("ping"), net::deadline::in(1s)); !sent) return sent.error();
/// auto got = peer.read_frame(net::deadline::in(1s));
/// ```
template <framer Framer, byte_stream Stream = stream>
class connection {
public:
    /// The least room that a read is given.
    static constexpr std::size_t read_bytes = 16 * 1024;

    /// The most that close_gracefully reads and throws away.
    static constexpr std::size_t most_discarded_bytes = 1024 * 1024;

    /// Takes over a connected stream.
    explicit connection(Stream peer, Framer rules = {}) : stream_(std::move(peer)), framer_(rules), decoder_(rules) {}

    /// Gives the next frame, waiting for it.
    ///
    /// @return     a view into the receive buffer, valid until the next call that reads or closes
    /// Errors:     errc::timed_out, errc::cancelled, errc::overload (can be repeated); the final states above, with
    ///             the offset for truncated and for errors of the framing
    /// Guarantee:  no system call when a whole frame is in the buffer
    [[nodiscard]] std::expected<frame, error> read_frame(const deadline& until = deadline::never,
                                                         const std::stop_token& stop = {});

    /// Gives the next frame, waiting for it, and with it all frames that are in the buffer by then.
    ///
    /// @param into where to, not empty; its size is the most that is given
    /// @return     how many frames, at least 1; all of them are valid until the next call that reads or closes
    /// Errors:     as read_frame; an error behind the first frame comes with the next call
    /// Guarantee:  no system call when a whole frame is in the buffer
    [[nodiscard]] std::expected<std::size_t, error> read_batch(std::span<frame> into,
                                                               const deadline& until = deadline::never,
                                                               const std::stop_token& stop = {});

    /// Sends one frame, behind those that are queued: one system call, gathered, nothing copied (but for escaped
    /// frames, which are rewritten). A second one is needed only when the send buffer did not take everything.
    ///
    /// @param payload borrowed until return
    /// @param header what the framing carries in front of the length, for framings that do
    /// Errors:     errc::not_encodable and others of Framer::encode (nothing was sent, nothing ends);
    ///             errc::timed_out, errc::cancelled, errc::overload: the frame was not sent as a whole. If nothing
    ///             went, the call can be repeated, else every later write is errc::broken; see write_state. Or
    ///             the final states above.
    [[nodiscard]] std::expected<void, error> write_frame(byte_view payload, const deadline& until = deadline::never,
                                                         const std::stop_token& stop = {})
        requires encoding_framer<Framer>
    {
        return write_frame(payload, byte_view{}, until, stop);
    }
    [[nodiscard]] std::expected<void, error> write_frame(byte_view payload, byte_view header,
                                                         const deadline& until = deadline::never,
                                                         const std::stop_token& stop = {})
        requires encoding_framer<Framer>;

    /// Sends bytes that are whole frames already, a batch of protobuf::writer for example, behind those queued: one
    /// system call, nothing copied.
    ///
    /// @param frames borrowed until return; that they are whole frames is the caller's promise
    /// Errors:     as write_frame, without those of Framer::encode
    [[nodiscard]] std::expected<void, error> write_encoded(byte_view frames, const deadline& until = deadline::never,
                                                           const std::stop_token& stop = {});

    /// Copies one frame to those that the next flush or write_frame sends. No system call.
    ///
    /// Errors:     those of Framer::encode; the final states of writing. Nothing is queued then.
    [[nodiscard]] std::expected<void, error> queue_frame(byte_view payload, byte_view header = {})
        requires encoding_framer<Framer>;

    /// Sends the queued frames with one system call, or more where the send buffer does not take everything.
    ///
    /// Errors:     as write_frame. Where nothing went the frames stay queued.
    [[nodiscard]] std::expected<void, error> flush(const deadline& until = deadline::never,
                                                   const std::stop_token& stop = {});

    /// Sends the queued frames and ends the sending side. Reading goes on.
    ///
    /// Errors:     as flush; then the sending side is not ended
    [[nodiscard]] std::expected<void, error> shutdown_write(const deadline& until = deadline::never,
                                                            const std::stop_token& stop = {});

    /// Ends the connection so that the peer receives everything that was written: ends the sending side, reads and
    /// throws away until the peer has finished too, then closes.
    ///
    /// The stream is closed in any case; where an error is returned with a reset, if the stream has `reset()`.
    /// Errors:     those of flush; errc::timed_out and errc::cancelled; errc::reset, also when the peer did not
    ///             finish within most_discarded_bytes
    /// Source:     RFC 1122 section 4.2.2.13 (why unread data costs the peer our last bytes)
    [[nodiscard]] std::expected<void, error> close_gracefully(const deadline& until, const std::stop_token& stop = {});

    /// Closes the stream at once. The directions that were still open end as errc::closed.
    void close() noexcept;

    /// How reading ended, nothing while it goes on.
    [[nodiscard]] const std::optional<error>& read_state() const noexcept { return read_state_; }

    /// How writing ended, nothing while it goes on.
    [[nodiscard]] const std::optional<error>& write_state() const noexcept { return write_state_; }

    /// Bytes received that no delivered frame contained: 0 between two frames.
    [[nodiscard]] std::size_t pending_bytes() const noexcept { return decoder_.pending_bytes(); }

    /// Bytes queued and not yet sent.
    [[nodiscard]] std::size_t queued_bytes() const noexcept { return queue_.size(); }

    /// The stream below, for its own options.
    [[nodiscard]] Stream& lower() noexcept { return stream_; }

private:
    using event = std::expected<frame, error>;

    static bool repeatable(errc code) noexcept {
        return code == errc::timed_out || code == errc::cancelled || code == errc::overload;
    }

    std::optional<event> buffered();
    std::expected<void, error> receive(const deadline& until, const std::stop_token& stop);
    std::unexpected<error> end_reading(const error& reason);
    void enqueue(const encoded_frame& encoded);
    std::expected<void, error> send(std::span<byte_view> pieces, const deadline& until, const std::stop_token& stop);
    std::unexpected<error> give_up_writing(const error& reason, bool begun);
    std::expected<void, error> discard_input(const deadline& until, const std::stop_token& stop);

    Stream stream_;
    Framer framer_;  // for encoding; the decoder's own changes while another thread reads
    frame_decoder<Framer> decoder_;
    std::vector<std::byte> queue_;
    std::optional<error> read_state_;
    std::optional<error> write_state_;
    bool end_of_input_ = false;
    bool write_met_reset_ = false;  // through std::atomic_ref: the writer sets it, the reader asks
};

template <class Stream, class Framer>
connection(Stream, Framer) -> connection<Framer, Stream>;

template <framer Framer, byte_stream Stream>
std::expected<frame, error> connection<Framer, Stream>::read_frame(const deadline& until, const std::stop_token& stop) {
    for (bool first = true;; first = false) {
        if (auto ready = buffered()) return *std::move(ready);
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
    while (count < into.size() && !end_of_input_) {
        const auto ready = buffered();
        if (!ready || !*ready) break;
        into[count++] = **ready;
    }
    return count;
}

// The next frame or final state that needs no further bytes.
template <framer Framer, byte_stream Stream>
auto connection<Framer, Stream>::buffered() -> std::optional<event> {
    if (read_state_) return std::unexpected(*read_state_);
    auto ready = end_of_input_ ? decoder_.finish() : decoder_.next();
    if (ready && !*ready && decoder_.failed()) return end_reading(ready->error());
    if (!ready && end_of_input_) return end_reading(error{.code = errc::closed, .during = operation::read});
    return ready;
}

template <framer Framer, byte_stream Stream>
std::expected<void, error> connection<Framer, Stream>::receive(const deadline& until, const std::stop_token& stop) {
    const byte_span room = decoder_.prepare(read_bytes);
    if (room.empty()) return end_reading(error{.code = errc::overload, .during = operation::read});
    const auto got = stream_.read_some(room, until, stop);
    if (!got) return repeatable(got.error().code) ? std::unexpected(got.error()) : end_reading(got.error());
    if (*got != 0) {
        decoder_.commit(*got);
        return {};
    }
    // The system reports a reset once. When a write has met it, the end that reading sees is not the peer's.
    if (std::atomic_ref(write_met_reset_).load(std::memory_order_relaxed)) {
        return end_reading(error{.code = errc::reset, .during = operation::read});
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
std::expected<void, error> connection<Framer, Stream>::write_frame(byte_view payload, byte_view header,
                                                                   const deadline& until, const std::stop_token& stop)
    requires encoding_framer<Framer>
{
    if (write_state_) return std::unexpected(*write_state_);
    const auto encoded = framer_.encode(payload, header);
    if (!encoded) return std::unexpected(encoded.error());
    if (encoded->is_stuffed()) {  // no pieces: it goes through the queue, and out of it when nothing was sent
        const std::size_t before = queue_.size();
        enqueue(*encoded);
        const auto sent = flush(until, stop);
        if (!sent && queue_.size() > before) queue_.resize(before);
        return sent;
    }
    std::array<byte_view, 6> pieces{byte_view(queue_)};
    const frame_pieces parts = encoded->pieces();
    const auto end = std::copy(parts.begin(), parts.end(), pieces.begin() + 1);
    return send(std::span(pieces.begin(), end), until, stop);
}

template <framer Framer, byte_stream Stream>
std::expected<void, error> connection<Framer, Stream>::write_encoded(byte_view frames, const deadline& until,
                                                                     const std::stop_token& stop) {
    if (write_state_) return std::unexpected(*write_state_);
    std::array<byte_view, 2> pieces{byte_view(queue_), frames};
    return send(pieces, until, stop);
}

template <framer Framer, byte_stream Stream>
std::expected<void, error> connection<Framer, Stream>::queue_frame(byte_view payload, byte_view header)
    requires encoding_framer<Framer>
{
    if (write_state_) return std::unexpected(*write_state_);
    const auto encoded = framer_.encode(payload, header);
    if (!encoded) return std::unexpected(encoded.error());
    enqueue(*encoded);
    return {};
}

template <framer Framer, byte_stream Stream>
void connection<Framer, Stream>::enqueue(const encoded_frame& encoded) {
    const std::size_t before = queue_.size();
    queue_.resize(before + encoded.size());
    encoded.copy_to(queue_.data() + before);
}

template <framer Framer, byte_stream Stream>
std::expected<void, error> connection<Framer, Stream>::flush(const deadline& until, const std::stop_token& stop) {
    if (write_state_) return std::unexpected(*write_state_);
    byte_view queued(queue_);
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
    if (const auto done = stream_.shutdown_write(); !done) return give_up_writing(done.error(), false);
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
    if (!read_state_) read_state_ = error{.code = errc::closed, .during = operation::read};
    if (!write_state_) write_state_ = error{.code = errc::closed, .during = operation::write};
}

}  // namespace structwire::net

#endif
