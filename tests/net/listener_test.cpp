// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of net::listener.
#include <structwire/net/listener.hpp>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <thread>

#include "net_support.hpp"
#include "refused_accepts.hpp"
#include "socket_support.hpp"
#include "support/catch.hpp"

namespace {

using namespace net_support;
using structwire::errc;
using structwire::operation;
using structwire::net::deadline;
using structwire::net::endpoint;
namespace net = structwire::net;

TEST_CASE("listener::open: port 0 is replaced by the system's choice", "[net][listener]") {
    const auto door = open_door();
    CHECK(door.is_open());
    CHECK(door.local_endpoint()->host() == "127.0.0.1");
    CHECK(door.local_endpoint()->port() != 0);
}

TEST_CASE("listener::open: a port in use is errc::address_in_use", "[net][listener]") {
    const auto door = open_door();
    const auto second = net::listener::open(door.local_endpoint().value());
    REQUIRE_FALSE(second.has_value());
    CHECK(second.error().code == errc::address_in_use);
    CHECK(second.error().during == operation::listen);
    CHECK(second.error().native == EADDRINUSE);
}

TEST_CASE("listener::open: an address that is not ours is errc::unreachable", "[net][listener]") {
    const auto door = net::listener::open(endpoint::tcp("192.0.2.1", 0));
    REQUIRE_FALSE(door.has_value());
    CHECK(door.error().code == errc::unreachable);
    CHECK(door.error().native == EADDRNOTAVAIL);
}

TEST_CASE("listener::open: a restarted listener gets its port back at once", "[net][listener][rule-15]") {
    auto door = open_door();
    const auto at = door.local_endpoint().value();
    {
        auto near_end = dial(at);
        auto far_end = door.accept(patience()).value();
        far_end.close();  // the first to close: its port goes through TIME_WAIT
        CHECK(read_all(near_end).empty());
    }
    door.close();
    CHECK(net::listener::open(at).has_value());
}

TEST_CASE("listener::open: IPv6 takes IPv4 too, unless v6only", "[net][listener][rule-23]") {
    if (!has_ipv6()) return;
    for (const bool only : {false, true}) {
        auto door = net::listener::open(endpoint::tcp("::", 0), {.v6only = only}).value();
        const auto port = door.local_endpoint()->port();
        CHECK(net::connect(endpoint::tcp("::1", port), {.until = patience()}).has_value());
        REQUIRE(door.accept(patience()).has_value());
        const auto narrow = net::connect(endpoint::tcp("127.0.0.1", port), {.until = patience()});
        CHECK(narrow.has_value() == !only);
        if (only) continue;
        CHECK(door.accept(patience())->peer_endpoint()->host() == "127.0.0.1");
    }
}

TEST_CASE("listener::accept: gives connections in order, with the options set", "[net][listener][rule-24]") {
    auto door = open_door();
    const auto at = door.local_endpoint().value();
    const auto first = dial(at);
    const auto second = dial(at);
    const auto one = door.accept(patience()).value();
    const auto two = door.accept().value();
    CHECK(one.peer_endpoint().value() == first.local_endpoint().value());
    CHECK(two.peer_endpoint().value() == second.local_endpoint().value());
    CHECK(option(one, IPPROTO_TCP, TCP_NODELAY) != 0);
    CHECK(option(one, SOL_SOCKET, SO_KEEPALIVE) != 0);
    CHECK((::fcntl(one.native_handle(), F_GETFD) & FD_CLOEXEC) != 0);
    CHECK((::fcntl(one.native_handle(), F_GETFL) & O_NONBLOCK) == 0);
    CHECK((::fcntl(door.native_handle(), F_GETFD) & FD_CLOEXEC) != 0);
}

TEST_CASE("listener::accept: ends at the deadline or within 10 ms of a stop", "[net][listener][rule-16]") {
    auto door = open_door();
    const auto begin = clock::now();
    const auto late = door.accept(deadline::in(20ms));
    REQUIRE_FALSE(late.has_value());
    CHECK(late.error().code == errc::timed_out);
    CHECK(late.error().during == operation::accept);
    CHECK(clock::now() - begin >= 20ms);
    CHECK(cancelled_within_10_ms(
        [&](const std::stop_token& stop) { CHECK(door.accept(patience(), stop).error().code == errc::cancelled); }));
}

TEST_CASE("listener::accept: signals do not end it", "[net][listener][rule-09][rule-14]") {
    auto door = open_door();
    const auto at = door.local_endpoint().value();
    const signal_storm storm;
    const std::jthread client([&] {
        signal_storm::wait_for(20);
        dial(at);
    });
    CHECK(door.accept().has_value());
    CHECK(door.accept(deadline::in(20ms)).error().code == errc::timed_out);
}

TEST_CASE("listener::accept: a client that is gone already does not end it", "[net][listener][rule-14]") {
    auto door = open_door();
    const auto at = door.local_endpoint().value();
    dial(at).reset();
    auto live = dial(at);
    REQUIRE(write_all(live, "here"));
    REQUIRE(live.shutdown_write());
    auto gone = door.accept(patience());
    REQUIRE(gone.has_value());
    CHECK(read_all(*gone) == "!reset");
    auto served = door.accept(patience());
    REQUIRE(served.has_value());
    CHECK(read_all(*served) == "here");
}

TEST_CASE("listener::accept: without descriptors it is errc::overload, and works again", "[net][listener][rule-13]") {
    auto door = open_door();
    const auto client = dial(door.local_endpoint().value());
    {
        const no_descriptors limit;
        const auto none = door.accept(patience());
        REQUIRE_FALSE(none.has_value());
        CHECK(none.error().code == errc::overload);
        CHECK(none.error().native == EMFILE);
    }
    CHECK(door.accept(patience()).has_value());
}

// accept(2): errors of one connection, which the listener outlives.
TEST_CASE("listener::accept: errors of single connections are skipped", "[net][listener][rule-14]") {
    auto door = open_door();
    const auto client = dial(door.local_endpoint().value());
    const injected_accepts failures({ECONNABORTED, EPROTO, EPERM, ENETDOWN, EHOSTUNREACH, ENETUNREACH, ETIMEDOUT, EINTR,
                                     ENOPROTOOPT, EHOSTDOWN, ENONET, EOPNOTSUPP});
    CHECK(door.accept(patience()).has_value());
    CHECK(failures.left() == 0);
}

TEST_CASE("listener::accept: errors of single connections do not outlast the deadline", "[net][listener][rule-14]") {
    auto door = open_door();
    const injected_accepts failures({EPROTO, EPROTO, EPROTO});
    const auto late = door.accept(deadline::in(0s));
    REQUIRE_FALSE(late.has_value());
    CHECK(late.error().code == errc::timed_out);
    CHECK(failures.left() == 2);
}

TEST_CASE("listener::accept: any other error is told", "[net][listener]") {
    auto door = open_door();
    const injected_accepts failures({EBADF});
    const auto told = door.accept(patience());
    REQUIRE_FALSE(told.has_value());
    CHECK(told.error().code == errc::system_error);
    CHECK(told.error().during == operation::accept);
    CHECK(told.error().native == EBADF);
}

TEST_CASE("listener: gives accepted sockets the options that it was told", "[net][listener][rule-24][rule-26]") {
    const net::stream_options wanted{
        .no_delay = false, .keepalive_idle = 7s, .keepalive_interval = 3s, .keepalive_probes = 2, .user_timeout = 9s};
    for (const endpoint& family : loopbacks()) {
        auto door = net::listener::open(family, {.socket = wanted}).value();
        const auto client = dial(door.local_endpoint().value());
        const auto taken = door.accept(patience()).value();
        CHECK(option(taken, IPPROTO_TCP, TCP_NODELAY) == 0);
        CHECK(option(taken, SOL_SOCKET, SO_KEEPALIVE) != 0);
        CHECK(option(taken, IPPROTO_TCP, TCP_KEEPIDLE) == 7);
        CHECK(option(taken, IPPROTO_TCP, TCP_KEEPINTVL) == 3);
        CHECK(option(taken, IPPROTO_TCP, TCP_KEEPCNT) == 2);
        CHECK(option(taken, IPPROTO_TCP, TCP_USER_TIMEOUT) == 9000);
        CHECK(option(client, IPPROTO_TCP, TCP_USER_TIMEOUT) == 120'000);
    }
    const auto bad = net::listener::open(loopback(), {.socket = {.keepalive_probes = 0}});
    REQUIRE_FALSE(bad.has_value());
    CHECK(bad.error().code == errc::system_error);
    CHECK(bad.error().native == EINVAL);
}

TEST_CASE("listener::open: listeners share a port if all of them say so", "[net][listener][rule-15]") {
    const auto first = open_door({.reuse_port = true});
    const auto at = first.local_endpoint().value();
    CHECK(net::listener::open(at, {.reuse_port = true}).has_value());
    CHECK(net::listener::open(at).error().code == errc::address_in_use);
    const auto alone = open_door();
    const auto late = net::listener::open(alone.local_endpoint().value(), {.reuse_port = true});
    CHECK(late.error().code == errc::address_in_use);
}

TEST_CASE("listener: goes on where it is moved to", "[net][listener]") {
    const std::size_t before = open_descriptors();
    {
        auto first = open_door();
        const auto at = first.local_endpoint().value();
        auto second = std::move(first);
        CHECK_FALSE(first.is_open());  // NOLINT(bugprone-use-after-move): what is left is documented
        auto third = open_door();
        third = std::move(second);
        CHECK(third.local_endpoint().value() == at);
        CHECK(open_descriptors() == before + 1);
        const auto given = third.release();
        CHECK_FALSE(third.is_open());
        CHECK(given.get() >= 0);
        CHECK(third.accept().error().code == errc::closed);
        CHECK(open_descriptors() == before + 1);
    }
    CHECK(open_descriptors() == before);
}

TEST_CASE("listener: a closed one refuses every call and leaves no descriptor", "[net][listener]") {
    const std::size_t before = open_descriptors();
    auto door = open_door();
    const std::stop_source source;
    CHECK_FALSE(door.accept(deadline::in(1ms), source.get_token()));
    door.close();
    CHECK_FALSE(door.is_open());
    CHECK(door.accept().error().code == errc::closed);
    CHECK(door.local_endpoint().error().code == errc::closed);
    CHECK(open_descriptors() == before);
}

}  // namespace
