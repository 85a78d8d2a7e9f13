// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of net::connect.
#include <structwire/net/connect.hpp>

#include <arpa/inet.h>
#include <cerrno>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <vector>

#include "address.hpp"
#include "net_support.hpp"
#include "support/catch.hpp"

namespace {

using namespace net_support;
using structwire::errc;
using structwire::operation;
using structwire::net::deadline;
using structwire::net::endpoint;
namespace net = structwire::net;

// A listener whose queue is full: further connections neither succeed nor fail.
struct full_door {
    net::listener door = open_door({.backlog = 0});
    endpoint at = door.local_endpoint().value();
    std::vector<net::stream> queued;

    full_door() {
        for (;;) {
            auto next = net::connect(at, {.until = deadline::in(50ms)});
            if (!next) break;
            queued.push_back(*std::move(next));
        }
    }
};

TEST_CASE("connect: reaches a listener by address", "[net][connect]") {
    auto door = open_door();
    const auto port = door.local_endpoint()->port();
    const auto peer = net::connect(endpoint::tcp("127.0.0.1", port), {.until = patience()});
    REQUIRE(peer.has_value());
    CHECK(peer->peer_endpoint()->port() == port);
    CHECK(door.accept(patience()).has_value());
}

// A machine without /etc/hosts does not know even this name; then the failure is the resolver's.
TEST_CASE("connect: reaches a listener by a name that the system can resolve", "[net][connect]") {
    addrinfo* known = nullptr;
    const bool resolvable = ::getaddrinfo("localhost", nullptr, nullptr, &known) == 0;
    if (resolvable) ::freeaddrinfo(known);
    auto door = open_door();
    const auto peer = net::connect(endpoint::tcp("localhost", door.local_endpoint()->port()), {.until = patience()});
    REQUIRE(peer.has_value() == resolvable);
    if (resolvable) {
        CHECK(door.accept(patience()).has_value());
    } else {
        CHECK(peer.error().during == operation::resolve);
    }
}

TEST_CASE("connect: sets no_delay and keepalive unless told otherwise", "[net][connect][rule-17][rule-26]") {
    auto door = open_door();
    const auto at = door.local_endpoint().value();
    const auto set = dial(at);
    CHECK(option(set, IPPROTO_TCP, TCP_NODELAY) != 0);
    CHECK(option(set, SOL_SOCKET, SO_KEEPALIVE) != 0);
    CHECK(option(set, IPPROTO_TCP, TCP_KEEPIDLE) == 60);
    CHECK(option(set, IPPROTO_TCP, TCP_KEEPINTVL) == 15);
    CHECK(option(set, IPPROTO_TCP, TCP_KEEPCNT) == 4);
    const auto unset = net::connect(at, {.socket = {.no_delay = false, .keepalive = false}});
    REQUIRE(unset.has_value());
    CHECK(option(*unset, IPPROTO_TCP, TCP_NODELAY) == 0);
    CHECK(option(*unset, SOL_SOCKET, SO_KEEPALIVE) == 0);
}

TEST_CASE("connect: nobody listening is errc::refused with errno", "[net][connect]") {
    auto door = open_door();
    const auto at = door.local_endpoint().value();
    door.close();
    const auto peer = net::connect(at, {.until = patience()});
    REQUIRE_FALSE(peer.has_value());
    CHECK(peer.error().code == errc::refused);
    CHECK(peer.error().during == operation::connect);
    CHECK(peer.error().native == ECONNREFUSED);
}

TEST_CASE("connect: a host that cannot be is errc::unreachable", "[net][connect]") {
    const auto peer = net::connect(endpoint::tcp("::1::2", 1), {.until = patience()});
    REQUIRE_FALSE(peer.has_value());
    CHECK(peer.error().code == errc::unreachable);
    CHECK(peer.error().during == operation::resolve);
}

TEST_CASE("connect: a full queue ends at the deadline or a stop", "[net][connect][rule-12][rule-31]") {
    const full_door full;
    const auto begin = clock::now();
    const auto late = net::connect(full.at, {.until = deadline::in(30ms)});
    REQUIRE_FALSE(late.has_value());
    CHECK(late.error().code == errc::timed_out);
    CHECK(late.error().during == operation::connect);
    CHECK(clock::now() - begin >= 30ms);
    CHECK(cancelled_within_10_ms([&](const std::stop_token& stop) {
        const auto stopped = net::connect(full.at, {.until = patience(), .stop = stop});
        CHECK(stopped.error().code == errc::cancelled);
    }));
}

TEST_CASE("connect: signals neither fail the attempt nor extend its deadline", "[net][connect][rule-09]") {
    auto door = open_door();
    const auto at = door.local_endpoint().value();
    const full_door full;
    const signal_storm storm;
    for (int round = 0; round < 50; ++round) {
        REQUIRE(net::connect(at).has_value());
        REQUIRE(door.accept().has_value());
    }
    const auto begin = clock::now();
    CHECK(net::connect(full.at, {.until = deadline::in(50ms)}).error().code == errc::timed_out);
    CHECK(clock::now() - begin >= 50ms);
    CHECK(clock::now() - begin < 5s);
}

TEST_CASE("connect: recognises a socket that is connected to itself", "[net][connect][rule-21]") {
    const net::descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in self{};
    self.sin_family = AF_INET;
    self.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof self;
    auto* const raw = reinterpret_cast<sockaddr*>(&self);
    REQUIRE(::bind(socket.get(), raw, size) == 0);
    REQUIRE(::getsockname(socket.get(), raw, &size) == 0);
    REQUIRE(::connect(socket.get(), raw, size) == 0);
    CHECK(net::detail::is_self_connected(socket.get()));
    const auto [near_end, far_end] = make_pair();
    CHECK_FALSE(net::detail::is_self_connected(near_end.native_handle()));
    CHECK_FALSE(net::detail::is_self_connected(far_end.native_handle()));
}

TEST_CASE("connect: a dead ephemeral port is refused every time", "[net][connect][rule-21]") {
    auto door = open_door();
    const auto at = door.local_endpoint().value();
    door.close();
    for (int round = 0; round < 2000; ++round) {
        const auto peer = net::connect(at);
        REQUIRE_FALSE(peer.has_value());
        REQUIRE(peer.error().code == errc::refused);
    }
}

TEST_CASE("connect: leaves no descriptor behind when it fails", "[net][connect]") {
    const full_door full;
    const std::size_t before = open_descriptors();
    std::stop_source source;
    CHECK_FALSE(net::connect(full.at, {.until = deadline::in(1ms), .stop = source.get_token()}));
    source.request_stop();
    CHECK(net::connect(full.at, {.stop = source.get_token()}).error().code == errc::cancelled);
    CHECK(open_descriptors() == before);
}

}  // namespace
