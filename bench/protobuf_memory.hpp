// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Who reads delimited messages from memory and writes them there: parsing and serializing alone, structwire, and the
/// delimited functions of the runtime over each kind of stream that it has.
///
/// A reader gets the whole stream and hands each message to `use`; a writer gets messages and hands whole batches of
/// about 64 KiB to `send`. Those of the runtime merge, so the message is cleared in front of each.
#ifndef STRUCTWIRE_BENCH_PROTOBUF_MEMORY_HPP
#define STRUCTWIRE_BENCH_PROTOBUF_MEMORY_HPP

#include <structwire/protobuf.hpp>

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/util/delimited_message_util.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <spanstream>
#include <string>
#include <vector>

#include "framing_limit.hpp"
#include "protobuf_messages.hpp"

namespace memory {

using limit::bytes;
using structwire::protobuf::delimited_framing;
namespace io = google::protobuf::io;
namespace util = google::protobuf::util;

inline constexpr std::size_t batch_room = limit::chunk + sample::largest_frame;

inline bytes next_chunk(bytes& stream) {
    const bytes chunk = stream.first(std::min(limit::chunk, stream.size()));
    stream = stream.subspan(chunk.size());
    return chunk;
}

struct progress {
    std::size_t bytes, messages;
};

/// Parses the whole messages at the front of what there is.
template <class Place, class Use>
progress walk(const std::byte* from, std::size_t count, Place& place, const Use& use) {
    const std::byte* at = from;
    const std::byte* const end = from + count;
    for (std::size_t messages = 0;; ++messages) {
        const limit::length now = limit::varint::read(at, limit::distance(at, end));
        work::require(now.inside_limit, "a length");
        if (now.width == 0 || now.payload > limit::distance(at, end) - now.width)
            return {limit::distance(from, at), messages};
        auto& message = place.next();
        work::require(message.ParseFromArray(at + now.width, static_cast<int>(now.payload)), "a message");
        use(message);
        at += now.width + now.payload;
    }
}

struct parse_alone {
    static constexpr const char* name = "parse alone";
    template <class Place, class Use>
    [[gnu::noinline]] static void read(bytes stream, Place& place, const Use& use) {
        work::require(walk(stream.data(), stream.size(), place, use).bytes == stream.size(), "the end");
    }
};

/// What is left when bytes come in chunks and have to be put together, as from a descriptor.
struct copy_and_parse {
    static constexpr const char* name = "copy, parse alone";
    template <class Place, class Use>
    [[gnu::noinline]] static void read(bytes stream, Place& place, const Use& use) {
        limit::buffer in;
        while (!stream.empty()) {
            const bytes chunk = next_chunk(stream);
            work::require(in.add(chunk.data(), chunk.size()), "memory");
            in.begin += walk(in.data + in.begin, in.size(), place, use).bytes;
        }
        work::require(in.size() == 0, "the end");
    }
};

/// Takes all messages that are there; how many.
template <class Reader, class Place, class Use>
[[gnu::noinline]] std::size_t drain(Reader& in, Place& place, const Use& use) {
    for (std::size_t messages = 0;; ++messages) {
        auto& message = place.next();
        const auto got = in.next(message);
        if (!got) return messages;
        work::require(got->has_value(), "next");
        use(message);
    }
}

struct own_feed {
    static constexpr const char* name = "reader, feed";
    template <class Place, class Use>
    static void read(bytes stream, Place& place, const Use& use) {
        structwire::protobuf::reader<std::remove_reference_t<decltype(place.next())>> in;
        while (!stream.empty()) {
            in.feed(next_chunk(stream));
            drain(in, place, use);
        }
    }
};

struct own_prepare {
    static constexpr const char* name = "reader, prepare/commit";
    template <class Place, class Use>
    static void read(bytes stream, Place& place, const Use& use) {
        structwire::protobuf::reader<std::remove_reference_t<decltype(place.next())>> in;
        while (!stream.empty()) {
            const auto room = in.prepare(limit::chunk);
            const bytes chunk = next_chunk(stream);
            std::memcpy(room.data(), chunk.data(), chunk.size());
            in.commit(chunk.size());
            drain(in, place, use);
        }
    }
};

struct own_messages {
    static constexpr const char* name = "reader, messages(chunk)";
    template <class Place, class Use>
    static void read(bytes stream, Place& place, const Use& use) {
        structwire::protobuf::reader<std::remove_reference_t<decltype(place.next())>> in;
        while (!stream.empty()) take(in, next_chunk(stream), place, use);
    }

private:
    template <class Reader, class Place, class Use>
    [[gnu::noinline]] static void take(Reader& in, bytes chunk, Place& place, const Use& use) {
        auto& message = place.next();
        for (const auto& got : in.messages(chunk, message)) {
            work::require(got.has_value(), "messages");
            use(message);
        }
    }
};

struct own_decoder {
    static constexpr const char* name = "frame_decoder::feed, parse";
    template <class Place, class Use>
    static void read(bytes stream, Place& place, const Use& use) {
        structwire::frame_decoder<delimited_framing> in;
        while (!stream.empty()) take(in, next_chunk(stream), place, use);
    }

private:
    template <class Place, class Use>
    [[gnu::noinline]] static void take(structwire::frame_decoder<delimited_framing>& in, bytes chunk, Place& place,
                                       const Use& use) {
        for (const auto& event : in.feed(chunk)) {
            auto& message = place.next();
            work::require(event && structwire::protobuf::parse(*event, message), "feed");
            use(message);
        }
    }
};

template <class Place, class Use>
void read_all(io::ZeroCopyInputStream& in, Place& place, const Use& use) {
    for (bool clean = false;;) {
        auto& message = place.next();
        message.Clear();
        if (!util::ParseDelimitedFromZeroCopyStream(&message, &in, &clean)) return work::require(clean, "the end");
        use(message);
    }
}

struct util_array {
    static constexpr const char* name = "ZeroCopyStream, array";
    template <class Place, class Use>
    static void read(bytes stream, Place& place, const Use& use) {
        io::ArrayInputStream in(stream.data(), static_cast<int>(stream.size()), static_cast<int>(limit::chunk));
        read_all(in, place, use);
    }
    template <class Messages, class Send>
    static void write(const Messages& messages, std::size_t repeats, const Send& send) {
        std::vector<std::byte> room(batch_room);
        in_batches(messages, repeats, [&](auto batch) {
            io::ArrayOutputStream out(room.data(), static_cast<int>(room.size()));
            for (const auto& message : batch) {
                work::require(util::SerializeDelimitedToZeroCopyStream(message, &out), "an array");
            }
            send(bytes(room).first(static_cast<std::size_t>(out.ByteCount())));
        });
    }

    /// As many messages at a time as certainly fit a batch.
    template <class Messages, class Action>
    static void in_batches(const Messages& messages, std::size_t repeats, const Action& action) {
        const std::size_t most = limit::chunk / (messages.front().ByteSizeLong() + 1);
        for (; repeats != 0; --repeats) {
            std::span all(messages);
            while (!all.empty()) {
                action(all.first(std::min(most, all.size())));
                all = all.subspan(std::min(most, all.size()));
            }
        }
    }
};

struct util_stream {
    static constexpr const char* name = "std::iostream";
    template <class Place, class Use>
    static void read(bytes stream, Place& place, const Use& use) {
        std::ispanstream from(std::span(reinterpret_cast<const char*>(stream.data()), stream.size()));
        io::IstreamInputStream in(&from, static_cast<int>(limit::chunk));
        read_all(in, place, use);
    }
    template <class Messages, class Send>
    static void write(const Messages& messages, std::size_t repeats, const Send& send) {
        std::vector<char> room(batch_room);
        std::ospanstream out{std::span(room)};
        util_array::in_batches(messages, repeats, [&](auto batch) {
            out.seekp(0);
            for (const auto& message : batch) {
                work::require(util::SerializeDelimitedToOstream(message, &out), "an ostream");
            }
            send(std::as_bytes(out.span()));
        });
    }
};

struct util_coded {
    static constexpr const char* name = "CodedStream, array";
    template <class Place, class Use>
    static void read(bytes stream, Place& place, const Use& use) {
        io::ArrayInputStream array(stream.data(), static_cast<int>(stream.size()), static_cast<int>(limit::chunk));
        io::CodedInputStream in(&array);
        for (bool clean = false;;) {
            auto& message = place.next();
            message.Clear();
            if (!util::ParseDelimitedFromCodedStream(&message, &in, &clean)) return work::require(clean, "the end");
            use(message);
        }
    }
    template <class Messages, class Send>
    static void write(const Messages& messages, std::size_t repeats, const Send& send) {
        std::vector<std::byte> room(batch_room);
        util_array::in_batches(messages, repeats, [&](auto batch) {
            io::ArrayOutputStream array(room.data(), static_cast<int>(room.size()));
            io::CodedOutputStream out(&array);
            for (const auto& message : batch) {
                work::require(util::SerializeDelimitedToCodedStream(message, &out), "a coded stream");
            }
            send(bytes(room).first(static_cast<std::size_t>(out.ByteCount())));
        });
    }
};

/// Each message alone: the stream makes the whole capacity of its string a part of it each time, so a long one is slow.
struct util_string {
    static constexpr const char* name = "ZeroCopyStream, string each";
    template <class Messages, class Send>
    static void write(const Messages& messages, std::size_t repeats, const Send& send) {
        std::string room;
        for (; repeats != 0; --repeats) {
            for (const auto& message : messages) {
                room.clear();
                io::StringOutputStream out(&room);
                work::require(util::SerializeDelimitedToZeroCopyStream(message, &out), "a string");
                send(std::as_bytes(std::span(room)));
            }
        }
    }
};

/// The length and the message; where it ends, or null.
template <class Message>
std::uint8_t* put(const Message& message, std::uint8_t* to) {
    std::size_t rest = message.ByteSizeLong();
    for (; rest >= 0x80; rest >>= 7) *to++ = static_cast<std::uint8_t>(rest | 0x80);
    *to++ = static_cast<std::uint8_t>(rest);
    return message.SerializeWithCachedSizesToArray(to);
}

/// Sizes are known to fit: nothing is checked.
struct serialize_alone {
    static constexpr const char* name = "serialize alone";
    template <class Messages, class Send>
    [[gnu::noinline]] static void write(const Messages& messages, std::size_t repeats, const Send& send) {
        std::vector<std::uint8_t> room(batch_room);
        std::uint8_t* to = room.data();
        const std::uint8_t* const full = to + limit::chunk;
        for (; repeats != 0; --repeats) {
            for (const auto& message : messages) {
                to = put(message, to);
                if (to < full) continue;
                send(
                    bytes(reinterpret_cast<const std::byte*>(room.data()), static_cast<std::size_t>(to - room.data())));
                to = room.data();
            }
        }
        send(bytes(reinterpret_cast<const std::byte*>(room.data()), static_cast<std::size_t>(to - room.data())));
    }
};

struct own_writer {
    static constexpr const char* name = "writer, put";
    template <class Messages, class Send>
    static void write(const Messages& messages, std::size_t repeats, const Send& send) {
        structwire::protobuf::writer<> out;
        for (; repeats != 0; --repeats) put_all(out, messages, send);
        send(out.bytes());
    }

private:
    template <class Messages, class Send>
    [[gnu::noinline]] static void put_all(structwire::protobuf::writer<>& out, const Messages& messages,
                                          const Send& send) {
        for (const auto& message : messages) {
            work::require(out.put(message).has_value(), "put");
            if (!out.full()) continue;
            send(out.bytes());
            out.clear();
        }
    }
};

}  // namespace memory

#endif
