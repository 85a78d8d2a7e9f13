// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of net::connection: reading, against a stream that plays a script.
#include <structwire/framing.hpp>
#include <structwire/net/connection.hpp>

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "scripted_stream.hpp"
#include "support/catch.hpp"
#include "support/resuming_framer.hpp"

namespace {

using namespace net_support;
using namespace std::chrono_literals;
using structwire::as_text;
using structwire::errc;
using structwire::error;
using structwire::frame;
using structwire::operation;
using structwire::net::deadline;
using scripted = structwire::net::connection<messages, scripted_stream>;

struct scene {
    std::shared_ptr<script> play = std::make_shared<script>();
    scripted peer{scripted_stream(play)};

    scene(std::initializer_list<scripted_read> reads) { play->reads = reads; }
};

// Every frame up to the first error, which has to be final, and then the error twice more.
struct outcome {
    std::vector<std::string> payloads;
    error last;
};

template <class Connection>
outcome read_to_end(Connection& peer) {
    outcome all{};
    for (;;) {
        const auto got = peer.read_frame();
        if (got) {
            all.payloads.emplace_back(as_text(got->payload));
            continue;
        }
        all.last = got.error();
        CHECK(peer.read_state() == all.last);
        CHECK(peer.read_frame().error() == all.last);
        std::array<frame, 2> batch;
        CHECK(peer.read_batch(batch).error() == all.last);
        return all;
    }
}

TEST_CASE("connection::read_frame: goes on behind an error of a framing that resumes, and ends at a fatal one",
          "[net][connection]") {
    const auto play = std::make_shared<script>();
    play->reads = {{.bytes = "ab\xee"},
                   {.bytes = "\xee"
                             "cdx"}};
    structwire::net::connection<test_support::resuming_framer, scripted_stream> peer{scripted_stream(play)};
    CHECK(as_text(peer.read_frame()->payload) == "ab");
    const auto bad = peer.read_frame();
    REQUIRE_FALSE(bad.has_value());
    CHECK(bad.error().code == errc::bad_magic);
    CHECK(bad.error().offset == 2);
    CHECK_FALSE(peer.read_state().has_value());
    CHECK(as_text(peer.read_frame()->payload) == "cd");
    CHECK(peer.read_frame().error().code == errc::truncated);
    CHECK(peer.read_state()->offset == 6);
}

TEST_CASE("connection::read_frame: frames do not depend on how the bytes come", "[net][connection]") {
    const std::string wire = on_wire("one") + on_wire("") + on_wire("three");
    const std::vector<std::string> expected{"one", "", "three"};
    for (std::size_t cut = 1; cut < wire.size(); ++cut) {
        CAPTURE(cut);
        scene split{{wire.substr(0, cut)}, {wire.substr(cut)}};
        CHECK(read_to_end(split.peer).payloads == expected);
    }
    scene bytewise{};
    for (const char each : wire) bytewise.play->reads.push_back({std::string(1, each)});
    const outcome all = read_to_end(bytewise.peer);
    CHECK(all.payloads == expected);
    CHECK(all.last == error{.code = errc::closed, .during = operation::read});
}

TEST_CASE("connection::read_frame: gives the stream offset of each frame", "[net][connection]") {
    scene two{{on_wire("abc") + on_wire("d")}};
    CHECK(two.peer.read_frame()->offset == 0);
    CHECK(two.peer.read_frame()->offset == 7);
}

TEST_CASE("connection::read_frame: the end between frames is errc::closed and stays", "[net][connection][rule-01]") {
    scene empty{};
    CHECK(read_to_end(empty.peer).last.code == errc::closed);
    CHECK(empty.play->read_calls == 1);
}

TEST_CASE("connection::read_frame: the end inside a frame is errc::truncated with its offset",
          "[net][connection][rule-01]") {
    const std::string wire = on_wire("abc") + on_wire("defgh");
    for (std::size_t cut = 8; cut < wire.size(); ++cut) {
        CAPTURE(cut);
        scene stopped{{wire.substr(0, cut)}};
        const outcome all = read_to_end(stopped.peer);
        CHECK(all.payloads == std::vector<std::string>{"abc"});
        CHECK(all.last.code == errc::truncated);
        CHECK(all.last.offset == 7);
        CHECK(all.last.given == cut - 7);
    }
}

TEST_CASE("connection::read_frame: a reset is delivered behind whole frames and stays", "[net][connection][rule-03]") {
    // The stream reports the reset once, and then the end: the connection must not believe that.
    scene between{{on_wire("ab") + on_wire("cd")}, {"", errc::reset}};
    const outcome all = read_to_end(between.peer);
    CHECK(all.payloads == std::vector<std::string>{"ab", "cd"});
    CHECK(all.last.code == errc::reset);
    scene inside{{on_wire("ab") + on_wire("cd").substr(0, 2)}, {"", errc::reset}};
    CHECK(read_to_end(inside.peer).last.code == errc::reset);
}

TEST_CASE("connection::read_frame: a last line ends at the end of input, but not at a reset",
          "[net][connection][rule-04]") {
    using lines = structwire::framing<"line,limit=64">;
    for (const bool whole : {true, false}) {
        auto play = std::make_shared<script>();
        play->reads.push_back({"first\nlast"});
        if (!whole) play->reads.push_back({"", errc::reset});
        structwire::net::connection<lines, scripted_stream> peer{scripted_stream(play)};
        const outcome all = read_to_end(peer);
        CHECK(all.payloads.size() == (whole ? 2 : 1));
        CHECK(all.last.code == (whole ? errc::closed : errc::reset));
    }
}

TEST_CASE("connection::read_frame: an error of the framing comes behind whole frames and stays",
          "[net][connection][rule-25]") {
    scene over{{on_wire("ok") + std::string("\x7f\xff\xff\xff", 4) + "rest"}};
    const outcome all = read_to_end(over.peer);
    CHECK(all.payloads == std::vector<std::string>{"ok"});
    CHECK(all.last.code == errc::too_long);
    CHECK(all.last.during == operation::decode);
    CHECK(all.last.offset == 6);
    CHECK(all.last.wanted == 64 * 1024);
    CHECK(over.play->read_calls == 1);
}

TEST_CASE("connection::read_frame: timeouts, stops and overload lose nothing", "[net][connection][rule-10]") {
    const std::string wire = on_wire("payload");
    for (const errc reason : {errc::timed_out, errc::cancelled, errc::overload}) {
        for (std::size_t cut = 1; cut < wire.size(); ++cut) {
            scene late{{wire.substr(0, cut)}, {"", reason}, {wire.substr(cut)}};
            CHECK(late.peer.read_frame().error() == error{.code = reason, .during = operation::read});
            CHECK(late.peer.pending_bytes() == cut);
            CHECK_FALSE(late.peer.read_state().has_value());
            CHECK(as_text(late.peer.read_frame().value().payload) == "payload");
            CHECK(late.peer.pending_bytes() == 0);
        }
    }
}

TEST_CASE("connection::read_frame: a peer that trickles cannot extend the deadline", "[net][connection][rule-10]") {
    scene trickle{};
    trickle.play->endless = true;
    CHECK(trickle.peer.read_frame(deadline::in(0s)).error().code == errc::timed_out);
    CHECK(trickle.play->read_calls == 1);
    CHECK(trickle.peer.read_frame(deadline::in(0s)).error().code == errc::timed_out);
    CHECK(trickle.play->read_calls == 2);
}

TEST_CASE("connection::buffered_frame: gives what needs no waiting, and never reads", "[net][connection]") {
    scene some{{on_wire("a") + on_wire("bb") + on_wire("c").substr(0, 4)}, {"c"}};
    CHECK_FALSE(some.peer.buffered_frame());
    CHECK(some.play->read_calls == 0);
    REQUIRE(some.peer.read_frame());
    auto got = some.peer.buffered_frame();
    REQUIRE(got);
    CHECK(as_text((*got)->payload) == "bb");
    CHECK((*got)->offset == 5);
    CHECK_FALSE(some.peer.buffered_frame());
    CHECK(some.play->read_calls == 1);
    REQUIRE(some.peer.read_frame());
    CHECK_FALSE(some.peer.buffered_frame());  // the end has not been met
    CHECK(some.peer.read_frame().error().code == errc::closed);
    CHECK(some.peer.buffered_frame()->error().code == errc::closed);

    scene bad{{on_wire("a") + "\xff\xff\xff\xff"}};
    REQUIRE(bad.peer.read_frame());
    CHECK(bad.peer.buffered_frame()->error().code == errc::too_long);
    CHECK(bad.peer.buffered_frame()->error().offset == 5);
    CHECK(bad.peer.read_state()->code == errc::too_long);
}

TEST_CASE("connection::read_batch: gives all frames of one read without a second one", "[net][connection]") {
    const std::string next = on_wire("d");
    scene many{{on_wire("a") + on_wire("bb") + on_wire("ccc") + next.substr(0, 1)}, {next.substr(1)}};
    std::array<frame, 8> batch;
    REQUIRE(many.peer.read_batch(batch).value() == 3);
    CHECK(many.play->read_calls == 1);
    CHECK(as_text(batch[0].payload) == "a");
    CHECK(as_text(batch[1].payload) == "bb");
    CHECK(as_text(batch[2].payload) == "ccc");
    CHECK(batch[2].offset == 11);
    REQUIRE(many.peer.read_batch(batch).value() == 1);
    CHECK(as_text(batch[0].payload) == "d");
    CHECK(many.peer.read_batch(batch).error().code == errc::closed);
}

TEST_CASE("connection::read_batch: gives at most as many frames as there is room", "[net][connection]") {
    scene many{{on_wire("a") + on_wire("b") + on_wire("c")}};
    std::array<frame, 2> batch;
    CHECK(many.peer.read_batch(batch).value() == 2);
    CHECK(as_text(many.peer.read_frame().value().payload) == "c");
    CHECK(many.play->read_calls == 1);
}

TEST_CASE("connection::read_batch: an error behind frames comes with the next call", "[net][connection]") {
    scene bad{{on_wire("a") + on_wire("b") + std::string("\xff\xff\xff\xff", 4)}};
    std::array<frame, 8> batch;
    CHECK(bad.peer.read_batch(batch).value() == 2);
    CHECK(as_text(batch[1].payload) == "b");
    CHECK(bad.peer.read_batch(batch).error().code == errc::too_long);
}

TEST_CASE("connection::read_batch: an error that the framing survives is given once, in its place",
          "[net][connection]") {
    const auto play = std::make_shared<script>();
    play->reads = {{.bytes = "ab\xee\xee"
                             "cd\xee\xee"}};
    structwire::net::connection<test_support::resuming_framer, scripted_stream> peer{scripted_stream(play)};
    std::array<frame, 8> batch;
    for (const char* const expected : {"ab", "cd"}) {
        REQUIRE(peer.read_batch(batch).value() == 1);
        CHECK(as_text(batch[0].payload) == expected);
        const auto bad = peer.read_batch(batch);
        REQUIRE_FALSE(bad.has_value());
        CHECK(bad.error().code == errc::bad_magic);
        CHECK(bad.error().offset == (expected[0] == 'a' ? 2 : 6));
        CHECK_FALSE(peer.read_state().has_value());
    }
    CHECK(peer.read_frame().error().code == errc::closed);
}

TEST_CASE("connection::close: ends reading although frames are in the buffer", "[net][connection][rule-03]") {
    scene two{{on_wire("one") + on_wire("two")}};
    REQUIRE(two.peer.read_frame());
    two.peer.close();
    CHECK(read_to_end(two.peer).last == error{.code = errc::closed, .during = operation::read});
    CHECK(two.play->read_calls == 1);
}

}  // namespace
