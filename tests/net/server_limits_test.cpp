// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of net::server: stopping, draining, limits and overload.
#include <structwire/net/server.hpp>

#include <algorithm>
#include <atomic>
#include <latch>
#include <set>
#include <signal.h>
#include <string>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include "refused_accepts.hpp"
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

// Whether a server to which `connections` idle clients are connected can stop within 50 ms.
bool stops_within_50_ms(int connections) {
    for (int round = 0; round < most_tries; ++round) {
        running_server server(echo_factory, {});
        std::vector<std::jthread> clients;
        std::latch ready(connections + 1);
        for (int index = 0; index < connections; ++index) {
            clients.emplace_back([&] {
                auto peer = server.dial();
                if (ask(peer, "hello") != "hello") return;
                ready.arrive_and_wait();
                // The client that follows the rules: it closes when the server has finished.
                [[maybe_unused]] const auto end = peer.read_frame(patience());
            });
        }
        ready.arrive_and_wait();
        const auto begin = clock::now();
        const auto statistics = server.finish().value();
        const auto taken = clock::now() - begin;
        CHECK(statistics.resets_at_drain == 0);
        if (taken < 50ms) return true;
    }
    return false;
}

TEST_CASE("server::stop: an idle server returns within 50 ms", "[net][server][rule-29]") {
    in_each_style();
    CHECK(stops_within_50_ms(0));
    CHECK(stops_within_50_ms(10));
}

TEST_CASE("server::stop: before run, and more than once", "[net][server]") {
    in_threads();
    auto door = open_door();
    structwire::net::server server(std::move(door), messages{}, echo_factory);
    server.stop();
    server.stop();
    CHECK(server.run().value() == structwire::net::server_statistics{});
    const auto again = server.run();
    REQUIRE_FALSE(again.has_value());
    CHECK(again.error().code == errc::closed);
}

running_server<std::remove_cv_t<decltype(echo_factory)>>* signalled = nullptr;

TEST_CASE("server::stop: from a signal handler", "[net][server]") {
    in_threads();
    running_server server(echo_factory);
    signalled = &server;
    struct sigaction action{};
    struct sigaction old{};
    action.sa_handler = [](int) { signalled->stop(); };
    REQUIRE(::sigaction(SIGUSR2, &action, &old) == 0);
    auto peer = server.dial();
    CHECK(ask(peer, "hello") == "hello");
    peer.close();
    REQUIRE(::raise(SIGUSR2) == 0);
    CHECK(server.join().has_value());
    REQUIRE(::sigaction(SIGUSR2, &old, nullptr) == 0);
}

TEST_CASE("server::stop: a frame in the handler is still answered, and no connection is taken",
          "[net][server][rule-29]") {
    in_threads();
    std::latch entered(1);
    std::latch leave(1);
    running_server server(
        [&] {
            return [&](const frame& in, reply& out) {
                entered.count_down();
                leave.wait();
                return out.write(in.payload);
            };
        },
        {});
    auto peer = server.dial();
    REQUIRE(peer.write_frame(as_bytes("in flight")));
    entered.wait();
    const auto begin = clock::now();
    server.stop();
    // The listener is closed before anything else happens.
    for (;;) {
        // A connection that was in the queue at that moment can end in any way, also in silence.
        const auto late = structwire::net::connect(server.at(), {.until = deadline::in(20ms)});
        if (!late && late.error().code == errc::refused) break;
        REQUIRE(clock::now() < begin + 10s);
    }
    leave.count_down();
    CHECK(as_text(peer.read_frame(patience()).value().payload) == "in flight");
    CHECK(peer.read_frame(patience()).error().code == errc::closed);
    peer.close();
    const auto statistics = server.join().value();
    CHECK(statistics.frames_sent == 1);
    CHECK(statistics.resets_at_drain == 0);
}

TEST_CASE("server::stop: a frame that has begun may be finished, a trickle is reset at the drain timeout",
          "[net][server][rule-29]") {
    in_each_style();
    for (const bool finishes : {true, false}) {
        running_server server(echo_factory, {.drain_timeout = finishes ? 10000ms : 50ms});
        auto peer = server.dial();
        const std::string wire = on_wire("two parts");
        REQUIRE(write_all(peer.lower(), on_wire("whole") + wire.substr(0, 6)));
        CHECK(as_text(peer.read_frame(patience()).value().payload) == "whole");
        const auto begin = clock::now();
        server.stop();
        if (finishes) {
            REQUIRE(write_all(peer.lower(), wire.substr(6)));
            CHECK(as_text(peer.read_frame(patience()).value().payload) == "two parts");
            CHECK(peer.read_frame(patience()).error().code == errc::closed);
            peer.close();
        }
        const auto statistics = server.join().value();
        CHECK(clock::now() - begin < 5s);
        CHECK(statistics.resets_at_drain == (finishes ? 0 : 1));
        if (!finishes) CHECK_FALSE(write_all(peer.lower(), "too late"));
    }
}

TEST_CASE("server: drains a client that does not read", "[net][server][rule-29]") {
    in_each_style();
    running_server server(
        [] {
            return [](const frame&, reply& out) {
                const std::string block(60000, 'x');
                std::expected<void, structwire::error> sent;
                while (sent) sent = out.write(as_bytes(block));
                return sent;
            };
        },
        {.drain_timeout = 50ms});
    auto deaf = server.dial();
    REQUIRE(deaf.write_frame(as_bytes("go")));
    REQUIRE(deaf.read_frame(patience()).has_value());
    CHECK(server.finish().value().resets_at_drain == 1);
}

TEST_CASE("server: serves at most max_connections at a time, the others wait", "[net][server][rule-20]") {
    in_each_style();
    std::atomic<int> now = 0;
    std::atomic<int> most = 0;
    struct counted {
        std::atomic<int>* count;
        void operator()(const frame& in, reply& out) {
            if (!out.write(in.payload)) out.close();
        }
        void on_close(const structwire::error&) { --*count; }
    };
    running_server server(
        [&] {
            most = std::max(most.load(), ++now);
            return counted{&now};
        },
        {.max_connections = 2});
    std::vector<std::jthread> clients;
    std::atomic<int> answered = 0;
    for (int index = 0; index < 12; ++index) {
        clients.emplace_back([&] {
            auto peer = server.dial();
            if (ask(peer, "hello") == "hello") ++answered;
        });
    }
    clients.clear();
    CHECK(answered == 12);
    const auto statistics = server.finish().value();
    CHECK(statistics.connections == 12);
    // on_close runs shortly before the connection's place is free.
    CHECK(most <= 2);
}

TEST_CASE("server: a client that trickles is ended by the frame timeout", "[net][server][rule-10][rule-27]") {
    in_each_style();
    running_server server(echo_factory, {.frame_timeout = 30ms, .min_rate = 1 << 20, .close_timeout = 30ms});
    auto peer = server.dial();
    const std::string wire = on_wire(std::string(60000, 'x'));
    const auto begin = clock::now();
    std::byte none[1];
    std::expected<std::size_t, structwire::error> ended = 0;
    for (const char each : wire) {
        if (!write_all(peer.lower(), std::string_view(&each, 1))) break;
        ended = peer.lower().read_some(none, deadline::in(1ms));
        if (ended || ended.error().code != errc::timed_out) break;
    }
    CHECK(clock::now() - begin < 5s);
    CHECK(ended == 0);
}

TEST_CASE("server: no thread to be had is overload, and the connection is closed", "[net][server][rule-20]") {
    in_threads();
    running_server server(echo_factory, {.stack_bytes = std::size_t{1} << 46});
    auto peer = server.dial();
    const auto got = peer.read_frame(patience());
    CHECK(got.error().code == errc::closed);
    const auto statistics = server.finish().value();
    CHECK(statistics.connections == 1);
    CHECK(statistics.overloads == 1);
}

TEST_CASE("server: without descriptors it pauses and serves later", "[net][server][rule-13]") {
    in_each_style();
    const std::size_t before = open_descriptors();
    running_server server(echo_factory);
    rlimit old{};
    REQUIRE(::getrlimit(RLIMIT_NOFILE, &old) == 0);
    rlimit tight = old;
    auto peer = server.dial();
    REQUIRE(ask(peer, "first") == "first");
    // The listener, the descriptors that the style waits with, and both ends of the connection.
    REQUIRE(open_descriptors() == before + (current_style == structwire::net::server_style::thread ? 7 : 5));
    // Every number is in use except one, which the client's end takes.
    tight.rlim_cur = 64;
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &tight) == 0);
    std::vector<structwire::net::descriptor> fillers;
    do fillers.emplace_back(::dup(1));
    while (fillers.back());
    fillers.resize(fillers.size() - 2);
    const refused_accepts refused;
    auto waiting = client(dial(server.at()));
    CHECK(waiting.write_frame(as_bytes("hello")).has_value());
    const auto times = refused.wait_for(5);
    CHECK(waiting.read_frame(deadline::in(0s)).error().code == errc::timed_out);
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &old) == 0);
    CHECK(as_text(waiting.read_frame(patience()).value().payload) == "hello");
    waiting.close();
    peer.close();
    const auto statistics = server.finish().value();
    CHECK(statistics.overloads == refused.count());
    CHECK(statistics.connections == 2);
    REQUIRE(times.size() == 5);
    auto pause = 5ms;
    for (std::size_t index = 1; index < times.size(); ++index, pause *= 2) {
        CHECK(times[index] - times[index - 1] >= pause);
    }
}

// Ends with its thread and takes its time for that: when run returns, threads that it has not joined are missing.
struct thread_end {
    std::atomic<int>& count;
    ~thread_end() {
        std::this_thread::sleep_for(5ms);
        ++count;
    }
};

TEST_CASE("server: leaves neither descriptors nor threads behind", "[net][server][rule-20]") {
    in_threads();
    std::atomic<int> ended = 0;
    const std::size_t descriptors_before = open_descriptors();
    // Listed by another thread: with its first thread a sanitizer starts one of its own, which stays.
    std::set<std::string> threads_before;
    std::jthread([&] { threads_before = threads(); }).join();
    {
        running_server server([&ended] {
            return [&ended](const frame& in, reply& out) {
                thread_local const thread_end mark{ended};
                return out.write(in.payload);
            };
        });
        for (int index = 0; index < 20; ++index) {
            auto peer = server.dial();
            CHECK(ask(peer, "hello") == "hello");
            if (index % 2 == 0) peer.lower().reset();
        }
        CHECK(server.finish().value().connections == 20);
        CHECK(ended == 20);
        // A thread that was joined leaves /proc a moment after the join.
        const deadline end = patience();
        const auto left = [&] { return !std::ranges::includes(threads_before, threads()); };
        while (left() && !end.expired()) std::this_thread::yield();
        CHECK_FALSE(left());
    }
    CHECK(open_descriptors() == descriptors_before);
}

}  // namespace
