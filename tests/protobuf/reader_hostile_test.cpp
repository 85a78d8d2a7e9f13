// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of protobuf::reader on streams that are cut short or that want to do harm.
#include <structwire/protobuf/reader.hpp>

#include <trade.pb.h>

#include "protobuf_support.hpp"

namespace {

using namespace protobuf_support;
using structwire::demo::Trade;
using structwire::protobuf::delimited_framing;
using structwire::protobuf::reader;

constexpr std::uint64_t default_limit = std::uint64_t{64} * 1024 * 1024;

const std::string good_body = [] {
    Trade trade;
    trade.set_id(77);
    trade.set_symbol("good");
    return trade.SerializeAsString();
}();

// A good message, then `bytes`: exactly one error, which stops the reader, at the frame's first byte.
template <class Framer = delimited_framing>
void check_stops(const std::string& bytes, errc code, std::uint64_t wanted = 0, std::uint64_t given = 0) {
    const std::uint64_t begin = delimited(good_body).size();
    record expected;
    expected.events = {message_at(0, good_body), failure_at(begin, code, wanted, given)};
    expected.stopped = stopped_by(begin, code, wanted, given);
    CHECK((read_every_way<Trade, Framer>(delimited(good_body) + bytes) == expected));
}

TEST_CASE("protobuf::reader: a cut at every byte is truncated, a cut between messages is clean",
          "[protobuf][reader][truncated]") {
    Trade trade;
    trade.set_symbol(std::string(300, 's'));
    const std::string body = trade.SerializeAsString();
    const std::string frame = delimited(body);
    REQUIRE(frame.size() == body.size() + 2);
    for (std::size_t cut = 1; cut < frame.size(); ++cut) {
        const std::uint64_t wanted = cut < 2 ? 0 : frame.size();
        const std::uint64_t begin = delimited(good_body).size();
        const std::string wire = delimited(good_body) + frame.substr(0, cut);
        record expected;
        expected.events = {message_at(0, good_body), failure_at(begin, errc::truncated, wanted, cut)};
        expected.stopped = stopped_by(begin, errc::truncated, wanted, cut);
        for (const std::size_t chunk : {wire.size(), std::size_t{1}, std::size_t{7}}) {
            CHECK((read_in_chunks<Trade, delimited_framing>(wire, [=] { return chunk; }, way::fed) == expected));
        }
    }
    record expected;
    expected.events = {message_at(0, good_body), message_at(delimited(good_body).size(), body)};
    expected.stopped = stopped_by(delimited(good_body).size() + frame.size(), errc::closed);
    CHECK(read_every_way<Trade>(delimited(good_body) + frame) == expected);
}

TEST_CASE("protobuf::reader: a short message cut at every byte, in every chunking", "[protobuf][reader][truncated]") {
    const std::string frame = delimited(good_body);
    for (std::size_t cut = 1; cut < frame.size(); ++cut) {
        check_stops(frame.substr(0, cut), errc::truncated, frame.size(), cut);
    }
}

TEST_CASE("protobuf::reader: a cut inside a long prefix does not know the frame's length",
          "[protobuf][reader][truncated]") {
    const std::string prefix = hex("82 80 80 80 80 80 80 80 80 00");
    for (std::size_t cut = 1; cut < prefix.size(); ++cut) {
        check_stops(prefix.substr(0, cut), errc::truncated, 0, cut);
    }
    check_stops(prefix, errc::truncated, 12, 10);
}

TEST_CASE("protobuf::reader: overlong prefixes are read, and refused with canonical", "[protobuf][reader][prefix]") {
    using canonical = framing<"varint,canonical,limit=64M">;
    const std::string body = hex("08 01");
    for (const char* const prefix : {"82 00", "82 80 00", "82 80 80 80 80 80 80 80 80 00"}) {
        const std::string wire = hex(prefix) + body;
        record expected;
        expected.events = {message_at(0, body)};
        expected.stopped = stopped_by(wire.size(), errc::closed);
        CHECK(read_every_way<Trade>(wire) == expected);
        check_stops<canonical>(wire, hex(prefix).size() == 10 ? errc::too_long : errc::bad_prefix,
                               hex(prefix).size() == 10 ? default_limit : 0,
                               hex(prefix).size() == 10 ? (std::uint64_t{1} << 28) + 2 : 0);
    }
}

TEST_CASE("protobuf::reader: a prefix of more than ten bytes or 64 bits is malformed", "[protobuf][reader][prefix]") {
    check_stops(hex("80 80 80 80 80 80 80 80 80 80 00"), errc::bad_prefix);
    check_stops(hex("80 80 80 80 80 80 80 80 80 80 80 80"), errc::bad_prefix);
    check_stops(hex("80 80 80 80 80 80 80 80 80 02"), errc::bad_prefix);
    check_stops(hex("80 80 80 80 80 80 80 80 80 7f"), errc::bad_prefix);
}

TEST_CASE("protobuf::reader: lengths are read in 64 bits and compared before anything is cast",
          "[protobuf][reader][limits]") {
    struct {
        const char* bytes;
        std::uint64_t length;
    } const hostile[] = {
        {"81 80 80 20", default_limit + 1},
        {"ff ff ff ff 07", 0x0fff'ffff},  // 2^31 - 1; the fourth byte decides
        {"80 80 80 80 08", std::uint64_t{1} << 31},
        {"ff ff ff ff 0f", 0x0fff'ffff},
        {"82 80 80 80 10", (std::uint64_t{1} << 32) + 2},
        {"82 80 80 80 80 01", (std::uint64_t{1} << 35) + 2},
        {"80 80 80 80 80 80 80 80 80 01", std::uint64_t{1} << 63},
        {"ff ff ff ff ff ff ff ff ff ff 01", 0x0fff'ffff},  // eleven bytes, but the fourth is too much already
    };
    for (const auto& [bytes, length] : hostile) {
        CAPTURE(bytes);
        check_stops(hex(bytes), errc::too_long, default_limit, length);
        check_stops(hex(bytes) + std::string(20, 'x'), errc::too_long, default_limit, length);
    }
    check_stops(hex("80 80 80 20"), errc::truncated, default_limit + 4, 4);  // the limit itself
}

TEST_CASE("protobuf::reader: the limit counts the message", "[protobuf][reader][limits]") {
    using small = framing<"varint,limit=10">;
    for (const std::size_t size : {std::size_t{9}, std::size_t{10}}) {
        const std::string wire = delimited(std::string(size, 'x'));
        record expected;
        expected.events = {message_at(0, std::string(size, 'x'))};
        expected.stopped = stopped_by(wire.size(), errc::closed);
        CHECK((read_every_way<note, small>(wire) == expected));
    }
    record expected;
    expected.events = {failure_at(0, errc::too_long, 10, 11)};
    expected.stopped = stopped_by(0, errc::too_long, 10, 11);
    CHECK((read_every_way<note, small>(delimited(std::string(11, 'x'))) == expected));
}

TEST_CASE("protobuf::reader: an error of the framing comes once, stays, and keeps its bytes", "[protobuf][reader]") {
    reader<note> in;
    note got;
    const std::string bad = hex("80 80 80 80 80 80 80 80 80 80");
    in.feed(as_bytes(delimited("one") + bad + "more"));
    REQUIRE(in.next(got)->has_value());
    CHECK_FALSE(in.stopped());
    const auto failed = in.next(got);
    REQUIRE(failed.has_value());
    REQUIRE_FALSE(failed->has_value());
    CHECK(failed->error() == stopped_by(4, errc::bad_prefix));
    CHECK(in.stopped() == failed->error());
    in.feed(as_bytes(delimited("two")));
    CHECK(in.prepare(100).empty());
    CHECK_FALSE(in.next(got).has_value());
    in.finish();
    CHECK_FALSE(in.next(got).has_value());
    CHECK(in.stopped() == failed->error());
    CHECK(in.offset() == 4);
    CHECK(as_text(in.leftover()) == bad + "more");
}

TEST_CASE("protobuf::reader: an announced length takes no memory, bytes do", "[protobuf][reader][limits]") {
    reader<note> in;
    note got;
    in.feed(as_bytes(varint(default_limit)));
    CHECK_FALSE(in.next(got).has_value());
    CHECK(in.capacity() <= 256);
    std::size_t received = 4;
    for (const std::string chunk(1000, 'x'); received < 100'000; received += chunk.size()) {
        in.feed(as_bytes(chunk));
        CHECK_FALSE(in.next(got).has_value());
        if (in.capacity() > 2 * received + 2256) FAIL_CHECK(in.capacity() << " bytes held of " << received);
    }
    in.finish();
    const auto cut = in.next(got);
    REQUIRE(cut.has_value());
    CHECK(cut->error() == stopped_by(0, errc::truncated, default_limit + 4, received));
}

TEST_CASE("protobuf::reader: an announced field inside a message takes no memory", "[protobuf][reader][limits]") {
    // 100 bytes that say they begin with a text of 2 GiB.
    const std::string body = hex("22") + varint(0x7fff'fff0) + std::string(94, 'x');
    record expected;
    expected.events = {failure_at(0, errc::bad_message, 0, body.size())};
    expected.stopped = stopped_by(delimited(body).size(), errc::closed);
    CHECK(read_every_way<Trade>(delimited(body)) == expected);
}

}  // namespace
