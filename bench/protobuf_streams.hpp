// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Who sends delimited messages through a descriptor and receives them there: system calls by hand around parsing and
/// serializing alone, structwire, and the delimited functions of the runtime over each kind of stream that it has.
///
/// Each has two ends, `sender` (send(), flush()) and `receiver` (receive()), both with buffers of 64 KiB where the
/// buffer can be chosen. All descriptors block: FileInputStream would make them so.
#ifndef STRUCTWIRE_BENCH_PROTOBUF_STREAMS_HPP
#define STRUCTWIRE_BENCH_PROTOBUF_STREAMS_HPP

#include <structwire/net.hpp>
#include <structwire/protobuf.hpp>

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl.h>
#include <google/protobuf/util/delimited_message_util.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <ext/stdio_filebuf.h>
#include <istream>
#include <ostream>
#include <unistd.h>
#include <utility>
#include <vector>

#include "framing_limit.hpp"
#include "protobuf_memory.hpp"
#include "protobuf_messages.hpp"

namespace streams {

using limit::bytes;
using structwire::protobuf::delimited_framing;
namespace io = google::protobuf::io;
namespace net = structwire::net;
namespace util = google::protobuf::util;

inline constexpr int block = static_cast<int>(limit::chunk);

inline void write_all(int to, bytes from) {
    while (!from.empty()) {
        const ssize_t count = ::write(to, from.data(), from.size());
        work::check(static_cast<int>(count), "write");
        from = from.subspan(static_cast<std::size_t>(count));
    }
}

inline std::size_t read_some(int from, std::byte* to) {
    const ssize_t count = ::read(from, to, limit::chunk);
    work::require(count > 0, "read");
    return static_cast<std::size_t>(count);
}

struct by_hand {
    static constexpr const char* name = "handwritten";

    class sender {
    public:
        explicit sender(int to) : to_(to), room_(memory::batch_room), end_(room_.data()) {}
        template <class Message>
        void send(const Message& message) {
            end_ = memory::put(message, end_);
            if (end_ - room_.data() >= block) flush();
        }
        void flush() {
            write_all(to_, std::as_bytes(std::span(room_.data(), end_)));
            end_ = room_.data();
        }

    private:
        int to_;
        std::vector<std::uint8_t> room_;
        std::uint8_t* end_;
    };

    class receiver {
    public:
        explicit receiver(int from) : from_(from) {}
        template <class Place, class Use>
        void receive(std::size_t count, Place& place, const Use& use) {
            while (count != 0) {
                work::require(in_.make_room(limit::chunk), "memory");
                in_.end += read_some(from_, in_.data + in_.end);
                const memory::progress done = memory::walk(in_.data + in_.begin, in_.size(), place, use);
                in_.begin += done.bytes;
                count -= done.messages;
            }
        }

    private:
        int from_;
        limit::buffer in_;
    };
};

struct own_calls {
    static constexpr const char* name = "reader, writer, read(2), write(2)";

    class sender {
    public:
        explicit sender(int to) : to_(to) {}
        template <class Message>
        void send(const Message& message) {
            work::require(out_.put(message).has_value(), "put");
            if (out_.full()) flush();
        }
        void flush() {
            write_all(to_, out_.bytes());
            out_.clear();
        }

    private:
        int to_;
        structwire::protobuf::writer<> out_;
    };

    template <class Message>
    class receiver {
    public:
        explicit receiver(int from) : from_(from) {}
        template <class Place, class Use>
        void receive(std::size_t count, Place& place, const Use& use) {
            while (count != 0) {
                in_.commit(read_some(from_, in_.prepare(limit::chunk).data()));
                count -= memory::drain(in_, place, use);
            }
        }

    private:
        int from_;
        structwire::protobuf::reader<Message> in_;
    };
};

/// A stream with descriptors of its own: a socket, or one end of a pipe.
template <class Stream>
Stream stream_of(int both) {
    return Stream(net::descriptor(::dup(both)));
}

template <class Stream>
struct own_read {
    static constexpr const char* name = "reader::read, writer, write_some";

    class sender {
    public:
        explicit sender(int to) : to_(stream_of<Stream>(to)) {}
        template <class Message>
        void send(const Message& message) {
            work::require(out_.put(message).has_value(), "put");
            if (out_.full()) flush();
        }
        void flush() {
            while (!out_.bytes().empty()) {
                const bytes batch = out_.bytes();
                const auto sent = to_.write_some(std::span(&batch, 1));
                work::require(sent.has_value(), "write_some");
                out_.consume(*sent);
            }
            out_.clear();
        }

    private:
        Stream to_;
        structwire::protobuf::writer<> out_;
    };

    template <class Message>
    class receiver {
    public:
        explicit receiver(int from) : from_(stream_of<Stream>(from)) {}
        template <class Place, class Use>
        void receive(std::size_t count, Place& place, const Use& use) {
            for (; count != 0; --count) {
                auto& message = place.next();
                work::require(in_.read(from_, message).has_value(), "read");
                use(message);
            }
        }

    private:
        Stream from_;
        structwire::protobuf::reader<Message> in_;
    };
};

template <class Stream>
struct own_connection {
    static constexpr const char* name = "connection, writer, parse";
    using connection = net::connection<delimited_framing, Stream>;

    class sender {
    public:
        explicit sender(int to) : peer_(stream_of<Stream>(to)) {}
        template <class Message>
        void send(const Message& message) {
            work::require(out_.put(message).has_value(), "put");
            if (out_.full()) flush();
        }
        void flush() {
            work::require(peer_.write_encoded(out_.bytes()).has_value(), "write_encoded");
            out_.clear();
        }

    private:
        connection peer_;
        structwire::protobuf::writer<> out_;
    };

    class receiver {
    public:
        explicit receiver(int from) : peer_(stream_of<Stream>(from)) {}
        template <class Place, class Use>
        void receive(std::size_t count, Place& place, const Use& use) {
            std::array<structwire::frame, 64> batch;
            while (count != 0) {
                const auto got = peer_.read_batch(batch);
                work::require(got.has_value(), "read_batch");
                for (const structwire::frame& frame : std::span(batch).first(*got)) {
                    auto& message = place.next();
                    work::require(structwire::protobuf::parse(frame, message).has_value(), "parse");
                    use(message);
                }
                count -= *got;
            }
        }

    private:
        connection peer_;
    };
};

template <class Stream, class Message>
struct own_message_stream {
    static constexpr const char* name = "message_stream";
    using both = structwire::protobuf::message_stream<Message, Message, net::connection<delimited_framing, Stream>>;

    class sender {
    public:
        explicit sender(int to) : peer_(net::connection<delimited_framing, Stream>(stream_of<Stream>(to))) {}
        void send(const Message& message) { work::require(peer_.write(message).has_value(), "write"); }
        void flush() { work::require(peer_.flush().has_value(), "flush"); }

    private:
        both peer_;
    };

    class receiver {
    public:
        explicit receiver(int from) : peer_(net::connection<delimited_framing, Stream>(stream_of<Stream>(from))) {}
        template <class Place, class Use>
        void receive(std::size_t count, Place& place, const Use& use) {
            for (; count != 0; --count) {
                auto& message = place.next();
                work::require(peer_.read(message).has_value(), "read");
                use(message);
            }
        }

    private:
        both peer_;
    };
};

struct util_zero_copy {
    static constexpr const char* name = "ZeroCopyStream, descriptor";

    class sender {
    public:
        explicit sender(int to) : out_(to, block) {}
        template <class Message>
        void send(const Message& message) {
            work::require(util::SerializeDelimitedToZeroCopyStream(message, &out_), "a file stream");
        }
        void flush() { work::require(out_.Flush(), "Flush"); }

    private:
        io::FileOutputStream out_;
    };

    class receiver {
    public:
        explicit receiver(int from) : in_(from, block) {}
        template <class Place, class Use>
        void receive(std::size_t count, Place& place, const Use& use) {
            for (; count != 0; --count) {
                auto& message = place.next();
                message.Clear();
                work::require(util::ParseDelimitedFromZeroCopyStream(&message, &in_, nullptr), "a file stream");
                use(message);
            }
        }

    private:
        io::FileInputStream in_;
    };
};

struct util_coded {
    static constexpr const char* name = "CodedStream, descriptor";

    class sender {
    public:
        explicit sender(int to) : file_(to, block), out_(&file_) {}
        template <class Message>
        void send(const Message& message) {
            work::require(util::SerializeDelimitedToCodedStream(message, &out_), "a coded stream");
        }
        void flush() {
            out_.Trim();
            work::require(file_.Flush(), "Flush");
        }

    private:
        io::FileOutputStream file_;
        io::CodedOutputStream out_;
    };

    class receiver {
    public:
        explicit receiver(int from) : file_(from, block), in_(&file_) {}
        template <class Place, class Use>
        void receive(std::size_t count, Place& place, const Use& use) {
            for (; count != 0; --count) {
                auto& message = place.next();
                message.Clear();
                work::require(util::ParseDelimitedFromCodedStream(&message, &in_, nullptr), "a coded stream");
                use(message);
            }
        }

    private:
        io::FileInputStream file_;
        io::CodedInputStream in_;
    };
};

struct util_stream {
    static constexpr const char* name = "std::iostream, descriptor";

    class sender {
    public:
        explicit sender(int to) : file_(::dup(to), std::ios::out | std::ios::binary, limit::chunk), out_(&file_) {}
        template <class Message>
        void send(const Message& message) {
            work::require(util::SerializeDelimitedToOstream(message, &out_), "an ostream");
        }
        void flush() { out_.flush(); }

    private:
        __gnu_cxx::stdio_filebuf<char> file_;
        std::ostream out_;
    };

    // Not IstreamInputStream: it asks for a whole block, and waits for it.
    using receiver = util_zero_copy::receiver;
};

/// One system call for each message: what the function for descriptors does.
struct util_descriptor {
    static constexpr const char* name = "FileDescriptor";

    class sender {
    public:
        explicit sender(int to) : to_(to) {}
        template <class Message>
        void send(const Message& message) {
            work::require(util::SerializeDelimitedToFileDescriptor(message, to_), "a descriptor");
        }
        void flush() {}

    private:
        int to_;
    };

    using receiver = util_zero_copy::receiver;
};

/// Two ends: of TCP over the loopback, or of a pipe.
inline std::pair<int, int> ends(bool tcp) {
    if (tcp) return work::connected("tcp");
    std::array<int, 2> pipe{};
    work::check(::pipe(pipe.data()), "pipe");
    return {pipe[1], pipe[0]};
}

/// What it costs to send the messages to another process, which checks them: of both, and of the receiving one.
template <class Sender, class Receiver, class Message>
work::cost trip(const sample::set<Message>& from, std::size_t passes, bool tcp) {
    const auto [here, there] = ends(tcp);
    const auto [said, heard] = ends(false);
    const work::other_process other([&] {
        ::close(here);
        ::close(heard);
        Receiver receiver(there);
        sample::place<Message, false> place;
        for (const std::size_t times : {std::size_t{1}, passes}) {
            std::uint64_t sum = 0;
            receiver.receive(times * from.count, place, [&](const Message& got) { sum += sample::look_at(got); });
            work::require(sum == times * from.sum, "what arrived");
            write_all(said, std::as_bytes(std::span("", 1)));
        }
        ::pause();
    });
    ::close(there);
    ::close(said);
    Sender sender(here);
    const auto send = [&](std::size_t times) {
        for (times *= from.repeats; times != 0; --times) {
            for (const Message& message : from.messages) sender.send(message);
        }
        sender.flush();
        std::byte done{};
        work::require(::read(heard, &done, 1) == 1, "the other process");
    };
    send(1);
    const auto cost = work::measured(other, static_cast<double>(passes * from.count), [&] { send(passes); });
    ::close(heard);
    ::close(here);
    return cost;
}

}  // namespace streams

#endif
