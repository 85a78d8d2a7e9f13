// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of net::connection::switch_to, against a stream that plays a script.
#include <structwire/framing.hpp>
#include <structwire/net/connection.hpp>

#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include "scripted_stream.hpp"
#include "support/catch.hpp"
#include "support/resuming_framer.hpp"

namespace {

using namespace net_support;
using structwire::as_bytes;
using structwire::as_text;
using structwire::errc;
using structwire::framing;
using structwire::net::deadline;
using lines = framing<"lf,eof=truncated,limit=64">;
template <class Framer>
using scripted = structwire::net::connection<Framer, scripted_stream>;

struct scene {
    std::shared_ptr<script> play = std::make_shared<script>();
    scripted<lines> peer{scripted_stream(play)};

    scene(std::initializer_list<scripted_read> reads = {}) { play->reads = reads; }
};

TEST_CASE("connection::switch_to: unread bytes and the stream offset move over", "[net][connection]") {
    scene two{{"upgrade\n" + on_wire("binary") + on_wire("more").substr(0, 5)}, {on_wire("more").substr(5)}};
    REQUIRE(as_text(two.peer.read_frame().value().payload) == "upgrade");
    auto binary = std::move(two.peer).switch_to(messages{});
    static_assert(std::is_same_v<decltype(binary), scripted<messages>>);
    const auto got = binary.read_frame().value();
    CHECK(as_text(got.payload) == "binary");
    CHECK(got.offset == 8);
    CHECK(two.play->read_calls == 1);
    CHECK(binary.pending_bytes() == 5);
    const auto next = binary.read_frame().value();
    CHECK(as_text(next.payload) == "more");
    CHECK(next.offset == 18);
    CHECK(binary.read_frame().error().code == errc::closed);
}

TEST_CASE("connection::switch_to: writes under the new framing, behind what was queued under the old",
          "[net][connection]") {
    scene two;
    REQUIRE(two.peer.queue_frame(as_bytes("upgrade")));
    auto binary = std::move(two.peer).switch_to(messages{});
    CHECK(binary.queued_bytes() == 8);
    REQUIRE(binary.write_frame(as_bytes("x")));
    CHECK(two.play->written == "upgrade\n" + on_wire("x"));
    CHECK(two.play->write_calls == 1);
}

TEST_CASE("connection::switch_to: the end of input is kept, and judged by the new framing",
          "[net][connection][rule-01]") {
    scene cut{{"abcd"}};
    CHECK(cut.peer.read_frame().error().code == errc::truncated);
    auto fixed = std::move(cut.peer).switch_to(framing<"fixed=3">{});
    CHECK_FALSE(fixed.read_state().has_value());
    CHECK(as_text(fixed.read_frame().value().payload) == "abc");
    const auto end = fixed.read_frame();
    CHECK(end.error().code == errc::truncated);
    CHECK(end.error().offset == 3);
    CHECK(cut.play->read_calls == 2);

    scene clean;
    CHECK(clean.peer.read_frame().error().code == errc::closed);
    auto still = std::move(clean.peer).switch_to(messages{});
    CHECK(still.read_frame().error().code == errc::closed);
    CHECK(clean.play->read_calls == 1);
}

TEST_CASE("connection::switch_to: a reset is kept, behind the frames of the bytes before it",
          "[net][connection][rule-03][rule-05]") {
    scene gone{{"abcd"}, {"", errc::reset}};
    CHECK(gone.peer.read_frame().error().code == errc::reset);
    auto fixed = std::move(gone.peer).switch_to(framing<"fixed=2">{});
    CHECK(as_text(fixed.read_frame().value().payload) == "ab");
    CHECK(as_text(fixed.read_frame().value().payload) == "cd");
    CHECK(fixed.read_frame().error().code == errc::reset);
    CHECK(fixed.read_frame().error().code == errc::reset);
    CHECK(gone.play->read_calls == 2);
}

TEST_CASE("connection::switch_to: an error of the old framing stays behind", "[net][connection]") {
    scene bad{{std::string(65, 'x')}};
    CHECK(bad.peer.read_frame().error().code == errc::too_long);
    auto fixed = std::move(bad.peer).switch_to(framing<"fixed=65">{});
    CHECK(fixed.read_frame().value().payload.size() == 65);
}

TEST_CASE("connection::switch_to: the end of writing moves over", "[net][connection][rule-10]") {
    scene half;
    REQUIRE(half.peer.shutdown_write());
    auto next = std::move(half.peer).switch_to(messages{});
    CHECK(next.write_frame(as_bytes("x")).error().code == errc::closed);

    scene partly;
    partly.play->writes = {{.most = 1}, {.failure = errc::timed_out}};
    CHECK_FALSE(partly.peer.write_frame(as_bytes("abc")));
    auto broken = std::move(partly.peer).switch_to(messages{});
    CHECK(broken.write_frame(as_bytes("x")).error().code == errc::broken);

    scene reset;
    reset.play->writes = {{.failure = errc::reset}};
    CHECK_FALSE(reset.peer.write_frame(as_bytes("abc")));
    auto after = std::move(reset.peer).switch_to(messages{});
    CHECK(after.write_frame(as_bytes("x")).error().code == errc::reset);
    CHECK(after.read_frame().error().code == errc::reset);  // the stream says end, but the write knows better
}

TEST_CASE("connection::switch_to: a closed connection stays closed", "[net][connection]") {
    scene over{{"one\ntwo\n"}};
    REQUIRE(over.peer.read_frame());
    over.peer.close();
    auto next = std::move(over.peer).switch_to(lines{});
    CHECK(next.read_frame().error().code == errc::closed);
    CHECK(next.write_frame(as_bytes("x")).error().code == errc::closed);
    CHECK(over.play->read_calls == 1);
}

}  // namespace
