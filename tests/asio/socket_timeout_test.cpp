// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Why blocking calls are net's and not Asio's: there SO_RCVTIMEO has no effect, here a deadline has.
#include <structwire/net/stream.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/connect_pair.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/write.hpp>

#include <chrono>
#include <span>
#include <sys/socket.h>
#include <sys/time.h>
#include <thread>
#include <unistd.h>

#include "support/catch.hpp"

namespace {

using namespace std::chrono_literals;
using clock_type = std::chrono::steady_clock;
using structwire::net::deadline;
using local = boost::asio::local::stream_protocol;

void set_receive_timeout(int socket, std::chrono::microseconds timeout) {
    const timeval value{.tv_sec = 0, .tv_usec = timeout.count()};
    REQUIRE(::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &value, sizeof value) == 0);
}

TEST_CASE("stream::read_some: ends at its deadline, where a blocking read of Asio goes on in spite of SO_RCVTIMEO",
          "[net][asio][stream][rule-11]") {
    boost::asio::io_context context;
    local::socket near_end(context);
    local::socket far_end(context);
    boost::asio::local::connect_pair(near_end, far_end);
    set_receive_timeout(near_end.native_handle(), 20ms);
    char any = 0;
    {
        const auto begin = clock_type::now();
        const std::jthread late([&] {
            std::this_thread::sleep_for(150ms);
            boost::asio::write(far_end, boost::asio::buffer("x", 1));
        });
        boost::system::error_code failure;
        CHECK(near_end.read_some(boost::asio::buffer(&any, 1), failure) == 1);
        CHECK_FALSE(failure);
        CHECK(clock_type::now() - begin >= 150ms);
    }
    structwire::net::stream same(structwire::net::descriptor(::dup(near_end.native_handle())));
    const auto begin = clock_type::now();
    const auto got = same.read_some(std::as_writable_bytes(std::span(&any, 1)), deadline::in(60ms));
    REQUIRE_FALSE(got.has_value());
    CHECK(got.error().code == structwire::errc::timed_out);
    // Not when the socket's own timeout would have ended it, either.
    CHECK(clock_type::now() - begin >= 60ms);
}

TEST_CASE("stream::read_some: without a deadline SO_RCVTIMEO does not end it", "[net][stream][rule-11]") {
    int ends[2];
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
    structwire::net::stream near_end{structwire::net::descriptor(ends[0])};
    const structwire::net::descriptor far_end(ends[1]);
    set_receive_timeout(ends[0], 20ms);
    const auto begin = clock_type::now();
    const std::jthread late([&] {
        std::this_thread::sleep_for(100ms);
        [[maybe_unused]] const auto sent = ::write(far_end.get(), "x", 1);
    });
    char any = 0;
    CHECK(near_end.read_some(std::as_writable_bytes(std::span(&any, 1)), deadline::never) == 1);
    CHECK(clock_type::now() - begin >= 100ms);
}

}  // namespace
