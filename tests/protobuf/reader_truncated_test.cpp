// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of protobuf::reader on streams that end where no message ends.
#include <structwire/protobuf/reader.hpp>

#include <trade.pb.h>

#include "hostile_support.hpp"

namespace {

using namespace protobuf_support;
using structwire::demo::Trade;
using structwire::protobuf::delimited_framing;
using structwire::protobuf::reader;

std::string trade_body(std::string_view symbol) {
    Trade trade;
    trade.set_id(77);
    trade.set_symbol(std::string(symbol));
    return trade.SerializeAsString();
}

TEST_CASE("protobuf::reader: an end at every byte of prefixes of one to ten bytes and of the message",
          "[protobuf][reader][truncated]") {
    const std::string good = trade_body("good");
    const std::string body = trade_body("cut");
    for (std::size_t prefix = 1; prefix <= 10; ++prefix) {
        const std::string frame = padded_varint(body.size(), prefix) + body;
        for (std::size_t cut = 1; cut < frame.size(); ++cut) {
            CAPTURE(prefix, cut);
            const std::uint64_t wanted = cut < prefix ? 0 : frame.size();
            scenario()
                .message(delimited(good), good)
                .stops(frame.substr(0, cut), errc::truncated, wanted, cut)
                .check<Trade>();
        }
        scenario().message(delimited(good), good).message(frame, body).closes().check<Trade>();
    }
}

TEST_CASE("protobuf::reader: an end at every byte of a message of 300 bytes", "[protobuf][reader][truncated]") {
    const std::string good = trade_body("good");
    const std::string body = trade_body(std::string(300, 's'));
    const std::string frame = delimited(body);
    REQUIRE(frame.size() == body.size() + 2);
    for (std::size_t cut = 1; cut < frame.size(); ++cut) {
        scenario all;
        all.message(delimited(good), good)
            .stops(frame.substr(0, cut), errc::truncated, cut < 2 ? 0 : frame.size(), cut);
        for (const std::size_t chunk : {all.wire().size(), std::size_t{1}, std::size_t{7}}) {
            for (const way how : every_way) {
                CAPTURE(cut, chunk, static_cast<int>(how));
                const auto seen = read_in_chunks<Trade, delimited_framing>(all.wire(), [=] { return chunk; }, how);
                CHECK(seen == all.expected());
            }
        }
    }
}

TEST_CASE("protobuf::reader: an end around every size of the shortest prefix", "[protobuf][reader][truncated]") {
    for (const std::size_t size : {127u, 128u, 16'383u, 16'384u, 2'097'151u, 2'097'152u}) {
        const std::string body(size, 'x');
        const std::string frame = delimited(body);
        const std::size_t prefix = frame.size() - size;
        for (const std::size_t cut : {prefix - 1, prefix, prefix + 1, frame.size() - 1, frame.size()}) {
            if (cut == 0) continue;
            CAPTURE(size, cut);
            scenario all;
            if (cut == frame.size()) {
                all.message(frame, body).closes();
            } else {
                all.stops(frame.substr(0, cut), errc::truncated, cut < prefix ? 0 : frame.size(), cut);
            }
            for (const way how : every_way) {
                const auto in_chunks_of = [&](std::size_t chunk) {
                    return read_in_chunks<note, delimited_framing>(all.wire(), [=] { return chunk; }, how);
                };
                CHECK(in_chunks_of(all.wire().size()) == all.expected());
                CHECK(in_chunks_of(size < 10'000 ? 1 : 4'093) == all.expected());
            }
        }
    }
}

TEST_CASE("protobuf::reader: fields that are there do not make a cut message a message",
          "[protobuf][reader][truncated]") {
    // Five bytes are announced and two come, which are a field: Java's runtime takes them for a message.
    scenario().stops(hex("05 08 01"), errc::truncated, 6, 3).check<Trade>();
    scenario().stops(hex("05"), errc::truncated, 6, 1).check<Trade>();
    using large = framing<"varint,limit=4096M">;
    scenario().stops(hex("ff ff ff ff 07 08 01"), errc::truncated, 0x8000'0004, 7).check<Trade, large>();
}

TEST_CASE("protobuf::reader: zero-length messages are messages wherever the stream ends",
          "[protobuf][reader][truncated]") {
    for (std::size_t count = 0; count < 5; ++count) {
        scenario whole;
        for (std::size_t at = 0; at < count; ++at) whole.message(hex("00"), "");
        scenario cut = whole;
        whole.closes().check<Trade>();
        cut.stops(hex("80"), errc::truncated, 0, 1).check<Trade>();
    }
    for (std::size_t prefix = 2; prefix <= 10; ++prefix) {
        const std::string empty = padded_varint(0, prefix);
        scenario().message(empty, "").message(hex("00"), "").message(empty, "").closes().check<Trade>();
        for (std::size_t cut = 1; cut < prefix; ++cut) {
            scenario().message(empty, "").stops(empty.substr(0, cut), errc::truncated, 0, cut).check<Trade>();
        }
    }
}

TEST_CASE("protobuf::reader: nothing is truncated or closed before the end is said", "[protobuf][reader][truncated]") {
    const std::string frame = delimited("three");
    for (std::size_t cut = 0; cut < frame.size(); ++cut) {
        reader<note> in;
        note got;
        in.feed(as_bytes(frame.substr(0, cut)));
        for (int again = 0; again < 3; ++again) CHECK_FALSE(in.next(got).has_value());
        CHECK_FALSE(in.stopped());
        in.feed(as_bytes(frame.substr(cut)));
        REQUIRE(in.next(got)->has_value());
        CHECK(got.text == "three");
    }
}

}  // namespace
