// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of net::connect.
#include <structwire/net/connect.hpp>

#include <arpa/inet.h>
#include <cerrno>
#include <ctime>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <optional>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <vector>

#include "address.hpp"
#include "net_support.hpp"
#include "socket_support.hpp"
#include "support/catch.hpp"

namespace {

using namespace net_support;
using structwire::errc;
using structwire::operation;
using structwire::net::deadline;
using structwire::net::endpoint;
namespace net = structwire::net;

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
    CHECK(option(set, IPPROTO_TCP, TCP_USER_TIMEOUT) == 120'000);
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

TEST_CASE("connect: a socket bound to its own destination is refused", "[net][connect][rule-21]") {
    for (const endpoint& family : loopbacks()) {
        const auto at = dead_end(family);
        const auto peer = net::connect(at, {.until = patience(), .bind_to = at});
        REQUIRE_FALSE(peer.has_value());
        CHECK(peer.error().code == errc::refused);
        CHECK(peer.error().during == operation::connect);
    }
}

// Every try gets another port of its own: in so many, it is more often than not the dead one for once.
TEST_CASE("connect: a dead ephemeral port is refused every time", "[net][connect][rule-21]") {
    for (const endpoint& family : loopbacks()) {
        auto door = net::listener::open(family).value();
        auto outgoing = dial(door.local_endpoint().value());
        const auto at = outgoing.local_endpoint().value();
        outgoing.reset();
        door.close();
        for (int round = 0; round < 16'000; ++round) {
            const auto peer = net::connect(at);
            REQUIRE_FALSE(peer.has_value());
            REQUIRE(peer.error().code == errc::refused);
        }
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

TEST_CASE("connect: keeps the address that failed and why", "[net][connect][rule-31]") {
    std::vector<net::connect_attempt> attempts;
    const auto dead = dead_end();
    const auto peer = net::connect(dead, {.until = patience(), .attempts = &attempts});
    REQUIRE(attempts.size() == 1);
    CHECK(attempts[0].address == dead);
    CHECK(attempts[0].reason == peer.error());
    auto door = open_door();
    CHECK(net::connect(door.local_endpoint().value(), {.until = patience(), .attempts = &attempts}).has_value());
    CHECK(attempts.empty());
    const full_door full;
    CHECK_FALSE(net::connect(full.at, {.until = deadline::in(5ms), .attempts = &attempts}));
    REQUIRE(attempts.size() == 1);
    CHECK(attempts[0].address == full.at);
    CHECK(attempts[0].reason.code == errc::timed_out);
    const auto nowhere = fresh_name();
    CHECK_FALSE(net::connect(nowhere, {.attempts = &attempts}));
    REQUIRE(attempts.size() == 1);
    CHECK(attempts[0].address == nowhere);
    CHECK(attempts[0].reason.code == errc::refused);
}

TEST_CASE("connect: uses the address that it is told to bind to", "[net][connect]") {
    auto door = open_door();
    const auto at = door.local_endpoint().value();
    const auto free_port = dead_end(endpoint::tcp("127.0.0.3", 0));
    for (const endpoint& own : {endpoint::tcp("127.0.0.2", 0), free_port}) {
        const auto peer = net::connect(at, {.until = patience(), .bind_to = own});
        REQUIRE(peer.has_value());
        const auto seen = door.accept(patience())->peer_endpoint().value();
        CHECK(seen.host() == own.host());
        CHECK((own.port() == 0 || seen.port() == own.port()));
    }
    const auto not_ours = net::connect(at, {.until = patience(), .bind_to = endpoint::tcp("192.0.2.1", 0)});
    REQUIRE_FALSE(not_ours.has_value());
    CHECK(not_ours.error().code == errc::unreachable);
    CHECK(not_ours.error().native == EADDRNOTAVAIL);
    const auto taken = net::connect(at, {.until = patience(), .bind_to = at});
    REQUIRE_FALSE(taken.has_value());
    CHECK(taken.error().code == errc::address_in_use);
    const auto mixed = net::connect(at, {.until = patience(), .bind_to = fresh_name()});
    REQUIRE_FALSE(mixed.has_value());
    CHECK(mixed.error().code == errc::bad_endpoint);
}

TEST_CASE("connect: options that the system does not take are errc::system_error", "[net][connect][rule-26]") {
    auto door = open_door();
    const auto at = door.local_endpoint().value();
    const net::stream_options bad[] = {
        {.keepalive_idle = 0s}, {.keepalive_interval = 40'000s}, {.keepalive_probes = 128}, {.user_timeout = -1ms}};
    for (const auto& each : bad) {
        const auto peer = net::connect(at, {.until = patience(), .socket = each});
        REQUIRE_FALSE(peer.has_value());
        CHECK(peer.error().code == errc::system_error);
        CHECK(peer.error().native == EINVAL);
    }
}

TEST_CASE("connect: the user timeout ends an attempt that nobody answers", "[net][connect][rule-26]") {
    const full_door full;
    const auto peer = net::connect(full.at, {.until = patience(), .socket = {.user_timeout = 100ms}});
    REQUIRE_FALSE(peer.has_value());
    CHECK(peer.error().code == errc::unreachable);
    CHECK(peer.error().native == ETIMEDOUT);
}

TEST_CASE("connect: reaches unix listeners by path and by name", "[net][connect][unix][rule-22]") {
    const temporary_folder folder;
    for (const endpoint& at : {endpoint::unix_path(folder / "s"), fresh_name()}) {
        auto door = net::listener::open(at).value();
        const auto own = fresh_name();
        for (const auto& bind_to : {std::optional<endpoint>(), std::optional(own)}) {
            auto peer = net::connect(at, {.until = patience(), .bind_to = bind_to});
            REQUIRE(peer.has_value());
            CHECK(peer->peer_endpoint().value() == at);
            CHECK((::fcntl(peer->native_handle(), F_GETFL) & O_NONBLOCK) == 0);
            CHECK((::fcntl(peer->native_handle(), F_GETFD) & FD_CLOEXEC) != 0);
            auto taken = door.accept(patience());
            REQUIRE(taken.has_value());
            CHECK(taken->peer_endpoint()->to_string() == (bind_to ? own.to_string() : "unix:"));
        }
    }
    CHECK(net::connect(fresh_name(), {.bind_to = loopback()}).error().code == errc::bad_endpoint);
}

TEST_CASE("connect: a unix socket where nobody listens is errc::refused", "[net][connect][unix][rule-22]") {
    const temporary_folder folder;
    const auto at = endpoint::unix_path(folder / "s");
    const auto missing = net::connect(at);
    REQUIRE_FALSE(missing.has_value());
    CHECK(missing.error().code == errc::refused);
    CHECK(missing.error().during == operation::connect);
    CHECK(missing.error().native == ENOENT);
    net::listener::open(at).value().forget();
    CHECK(net::connect(at).error().native == ECONNREFUSED);
    CHECK(net::connect(at).error().code == errc::refused);
    CHECK(net::connect(fresh_name()).error().code == errc::refused);
    const auto long_one = net::connect(endpoint::unix_path(std::string(108, 'p')));
    REQUIRE_FALSE(long_one.has_value());
    CHECK(long_one.error().code == errc::bad_endpoint);
    CHECK(long_one.error().position == 107);
}

TEST_CASE("connect: a full unix queue is waited for", "[net][connect][unix][rule-12]") {
    const temporary_folder folder;
    for (const endpoint& at : {endpoint::unix_path(folder / "s"), fresh_name()}) {
        full_door full(at);
        const std::size_t before = open_descriptors();
        const auto begin = clock::now();
        const auto late = net::connect(at, {.until = deadline::in(30ms)});
        REQUIRE_FALSE(late.has_value());
        CHECK(late.error().code == errc::timed_out);
        CHECK(late.error().during == operation::connect);
        CHECK(clock::now() - begin >= 30ms);
        CHECK(net::connect(at, {.until = deadline::in(0s)}).error().code == errc::timed_out);
        CHECK(cancelled_within_10_ms([&](const std::stop_token& stop) {
            CHECK(net::connect(at, {.until = patience(), .stop = stop}).error().code == errc::cancelled);
        }));
        CHECK(open_descriptors() == before);
        const std::jthread room([&] {
            std::this_thread::sleep_for(20ms);
            CHECK(full.door.accept(patience()).has_value());
        });
        CHECK(net::connect(at, {.until = patience()}).has_value());
    }
}

TEST_CASE("connect: waiting for a full unix queue takes next to no processor time", "[net][connect][unix][rule-12]") {
    const full_door full(fresh_name());
    const auto begin = std::clock();
    CHECK(net::connect(full.at, {.until = deadline::in(500ms)}).error().code == errc::timed_out);
    CHECK(std::clock() - begin < CLOCKS_PER_SEC / 10);
}

TEST_CASE("connect: signals do not extend waiting for a unix queue", "[net][connect][unix][rule-09]") {
    const full_door full(fresh_name());
    const signal_storm storm;
    const auto begin = clock::now();
    CHECK(net::connect(full.at, {.until = deadline::in(50ms)}).error().code == errc::timed_out);
    CHECK(clock::now() - begin >= 50ms);
    CHECK(clock::now() - begin < 5s);
}

}  // namespace
