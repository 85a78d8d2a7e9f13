// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// One message through something that writes payloads, the reply of a server's handler for example.
#ifndef STRUCTWIRE_PROTOBUF_WRITE_MESSAGE_HPP
#define STRUCTWIRE_PROTOBUF_WRITE_MESSAGE_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/framing/detail/receive_buffer.hpp>
#include <structwire/framing/framer.hpp>
#include <structwire/protobuf/detail/serialize.hpp>
#include <structwire/protobuf/message.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <limits>

namespace structwire::protobuf {

/// What takes a payload with `write(payload, header)` and frames it: net::reply.
template <class Writer>
concept payload_writer = requires(Writer& to, byte_view bytes) {
    { to.write(bytes, bytes) } -> std::same_as<std::expected<void, error>>;
};

/// Writes one message as the payload of one frame.
///
/// @param to      a net::reply, or anything else with its write(); which collects frames and sends them together
/// @param value   not to be changed by another thread meanwhile
/// @param header  what the framing carries in front of the length, for framings that do
/// Errors:     errc::uninitialized when a required field is missing, errc::bad_message when the message wrote other than
///             ByteSizeLong() bytes (0 / that size), errc::overload without memory, all operation::serialize_message;
///             errc::not_encodable when no runtime could parse it (most bytes / its bytes); those of write()
/// Memory:     none for a message of up to 4 KiB
/// Example:    `return protobuf::write_message(reply, answer);`
template <payload_writer Writer, message Message>
[[nodiscard]] std::expected<void, error> write_message(Writer& to, const Message& value, byte_view header = {}) {
    if (!value.IsInitialized()) return detail::unwritten(errc::uninitialized);
    const std::size_t size = value.ByteSizeLong();
    if (size > max_message_bytes) return structwire::detail::not_encodable(max_message_bytes, size);

    std::array<std::byte, std::size_t{4} * 1024> at_hand;
    structwire::detail::receive_buffer larger;
    byte_span room = at_hand;
    if (size > room.size()) room = larger.prepare(size, std::numeric_limits<std::uint64_t>::max(), false);
    if (size > room.size()) return detail::unwritten(errc::overload);
    if (!detail::serialize(value, room.first(size))) return detail::unwritten(errc::bad_message, size);
    return to.write(room.first(size), header);
}

}  // namespace structwire::protobuf

#endif
