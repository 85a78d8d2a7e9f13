// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// SLIP: the bytes of RFC 1055, limits, resynchronisation, and every short stream against the definition.
#include <structwire/framing/slip.hpp>

#include <algorithm>

#include "framing/stuffing_support.hpp"
#include "support/both_times.hpp"

using namespace test;
using structwire::slip_framer;
using structwire::stuffing;
using structwire::testing::bytes;

namespace {

using slip = slip_framer<stuffing{}>;
template <std::uint64_t Limit>
using slip_up_to = slip_framer<stuffing{.limit = Limit}>;
using resuming = slip_framer<stuffing{.limit = 4, .resync = true}>;
using run_time = structwire::detail::slip_cutter<structwire::detail::stored_settings<stuffing>>;

// The definition: pieces between END bytes, each decoded as a whole.
std::string defined(std::string_view stream, const stuffing& settings, bool due) {
    std::string all;
    for (std::size_t begin = 0;;) {
        const std::size_t end = std::min(stream.find('\xc0', begin), stream.size());
        const bool ended = end != stream.size();
        std::string payload;
        std::string reason;
        std::size_t at = begin;
        while (at != end && reason.empty()) {
            const bool escape = stream[at] == '\xdb';
            if (payload.size() == settings.limit) {
                reason = "too_long " + std::to_string(settings.limit) + "/" + std::to_string(settings.limit + 1);
            } else if (!escape) {
                payload += stream[at];
            } else if (at + 1 == end) {
                if (!ended) break;
                reason = "bad_stuffing 0/0";
                ++at;
            } else if (stream[++at] == '\xdc' || stream[at] == '\xdd') {
                payload += stream[at] == '\xdc' ? '\xc0' : '\xdb';
            } else {
                reason = "bad_stuffing 0/0";
            }
            if (reason.empty()) ++at;
        }
        const std::string place = std::to_string(begin);
        const std::string shown = due ? "@" + std::to_string((reason.empty() ? end : at) + 1) : "";
        if (!reason.empty()) {
            all += place + "!" + reason + shown + " ";
            if (!settings.resync) return all;
        } else if (ended && end != begin) {
            all += place + ":[" + payload + "]" + shown + " ";
        }
        if (!ended && reason.empty() && end != begin) {
            return all + place + "!truncated 0/" + std::to_string(end - begin) + " ";
        }
        if (!ended) return all + ".";
        begin = end + 1;
    }
}

}  // namespace

TEST_CASE("slip_framer: END ends a frame, two escapes stand for END and ESC", "[framing][slip]") {
    CHECK(events_of(slip{}, "one\xc0two\xc0"sv) == "0:[one] 4:[two] .");
    CHECK(events_of(slip{}, "a\xdb\xdc\xc0"sv) == "0:[a\xc0] .");
    CHECK(events_of(slip{},
                    "a\xdb\xdd"
                    "b\xc0"sv) ==
          "0:[a\xdb"
          "b] .");
    CHECK(events_of(slip{}, "\xdb\xdd\xdb\xdc\xdc\xdd\xc0"sv) == "0:[\xdb\xc0\xdc\xdd] .");
    CHECK(events_of(slip{}, "\0\xff\0\xc0"sv) == "0:[\0\xff\0] ."sv);
}

TEST_CASE("slip_framer: skips separators in a row, also in front", "[framing][slip]") {
    CHECK(events_of(slip{}, ""sv) == ".");
    CHECK(events_of(slip{}, "\xc0\xc0"sv) == ".");
    CHECK(events_of(slip{}, "\xc0one\xc0\xc0\xc0two\xc0\xc0"sv) == "1:[one] 7:[two] .");
}

TEST_CASE("slip_framer: anything else behind an escape is bad stuffing", "[framing][slip]") {
    CHECK(events_of(slip{},
                    "ok\xc0"
                    "ab\xdb"
                    "c\xc0"sv) == "0:[ok] 3!bad_stuffing 0/0 ");
    CHECK(events_of(slip{}, "\xc0\xdb\xdb\xdd\xc0"sv) == "1!bad_stuffing 0/0 ");
    CHECK(events_of(slip{}, "ab\xdb\xc0"sv) == "0!bad_stuffing 0/0 ");
    const std::string_view frame =
        "\xdb\xdc"
        "ab\xdb\xdd"
        "c\xc0"sv;
    for (std::size_t at = 0; at != frame.size(); ++at) {
        std::string malformed(frame);
        malformed[at] = '\xdb';
        CHECK(events_of(slip{}, malformed) == defined(malformed, {}, false));
    }
}

TEST_CASE("slip_framer: the end of input inside a frame is truncated", "[framing][slip]") {
    const std::string_view frames =
        "\xc0"
        "a\xdb\xdc\xc0\xdb\xdd"
        "b\xc0"sv;
    CHECK(events_of(slip{}, frames.substr(0, 1)) == ".");
    CHECK(events_of(slip{}, frames.substr(0, 2)) == "1!truncated 0/1 ");
    CHECK(events_of(slip{}, frames.substr(0, 3)) == "1!truncated 0/2 ");
    CHECK(events_of(slip{}, frames.substr(0, 4)) == "1!truncated 0/3 ");
    CHECK(events_of(slip{}, frames.substr(0, 5)) == "1:[a\xc0] .");
    CHECK(events_of(slip{}, frames.substr(0, 6)) == "1:[a\xc0] 5!truncated 0/1 ");
    CHECK(events_of(slip{}, frames.substr(0, 8)) == "1:[a\xc0] 5!truncated 0/3 ");
    CHECK(events_of(slip{}, frames) ==
          "1:[a\xc0] 5:[\xdb"
          "b] .");
}

TEST_CASE("slip_framer: the limit counts the payload before stuffing, exactly it passes", "[framing][slip][limits]") {
    CHECK(events_of(slip_up_to<3>{},
                    "ab\xc0"
                    "abc\xc0"sv) == "0:[ab] 3:[abc] .");
    CHECK(events_of(slip_up_to<3>{}, "\xdb\xdc\xdb\xdd\xdb\xdc\xc0"sv) == "0:[\xc0\xdb\xc0] .");
    CHECK(events_of(slip_up_to<3>{}, "abcd\xc0"sv) == "0!too_long 3/4 ");
    CHECK(events_of(slip_up_to<3>{}, "abc\xdb\xdc\xc0"sv) == "0!too_long 3/4 ");
    CHECK(events_of(slip_up_to<3>{},
                    "a\xdb\xdc"
                    "cd\xc0"sv) == "0!too_long 3/4 ");
    CHECK(events_of(slip_up_to<0>{}, "\xc0\xc0"sv) == ".");
    CHECK(events_of(slip_up_to<0>{}, "a"sv) == "0!too_long 0/1 ");
    const std::string most(65536, 'x');
    CHECK(told(slip{}, most + "\xc0", 0, 4096) == "0:[" + most + "] .");
    CHECK(told(slip{}, most + "x\xc0", 0, 4096) == "0!too_long 65536/65537 ");
}

TEST_CASE("slip_framer: an error is due at the byte that decides", "[framing][slip][limits]") {
    CHECK(told(slip_up_to<2>{}, "abc"sv, 0, 1, true) == "0!too_long 2/3@3 ");
    CHECK(told(slip_up_to<2>{}, "ab\xdb\xdc"sv, 0, 1, true) == "0!too_long 2/3@3 ");
    CHECK(told(slip{},
               "ab\xdb"
               "c"sv,
               0, 1, true) == "0!bad_stuffing 0/0@4 ");
    CHECK(told(slip{},
               "\xc0"
               "ab\xc0"sv,
               0, 1, true) == "1:[ab]@4 .");
}

TEST_CASE("slip_framer: resumes behind the END of a bad frame, reported once", "[framing][slip][resync]") {
    CHECK(events_of(resuming{},
                    "a\xdb"
                    "b\xdb"
                    "c\xc0ok\xc0"sv) == "0!bad_stuffing 0/0 6:[ok] .");
    CHECK(events_of(resuming{}, "a\xdb\xc0ok\xc0"sv) == "0!bad_stuffing 0/0 3:[ok] .");
    CHECK(events_of(resuming{}, "abcdefghij\xdb\xc0\xc0ok\xc0"sv) == "0!too_long 4/5 13:[ok] .");
    CHECK(events_of(resuming{}, "abcd\xdb\xc0ok\xc0"sv) == "0!too_long 4/5 6:[ok] .");
    CHECK(events_of(resuming{},
                    "a\xdb\xdb\xc0"
                    "b\xdb\xdb\xc0ok\xc0"sv) == "0!bad_stuffing 0/0 4!bad_stuffing 0/0 8:[ok] .");
    CHECK(events_of(resuming{},
                    "a\xdb"
                    "bc"sv) == "0!bad_stuffing 0/0 .");
    CHECK(events_of(resuming{}, "ok\xc0no"sv) == "0:[ok] 3!truncated 0/2 ");
}

TEST_CASE("slip_framer: a refused frame is fatal, or skipped", "[framing][slip][resync]") {
    slip fatal;
    const step failed = fatal.refuse(fatal.next(as_bytes("ok\xc0"sv)), structwire::errc::bad_checksum, 1, 2);
    CHECK((failed.what == step::kind::error && !failed.resumes && failed.reason == structwire::errc::bad_checksum));
    CHECK((failed.begin == 0 && failed.consumed == 0 && failed.wanted == 1 && failed.given == 2));
    resuming going_on;
    const step skipped = going_on.refuse(going_on.next(as_bytes("ok\xc0"sv)), structwire::errc::bad_checksum, 1, 2);
    CHECK((skipped.resumes && skipped.begin == 0 && skipped.consumed == 3));
}

TEST_CASE("slip_framer: encodes with END behind and none in front", "[framing][slip][encode]") {
    CHECK(wire_of(slip{}, "abc") == "abc\xc0");
    CHECK(wire_of(slip{}, "\xc0\xdb\xdc\xdd"sv) == "\xdb\xdc\xdb\xdd\xdc\xdd\xc0");
    CHECK(wire_of(slip{}, "ab",
                  "\xc0"
                  "c") ==
          "ab\xdb\xdc"
          "c\xc0");
    CHECK(wire_of(slip{}, "", "c") == "c\xc0");
}

TEST_CASE("slip_framer: refuses what would not come back", "[framing][slip][encode]") {
    CHECK(wire_of(slip{}, "") == "!1/0");
    CHECK(encoded(slip{}, "ab", "h") == "!0/1");
    CHECK(wire_of(slip_up_to<3>{}, "abcd") == "!3/4");
    CHECK(wire_of(slip_up_to<3>{}, "ab", "cd") == "!3/4");
    CHECK(wire_of(slip_up_to<3>{}, "\xc0\xc0", "\xc0") == "\xdb\xdc\xdb\xdc\xdb\xdc\xc0");
    CHECK(wire_of(slip{}, "", "123456789") == "!8/9");
}

TEST_CASE("slip_framer: everything encoded comes back, two frames in a row", "[framing][slip][encode]") {
    for_each_text(
        "\xc0\xdb\xdc\xdd"
        "A"sv,
        5, [](std::string_view payload) {
            if (!payload.empty()) check_comes_back(slip{}, payload);
        });
}

TEST_CASE("slip_framer: every short stream means what the definition says", "[framing][slip]") {
    check_streams<run_time>(
        "\xc0\xdb\xdc\xdd"
        "A"sv,
        defined);
}

TEST_CASE("slip_framer: works in constant expressions", "[framing][slip]") {
    STRUCTWIRE_BOTH_TIMES([] {
        auto wire = bytes(0x01, 0xdb, 0xdc, 0xdb, 0xdd, 0x02, 0xc0);
        const auto payload = bytes(0x01, 0xc0, 0xdb, 0x02);
        slip framing;
        const step now = framing.next(wire);
        if (!now.stuffed || now.consumed != 7 || !framing.encode(payload)) return false;
        const structwire::byte_span escaped = structwire::byte_span(wire).first(6);
        return framing.unescape(escaped) == 4 && std::equal(payload.begin(), payload.end(), escaped.begin());
    }());
}

TEST_CASE("slip_framer: a payload without escapes is delivered where it is", "[framing][slip]") {
    CHECK_FALSE(slip{}.next(as_bytes("ab\xc0")).stuffed);
    CHECK(slip{}.next(as_bytes("ab\xdb\xdc\xc0")).stuffed);
}

TEST_CASE("slip_framer: searches each byte once, however the bytes come", "[framing][slip]") {
    // A framer that forgot its place would find this END, which no longer is one, again and again.
    slip framing;
    std::string stream = "abcdefgh";
    REQUIRE(framing.next(as_bytes(stream)).what == step::kind::need);
    stream =
        "\xc0"
        "bcdefghi\xc0";
    CHECK(framing.next(as_bytes(stream)).consumed == stream.size());
}

TEST_CASE("slip_framer: is small, stuffed, and knows its longest frame", "[framing][slip]") {
    STATIC_REQUIRE(sizeof(slip) <= 32);
    STATIC_REQUIRE(structwire::stuffed_framer<slip>);
    STATIC_REQUIRE(structwire::tail_encoding_framer<slip>);
    STATIC_REQUIRE(slip_up_to<5>{}.max_frame_bytes() == 11);
    STATIC_REQUIRE_FALSE(stuffing{.limit = structwire::max_framing_number + 1}.usable());
}
