// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of net::connection over TCP and Unix sockets with faults on the way, and of the proxy that makes them.
#include "support/fault_proxy.hpp"

#include <structwire/framing.hpp>
#include <structwire/net/connection.hpp>
#include <structwire/net/fault_script.hpp>
#include <structwire/net/stream.hpp>

#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "conversation.hpp"
#include "net_support.hpp"
#include "support/catch.hpp"

namespace {

using namespace net_support;
using structwire::any_framing;
using structwire::as_bytes;
using structwire::as_text;
using structwire::errc;
using structwire::framing;
using structwire::net::connection;
using structwire::net::deadline;
using structwire::net::descriptor;
using structwire::net::fault;
using structwire::net::fault_script;
using structwire::net::stream;
using test_support::fault_proxy;
using test_support::transport;

// Two streams with a proxy between them.
struct proxied_pair {
    std::unique_ptr<fault_proxy> proxy;
    stream client;
    stream server;
};

proxied_pair make_proxied(transport kind, fault_script to_server, fault_script to_client, bool start = true) {
    test_support::socket_address upstream;
    const descriptor door = test_support::listen_anywhere(kind, upstream);
    auto proxy = std::make_unique<fault_proxy>(kind, upstream, std::move(to_server), std::move(to_client));
    descriptor client = test_support::dial(proxy->where());
    REQUIRE(client);
    descriptor server(::accept4(door.get(), nullptr, nullptr, SOCK_CLOEXEC));
    REQUIRE(server);
    if (start) proxy->start();
    return {std::move(proxy), stream(std::move(client)), stream(std::move(server))};
}

constexpr transport both_transports[] = {transport::tcp, transport::local};

fault fault_of(ending how, std::size_t after) {
    if (how == ending::fin) return fault::fin(after);
    return how == ending::rst ? fault::rst(after) : fault::stall(after);
}

// After a stall: the frames that come, then nothing for ever, and the rest is there at some time.
outcome read_stalled(connection<any_framing>& peer, const outcome& expected) {
    outcome got;
    for (std::size_t count = 0; count < expected.payloads.size(); ++count) {
        const auto next = peer.read_frame(patience());
        if (!next) break;
        got.payloads.emplace_back(as_text(next->payload));
        got.offsets.push_back(next->offset);
    }
    const auto last = patience();
    do {
        const auto nothing = peer.read_frame(deadline::in(1ms));
        got.last = nothing ? errc{} : nothing.error().code;
        got.pending = peer.pending_bytes();
    } while (got.last == errc::timed_out && got.pending != expected.pending && !last.expired());
    return got;
}

void converse(transport kind, const conversation& talk, ending how, std::size_t after, bool client_speaks) {
    const fault_script faulty{fault_of(how, after)};
    auto pair =
        make_proxied(kind, client_speaks ? faulty : fault_script{}, client_speaks ? fault_script{} : faulty, false);
    const any_framing rules = any_framing::parse(talk.framing).value();
    connection speaker(std::move(client_speaks ? pair.client : pair.server), rules);
    connection listener(std::move(client_speaks ? pair.server : pair.client), rules);
    REQUIRE(listener.write_encoded(as_bytes(talk.wire())));
    REQUIRE(speaker.write_encoded(as_bytes(talk.wire())));
    pair.proxy->start();

    const outcome expected = expected_outcome(talk, how, after);
    CHECK((how == ending::stall ? read_stalled(listener, expected) : read_outcome(listener, patience())) == expected);
    if (how == ending::rst) {
        const outcome others = expected_outcome(talk, ending::rst, talk.wire().size());
        CHECK(read_outcome(speaker, patience()) == others);
        CHECK(listener.write_encoded(as_bytes("x"), patience()).error().code == errc::reset);
    } else if (talk.at_end != conversation::last::everything) {
        for (const std::string& payload : talk.payloads) {
            CHECK(as_text(speaker.read_frame(patience()).value().payload) == payload);
        }
        CHECK_FALSE(speaker.read_state().has_value());
    }
}

TEST_CASE("connection: FIN, RST and stall at every byte, in both directions, over TCP and Unix sockets",
          "[net][connection][fault_proxy][rule-01][rule-03][rule-04][rule-05]") {
    const std::size_t descriptors = open_descriptors();
    for (const conversation& talk : conversations()) {
        const std::string_view name = talk.framing;
        if (talk.wire().empty() || talk.wire().size() > 12 || name == "varint" || name == "crlf") continue;
        for (const transport kind : both_transports) {
            for (const ending how : {ending::fin, ending::rst, ending::stall}) {
                for (std::size_t after = 0; after <= talk.wire().size(); ++after) {
                    CAPTURE(talk.framing, static_cast<int>(kind), static_cast<int>(how), after);
                    converse(kind, talk, how, after, after % 2 == 0);
                    if (kind == transport::tcp) converse(kind, talk, how, after, after % 2 != 0);
                }
            }
        }
    }
    CHECK(open_descriptors() == descriptors);
}

TEST_CASE("connection: pieces, pauses and bytes one by one on the way change nothing",
          "[net][exact][connection][fault_proxy]") {
    for (const transport kind : both_transports) {
        auto pair = make_proxied(kind, {fault::split(0, 1), fault::delay(3, 2), fault::split(500, 7)},
                                 {fault::delay(0, 5), fault::split(2, 3)});
        connection client(std::move(pair.client), framing<"u32be,limit=64k">{});
        connection server(std::move(pair.server), framing<"u32be,limit=64k">{});
        for (const std::size_t size : {0u, 1u, 700u, 20000u}) {
            const std::string sent(size, 'p');
            REQUIRE(client.write_frame(as_bytes(sent), patience()));
            const auto got = server.read_frame(patience());
            REQUIRE(got.has_value());
            REQUIRE(server.write_frame(got->payload, patience()));
            const auto back = client.read_frame(patience());
            REQUIRE(back.has_value());
            const bool equal = as_text(back->payload) == sent;
            CHECK(equal);
        }
    }
}

TEST_CASE("connection: a flipped bit is found by the checksum, with the frame's offset",
          "[net][connection][fault_proxy]") {
    for (const transport kind : both_transports) {
        auto pair = make_proxied(kind, {fault::flip(12, 3)}, {});
        connection client(std::move(pair.client), framing<"u16be+crc32c">{});
        connection server(std::move(pair.server), framing<"u16be+crc32c">{});
        REQUIRE(client.write_frame(as_bytes("good")));
        REQUIRE(client.write_frame(as_bytes("bad?")));
        CHECK(as_text(server.read_frame(patience()).value().payload) == "good");
        const auto bad = server.read_frame(patience());
        REQUIRE_FALSE(bad.has_value());
        CHECK(bad.error().code == errc::bad_checksum);
        CHECK(bad.error().offset == 10);
        CHECK(server.read_frame(patience()).error() == bad.error());
    }
}

TEST_CASE("connection: a peer that sends a byte now and then does not extend the deadline",
          "[net][connection][fault_proxy][rule-10]") {
    for (const transport kind : both_transports) {
        fault_script trickle{fault::split(0, 1)};
        for (std::uint64_t place = 1; place < 100; ++place) trickle.push_back(fault::delay(place, 2));
        auto pair = make_proxied(kind, trickle, {});
        connection client(std::move(pair.client), framing<"u8">{});
        connection server(std::move(pair.server), framing<"u8">{});
        REQUIRE(client.write_frame(as_bytes(std::string(99, 't'))));
        const auto begin = clock::now();
        CHECK(server.read_frame(deadline::in(30ms)).error().code == errc::timed_out);
        CHECK(clock::now() - begin >= 30ms);
        CHECK(server.pending_bytes() < 100);
        CHECK(server.read_frame(patience()).value().payload.size() == 99);
    }
}

TEST_CASE("connection: a stalled peer leaves a write with its deadline, and nothing can follow it",
          "[net][connection][fault_proxy][rule-10]") {
    for (const transport kind : both_transports) {
        auto pair = make_proxied(kind, {fault::stall(10)}, {});
        connection client(std::move(pair.client), framing<"u32be,limit=64M">{});
        const std::string block(std::size_t{1} << 25, 'x');
        CHECK(client.write_frame(as_bytes(block), deadline::in(20ms)).error().code == errc::timed_out);
        CHECK(client.write_frame(as_bytes("x"), patience()).error().code == errc::broken);
    }
}

TEST_CASE("reset_now: resets at once although another thread waits in recv", "[net][fault_proxy][rule-32]") {
    auto [near_end, far_end] = make_pair();
    std::atomic<bool> waits = false;
    std::jthread reader([&waiting = near_end, &waits] {
        std::byte room[1];
        waits = true;
        [[maybe_unused]] const auto count = ::recv(waiting.native_handle(), room, sizeof room, 0);
    });
    while (!waits) std::this_thread::yield();
    std::this_thread::sleep_for(5ms);  // most rounds of this test reach the wait; no result depends on it
    CHECK(test_support::reset_now(near_end.native_handle()));
    connection peer(std::move(far_end), framing<"u8">{});
    for (int round = 0; round < 3; ++round) CHECK(peer.read_frame(patience()).error().code == errc::reset);
}

TEST_CASE("fault_proxy: ends by itself, whatever it was doing, and keeps no descriptor", "[net][fault_proxy]") {
#ifdef __SANITIZE_THREAD__
    constexpr std::size_t running = 2;  // the sanitizer has one of its own as soon as there has been another
#else
    constexpr std::size_t running = 1;
#endif
    const std::size_t descriptors = open_descriptors();
    for (const transport kind : both_transports) {
        auto idle = make_proxied(kind, {}, {});
        auto holding = make_proxied(kind, {fault::delay(0, 60000)}, {fault::stall(0)});
        auto unstarted = make_proxied(kind, {}, {}, false);
        REQUIRE(write_all(holding.client, "x"));
        REQUIRE(write_all(idle.client, "x"));
        std::byte room[1];
        REQUIRE(idle.server.read_some(room, patience()).value() == 1);
    }
    CHECK(open_descriptors() == descriptors);
    // A thread that was joined leaves /proc a moment after the join.
    const auto end = patience();
    while (threads().size() != running && !end.expired()) std::this_thread::yield();
    CHECK(threads().size() == running);
}

}  // namespace
