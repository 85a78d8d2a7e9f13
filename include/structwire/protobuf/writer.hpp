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
#include <structwire/protobuf/detail/serialize.hpp>
#include <structwire/protobuf/envelope.hpp>
#include <structwire/protobuf/message.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>

namespace structwire::protobuf {

namespace detail {

/// How message_stream puts a message that it has sized already.
struct writer_access {
    template <class Writer, message Message>
    [[nodiscard]] static std::expected<void, error> put_sized(Writer& to, const Message& value, std::size_t size,
                                                              byte_view header) {
        return to.put_sized(value, size, header);
    }
};

}  // namespace detail

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
    friend struct detail::writer_access;

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
    [[nodiscard]] std::expected<void, error> put(const Message& value) {
        return append(value, {}, [](std::size_t) { return std::size_t{0}; }, [](std::byte*, std::size_t) {});
    }
    template <message Message>
    [[nodiscard]] std::expected<void, error> put(const Message& value, byte_view header) {
        return put_sized(value, value.ByteSizeLong(), header);
    }

    /// Appends one message that says its type, for a dispatcher at the other end.
    ///
    /// @param type    how types are said: leading_id, oneof_envelope, any_envelope, ...
    /// @param id      the type of this message
    /// @param value, header  as put() has them
    /// Errors:     as put(), sizes with what says the type; errc::not_encodable also for an id that the envelope would not
    ///             give back (0 / 0)
    template <writable_envelope Envelope, message Message>
    [[nodiscard]] std::expected<void, error> put_as(const Envelope& type, const typename Envelope::id_type& id,
                                                    const Message& value, byte_view header = {}) {
        const auto front_bytes = [&type, &id](std::size_t size) { return type.front_bytes(id, size); };
        const auto write_front = [&type, &id](std::byte* to, std::size_t size) { type.write_front(to, id, size); };
        if (!type.can_write(id)) [[unlikely]]
            return structwire::detail::not_encodable(0, 0);
        return append(value, header, front_bytes, write_front);
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
    // A message that ByteSizeLong() has counted just now.
    template <message Message>
    [[nodiscard]] std::expected<void, error> put_sized(const Message& value, std::size_t size, byte_view header) {
        if (!value.IsInitialized()) [[unlikely]]
            return detail::unwritten(errc::uninitialized);
        return append_sized(value, size, 0, header, [](std::byte*, std::size_t) {});
    }

    // Makes a frame of what `write_front` writes, front_bytes(size) bytes, and the message behind it.
    template <message Message, class FrontBytes, class WriteFront>
    [[gnu::always_inline]] std::expected<void, error> append(const Message& value, byte_view header,
                                                             FrontBytes front_bytes, WriteFront write_front) {
        if (!value.IsInitialized()) [[unlikely]]
            return detail::unwritten(errc::uninitialized);
        const std::size_t size = value.ByteSizeLong();
        return append_sized(value, size, front_bytes(size), header, write_front);
    }

    template <message Message, class WriteFront>
    [[gnu::always_inline]] std::expected<void, error> append_sized(const Message& value, std::size_t size,
                                                                   std::size_t front, byte_view header,
                                                                   WriteFront write_front) {
        std::byte* const room =
            front + size <= max_message_bytes && header.empty() ? batch_.place(front + size) : nullptr;
        if (room == nullptr) [[unlikely]]
            return append_around(value, size, front, header, write_front);
        write_front(room, size);
        if (!detail::serialize(value, {room + front, size})) [[unlikely]]
            return detail::unwritten(errc::bad_message, size);
        batch_.placed(room + front + size);
        return {};
    }

    // The same where the framing has to see the payload, or more memory is needed, or the message is refused.
    template <message Message, class WriteFront>
    [[gnu::noinline]] std::expected<void, error> append_around(const Message& value, std::size_t size,
                                                               std::size_t front, byte_view header,
                                                               WriteFront write_front) {
        if (size > most_message_bytes() - std::min(front, most_message_bytes())) {
            return structwire::detail::not_encodable(most_message_bytes(), front + size);
        }
        const byte_span room = batch_.reserve(front + size, header.size());
        if (room.size() < front + size) return detail::unwritten(errc::overload);
        write_front(room.data(), size);
        if (!detail::serialize(value, room.subspan(front))) return detail::unwritten(errc::bad_message, size);
        return batch_.commit(front + size, header);
    }

    // A longer message is in no frame of this framing, and no runtime could parse it.
    [[nodiscard]] std::size_t most_message_bytes() const noexcept {
        const std::uint64_t most = batch_.framer().max_frame_bytes();
        return most < max_message_bytes ? static_cast<std::size_t>(most) : max_message_bytes;
    }

    frame_encoder<Framer> batch_;
    std::size_t batch_bytes_ = default_batch_bytes;
};

}  // namespace structwire::protobuf

#endif
