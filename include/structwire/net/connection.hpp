// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Frames over a byte stream.
#ifndef STRUCTWIRE_NET_CONNECTION_HPP
#define STRUCTWIRE_NET_CONNECTION_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/framing/detail/receive_buffer.hpp>
#include <structwire/framing/frame.hpp>
#include <structwire/framing/frame_decoder.hpp>
#include <structwire/framing/framer.hpp>
#include <structwire/net/byte_stream.hpp>
#include <structwire/net/deadline.hpp>
#include <structwire/net/stream.hpp>

#include <cstddef>
#include <expected>
#include <optional>
#include <span>
#include <stop_token>
#include <utility>

namespace structwire::net {

/// Reads and writes whole frames over a stream of bytes. Blocking; every call takes a deadline and a stop token.
///
/// The two directions end separately, and how a direction ended is kept: every later call gives the same error.
/// - reading: errc::closed (the peer finished between two frames), errc::truncated (inside one), errc::reset, a fatal
///   error of the framing, any other failure of the stream
/// - writing: errc::closed (we finished), errc::reset, errc::broken (an earlier call gave up inside a frame), any other
///   failure of the stream
///
/// errc::timed_out, errc::cancelled and an errc::overload of the stream end nothing while reading: the bytes received so
/// far stay and the call can be repeated. Frames that are in the buffer are given whatever the deadline and the stop. While writing they break the direction when a part of a frame has gone already.
/// Frames that arrived whole in front of an error are delivered before it, and so are errors of a framing that goes
/// on behind them.
/// Threads:    one thread may read while another writes, as with stream.
/// Memory:     the receive buffer follows the bytes received, up to the framing's limit and one read; without memory for
///             it reading ends as errc::overload. Nothing is allocated for a frame while sizes stay what they are.
/// Example:
/// ```
/// net::connection<framing<"u32be,limit=64k">> peer(*net::connect(*at));
/// if (auto sent = peer.write_frame(as_bytes("ping"), net::deadline::in(1s)); !sent) return sent.error();
/// auto got = peer.read_frame(net::deadline::in(1s));
/// ```
template <framer Framer, byte_stream Stream = stream>
class connection {
public:
    /// The least room that a read is given: at first, and once the peer has filled all the room of a read.
    static constexpr std::size_t read_bytes = 16 * 1024;
    static constexpr std::size_t most_read_bytes = 64 * 1024;

    /// The largest frame that is copied into one piece to be written. Beyond it, gathering from prefix and payload
    /// costs less than copying.
    static constexpr std::size_t copied_bytes = 4 * 1024;

    /// The most that close_gracefully reads and throws away.
    static constexpr std::size_t most_discarded_bytes = 1024 * 1024;

    /// Takes over a connected stream.
    explicit connection(Stream peer, Framer rules = {}) : stream_(std::move(peer)), framer_(rules), decoder_(rules) {}

    /// Gives the next frame, waiting for it.
    ///
    /// @return     a view into the receive buffer, valid until the next call that reads or closes
    /// Errors:     errc::timed_out, errc::cancelled, errc::overload of the stream (can be repeated); the final states above, with
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

    /// Gives the next frame if it needs no waiting: one that is in the buffer.
    ///
    /// @return     nothing where read_frame would wait; else what read_frame would give: the frame, an error behind which
    ///             reading goes on, or the final state
    /// Guarantee:  no system call
    [[nodiscard]] std::optional<frame_event> buffered_frame();

    /// Sends one frame, behind those that are queued, with one system call: copied into one piece up to copied_bytes,
    /// else gathered (but for escaped frames, which are rewritten). A second call is needed only when the send
    /// buffer did not take everything.
    ///
    /// @param payload borrowed until return
    /// @param header what the framing carries in front of the length, for framings that do
    /// Errors:     errc::not_encodable and others of Framer::encode (nothing was sent, nothing ends);
    ///             errc::timed_out, errc::cancelled, errc::overload: the frame was not sent as a whole. If nothing
    ///             went, the frame is forgotten and the call can be repeated, else every later write is errc::broken;
    ///             see write_state. Or the final states above.
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

    /// The same with one more frame behind them, which is gathered as write_frame does it.
    ///
    /// @param last  of this framing; borrowed until return, as what it borrows is
    [[nodiscard]] std::expected<void, error> write_encoded(byte_view frames, const encoded_frame& last,
                                                           const deadline& until = deadline::never,
                                                           const std::stop_token& stop = {});

    /// Copies one frame to those that the next flush or write_frame sends. No system call.
    ///
    /// Errors:     those of Framer::encode; errc::overload without memory; the final states of writing. Nothing is
    ///             queued then.
    [[nodiscard]] std::expected<void, error> queue_frame(byte_view payload, byte_view header = {})
        requires encoding_framer<Framer>;

    /// Copies bytes that are whole frames already to the queue. No system call.
    ///
    /// @param frames that they are whole frames is the caller's promise
    /// Errors:     errc::overload without memory; the final states of writing. Nothing is queued then.
    [[nodiscard]] std::expected<void, error> queue_frames(byte_view frames);

    /// Sends the queued frames with one system call, or more where the send buffer does not take everything.
    ///
    /// Errors:     as write_frame. Where nothing went the frames stay queued.
    [[nodiscard]] std::expected<void, error> flush(const deadline& until = deadline::never,
                                                   const std::stop_token& stop = {});

    /// Sends the queued frames and ends the sending side. Reading goes on.
    ///
    /// Errors:     as flush; ENOTSUP where the stream has no half-close, as a terminal. Then the sending side is not ended.
    [[nodiscard]] std::expected<void, error> shutdown_write(const deadline& until = deadline::never,
                                                            const std::stop_token& stop = {});

    /// Ends the connection so that the peer receives everything that was written: ends the sending side, reads and
    /// throws away until the peer has finished too, then closes.
    ///
    /// The stream is closed in any case; where an error is returned with a reset, if the stream has `reset()`.
    /// Errors:     those of flush; errc::timed_out and errc::cancelled; errc::reset, also when the peer did not
    ///             finish within most_discarded_bytes; what else has ended the stream while reading
    /// Source:     RFC 1122 section 4.2.2.13 (why unread data costs the peer our last bytes)
    [[nodiscard]] std::expected<void, error> close_gracefully(const deadline& until, const std::stop_token& stop = {});

    /// Closes the stream at once. The directions that were still open end as errc::closed.
    void close() noexcept;

    /// Goes on with another framing behind the last frame taken, for protocols that change it, and for reading on
    /// under another framing where one has failed. This connection is moved from.
    ///
    /// Received bytes that no frame took, the stream offset and queued bytes, which are sent as they are, move over.
    /// So do the end of writing and the end of the stream, which is reported behind the frames of those bytes. An
    /// error of the old framing does not.
    /// Example:    `auto binary = std::move(text).switch_to(framing<"u32be">{});`
    template <structwire::framer Other>
    [[nodiscard]] connection<Other, Stream> switch_to(Other other) &&;

    /// How reading ended, nothing while it goes on.
    [[nodiscard]] const std::optional<error>& read_state() const noexcept { return read_state_; }

    /// How writing ended, nothing while it goes on.
    [[nodiscard]] const std::optional<error>& write_state() const noexcept { return write_state_; }

    /// Bytes received that no delivered frame contained: 0 between two frames.
    [[nodiscard]] std::size_t pending_bytes() const noexcept { return decoder_.pending_bytes(); }

    /// Bytes queued and not yet sent.
    [[nodiscard]] std::size_t queued_bytes() const noexcept { return queue_.size(); }

    /// The framing, for its limits and its configuration.
    [[nodiscard]] const Framer& framer() const noexcept { return framer_; }

    /// The stream below, for its own options.
    [[nodiscard]] Stream& lower() noexcept { return stream_; }

private:
    template <structwire::framer Other, byte_stream Lower>
    friend class connection;

    connection(Stream peer, Framer rules, frame_decoder<Framer> decoder)
        : stream_(std::move(peer)), framer_(rules), decoder_(std::move(decoder)) {}

    static bool repeatable(errc code) noexcept {
        return code == errc::timed_out || code == errc::cancelled || code == errc::overload;
    }

    std::optional<frame_event> buffered();
    std::unexpected<error> bad_frame();
    std::expected<void, error> receive(const deadline& until, const std::stop_token& stop);
    std::unexpected<error> end_reading(const error& reason);
    std::unexpected<error> end_stream(const error& reason);
    std::expected<void, error> send_frame(byte_view frames, const encoded_frame& last, const deadline& until,
                                          const std::stop_token& stop);
    std::expected<void, error> send(std::span<byte_view> pieces, const deadline& until, const std::stop_token& stop);
    std::unexpected<error> give_up_writing(const error& reason, bool begun);
    std::expected<void, error> discard_input(const deadline& until, const std::stop_token& stop);

    std::expected<void, error> queue_encoded(byte_view payload, byte_view header);
    static bool keep(structwire::detail::receive_buffer& in, const encoded_frame& encoded) noexcept;

    Stream stream_;
    Framer framer_;  // for encoding; the decoder's own changes while another thread reads
    frame_decoder<Framer> decoder_;
    structwire::detail::receive_buffer queue_;
    structwire::detail::receive_buffer rewritten_;  // an escaped frame too large for copied_bytes, while it is sent
    std::optional<error> held_;                     // met behind the frames of a batch, and survivable
    std::optional<error> stream_end_;               // how the stream ended, if not by the peer's finishing
    std::optional<error> read_state_;
    std::optional<error> write_state_;
    std::size_t read_room_ = read_bytes;
    bool end_of_input_ = false;
    bool closed_ = false;
    bool write_met_reset_ = false;  // through std::atomic_ref: the writer sets it, the reader asks
};

template <class Stream, class Framer>
connection(Stream, Framer) -> connection<Framer, Stream>;

}  // namespace structwire::net

#include <structwire/net/detail/connection.hpp>

#endif
