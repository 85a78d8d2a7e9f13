// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of net::listener::from_fd.
#include <structwire/net/listener.hpp>

#include <cerrno>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <utility>

#include "net_support.hpp"
#include "socket_support.hpp"
#include "support/catch.hpp"

namespace {

using namespace net_support;
using structwire::errc;
using structwire::operation;
using structwire::net::deadline;
using structwire::net::descriptor;
using structwire::net::endpoint;
namespace net = structwire::net;

// A blocking listening socket, as a parent process may hand it down: without close-on-exec.
descriptor inherited(const endpoint& at = loopback()) {
    auto socket = net::listener::open(at).value().release();
    ::fcntl(socket.get(), F_SETFL, 0);
    ::fcntl(socket.get(), F_SETFD, 0);
    return socket;
}

TEST_CASE("listener::from_fd: accepts like any other and leaves flags and options alone", "[net][listener][rule-24]") {
    for (const endpoint& where : {loopback(), fresh_name()}) {
        auto socket = inherited(where);
        const int number = socket.get();
        int user_timeout_before = 0;
        int user_timeout_after = 0;
        socklen_t size = sizeof user_timeout_before;
        ::getsockopt(number, IPPROTO_TCP, TCP_USER_TIMEOUT, &user_timeout_before, &size);
        auto door = net::listener::from_fd(std::move(socket), {.socket = {.user_timeout = 5s}});
        REQUIRE(door.has_value());
        CHECK(door->native_handle() == number);
        const auto at = door->local_endpoint().value();
        for (const auto& until : {deadline::never, patience()}) {
            const auto client = dial(at);
            const auto taken = door->accept(until);
            REQUIRE(taken.has_value());
            CHECK((::fcntl(taken->native_handle(), F_GETFD) & FD_CLOEXEC) != 0);
            CHECK((::fcntl(taken->native_handle(), F_GETFL) & O_NONBLOCK) == 0);
            if (where.kind() == net::endpoint_kind::tcp) {
                CHECK(option(*taken, IPPROTO_TCP, TCP_NODELAY) != 0);
                CHECK(option(*taken, IPPROTO_TCP, TCP_USER_TIMEOUT) == 5000);
            }
        }
        ::getsockopt(number, IPPROTO_TCP, TCP_USER_TIMEOUT, &user_timeout_after, &size);
        CHECK(user_timeout_after == user_timeout_before);
        CHECK((::fcntl(number, F_GETFL) & O_NONBLOCK) == 0);
        CHECK((::fcntl(number, F_GETFD) & FD_CLOEXEC) == 0);
    }
}

TEST_CASE("listener::from_fd: a blocking descriptor keeps deadline and stop", "[net][listener][rule-10][rule-16]") {
    for (const endpoint& where : {loopback(), fresh_name()}) {
        auto door = net::listener::from_fd(inherited(where)).value();
        const auto begin = clock::now();
        const auto late = door.accept(deadline::in(20ms));
        REQUIRE_FALSE(late.has_value());
        CHECK(late.error().code == errc::timed_out);
        CHECK(late.error().during == operation::accept);
        CHECK(clock::now() - begin >= 20ms);
        CHECK(door.accept(deadline::in(0s)).error().code == errc::timed_out);
        CHECK(cancelled_within_10_ms([&](const std::stop_token& stop) {
            CHECK(door.accept(deadline::never, stop).error().code == errc::cancelled);
        }));
        const auto client = dial(door.local_endpoint().value());
        CHECK(door.accept(deadline::in(0s)).has_value());
    }
}

TEST_CASE("listener::from_fd: a non-blocking descriptor is waited for", "[net][listener]") {
    auto door = net::listener::from_fd(open_door().release()).value();
    CHECK((::fcntl(door.native_handle(), F_GETFL) & O_NONBLOCK) != 0);
    const auto at = door.local_endpoint().value();
    const std::jthread client([&] {
        std::this_thread::sleep_for(10ms);
        dial(at);
    });
    CHECK(door.accept().has_value());
}

TEST_CASE("listener::from_fd: refuses and closes what cannot be accepted on", "[net][listener]") {
    const std::size_t before = open_descriptors();
    const auto socket = [](int family, int type) { return ::socket(family, type | SOCK_CLOEXEC, 0); };
    struct {
        int number;
        int native;
    } const rows[] = {
        {-1, EBADF},
        {::eventfd(0, EFD_CLOEXEC), ENOTSOCK},
        {socket(AF_INET, SOCK_STREAM), EINVAL},
        {socket(AF_UNIX, SOCK_STREAM), EINVAL},
        {socket(AF_INET, SOCK_DGRAM), EPROTOTYPE},
        {socket(AF_UNIX, SOCK_SEQPACKET), EPROTOTYPE},
    };
    for (const auto& row : rows) {
        CAPTURE(row.native);
        const auto door = net::listener::from_fd(descriptor(row.number));
        REQUIRE_FALSE(door.has_value());
        CHECK(door.error().code == errc::system_error);
        CHECK(door.error().during == operation::listen);
        CHECK(door.error().native == row.native);
    }
    const auto bad = net::listener::from_fd(inherited(), {.socket = {.keepalive_idle = -1s}});
    REQUIRE_FALSE(bad.has_value());
    CHECK(bad.error().native == EINVAL);
    CHECK(open_descriptors() == before);
}

}  // namespace
