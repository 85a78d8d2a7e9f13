// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of net::server: how connections end, and what they cost while they do.
#include <structwire/net/server.hpp>

#include <stdexcept>
#include <string>
#include <vector>

#include "forked_server.hpp"
#include "process_support.hpp"
#include "server_support.hpp"
#include "socket_support.hpp"
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

// "quit" is answered with a farewell and the end, "much" with more than the buffers between hold.
constexpr auto farewell_factory = [] {
    return [](const frame& in, reply& out) -> std::expected<void, structwire::error> {
        if (as_text(in.payload) == "quit") out.close();
        if (as_text(in.payload) != "much") return out.write(in.payload);
        for (int index = 0; index < 15; ++index) {
            if (auto sent = out.write(as_bytes(std::string(60000, 'x'))); !sent) return sent;
        }
        return {};
    };
};

TEST_CASE("server: a peer that half-closes and does not read costs no processor time", "[net][server][rule-02]") {
    in_every_style();
    forked_server server(farewell_factory, in_current_style({.drain_timeout = 100ms}), [] {}, open_narrow_door());
    auto peer = server.dial();
    REQUIRE(peer.write_frame(as_bytes("much")));
    REQUIRE(peer.shutdown_write());
    REQUIRE(peer.read_frame(patience()).has_value());
    for (const pid_t child : children_of(server.number())) CHECK(cpu_load(child, 200ms) < 0.1);
    CHECK(cpu_load(server.number(), 300ms) < 0.1);
    for (int index = 1; index < 15; ++index) REQUIRE(peer.read_frame(patience()).has_value());
    CHECK(peer.read_frame(patience()).error().code == errc::closed);
}

TEST_CASE("server: waiting for the peer's end costs no processor time", "[net][server][rule-02]") {
    in_every_style();
    forked_server server(farewell_factory, in_current_style({.close_timeout = 2000ms, .drain_timeout = 100ms}));
    auto peer = server.dial();
    CHECK(ask(peer, "quit") == "quit");
    CHECK(peer.read_frame(patience()).error().code == errc::closed);
    for (const pid_t child : children_of(server.number())) CHECK(cpu_load(child, 200ms) < 0.1);
    CHECK(cpu_load(server.number(), 200ms) < 0.1);
}

TEST_CASE("server: a connection that a forked program still holds costs no processor time", "[net][server][rule-02]") {
    in_every_style();
    forked_server server(
        [] {
            return [](const frame& in, reply& out) {
                if (as_text(in.payload) == "fork" && ::fork() == 0) {
                    std::this_thread::sleep_for(800ms);
                    ::_exit(0);
                }
                return out.write(in.payload);
            };
        },
        in_current_style({}));
    auto peer = server.dial();
    CHECK(ask(peer, "fork") == "fork");
    peer.close();
    std::this_thread::sleep_for(50ms);
    CHECK(cpu_load(server.number(), 200ms) < 0.1);
    CHECK(server.finish().has_value());
}

TEST_CASE("server: a peer that is gone altogether ends the connection at once", "[net][server][rule-02]") {
    in_every_style();
    forked_server server(farewell_factory, in_current_style({}), [] {}, open_narrow_door());
    auto first = server.dial();
    REQUIRE(ask(first, "hello") == "hello");
    const std::size_t before = descriptors_of(server.number());
    for (const bool resets : {true, false}) {
        auto peer = server.dial();
        REQUIRE(peer.write_frame(as_bytes("much")));
        REQUIRE(peer.read_frame(patience()).has_value());
        resets ? peer.lower().reset() : peer.close();  // a close with unread data is a reset, too
        CHECK(eventually([&] { return descriptors_of(server.number()) == before; }));
    }
    first.close();
    const auto result = server.finish();
    REQUIRE(result.has_value());
    CHECK(result->statistics.timeouts == 0);
}

TEST_CASE("server: what the peer sent for nothing does not cost it the last answer", "[net][server][rule-06]") {
    in_every_style();
    // A reset that comes behind the end goes unseen over TCP; over a unix socket it does not.
    const auto at = GENERATE(loopback(), fresh_name());
    forked_server server(farewell_factory, in_current_style({}), [] {}, structwire::net::listener::open(at).value());
    for (int round = 0; round < 5; ++round) {
        auto peer = server.dial();
        const std::string unwanted(600'000, 'u');  // in part unread, in part still on its way
        REQUIRE(write_all(peer.lower(), on_wire("quit") + unwanted));
        CHECK(as_text(peer.read_frame(patience()).value().payload) == "quit");
        CHECK(peer.read_frame(patience()).error().code == errc::closed);
        peer.close();
    }
    const auto result = server.finish();
    REQUIRE(result.has_value());
    CHECK(result->statistics.frames_sent == 5);
}

TEST_CASE("server: what is in answer to a bad frame arrives, too", "[net][server][rule-06]") {
    in_every_style();
    struct complaining {
        void operator()(const frame&, reply&) const {}
        void on_error(const structwire::error& failure, reply& out) const {
            if (!out.write(as_bytes(name(failure.code)))) out.close();
        }
    };
    forked_server server([] { return complaining{}; }, in_current_style({}));
    auto peer = server.dial();
    REQUIRE(write_all(peer.lower(), "\xff\xff\xff\xff" + std::string(100'000, 'u')));
    CHECK(as_text(peer.read_frame(patience()).value().payload) == "too_long");
    CHECK(peer.read_frame(patience()).error().code == errc::closed);
    peer.close();
    CHECK(server.finish().has_value());
}

// Throws where it is told to.
struct thrower {
    char where;

    void operator()(const frame& in, reply& out) const {
        if (where == 'f') throw std::runtime_error("frame");
        if (!out.write(in.payload)) out.close();
    }
    void on_open(reply&) const {
        if (where == 'o') throw std::runtime_error("open");
    }
    void on_error(const structwire::error&, reply&) const {
        if (where == 'e') throw 1;
    }
    void on_close(const structwire::error&) const {
        if (where == 'c') throw std::bad_alloc();
    }
};

TEST_CASE("server: hooks that throw end their connection only", "[net][server][rule-20]") {
    in_every_style();
    for (const char where : {'f', 'o', 'e', 'c'}) {
        CAPTURE(where);
        forked_server server([where] { return thrower{where}; }, in_current_style({}));
        for (int round = 0; round < 3; ++round) {
            auto peer = server.dial();
            REQUIRE(write_all(peer.lower(), where == 'e' ? "\xff\xff\xff\xff" : on_wire("hello")));
            REQUIRE(peer.shutdown_write());
            const bool answers = where == 'c';
            CHECK(peer.read_frame(patience()).has_value() == answers);
        }
        const auto result = server.finish();
        REQUIRE(result.has_value());
        CHECK(result->statistics.connections == 3);
        CHECK(result->statistics.handler_failures == 3);
    }
}

}  // namespace
