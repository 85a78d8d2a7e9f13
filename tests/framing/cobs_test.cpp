// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// COBS: published examples, block boundaries, limits, resynchronisation, and every short stream against the definition.
#include <structwire/framing/cobs.hpp>

#include <algorithm>

#include "framing/stuffing_support.hpp"
#include "support/both_times.hpp"

using namespace test;
using structwire::cobs_framer;
using structwire::stuffing;
using structwire::testing::bytes;

namespace {

using cobs = cobs_framer<stuffing{}>;
template <std::uint64_t Limit>
using cobs_up_to = cobs_framer<stuffing{.limit = Limit}>;
using resuming = cobs_framer<stuffing{.limit = 4, .resync = true}>;
using run_time = structwire::detail::cobs_cutter<structwire::detail::stored_settings<stuffing>>;

// The definition: pieces between zeros, each decoded block by block.
std::string defined(std::string_view stream, const stuffing& settings, bool due) {
    std::string all;
    for (std::size_t begin = 0;;) {
        const std::size_t end = std::min(stream.find('\0', begin), stream.size());
        const bool ended = end != stream.size();
        std::string payload;
        std::string reason;
        std::size_t at = begin;
        bool zero = false;
        while (at != end) {
            const std::size_t code = static_cast<unsigned char>(stream[at]);
            const std::uint64_t size = payload.size() + (zero ? 1 : 0) + code - 1;
            if (size > settings.limit) {
                reason = "too_long " + std::to_string(settings.limit) + "/" + std::to_string(size);
                break;
            }
            if (zero) payload += '\0';
            if (code > end - at) {
                if (ended) reason = "bad_stuffing 0/0";
                at = end;
                break;
            }
            payload += stream.substr(at + 1, code - 1);
            zero = code != 255;
            at += code;
        }
        const std::string place = std::to_string(begin);
        const std::string shown = due ? "@" + std::to_string(at + 1) : "";
        if (!reason.empty()) {
            all += place + "!" + reason + shown + " ";
            if (!settings.resync) return all;
        } else if (!ended && end != begin) {
            return all + place + "!truncated 0/" + std::to_string(end - begin) + " ";
        } else if (end != begin) {
            all += place + ":[" + payload + "]" + shown + " ";
        }
        if (!ended) return all + ".";
        begin = end + 1;
    }
}

// `count` bytes that are 1, 2, ... 255, 1, 2, ...
std::string nonzero(std::size_t count) {
    std::string text;
    for (std::size_t index = 0; index != count; ++index) text += static_cast<char>(index % 255 + 1);
    return text;
}

// The frame of one payload, encoded and decoded.
void check_pair(std::string_view payload, std::string_view wire) {
    INFO("payload of " << payload.size() << " bytes, wire of " << wire.size());
    CHECK(wire_of(cobs{}, payload) == wire);
    CHECK(events_of(cobs{}, wire) == "0:[" + std::string(payload) + "] .");
}

}  // namespace

TEST_CASE("cobs_framer: the example of the paper", "[framing][cobs]") {
    check_pair("\x45\0\0\x2c\x4c\x79\0\0\x40\x06\x4f\x37"sv,
               "\x02\x45\x01\x04\x2c\x4c\x79\x01\x05\x40\x06\x4f\x37\0"sv);
}

TEST_CASE("cobs_framer: well-known pairs of payload and frame", "[framing][cobs]") {
    check_pair(""sv, "\x01\0"sv);
    check_pair("\0"sv, "\x01\x01\0"sv);
    check_pair("\0\0"sv, "\x01\x01\x01\0"sv);
    check_pair("\0\x11\0"sv, "\x01\x02\x11\x01\0"sv);
    check_pair("\x11\x22\0\x33"sv, "\x03\x11\x22\x02\x33\0"sv);
    check_pair("\x11\x22\x33\x44"sv, "\x05\x11\x22\x33\x44\0"sv);
    check_pair("\x11\0\0\0"sv, "\x02\x11\x01\x01\x01\0"sv);
    const std::string run = nonzero(255), zero(1, '\0');
    check_pair(run.substr(0, 254), "\xff" + run.substr(0, 254) + zero);
    check_pair(zero + run.substr(0, 254), "\x01\xff" + run.substr(0, 254) + zero);
    check_pair(run, "\xff" + run.substr(0, 254) + "\x02\xff" + zero);
    check_pair(run.substr(1) + zero, "\xff" + run.substr(1) + "\x01\x01" + zero);
    check_pair(run.substr(2) + zero + "\x01", "\xfe" + run.substr(2) + "\x02\x01" + zero);
}

TEST_CASE("cobs_framer: an empty payload is a frame, zeros in a row are not", "[framing][cobs]") {
    CHECK(events_of(cobs{}, ""sv) == ".");
    CHECK(events_of(cobs{}, "\0\0"sv) == ".");
    CHECK(events_of(cobs{}, "\x01\0\x01\0\0\0\x02z\0"sv) == "0:[] 2:[] 6:[z] .");
}

TEST_CASE("cobs_framer: a full last block may have an empty one behind it", "[framing][cobs]") {
    const std::string run = nonzero(508), zero(1, '\0');
    const std::string one = "\xff" + run.substr(0, 254);
    const std::string two = one + "\xff" + run.substr(254);
    CHECK(events_of(cobs{}, one + zero) == "0:[" + run.substr(0, 254) + "] .");
    CHECK(events_of(cobs{}, one + "\x01" + zero) == "0:[" + run.substr(0, 254) + "] .");
    CHECK(events_of(cobs{}, two + zero) == "0:[" + run + "] .");
    CHECK(events_of(cobs{}, two + "\x01" + zero) == "0:[" + run + "] .");
    CHECK(events_of(cobs_up_to<254>{}, one + "\x01" + zero) == "0:[" + run.substr(0, 254) + "] .");
    CHECK(events_of(cobs_up_to<254>{}, one + "\x01\x01" + zero) == "0!too_long 254/255 ");
    CHECK(events_of(cobs_up_to<253>{}, one + zero) == "0!too_long 253/254 ");
}

TEST_CASE("cobs_framer: a zero inside a block is bad stuffing", "[framing][cobs]") {
    CHECK(events_of(cobs{}, "\x02\0"sv) == "0!bad_stuffing 0/0 ");
    CHECK(events_of(cobs{}, "\x02z\0\0\x04zz\0\x02z\0"sv) == "0:[z] 4!bad_stuffing 0/0 ");
    CHECK(events_of(cobs{}, "\xff" + nonzero(253) + std::string(1, '\0')) == "0!bad_stuffing 0/0 ");
    const std::string_view frame = "\x03zz\x01\x02z\x01\0\x02z\0"sv;
    for (std::size_t at = 0; at != frame.size(); ++at) {
        for (const char wrong : {'\0', '\x01', '\x02', '\x04', '\xff'}) {
            std::string malformed(frame);
            malformed[at] = wrong;
            CHECK(events_of(cobs{}, malformed) == defined(malformed, {}, false));
        }
    }
}

TEST_CASE("cobs_framer: the end of input inside a frame is truncated", "[framing][cobs]") {
    const std::string_view frames = "\0\x03zz\x01\0\x02z\0"sv;
    CHECK(events_of(cobs{}, frames.substr(0, 1)) == ".");
    CHECK(events_of(cobs{}, frames.substr(0, 2)) == "1!truncated 0/1 ");
    CHECK(events_of(cobs{}, frames.substr(0, 3)) == "1!truncated 0/2 ");
    CHECK(events_of(cobs{}, frames.substr(0, 4)) == "1!truncated 0/3 ");
    CHECK(events_of(cobs{}, frames.substr(0, 5)) == "1!truncated 0/4 ");
    CHECK(events_of(cobs{}, frames.substr(0, 6)) == "1:[zz\0] ."sv);
    CHECK(events_of(cobs{}, frames.substr(0, 7)) == "1:[zz\0] 6!truncated 0/1 "sv);
    CHECK(events_of(cobs{}, frames) == "1:[zz\0] 6:[z] ."sv);
}

TEST_CASE("cobs_framer: the limit counts the payload before stuffing, exactly it passes", "[framing][cobs][limits]") {
    CHECK(events_of(cobs_up_to<3>{}, "\x03zz\0\x04zzz\0"sv) == "0:[zz] 4:[zzz] .");
    CHECK(events_of(cobs_up_to<3>{}, "\x01\x01\x01\x01\0"sv) == "0:[\0\0\0] ."sv);
    CHECK(events_of(cobs_up_to<3>{}, "\x05zzzz\0"sv) == "0!too_long 3/4 ");
    CHECK(events_of(cobs_up_to<3>{}, "\x04zzz\x01\0"sv) == "0!too_long 3/4 ");
    CHECK(events_of(cobs_up_to<3>{}, "\x02z\x08"sv) == "0!too_long 3/9 ");
    CHECK(events_of(cobs_up_to<0>{}, "\x01\0\x02"sv) == "0:[] 2!too_long 0/1 ");
    const std::string most = nonzero(65536);
    CHECK(told(cobs{}, wire_of(cobs{}, most), 0, 4096) == "0:[" + most + "] .");
    CHECK(told(cobs{}, wire_of(cobs_up_to<65537>{}, most + "x"), 0, 4096) == "0!too_long 65536/65537 ");
}

TEST_CASE("cobs_framer: an error is due at the byte that decides", "[framing][cobs][limits]") {
    CHECK(told(cobs_up_to<2>{}, "\x04zzz\0"sv, 0, 1, true) == "0!too_long 2/3@1 ");
    CHECK(told(cobs_up_to<2>{}, "\x03zz\x01\0"sv, 0, 1, true) == "0!too_long 2/3@4 ");
    CHECK(told(cobs{}, "\x09zz\0zzz"sv, 0, 1, true) == "0!bad_stuffing 0/0@4 ");
    CHECK(told(cobs{}, "\0\x03zz\0"sv, 0, 1, true) == "1:[zz]@5 .");
}

TEST_CASE("cobs_framer: resumes behind the zero of a bad frame, reported once", "[framing][cobs][resync]") {
    CHECK(events_of(resuming{}, "\x05z\0\x03ok\0"sv) == "0!bad_stuffing 0/0 3:[ok] .");
    CHECK(events_of(resuming{}, "\x05z\0\x05z\0\x03ok\0"sv) == "0!bad_stuffing 0/0 3!bad_stuffing 0/0 6:[ok] .");
    CHECK(events_of(resuming{}, "\x09z\x09z\0\0\x03ok\0"sv) == "0!too_long 4/8 6:[ok] .");
    CHECK(events_of(resuming{}, "\x05zzzz\x01\0\x03ok\0"sv) == "0!too_long 4/5 7:[ok] .");
    CHECK(events_of(resuming{}, "\x09zz"sv) == "0!too_long 4/8 .");
    CHECK(events_of(resuming{}, "\x03ok\0\x03n"sv) == "0:[ok] 4!truncated 0/2 ");
}

TEST_CASE("cobs_framer: a refused frame is fatal, or skipped", "[framing][cobs][resync]") {
    cobs fatal;
    const step failed = fatal.refuse(fatal.next(as_bytes("\x03ok\0"sv)), structwire::errc::bad_checksum, 1, 2);
    CHECK((failed.what == step::kind::error && !failed.resumes && failed.reason == structwire::errc::bad_checksum));
    CHECK((failed.begin == 0 && failed.consumed == 0 && failed.wanted == 1 && failed.given == 2));
    resuming going_on;
    const step skipped = going_on.refuse(going_on.next(as_bytes("\x03ok\0"sv)), structwire::errc::bad_checksum, 1, 2);
    CHECK((skipped.resumes && skipped.begin == 0 && skipped.consumed == 4));
}

TEST_CASE("cobs_framer: refuses what would not come back", "[framing][cobs][encode]") {
    CHECK(encoded(cobs{}, "ab", "h") == "!0/1");
    CHECK(wire_of(cobs_up_to<3>{}, "abcd") == "!3/4");
    CHECK(wire_of(cobs_up_to<3>{}, "ab", "cd") == "!3/4");
    CHECK(wire_of(cobs_up_to<3>{}, "\0\0"sv, "\0"sv) == "\x01\x01\x01\x01\0"sv);
    CHECK(wire_of(cobs{}, "", "123456789") == "!8/9");
}

TEST_CASE("cobs_framer: everything encoded comes back, two frames in a row", "[framing][cobs][encode]") {
    for_each_text(
        "\0\x01\x02\xff"
        "A"sv,
        5, [](std::string_view payload) { check_comes_back(cobs{}, payload); });
}

TEST_CASE("cobs_framer: every length around full blocks comes back", "[framing][cobs][encode]") {
    const std::string run = nonzero(1000), zero(1, '\0');
    for (std::size_t size = 0; size <= run.size(); ++size) {
        const std::string text = run.substr(0, size);
        check_comes_back(cobs{}, text);
        check_comes_back(cobs{}, text + zero);
        check_comes_back(cobs{}, text + zero + text);
        // The shortest encoding: a byte for every full block, and one more unless the last one is full.
        const std::size_t codes = size / 254 + (size == 0 || size % 254 != 0 ? 1 : 0);
        if (wire_of(cobs{}, text).size() != size + codes + 1) FAIL("size of " << size);
    }
    for (const std::size_t size : {253u, 254u, 255u, 508u, 509u}) {
        const std::string wire = wire_of(cobs{}, run.substr(0, size));
        CHECK(events_of(cobs{}, wire) == "0:[" + run.substr(0, size) + "] .");
        CHECK(told(cobs{}, wire, 0, 1) == "0:[" + run.substr(0, size) + "] .");
    }
}

TEST_CASE("cobs_framer: every short stream means what the definition says", "[framing][cobs]") {
    check_streams<run_time>("\0\x01\x02\x03\xff"sv, defined);
}

TEST_CASE("cobs_framer: works in constant expressions", "[framing][cobs]") {
    STRUCTWIRE_BOTH_TIMES([] {
        auto wire = bytes(0x02, 0x01, 0x01, 0x02, 0x02, 0x00);
        const auto payload = bytes(0x01, 0x00, 0x00, 0x02);
        cobs framing;
        const step now = framing.next(wire);
        if (!now.stuffed || now.consumed != 6 || !framing.encode(payload)) return false;
        const structwire::byte_span escaped = structwire::byte_span(wire).first(5);
        return framing.unescape(escaped) == 4 && std::equal(payload.begin(), payload.end(), escaped.begin());
    }());
}

TEST_CASE("cobs_framer: a payload in one block is delivered where it is", "[framing][cobs]") {
    const step one = cobs{}.next(as_bytes("\0\x03zz\0"sv));
    CHECK_FALSE(one.stuffed);
    CHECK(one.begin == 1);
    CHECK(as_text(one.payload) == "zz");
    CHECK_FALSE(cobs{}.next(as_bytes("\x01\0"sv)).stuffed);
    CHECK(cobs{}.next(as_bytes("\x01\x01\0"sv)).stuffed);
}

TEST_CASE("cobs_framer: searches each byte once, however the bytes come", "[framing][cobs]") {
    // A framer that forgot its place would find this zero, which no longer is one, again and again.
    cobs framing;
    std::string stream = "\x0azzzzzzz";
    REQUIRE(framing.next(as_bytes(stream)).what == step::kind::need);
    stream = "\x0a\0zzzzzzzz\0"sv;
    CHECK(framing.next(as_bytes(stream)).consumed == stream.size());
}

TEST_CASE("cobs_framer: is small, stuffed, and knows its longest frame", "[framing][cobs]") {
    STATIC_REQUIRE(sizeof(cobs) <= 32);
    STATIC_REQUIRE(structwire::stuffed_framer<cobs>);
    STATIC_REQUIRE(structwire::tail_encoding_framer<cobs>);
    STATIC_REQUIRE(cobs_up_to<5>{}.max_frame_bytes() == 7);
    STATIC_REQUIRE(cobs_up_to<254>{}.max_frame_bytes() == 257);
}
