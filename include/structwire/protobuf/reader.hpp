// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Received bytes in, messages out.
#ifndef STRUCTWIRE_PROTOBUF_READER_HPP
#define STRUCTWIRE_PROTOBUF_READER_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/framing/frame.hpp>
#include <structwire/framing/frame_decoder.hpp>
#include <structwire/framing/framer.hpp>
#include <structwire/protobuf/detail/waiting.hpp>
#include <structwire/protobuf/message.hpp>
#include <structwire/protobuf/message_events.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <expected>
#include <optional>

namespace structwire::protobuf {

/// Cuts a stream of bytes into messages of one type. It does no I/O, but for read(), which receives for you.
///
/// Give it bytes with feed(), or receive into prepare() and commit(); say with finish() that no more will come; after
/// each of them take messages until there is none. stopped() says how the stream ended.
///
/// | what comes | next() gives | and then |
/// |---|---|---|
/// | a message, also one of no bytes | its frame | goes on |
/// | a frame with something else in it | errc::bad_message | goes on behind the frame |
/// | a message without a required field | errc::uninitialized | goes on behind the frame |
/// | bytes that are no frame | errc::too_long, errc::bad_prefix, ... of the framing, once | stopped |
/// | the end inside a frame | errc::truncated, once | stopped |
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
/// for (const auto& got : in.messages(trade)) {
///     if (got) use(trade);
///     else log(describe(got.error()));
/// }
/// if (in.stopped()) hang_up();
/// ```
template <message Message, framer Framer = delimited_framing>
class reader {
public:
    /// The room that read() receives into: at first, and once the peer has filled all of it.
    static constexpr std::size_t read_bytes = std::size_t{16} * 1024;
    static constexpr std::size_t most_read_bytes = std::size_t{64} * 1024;

    reader() = default;
    /// Starts at stream offset 0 with a framer that was configured at run time.
    explicit reader(Framer framing) noexcept : decoder_(framing) {}

    /// Takes bytes as received. A reader that has stopped, or was told of the end, ignores them.
    ///
    /// @param chunk  copied; may be empty; must not lie in prepare()'s room
    /// Guarantee:  noexcept; without memory next() gives errc::overload, and what is there stays in leftover()
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
    /// @return          `at_least` bytes or more; empty if the reader has stopped, was told of the end, or found no
    ///                  memory (next() gives errc::overload then)
    [[nodiscard]] byte_span prepare(std::size_t at_least) noexcept {
        return stopped_ || ended_ ? byte_span{} : decoder_.prepare(at_least);
    }

    /// Takes the first `count` bytes of the room as received.
    void commit(std::size_t count) noexcept {
        if (!stopped_ && !ended_) decoder_.commit(count);
    }

    /// Says that no more bytes will come: behind the messages still there, next() gives a last one that the framing
    /// lets end there, or errc::truncated, or stops the reader as closed.
    void finish() noexcept { ended_ = true; }

    /// The next message of the bytes received so far.
    ///
    /// @param into  replaced by the message; unspecified after an error; left alone when nothing is returned
    /// @return      nothing: more bytes are needed, or the reader has stopped. A frame: `into` is its message; the
    ///              views into it are valid until the next feed() or prepare(). An error: see the table above.
    /// Errors:     errc::bad_message (0 / payload bytes), errc::uninitialized, both operation::parse_message;
    ///             those of the framing and errc::overload, operation::decode; errc::truncated (bytes of the frame, 0
    ///             if unknown / bytes there)
    /// Complexity: O(bytes of the message)
    [[nodiscard]] std::optional<frame_event> next(Message& into) {
        return take([&into](const frame& from) { return detail::parse_payload(from.payload, into); });
    }

    /// The next frame, not parsed: for a dispatcher, and where the header says that the message is compressed, as gRPC's does.
    /// next() does not look at headers, and bytes that are compressed can happen to be a message.
    [[nodiscard]] std::optional<frame_event> next_frame() {
        return take([](const frame&) { return detail::parsed::message; });
    }

    /// The same as next(), merged into what `into` has: see protobuf::merge, and why next() is what you want as a rule.
    [[nodiscard]] std::optional<frame_event> merge_next(Message& into)
        requires mergeable_message<Message>
    {
        return take([&into](const frame& from) {
            const auto merged = merge(from, into);
            if (merged) return detail::parsed::message;
            return merged.error().code == errc::bad_message ? detail::parsed::no_message
                                                            : detail::parsed::uninitialized;
        });
    }

    /// The next message of the bytes received so far, in an arena of the runtime.
    ///
    /// @param memory  a google::protobuf::Arena; it owns the message, also one that could not be parsed
    /// @return        as next(), with the message in place of its frame
    template <class Arena>
    [[nodiscard]] std::optional<std::expected<Message*, error>> next_in(Arena& memory)
        requires arena_message<Message, Arena>
    {
        Message* made = nullptr;
        const auto got = take([&](const frame& from) {
            made = Message::default_instance().New(&memory);
            return detail::parse_payload(from.payload, *made);
        });
        if (!got) return std::nullopt;
        if (!*got) return std::unexpected(got->error());
        return made;
    }

    /// The messages of the bytes received so far, as a range: each element is the frame whose message is in `into`, or an
    /// error, as next() has them. What is left when the range is destroyed comes with the next call.
    ///
    /// The range is move-only, single pass, and borrows the reader, which is not to be used while the range lives. If parsing
    /// throws, it may only be destroyed; the reader goes on.
    /// @param into  replaced by one message after another
    [[nodiscard]] message_events<Message, Framer> messages(Message& into) noexcept {
        return {*this, into, decoder_.events()};
    }

    /// The same for bytes that are somewhere already: the fastest way, since only an unfinished tail is copied.
    ///
    /// @param chunk  taken as by feed(), but borrowed until the range is destroyed
    /// @return       frames whose views are valid until the range is advanced or destroyed
    [[nodiscard]] message_events<Message, Framer> messages(byte_view chunk, Message& into) noexcept {
        return {*this, into, decoder_.feed(stopped_ || ended_ ? byte_view{} : chunk)};
    }

    /// Gives the next message, receiving from a stream of bytes as long as there is none.
    ///
    /// @param from  a net::byte_stream (socket, pipe, terminal, memory), the same for every call
    /// @param wait  what its read_some() takes behind the room: a deadline and a stop token. The deadline is for the
    ///              whole call.
    /// @return      the frame; `into` is its message
    /// Errors:     as next(); errc::closed when the peer has finished between two messages, and that and every other
    ///             reason to stop again with every later call; those of the stream: errc::timed_out, errc::cancelled and
    ///             errc::overload lose nothing and the call can be repeated, any other one stops the reader
    template <class Stream, class... Wait>
    [[nodiscard]] std::expected<frame, error> read(Stream& from, Message& into, const Wait&... wait) {
        for (bool first = true;; first = false) {
            if (auto got = next(into)) return *std::move(got);
            if (stopped_) return std::unexpected(*stopped_);
            if (!first && (detail::is_over(wait) || ...)) {
                return std::unexpected(error{errc::timed_out, operation::read});
            }
            if (const auto done = receive(from, wait...); !done) return std::unexpected(done.error());
        }
    }

    /// Why no further message will come: empty while the reader goes on, errc::closed after a clean end, else the
    /// error that next() gave last, or with which the stream failed under read().
    [[nodiscard]] const std::optional<error>& stopped() const noexcept { return stopped_; }

    /// The bytes received that belong to no frame taken, valid as those of a frame. A stream that goes on with
    /// something else goes on here; after an error of the framing they begin with the bad frame.
    [[nodiscard]] byte_view leftover() const noexcept { return decoder_.leftover(); }

    /// Stream offset of the first of them.
    [[nodiscard]] std::uint64_t offset() const noexcept { return decoder_.offset(); }

    /// Bytes of memory held, without the message's own.
    [[nodiscard]] std::size_t capacity() const noexcept { return decoder_.capacity(); }

private:
    friend class message_events<Message, Framer>;

    // Keeps an error of the framing that nothing can follow.
    [[gnu::cold]] void note_failure() noexcept {
        if (decoder_.failed()) stopped_ = decoder_.last_error();
    }

    // The next frame, made a message by `make`.
    template <class Make>
    [[gnu::always_inline]] std::optional<frame_event> take(const Make& make) {
        frame got;
        if (const step::kind what = decoder_.next(got); what != step::kind::frame) [[unlikely]] {
            auto other = take_other(what);
            if (!other || !*other) return other;
            got = **other;
        }
        if (const detail::parsed made = make(got); made != detail::parsed::message) [[unlikely]]
            return std::optional<frame_event>(std::in_place, std::unexpect, detail::unparsed(made, got));
        return std::optional<frame_event>(std::in_place, std::in_place, got);
    }

    // What there is when the bytes received begin with no frame; a frame that only the end of the stream makes one.
    [[gnu::noinline]] std::optional<frame_event> take_other(step::kind what) noexcept {
        if (stopped_) return std::nullopt;
        std::optional<frame_event> event;
        if (what == step::kind::error) {
            event.emplace(std::unexpect, decoder_.last_error());
        } else if (ended_) {
            event = decoder_.finish();
            if (!event)
                stopped_ = error{.code = errc::closed, .during = operation::decode, .offset = decoder_.offset()};
        }
        note_failure();
        return event;
    }

    // Receives once from a stream of bytes.
    template <class Stream, class... Wait>
    std::expected<void, error> receive(Stream& from, const Wait&... wait) {
        const byte_span room = prepare(read_room_);
        if (room.empty()) return {};  // next() says why
        const auto count = from.read_some(room, wait...);
        if (!count) {
            if (count.error().code == errc::closed) {  // by us: what has come may be a part of a message
                finish();
                return {};
            }
            if (!detail::repeatable(count.error())) stopped_ = count.error();
            return std::unexpected(count.error());
        }
        if (*count == room.size()) read_room_ = most_read_bytes;  // there is probably more
        commit(*count);
        if (*count == 0) finish();
        return {};
    }

    frame_decoder<Framer> decoder_;
    std::optional<error> stopped_;
    std::size_t read_room_ = read_bytes;
    bool ended_ = false;  // no more bytes will come
};

}  // namespace structwire::protobuf

#endif
