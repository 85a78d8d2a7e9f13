// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of net::server: peers that send slowly, read slowly, or not at all.
#include <structwire/net/server.hpp>

#include <algorithm>
#include <atomic>
#include <string>
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
using structwire::net::server_options;
using structwire::net::server_style;

// Whether the peer has ended its sending side.
bool has_ended(client& peer) {
    std::byte any[1];
    const auto got = peer.lower().read_some(any, deadline::in(1ms));
    return got && *got == 0;
}

TEST_CASE("server: ends one that trickles at the frame's deadline, and serves another all the time",
          "[net][server][rule-10][rule-27]") {
    in_every_style();
    forked_server server(echo_factory, in_current_style({.frame_timeout = 150ms, .min_rate = 10000}));
    auto good = server.dial();
    auto slow = server.dial();
    REQUIRE(ask(slow, "first") == "first");
    const auto begin = clock::now();
    const std::string wire = on_wire(std::string(60000, 'x'));
    bool ended = false;
    for (std::size_t index = 0; index < wire.size() && !ended; ++index) {
        if (!write_all(slow.lower(), wire.substr(index, 1))) break;
        REQUIRE(ask(good, "good") == "good");
        ended = has_ended(slow);
    }
    CHECK(ended);
    CHECK(clock::now() - begin >= 150ms);
    CHECK(clock::now() - begin < 10s);
    good.close();
    slow.close();
    const auto result = server.finish();
    REQUIRE(result.has_value());
    CHECK(result->statistics.timeouts == 1);
}

TEST_CASE("server: one that keeps up min_rate may take longer than the frame timeout", "[net][server][rule-27]") {
    in_every_style();
    forked_server server(echo_factory, in_current_style({.frame_timeout = 50ms, .min_rate = 1000}));
    auto peer = server.dial();
    const std::string text(8000, 'x');
    const std::string wire = on_wire(text);
    const auto begin = clock::now();
    REQUIRE(write_all(peer.lower(), wire.substr(0, 6000)));  // earns six seconds, in which nobody's machine is too slow
    for (std::size_t index = 6000; index < wire.size(); index += 200) {
        std::this_thread::sleep_for(20ms);
        REQUIRE(write_all(peer.lower(), wire.substr(index, 200)));
    }
    CHECK(clock::now() - begin > 150ms);
    CHECK(as_text(peer.read_frame(patience()).value().payload) == text);
    peer.close();
    const auto result = server.finish();
    REQUIRE(result.has_value());
    CHECK(result->statistics.timeouts == 0);
}

TEST_CASE("server: ends one that is silent between frames, not before its time", "[net][server][rule-27]") {
    in_every_style();
    forked_server server(echo_factory, in_current_style({.idle_timeout = 100ms}));
    auto peer = server.dial();
    const auto before = clock::now();
    REQUIRE(ask(peer, "hello") == "hello");
    CHECK(peer.read_frame(patience()).error().code == errc::closed);
    CHECK(clock::now() - before >= 100ms);
    peer.close();
    const auto result = server.finish();
    REQUIRE(result.has_value());
    CHECK(result->statistics.timeouts == 1);
}

// Answers with so much that it takes the peer a while to read.
constexpr std::size_t block_bytes = 60000;
constexpr std::size_t blocks = 16;
constexpr auto flood_factory = [] {
    return [](const frame& in, reply& out) -> std::expected<void, structwire::error> {
        if (as_text(in.payload) == "ping") return out.write(in.payload);
        const std::string block(block_bytes, 'x');
        for (std::size_t index = 0; index < blocks; ++index) {
            if (auto sent = out.write(as_bytes(block)); !sent) return sent;
        }
        return {};
    };
};

TEST_CASE("server: who takes long to read an answer is not silent", "[net][server][rule-27]") {
    in_every_style();
    forked_server server(flood_factory, in_current_style({.idle_timeout = 300ms}), [] {}, open_narrow_door());
    auto peer = server.dial();
    REQUIRE(peer.write_frame(as_bytes("much")));
    REQUIRE(peer.read_frame(patience()).has_value());
    std::this_thread::sleep_for(450ms);
    for (std::size_t index = 1; index < blocks; ++index) REQUIRE(peer.read_frame(patience()).has_value());
    CHECK(ask(peer, "ping") == "ping");
    peer.close();
    const auto result = server.finish();
    REQUIRE(result.has_value());
    CHECK(result->statistics.timeouts == 0);
}

TEST_CASE("server: the time that the handler takes is not the peer's", "[net][server][rule-27]") {
    in_every_style();
    const auto slow = [] {
        return [](const frame& in, reply& out) {
            std::this_thread::sleep_for(as_text(in.payload) == "slow" ? 500ms : 0ms);
            return out.write(in.payload);
        };
    };
    forked_server server(slow, in_current_style({.idle_timeout = 300ms}));
    auto peer = server.dial();
    REQUIRE(ask(peer, "fast") == "fast");
    REQUIRE(peer.write_frame(as_bytes("slow")));
    CHECK(as_text(peer.read_frame(patience()).value().payload) == "slow");
    std::this_thread::sleep_for(20ms);
    CHECK(ask(peer, "again") == "again");
    peer.close();
    const auto result = server.finish();
    REQUIRE(result.has_value());
    CHECK(result->statistics.timeouts == 0);
}

TEST_CASE("server: one that does not read is ended by the write timeout", "[net][server][rule-27]") {
    in_every_style();
    const server_options options{.write_timeout = 100ms, .min_rate = 1 << 20};
    forked_server server(flood_factory, in_current_style(options), [] {}, open_narrow_door());
    auto deaf = server.dial();
    auto good = server.dial();
    const auto begin = clock::now();
    REQUIRE(deaf.write_frame(as_bytes("much")));
    const auto is_reset = [&] {
        CHECK(ask(good, "ping") == "ping");
        return !write_all(deaf.lower(), on_wire("ping"));
    };
    CHECK(eventually(is_reset));
    CHECK(clock::now() - begin >= 100ms);
    good.close();
    const auto result = server.finish();
    REQUIRE(result.has_value());
    CHECK(result->statistics.timeouts == 1);
}

// An echo that notes how much output there is before and after each frame.
struct noted_echo {
    struct level {
        std::size_t before;
        std::size_t after;
    };
    std::vector<level>* levels;
    std::atomic<std::size_t>* handled;

    std::expected<void, structwire::error> operator()(const frame& in, reply& out) const {
        const std::size_t before = out.pending_bytes();
        auto sent = out.write(in.payload);
        levels->push_back({before, out.pending_bytes()});
        ++*handled;
        return sent;
    }
};

TEST_CASE("server: output is bounded, then the input waits until output_low", "[net][server][rule-27]") {
    in_each_style();
    constexpr std::size_t high = 64 * 1024;
    constexpr std::size_t low = 16 * 1024;
    constexpr std::size_t wire_bytes = 4004;
    std::vector<noted_echo::level> levels;
    std::atomic<std::size_t> handled = 0;
    running_server server(
        open_narrow_door(), [&] { return noted_echo{&levels, &handled}; },
        in_current_style({.output_high = high, .output_low = low, .drain_timeout = 100ms}));
    auto peer = server.dial();
    constexpr std::size_t frames = 400;
    std::jthread writer([&] {
        const std::string payload(wire_bytes - 4, 'x');
        for (std::size_t index = 0; index < frames; ++index) {
            if (!peer.write_frame(as_bytes(payload), patience())) break;
        }
    });
    // Nothing is read until the server has come to rest.
    std::size_t before = 0;
    do {
        before = handled;
        std::this_thread::sleep_for(200ms);
    } while (handled == 0 || handled != before);
    CHECK(handled < frames);
    for (std::size_t index = 0; index < frames; ++index) REQUIRE(peer.read_frame(patience()).has_value());
    writer.join();
    peer.lower().reset();
    REQUIRE(server.finish().has_value());
    REQUIRE(levels.size() == frames);
    std::size_t full = 0;
    for (std::size_t index = 0; index < levels.size(); ++index) {
        REQUIRE(levels[index].after < high + wire_bytes);
        if (levels[index].after < high || index + 1 == levels.size()) continue;
        ++full;
        REQUIRE(levels[index + 1].before <= low);
    }
    // Threads send before they read again.
    CHECK((full > 0) == (current_style == server_style::poll));
}

TEST_CASE("reply::write: beyond output_high it is overload in one thread, waits in others, and neither is final",
          "[net][server][reply][rule-27]") {
    in_each_style();
    constexpr std::size_t high = 100'000;
    std::atomic<int> overloads = 0;
    std::atomic<std::size_t> most = 0;
    running_server server(
        open_narrow_door(),
        [&] {
            return [&](const frame& in, reply& out) -> std::expected<void, structwire::error> {
                if (as_text(in.payload) == "ping") return out.write(in.payload);
                const std::string block(10000, 'x');
                for (int index = 0; index < 200; ++index) {
                    const auto sent = out.write(as_bytes(block));
                    if (!sent && sent.error().code != errc::overload) return sent;
                    if (!sent) ++overloads;
                    most = std::max(most.load(), out.pending_bytes());
                }
                return {};
            };
        },
        in_current_style({.output_high = high, .drain_timeout = 100ms}));
    auto peer = server.dial();
    REQUIRE(peer.write_frame(as_bytes("much")));
    REQUIRE(eventually([&] { return most.load() > 0; }));
    std::this_thread::sleep_for(20ms);
    REQUIRE(peer.write_frame(as_bytes("ping")));
    int got = 0;
    while (as_text(peer.read_frame(patience()).value().payload) != "ping") ++got;
    CHECK(got + overloads == 200);
    CHECK((overloads > 0) == (current_style == server_style::poll));
    CHECK(most < high + 10004);
    peer.close();
    CHECK(server.finish().value().timeouts == 0);
}

TEST_CASE("server: timeouts as long as can be said mean that there is none", "[net][server]") {
    in_every_style();
    constexpr auto longest = std::chrono::milliseconds::max();
    const server_options options{.idle_timeout = longest,
                                 .frame_timeout = longest,
                                 .write_timeout = longest,
                                 .close_timeout = longest,
                                 .drain_timeout = longest};
    forked_server server(echo_factory, in_current_style(options));
    auto peer = server.dial();
    CHECK(ask(peer, "one") == "one");
    const std::string wire = on_wire("two");
    REQUIRE(write_all(peer.lower(), wire.substr(0, 5)));
    std::this_thread::sleep_for(20ms);
    REQUIRE(write_all(peer.lower(), wire.substr(5)));
    CHECK(as_text(peer.read_frame(patience()).value().payload) == "two");
    peer.close();
    const auto result = server.finish();
    REQUIRE(result.has_value());
    CHECK(result->statistics.timeouts == 0);
}

TEST_CASE("server: a frame that began fast cannot rest on that in silence", "[net][server][rule-27]") {
    in_each_style();
    // At one byte a second, so many bytes earn half a day.
    running_server server(echo_factory, {.idle_timeout = 60ms, .frame_timeout = 30ms, .min_rate = 1});
    auto peer = server.dial();
    REQUIRE(write_all(peer.lower(), on_wire(std::string(60000, 'x')).substr(0, 50000)));
    CHECK(read_all(peer.lower()).empty());
    peer.close();
    CHECK(server.finish().value().timeouts == 1);
}

TEST_CASE("server: output of which much was taken fast cannot wait for ever for the rest", "[net][server][rule-27]") {
    in_each_style();
    running_server server(
        [] {
            return [](const frame&, reply& out) {
                const std::string block(60000, 'x');
                std::expected<void, structwire::error> sent;
                for (int count = 0; count < 400 && sent; ++count) sent = out.write(as_bytes(block));
            };
        },
        {.idle_timeout = 500ms, .write_timeout = 30ms, .min_rate = 1, .output_high = std::size_t{1} << 25});
    auto peer = server.dial();
    REQUIRE(peer.write_frame(as_bytes("go")));
    for (int count = 0; count < 100; ++count) REQUIRE(peer.read_frame(patience()));
    const deadline end = patience();
    while (server.statistics().timeouts == 0 && !end.expired()) std::this_thread::sleep_for(1ms);
    CHECK(server.statistics().timeouts == 1);
}

}  // namespace
