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

[[gnu::cold, gnu::noinline]] inline error refusal(errc code, const frame& from, std::uint64_t given) noexcept {
    error failure{code, operation::parse_message};
    failure.offset = from.offset;
    failure.given = given;
    return failure;
}

/// What parsing a payload came to; smaller than an error.
enum class parsed : std::uint8_t { message, no_message, uninitialized };

template <message Message>
[[nodiscard, gnu::always_inline]] inline parsed parse_payload(byte_view payload, Message& into) {
    if (payload.size() > max_message_bytes) [[unlikely]]
        return parsed::no_message;
    if (!into.ParsePartialFromArray(payload.data(), static_cast<int>(payload.size()))) [[unlikely]]
        return parsed::no_message;
    return into.IsInitialized() ? parsed::message : parsed::uninitialized;
}

/// The error of a frame whose parsing came to no message.
[[gnu::cold, gnu::noinline]] inline error unparsed(parsed what, const frame& from) noexcept {
    return what == parsed::no_message ? refusal(errc::bad_message, from, from.payload.size())
                                      : refusal(errc::uninitialized, from, 0);
}

}  // namespace detail

/// Parses the payload of a frame. What was in the message before is gone.
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
    if (const detail::parsed what = detail::parse_payload(from.payload, into); what != detail::parsed::message)
        [[unlikely]]
        return std::unexpected(detail::unparsed(what, from));
    return {};
}

/// Parses the payload of a frame and merges the message into another one: single fields that it has replace, repeated
/// ones append, embedded messages merge. It goes through a message of its own, so a field of proto3 that is written out
/// with its default value, 0 for example, counts as not there.
///
/// Errors:     as parse(); errc::uninitialized when a required field is missing after merging
/// Guarantee:  the message is as it was after errc::bad_message
/// Source:     Protocol Buffers encoding, "Last One Wins"
template <mergeable_message Message>
[[nodiscard]] std::expected<void, error> merge(const frame& from, Message& into) {
    Message part;
    if (detail::parse_payload(from.payload, part) == detail::parsed::no_message) [[unlikely]]
        return std::unexpected(detail::unparsed(detail::parsed::no_message, from));
    into.MergeFrom(part);
    if (!into.IsInitialized()) [[unlikely]]
        return std::unexpected(detail::unparsed(detail::parsed::uninitialized, from));
    return {};
}

}  // namespace structwire::protobuf

#endif
