// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of net::server::stop: how quickly, what is finished, what is cut off, and what is counted.
#include <structwire/net/server.hpp>

#include <algorithm>
#include <atomic>
#include <latch>
#include <string>
#include <thread>
#include <vector>

#include "forked_server.hpp"
#include "process_support.hpp"
#include "server_support.hpp"
#include "support/catch.hpp"

namespace {

using namespace net_support;
using structwire::as_bytes;
using structwire::as_text;
using structwire::errc;
using structwire::frame;
using structwire::net::deadline;
using structwire::net::reply;
using structwire::net::server_style;

// Clients that are answered once and then close when the server does.
class polite_clients {
public:
    polite_clients(const forked_server& server, int count) : ready_(count) {
        for (int index = 0; index < count; ++index) {
            threads_.emplace_back([this, &server] {
                auto peer = server.dial();
                if (ask(peer, "hello") == "hello") ++answered;
                ready_.count_down();
                if (peer.read_frame(patience()).error().code == errc::closed) ++ended;
            });
        }
        ready_.wait();
    }
    void join() { threads_.clear(); }

    std::atomic<int> answered = 0;
    std::atomic<int> ended = 0;

private:
    std::latch ready_;
    std::vector<std::jthread> threads_;
};

TEST_CASE("server::stop: returns within 5 ms when idle, without and with connections, from a signal handler",
          "[net][server][rule-16][rule-29]") {
    in_every_style();
    for (const int connections : {0, 3}) {
        CAPTURE(connections);
        bool quick = false;
        for (int round = 0; round < most_tries && !quick; ++round) {
            forked_server server(echo_factory, in_current_style({}));
            polite_clients clients(server, connections);
            const auto result = server.finish();
            clients.join();
            REQUIRE(result.has_value());
            CHECK_FALSE(result->failure);
            CHECK(result->statistics.drained == static_cast<std::uint64_t>(connections));
            CHECK(result->statistics.resets_at_drain == 0);
            CHECK(clients.ended == connections);
            quick = result->stopping < 5ms * (is_sanitized ? 10 : 1);
        }
        CHECK(quick);
    }
}

TEST_CASE("server::stop: whoever waits for the server hears of it within 10 ms", "[net][server][rule-16]") {
    in_every_style();
    bool quick = false;
    for (int round = 0; round < most_tries && !quick; ++round) {
        forked_server server(echo_factory, in_current_style({}));
        auto peer = server.dial();
        REQUIRE(ask(peer, "hello") == "hello");
        const auto begin = clock::now();
        server.stop();
        CHECK(peer.read_frame(patience()).error().code == errc::closed);
        quick = clock::now() - begin < 10ms;
        peer.close();
    }
    CHECK(quick);
}

TEST_CASE("server::stop: who comes while it drains is refused", "[net][server][rule-29]") {
    in_every_style();
    forked_server server(echo_factory, in_current_style({.drain_timeout = 600ms}));
    auto peer = server.dial();  // does not close when the server does
    REQUIRE(ask(peer, "hello") == "hello");
    const auto begin = clock::now();
    server.stop();
    CHECK(eventually([&] {
        const auto late = structwire::net::connect(server.at(), {.until = deadline::in(20ms)});
        return !late && late.error().code == errc::refused;
    }));
    const auto refused_after = clock::now() - begin;
    const auto result = server.finish();
    REQUIRE(result.has_value());
    CHECK(refused_after < result->stopping);
}

TEST_CASE("server::stop: counts who was finished and who was not", "[net][server][rule-29]") {
    in_every_style();
    for (const auto close_timeout : {20ms, 5000ms}) {
        CAPTURE(close_timeout.count());
        forked_server server(echo_factory, in_current_style({.close_timeout = close_timeout, .drain_timeout = 200ms}));
        auto half_open = server.dial();  // does not close when the server does
        REQUIRE(ask(half_open, "hello") == "hello");
        auto unfinished = server.dial();
        REQUIRE(ask(unfinished, "hello") == "hello");
        REQUIRE(write_all(unfinished.lower(), on_wire("unfinished").substr(0, 7)));
        polite_clients clients(server, 3);
        const auto result = server.finish();
        clients.join();
        REQUIRE(result.has_value());
        CHECK(result->stopping >= 200ms);
        CHECK(result->stopping < 5s);
        CHECK(result->statistics.connections == 5);
        CHECK(result->statistics.drained == 3);
        CHECK(result->statistics.resets_at_drain == 2);
        CHECK_FALSE(write_all(half_open.lower(), "too late"));
        CHECK_FALSE(write_all(unfinished.lower(), "too late"));
    }
}

TEST_CASE("server::stop: frames that have arrived are answered, all of them", "[net][server][rule-29]") {
    in_every_style();
    for (const std::size_t most_frames : {64u, 3u}) {
        forked_server server(
            [] {
                return [](const frame& in, reply& out) {
                    if (as_text(in.payload) == "first") std::this_thread::sleep_for(100ms);
                    return out.write(in.payload);
                };
            },
            in_current_style({.frames_per_wakeup = most_frames}));
        auto peer = server.dial();
        REQUIRE(ask(peer, "hello") == "hello");
        REQUIRE(peer.write_frame(as_bytes("first"), patience()));
        std::this_thread::sleep_for(20ms);  // the handler has it by now, or it is in flight, too
        for (int index = 0; index < 100; ++index) REQUIRE(peer.queue_frame(as_bytes(std::to_string(index))));
        REQUIRE(peer.flush(patience()));
        server.stop();
        CHECK(as_text(peer.read_frame(patience()).value().payload) == "first");
        for (int index = 0; index < 100; ++index) {
            REQUIRE(as_text(peer.read_frame(patience()).value().payload) == std::to_string(index));
        }
        CHECK(peer.read_frame(patience()).error().code == errc::closed);
        peer.close();
        const auto result = server.finish();
        REQUIRE(result.has_value());
        CHECK(result->statistics.drained == 1);
        CHECK(result->statistics.frames_sent == 102);
    }
}

TEST_CASE("server::stop: one that floods is no way around the drain timeout", "[net][server][rule-29]") {
    in_every_style();
    forked_server server(
        [] {
            return [](const frame&, reply&) {
                const auto until = clock::now() + 20us;  // slower than the flood: there is always more to read
                while (clock::now() < until) {
                }
            };
        },
        in_current_style({.drain_timeout = 200ms}));
    auto flooder = server.dial();
    std::jthread flood([&] {
        const std::string wires = [] {
            std::string all;
            for (int index = 0; index < 1000; ++index) all += on_wire(std::string(100, 'f'));
            return all;
        }();
        while (write_all(flooder.lower(), wires)) {
        }
    });
    std::this_thread::sleep_for(50ms);
    const auto result = server.finish();
    REQUIRE(result.has_value());
    CHECK(result->stopping >= 200ms);
    CHECK(result->stopping < 5s);
    CHECK(result->statistics.resets_at_drain == 1);
}

TEST_CASE("server::stop: an answer that is being read goes to its end, one that is not is cut off",
          "[net][server][rule-29]") {
    in_every_style();
    for (const bool reads : {true, false}) {
        forked_server server(
            [] {
                return [](const frame&, reply& out) -> std::expected<void, structwire::error> {
                    for (int index = 0; index < 10; ++index) {
                        if (auto sent = out.write(as_bytes(std::string(60000, 'x'))); !sent) return sent;
                    }
                    return {};
                };
            },
            in_current_style({.drain_timeout = reads ? 10000ms : 100ms}), [] {}, open_narrow_door());
        auto peer = server.dial();
        REQUIRE(peer.write_frame(as_bytes("much")));
        REQUIRE(peer.read_frame(patience()).has_value());
        server.stop();
        if (reads) {
            for (int index = 1; index < 10; ++index) REQUIRE(peer.read_frame(patience()).has_value());
            CHECK(peer.read_frame(patience()).error().code == errc::closed);
            peer.close();
        }
        const auto result = server.finish();
        REQUIRE(result.has_value());
        CHECK(result->statistics.drained == (reads ? 1 : 0));
        CHECK(result->statistics.resets_at_drain == (reads ? 0 : 1));
    }
}

}  // namespace
