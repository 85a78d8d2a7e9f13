// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of net::server with one process for each connection.
#include <structwire/net/server.hpp>

#include <csignal>
#include <string>
#include <vector>

#include "forked_server.hpp"
#include "support/catch.hpp"

namespace {

using namespace net_support;
using structwire::as_bytes;
using structwire::as_text;
using structwire::errc;
using structwire::frame;
using structwire::net::reply;
using structwire::net::server_style;

// Answers with the number of its process; `crash` and `sleep` do what they say.
struct process_handler {
    std::expected<void, structwire::error> operator()(const frame& in, reply& out) const {
        if (as_text(in.payload) == "crash") ::raise(SIGKILL);
        if (as_text(in.payload) == "hang") ::pause();
        return out.write(as_bytes(std::to_string(::getpid())));
    }
};
constexpr auto processes = [] { return process_handler{}; };

TEST_CASE("server: in the process style each connection has a process of its own", "[net][server][process][rule-19]") {
    forked_server server(processes, {.style = server_style::process});
    auto first = server.dial();
    auto second = server.dial();
    const std::string number = ask(first, "");
    CHECK(number != std::to_string(server.number()));
    CHECK(ask(first, "") == number);
    CHECK(ask(second, "") != number);
    REQUIRE(first.close_gracefully(patience()));
    REQUIRE(second.close_gracefully(patience()));
    const auto result = server.finish();
    REQUIRE(result.has_value());
    CHECK_FALSE(result->failure);
    CHECK(result->statistics.connections == 2);
    CHECK(result->statistics.frames_received == 3);
    CHECK(result->statistics.frames_sent == 3);
}

TEST_CASE("server: a process that crashes ends its own connection only", "[net][server][process]") {
    forked_server server(processes, {.style = server_style::process});
    auto bad = server.dial();
    auto good = server.dial();
    CHECK(ask(good, "") != "");
    CHECK(ask(bad, "crash").starts_with('!'));
    CHECK_FALSE(ask(good, "").starts_with('!'));
    good.close();
    const auto result = server.finish();
    REQUIRE(result.has_value());
    CHECK(result->statistics.handler_failures == 1);
}

TEST_CASE("server::stop: a process that does not end is killed at the drain timeout",
          "[net][server][process][rule-29]") {
    forked_server server(processes, {.style = server_style::process, .drain_timeout = 50ms});
    auto stuck = server.dial();
    REQUIRE(stuck.write_frame(as_bytes("hang")));
    auto polite = server.dial();
    CHECK_FALSE(ask(polite, "").starts_with('!'));
    server.stop();
    CHECK(polite.read_frame(patience()).error().code == errc::closed);
    polite.close();
    CHECK_FALSE(stuck.read_frame(patience()).has_value());
    const auto result = server.finish();
    REQUIRE(result.has_value());
    CHECK(result->statistics.resets_at_drain == 1);
    CHECK(result->statistics.drained == 1);
}

}  // namespace
