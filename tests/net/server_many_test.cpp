// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of net::server: thousands of connections, high descriptors, what claims of length cost.
#include <structwire/net/server.hpp>

#include <algorithm>
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
using structwire::net::server_style;

TEST_CASE("server: 2,000 connections in one thread, each answered twice", "[net][server][poll][rule-18]") {
    constexpr std::size_t count = 2000;
    allow_descriptors(count + 100);
    forked_server server(echo_factory, {.style = server_style::poll}, [] { allow_descriptors(count + 100); });
    std::vector<client> clients;
    for (std::size_t index = 0; index < count; ++index) clients.push_back(server.dial());
    for (int round = 0; round < 2; ++round) {
        for (std::size_t index = 0; index < count; ++index) {
            REQUIRE(clients[index].write_frame(as_bytes(std::to_string(index)), patience()));
        }
        for (std::size_t index = 0; index < count; ++index) {
            REQUIRE(as_text(clients[index].read_frame(patience()).value().payload) == std::to_string(index));
        }
    }
    CHECK(clients.back().lower().native_handle() > 1024);
    CHECK(descriptors_of(server.number()) > count);
    clients.clear();
    CHECK(eventually([&] { return descriptors_of(server.number()) < 100; }));
    const auto result = server.finish();
    REQUIRE(result.has_value());
    CHECK(result->statistics.connections == count);
    CHECK(result->statistics.frames_sent == 2 * count);
}

TEST_CASE("server: descriptors above 1024 in server and client", "[net][server][rule-18]") {
    in_every_style();
    allow_descriptors(1200);
    forked_server server(echo_factory, in_current_style({}), [] {
        allow_descriptors(1200);
        static const auto held = descriptors_below(1100);
    });
    const auto held = descriptors_below(1100);
    auto peer = server.dial();
    REQUIRE(peer.lower().native_handle() > 1024);
    CHECK(ask(peer, "hello") == "hello");
    // Waits for reading, too.
    CHECK(peer.read_frame(structwire::net::deadline::in(5ms)).error().code == structwire::errc::timed_out);
    CHECK(ask(peer, "again") == "again");
    peer.close();
    CHECK(server.finish().has_value());
}

TEST_CASE("server: a length that the peer only claims costs no memory", "[net][server][rule-25]") {
    in_each_style();
    structwire::net::listener door = open_door();
    const auto at = door.local_endpoint().value();
    structwire::net::server server(std::move(door), structwire::framing<"u32be,limit=1024M">{}, echo_factory,
                                   in_current_style({.drain_timeout = 50ms}));
    std::jthread thread([&] { [[maybe_unused]] const auto done = server.run(); });
    const std::size_t before = resident_bytes(::getpid());
    std::string claim(1000, 'x');
    claim.replace(0, 4, "\x3b\x9a\xca\x00", 4);
    std::vector<structwire::net::stream> liars;
    for (int index = 0; index < 100; ++index) {
        liars.push_back(dial(at));
        CHECK(write_all(liars.back(), claim));  // of one gigabyte
    }
    CHECK(eventually([&] { return server.statistics().connections == 100; }));
    std::this_thread::sleep_for(50ms);
    CHECK(resident_bytes(::getpid()) < before + std::size_t{is_sanitized ? 512 : 64} * 1024 * 1024);
    server.stop();
}

TEST_CASE("server: a length beyond the limit is refused loudly, and reported", "[net][server][rule-25]") {
    in_every_style();
    forked_server server(echo_factory, in_current_style({}));
    auto liar = dial(server.at());
    CHECK(write_all(liar, "\xff\xff\xff\xff"));
    CHECK(read_all(liar).empty());
    liar.close();
    const auto result = server.finish();
    REQUIRE(result.has_value());
    CHECK(result->statistics.framing_errors == 1);
    CHECK(result->statistics.frames_received == 0);
}

}  // namespace
