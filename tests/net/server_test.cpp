// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of net::server: serving, hooks, failures of handlers.
#include <structwire/net/server.hpp>

#include <atomic>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "server_support.hpp"
#include "support/catch.hpp"

namespace {

using namespace net_support;
using structwire::as_bytes;
using structwire::as_text;
using structwire::errc;
using structwire::error;
using structwire::frame;
using structwire::net::reply;

TEST_CASE("server: answers frames in order, also pipelined ones, and counts them", "[net][server]") {
    in_each_style();
    running_server server(echo_factory);
    auto peer = server.dial();
    CHECK(ask(peer, "one") == "one");
    for (const char* each : {"two", "", "three"}) REQUIRE(peer.queue_frame(as_bytes(each)));
    REQUIRE(peer.flush());
    for (const char* each : {"two", "", "three"}) {
        CHECK(as_text(peer.read_frame(patience()).value().payload) == each);
    }
    REQUIRE(peer.close_gracefully(patience()));
    const auto statistics = server.finish().value();
    CHECK(statistics.connections == 1);
    CHECK(statistics.frames_received == 4);
    CHECK(statistics.frames_sent == 4);
    CHECK(statistics.handler_failures == 0);
    CHECK(statistics.overloads == 0);
    CHECK(statistics.resets_at_drain == 0);
}

TEST_CASE("server: a silent client does not keep the others from being served", "[net][server][threads]") {
    in_each_style();
    running_server server(echo_factory);
    auto silent = server.dial();
    std::vector<client> talking;
    for (int index = 0; index < 8; ++index) talking.push_back(server.dial());
    for (auto& each : talking) CHECK(ask(each, "hello") == "hello");
    for (auto& each : talking) CHECK(ask(each, "again") == "again");
}

TEST_CASE("server: a client that half-closes still gets its answers", "[net][server][rule-01]") {
    in_each_style();
    running_server server(echo_factory);
    auto peer = server.dial();
    REQUIRE(peer.write_frame(as_bytes("question")));
    REQUIRE(peer.shutdown_write());
    CHECK(as_text(peer.read_frame(patience()).value().payload) == "question");
    CHECK(peer.read_frame(patience()).error().code == errc::closed);
}

TEST_CASE("server: each connection has its own handler, made in the thread of run", "[net][server]") {
    in_each_style();
    int made = 0;  // no lock: the factory is never called twice at a time
    {
        running_server server([&made] {
            return [number = ++made, count = 0](const frame&, reply& out) mutable {
                return out.write(as_bytes(std::to_string(number) + ":" + std::to_string(++count)));
            };
        });
        auto first = server.dial();
        CHECK(ask(first, "") == "1:1");
        auto second = server.dial();
        CHECK(ask(second, "") == "2:1");
        CHECK(ask(first, "") == "1:2");
        CHECK(server.finish().has_value());
    }
    CHECK(made == 2);
}

TEST_CASE("server: a handler that throws ends its own connection only", "[net][server][rule-20]") {
    in_each_style();
    running_server server([] {
        return [](const frame& in, reply& out) {
            if (as_text(in.payload) == "throw") throw std::runtime_error("handler");
            return out.write(in.payload);
        };
    });
    auto bad = server.dial();
    auto good = server.dial();
    CHECK(ask(bad, "fine") == "fine");
    CHECK(ask(bad, "throw") == "!closed");
    CHECK(ask(good, "fine") == "fine");
    auto later = server.dial();
    CHECK(ask(later, "fine") == "fine");
    CHECK(server.finish().value().handler_failures == 1);
}

TEST_CASE("server: a factory that throws ends its connection only", "[net][server][rule-20]") {
    in_each_style();
    int made = 0;
    running_server server([&made] {
        if (++made == 1) throw std::runtime_error("factory");
        return [](const frame& in, reply& out) { return out.write(in.payload); };
    });
    auto first = server.dial();
    const auto refused = first.read_frame(patience());
    CHECK_FALSE(refused.has_value());
    auto second = server.dial();
    CHECK(ask(second, "fine") == "fine");
    const auto statistics = server.finish().value();
    CHECK(statistics.handler_failures == 1);
    CHECK(statistics.connections == 2);
}

TEST_CASE("server: a handler that returns an error or closes ends the connection in good order", "[net][server]") {
    in_each_style();
    running_server server([] {
        return [](const frame& in, reply& out) -> std::expected<void, error> {
            if (as_text(in.payload) == "fail") return std::unexpected(error{.code = errc::bad_message});
            // Not of this connection: of another one that the handler uses, for example.
            for (const errc code : {errc::reset, errc::timed_out}) {
                if (as_text(in.payload) != structwire::name(code)) continue;
                if (auto sent = out.write(in.payload); !sent) return sent;
                return std::unexpected(error{.code = code, .during = structwire::operation::write});
            }
            if (as_text(in.payload) == "quit") out.close();
            return out.write(in.payload);
        };
    });
    auto failing = server.dial();
    CHECK(ask(failing, "fail") == "!closed");
    for (const errc code : {errc::reset, errc::timed_out}) {
        auto unlucky = server.dial();
        CHECK(ask(unlucky, structwire::name(code)) == structwire::name(code));
        CHECK(unlucky.read_frame(patience()).error().code == errc::closed);
    }
    auto quitting = server.dial();
    CHECK(ask(quitting, "quit") == "quit");
    CHECK(quitting.read_frame(patience()).error().code == errc::closed);
    failing.close();
    quitting.close();
    const auto statistics = server.finish().value();
    CHECK(statistics.handler_failures == 0);
    CHECK(statistics.timeouts == 0);
}

TEST_CASE("server: a reply that the framing cannot say is refused to the handler", "[net][server]") {
    in_each_style();
    running_server server([] {
        return [](const frame&, reply& out) {
            const std::string huge(1 << 17, 'x');
            const auto refused = out.write(as_bytes(huge));
            const auto code = refused ? errc{} : refused.error().code;
            if (!out.write(as_bytes(structwire::name(code)))) out.close();
        };
    });
    auto peer = server.dial();
    CHECK(ask(peer, "") == "not_encodable");
}

// Speaks first and remembers why connections ended.
struct greeter {
    std::mutex* lock;
    std::vector<errc>* reasons;

    void on_open(reply& out) {
        if (!out.write(as_bytes("welcome"))) out.close();
    }
    void operator()(const frame& in, reply& out) {
        if (as_text(in.payload) == "throw") throw 1;
        if (!out.write(in.payload)) out.close();
    }
    void on_close(const error& reason) {
        const std::scoped_lock guard(*lock);
        reasons->push_back(reason.code);
    }
};

TEST_CASE("server: on_open speaks first, on_close says why", "[net][server]") {
    in_each_style();
    std::mutex lock;
    std::vector<errc> reasons;
    running_server server([&] { return greeter{&lock, &reasons}; }, {.idle_timeout = 200ms});
    const auto greeted = [&] {
        auto peer = server.dial();
        CHECK(as_text(peer.read_frame(patience()).value().payload) == "welcome");
        return peer;
    };
    const auto end_of = [](client& peer) { return peer.read_frame(patience()).error().code; };
    auto finished = greeted();
    REQUIRE(finished.shutdown_write());
    CHECK(end_of(finished) == errc::closed);
    auto cut = greeted();
    REQUIRE(write_all(cut.lower(), on_wire("abc").substr(0, 6)));
    REQUIRE(cut.shutdown_write());
    CHECK(end_of(cut) == errc::closed);
    auto wild = greeted();
    REQUIRE(write_all(wild.lower(), "\xff\xff\xff\xff"));
    CHECK(end_of(wild) == errc::closed);
    auto thrower = greeted();
    CHECK(ask(thrower, "throw") == "!closed");
    auto idle = greeted();
    CHECK(end_of(idle) == errc::closed);
    for (auto* each : {&finished, &cut, &wild, &thrower, &idle}) each->close();
    REQUIRE(server.finish().has_value());
    CHECK(reasons ==
          std::vector<errc>{errc::closed, errc::truncated, errc::too_long, errc::cancelled, errc::timed_out});
}

}  // namespace
