// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of protobuf::reader on streams that are as they should be, but for some messages.
#include <structwire/framing.hpp>
#include <structwire/protobuf/reader.hpp>

#include <google/protobuf/arena.h>

#include <limits>
#include <ticket.pb.h>
#include <trade.pb.h>

#include "protobuf_support.hpp"
#include "support/resuming_framer.hpp"

namespace {

using namespace protobuf_support;
using structwire::any_framing;
using structwire::demo::Ticket;
using structwire::demo::Trade;
using structwire::protobuf::reader;

Trade trade_of(std::uint32_t id, std::int64_t price, std::int32_t quantity, std::string symbol) {
    Trade trade;
    trade.set_id(id);
    trade.set_price(price);
    trade.set_quantity(quantity);
    trade.set_symbol(std::move(symbol));
    return trade;
}

TEST_CASE("protobuf::reader: goes on behind an error of a framing that resumes", "[protobuf][reader][errors]") {
    reader<Trade, test_support::resuming_framer> in;
    Trade trade;
    in.feed(structwire::as_bytes("\x08\x01\xee\xee\x08\x02\x08"));  // Trade of id 1, a bad frame, id 2, half a frame
    REQUIRE(in.next(trade));
    CHECK(trade.id() == 1);
    const auto bad = in.next(trade);
    REQUIRE(bad);
    CHECK(bad->error().code == structwire::errc::bad_magic);
    CHECK(bad->error().offset == 2);
    CHECK_FALSE(in.stopped());
    REQUIRE(in.next(trade));
    CHECK(trade.id() == 2);
    in.finish();
    CHECK(in.next(trade)->error().code == structwire::errc::truncated);
    CHECK(in.stopped()->offset == 6);
    CHECK_FALSE(in.next(trade));
}

TEST_CASE("protobuf::reader: messages, zero-length ones too, in every chunking", "[protobuf][reader]") {
    const std::string bodies[] = {
        trade_of(1, -250, 7, "BTCUSD").SerializeAsString(),
        "",
        "",
        trade_of(4'294'967'295, std::numeric_limits<std::int64_t>::min(), -1, std::string(200, 'x'))
            .SerializeAsString(),
        trade_of(0, 0, 1, "").SerializeAsString(),
        "",
    };
    record expected;
    std::string wire;
    for (const std::string& body : bodies) {
        expected.events.push_back(message_at(wire.size(), body));
        wire += delimited(body);
    }
    expected.stopped = stopped_by(wire.size(), errc::closed);
    CHECK(read_every_way<Trade>(wire) == expected);
}

TEST_CASE("protobuf::reader: a stream of no bytes ends clean", "[protobuf][reader]") {
    reader<Trade> in;
    Trade trade;
    CHECK_FALSE(in.next(trade).has_value());
    CHECK_FALSE(in.stopped());
    in.finish();
    CHECK_FALSE(in.stopped());
    CHECK_FALSE(in.next(trade).has_value());
    CHECK(in.stopped() == stopped_by(0, errc::closed));
}

TEST_CASE("protobuf::reader: a reused message keeps nothing", "[protobuf][reader]") {
    reader<Trade> in;
    Trade reused = trade_of(9, 9, 9, "stale");
    in.feed(as_bytes(delimited(trade_of(1, 2, 3, "full").SerializeAsString()) +
                     delimited(trade_of(5, 0, 0, "").SerializeAsString()) + delimited("")));
    REQUIRE(in.next(reused)->has_value());
    REQUIRE(in.next(reused)->has_value());
    CHECK(reused.id() == 5);
    CHECK(reused.price() == 0);
    CHECK(reused.symbol().empty());
    REQUIRE(in.next(reused)->has_value());
    CHECK(reused.id() == 0);
    CHECK_FALSE(in.next(reused).has_value());
}

TEST_CASE("protobuf::reader::next_frame: a frame as it is", "[protobuf][reader][grpc]") {
    reader<Trade, framing<"grpc">> in;
    Trade trade;
    in.feed(as_bytes(hex("01 00 00 00 02 78 1c 00 00 00 00 02 08 05 00 00")));
    const auto compressed = in.next_frame();
    REQUIRE(compressed->has_value());
    CHECK(as_text((*compressed)->header) == "\1");
    CHECK(as_text((*compressed)->payload) == hex("78 1c"));
    REQUIRE(in.next(trade)->has_value());
    CHECK(trade.id() == 5);
    in.finish();
    CHECK(in.next_frame()->error().code == errc::truncated);
    CHECK(in.stopped()->offset == 14);
    CHECK_FALSE(in.next_frame());
}

TEST_CASE("protobuf::reader::merge_next: merges, and says so in its name only", "[protobuf][reader][merge]") {
    reader<Trade> in;
    Trade kept = trade_of(9, 9, 9, "kept");
    in.feed(as_bytes(delimited(trade_of(1, 2, 0, "").SerializeAsString()) + delimited(hex("0c")) + delimited("")));
    REQUIRE(in.merge_next(kept)->has_value());
    CHECK(kept.id() == 1);
    CHECK(kept.quantity() == 9);
    CHECK(kept.symbol() == "kept");
    CHECK(in.merge_next(kept)->error().code == errc::bad_message);
    CHECK(kept.symbol() == "kept");
    REQUIRE(in.next(kept)->has_value());
    CHECK(kept.ByteSizeLong() == 0);
    CHECK_FALSE(in.merge_next(kept));
}

TEST_CASE("protobuf::reader::next_in: messages that the arena owns", "[protobuf][reader][arena]") {
    google::protobuf::Arena memory;
    reader<Trade> in;
    std::vector<Trade*> all;
    in.feed(as_bytes(delimited(trade_of(1, 2, 3, "one").SerializeAsString()) + delimited(hex("0c")) +
                     delimited(trade_of(4, 5, 6, "two").SerializeAsString())));
    while (const auto got = in.next_in(memory)) {
        if (*got) {
            all.push_back(**got);
        } else {
            CHECK(got->error().code == errc::bad_message);
            CHECK(got->error().offset == 1 + trade_of(1, 2, 3, "one").ByteSizeLong());
        }
    }
    REQUIRE(all.size() == 2);
    CHECK(all[0]->symbol() == "one");
    CHECK(all[1]->symbol() == "two");
    CHECK(all[0]->GetArena() == &memory);
    CHECK(all[1]->GetArena() == &memory);

    reader<Ticket> lite;
    lite.feed(as_bytes(delimited(hex("08 07"))));
    const auto got = lite.next_in(memory);
    REQUIRE(got->has_value());
    CHECK((**got)->id() == 7);
    CHECK((**got)->GetArena() == &memory);
}

TEST_CASE("protobuf::reader::messages: a loop left early goes on with the next one", "[protobuf][reader][range]") {
    const std::string wire =
        delimited("one") + delimited("!two") + delimited("three") + delimited("four") + "\x05" + "fi";
    for (const bool borrowed : {false, true}) {
        reader<note> in;
        note got;
        std::string seen;
        const auto take_until = [&](auto&& events, std::size_t count) {
            if (count == 0) return;
            for (const auto& event : events) {
                seen += event ? got.text : "error at " + std::to_string(event.error().offset);
                seen += ' ';
                if (--count == 0) break;
            }
        };
        if (!borrowed) in.feed(as_bytes(wire));
        const auto begin = [&] { return borrowed ? in.messages(as_bytes(wire), got) : in.messages(got); };
        take_until(begin(), 0);  // begun or not, nothing is lost
        take_until(in.messages(got), 1);
        CHECK(in.offset() == 4);
        take_until(in.messages(got), 2);
        REQUIRE(in.next(got)->has_value());
        seen += got.text;
        CHECK(seen == "one error at 4 three four");
        take_until(in.messages(as_bytes("ve!"), got), 9);
        CHECK(got.text == "five!");
    }
}

TEST_CASE("protobuf::reader: a bad message is one error, and the next is read", "[protobuf][reader]") {
    const std::string good = trade_of(1, 2, 3, "ok").SerializeAsString();
    const std::string wire =
        delimited(good) + delimited(hex("0c 00")) + delimited(good) + delimited("\xff") + delimited("");
    const std::uint64_t first = delimited(good).size();
    record expected;
    expected.events = {message_at(0, good), failure_at(first, errc::bad_message, 0, 2), message_at(first + 3, good),
                       failure_at(2 * first + 3, errc::bad_message, 0, 1), message_at(2 * first + 5, "")};
    expected.stopped = stopped_by(wire.size(), errc::closed);
    CHECK(read_every_way<Trade>(wire) == expected);
}

TEST_CASE("protobuf::reader: a missing required field is one error, and the next is read", "[protobuf][reader]") {
    Ticket ticket;
    ticket.set_note("no id");
    const std::string bad = ticket.SerializePartialAsString();
    ticket.set_id(8);
    const std::string good = ticket.SerializeAsString();
    const std::string wire = delimited(bad) + delimited("") + delimited(good);
    const std::uint64_t second = delimited(bad).size();
    record expected;
    expected.events = {failure_at(0, errc::uninitialized), failure_at(second, errc::uninitialized),
                       message_at(second + 1, good)};
    expected.stopped = stopped_by(wire.size(), errc::closed);
    CHECK(read_every_way<Ticket>(wire) == expected);
}

TEST_CASE("protobuf::reader: takes messages written by hand and any framing", "[protobuf][reader]") {
    const std::string wire = hex("00 00 00 03") + "one" + hex("00 00 00 02") + "!x" + hex("00 00 00 00");
    record expected;
    expected.events = {message_at(0, "one"), failure_at(7, errc::bad_message, 0, 2), message_at(13, "")};
    expected.stopped = stopped_by(17, errc::closed);
    CHECK(read_every_way<note, framing<"u32be">>(wire) == expected);

    reader<note, any_framing> in(*any_framing::parse("u32be"));
    record seen;
    note reused;
    in.feed(as_bytes(wire));
    in.finish();
    take<note>([&](note& into) { return in.next(into); }, reused, seen);
    seen.stopped = in.stopped();
    CHECK(seen == expected);
}

TEST_CASE("protobuf::reader: gives what stands in front of the length", "[protobuf][reader]") {
    reader<note, framing<"u32be,offset=1">> in;  // gRPC's flag
    in.feed(as_bytes(hex("01 00 00 00 02") + "hi"));
    note got;
    const auto taken = in.next(got);
    REQUIRE(taken->has_value());
    CHECK(as_text((*taken)->header) == "\x01");
    CHECK(as_text((*taken)->payload) == "hi");
}

TEST_CASE("protobuf::reader: finish takes what a framing lets end there", "[protobuf][reader]") {
    record expected;
    expected.events = {message_at(0, "one"), message_at(4, "last")};
    expected.stopped = stopped_by(8, errc::closed);
    CHECK(read_every_way<note, framing<"line">>("one\nlast") == expected);
}

TEST_CASE("protobuf::reader: leftover and offset stand behind the last message taken", "[protobuf][reader]") {
    reader<Trade> in;
    Trade trade;
    const std::string first = delimited(trade_of(1, 2, 3, "one").SerializeAsString());
    const std::string rest = delimited(trade_of(2, 3, 4, "two").SerializeAsString()) +
                             "\x05"
                             "ab";
    in.feed(as_bytes(first + rest));
    CHECK(in.offset() == 0);
    REQUIRE(in.next(trade)->has_value());
    CHECK(in.offset() == first.size());
    CHECK(as_text(in.leftover()) == rest);
    REQUIRE(in.next(trade)->has_value());
    CHECK_FALSE(in.next(trade).has_value());
    CHECK(in.offset() == first.size() + rest.size() - 3);
    CHECK(as_text(in.leftover()) ==
          "\x05"
          "ab");
}

TEST_CASE("protobuf::reader::finish: no byte is taken any more, and next() stops behind the last message",
          "[protobuf][reader]") {
    reader<note> in;
    note got;
    in.feed(as_bytes(delimited("")));
    in.finish();
    in.feed(as_bytes(delimited("late")));
    CHECK(in.prepare(10).empty());
    in.commit(3);
    CHECK_FALSE(in.stopped());
    for (const auto& event : in.messages(as_bytes(delimited("later")), got)) CHECK(event->offset == 0);
    CHECK_FALSE(in.next(got).has_value());
    in.finish();
    CHECK_FALSE(in.next(got).has_value());
    for ([[maybe_unused]] const auto& event : in.messages(got)) FAIL_CHECK("an event behind the end");
    CHECK(in.leftover().empty());
    CHECK(in.stopped() == stopped_by(1, errc::closed));
}

TEST_CASE("protobuf::reader: goes on when moved", "[protobuf][reader]") {
    reader<note> from;
    note got;
    from.feed(as_bytes(delimited("one") + "\x03tw"));
    REQUIRE(from.next(got)->has_value());
    reader<note> to(std::move(from));
    to.feed(as_bytes("o"));
    const auto taken = to.next(got);
    REQUIRE(taken->has_value());
    CHECK((*taken)->offset == 4);
    CHECK(got.text == "two");
}

}  // namespace
