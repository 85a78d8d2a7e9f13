// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// System calls and allocations per frame, exactly. A program of its own: it replaces operator new and counts calls.
#include <structwire/framing.hpp>
#include <structwire/net/connection.hpp>
#include <structwire/net/fd_stream.hpp>
#include <structwire/net/stream.hpp>

#include <array>
#include <fcntl.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include "counted_calls.hpp"
#include "support/catch.hpp"
#include "support/counting_new.hpp"

namespace {

using namespace std::chrono_literals;
using net_support::call_counts;
using net_support::calls_of;
using structwire::any_framing;
using structwire::as_bytes;
using structwire::byte_view;
using structwire::errc;
using structwire::frame;
using structwire::framing;
using structwire::net::connection;
using structwire::net::deadline;
using structwire::net::descriptor;
using structwire::net::fd_stream;
using structwire::net::stream;
using structwire::testing::allocations_of;
using structwire::testing::bytes_of;
using messages = framing<"u32be,limit=1M">;

template <class Framer = messages>
struct connected {
    connection<Framer> near_end;
    connection<Framer> far_end;
};

template <class Framer = messages>
connected<Framer> make_connected(Framer rules = {}) {
    int ends[2] = {-1, -1};
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
    return {connection<Framer>(stream(descriptor(ends[0])), rules),
            connection<Framer>(stream(descriptor(ends[1])), rules)};
}

constexpr call_counts one_read{.reads = 1};
constexpr call_counts one_write{.writes = 1};
constexpr call_counts none{};

const std::stop_token& stoppable() {
    static const std::stop_source source;
    static const std::stop_token token = source.get_token();
    return token;
}

TEST_CASE("connection::write_frame: is one system call for a frame of any size, whatever the deadline",
          "[net][connection][cost][rule-17]") {
    for (const std::size_t size : {0u, 1u, 64u, 4092u, 4093u, 60000u}) {
        CAPTURE(size);
        auto [near_end, far_end] = make_connected();
        const std::string payload(size, 'x');
        CHECK(calls_of([&] { REQUIRE(near_end.write_frame(as_bytes(payload))); }) == one_write);
        REQUIRE(far_end.read_frame());
        CHECK(calls_of([&] { REQUIRE(near_end.write_frame(as_bytes(payload), deadline::in(10s), stoppable())); }) ==
              one_write);
    }
}

TEST_CASE("connection::write_frame: is one system call for escaped frames too", "[net][connection][cost][rule-17]") {
    for (const std::size_t size : {1u, 4092u, 60000u}) {
        auto [near_end, far_end] = make_connected(framing<"cobs,limit=1M">{});
        const std::string payload(size, 'x');
        CHECK(calls_of([&] { REQUIRE(near_end.write_frame(as_bytes(payload))); }) == one_write);
    }
}

TEST_CASE("connection::flush: is one system call for all queued frames, and queueing none", "[net][connection][cost]") {
    auto [near_end, far_end] = make_connected();
    CHECK(calls_of([&near = near_end] {
              for (int index = 0; index < 64; ++index) REQUIRE(near.queue_frame(as_bytes("payload")));
          }) == none);
    CHECK(calls_of([&near = near_end] { REQUIRE(near.flush()); }) == one_write);
    CHECK(calls_of([&near = near_end] { REQUIRE(near.flush()); }) == none);
}

TEST_CASE("connection::read_batch: is one system call for everything that is there, with a deadline too",
          "[net][connection][cost]") {
    for (const bool limited : {false, true}) {
        auto [near_end, far_end] = make_connected();
        for (int index = 0; index < 64; ++index) REQUIRE(near_end.queue_frame(as_bytes("payload")));
        REQUIRE(near_end.flush());
        std::array<frame, 100> batch;
        CHECK(calls_of([&far = far_end, &batch, limited] {
                  const auto count =
                      limited ? far.read_batch(batch, deadline::in(10s), stoppable()) : far.read_batch(batch);
                  REQUIRE(count.value() == 64);
              }) == one_read);
    }
}

TEST_CASE("connection::read_frame: no system call when a frame is in the buffer", "[net][connection][cost]") {
    auto [near_end, far_end] = make_connected();
    for (int index = 0; index < 3; ++index) REQUIRE(near_end.queue_frame(as_bytes("payload")));
    REQUIRE(near_end.flush());
    CHECK(calls_of([&far = far_end] { REQUIRE(far.read_frame(deadline::in(10s))); }) == one_read);
    CHECK(calls_of([&far = far_end] { REQUIRE(far.read_frame(deadline::in(10s), stoppable())); }) == none);
    CHECK(calls_of([&far = far_end] { REQUIRE(far.read_frame()); }) == none);
}

TEST_CASE("connection::read_frame: waiting is one try and one poll", "[net][connection][cost][rule-10]") {
    auto [near_end, far_end] = make_connected();
    CHECK(calls_of([&far = far_end] { CHECK(far.read_frame(deadline::in(1ms)).error().code == errc::timed_out); }) ==
          call_counts{.reads = 1, .waits = 1});
}

TEST_CASE("fd_stream: one call without deadline, a poll more with one, two signal masks more for writing",
          "[net][fd_stream][cost]") {
    int ends[2] = {-1, -1};
    REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
    connection reader{fd_stream(descriptor(ends[0]), descriptor()), messages{}};
    connection writer{fd_stream(descriptor(), descriptor(ends[1])), messages{}};
    CHECK(calls_of([&] { REQUIRE(writer.write_frame(as_bytes("x"))); }) == call_counts{.writes = 1, .others = 2});
    CHECK(calls_of([&] { REQUIRE(reader.read_frame()); }) == one_read);
    CHECK(calls_of([&] { REQUIRE(writer.write_frame(as_bytes("x"), deadline::in(10s))); }) ==
          call_counts{.writes = 1, .waits = 1, .others = 2});
    CHECK(calls_of([&] { REQUIRE(reader.read_frame(deadline::in(10s))); }) == call_counts{.reads = 1, .waits = 1});
}

// Frames of mixed sizes both ways, written one by one, queued and in batches. No macros of the tests: they allocate.
template <class Framer>
bool exchange(connected<Framer>& peers, byte_view payload) {
    std::array<frame, 8> batch;
    bool good = true;
    for (const std::size_t size : {std::size_t{1}, std::size_t{64}, payload.size()}) {
        const byte_view part = payload.first(size);
        good &= peers.near_end.write_frame(part, deadline::in(10s), stoppable()).has_value();
        good &= peers.far_end.read_frame(deadline::in(10s), stoppable())->payload.size() == size;
        good &= peers.far_end.queue_frame(part).has_value();
        good &= peers.far_end.write_frame(part).has_value();
        for (std::size_t count = 0; count < 2 && good;) {
            const auto got = peers.near_end.read_batch(batch, deadline::in(10s));
            good &= got.has_value();
            count += got.value_or(0);
        }
    }
    return good;
}

template <class Framer>
void check_allocations(Framer rules) {
    auto peers = make_connected(rules);
    const std::string payload(30000, 'x');
    bool good = true;
    for (int round = 0; round < 3; ++round) good &= exchange(peers, as_bytes(payload));  // the buffers grow
    const auto allocated = allocations_of([&] {
        for (int round = 0; round < 100; ++round) good &= exchange(peers, as_bytes(payload));
    });
    CHECK(good);
    CHECK(allocated == 0);
}

TEST_CASE("connection: allocates nothing for a frame once its buffers have grown", "[net][connection][cost]") {
    check_allocations(messages{});
    check_allocations(framing<"cobs,limit=1M">{});
    check_allocations(framing<"lf,limit=1M">{});
    check_allocations(framing<"u16be+crc32c">{});
    check_allocations(any_framing::parse("varint").value());
}

TEST_CASE("connection: small frames that are only written take no memory at all", "[net][connection][cost]") {
    auto [near_end, far_end] = make_connected();
    bool good = true;
    const auto allocated = allocations_of([&near = near_end, &good] {
        for (int index = 0; index < 10; ++index) good &= near.write_frame(as_bytes("payload")).has_value();
    });
    CHECK(good);
    CHECK(allocated == 0);
}

TEST_CASE("connection::read_frame: a length that the peer only claims costs no memory",
          "[net][connection][cost][rule-25]") {
    auto [near_end, far_end] = make_connected(framing<"u32be,limit=1024M">{});
    const std::string_view claim("\x3b\x9a\xca\x00of a gigabyte", 17);
    REQUIRE(near_end.write_encoded(as_bytes(claim)));
    errc reason{};
    const auto allocated =
        bytes_of([&far = far_end, &reason] { reason = far.read_frame(deadline::in(5ms)).error().code; });
    CHECK(reason == errc::timed_out);
    CHECK(allocated <= 64 * 1024);
}

}  // namespace
