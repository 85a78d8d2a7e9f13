// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Received bytes in, messages out.
#ifndef STRUCTWIRE_PROTOBUF_READER_HPP
#define STRUCTWIRE_PROTOBUF_READER_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/framing/frame_decoder.hpp>
#include <structwire/framing/framer.hpp>
#include <structwire/protobuf/message.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <expected>
#include <optional>

namespace structwire::protobuf {

/// Cuts a stream of bytes into messages of one type. It does no I/O.
///
/// Give it bytes with feed(), or receive into prepare() and commit(); take messages with next() until it is empty;
/// at the end of the stream take the rest with finish() until that is empty. Then stopped() says how it ended.
///
/// | what comes | next() gives | and then |
/// |---|---|---|
/// | a message, also one of no bytes | its frame | goes on |
/// | a frame with something else in it | errc::bad_message | goes on behind the frame |
/// | a message without a required field | errc::uninitialized | goes on behind the frame |
/// | bytes that are no frame | errc::too_long, errc::bad_prefix, ... of the framing, once | stopped |
/// | the end inside a frame | errc::truncated, once, from finish() | stopped |
/// | the end between two frames | nothing | stopped: errc::closed |
///
/// So a loop over next() ends, whatever the peer sends. A framing that resynchronises goes on after its errors.
/// Messages, errors and offsets depend on the bytes alone, not on how they were cut. Offsets count from the first
/// byte of the stream, in 64 bits; an error's is that of the frame's first byte.
///
/// Memory:     follows the bytes received, never an announced length: at most the framing's limit and one read, as
///             long as messages are taken before more bytes are given. What a message itself allocates is the
///             runtime's matter.
/// Guarantee:  throws only what the message's own functions throw; the reader can go on then. Movable; a moved-from
///             reader may only be destroyed or assigned to.
/// Source:     Protocol Buffers encoding; AbstractParser.parseDelimitedFrom, delimited_message_util.h
/// Example:
/// ```cpp
/// structwire::protobuf::reader<Trade> in;
/// Trade trade;
/// in.feed(chunk);
/// while (auto got = in.next(trade)) {
///     if (*got) use(trade);
///     else log(describe(got->error()));
/// }
/// if (in.stopped()) hang_up();
/// ```
template <message Message, framer Framer = delimited_framing>
class reader {
public:
    reader() = default;
    /// Starts at stream offset 0 with a framer that was configured at run time.
    explicit reader(Framer framing) noexcept : decoder_(framing) {}

    /// Takes bytes as received. A reader that has stopped ignores them.
    ///
    /// @param chunk  copied; may be empty; must not lie in prepare()'s room
    /// Guarantee:  noexcept; without memory next() gives errc::overload
    void feed(byte_view chunk) noexcept {
        if (chunk.empty()) return;
        const byte_span room = prepare(chunk.size());
        if (room.empty()) return;
        std::memcpy(room.data(), chunk.data(), chunk.size());
        commit(chunk.size());
    }

    /// Room to receive into, behind the bytes already there: what feed() would copy.
    ///
    /// @param at_least  the size of your reads, at least 1; it decides about memory, so never take it from the peer
    /// @return          `at_least` bytes or more; empty if the reader has stopped, or if memory ran out (next() gives
    ///                  errc::overload then)
    [[nodiscard]] byte_span prepare(std::size_t at_least) noexcept {
        return stopped_ ? byte_span{} : decoder_.prepare(at_least);
    }

    /// Takes the first `count` bytes of the room as received.
    void commit(std::size_t count) noexcept {
        if (!stopped_) decoder_.commit(count);
    }

    /// The next message of the bytes received so far.
    ///
    /// @param into  replaced by the message; unspecified after an error; left alone when nothing is returned
    /// @return      nothing: more bytes are needed, or the reader has stopped. A frame: `into` is its message; the
    ///              views into it are valid until the next feed() or prepare(). An error: see the table above.
    /// Errors:     errc::bad_message (0 / payload bytes), errc::uninitialized, both operation::parse_message;
    ///             those of the framing and errc::overload, operation::decode
    /// Complexity: O(bytes of the message)
    [[nodiscard]] std::optional<frame_event> next(Message& into) {
        if (stopped_) [[unlikely]]
            return std::nullopt;
        auto event = decoder_.next();
        if (event) settle(*event, into);
        return event;
    }

    /// The same when no more bytes will come: messages still there, then a last one that the framing lets end there or
    /// errc::truncated. Call it until it is empty, which also stops the reader.
    ///
    /// Errors:     as next(); errc::truncated when the stream ends inside a frame (bytes of the frame, 0 if unknown /
    ///             bytes there)
    [[nodiscard]] std::optional<frame_event> finish(Message& into) {
        if (stopped_) [[unlikely]]
            return std::nullopt;
        auto event = decoder_.finish();
        if (event) {
            settle(*event, into);
        } else {
            stopped_ = error{errc::closed, operation::decode};
            stopped_->offset = decoder_.offset();
        }
        return event;
    }

    /// Why no further message will come: empty while the reader goes on, errc::closed after a clean end, else the
    /// error that next() or finish() gave last.
    [[nodiscard]] const std::optional<error>& stopped() const noexcept { return stopped_; }

    /// The bytes received that belong to no frame taken, valid as those of a frame. A stream that goes on with
    /// something else goes on here; after an error of the framing they begin with the bad frame.
    [[nodiscard]] byte_view leftover() const noexcept { return decoder_.leftover(); }

    /// Stream offset of the first of them.
    [[nodiscard]] std::uint64_t offset() const noexcept { return decoder_.offset(); }

    /// Bytes of memory held, without the message's own.
    [[nodiscard]] std::size_t capacity() const noexcept { return decoder_.capacity(); }

private:
    // Makes the message of a frame, or its error; keeps an error that nothing can follow.
    void settle(frame_event& event, Message& into) {
        if (!event) [[unlikely]] {
            if (decoder_.failed()) stopped_ = event.error();
        } else if (const auto parsed = parse(*event, into); !parsed) [[unlikely]] {
            event = std::unexpected(parsed.error());
        }
    }

    frame_decoder<Framer> decoder_;
    std::optional<error> stopped_;
};

}  // namespace structwire::protobuf

#endif
