// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of protobuf::reader on varint prefixes that lie: too long, too wide, more than the limit.
#include <structwire/protobuf/reader.hpp>

#include <algorithm>
#include <set>
#include <trade.pb.h>

#include "hostile_support.hpp"

namespace {

using namespace protobuf_support;
using structwire::demo::Trade;
using structwire::protobuf::delimited_framing;
using structwire::protobuf::reader;

constexpr std::uint64_t default_limit = std::uint64_t{64} * 1024 * 1024;
constexpr std::uint64_t most_limit = std::uint64_t{1} << 60;
using canonical = framing<"varint,canonical,limit=64M">;
using generous = framing<"varint,limit=1152921504606846976">;
using generous_canonical = framing<"varint,canonical,limit=1152921504606846976">;
static_assert(generous::settings.limit == most_limit);

// Behind a good message: exactly one error, which stops the reader at the first byte of `bytes`.
template <class Framer = delimited_framing>
void check_stops(const std::string& bytes, errc code, std::uint64_t wanted = 0, std::uint64_t given = 0) {
    CAPTURE(bytes.size());
    scenario().message(delimited("good"), "good").stops(bytes, code, wanted, given).template check<note, Framer>();
}

std::set<std::uint64_t> interesting_lengths() {
    std::set<std::uint64_t> all{0, 1, 2, 3, default_limit - 1, default_limit, default_limit + 1, ~std::uint64_t{0}};
    for (const unsigned bits : {7u, 14u, 21u, 28u, 31u, 32u, 35u, 42u, 49u, 56u, 60u, 63u}) {
        const std::uint64_t power = std::uint64_t{1} << bits;
        all.insert({power - 1, power, power + 1, power + 2});
    }
    return all;
}

// What docs/framing.md says must come of a prefix and three bytes, and whether it does.
template <class Framer>
void check_prefix(const std::string& prefix) {
    const std::uint64_t limit = Framer::settings.limit;
    const prefix_verdict judged = judge_varint(prefix, Framer::settings);
    const std::string rest = "abc";
    INFO("prefix of " << prefix.size() << " bytes says " << judged.length);
    scenario all;
    if (judged.code != errc{}) {
        all.stops(prefix + rest, judged.code, judged.code == errc::too_long ? limit : 0, judged.length);
    } else if (judged.length <= rest.size()) {
        all.message(prefix + rest.substr(0, judged.length), rest.substr(0, judged.length));
        for (std::size_t size = rest.size() - judged.length; size > 0; --size) all.message(hex("00"), "");
        all.closes();
    } else {
        all.stops(prefix + rest, errc::truncated, prefix.size() + judged.length, prefix.size() + rest.size());
    }
    all.check<note, Framer>();
}

template <class... Framer>
void check_every_length() {
    for (const std::uint64_t length : interesting_lengths()) {
        for (std::size_t size = varint(length).size(); size <= 10; ++size) {
            (check_prefix<Framer>(padded_varint(length, size)), ...);
        }
    }
}

TEST_CASE("protobuf::reader: every length around a power of two, in every number of bytes, is what it says",
          "[protobuf][reader][prefix][limits]") {
    check_every_length<delimited_framing, generous, framing<"varint,limit=2048M">, framing<"varint,limit=4096M">,
                       framing<"varint,limit=32768M">, framing<"varint,limit=2">, framing<"varint,bytes=1">,
                       framing<"varint,bytes=5,limit=8192M">, framing<"varint,bytes=9,limit=1152921504606846976">,
                       canonical, generous_canonical>();
}

TEST_CASE("protobuf::reader: every tenth byte of a prefix is malformed, too much or its last",
          "[protobuf][reader][prefix]") {
    for (const char front : {'\x80', '\xff'}) {
        for (int last = 0; last < 256; ++last) {
            const std::string prefix = std::string(9, front) + static_cast<char>(last);
            check_prefix<delimited_framing>(prefix);
            check_prefix<generous>(prefix);
            check_prefix<generous_canonical>(prefix);
        }
    }
}

// The rest is written down by hand, so that the matrix above is not the only witness.

TEST_CASE("protobuf::reader: overlong prefixes are read, and refused with canonical", "[protobuf][reader][prefix]") {
    for (std::size_t size = 2; size <= 10; ++size) {
        const std::string wire = padded_varint(2, size) + hex("08 01");
        scenario().message(wire, hex("08 01")).closes().check<Trade>();
        // One more byte of a canonical length adds at least 2^28 from the fifth byte on.
        const bool long_before = size > 4;
        check_stops<canonical>(wire, long_before ? errc::too_long : errc::bad_prefix, long_before ? default_limit : 0,
                               long_before ? (1 << 28) + 2 : 0);
    }
    scenario().message(hex("02 08 01"), hex("08 01")).message(hex("00"), "").closes().check<Trade, canonical>();
}

TEST_CASE("protobuf::reader: a prefix of more than ten bytes or 64 bits is malformed, and no clean end",
          "[protobuf][reader][prefix]") {
    check_stops(hex("80 80 80 80 80 80 80 80 80 80"), errc::bad_prefix);
    check_stops(hex("80 80 80 80 80 80 80 80 80 80 00"), errc::bad_prefix);
    check_stops(hex("80 80 80 80 80 80 80 80 80 02"), errc::bad_prefix);
    check_stops(hex("80 80 80 80 80 80 80 80 80 7f"), errc::bad_prefix);
    check_stops<generous>(hex("ff ff ff ff ff ff ff ff ff ff ff"), errc::too_long, most_limit,
                          (std::uint64_t{1} << 63) - 1);
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
        {"81 80 80 80 08", (std::uint64_t{1} << 31) + 1},
        {"ff ff ff ff 0f", 0x0fff'ffff},
        {"80 80 80 80 10", std::uint64_t{1} << 32},
        {"82 80 80 80 10", (std::uint64_t{1} << 32) + 2},
        {"80 80 80 80 80 01", std::uint64_t{1} << 35},
        {"82 80 80 80 80 01", (std::uint64_t{1} << 35) + 2},
        {"80 80 80 80 80 80 80 80 80 01", std::uint64_t{1} << 63},
        {"82 80 80 80 80 80 80 80 80 01", (std::uint64_t{1} << 63) + 2},
        {"ff ff ff ff ff ff ff ff ff ff 01", 0x0fff'ffff},  // eleven bytes, but the fourth is too much already
    };
    for (const auto& [bytes, length] : hostile) {
        CAPTURE(bytes);
        check_stops(hex(bytes), errc::too_long, default_limit, length);
        check_stops(hex(bytes) + std::string(20, 'x'), errc::too_long, default_limit, length);
    }
    check_stops(hex("80 80 80 20"), errc::truncated, default_limit + 4, 4);  // the limit itself
}

TEST_CASE("protobuf::reader: a length of 2^32 + 2 within the limit is waited for, not taken for 2",
          "[protobuf][reader][limits]") {
    check_stops<generous>(hex("82 80 80 80 10 08 01"), errc::truncated, (std::uint64_t{1} << 32) + 7, 7);
    check_stops<generous>(hex("82 80 80 80 80 01 08 01"), errc::truncated, (std::uint64_t{1} << 35) + 8, 8);
    check_stops<generous>(hex("80 80 80 80 08 08 01"), errc::truncated, (std::uint64_t{1} << 31) + 5, 7);
    check_stops<generous>(hex("ff ff ff ff 0f 08 01"), errc::truncated, (std::uint64_t{1} << 32) + 4, 7);
    check_stops<generous>(hex("80 80 80 80 80 80 80 80 10 08 01"), errc::truncated, most_limit + 9, 11);
    check_stops<generous>(hex("81 80 80 80 80 80 80 80 10 08 01"), errc::too_long, most_limit, most_limit + 1);
}

template <class Framer>
void check_limit() {
    const std::uint64_t limit = Framer::settings.limit;
    for (std::uint64_t size = std::max<std::uint64_t>(limit, 1) - 1; size <= limit; ++size) {
        const std::string body(size, 'x');
        scenario().message(delimited(body), body).message(hex("00"), "").closes().template check<note, Framer>();
    }
    const std::string wire = delimited(std::string(limit + 1, 'x'));
    scenario().message(hex("00"), "").stops(wire, errc::too_long, limit, limit + 1).template check<note, Framer>();
}

TEST_CASE("protobuf::reader: exactly the limit passes, and one byte more does not", "[protobuf][reader][limits]") {
    check_limit<framing<"varint,limit=0">>();
    check_limit<framing<"varint,limit=1">>();
    check_limit<framing<"varint,limit=10">>();
    check_limit<framing<"varint,limit=127">>();
    check_limit<framing<"varint,limit=128">>();
    check_limit<framing<"varint,canonical,limit=128">>();
}

TEST_CASE("protobuf::reader: the default limit at -1, exactly and +1", "[protobuf][reader][limits]") {
    for (const std::uint64_t size : {default_limit - 1, default_limit, default_limit + 1}) {
        const std::string wire = varint(size) + std::string(size, 'x');
        reader<note> in;
        note got;
        std::size_t frames = 0;
        for (const auto& event : in.messages(as_bytes(wire), got)) {
            if (event) {
                CHECK(got.text.size() == size);
                ++frames;
            } else {
                CHECK(event.error() == stopped_by(0, errc::too_long, default_limit, size));
            }
        }
        CHECK(frames == (size <= default_limit ? 1 : 0));
        CHECK(in.stopped().has_value() == (size > default_limit));
    }
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
    for ([[maybe_unused]] const auto& event : in.messages(as_bytes(delimited("three")), got)) FAIL_CHECK("an event");
    in.finish();
    CHECK_FALSE(in.next(got).has_value());
    CHECK(in.stopped() == failed->error());
    CHECK(in.offset() == 4);
    CHECK(as_text(in.leftover()) == bad + "more");
}

}  // namespace
