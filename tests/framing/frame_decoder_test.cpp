// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// The decoder: both ways in, what is kept, how errors stay, and handing over to another framing.
#include <structwire/framing/frame_decoder.hpp>

#include <cstring>
#include <iterator>

#include "framing/support.hpp"

using namespace test;
using structwire::as_bytes;
using structwire::errc;
using structwire::frame_decoder;
using structwire::framing;

namespace {

using lengths = framing<"u8,limit=100">;

void put(frame_decoder<lengths>& in, std::string_view bytes) {
    const auto room = in.prepare(bytes.size());
    std::memcpy(room.data(), bytes.data(), bytes.size());
    in.commit(bytes.size());
}

// Two bytes a record, the first must be 'A'; a bad record is skipped. Resynchronises, as a delimited framing would.
struct skipping {
    [[nodiscard]] structwire::step next(structwire::byte_view bytes) const noexcept {
        if (!bytes.empty() && bytes[0] != std::byte{'A'}) return structwire::step::skip(errc::bad_stuffing, 0, 0, 1);
        if (bytes.size() < 2) return structwire::step::need(1);
        return structwire::step::deliver({}, bytes.subspan(1, 1), 2);
    }
    [[nodiscard]] structwire::step finish(structwire::byte_view bytes) const noexcept {
        if (bytes.empty()) return structwire::step::end();
        return structwire::step::fail(errc::truncated, 2, bytes.size());
    }
    [[nodiscard]] std::uint64_t max_frame_bytes() const noexcept { return 2; }
};

}  // namespace

TEST_CASE("frame_decoder::feed: gives views into the chunk and copies only a tail", "[framing][frame_decoder]") {
    frame_decoder<lengths> in;
    const std::string chunk = "\2ab\3c";
    for (const auto event : in.feed(as_bytes(chunk))) {
        REQUIRE(event);
        CHECK(static_cast<const void*>(event->payload.data()) == chunk.data() + 1);
    }
    CHECK(in.pending_bytes() == 2);
    CHECK(in.offset() == 3);
    CHECK(text_of(in.leftover()) == "\3c");
    CHECK(in.needed() == 2);
}

TEST_CASE("frame_decoder::feed: is a move-only input range", "[framing][frame_decoder]") {
    using range = structwire::frame_events<lengths>;
    STATIC_REQUIRE(std::input_iterator<range::iterator>);
    STATIC_REQUIRE(std::sentinel_for<range::sentinel, range::iterator>);
    STATIC_REQUIRE(!std::is_copy_constructible_v<range>);
    STATIC_REQUIRE(std::is_nothrow_move_constructible_v<range>);
    frame_decoder<lengths> in;
    auto first = in.feed(as_bytes("\1a\1b"sv));
    CHECK(text_of((*first.begin())->payload) == "a");
    CHECK(text_of((*first.begin())->payload) == "a");  // begin() again takes nothing
    auto second = std::move(first);
    auto at = second.begin();
    ++at;
    CHECK(text_of((*at)->payload) == "b");
    ++at;
    CHECK(at == second.end());
}

TEST_CASE("frame_decoder::feed: keeps what an early stop leaves", "[framing][frame_decoder]") {
    frame_decoder<lengths> in;
    for (const auto event : in.feed(as_bytes("\1a\1b\2c"sv))) {
        CHECK(text_of(event->payload) == "a");
        break;
    }
    CHECK(in.pending_bytes() == 4);
    CHECK(in.offset() == 2);
    CHECK(in.needed() == 0);
    std::string rest;
    for (const auto event : in.feed(as_bytes("d\1e"sv))) rest += line_of(event);
    CHECK(rest == "2:[b]4:[cd]7:[e]");
}

TEST_CASE("frame_decoder::feed: keeps all of a chunk whose range is not begun", "[framing][frame_decoder]") {
    frame_decoder<lengths> in;
    {
        const auto ignored = in.feed(as_bytes("\1a\2"sv));
    }
    CHECK(in.pending_bytes() == 3);
    {
        const auto ignored = in.feed(as_bytes("bc"sv));
    }
    CHECK(line_of(*in.next()) == "0:[a]");
    CHECK(line_of(*in.next()) == "2:[bc]");
    CHECK(!in.next());
}

TEST_CASE("frame_decoder::prepare: receives in place", "[framing][frame_decoder]") {
    frame_decoder<lengths> in;
    CHECK(!in.next());
    put(in, "\1a\2b");
    CHECK(line_of(*in.next()) == "0:[a]");
    CHECK(!in.next());
    CHECK(in.needed() == 1);
    put(in, "c\1d");
    const auto first = in.next();
    const auto second = in.next();
    CHECK(line_of(*first) == "2:[bc]");  // frames of one batch stay valid together
    CHECK(line_of(*second) == "5:[d]");
    CHECK(!in.finish());
}

TEST_CASE("frame_decoder::prepare: gives at least the room asked for", "[framing][frame_decoder]") {
    frame_decoder<lengths> in;
    for (const std::size_t wanted : {0u, 1u, 7u, 1000u, 100000u}) {
        const auto room = in.prepare(wanted);
        CHECK(room.size() >= wanted);
        CHECK(!room.empty());
    }
    in.commit(0);
    CHECK(in.pending_bytes() == 0);
}

TEST_CASE("frame_decoder: both ways in can be mixed", "[framing][frame_decoder]") {
    frame_decoder<lengths> in;
    put(in, "\3a");
    std::string all;
    for (const auto event : in.feed(as_bytes("bc\2d"sv))) all += line_of(event);
    put(in, "e\1f");
    while (const auto event = in.next()) all += line_of(*event);
    CHECK(all == "0:[abc]4:[de]7:[f]");
}

TEST_CASE("frame_decoder: frames in front of a fatal error come first, then it repeats", "[framing][frame_decoder]") {
    frame_decoder<lengths> in;
    std::string all;
    for (const auto event : in.feed(as_bytes("\1a\144\1b"sv))) all += line_of(event) + " ";
    CHECK(all == "0:[a] 2!too_long 100/101 ");
    CHECK(in.failed());
    CHECK(line_of(*in.next()) == "2!too_long 100/101");
    CHECK(line_of(*in.finish()) == "2!too_long 100/101");
    CHECK(in.needed() == 0);
    CHECK(text_of(in.leftover()) == "\144\1b");  // from the bad frame on
    all.clear();
    for (const auto event : in.feed(as_bytes("\1c"sv))) all += line_of(event) + " ";
    CHECK(all == "2!too_long 100/101 ");
    put(in, "\1d");
    CHECK(in.pending_bytes() == 3);  // nothing is taken any more
}

TEST_CASE("frame_decoder: goes on after an error that resumes", "[framing][frame_decoder]") {
    CHECK(events_of(skipping{}, "AaxAbyzAc"sv) ==
          "0:[a] 2!bad_stuffing 0/0 3:[b] 5!bad_stuffing 0/0 6!bad_stuffing 0/0 7:[c] .");
    CHECK(events_of(skipping{}, "xA"sv) == "0!bad_stuffing 0/0 1!truncated 2/1 ");
}

TEST_CASE("frame_decoder::last_error: keeps the whole error, also one that resumed", "[framing][frame_decoder]") {
    frame_decoder<lengths> in;
    CHECK(in.last_error() == structwire::error{});
    put(in, "\1a\144");
    CHECK(line_of(*in.next()) == "0:[a]");
    CHECK(in.last_error() == structwire::error{});
    const auto bad = in.next();
    REQUIRE((bad && !*bad));
    CHECK(in.last_error() == bad->error());
    CHECK(in.last_error().offset == 2);

    frame_decoder<skipping> out;
    {
        const auto fed = out.feed(as_bytes("xA"sv));
    }
    CHECK(line_of(*out.next()) == "0!bad_stuffing 0/0");
    CHECK(out.last_error().code == structwire::errc::bad_stuffing);
}

TEST_CASE("frame_decoder::fail: every later call reports the reason, and no end is clean", "[framing][frame_decoder]") {
    const structwire::error reset{
        .code = structwire::errc::reset, .during = structwire::operation::read, .native = 104};
    frame_decoder<framing<"eof">> in;
    {
        const auto kept = in.feed(as_bytes("every"sv));
    }
    CHECK(!in.next());
    in.fail(reset);
    CHECK(in.failed());
    CHECK(in.needed() == 0);
    {
        const auto ignored = in.feed(as_bytes("more"sv));
    }
    CHECK(in.next()->error() == reset);
    CHECK(in.finish()->error() == reset);
    CHECK(in.last_error() == reset);
    CHECK(text_of(in.leftover()) == "every");
}

TEST_CASE("frame_decoder::finish: takes what is still there first", "[framing][frame_decoder]") {
    frame_decoder<framing<"line">> in;
    {
        const auto ignored = in.feed(as_bytes("a\nb"));
    }
    CHECK(!in.ended());
    CHECK(line_of(*in.finish()) == "0:[a]");
    CHECK(in.ended());
    CHECK(line_of(*in.finish()) == "2:[b]");
    CHECK(!in.finish());
    CHECK(!in.finish());
    CHECK(in.offset() == 3);
}

TEST_CASE("frame_decoder::finish: truncated is latched", "[framing][frame_decoder]") {
    frame_decoder<lengths> in;
    put(in, "\3ab");
    CHECK(!in.next());
    CHECK(line_of(*in.finish()) == "0!truncated 4/3");
    CHECK(in.failed());
    CHECK(line_of(*in.finish()) == "0!truncated 4/3");
    CHECK(text_of(in.leftover()) == "\3ab");
}

TEST_CASE("frame_decoder::switch_to: hands unread bytes and the offset over", "[framing][frame_decoder]") {
    frame_decoder<framing<"line">> in;
    for (const auto event : in.feed(as_bytes("upgrade\r\n\2ab\1c"sv))) {
        CHECK(text_of(event->payload) == "upgrade");
        break;
    }
    auto next = std::move(in).switch_to(lengths{});
    CHECK(next.offset() == 9);
    CHECK(line_of(*next.next()) == "9:[ab]");
    CHECK(line_of(*next.next()) == "12:[c]");
    CHECK(!next.finish());
}

TEST_CASE("frame_decoder::switch_to: leaves an error behind, bytes from the bad frame on go over",
          "[framing][frame_decoder]") {
    frame_decoder<framing<"u32be,limit=64k">> in;
    for (const auto event : in.feed(as_bytes("GET /\n"))) CHECK(line_of(event) == "0!too_long 65536/1191182340");
    auto lines = std::move(in).switch_to(framing<"line">{});
    CHECK(line_of(*lines.next()) == "0:[GET /]");
}

TEST_CASE("frame_decoder: a moved decoder goes on where the other was", "[framing][frame_decoder]") {
    frame_decoder<lengths> in;
    {
        const auto ignored = in.feed(as_bytes("\2a"sv));
    }
    frame_decoder<lengths> moved = std::move(in);
    for (const auto event : moved.feed(as_bytes("b"))) CHECK(line_of(event) == "0:[ab]");
    frame_decoder<lengths> assigned;
    assigned = std::move(moved);
    CHECK(assigned.offset() == 3);
}

TEST_CASE("frame_decoder: offsets are absolute over many chunks", "[framing][frame_decoder]") {
    frame_decoder<lengths> in;
    std::uint64_t expected = 0;
    for (int round = 0; round != 1000; ++round) {
        for (const auto event : in.feed(as_bytes("\2ab\1"sv))) {
            REQUIRE(event);
            REQUIRE(event->offset == expected);
            expected += event->payload.size() + 1;
        }
        for (const auto event : in.feed(as_bytes("c"sv))) {
            REQUIRE(event->offset == expected);
            expected += 2;
        }
    }
    CHECK(expected == 5000);
    CHECK(in.offset() == 5000);
}

TEST_CASE("frame_decoder::events: gives what next() gives", "[framing][frame_decoder][events]") {
    frame_decoder<lengths> in;
    put(in, "\2ab\0\1c\3d"sv);
    std::string seen;
    for (const auto event : in.events()) seen += line_of(event) + " ";
    CHECK(seen == "0:[ab] 3:[] 4:[c] ");
    CHECK(in.pending_bytes() == 2);
    CHECK(in.offset() == 6);
    CHECK(in.needed() == 2);
    for (const auto event : in.events()) FAIL(line_of(event));
    put(in, "ef\0"sv);
    seen.clear();
    for (const auto event : in.events()) seen += line_of(event) + " ";
    CHECK(seen == "6:[def] 10:[] ");
    CHECK(in.pending_bytes() == 0);
}

TEST_CASE("frame_decoder::events: keeps what an early stop leaves", "[framing][frame_decoder][events]") {
    frame_decoder<lengths> in;
    put(in, "\1a\1b\1c\1d"sv);
    for (const auto event : in.events()) {
        CHECK(line_of(event) == "0:[a]");
        break;
    }
    CHECK(in.offset() == 2);
    (void)in.events().begin();  // takes one
    CHECK(in.offset() == 4);
    {
        const auto not_begun = in.events();
    }
    CHECK(in.offset() == 4);
    CHECK(line_of(*in.next()) == "4:[c]");
    std::string seen;
    for (const auto event : in.feed(as_bytes("\1e"sv))) seen += line_of(event) + " ";
    CHECK(seen == "6:[d] 8:[e] ");
}

TEST_CASE("frame_decoder::events: reports a fatal error once a range", "[framing][frame_decoder][events][errors]") {
    frame_decoder<lengths> in;
    put(in, "\1a\377b"sv);
    for (int round = 0; round != 2; ++round) {
        std::string seen;
        for (const auto event : in.events()) seen += line_of(event) + " ";
        CHECK(seen == (round == 0 ? "0:[a] 2!too_long 100/256 " : "2!too_long 100/256 "));
    }
    CHECK(text_of(in.leftover()) == "\377b");
    CHECK(in.offset() == 2);
}

TEST_CASE("frame_decoder: unescapes frames of a chunk, of the buffer and of both",
          "[framing][frame_decoder][stuffed]") {
    using slip = framing<"slip">;
    const std::string stream =
        "a\xdb\xdc"
        "b\xc0plain\xc0\xdb\xdd\xc0";
    for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
        frame_decoder<slip> in;
        std::string seen;
        for (const auto event : in.feed(as_bytes(std::string_view(stream).substr(0, cut)))) seen += line_of(event);
        for (const auto event : in.feed(as_bytes(std::string_view(stream).substr(cut)))) seen += line_of(event);
        CHECK(seen ==
              "0:[a\xc0"
              "b]5:[plain]11:[\xdb]");
    }
    frame_decoder<slip> in;
    const auto room = in.prepare(stream.size());
    std::memcpy(room.data(), stream.data(), stream.size());
    in.commit(stream.size());
    std::vector<structwire::byte_view> frames;  // all of them stay valid, in place
    for (const auto event : in.events()) frames.push_back(event->payload);
    REQUIRE(frames.size() == 3);
    CHECK(text_of(frames[0]) ==
          "a\xc0"
          "b");
    CHECK(text_of(frames[1]) == "plain");
    CHECK(text_of(frames[2]) == "\xdb");
}

TEST_CASE("frame_decoder: with a fixed capacity says overload for what does not fit",
          "[framing][frame_decoder][fixed][errors]") {
    frame_decoder<framing<"u8,limit=8">, 8> in;
    CHECK(in.prepare(100).size() == 8);
    std::string seen;
    for (const auto event : in.feed(as_bytes("\7abcdefg\7abc"sv))) seen += line_of(event) + " ";
    CHECK(seen == "0:[abcdefg] ");
    CHECK(in.prepare(100).size() == 4);
    {
        const auto ignored = in.feed(as_bytes("defg\1x"sv));
    }  // 10 bytes that nobody takes
    CHECK(in.failed());
    CHECK(in.next()->error().code == errc::overload);
}
