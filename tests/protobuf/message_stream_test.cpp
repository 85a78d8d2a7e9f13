// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of message_stream over connections in memory.
#include <structwire/framing.hpp>
#include <structwire/net/connection.hpp>
#include <structwire/net/fault_script.hpp>
#include <structwire/net/memory_stream.hpp>
#include <structwire/protobuf/dispatcher.hpp>
#include <structwire/protobuf/message_stream.hpp>

#include <chrono>
#include <memory>

#include "net/scripted_stream.hpp"
#include "protobuf_support.hpp"

namespace {

using namespace protobuf_support;
using namespace std::chrono_literals;
using structwire::any_framing;
using structwire::net::connection;
using structwire::net::deadline;
using structwire::net::fault;
using structwire::net::memory_stream;
using structwire::protobuf::delimited_framing;
using structwire::protobuf::frame_connection;
using structwire::protobuf::make_message_stream;
using structwire::protobuf::message_stream;

template <class Framer>
using link = connection<Framer, memory_stream>;

static_assert(frame_connection<link<delimited_framing>> && frame_connection<link<any_framing>>);
static_assert(!frame_connection<memory_stream>);

// Two ends of one link.
template <class Framer = delimited_framing>
auto linked(Framer framing = {}, std::size_t batch_bytes = 64 * 1024) {
    auto [near_end, far_end] = memory_stream::pair();
    using stream = message_stream<note, note, link<Framer>>;
    return std::pair(stream(link<Framer>(std::move(near_end), framing), {.batch_bytes = batch_bytes}),
                     stream(link<Framer>(std::move(far_end), framing), {.batch_bytes = batch_bytes}));
}

template <class Stream>
std::string read_text(Stream& from) {
    note got;
    const auto taken = from.read(got);
    return taken ? got.text : std::string(describe(taken.error()).view());
}

TEST_CASE("message_stream: questions and answers, both ways", "[protobuf][message_stream]") {
    auto [client, server] = linked();
    REQUIRE(client.write(note{"one"}));
    REQUIRE(client.write(note{""}));
    CHECK(client.collected() == 5);
    note got;
    CHECK(server.read(got).error().code == errc::timed_out);  // nothing was sent yet
    REQUIRE(client.flush());
    CHECK(client.collected() == 0);
    REQUIRE(server.read(got));
    CHECK(got.text == "one");
    const auto second = server.read(got);
    REQUIRE(second);
    CHECK(second->offset == 4);
    CHECK(got.text.empty());
    REQUIRE(server.write(note{"answer"}));
    REQUIRE(server.shutdown_write());
    CHECK(read_text(client) == "answer");
    CHECK(client.read(got).error().code == errc::closed);
    CHECK(client.read(got).error().code == errc::closed);
    REQUIRE(client.write(note{"still"}));
    REQUIRE(client.flush());
    CHECK(read_text(server) == "still");
}

TEST_CASE("message_stream::read: sends what was collected before it waits, and only then",
          "[protobuf][message_stream]") {
    auto [client, server] = linked();
    REQUIRE(server.write(note{"a"}));
    REQUIRE(server.write(note{"b"}));
    REQUIRE(server.flush());
    CHECK(read_text(client) == "a");
    REQUIRE(client.write(note{"question"}));
    CHECK(read_text(client) == "b");  // was there: no reason to send yet
    CHECK(client.collected() == 9);
    note got;
    CHECK(client.read(got).error().code == errc::timed_out);
    CHECK(client.collected() == 0);
    CHECK(read_text(server) == "question");
}

TEST_CASE("message_stream::write: a full batch goes with the next message", "[protobuf][message_stream]") {
    auto [client, server] = linked<delimited_framing>({}, 10);
    note got;
    for (int round = 0; round < 3; ++round) {
        REQUIRE(client.write(note_of(4)));  // 5 bytes
        REQUIRE(client.write(note_of(4)));
        CHECK(client.collected() == 10);
        CHECK(server.read(got).error().code == errc::timed_out);
        REQUIRE(client.write(note_of(4)));
        CHECK(client.collected() == 5);
        for (int each = 0; each < 2; ++each) CHECK(read_text(server) == "nnnn");
        REQUIRE(client.flush());
        CHECK(read_text(server) == "nnnn");
    }
}

TEST_CASE("message_stream::write: a large message goes at once, behind the batch", "[protobuf][message_stream]") {
    const auto check = [](auto framing, bool gathers = true) {
        auto [client, server] = linked(framing);
        constexpr std::size_t border = decltype(client)::collected_bytes;
        REQUIRE(client.write(note{"small"}));
        REQUIRE(client.write(note_of(border)));
        CHECK(client.collected() > border);
        REQUIRE(client.write(note_of(border + 1)));
        CHECK((client.collected() == 0) == gathers);
        REQUIRE(client.write(note_of(300'000)));
        CHECK((client.collected() == 0) == gathers);
        REQUIRE(client.write(note{"last"}));
        REQUIRE(client.shutdown_write());
        CHECK(read_text(server) == "small");
        for (const std::size_t size : {border, border + 1, std::size_t{300'000}}) {
            CHECK((read_text(server) == std::string(size, 'n')));
        }
        CHECK(read_text(server) == "last");
        note got;
        CHECK(server.read(got).error().code == errc::closed);
    };
    check(delimited_framing{});
    check(framing<"u32be">{});
    check(framing<"u32be+crc32c">{});
    check(*any_framing::parse("tfrecord"), false);
}

TEST_CASE("message_stream::write: sizes a message once and serializes it once", "[protobuf][message_stream][cost]") {
    auto [client, server] = linked();
    for (const std::size_t size : {1u, 100'000u}) {
        const note once = note_of(size);
        REQUIRE(client.write(once));
        CHECK(once.sized == 1);
        CHECK(once.serialized == 1);
    }
    const note tagged = note_of(1);
    REQUIRE(client.write_as(structwire::protobuf::leading_varint{}, 3, tagged));
    CHECK((tagged.sized == 1 && tagged.serialized == 1));
}

TEST_CASE("message_stream::write_as: several types, read as frames", "[protobuf][message_stream][dispatcher]") {
    auto [client, server] = linked<delimited_framing>({}, 10);
    const structwire::protobuf::leading_varint type;
    for (const std::string text : {"one", "two", "three"}) REQUIRE(client.write_as(type, text.size(), note{text}));
    CHECK(client.collected() == 7);  // the first two went when the third came
    REQUIRE(client.flush());
    std::string seen;
    structwire::protobuf::dispatcher routes(
        type, structwire::protobuf::on<note>(3, [&](const note& got) { seen += got.text + ","; }),
        structwire::protobuf::otherwise([&](const auto& other) { seen += as_text(other.body); }));
    for (int each = 0; each < 3; ++each) {
        const auto got = server.read_frame();
        REQUIRE(got);
        REQUIRE(routes.dispatch(*got));
    }
    CHECK(seen == "one,two,three");
    auto below = std::move(server).release().switch_to(framing<"u8">{});
    CHECK(below.read_frame().error().code == errc::timed_out);
}

TEST_CASE("message_stream: a header goes in front of every length, and is given back",
          "[protobuf][message_stream][grpc]") {
    using grpc = link<framing<"grpc">>;
    auto [near_end, far_end] = memory_stream::pair();
    auto client = make_message_stream<note>(grpc(std::move(near_end)), {.header = as_bytes(std::string_view("\0", 1))});
    auto server = make_message_stream<note>(grpc(std::move(far_end)), {.header = as_bytes("\1")});
    REQUIRE(client.write(note{"small"}));
    REQUIRE(client.write(note_of(100'000)));
    note got;
    for (const std::size_t size : {std::size_t{5}, std::size_t{100'000}}) {
        const auto taken = server.read(got);
        REQUIRE(taken);
        CHECK(got.text.size() == size);
        CHECK(as_text(taken->header) == std::string_view("\0", 1));
    }
    REQUIRE(server.write(note{"!compressed"}));
    REQUIRE(server.flush());
    const auto compressed = client.read_frame();
    REQUIRE(compressed);
    CHECK(as_text(compressed->header) == "\1");
    CHECK(as_text(compressed->payload) == "!compressed");

    const std::string longest(16, 'h'), too_long(17, 'h');
    const auto with_header = [](auto framing, std::string_view header) {
        return make_message_stream<note>(link<decltype(framing)>(memory_stream::pair().first),
                                         {.header = as_bytes(header)});
    };
    CHECK(with_header(framing<"u8,offset=16">{}, longest).write(note{"x"}));
    auto refused = with_header(framing<"u32be,offset=17">{}, too_long);
    CHECK(refused.write(note{"x"}).error().code == errc::not_encodable);
    CHECK(refused.write(note_of(100'000)).error().code == errc::not_encodable);
}

TEST_CASE("message_stream::write: a message that could not be sent was not taken",
          "[protobuf][message_stream][errors]") {
    auto [near_end, far_end] = memory_stream::pair();
    auto client = make_message_stream<note>(link<delimited_framing>(std::move(near_end)));
    REQUIRE(client.write(note{"first"}));
    far_end.close();
    CHECK(client.write(note_of(100'000)).error().code == errc::reset);
    CHECK(client.collected() == 6);
    CHECK(client.write(note{"second"}).error().code == errc::reset);
    CHECK(client.flush().error().code == errc::reset);
    CHECK(client.collected() == 6);
}

TEST_CASE("message_stream::write: refusals take nothing and end nothing", "[protobuf][message_stream][limits]") {
    auto [client, server] = linked(framing<"varint,limit=20000">{});
    REQUIRE(client.write(note{"first"}));
    CHECK(client.write(note{"?"}).error().code == errc::uninitialized);
    CHECK(client.write(note{"?" + std::string(17'000, 'x')}).error().code == errc::uninitialized);
    for (const std::size_t size : {20'001u, 20'500u, 1'000'000u}) {
        const auto refused = client.write(note_of(size));
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == errc::not_encodable);
        CHECK(refused.error().given == size);
    }
    REQUIRE(client.write(note_of(20'000)));
    CHECK(read_text(server) == "first");
    CHECK(read_text(server).size() == 20'000);
}

TEST_CASE("message_stream::read: a bad message is an error, and the next one is read",
          "[protobuf][message_stream][errors]") {
    auto [client, server] = linked();
    REQUIRE(client.write(note{"!bad"}));
    REQUIRE(client.write(note{"good"}));
    REQUIRE(client.flush());
    note got;
    CHECK(server.read(got).error() == stopped_by(0, errc::bad_message, 0, 4));
    CHECK_FALSE(server.lower().read_state());
    CHECK(read_text(server) == "good");
}

TEST_CASE("message_stream::read: still reads when writing has ended", "[protobuf][message_stream][errors]") {
    auto [near_end, far_end] = memory_stream::pair({fault::rst(3)}, {});
    auto client = make_message_stream<note>(link<delimited_framing>(std::move(near_end)));
    auto server = make_message_stream<note>(link<delimited_framing>(std::move(far_end)));
    REQUIRE(server.write(note{"goodbye"}));
    REQUIRE(server.flush());
    REQUIRE(client.write(note{"question"}));
    note got;
    const auto answer = client.read(got);
    const bool read_first = answer && got.text == "goodbye";
    CHECK((read_first || answer.error().code == errc::reset));
}

TEST_CASE("message_stream::read: takes what has come although what was collected could not go",
          "[protobuf][message_stream][errors]") {
    auto [near_end, far_end] = memory_stream::pair({}, {}, 8);
    auto client = make_message_stream<note>(link<delimited_framing>(std::move(near_end)));
    auto server = make_message_stream<note>(link<delimited_framing>(std::move(far_end)));
    REQUIRE(client.write(note_of(7)));
    REQUIRE(client.flush());  // the peer's buffer is full now
    REQUIRE(client.write(note{"q"}));
    CHECK(client.flush().error().code == errc::timed_out);
    REQUIRE(server.write(note{"answer"}));
    REQUIRE(server.flush());
    CHECK(read_text(client) == "answer");
    CHECK(client.collected() == 2);
    note got;
    CHECK(client.read(got).error().code == errc::timed_out);
    REQUIRE(
        server.lower().write_encoded(as_bytes("\x05"
                                              "!bad?")));  // 8 bytes of room
    CHECK(client.read(got).error().code == errc::bad_message);
    CHECK(client.collected() == 2);
    CHECK(read_text(server) == "nnnnnnn");
    REQUIRE(client.flush());
    CHECK(read_text(server) == "q");
}

TEST_CASE("message_stream: a peer never sees a clean end in front of messages that were not sent",
          "[protobuf][message_stream][errors]") {
    for (const bool gracefully : {true, false}) {
        auto [near_end, far_end] = memory_stream::pair({}, {}, 8);
        auto client = make_message_stream<note>(link<delimited_framing>(std::move(near_end)));
        auto server = make_message_stream<note>(link<delimited_framing>(std::move(far_end)));
        REQUIRE(client.write(note_of(7)));
        REQUIRE(client.flush());
        REQUIRE(client.write(note{"LOST"}));
        const auto ended = gracefully ? client.close_gracefully(deadline::never) : client.shutdown_write();
        CHECK(ended.error().code == errc::timed_out);
        CHECK(read_text(server) == "nnnnnnn");
        note got;
        CHECK(server.read(got).error().code == (gracefully ? errc::reset : errc::timed_out));
        if (gracefully) continue;
        REQUIRE(client.shutdown_write());
        CHECK(read_text(server) == "LOST");
        CHECK(server.read(got).error().code == errc::closed);
    }
}

TEST_CASE("message_stream: what the connection below has queued goes with the messages", "[protobuf][message_stream]") {
    auto [client, server] = linked();
    REQUIRE(client.lower().queue_frame(as_bytes("below")));
    note got;
    CHECK(client.read(got).error().code == errc::timed_out);
    CHECK(read_text(server) == "below");
    REQUIRE(client.write(note{"above"}));
    auto released = std::move(client).release();
    CHECK(released.queued_bytes() == 6);
    REQUIRE(released.flush());
    CHECK(read_text(server) == "above");
}

TEST_CASE("message_stream::read: a bad frame is said although what was collected could not go",
          "[protobuf][message_stream][errors]") {
    using checked = framing<"u8,resync+sum8">;
    auto [near_end, far_end] = memory_stream::pair({}, {}, 4);
    auto client = make_message_stream<note>(link<checked>(std::move(near_end)));
    auto server = make_message_stream<note>(link<checked>(std::move(far_end)));
    REQUIRE(client.write(note{"ab"}));
    REQUIRE(client.flush());  // the peer's buffer is full now
    REQUIRE(client.write(note{"q"}));
    REQUIRE(
        server.lower().write_encoded(as_bytes("\x03"
                                              "ab?")));
    note got;
    CHECK(client.read(got).error().code == errc::bad_checksum);
    CHECK_FALSE(client.read_state());
    CHECK(client.read(got).error().code == errc::timed_out);
}

TEST_CASE("message_stream::read: does not wait for an answer when there is no memory to ask",
          "[protobuf][message_stream][errors]") {
    const auto play = std::make_shared<net_support::script>();
    play->writes = {{.failure = errc::overload}};
    play->reads = {{delimited("answer")}};
    auto client = make_message_stream<note>(
        connection<delimited_framing, net_support::scripted_stream>(net_support::scripted_stream(play)));
    REQUIRE(client.write(note{"q"}));
    note got;
    CHECK(client.read(got).error().code == errc::overload);
    CHECK(play->read_calls == 0);
    REQUIRE(client.read(got));
    CHECK(got.text == "answer");
    CHECK(play->written == delimited("q"));
}

}  // namespace
