// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of protobuf::reader::read over streams in memory: every fault at every byte of a conversation. What must come
/// of it follows from the places of the frames alone.
#include <structwire/net/deadline.hpp>
#include <structwire/net/memory_stream.hpp>
#include <structwire/protobuf/reader.hpp>

#include <chrono>
#include <stop_token>
#include <utility>

#include "hostile_support.hpp"

namespace {

using namespace protobuf_support;
using namespace std::chrono_literals;
using structwire::net::deadline;
using structwire::net::fault;
using structwire::net::fault_script;
using structwire::net::memory_stream;
using structwire::protobuf::delimited_framing;
using structwire::protobuf::reader;

// Three messages, where each begins, and after how many bytes its length is known.
struct conversation {
    std::string bodies[3];
    std::string frames[3];
    std::size_t heads[3];

    [[nodiscard]] std::string wire() const { return frames[0] + frames[1] + frames[2]; }
};

const conversation in_varint{
    {"one", "", "three"}, {hex("03") + "one", hex("00"), hex("85 80 00") + "three"}, {1, 1, 3}};
const conversation in_u32be{
    {"one", "", "three"}, {hex("00 00 00 03") + "one", hex("00 00 00 00"), hex("00 00 00 05") + "three"}, {4, 4, 4}};
const conversation in_grpc{{"one", "", "three"},
                           {hex("00 00 00 00 03") + "one", hex("01 00 00 00 00"), hex("00 00 00 00 05") + "three"},
                           {5, 5, 5}};

// Calls what it is given for every conversation, framing and number of bytes up to all of them.
template <class Check>
void at_every_byte(const Check& check) {
    const auto one = [&](auto framer, const conversation& talk) {
        for (std::size_t after = 0; after <= talk.wire().size(); ++after) {
            CAPTURE(after, talk.heads[0]);
            check(framer, talk, after);
        }
    };
    one(delimited_framing{}, in_varint);
    one(framing<"u32be">{}, in_u32be);
    one(framing<"grpc">{}, in_grpc);
}

// What a reader of one direction heard, in how many calls that found nothing.
struct heard {
    record all;
    int waits = 0;
};

// Reads until the reader stops or `most_waits` calls found nothing. What stopped it is given again by every call.
template <class Framer, class... Wait>
heard listen(reader<note, Framer>& in, memory_stream& from, int most_waits, const Wait&... wait) {
    heard result;
    note got;
    while (!in.stopped() && result.waits < most_waits) {
        const auto frame = in.read(from, got, wait...);
        if (frame) {
            result.all.events.push_back(message_at(frame->offset, got.text));
        } else if (frame.error().code == errc::timed_out) {
            CHECK(frame.error().during == operation::read);
            CHECK_FALSE(in.stopped());
            ++result.waits;
        } else if (frame.error().code != errc::closed) {
            result.all.events.push_back({"", frame.error().offset, frame.error()});
        }
    }
    result.all.stopped = in.stopped();
    for (int again = 0; in.stopped() && again < 2; ++again) {
        CHECK(in.read(from, got, wait...).error() == *result.all.stopped);
        CHECK_FALSE(in.next(got).has_value());
    }
    return result;
}

// The far end writes all of it, whatever comes of that, and finishes.
void speak(memory_stream& far_end, std::string_view wire) {
    const byte_view piece = as_bytes(wire);
    (void)far_end.write_some({&piece, 1});
    (void)far_end.shutdown_write();
}

// The whole messages of the first `after` bytes, and what is left of those.
struct arrived {
    record all;
    std::size_t begin = 0;
    std::size_t rest = 0;
    std::size_t wanted = 0;  // bytes of the unfinished frame, where that is known

    arrived(const conversation& talk, std::size_t after) {
        std::size_t at = 0;
        for (; at < 3 && begin + talk.frames[at].size() <= after; begin += talk.frames[at++].size()) {
            all.events.push_back(message_at(begin, talk.bodies[at]));
        }
        rest = after - begin;
        if (at < 3 && rest >= talk.heads[at]) wanted = talk.frames[at].size();
    }
};

TEST_CASE("protobuf::reader::read: the end at every byte is clean between messages only", "[protobuf][reader][read]") {
    at_every_byte([](auto framer, const conversation& talk, std::size_t after) {
        auto [far_end, near_end] = memory_stream::pair({fault::fin(after)});
        speak(far_end, talk.wire());
        arrived expected(talk, after);
        if (expected.rest != 0) {
            expected.all.events.push_back(failure_at(expected.begin, errc::truncated, expected.wanted, expected.rest));
        }
        expected.all.stopped = expected.rest == 0
                                   ? stopped_by(after, errc::closed)
                                   : stopped_by(expected.begin, errc::truncated, expected.wanted, expected.rest);
        reader<note, decltype(framer)> in;
        const heard seen = listen(in, near_end, 1);
        CHECK(seen.all == expected.all);
        CHECK(seen.waits == 0);
        CHECK(in.leftover().size() == expected.rest);
    });
}

TEST_CASE("protobuf::reader::read: a reset at every byte is no end, also between messages",
          "[protobuf][reader][read]") {
    at_every_byte([](auto framer, const conversation& talk, std::size_t after) {
        auto [far_end, near_end] = memory_stream::pair({fault::rst(after)});
        speak(far_end, talk.wire());
        const arrived expected(talk, after);
        reader<note, decltype(framer)> in;
        heard seen = listen(in, near_end, 1);
        REQUIRE(seen.all.events.size() == expected.all.events.size() + 1);
        const auto last = seen.all.events.back().failure;
        REQUIRE(last.has_value());
        CHECK(last->code == errc::reset);
        CHECK(last->during == operation::read);
        CHECK(seen.all.stopped == last);  // the stream itself says so only once
        seen.all.events.pop_back();
        CHECK(seen.all.events == expected.all.events);
        CHECK(in.offset() == expected.begin);
        CHECK(as_text(in.leftover()) == talk.wire().substr(expected.begin, expected.rest));
    });
}

TEST_CASE("protobuf::reader::read: silence from every byte on stops nothing and loses nothing",
          "[protobuf][reader][read]") {
    at_every_byte([](auto framer, const conversation& talk, std::size_t after) {
        auto [far_end, near_end] = memory_stream::pair({fault::stall(after)});
        speak(far_end, talk.wire());
        const arrived expected(talk, after);
        reader<note, decltype(framer)> in;
        const heard seen = listen(in, near_end, 3, deadline::in(0s));
        CHECK(seen.all == expected.all);  // not stopped
        CHECK(seen.waits == 3);
        CHECK(in.offset() == expected.begin);
        CHECK(as_text(in.leftover()) == talk.wire().substr(expected.begin, expected.rest));

        note got;  // the bytes that were missing come another way
        in.feed(as_bytes(talk.wire()).subspan(after));
        in.finish();
        record rest = expected.all;
        take<note>([&](note& into) { return in.next(into); }, got, rest);
        CHECK(rest.events == arrived(talk, talk.wire().size()).all.events);
        CHECK(in.stopped() == stopped_by(talk.wire().size(), errc::closed));
    });
}

TEST_CASE("protobuf::reader::read: delays at every byte cost tries and no message", "[protobuf][reader][read]") {
    at_every_byte([](auto framer, const conversation& talk, std::size_t after) {
        const std::size_t size = talk.wire().size();
        record expected = arrived(talk, size).all;
        expected.stopped = stopped_by(size, errc::closed);
        for (const std::size_t most : {std::size_t{1}, std::size_t{2}, size}) {
            auto [far_end, near_end] = memory_stream::pair({fault::split(0, most), fault::delay(after, 3)});
            speak(far_end, talk.wire());
            reader<note, decltype(framer)> in;
            const std::stop_source source;
            const heard seen = listen(in, near_end, 9, deadline::in(1h), source.get_token());
            CHECK(seen.all == expected);
            CHECK(seen.waits == 3);
        }
    });
}

TEST_CASE("protobuf::reader::read: a delay in front of every byte costs no message", "[protobuf][reader][read]") {
    const auto one = [](auto framer, const conversation& talk) {
        const std::size_t size = talk.wire().size();
        fault_script all{fault::split(0, 1)};
        for (std::size_t after = 0; after <= size; ++after) all.push_back(fault::delay(after, 1));
        auto [far_end, near_end] = memory_stream::pair(all);
        speak(far_end, talk.wire());
        reader<note, decltype(framer)> in;
        const heard seen = listen(in, near_end, 1000);
        CHECK(seen.all.events == arrived(talk, size).all.events);
        CHECK(seen.all.stopped == stopped_by(size, errc::closed));
        CHECK(seen.waits == static_cast<int>(size) + 1);
    };
    one(delimited_framing{}, in_varint);
    one(framing<"u32be">{}, in_u32be);
    one(framing<"grpc">{}, in_grpc);
}

TEST_CASE("protobuf::reader::read: one bit wrong, anywhere, is what it is in memory", "[protobuf][reader][read]") {
    at_every_byte([](auto framer, const conversation& talk, std::size_t after) {
        if (after == talk.wire().size()) return;
        using framer_type = decltype(framer);
        for (unsigned bit = 0; bit < 8; ++bit) {
            CAPTURE(bit);
            std::string wire = talk.wire();
            wire[after] = static_cast<char>(static_cast<unsigned char>(wire[after]) ^ (1u << bit));
            const record expected = read_in_chunks<note, framer_type>(wire, [&] { return wire.size(); }, way::fed);
            for (const std::size_t most : {std::size_t{1}, std::size_t{5}, wire.size()}) {
                auto [far_end, near_end] = memory_stream::pair({fault::split(0, most), fault::flip(after, bit)});
                speak(far_end, talk.wire());
                reader<note, framer_type> in;
                CHECK(listen(in, near_end, 1).all == expected);
            }
        }
    });
}

TEST_CASE("protobuf::reader::read: a bad message is one error, and the call can be repeated",
          "[protobuf][reader][read]") {
    const std::string wire = delimited("one") + delimited("!two") + delimited("?") + delimited("four") + hex("02");
    for (const std::size_t most : {1u, 2u, 7u, 100u}) {
        auto [far_end, near_end] = memory_stream::pair({fault::split(0, most)});
        speak(far_end, wire);
        reader<note> in;
        const heard seen = listen(in, near_end, 1);
        record expected;
        expected.events = {message_at(0, "one"), failure_at(4, errc::bad_message, 0, 4),
                           failure_at(9, errc::uninitialized), message_at(11, "four"),
                           failure_at(16, errc::truncated, 3, 1)};
        expected.stopped = stopped_by(16, errc::truncated, 3, 1);
        CHECK(seen.all == expected);
    }
}

TEST_CASE("protobuf::reader::read: a length over the limit stops before its bytes are read",
          "[protobuf][reader][read][limits]") {
    const std::string wire = delimited("one") + hex("82 80 80 80 10") + std::string(100'000, 'x');
    auto [far_end, near_end] = memory_stream::pair();
    speak(far_end, wire);
    reader<note> in;
    const heard seen = listen(in, near_end, 1);
    CHECK(seen.all.stopped == stopped_by(4, errc::too_long, std::uint64_t{64} << 20, (std::uint64_t{1} << 32) + 2));
    CHECK(in.capacity() <= reader<note>::read_bytes);
    std::string room(wire.size(), '\0');
    const auto left = near_end.read_some(std::as_writable_bytes(std::span(room)));
    CHECK(left == wire.size() - reader<note>::read_bytes);  // one read, and none after the error
}

TEST_CASE("protobuf::reader::read: a stop at every byte is no end and loses nothing", "[protobuf][reader][read]") {
    at_every_byte([](auto framer, const conversation& talk, std::size_t after) {
        auto [far_end, near_end] = memory_stream::pair({fault::delay(after, 1)});
        speak(far_end, talk.wire());
        reader<note, decltype(framer)> in;
        record seen = listen(in, near_end, 1).all;
        note got;
        std::stop_source source;
        source.request_stop();
        for (int again = 0; again < 3; ++again) {
            const auto cancelled = in.read(near_end, got, deadline::never, source.get_token());
            REQUIRE_FALSE(cancelled.has_value());
            CHECK(cancelled.error().code == errc::cancelled);
            CHECK(cancelled.error().during == operation::read);
            CHECK_FALSE(in.stopped());
        }
        const record rest = listen(in, near_end, 1).all;
        seen.events.insert(seen.events.end(), rest.events.begin(), rest.events.end());
        CHECK(seen.events == arrived(talk, talk.wire().size()).all.events);
        CHECK(rest.stopped == stopped_by(talk.wire().size(), errc::closed));
    });
}

// One byte for each call, for ever; and a deadline that passes after so many calls.
struct dripping_stream {
    std::string rest;
    int calls = 0;

    template <class Wait>
    std::expected<std::size_t, error> read_some(byte_span room, const Wait&) {
        ++calls;
        if (rest.empty()) return 0;
        room.front() = static_cast<std::byte>(rest.front());
        rest.erase(0, 1);
        return 1;
    }
};
struct counted_deadline {
    const dripping_stream& from;
    int calls;

    [[nodiscard]] bool expired() const { return from.calls >= calls; }
};

TEST_CASE("protobuf::reader::read: a deadline is for the whole message, however slowly it drips",
          "[protobuf][reader][read]") {
    dripping_stream from{delimited("three") + delimited("four")};
    reader<note> in;
    note got;
    CHECK(in.read(from, got, counted_deadline{from, 4}).error() == error{errc::timed_out, operation::read});
    CHECK(from.calls == 4);
    CHECK_FALSE(in.stopped());
    // One that has passed before the call still takes what is there.
    CHECK(in.read(from, got, counted_deadline{from, 0}).error() == error{errc::timed_out, operation::read});
    CHECK(from.calls == 5);
    REQUIRE(in.read(from, got, counted_deadline{from, 5}).has_value());
    CHECK(got.text == "three");
    REQUIRE(in.read(from, got, counted_deadline{from, 99}).has_value());
    CHECK(got.text == "four");
    CHECK(in.read(from, got, counted_deadline{from, 0}).error() == stopped_by(11, errc::closed));
}

// Fails once with any reason, then goes on as if nothing had been.
struct failing_stream {
    errc reason;
    bool failed = false;
    std::string_view rest;

    std::expected<std::size_t, error> read_some(byte_span room) {
        if (!std::exchange(failed, true)) return std::unexpected(error{.code = reason, .during = operation::read});
        const std::size_t count = std::min(room.size(), rest.size());
        std::memcpy(room.data(), rest.data(), count);
        rest.remove_prefix(count);
        return count;
    }
};

TEST_CASE("protobuf::reader::read: which errors of a stream can be repeated and which stop the reader",
          "[protobuf][reader][read]") {
    for (const errc reason : {errc::timed_out, errc::cancelled, errc::overload, errc::reset, errc::unreachable,
                              errc::broken, errc::system_error}) {
        CAPTURE(name(reason));
        reader<note> in;
        note got;
        in.feed(as_bytes(delimited("three").substr(0, 3)));
        failing_stream from{.reason = reason, .rest = "ree"};
        const auto failed = in.read(from, got);
        REQUIRE_FALSE(failed.has_value());
        CHECK(failed.error().code == reason);
        CHECK(in.leftover().size() == 3);
        if (reason == errc::timed_out || reason == errc::cancelled || reason == errc::overload) {
            CHECK_FALSE(in.stopped());
            REQUIRE(in.read(from, got).has_value());
            CHECK(got.text == "three");
            CHECK(in.read(from, got).error() == stopped_by(6, errc::closed));
        } else {
            CHECK(in.stopped() == failed.error());
            CHECK(in.read(from, got).error() == failed.error());
            in.finish();
            CHECK_FALSE(in.next(got).has_value());
            CHECK(in.stopped() == failed.error());  // and the bytes there do not become a truncated message
        }
    }
}

TEST_CASE("protobuf::reader::read: a stream closed by us inside a message is no clean end",
          "[protobuf][reader][truncated]") {
    for (const std::size_t there : {0u, 1u, 3u}) {
        auto [near_end, far_end] = structwire::net::memory_stream::pair();
        structwire::protobuf::reader<note> in;
        note got;
        in.feed(
            as_bytes(std::string_view("\x05"
                                      "ab",
                                      there)));
        near_end.close();
        const auto ended = in.read(near_end, got);
        REQUIRE_FALSE(ended);
        CHECK(ended.error().code == (there == 0 ? errc::closed : errc::truncated));
        CHECK(in.stopped()->code == ended.error().code);
        CHECK(in.read(near_end, got).error() == ended.error());
    }
}

}  // namespace
