// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Frames between two processes on one core: structwire, handwritten system calls and Boost.Asio.
///
///     structwire_transport_bench WHO WORK FAMILY PAYLOAD_BYTES COUNT
///
/// WHO is handwritten, handwritten_poll (which waits as deadlines need), structwire, deadline (structwire with a deadline
/// and a stop token in every call) or asio; WORK is ping_pong, buffered, unbuffered (also for bulk), busy or idle; FAMILY
/// is tcp or unix. Prints the nanoseconds of processor time for one
/// round trip or frame, of both processes and of the receiving or serving one.
#include <structwire/framing.hpp>
#include <structwire/net.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/completion_condition.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <stop_token>
#include <string_view>
#include <vector>

#include "transport_limit.hpp"
#include "transport_work.hpp"

namespace {

namespace net = structwire::net;
using limit::bytes;
using u32_frames = structwire::framing<"u32be,limit=262148">;

template <bool Limited, bool InBatches = false>
class own_peer {
public:
    explicit own_peer(int socket) : connection_(net::stream(net::descriptor(socket))) {}

    bool write(bytes payload) {
        if constexpr (Limited) return connection_.write_frame(payload, until(), stop_.get_token()).has_value();
        return connection_.write_frame(payload).has_value();
    }
    bool queue(bytes payload) {
        if (!connection_.queue_frame(payload)) return false;
        return connection_.queued_bytes() < limit::chunk || flush();
    }
    bool flush() {
        if constexpr (Limited) return connection_.flush(until(), stop_.get_token()).has_value();
        return connection_.flush().has_value();
    }
    bytes read() {
        if constexpr (!InBatches) {
            const auto got = Limited ? connection_.read_frame(until(), stop_.get_token()) : connection_.read_frame();
            return got ? got->payload : bytes{};
        }
        if (at_ == count_) {
            at_ = 0;
            const auto got =
                Limited ? connection_.read_batch(batch_, until(), stop_.get_token()) : connection_.read_batch(batch_);
            count_ = got.value_or(0);
            if (count_ == 0) return {};
        }
        return batch_[at_++].payload;
    }

private:
    static net::deadline until() { return net::deadline::in(std::chrono::seconds(10)); }

    net::connection<u32_frames> connection_;
    std::stop_source stop_;
    std::array<structwire::frame, 64> batch_;
    std::size_t at_ = 0, count_ = 0;
};

// Its blocking functions, as one writes them: a gathered write, and a streambuf that reads ahead.
class asio_peer {
public:
    explicit asio_peer(int socket) : socket_(context_), in_(limit::prefix + limit::most_payload + limit::chunk) {
        socket_.assign(boost::asio::generic::stream_protocol(AF_UNSPEC, 0), socket);
        in_.prepare(limit::chunk);
    }

    bool write(bytes payload) {
        std::array<std::byte, limit::prefix> head;
        limit::put_length(head.data(), payload.size());
        const std::array<boost::asio::const_buffer, 2> pieces{boost::asio::buffer(head), as_buffer(payload)};
        boost::system::error_code failure;
        boost::asio::write(socket_, pieces, failure);
        return !failure;
    }
    bool queue(bytes payload) {
        const std::size_t before = out_.size();
        out_.resize(before + limit::prefix + payload.size());
        limit::put_length(out_.data() + before, payload.size());
        std::memcpy(out_.data() + before + limit::prefix, payload.data(), payload.size());
        return out_.size() < limit::chunk || flush();
    }
    bool flush() {
        boost::system::error_code failure;
        boost::asio::write(socket_, boost::asio::buffer(out_), failure);
        out_.clear();
        return !failure;
    }
    bytes read() {
        in_.consume(consumed_);
        consumed_ = 0;
        if (!fill(limit::prefix)) return {};
        const std::size_t size = limit::length_at(first());
        if (size > limit::most_payload || !fill(limit::prefix + size)) return {};
        consumed_ = limit::prefix + size;
        return bytes(first() + limit::prefix, size);
    }

private:
    static boost::asio::const_buffer as_buffer(bytes from) { return {from.data(), from.size()}; }
    [[nodiscard]] const std::byte* first() const { return static_cast<const std::byte*>(in_.data().data()); }

    bool fill(std::size_t count) {
        boost::system::error_code failure;
        while (in_.size() < count && !failure) {
            const std::size_t room = std::max(count - in_.size(), std::min(limit::chunk, in_.max_size() - in_.size()));
            in_.commit(socket_.read_some(in_.prepare(room), failure));
        }
        return !failure;
    }

    boost::asio::io_context context_;
    boost::asio::generic::stream_protocol::socket socket_;
    boost::asio::streambuf in_;
    std::size_t consumed_ = 0;
    std::vector<std::byte> out_;
};

// The server's limits stay as they are by default, but for the number of connections.
void serve_by_structwire(int listener) {
    auto door = net::listener::from_fd(net::descriptor(listener));
    work::require(door.has_value(), "from_fd");
    const auto echo = [] { return [](const structwire::frame& in, net::reply& out) { return out.write(in.payload); }; };
    net::server server(std::move(*door), u32_frames{}, echo,
                       {.style = net::server_style::poll, .max_connections = 20'000});
    work::require(server.run().has_value(), "run");
}

struct task {
    std::string_view work, family;
    std::size_t payload, count;
};

template <class Peer, class BatchPeer = Peer>
work::cost cost_of(const task& what) {
    if (what.work == "ping_pong") return work::ping_pong<Peer>(what.family, what.payload, what.count);
    if (what.work == "buffered") return work::one_way<BatchPeer, true>(what.family, what.payload, what.count);
    return work::one_way<Peer, false>(what.family, what.payload, what.count);
}

work::cost cost_of(std::string_view who, const task& what) {
    if (what.work == "busy" || what.work == "idle") {
        const auto serve = who == "structwire" ? serve_by_structwire : limit::serve_by_epoll;
        const std::size_t connections = what.work == "busy" ? 1000 : 8000, active = what.work == "busy" ? 1000 : 10;
        return work::echo(what.family, connections, active, what.count, serve);
    }
    if (who == "structwire") return cost_of<own_peer<false>, own_peer<false, true>>(what);
    if (who == "deadline") return cost_of<own_peer<true>, own_peer<true, true>>(what);
    if (who == "asio") return cost_of<asio_peer>(what);
    if (who == "handwritten_poll") return cost_of<limit::peer<true>>(what);
    return cost_of<limit::peer<>>(what);
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 6) return 2;
    work::use_one_core();
    const work::cost cost = cost_of(arguments[1], {.work = arguments[2],
                                                   .family = arguments[3],
                                                   .payload = std::strtoul(arguments[4], nullptr, 10),
                                                   .count = std::strtoul(arguments[5], nullptr, 10)});
    std::printf("%.3f %.3f\n", cost.both, cost.other);
}
