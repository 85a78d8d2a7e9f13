// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Messages in, bytes to send out, in batches.
#ifndef STRUCTWIRE_PROTOBUF_WRITER_HPP
#define STRUCTWIRE_PROTOBUF_WRITER_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/framing/detail/receive_buffer.hpp>
#include <structwire/framing/frame.hpp>
#include <structwire/framing/framer.hpp>
#include <structwire/protobuf/message.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <expected>
#include <limits>

namespace structwire::protobuf {

/// Collects framed messages, of one type or of several, into a batch of bytes. It does no I/O.
///
/// put() serializes straight into the batch. Send bytes() when full() says so, when you are about to wait for an
/// answer, and at the end; then clear() the batch, or consume() what went.
///
/// Memory:     the batch, doubling as it grows; kept for the next one, given back after a while of much smaller ones
/// Guarantee:  a put() that fails leaves the batch as it was. Throws only what the message's own functions throw.
///             Movable; a moved-from writer may only be destroyed or assigned to.
/// Example:
/// ```cpp
/// structwire::protobuf::writer<> out;
/// for (const Trade& trade : trades) {
///     if (auto put = out.put(trade); !put) return put.error();
///     if (out.full() && !send(out)) return broken;
/// }
/// return send(out);          // sends out.bytes(), then out.clear()
/// ```
template <encoding_framer Framer = delimited_framing>
class writer {
public:
    /// Bytes from which a batch is full unless the constructor says otherwise: past this size larger writes to a
    /// socket gain little.
    static constexpr std::size_t default_batch_bytes = std::size_t{64} * 1024;

    writer() = default;
    /// @param batch_bytes  from how many bytes on full() is true; no limit, a batch can be larger
    explicit writer(std::size_t batch_bytes) noexcept : batch_bytes_(batch_bytes) {}
    /// With a framer that was configured at run time.
    explicit writer(Framer framing, std::size_t batch_bytes = default_batch_bytes) noexcept
        : framer_(framing), batch_bytes_(batch_bytes) {}

    /// Appends one message to the batch, in a frame of its own.
    ///
    /// @param value   not to be changed by another thread meanwhile
    /// @param header  bytes in front of the length, for framings with `offset=N`; must not lie in the batch
    /// Errors:     errc::uninitialized when a required field is missing (operation::serialize_message);
    ///             errc::not_encodable when a reader with this framing would refuse the frame or no runtime could parse
    ///             it (most payload bytes, or bytes of the largest frame when the message alone is longer / bytes of
    ///             the message; operation::encode); errc::bad_message when the message wrote other than ByteSizeLong()
    ///             bytes (0 / that size); errc::overload without memory
    /// Guarantee:  strong; a message longer than any frame is refused before memory is taken
    /// Complexity: O(bytes of the message), which is sized once and serialized once
    template <message Message>
    [[nodiscard]] std::expected<void, error> put(const Message& value, byte_view header = {}) {
        if (!value.IsInitialized()) [[unlikely]]
            return failure(errc::uninitialized);
        const std::size_t size = value.ByteSizeLong();
        const std::uint64_t most = std::min<std::uint64_t>(max_message_bytes, framer_.max_frame_bytes());
        if (size > most) [[unlikely]]
            return structwire::detail::not_encodable(most, size);

        const std::size_t in_front = header.size() + encoded_frame::front_capacity;
        const byte_span room = buffer_.prepare(in_front + size + encoded_frame::trailer_capacity,
                                               std::numeric_limits<std::uint64_t>::max(), false);
        if (room.empty()) [[unlikely]]
            return failure(errc::overload);
        const std::size_t at = std::min(expected_front_, in_front);
        const byte_span body = room.subspan(at, size);
        if (!serialize(value, body)) [[unlikely]]
            return failure(errc::bad_message, size);

        const auto encoded = framer_.encode(body, header);
        if (!encoded) return std::unexpected(encoded.error());
        finish_frame(room, body, encoded->pieces());
        buffer_.commit(encoded->size());
        return {};
    }

    /// Whether the batch is large enough to be worth sending.
    [[nodiscard]] bool full() const noexcept { return buffer_.size() >= batch_bytes_; }

    /// The batch: whole frames in order, unless consume() stopped inside one. Valid until the next put().
    [[nodiscard]] byte_view bytes() const noexcept { return buffer_.unread(); }

    /// Drops the first bytes of the batch, when a write took only so many.
    ///
    /// @param count  more than there are counts as all of them
    void consume(std::size_t count) noexcept { buffer_.consume(std::min(count, buffer_.size())); }

    /// Drops the batch. Its memory stays for the next one.
    void clear() noexcept { buffer_.clear(); }

private:
    static std::unexpected<error> failure(errc code, std::uint64_t given = 0) noexcept {
        error reason{code, operation::serialize_message};
        reason.given = given;
        return std::unexpected(reason);
    }

    // The sizes that ByteSizeLong() cached are used where they can be; the other function counts again.
    template <message Message>
    static bool serialize(const Message& value, byte_span body) {
        auto* const begin = reinterpret_cast<std::uint8_t*>(body.data());
        if constexpr (requires { value.SerializeWithCachedSizesToArray(begin); }) {
            return value.SerializeWithCachedSizesToArray(begin) == begin + body.size();
        } else {
            return value.SerializePartialToArray(begin, static_cast<int>(body.size()));
        }
    }

    // Puts what the framing adds around the body. How long the front is comes out only now; it is nearly always as
    // long as the last one, else the body moves.
    void finish_frame(byte_span room, byte_view body, const frame_pieces& pieces) noexcept {
        std::size_t front = 0;
        for (const byte_view piece : pieces) {
            if (piece.data() == body.data()) break;
            front += piece.size();
        }
        if (!body.empty() && room.data() + front != body.data()) {
            std::memmove(room.data() + front, body.data(), body.size());
            expected_front_ = front;
        }
        std::size_t at = 0;
        for (const byte_view piece : pieces) {
            if (piece.data() != body.data()) std::memcpy(room.data() + at, piece.data(), piece.size());
            at += piece.size();
        }
    }

    Framer framer_{};
    structwire::detail::receive_buffer buffer_;
    std::size_t batch_bytes_ = default_batch_bytes;
    std::size_t expected_front_ = 1;
};

}  // namespace structwire::protobuf

#endif
