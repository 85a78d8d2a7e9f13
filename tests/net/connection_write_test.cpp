// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of net::connection: writing and closing, against a stream that plays a script.
#include <structwire/framing.hpp>
#include <structwire/net/connection.hpp>

#include <memory>
#include <string>

#include "scripted_stream.hpp"
#include "support/catch.hpp"

namespace {

using namespace net_support;
using namespace std::chrono_literals;
using structwire::as_bytes;
using structwire::errc;
using structwire::error;
using structwire::operation;
using structwire::net::deadline;
using scripted = structwire::net::connection<messages, scripted_stream>;

struct scene {
    std::shared_ptr<script> play = std::make_shared<script>();
    scripted peer{scripted_stream(play)};

    scene(std::initializer_list<scripted_write> writes = {}) { play->writes = writes; }
};

TEST_CASE("connection::write_frame: is one write of prefix and payload", "[net][connection][rule-17]") {
    scene one;
    for (const std::string& payload : {std::string(), std::string("x"), std::string(60000, 'y')}) {
        const int before = one.play->write_calls;
        one.play->written.clear();
        REQUIRE(one.peer.write_frame(as_bytes(payload)));
        CHECK(one.play->write_calls == before + 1);
        CHECK(one.play->written == on_wire(payload));
    }
}

TEST_CASE("connection::write_frame: goes on where a write stopped, at every byte", "[net][connection][rule-30]") {
    const std::string wire = on_wire("payload");
    for (std::size_t cut = 1; cut < wire.size(); ++cut) {
        scene split{{.most = cut}, {.most = 1}};
        REQUIRE(split.peer.write_frame(as_bytes("payload")));
        CHECK(split.play->written == wire);
    }
}

TEST_CASE("connection::write_frame: refuses what the framing cannot say, and nothing ends", "[net][connection]") {
    scene over;
    const std::string payload(64 * 1024 - 3, 'x');
    const auto refused = over.peer.write_frame(as_bytes(payload));
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == errc::not_encodable);
    CHECK(over.peer.write_frame(as_bytes("x"), as_bytes("header")).error().code == errc::not_encodable);
    CHECK(over.peer.queue_frame(as_bytes(payload)).error().code == errc::not_encodable);
    CHECK(over.play->write_calls == 0);
    CHECK(over.peer.queued_bytes() == 0);
    CHECK(over.peer.write_frame(as_bytes(payload).subspan(1)).has_value());
}

TEST_CASE("connection::write_frame: can be repeated when nothing went", "[net][connection]") {
    for (const errc reason : {errc::timed_out, errc::cancelled, errc::overload}) {
        scene late{{.failure = reason}};
        CHECK(late.peer.write_frame(as_bytes("abc")).error() == error{.code = reason, .during = operation::write});
        CHECK_FALSE(late.peer.write_state().has_value());
        CHECK(late.peer.write_frame(as_bytes("abc")).has_value());
        CHECK(late.play->written == on_wire("abc"));
    }
}

TEST_CASE("connection::write_frame: a part of a frame breaks the writing side for good", "[net][connection][rule-10]") {
    for (const errc reason : {errc::timed_out, errc::cancelled, errc::overload}) {
        scene partly{{.most = 5}, {.failure = reason}};
        CHECK(partly.peer.write_frame(as_bytes("abc")).error().code == reason);
        const error broken{.code = errc::broken, .during = operation::write};
        CHECK(partly.peer.write_state() == broken);
        CHECK(partly.peer.write_frame(as_bytes("abc")).error() == broken);
        CHECK(partly.peer.queue_frame(as_bytes("abc")).error() == broken);
        CHECK(partly.peer.flush().error() == broken);
        CHECK(partly.peer.shutdown_write().error() == broken);
        CHECK(partly.play->write_calls == 2);
        CHECK(partly.play->shutdown_calls == 0);
    }
}

TEST_CASE("connection::write_frame: a deadline that passes between partial writes is kept",
          "[net][connection][rule-10]") {
    scene partly{{.most = 1}};
    CHECK(partly.peer.write_frame(as_bytes("abc"), deadline::in(0s)).error().code == errc::timed_out);
    CHECK(partly.play->write_calls == 1);
    CHECK(partly.peer.write_state()->code == errc::broken);
}

TEST_CASE("connection: a broken writing side leaves reading alone", "[net][connection]") {
    scene partly{{.most = 5}, {.failure = errc::timed_out}};
    partly.play->reads.push_back({on_wire("still here")});
    CHECK_FALSE(partly.peer.write_frame(as_bytes("abc")));
    CHECK(structwire::as_text(partly.peer.read_frame().value().payload) == "still here");
    CHECK(partly.peer.read_frame().error().code == errc::closed);
}

TEST_CASE("connection: a reset met by a write is not a clean end for the reader",
          "[net][connection][rule-03][rule-04]") {
    scene gone{{.failure = errc::reset}};
    gone.play->reads.push_back({on_wire("last words")});
    CHECK(gone.peer.write_frame(as_bytes("abc")).error().code == errc::reset);
    CHECK(gone.peer.write_frame(as_bytes("abc")).error().code == errc::reset);
    CHECK(gone.play->write_calls == 1);
    CHECK(structwire::as_text(gone.peer.read_frame().value().payload) == "last words");
    CHECK(gone.peer.read_frame().error().code == errc::reset);
}

TEST_CASE("connection::flush: sends everything queued with one write", "[net][connection]") {
    scene batch;
    REQUIRE(batch.peer.flush());
    CHECK(batch.play->write_calls == 0);
    REQUIRE(batch.peer.queue_frame(as_bytes("a")));
    REQUIRE(batch.peer.queue_frame(as_bytes("bb")));
    CHECK(batch.play->write_calls == 0);
    CHECK(batch.peer.queued_bytes() == 11);
    REQUIRE(batch.peer.flush());
    CHECK(batch.play->write_calls == 1);
    CHECK(batch.play->written == on_wire("a") + on_wire("bb"));
    CHECK(batch.peer.queued_bytes() == 0);
}

TEST_CASE("connection::write_frame: goes behind queued frames in the same write", "[net][connection]") {
    scene mixed{{.failure = errc::timed_out}};
    REQUIRE(mixed.peer.queue_frame(as_bytes("first")));
    CHECK(mixed.peer.flush().error().code == errc::timed_out);
    CHECK(mixed.peer.queued_bytes() == 9);
    REQUIRE(mixed.peer.write_frame(as_bytes("second")));
    CHECK(mixed.play->write_calls == 2);
    CHECK(mixed.play->written == on_wire("first") + on_wire("second"));
    CHECK(mixed.peer.queued_bytes() == 0);
}

TEST_CASE("connection::write_encoded: sends whole frames as they are, behind queued ones, in one write",
          "[net][connection]") {
    scene one;
    REQUIRE(one.peer.queue_frame(as_bytes("first")));
    const std::string batch = on_wire("second") + on_wire("third");
    REQUIRE(one.peer.write_encoded(as_bytes(batch)));
    CHECK(one.play->write_calls == 1);
    CHECK(one.play->written == on_wire("first") + batch);
    CHECK(one.peer.queued_bytes() == 0);
}

TEST_CASE("connection::write_encoded: one more frame goes in the same write, gathered when it is large",
          "[net][connection][rule-17]") {
    for (const std::size_t size : {std::size_t{1}, decltype(scene::peer)::copied_bytes, std::size_t{50'000}}) {
        scene one;
        const std::string payload(size, 'p'), batch = on_wire("second");
        REQUIRE(one.peer.queue_frame(as_bytes("first")));
        const auto last = messages{}.encode(as_bytes(payload));
        REQUIRE(one.peer.write_encoded(as_bytes(batch), *last));
        CHECK(one.play->write_calls == 1);
        CHECK((one.play->written == on_wire("first") + batch + on_wire(payload)));
        CHECK(one.play->pieces_written == (size == 1 ? 3 : 4));
    }
    scene late{{.most = 3}, {.failure = errc::timed_out}};
    CHECK(late.peer.write_encoded({}, *messages{}.encode(as_bytes("late"))).error().code == errc::timed_out);
    CHECK(late.peer.write_encoded({}, *messages{}.encode(as_bytes("late"))).error().code == errc::broken);
}

TEST_CASE("connection::write_encoded: a part of a batch breaks the writing side for good",
          "[net][connection][rule-10]") {
    scene late{{.most = 3}, {.failure = errc::timed_out}};
    CHECK(late.peer.write_encoded(as_bytes(on_wire("batch"))).error().code == errc::timed_out);
    CHECK(late.peer.write_encoded(as_bytes(on_wire("batch"))).error().code == errc::broken);
    CHECK(late.play->write_calls == 2);
}

TEST_CASE("connection::shutdown_write: sends what is queued, ends writing, and reading goes on",
          "[net][connection][rule-01]") {
    scene half;
    half.play->reads.push_back({on_wire("answer")});
    REQUIRE(half.peer.queue_frame(as_bytes("question")));
    REQUIRE(half.peer.shutdown_write());
    CHECK(half.play->written == on_wire("question"));
    CHECK(half.play->shutdown_calls == 1);
    CHECK(half.peer.write_frame(as_bytes("x")).error() == error{.code = errc::closed, .during = operation::write});
    CHECK(structwire::as_text(half.peer.read_frame().value().payload) == "answer");
}

TEST_CASE("connection::close_gracefully: half-closes, reads to the end, closes", "[net][connection][rule-06]") {
    scene polite;
    polite.play->reads = {{std::string(10000, 'x')}, {"y"}};
    REQUIRE(polite.peer.queue_frame(as_bytes("bye")));
    REQUIRE(polite.peer.close_gracefully(deadline::never));
    CHECK(polite.play->written == on_wire("bye"));
    CHECK(polite.play->shutdown_calls == 1);
    CHECK(polite.play->reads.empty());
    CHECK(polite.play->close_calls == 1);
    CHECK(polite.peer.read_frame().error().code == errc::closed);
    CHECK(polite.peer.write_frame(as_bytes("x")).error().code == errc::closed);
}

TEST_CASE("connection::close_gracefully: neither talk nor trickle goes on for ever", "[net][connection][rule-06]") {
    scene talker;
    talker.play->reads = {{std::string(scripted::most_discarded_bytes + 5000, 'x')}};
    CHECK(talker.peer.close_gracefully(deadline::never).error().code == errc::reset);
    CHECK(talker.play->close_calls == 1);
    scene trickler;
    trickler.play->endless = true;
    CHECK(trickler.peer.close_gracefully(deadline::in(0s)).error().code == errc::timed_out);
    CHECK(trickler.play->read_calls == 1);
    CHECK(trickler.play->close_calls == 1);
}

TEST_CASE("connection::close_gracefully: closes also when it cannot be polite", "[net][connection]") {
    scene broken{{.most = 1}, {.failure = errc::timed_out}};
    CHECK_FALSE(broken.peer.write_frame(as_bytes("abc")));
    CHECK(broken.peer.close_gracefully(deadline::never).error().code == errc::broken);
    CHECK(broken.play->close_calls == 1);
    CHECK(broken.play->read_calls == 0);
}

TEST_CASE("connection::write_frame: copies a small frame into one piece and gathers a large one",
          "[net][connection][rule-17]") {
    scene one;
    const std::string largest(scripted::copied_bytes - 4, 'x');
    REQUIRE(one.peer.write_frame(as_bytes(largest)));
    CHECK(one.play->pieces_written == 1);
    REQUIRE(one.peer.write_frame(as_bytes(largest + "y")));
    CHECK(one.play->pieces_written == 2);
    CHECK(one.play->write_calls == 2);
    const bool in_order = one.play->written == on_wire(largest) + on_wire(largest + "y");
    CHECK(in_order);
}

TEST_CASE("connection::write_frame: an escaped frame is one piece of any size and is not kept when it failed",
          "[net][connection][rule-17]") {
    using structwire::framing;
    for (const std::size_t size : {std::size_t{10}, std::size_t{100000}}) {
        const auto play = std::make_shared<script>();
        structwire::net::connection<framing<"slip,limit=1M">, scripted_stream> peer{scripted_stream(play)};
        play->writes = {{.failure = errc::timed_out}};
        const std::string payload(size, 'x');
        CHECK(peer.write_frame(as_bytes(payload)).error().code == errc::timed_out);
        CHECK(peer.queued_bytes() == 0);
        REQUIRE(peer.queue_frame(as_bytes("first")));
        REQUIRE(peer.write_frame(as_bytes(payload)));
        const bool in_order = play->written == "first\xc0" + payload + "\xc0";
        CHECK(in_order);
        CHECK(play->pieces_written == 2);
        CHECK(play->write_calls == 2);
    }
}

TEST_CASE("connection::write_frame: a framing of one frame can be asked again when nothing went", "[net][connection]") {
    const auto play = std::make_shared<script>();
    structwire::net::connection<structwire::framing<"eof">, scripted_stream> peer{scripted_stream(play)};
    play->writes = {{.failure = errc::timed_out}};
    CHECK(peer.write_frame(as_bytes("all")).error().code == errc::timed_out);
    CHECK(peer.write_frame(as_bytes("all")).has_value());
    CHECK(peer.write_frame(as_bytes("more")).error().code == errc::not_encodable);
    CHECK(play->written == "all");
}

TEST_CASE("connection::close_gracefully: a reset that reading has met is not a good end",
          "[net][connection][rule-03][rule-06]") {
    scene gone;
    gone.play->reads = {{"", errc::reset}};
    CHECK(gone.peer.read_frame().error().code == errc::reset);
    CHECK(gone.peer.close_gracefully(deadline::never).error().code == errc::reset);
    CHECK(gone.play->read_calls == 1);
    CHECK(gone.play->close_calls == 1);
}

}  // namespace
