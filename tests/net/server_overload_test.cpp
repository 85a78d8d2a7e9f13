// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of net::server: out of descriptors, and clients that are gone before they are served.
#include <structwire/net/server.hpp>

#include <cerrno>
#include <string>
#include <sys/resource.h>
#include <vector>

#include "forked_server.hpp"
#include "process_support.hpp"
#include "refused_accepts.hpp"
#include "server_support.hpp"
#include "support/catch.hpp"

namespace {

using namespace net_support;
using structwire::as_bytes;
using structwire::as_text;
using structwire::net::deadline;

void allow_40_descriptors() {
    const rlimit tight{.rlim_cur = 40, .rlim_max = 40};
    ::setrlimit(RLIMIT_NOFILE, &tight);
}

// Clients that have sent a frame to a server which cannot serve them all. They are served in their order.
struct crowd {
    std::vector<client> clients;
    std::size_t served = 0;

    crowd(const forked_server& server, std::size_t count) {
        // UBSan looks at the first object of a type through a pipe, which it has to get while there are descriptors.
        client early = server.dial();
        REQUIRE(early.write_frame(as_bytes("early")));
        REQUIRE(early.shutdown_write(patience()));
        REQUIRE(early.read_frame(patience()));
        CHECK(early.read_frame(patience()).error().code == structwire::errc::closed);
        early.close();
        for (std::size_t index = 0; index < count; ++index) {
            clients.push_back(server.dial());
            REQUIRE(clients.back().write_frame(as_bytes(std::to_string(index))));
        }
        while (next_is_answered(deadline::in(1s))) ++served;
    }

    bool next_is_answered(const deadline& until) {
        const auto got = clients.at(served).read_frame(until);
        return got && as_text(got->payload) == std::to_string(served);
    }
};

TEST_CASE("server: out of descriptors it hardly uses the processor, and serves within 100 ms of one coming free",
          "[net][server][rule-13]") {
    in_every_style();
    const forked_server server(echo_factory, in_current_style({}), allow_40_descriptors);
    crowd waiting(server, 60);
    REQUIRE(waiting.served >= 10);
    REQUIRE(waiting.served < 40);
    CHECK(cpu_load(server.number(), 1s) < 0.05);
    bool recovered = false;
    for (std::size_t oldest = 0; waiting.served < 60; ++oldest, ++waiting.served) {
        const auto begin = clock::now();
        waiting.clients[oldest].close();
        REQUIRE(waiting.next_is_answered(patience()));
        recovered = recovered || clock::now() - begin < 100ms;
    }
    CHECK(recovered);
}

TEST_CASE("server::stop: while it is out of descriptors it drains without a busy loop",
          "[net][server][rule-13][rule-29]") {
    in_every_style();
    forked_server server(echo_factory, in_current_style({.drain_timeout = 600ms}), allow_40_descriptors);
    const crowd waiting(server, 60);
    server.stop();
    std::this_thread::sleep_for(100ms);
    CHECK(cpu_load(server.number(), 300ms) < 0.1);
    const auto result = server.finish();
    REQUIRE(result.has_value());
    // A server that had to wait for the processor may have taken one more than were seen to be answered.
    const auto& counted = result->statistics;
    CHECK(counted.resets_at_drain >= waiting.served);
    CHECK(counted.resets_at_drain == counted.connections - 1);
    CHECK(counted.drained == 0);
}

TEST_CASE("server: backs off for every lack of resources, at most as long as it is told", "[net][server][rule-13]") {
    in_each_style();
    running_server server(echo_factory, {.shortest_pause = 1ms, .longest_pause = 8ms, .drain_timeout = 100ms});
    for (const int native : {EMFILE, ENFILE, ENOBUFS, ENOMEM}) {
        CAPTURE(native);
        const injected_accepts lack(std::vector<int>(14, native));
        const auto begin = clock::now();
        auto peer = server.dial();
        CHECK(ask(peer, "hello") == "hello");
        const auto taken = clock::now() - begin;
        CHECK(taken >= 1ms + 2ms + 4ms + 11 * 8ms);
        CHECK(taken < 5s);  // doubling without a limit would take 16 s
        CHECK(lack.left() == 0);
    }
    CHECK(server.finish().value().overloads == 4 * 14);
}

TEST_CASE("server: failures of one connection at accept are nothing to it", "[net][server][rule-14]") {
    in_each_style();
    running_server server(echo_factory);
    const injected_accepts failures(
        {ECONNABORTED, EPROTO, EPERM, ENETDOWN, EHOSTUNREACH, ENETUNREACH, ETIMEDOUT, EINTR});
    auto peer = server.dial();
    CHECK(ask(peer, "hello") == "hello");
    CHECK(failures.left() == 0);
    const auto statistics = server.finish().value();
    CHECK(statistics.connections == 1);
    CHECK(statistics.overloads == 0);
}

TEST_CASE("server: 1,000 clients that connect and reset, and a port scan, leave it as it was",
          "[net][server][rule-14]") {
    in_every_style();
    forked_server server(echo_factory, in_current_style({}));
    auto first = server.dial();
    REQUIRE(ask(first, "before") == "before");
    const std::size_t before = descriptors_of(server.number());
    const std::size_t children = children_of(server.number()).size();
    constexpr int resets = is_sanitized ? 100 : 1000;
    for (int round = 0; round < resets + resets / 5; ++round) {
        auto peer = dial(server.at());
        round < resets ? peer.reset() : peer.close();
        if (round % 50 != 0) continue;
        // Served in their order: this one's answer says that the queue is empty again.
        auto witness = server.dial();
        REQUIRE(ask(witness, "witness") == "witness");
    }
    CHECK(ask(first, "after") == "after");
    auto last = server.dial();
    CHECK(ask(last, "last") == "last");
    last.close();
    CHECK(eventually([&] { return descriptors_of(server.number()) == before; }));
    CHECK(eventually([&] { return children_of(server.number()).size() == children; }));
    first.close();
    const auto result = server.finish();
    REQUIRE(result.has_value());
    CHECK_FALSE(result->failure);
    CHECK(result->statistics.connections > 2);
    CHECK(result->statistics.overloads == 0);
    CHECK(result->statistics.handler_failures == 0);
}

// The reset may come while connect is still setting options.
bool is_reset_at_once(const structwire::net::endpoint& at) {
    auto peer = structwire::net::connect(at, {.until = patience()});
    if (!peer) return true;
    std::byte any[1];
    const auto got = peer->read_some(any, patience());
    return !got && got.error().code == structwire::errc::reset;
}

TEST_CASE("server: beyond max_connections clients wait, or are reset at once when it is told so",
          "[net][server][rule-20]") {
    in_every_style();
    using structwire::net::server_full;
    for (const server_full full : {server_full::wait, server_full::refuse}) {
        forked_server server(echo_factory, in_current_style({.max_connections = 1, .when_full = full}));
        auto first = server.dial();
        REQUIRE(ask(first, "first") == "first");
        if (full == server_full::refuse) {
            CHECK(is_reset_at_once(server.at()));
            CHECK(ask(first, "again") == "again");
            first.close();
        } else {
            auto second = server.dial();
            REQUIRE(second.write_frame(as_bytes("second")));
            CHECK(second.read_frame(deadline::in(50ms)).error().code == structwire::errc::timed_out);
            first.close();
            CHECK(as_text(second.read_frame(patience()).value().payload) == "second");
        }
        const auto result = server.finish();
        REQUIRE(result.has_value());
        CHECK(result->statistics.refused == (full == server_full::refuse ? 1 : 0));
    }
}

}  // namespace
