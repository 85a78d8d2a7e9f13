// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of net::connection over loopback sockets.
#include <structwire/framing.hpp>
#include <structwire/net/connection.hpp>

#include <string>
#include <thread>
#include <vector>

#include "net_support.hpp"
#include "scripted_stream.hpp"
#include "support/catch.hpp"

namespace {

using namespace net_support;
using structwire::as_bytes;
using structwire::as_text;
using structwire::errc;
using structwire::net::deadline;
using large = structwire::framing<"u32be,limit=1M">;
template <class Framer = messages>
using connected = structwire::net::connection<Framer>;

std::string numbered(std::size_t size, std::size_t seed) {
    std::string text(size, '\0');
    for (std::size_t index = 0; index < size; ++index) text[index] = static_cast<char>((index * 31 + seed) & 0x7f);
    return text;
}

TEST_CASE("connection: deduces the framing from its arguments", "[net][connection]") {
    auto [near_end, far_end] = make_pair();
    structwire::net::connection peer(std::move(near_end), messages{});
    static_assert(std::is_same_v<decltype(peer), structwire::net::connection<messages, structwire::net::stream>>);
    connected<> other(std::move(far_end));
    REQUIRE(peer.write_frame(as_bytes("hello")));
    CHECK(as_text(other.read_frame(patience()).value().payload) == "hello");
}

TEST_CASE("connection: large frames survive tiny buffers and signals in both directions",
          "[net][connection][rule-09][rule-30]") {
    auto [near_end, far_end] = make_pair();
    shrink_send_buffer(near_end);
    shrink_send_buffer(far_end);
    connected<large> client(std::move(near_end));
    const signal_storm storm;
    std::jthread echo([far = std::move(far_end)]() mutable {
        connected<large> server(std::move(far));
        while (const auto got = server.read_frame(patience())) {
            if (!server.write_frame(got->payload, patience())) break;
        }
    });
    for (std::size_t round = 0; round < 8; ++round) {
        const std::string sent = numbered(20000 + round * 10000, round);
        const bool plain = round % 2 == 0;
        REQUIRE(client.write_frame(as_bytes(sent), plain ? deadline::never : patience()));
        const auto got = client.read_frame(plain ? deadline::never : patience());
        REQUIRE(got.has_value());
        REQUIRE(as_text(got->payload) == sent);
    }
    client.close();
}

TEST_CASE("connection: one thread reads while another writes", "[net][connection][threads]") {
    auto [near_end, far_end] = make_pair();
    connected<large> client(std::move(near_end));
    connected<large> server(std::move(far_end));
    const std::string sent = numbered(50000, 1);
    std::jthread echo([&] {
        for (int round = 0; round < 64; ++round) {
            const auto got = server.read_frame(patience());
            if (!got || !server.write_frame(got->payload, patience())) return;
        }
    });
    std::jthread writer([&] {
        const std::stop_source stop;
        for (int round = 0; round < 64; ++round) {
            if (!client.write_frame(as_bytes(sent), patience(), stop.get_token())) return;
        }
    });
    const std::stop_source stop;
    for (int round = 0; round < 64; ++round) {
        const auto got = client.read_frame(patience(), stop.get_token());
        REQUIRE(got.has_value());
        REQUIRE(as_text(got->payload) == sent);
    }
}

TEST_CASE("connection: a trickling peer cannot extend the deadline, and what came is kept",
          "[net][connection][rule-10]") {
    auto [near_end, far_end] = make_pair();
    connected<> client(std::move(near_end));
    const std::string wire = on_wire(std::string(60000, 'x'));
    std::jthread trickle([&far_end, &wire](const std::stop_token& stop) {
        std::byte none[1];
        std::size_t sent = 0;
        while (!stop.stop_requested() && sent < wire.size()) {
            if (!write_all(far_end, wire.substr(sent++, 1))) return;
            // The client never writes, so this is the pace.
            if (far_end.read_some(none, deadline::in(1ms)).has_value()) return;
        }
        write_all(far_end, wire.substr(sent));
    });
    const auto begin = clock::now();
    CHECK(client.read_frame(deadline::in(50ms)).error().code == errc::timed_out);
    CHECK(clock::now() - begin >= 50ms);
    CHECK(clock::now() - begin < 5s);
    trickle.request_stop();
    CHECK(client.read_frame(patience()).value().payload.size() == 60000);
}

TEST_CASE("connection: a stop from another thread ends reading and writing within 10 ms",
          "[net][connection][rule-16]") {
    auto [near_end, far_end] = make_pair();
    connected<large> client(std::move(near_end));
    connected<large> server(std::move(far_end));
    CHECK(cancelled_within_10_ms([&](const std::stop_token& stop) {
        CHECK(client.read_frame(patience(), stop).error().code == errc::cancelled);
    }));
    REQUIRE(server.write_frame(as_bytes("still good")));
    CHECK(as_text(client.read_frame(patience()).value().payload) == "still good");

    std::stop_source source;
    const std::jthread canceller([&] {
        const auto begun = server.read_frame(patience());
        source.request_stop();
        CHECK(begun.has_value());
    });
    const std::string block(1 << 19, 'x');
    std::expected<void, structwire::error> sent;
    while (sent) sent = client.write_frame(as_bytes(block), patience(), source.get_token());
    CHECK(sent.error().code == errc::cancelled);
}

TEST_CASE("connection: a write that timed out inside a frame breaks the connection", "[net][connection][rule-10]") {
    using huge = structwire::framing<"u32be,limit=64M">;
    auto [near_end, far_end] = make_pair();
    connected<huge> client(std::move(near_end));
    const std::string block(std::size_t{1} << 25, 'x');
    CHECK(client.write_frame(as_bytes(block), deadline::in(20ms)).error().code == errc::timed_out);
    CHECK(client.write_frame(as_bytes("small")).error().code == errc::broken);
    client.close();
    connected<huge> server(std::move(far_end));
    const auto got = server.read_frame(patience());
    CHECK(got.error().code == errc::truncated);
    CHECK(got.error().offset == 0);
    CHECK(got.error().wanted == block.size() + 4);
}

TEST_CASE("connection: half-close, question and answer", "[net][connection][rule-01]") {
    auto [near_end, far_end] = make_pair();
    connected<> client(std::move(near_end));
    connected<> server(std::move(far_end));
    REQUIRE(client.write_frame(as_bytes("question")));
    REQUIRE(client.shutdown_write());
    CHECK(as_text(server.read_frame(patience()).value().payload) == "question");
    CHECK(server.read_frame(patience()).error().code == errc::closed);
    REQUIRE(server.write_frame(as_bytes("answer")));
    REQUIRE(server.shutdown_write());
    CHECK(as_text(client.read_frame(patience()).value().payload) == "answer");
    CHECK(client.read_frame(patience()).error().code == errc::closed);
}

TEST_CASE("connection: whole frames come before a reset, which stays", "[net][connection][rule-03][rule-05]") {
    auto [near_end, far_end] = make_pair();
    connected<> client(std::move(near_end));
    REQUIRE(write_all(far_end, on_wire("one") + on_wire("two") + "\0"));
    REQUIRE(as_text(client.read_frame(patience()).value().payload) == "one");
    far_end.reset();
    CHECK(as_text(client.read_frame(patience()).value().payload) == "two");
    for (int round = 0; round < 3; ++round) {
        const auto got = client.read_frame(patience());
        CHECK(got.error().code == errc::reset);
        CHECK(got.error().native == ECONNRESET);
    }
}

TEST_CASE("connection: the first writes to a peer that is gone succeed, then it is errc::reset",
          "[net][exact][connection][rule-07][rule-08]") {
    auto [near_end, far_end] = make_pair();
    connected<> client(std::move(near_end));
    far_end.close();
    int succeeded = 0;
    std::expected<void, structwire::error> sent = client.write_frame(as_bytes("x"), patience());
    while (sent) {
        ++succeeded;
        sent = client.write_frame(as_bytes("x"), patience());
    }
    CHECK(succeeded >= 1);
    CHECK(sent.error().code == errc::reset);
    CHECK(client.write_state()->code == errc::reset);
}

TEST_CASE("connection::close_gracefully: the peer receives everything, although we did not read",
          "[net][connection][rule-06]") {
    auto [near_end, far_end] = make_pair();
    connected<large> client(std::move(near_end));
    connected<large> server(std::move(far_end));
    const std::string reply = numbered(500000, 3);
    std::expected<void, structwire::error> closed;
    REQUIRE(client.write_frame(as_bytes("never read")));
    std::jthread closing([&] {
        if (server.write_frame(as_bytes(reply), patience())) closed = server.close_gracefully(patience());
    });
    const auto got = client.read_frame(patience());
    REQUIRE(got.has_value());
    CHECK(as_text(got->payload) == reply);
    CHECK(client.read_frame(patience()).error().code == errc::closed);
    client.close();
    closing.join();
    CHECK(closed.has_value());
}

TEST_CASE("connection::close_gracefully: a silent peer is reset at the deadline", "[net][connection][rule-06]") {
    auto [near_end, far_end] = make_pair();
    connected<> server(std::move(far_end));
    CHECK(server.close_gracefully(deadline::in(20ms)).error().code == errc::timed_out);
    CHECK_FALSE(server.lower().is_open());
    CHECK(read_all(near_end).empty());  // everything that was sent is there, the reset came behind it
    CHECK_FALSE(write_all(near_end, "too late"));
}

TEST_CASE("connection: keeps no descriptor after it is gone", "[net][connection]") {
    const std::size_t before = open_descriptors();
    {
        auto [near_end, far_end] = make_pair();
        connected<> client(std::move(near_end));
        const std::stop_source stop;
        CHECK_FALSE(client.read_frame(deadline::in(1ms), stop.get_token()));
        connected<> moved(std::move(client));
        CHECK(moved.lower().is_open());
    }
    CHECK(open_descriptors() == before);
}

}  // namespace
