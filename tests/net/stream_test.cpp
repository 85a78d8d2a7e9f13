// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of net::stream.
#include <structwire/net/stream.hpp>

#include <array>
#include <cerrno>
#include <expected>
#include <fcntl.h>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include "net_support.hpp"
#include "socket_support.hpp"
#include "support/catch.hpp"

namespace {

using namespace net_support;
using structwire::as_bytes;
using structwire::byte_view;
using structwire::errc;
using structwire::operation;
using structwire::net::deadline;
using structwire::net::stream;

TEST_CASE("stream::read_some: takes what is there, at most the room", "[net][stream]") {
    auto [near_end, far_end] = make_pair();
    REQUIRE(write_all(far_end, "abcdef"));
    std::array<std::byte, 4> room{};
    std::string got;
    while (got.size() < 6) {
        const auto count = near_end.read_some(room, patience());
        REQUIRE(count.has_value());
        REQUIRE(*count <= room.size());
        got += structwire::as_text(byte_view(room).first(*count));
    }
    CHECK(got == "abcdef");
}

TEST_CASE("stream::write_some: gathers the pieces in order and skips empty ones", "[net][exact][stream][rule-30]") {
    auto [near_end, far_end] = make_pair();
    const std::array<byte_view, 5> pieces{byte_view{}, as_bytes("ab"), byte_view{}, as_bytes("c"), byte_view{}};
    CHECK(near_end.write_some(pieces).value() == 3);
    CHECK(near_end.write_some(std::span(pieces).first(1)).value() == 0);
    REQUIRE(near_end.shutdown_write());
    CHECK(read_all(far_end) == "abc");
}

TEST_CASE("stream::write_some: leaves pieces beyond the system's limit over", "[net][exact][stream][rule-30]") {
    auto [near_end, far_end] = make_pair();
    const std::vector<byte_view> pieces(1030, as_bytes("x"));
    CHECK(near_end.write_some(pieces).value() == 1024);
}

TEST_CASE("stream: a deadline ends reading and writing, and nothing is lost", "[net][exact][stream][rule-10]") {
    auto [near_end, far_end] = make_pair();
    std::array<std::byte, 8> room{};
    const auto begin = clock::now();
    const auto late = near_end.read_some(room, deadline::in(20ms));
    REQUIRE_FALSE(late.has_value());
    CHECK(late.error().code == errc::timed_out);
    CHECK(late.error().during == operation::read);
    CHECK(clock::now() - begin >= 20ms);

    const std::vector<std::byte> block(1 << 16);
    const byte_view piece = block;
    std::size_t sent = 0;
    for (;;) {
        const auto count = near_end.write_some(std::span(&piece, 1), deadline::in(10ms));
        if (!count) {
            CHECK(count.error().code == errc::timed_out);
            CHECK(count.error().during == operation::write);
            break;
        }
        sent += *count;
    }
    REQUIRE(near_end.shutdown_write());
    CHECK(read_all(far_end).size() == sent);
}

TEST_CASE("stream::read_some: a deadline that has passed still takes what is there", "[net][stream]") {
    auto [near_end, far_end] = make_pair();
    std::array<std::byte, 1> room{};
    CHECK(near_end.read_some(room, deadline::in(0s)).error().code == errc::timed_out);
    REQUIRE(write_all(far_end, "xy"));
    REQUIRE(near_end.read_some(room, patience()).value() == 1);
    CHECK(near_end.read_some(room, deadline::in(0s)).value() == 1);
}

TEST_CASE("stream: a stop from another thread ends a wait within 10 ms", "[net][stream][rule-16]") {
    auto [near_end, far_end] = make_pair();
    std::array<std::byte, 1> room{};
    CHECK(cancelled_within_10_ms([&](const std::stop_token& stop) {
        CHECK(near_end.read_some(room, patience(), stop).error().code == errc::cancelled);
    }));
    CHECK(cancelled_within_10_ms([&](const std::stop_token& stop) {
        const std::vector<std::byte> block(1 << 20);
        const byte_view piece = block;
        for (;;) {
            const auto count = near_end.write_some(std::span(&piece, 1), patience(), stop);
            if (count) continue;
            CHECK(count.error().code == errc::cancelled);
            break;
        }
    }));
}

TEST_CASE("stream: a stop that was requested before comes first and leaves no wake-up behind", "[net][stream]") {
    auto [near_end, far_end] = make_pair();
    REQUIRE(write_all(far_end, "x"));
    std::array<std::byte, 1> room{};
    std::stop_source old;
    old.request_stop();
    CHECK(near_end.read_some(room, patience(), old.get_token()).error().code == errc::cancelled);
    const std::stop_source fresh;
    CHECK(near_end.read_some(room, patience(), fresh.get_token()).value() == 1);
    for (int round = 0; round < 3; ++round) {
        std::stop_source source;
        const std::jthread canceller([&] { source.request_stop(); });
        CHECK(near_end.read_some(room, patience(), source.get_token()).error().code == errc::cancelled);
        CHECK(near_end.read_some(room, deadline::in(1ms), fresh.get_token()).error().code == errc::timed_out);
    }
}

TEST_CASE("stream: signals interrupt neither plain nor bounded calls", "[net][stream][rule-09]") {
    auto [near_end, far_end] = make_pair();
    std::array<std::byte, 1> room{};
    const std::stop_source source;
    const signal_storm storm;
    for (const bool bounded : {false, true}) {
        const std::jthread writer([&] {
            signal_storm::wait_for(20);
            write_all(far_end, "x");
        });
        const auto count =
            bounded ? near_end.read_some(room, patience(), source.get_token()) : near_end.read_some(room);
        CHECK(count.value() == 1);
    }
    const auto begin = clock::now();
    CHECK(near_end.read_some(room, deadline::in(30ms)).error().code == errc::timed_out);
    CHECK(clock::now() - begin >= 30ms);
    CHECK(clock::now() - begin < 5s);
}

TEST_CASE("stream: each side can finish sending and still read", "[net][stream][rule-01]") {
    auto [near_end, far_end] = make_pair();
    REQUIRE(write_all(near_end, "question"));
    REQUIRE(near_end.shutdown_write());
    CHECK(read_all(far_end) == "question");
    REQUIRE(write_all(far_end, "answer"));
    CHECK(far_end.shutdown_write());
    CHECK(read_all(near_end) == "answer");
}

TEST_CASE("stream: a reset is not the end", "[net][exact][stream][rule-04][rule-05]") {
    auto [near_end, far_end] = make_pair();
    REQUIRE(write_all(far_end, "last words"));
    std::array<std::byte, 4> room{};
    REQUIRE(near_end.read_some(room, patience()).value() == 4);
    far_end.reset();
    CHECK(read_all(near_end) == " words!reset");
}

TEST_CASE("stream: writing to a peer that is gone is errc::reset and raises no signal",
          "[net][stream][rule-07][rule-08]") {
    auto [near_end, far_end] = make_pair();
    far_end.reset();
    std::array<std::byte, 1> room{};
    REQUIRE(near_end.read_some(room, patience()).error().native == ECONNRESET);
    const byte_view piece = as_bytes("x");
    for (const deadline& until : {deadline::never, patience()}) {
        const auto count = near_end.write_some(std::span(&piece, 1), until);
        REQUIRE_FALSE(count.has_value());
        CHECK(count.error().code == errc::reset);
        CHECK(count.error().native == EPIPE);
    }
    CHECK(near_end.shutdown_write().error().code == errc::reset);
    CHECK(near_end.peer_endpoint().error().code == errc::reset);
}

TEST_CASE("stream: a closed one refuses every call", "[net][stream]") {
    stream none;
    std::array<std::byte, 1> room{};
    const byte_view piece = as_bytes("x");
    CHECK_FALSE(none.is_open());
    CHECK(none.native_handle() == -1);
    CHECK(none.read_some(room).error().code == errc::closed);
    CHECK(none.write_some(std::span(&piece, 1)).error().code == errc::closed);
    CHECK(none.shutdown_write().error().code == errc::closed);
    CHECK(none.local_endpoint().error().code == errc::closed);
    none.close();
    none.reset();
}

TEST_CASE("stream: knows both addresses", "[net][stream]") {
    const auto [near_end, far_end] = make_pair();
    CHECK(near_end.local_endpoint().value() == far_end.peer_endpoint().value());
    CHECK(near_end.peer_endpoint().value() == far_end.local_endpoint().value());
    CHECK(near_end.local_endpoint()->host() == "127.0.0.1");
}

TEST_CASE("stream: descriptors are blocking, close-on-exec, and closed once", "[net][stream][rule-19][rule-24]") {
    const std::size_t before = open_descriptors();
    {
        auto [near_end, far_end] = make_pair();
        for (const stream* each : {&near_end, &far_end}) {
            CHECK((::fcntl(each->native_handle(), F_GETFD) & FD_CLOEXEC) != 0);
            CHECK((::fcntl(each->native_handle(), F_GETFL) & O_NONBLOCK) == 0);
        }
        std::array<std::byte, 1> room{};
        const std::stop_source source;
        CHECK_FALSE(near_end.read_some(room, deadline::in(1ms), source.get_token()));
        CHECK(open_descriptors() == before + 3);
        stream moved = std::move(near_end);
        CHECK(moved.is_open());
        moved = std::move(far_end);
        CHECK(open_descriptors() == before + 1);
    }
    CHECK(open_descriptors() == before);
}

TEST_CASE("stream: an adopted non-blocking socket is waited for, and its flags stay", "[net][stream]") {
    auto [near_end, far_end] = make_pair();
    REQUIRE(::fcntl(near_end.native_handle(), F_SETFL, O_NONBLOCK) == 0);
    const std::jthread writer([&] { write_all(far_end, "x"); });
    std::array<std::byte, 1> room{};
    CHECK(near_end.read_some(room).value() == 1);
    CHECK((::fcntl(near_end.native_handle(), F_GETFL) & O_NONBLOCK) != 0);
}

TEST_CASE("stream: unix sockets half-close, too", "[net][stream][unix][rule-01]") {
    auto [near_end, far_end] = make_unix_pair();
    REQUIRE(write_all(near_end, "question"));
    REQUIRE(near_end.shutdown_write());
    CHECK(read_all(far_end) == "question");
    REQUIRE(write_all(far_end, "answer"));
    CHECK(far_end.shutdown_write());
    CHECK(read_all(near_end) == "answer");
}

TEST_CASE("stream: the first write to a closed unix peer is errc::reset, to a TCP peer a later one",
          "[net][exact][stream][unix][rule-07][rule-08]") {
    const byte_view pieces[] = {as_bytes("x"), as_bytes("y")};
    for (const std::size_t count : {1U, 2U}) {  // both system calls
        auto [near_end, far_end] = make_unix_pair();
        far_end.close();
        const auto sent = near_end.write_some(std::span(pieces, count), patience());
        REQUIRE_FALSE(sent.has_value());
        CHECK(sent.error().code == errc::reset);
        CHECK(sent.error().native == EPIPE);

        auto [client, server] = make_pair();
        server.close();
        CHECK(client.write_some(std::span(pieces, count), patience()).value() == count);
        std::array<std::byte, 1> room{};
        while (client.read_some(room, patience()).value_or(0) != 0) continue;  // the reset has arrived
        CHECK(client.write_some(std::span(pieces, count), patience()).error().code == errc::reset);
    }
}

TEST_CASE("stream::reset: on unix sockets the peer reads what was sent and the end", "[net][stream][unix]") {
    auto [near_end, far_end] = make_unix_pair();
    REQUIRE(write_all(far_end, "last words"));
    far_end.reset();
    CHECK(read_all(near_end) == "last words");
}

TEST_CASE("stream::close: with unread data a unix peer reads errc::reset", "[net][stream][unix][rule-06]") {
    auto [near_end, far_end] = make_unix_pair();
    REQUIRE(write_all(near_end, "never read"));
    far_end.close();
    CHECK(read_all(near_end) == "!reset");
}

TEST_CASE("stream: unix calls end at the deadline or within 10 ms of a stop", "[net][stream][unix][rule-10][rule-16]") {
    auto [near_end, far_end] = make_unix_pair();
    std::array<std::byte, 1> room{};
    CHECK(near_end.read_some(room, deadline::in(5ms)).error().code == errc::timed_out);
    CHECK(cancelled_within_10_ms([&](const std::stop_token& stop) {
        CHECK(near_end.read_some(room, patience(), stop).error().code == errc::cancelled);
    }));
    const std::vector<std::byte> block(1 << 20);
    const byte_view piece = block;
    CHECK(cancelled_within_10_ms([&](const std::stop_token& stop) {
        for (;;) {
            const auto count = near_end.write_some(std::span(&piece, 1), patience(), stop);
            if (count) continue;
            CHECK(count.error().code == errc::cancelled);
            break;
        }
    }));
}

TEST_CASE("stream::peer_credentials: says who is at the other end of a unix socket", "[net][stream][unix][rule-22]") {
    const auto [near_end, far_end] = make_unix_pair();
    for (const stream* each : {&near_end, &far_end}) {
        const auto peer = each->peer_credentials();
        REQUIRE(peer.has_value());
        CHECK(peer->pid == ::getpid());
        CHECK(peer->uid == ::geteuid());
        CHECK(peer->gid == ::getegid());
    }
    const auto [client, server] = make_pair();
    CHECK(client.peer_credentials().error().code == errc::system_error);
    CHECK(client.peer_credentials().error().native == EOPNOTSUPP);
    CHECK(stream().peer_credentials().error().code == errc::closed);
}

TEST_CASE("stream: unix sockets know their own address", "[net][stream][unix]") {
    const auto [near_end, far_end] = make_unix_pair();
    CHECK(near_end.local_endpoint()->to_string() == "unix:");
    CHECK(far_end.peer_endpoint()->to_string() == "unix:");
    CHECK(near_end.peer_endpoint()->kind() == structwire::net::endpoint_kind::unix_abstract);
    CHECK(near_end.peer_endpoint().value() == far_end.local_endpoint().value());
}

// A peer that is there but does not read: the window stays closed.
TEST_CASE("stream: the user timeout ends a connection whose data nobody takes", "[net][stream][rule-26]") {
    auto door = open_door();
    auto near_end = structwire::net::connect(door.local_endpoint().value(),
                                             {.until = patience(), .socket = {.user_timeout = 300ms}});
    REQUIRE(near_end.has_value());
    const auto far_end = door.accept(patience());
    const std::vector<std::byte> block(1 << 20);
    const byte_view piece = block;
    std::expected<std::size_t, structwire::error> sent = 0;
    while (sent) sent = near_end->write_some(std::span(&piece, 1), patience());
    CHECK(sent.error().code == errc::unreachable);
    CHECK(sent.error().native == ETIMEDOUT);
}

}  // namespace
