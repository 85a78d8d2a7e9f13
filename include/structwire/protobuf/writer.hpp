// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Messages in, bytes to send out, in batches.
#ifndef STRUCTWIRE_PROTOBUF_WRITER_HPP
#define STRUCTWIRE_PROTOBUF_WRITER_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/framing/frame_encoder.hpp>
#include <structwire/framing/framer.hpp>
#include <structwire/protobuf/message.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>

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
        : batch_(framing), batch_bytes_(batch_bytes) {}

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
        if (size > max_message_bytes) [[unlikely]]
            return structwire::detail::not_encodable(max_message_bytes, size);
        auto done = batch_.add_made(size, [&](byte_span room) { return serialize(value, room); }, header);
        if (!done && done.error().code == errc::aborted) [[unlikely]]
            return failure(errc::bad_message, size);
        return done;
    }

    /// Whether the batch is large enough to be worth sending.
    [[nodiscard]] bool full() const noexcept { return batch_.bytes().size() >= batch_bytes_; }

    /// The batch: whole frames in order, unless consume() stopped inside one. Valid until the next put().
    [[nodiscard]] byte_view bytes() const noexcept { return batch_.bytes(); }

    /// Drops the first bytes of the batch, when a write took only so many.
    ///
    /// @param count  more than there are counts as all of them
    void consume(std::size_t count) noexcept { batch_.consume(count); }

    /// Drops the batch. Its memory stays for the next one.
    void clear() noexcept { batch_.clear(); }

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

    frame_encoder<Framer> batch_;
    std::size_t batch_bytes_ = default_batch_bytes;
};

}  // namespace structwire::protobuf

#endif
