// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Messages over a connection, in both directions.
#ifndef STRUCTWIRE_PROTOBUF_MESSAGE_STREAM_HPP
#define STRUCTWIRE_PROTOBUF_MESSAGE_STREAM_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/framing/detail/receive_buffer.hpp>
#include <structwire/framing/frame.hpp>
#include <structwire/framing/frame_decoder.hpp>
#include <structwire/framing/framer.hpp>
#include <structwire/protobuf/detail/serialize.hpp>
#include <structwire/protobuf/detail/waiting.hpp>
#include <structwire/protobuf/envelope.hpp>
#include <structwire/protobuf/message.hpp>
#include <structwire/protobuf/writer.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <limits>
#include <optional>
#include <type_traits>
#include <utility>

namespace structwire::protobuf {

/// What carries messages: net::connection, or anything that has these of its functions.
template <class Connection>
concept frame_connection =
    std::movable<Connection> && requires(Connection& peer, byte_view bytes, const encoded_frame& last) {
        requires encoding_framer<std::remove_cvref_t<decltype(peer.framer())>>;
        { peer.buffered_frame() } -> std::same_as<std::optional<frame_event>>;
        { peer.read_frame() } -> std::same_as<frame_event>;
        { peer.write_encoded(bytes) } -> std::same_as<std::expected<void, error>>;
        { peer.write_encoded(bytes, last) } -> std::same_as<std::expected<void, error>>;
        { peer.queue_frames(bytes) } -> std::same_as<std::expected<void, error>>;
        { peer.flush() } -> std::same_as<std::expected<void, error>>;
        { peer.shutdown_write() } -> std::same_as<std::expected<void, error>>;
        { peer.read_state() } -> std::convertible_to<std::optional<error>>;
        { peer.write_state() } -> std::convertible_to<std::optional<error>>;
    };

/// What a message_stream can be told.
struct message_stream_options {
    /// The longest header.
    static constexpr std::size_t most_header_bytes = 16;

    /// From how many bytes on what was collected goes with the next message.
    std::size_t batch_bytes = std::size_t{64} * 1024;
    /// What stands in front of the length of every message written, for framings with `offset=N`: a byte 0 for gRPC's
    /// messages that are not compressed. Copied; a header longer than most_header_bytes is one that no framing takes.
    byte_view header{};
};

/// Reads messages of one type from a connection and writes messages of another one, or the same.
///
/// Messages to write are collected, and sent on flush(), before read() waits, and with the next message once a batch is
/// full: nobody waits for the answer to a question that was never sent. Destruction sends nothing. Which answer belongs
/// to which question is yours to say, in the messages or by their order.
///
/// Every call takes `wait`: what the connection's own calls take last, a deadline and a stop token for net::connection.
/// How the two directions end, and what can be repeated, is the connection's matter and told there: a timeout loses
/// nothing, errc::closed is the peer's clean end. errc::bad_message and errc::uninitialized end nothing: the next
/// message can be read.
///
/// A peer that writes and never reads stops at its deadline, and so does a read() behind such writes, with what has come
/// by then: bound how many questions are open, or read in between.
/// Threads:    one at a time, since reading also writes. For a thread per direction take the connection and parse() in
///             one and a writer in the other.
/// Memory:     the connection's, a batch (with the messages of any size that write_as() took), and while it is sent one
///             message larger than a batch
/// Example:
/// ```cpp
/// auto peer = protobuf::make_message_stream<Answer, Question>(net::connection<wire>(*net::connect(*at)));
/// if (auto asked = peer.write(question); !asked) return asked.error();
/// if (auto got = peer.read(answer, net::deadline::in(5s)); !got) return got.error();
/// ```
template <message In, message Out, frame_connection Connection>
class message_stream {
    using framer_type = std::remove_cvref_t<decltype(std::declval<Connection&>().framer())>;

    // A framing that changes with the frames that it has encoded, since it allows one only, has to see them all.
    static constexpr bool gathers =
        requires(const framer_type& framing, byte_view bytes) { framing.encode(bytes, bytes); };

public:
    /// The largest message that is collected; a larger one is sent at once, gathered with the batch, so that the batch need
    /// not grow. Under any_framing all are collected.
    static constexpr std::size_t collected_bytes = std::size_t{16} * 1024;

    /// The most memory kept for large messages between two of them.
    static constexpr std::size_t kept_bytes = std::size_t{256} * 1024;

    /// Takes over a connection.
    explicit message_stream(Connection peer, const message_stream_options& options = {})
        : peer_(std::move(peer)), batch_(peer_.framer(), options.batch_bytes) {
        header_bytes_ = options.header.size();
        std::ranges::copy(options.header.first(std::min(header_bytes_, header_.size())), header_.begin());
    }

    /// Gives the next message. If it has not arrived yet, sends what was collected and waits for it.
    ///
    /// @param into  replaced by the message; unspecified after an error
    /// @return      its frame: views valid until the next call that reads or closes
    /// Errors:     those of parse(), behind which reading goes on; those of the connection's read_frame(). Those of its
    ///             writing only where the call can be repeated: after any other one the peer may still have sent
    ///             something, so that is read, and the next write() says it.
    template <class... Wait>
    [[nodiscard]] std::expected<frame, error> read(In& into, const Wait&... wait) {
        auto got = read_frame(wait...);
        if (got) {
            if (const auto parsed = parse(*got, into); !parsed) return std::unexpected(parsed.error());
        }
        return got;
    }

    /// The same without parsing, for a dispatcher, and for frames whose header says that they are compressed.
    template <class... Wait>
    [[nodiscard]] std::expected<frame, error> read_frame(const Wait&... wait) {
        if (auto got = peer_.buffered_frame()) return *std::move(got);
        const auto sent = flush(wait...);
        const bool can_repeat = !sent && !peer_.write_state();
        // For want of memory one would wait for the answer to what was not sent.
        if (can_repeat && sent.error().code == errc::overload) return std::unexpected(sent.error());
        // A peer that does not read may be waiting for us to read.
        auto got = peer_.read_frame(wait...);
        if (!got && can_repeat && detail::repeatable(got.error())) return std::unexpected(sent.error());
        return got;
    }

    /// Takes one message to send. If the batch is full already, sends that first.
    ///
    /// @param value   not to be changed by another thread meanwhile
    /// Errors:     those of writer::put(); those of the connection's writing. The message was not taken then.
    template <class... Wait>
    [[nodiscard]] std::expected<void, error> write(const Out& value, const Wait&... wait) {
        if (auto ready = make_ready(wait...); !ready) return ready;
        const std::size_t size = value.ByteSizeLong();
        if constexpr (gathers) {
            if (size > collected_bytes) [[unlikely]]
                return write_large(value, size, wait...);
        }
        return detail::writer_access::put_sized(batch_, value, size, header());
    }

    /// Takes one message of any type, which says its type, for a dispatcher at the other end.
    ///
    /// @param type, id  as writer::put_as() has them
    template <writable_envelope Envelope, message Value, class... Wait>
    [[nodiscard]] std::expected<void, error> write_as(const Envelope& type, const typename Envelope::id_type& id,
                                                      const Value& value, const Wait&... wait) {
        if (auto ready = make_ready(wait...); !ready) return ready;
        return batch_.put_as(type, id, value, header());
    }

    /// Sends what was collected.
    ///
    /// Errors:     those of the connection's writing. Where nothing went, the messages stay and the call can be repeated.
    template <class... Wait>
    [[nodiscard]] std::expected<void, error> flush(const Wait&... wait) {
        if (batch_.bytes().empty()) return peer_.flush(wait...);
        auto sent = peer_.write_encoded(batch_.bytes(), wait...);
        if (sent) batch_.clear();
        return sent;
    }

    /// Sends what was collected and ends the sending side: the peer's reader sees a clean end. Reading goes on.
    template <class... Wait>
    [[nodiscard]] std::expected<void, error> shutdown_write(const Wait&... wait) {
        if (auto queued = hand_over(); !queued) return queued;
        return peer_.shutdown_write(wait...);
    }

    /// Sends what was collected and closes so that the peer receives all of it: see net::connection.
    ///
    /// Errors:     the connection's; where an error is returned, the peer sees a reset, not a clean end, if its stream has
    ///             one
    template <class Until, class... Wait>
    [[nodiscard]] std::expected<void, error> close_gracefully(const Until& until, const Wait&... wait) {
        const auto queued = hand_over();
        if (!queued && !peer_.write_state()) {
            if constexpr (requires { peer_.lower().reset(); }) peer_.lower().reset();
            peer_.close();
            return queued;
        }
        return peer_.close_gracefully(until, wait...);
    }

    /// How reading and writing ended, nothing while they go on.
    [[nodiscard]] std::optional<error> read_state() const noexcept { return peer_.read_state(); }
    [[nodiscard]] std::optional<error> write_state() const noexcept { return peer_.write_state(); }

    /// Bytes collected and not sent; after a part of them went, still all of them.
    [[nodiscard]] std::size_t collected() const noexcept { return batch_.bytes().size(); }

    /// The connection below, for its states and options, and for frames of another kind between the messages: those that it
    /// queues go in front of what is collected here.
    [[nodiscard]] Connection& lower() noexcept { return peer_; }

    /// Gives the connection back, to go on with another framing or other messages. What was collected is queued in it; if
    /// there is no memory for that, it is lost, so flush() first where that matters.
    [[nodiscard]] Connection release() && {
        [[maybe_unused]] const auto queued = hand_over();
        return std::move(peer_);
    }

private:
    [[nodiscard]] byte_view header() const noexcept { return byte_view(header_).first(header_bytes_); }

    // What has to be done before a message is taken.
    template <class... Wait>
    std::expected<void, error> make_ready(const Wait&... wait) {
        if (peer_.write_state()) return std::unexpected(*peer_.write_state());
        if (header_bytes_ > header_.size()) [[unlikely]]
            return structwire::detail::not_encodable(header_.size(), header_bytes_);
        if (batch_.full()) return flush(wait...);
        return {};
    }

    // Leaves what was collected to the connection, whose own calls send it.
    std::expected<void, error> hand_over() {
        if (batch_.bytes().empty()) return {};
        auto queued = peer_.queue_frames(batch_.bytes());
        if (queued) batch_.clear();
        return queued;
    }

    // Sends the batch and a message larger than that, from where they are.
    template <class... Wait>
    [[gnu::noinline]] std::expected<void, error> write_large(const Out& value, std::size_t size, const Wait&... wait) {
        if (!value.IsInitialized()) return detail::unwritten(errc::uninitialized);
        const framer_type& framing = peer_.framer();
        const std::uint64_t most = framing.max_frame_bytes();
        if (size > max_message_bytes || size > most) {
            return structwire::detail::not_encodable(size > most ? most : max_message_bytes, size);
        }
        large_.clear();
        const byte_span body = large_.prepare(size, std::numeric_limits<std::uint64_t>::max(), false);
        if (body.size() < size) return detail::unwritten(errc::overload);
        if (!detail::serialize(value, body.first(size))) return detail::unwritten(errc::bad_message, size);
        const auto encoded = framing.encode(body.first(size), header());
        if (!encoded) return std::unexpected(encoded.error());
        auto sent = peer_.write_encoded(batch_.bytes(), *encoded, wait...);
        if (sent) batch_.clear();
        if (large_.capacity() > kept_bytes) large_ = {};
        return sent;
    }

    Connection peer_;
    writer<framer_type> batch_;
    structwire::detail::receive_buffer large_;
    std::array<std::byte, message_stream_options::most_header_bytes> header_{};
    std::size_t header_bytes_ = 0;
};

/// A message_stream<In, Out> over this connection; `Out` is `In` where only one type is said.
template <message In, message Out = In, frame_connection Connection>
[[nodiscard]] message_stream<In, Out, Connection> make_message_stream(Connection peer,
                                                                      const message_stream_options& options = {}) {
    return message_stream<In, Out, Connection>(std::move(peer), options);
}

}  // namespace structwire::protobuf

#endif
