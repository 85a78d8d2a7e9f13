// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What a message is, how one is parsed out of a frame, and how messages are framed unless you say otherwise.
#ifndef STRUCTWIRE_PROTOBUF_MESSAGE_HPP
#define STRUCTWIRE_PROTOBUF_MESSAGE_HPP

#include <structwire/error.hpp>
#include <structwire/framing/frame.hpp>
#include <structwire/framing/framing.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <limits>

namespace structwire::protobuf {

/// A class that protoc generated, for the full or the lite runtime, or anything else with these members:
///
/// - `ParsePartialFromArray(data, size)` replaces the content by what the bytes say; false if they are no such message
/// - `IsInitialized()`: whether all required fields are there
/// - `ByteSizeLong()`: bytes of the serialized message
/// - `SerializeWithCachedSizesToArray(data)` writes as many bytes as ByteSizeLong() said last and returns their end; or,
///   where that does not exist, `SerializePartialToArray(data, size)`, which counts again
///
/// No header of the runtime is needed to name them, and none is included here. ParseFromArray() and
/// SerializeToArray() are not used because they print to stderr when a required field is missing.
template <class Message>
concept message = requires(Message& parsed, const Message& settled, const void* data, int size) {
    { parsed.ParsePartialFromArray(data, size) } -> std::same_as<bool>;
    { settled.IsInitialized() } -> std::same_as<bool>;
    { settled.ByteSizeLong() } -> std::same_as<std::size_t>;
} && (requires(const Message& settled, std::uint8_t* data) {
    { settled.SerializeWithCachedSizesToArray(data) } -> std::same_as<std::uint8_t*>;
} || requires(const Message& settled, void* data, int size) {
    { settled.SerializePartialToArray(data, size) } -> std::same_as<bool>;
});

/// Messages behind their length as a varint: what Java's `writeDelimitedTo` and C++'s `SerializeDelimitedToOstream`
/// write. The limit stops a peer that would fill the memory with one message; it is the runtimes' old default.
using delimited_framing = framing<"varint,limit=64M">;

/// The runtimes count the bytes of one message in an `int`.
inline constexpr std::size_t max_message_bytes = std::numeric_limits<std::int32_t>::max();

/// A message that can take over the fields of another one, as all generated ones can.
template <class Message>
concept mergeable_message = message<Message> && std::default_initializable<Message> &&
                            requires(Message& into, const Message& from) { into.MergeFrom(from); };

/// A message that can be made in an arena of its runtime, which then owns it.
template <class Message, class Arena>
concept arena_message = message<Message> && requires(Arena& memory) {
    { Message::default_instance().New(&memory) } -> std::convertible_to<Message*>;
};

namespace detail {

[[gnu::cold]] inline std::unexpected<error> refused(errc code, const frame& from, std::uint64_t given) noexcept {
    error failure{code, operation::parse_message};
    failure.offset = from.offset;
    failure.given = given;
    return std::unexpected(failure);
}

}  // namespace detail

/// Parses the payload of a frame. What was in the message before is gone, also after an error.
///
/// @param from  any frame: of a frame_decoder, of a connection, of a reader. Its offset goes into the error.
/// @param into  the message; reusing one saves its allocations. After an error its content is unspecified.
/// Errors:     operation::parse_message, offset of the frame:
///             errc::bad_message when the payload is not such a message (0 / payload bytes);
///             errc::uninitialized when a required field is missing
/// Guarantee:  throws only what the message's own functions throw; prints nothing, but the runtime itself reports
///             invalid UTF-8 in a `string` field of proto3 on stderr
/// Complexity: O(payload)
/// Example:    `auto got = peer.read_frame(until); if (got && protobuf::parse(*got, trade)) use(trade);`
template <message Message>
[[nodiscard]] std::expected<void, error> parse(const frame& from, Message& into) {
    const std::size_t size = from.payload.size();
    if (size > max_message_bytes || !into.ParsePartialFromArray(from.payload.data(), static_cast<int>(size)))
        [[unlikely]]
        return detail::refused(errc::bad_message, from, size);
    if (!into.IsInitialized()) [[unlikely]]
        return detail::refused(errc::uninitialized, from, 0);
    return {};
}

/// Parses the payload of a frame and merges the message into another one: single fields that it has replace, repeated
/// ones append, embedded messages merge.
///
/// Errors:     as parse(); errc::uninitialized when a required field is missing after merging
/// Guarantee:  the message is as it was after errc::bad_message
/// Source:     Protocol Buffers encoding, "Last One Wins"
template <mergeable_message Message>
[[nodiscard]] std::expected<void, error> merge(const frame& from, Message& into) {
    const std::size_t size = from.payload.size();
    Message part;
    if (size > max_message_bytes || !part.ParsePartialFromArray(from.payload.data(), static_cast<int>(size)))
        [[unlikely]]
        return detail::refused(errc::bad_message, from, size);
    into.MergeFrom(part);
    if (!into.IsInitialized()) [[unlikely]]
        return detail::refused(errc::uninitialized, from, 0);
    return {};
}

}  // namespace structwire::protobuf

#endif
