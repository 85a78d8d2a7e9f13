// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of net::memory_stream and its fault scripts.
#include <structwire/framing.hpp>
#include <structwire/net/connection.hpp>
#include <structwire/net/memory_stream.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/catch.hpp"

namespace {

using structwire::as_bytes;
using structwire::as_text;
using structwire::byte_view;
using structwire::errc;
using structwire::error;
using structwire::framing;
using structwire::operation;
using structwire::net::connection;
using structwire::net::deadline;
using structwire::net::fault;
using structwire::net::fault_script;
using structwire::net::memory_stream;

std::expected<std::size_t, error> write_once(memory_stream& to, std::string_view text,
                                             const std::stop_token& stop = {}) {
    const byte_view piece = as_bytes(text);
    return to.write_some(std::span(&piece, 1), deadline::never, stop);
}

// What one read gives: its bytes, "" at the end, "!" and the reason's name where it fails.
std::string read_once(memory_stream& from, std::size_t most = 100) {
    std::array<std::byte, 100> room{};
    const auto got = from.read_some(std::span(room).first(most));
    if (!got) return "!" + std::string(structwire::name(got.error().code));
    return std::string(as_text(std::span(room).first(*got)));
}

// What so many reads give.
std::vector<std::string> reads(memory_stream& from, int count) {
    std::vector<std::string> all;
    for (int index = 0; index < count; ++index) all.push_back(read_once(from));
    return all;
}

using texts = std::vector<std::string>;

TEST_CASE("memory_stream: bytes go both ways, half-close is one way", "[net][memory_stream][rule-01]") {
    auto [near_end, far_end] = memory_stream::pair();
    CHECK(read_once(far_end) == "!timed_out");
    REQUIRE(write_once(near_end, "abcdef").value() == 6);
    CHECK(read_once(far_end, 4) == "abcd");
    REQUIRE(near_end.shutdown_write());
    CHECK(write_once(near_end, "x").error().code == errc::closed);
    CHECK(reads(far_end, 3) == texts{"ef", "", ""});
    REQUIRE(write_once(far_end, "answer").value() == 6);
    CHECK(reads(near_end, 2) == texts{"answer", "!timed_out"});
    far_end.close();
    CHECK(reads(near_end, 2) == texts{"", ""});
}

TEST_CASE("memory_stream: pieces are one write and empty ones are nothing", "[net][memory_stream][rule-30]") {
    auto [near_end, far_end] = memory_stream::pair();
    const std::array<byte_view, 4> pieces{as_bytes("ab"), byte_view{}, as_bytes("c"), as_bytes("de")};
    CHECK(near_end.write_some(pieces).value() == 5);
    CHECK(near_end.write_some(std::span(pieces).subspan(1, 1)).value() == 0);
    CHECK(read_once(far_end) == "abcde");
}

TEST_CASE("memory_stream: a stop comes first", "[net][memory_stream][rule-16]") {
    auto [near_end, far_end] = memory_stream::pair();
    REQUIRE(write_once(near_end, "ab"));
    std::stop_source stopped;
    stopped.request_stop();
    std::array<std::byte, 4> room{};
    CHECK(far_end.read_some(room, deadline::never, stopped.get_token()).error() ==
          error{.code = errc::cancelled, .during = operation::read});
    CHECK(write_once(near_end, "x", stopped.get_token()).error() ==
          error{.code = errc::cancelled, .during = operation::write});
    CHECK(read_once(far_end) == "ab");
}

TEST_CASE("memory_stream: beyond its capacity a write goes in parts and times out", "[net][memory_stream][rule-10]") {
    auto [near_end, far_end] = memory_stream::pair({}, {}, 4);
    CHECK(write_once(near_end, "abcdef").value() == 4);
    CHECK(write_once(near_end, "ef").error() == error{.code = errc::timed_out, .during = operation::write});
    CHECK(read_once(far_end, 1) == "a");
    CHECK(write_once(near_end, "ef").value() == 1);
    CHECK(read_once(far_end) == "bcde");
    CHECK(write_once(far_end, "other").value() == 4);
}

TEST_CASE("memory_stream: closing with unread bytes resets the connection", "[net][memory_stream][rule-06]") {
    auto [near_end, far_end] = memory_stream::pair();
    REQUIRE(write_once(near_end, "never read"));
    REQUIRE(write_once(far_end, "reply"));
    far_end.close();
    CHECK(reads(near_end, 4) == texts{"reply", "!reset", "", ""});
    CHECK(write_once(near_end, "x").error().native == EPIPE);
}

TEST_CASE("memory_stream: writing to a closed end is errc::reset at once", "[net][memory_stream][rule-07]") {
    auto [near_end, far_end] = memory_stream::pair();
    {
        const memory_stream gone = std::move(far_end);
    }
    CHECK_FALSE(far_end.is_open());
    CHECK(write_once(near_end, "x").error() == error{.code = errc::reset, .during = operation::write, .native = EPIPE});
    CHECK(read_once(near_end).empty());
}

TEST_CASE("memory_stream::reset: is reported once, behind what arrived", "[net][memory_stream][rule-03][rule-05]") {
    auto [near_end, far_end] = memory_stream::pair();
    REQUIRE(write_once(far_end, "last"));
    far_end.reset();
    CHECK(reads(near_end, 3) == texts{"last", "!reset", ""});
    CHECK(near_end.shutdown_write().error().code == errc::reset);
    auto [a, b] = memory_stream::pair();
    b.reset();
    CHECK(write_once(a, "x").error().native == ECONNRESET);  // the write has taken the report
    CHECK(write_once(a, "x").error().native == EPIPE);
    CHECK(read_once(a).empty());
}

TEST_CASE("memory_stream: a closed one refuses every call", "[net][memory_stream]") {
    memory_stream none;
    CHECK_FALSE(none.is_open());
    CHECK(read_once(none) == "!closed");
    CHECK(write_once(none, "x").error().code == errc::closed);
    CHECK(none.shutdown_write().error().code == errc::closed);
    none.close();
    none.reset();
    auto [near_end, far_end] = memory_stream::pair();
    near_end = std::move(far_end);  // closes one end and moves the other
    CHECK(read_once(near_end).empty());
}

TEST_CASE("fault::split: bounds each read from its place on, and every fault cuts", "[net][memory_stream]") {
    auto [near_end, far_end] =
        memory_stream::pair({fault::split(6, 0), fault::split(1, 2), fault::split(8, 100), fault::flip(9, 0)});
    REQUIRE(write_once(near_end, "abcdefghijk"));
    CHECK(reads(far_end, 8) == texts{"a", "bc", "de", "f", "gh", "i", "k", "k"});
}

TEST_CASE("fault::delay: so many reads find nothing", "[net][memory_stream]") {
    auto [near_end, far_end] = memory_stream::pair({fault::delay(2, 2), fault::delay(2, 1), fault::delay(3, 0)});
    REQUIRE(write_once(near_end, "abcd"));
    CHECK(reads(far_end, 6) == texts{"ab", "!timed_out", "!timed_out", "!timed_out", "c", "d"});
}

TEST_CASE("fault::stall: nothing comes any more, not even the end", "[net][memory_stream]") {
    auto [near_end, far_end] = memory_stream::pair({fault::stall(2)});
    REQUIRE(write_once(near_end, "abcd"));
    CHECK(reads(far_end, 2) == texts{"ab", "!timed_out"});
    near_end.close();
    CHECK(read_once(far_end) == "!timed_out");
}

TEST_CASE("fault::fin: the end after so many bytes, and later ones vanish", "[net][memory_stream][rule-01]") {
    for (const std::uint64_t after : {0u, 3u}) {
        auto [near_end, far_end] = memory_stream::pair({fault::fin(after)}, {}, 8);
        for (int round = 0; round < 4; ++round) CHECK(write_once(near_end, "abcde").value() == 5);
        texts expected{"", ""};
        if (after != 0) expected.insert(expected.begin(), "abc");
        CHECK(reads(far_end, static_cast<int>(expected.size())) == expected);
        CHECK(write_once(far_end, "answer").value() == 6);
        CHECK(read_once(near_end) == "answer");
    }
}

TEST_CASE("fault::rst: bytes before it, the reset once, then the end, and both writers are refused",
          "[net][memory_stream][rule-03][rule-05]") {
    auto [near_end, far_end] = memory_stream::pair({fault::rst(3)});
    REQUIRE(write_once(far_end, "back"));
    REQUIRE(write_once(near_end, "ab").value() == 2);
    CHECK(read_once(far_end, 1) == "a");
    REQUIRE(write_once(near_end, "cd").value() == 2);
    CHECK(reads(far_end, 4) == texts{"bc", "!reset", "", ""});
    CHECK(write_once(far_end, "x").error().code == errc::reset);
    CHECK(write_once(near_end, "x").error().code == errc::reset);
    CHECK(write_once(near_end, "x").error().code == errc::reset);
    CHECK(reads(near_end, 2) == texts{"back", ""});  // the first write had the report

    auto [a, b] = memory_stream::pair({}, {fault::rst(0)});
    CHECK(reads(a, 2) == texts{"!reset", ""});
    CHECK(write_once(b, "x").error().native == ECONNRESET);
}

TEST_CASE("fault::flip: inverts one bit, and bits of the same byte add up", "[net][memory_stream]") {
    auto [near_end, far_end] = memory_stream::pair({fault::flip(1, 0), fault::flip(1, 7), fault::flip(2, 5)});
    REQUIRE(write_once(near_end, "aacd"));
    CHECK(read_once(far_end) == "a");
    CHECK(read_once(far_end) == "\xe0");
    CHECK(reads(far_end, 2) == texts{"C", "d"});
}

TEST_CASE("connection: over a memory_stream, timeouts lose nothing and a reset stays",
          "[net][memory_stream][connection][rule-10]") {
    auto [near_end, far_end] = memory_stream::pair({fault::split(0, 1), fault::delay(2, 1), fault::rst(12)});
    connection client(std::move(near_end), framing<"u8">{});
    connection server(std::move(far_end), framing<"u8">{});
    REQUIRE(client.write_frame(as_bytes("hello")));
    CHECK(server.read_frame().error().code == errc::timed_out);
    CHECK(server.pending_bytes() == 2);
    CHECK(as_text(server.read_frame().value().payload) == "hello");
    REQUIRE(client.write_frame(as_bytes("world")));
    CHECK(as_text(server.read_frame().value().payload) == "world");
    for (int round = 0; round < 3; ++round) CHECK(server.read_frame().error().code == errc::reset);
    CHECK(client.write_frame(as_bytes("x")).error().code == errc::reset);
    CHECK(client.read_frame().error().code == errc::reset);
}

}  // namespace
