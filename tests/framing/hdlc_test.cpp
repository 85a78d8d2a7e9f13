// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// HDLC: the bytes of RFC 1662, noise, aborts, limits, resynchronisation, and every short stream against the definition.
#include <structwire/framing/hdlc.hpp>

#include <algorithm>

#include "framing/stuffing_support.hpp"
#include "support/both_times.hpp"

using namespace test;
using structwire::hdlc_framer;
using structwire::stuffing;
using structwire::testing::bytes;

namespace {

using hdlc = hdlc_framer<stuffing{}>;
template <std::uint64_t Limit>
using hdlc_up_to = hdlc_framer<stuffing{.limit = Limit}>;
using resuming = hdlc_framer<stuffing{.limit = 4, .resync = true}>;
using run_time = structwire::detail::hdlc_cutter<structwire::detail::stored_settings<stuffing>>;

// The definition: pieces between flags, each decoded as a whole; what is in front of the first flag is no piece.
std::string defined(std::string_view stream, const stuffing& settings, bool due) {
    std::string all;
    for (std::size_t begin = stream.find('~'); begin++ != std::string_view::npos;) {
        const std::size_t end = std::min(stream.find('~', begin), stream.size());
        const bool ended = end != stream.size();
        std::string payload;
        std::string reason;
        std::size_t at = begin;
        for (bool escaped = false; at != end || (escaped && ended); ++at) {
            if (escaped && at == end) {
                reason = "aborted 0/0";
            } else if (payload.size() == settings.limit) {
                reason = "too_long " + std::to_string(settings.limit) + "/" + std::to_string(settings.limit + 1);
            } else if (!escaped && stream[at] == '}') {
                escaped = true;
                continue;
            } else {
                payload += static_cast<char>(stream[at] ^ (escaped ? 0x20 : 0));
            }
            escaped = false;
            if (!reason.empty()) break;
        }
        const std::string place = std::to_string(begin);
        const std::string shown = due ? "@" + std::to_string((reason.empty() ? end : at) + 1) : "";
        if (!reason.empty()) {
            all += place + "!" + reason + shown + " ";
            if (!settings.resync) return all;
        } else if (!ended && end != begin) {
            return all + place + "!truncated 0/" + std::to_string(end - begin) + " ";
        } else if (end != begin) {
            all += place + ":[" + payload + "]" + shown + " ";
        }
        begin = ended ? end : std::string_view::npos;
    }
    return all + ".";
}

}  // namespace

TEST_CASE("hdlc_framer: flags stand around frames, one may end one and begin the next", "[framing][hdlc]") {
    CHECK(events_of(hdlc{}, "~one~two~"sv) == "1:[one] 5:[two] .");
    CHECK(events_of(hdlc{}, "~one~~two~"sv) == "1:[one] 6:[two] .");
    CHECK(events_of(hdlc{}, "~~~~one~~~"sv) == "4:[one] .");
    CHECK(events_of(hdlc{}, "~\0\xff\0~"sv) == "1:[\0\xff\0] ."sv);
}

TEST_CASE("hdlc_framer: an escape stands for the next byte XOR 20", "[framing][hdlc]") {
    CHECK(events_of(hdlc{}, "~a}^b~"sv) == "1:[a~b] .");
    CHECK(events_of(hdlc{}, "~a}]b~"sv) == "1:[a}b] .");
    CHECK(events_of(hdlc{}, "~}#}1}3~"sv) == "1:[\x03\x11\x13] .");
    CHECK(events_of(hdlc{}, "~}}~"sv) == "1:[]] .");
    // The first bytes of an LCP Configure-Request as a PPP peer sends it before any option is agreed on.
    CHECK(events_of(hdlc{}, "~\xff}#\xc0!}!}!} }.~"sv) == "1:[\xff\x03\xc0!\x01\x01\0\x0e] ."sv);
}

TEST_CASE("hdlc_framer: ignores noise in front of the first flag", "[framing][hdlc]") {
    CHECK(events_of(hdlc{}, ""sv) == ".");
    CHECK(events_of(hdlc{}, "~~"sv) == ".");
    CHECK(events_of(hdlc{}, "noise}"sv) == ".");
    CHECK(events_of(hdlc{}, "noise}~one~"sv) == "7:[one] .");
    CHECK(events_of(hdlc_up_to<3>{}, "noise~one~"sv) == "6:[one] .");
    // Noise need not be shown again.
    hdlc framing;
    CHECK(framing.next(as_bytes("noise")).consumed == 5);
    CHECK(framing.next(as_bytes("more~~ab")).consumed == 6);
}

TEST_CASE("hdlc_framer: an escape in front of a flag aborts the frame", "[framing][hdlc]") {
    CHECK(events_of(hdlc{}, "~ok~ab}~no~"sv) == "1:[ok] 4!aborted 0/0 ");
    CHECK(events_of(hdlc{}, "~}~"sv) == "1!aborted 0/0 ");
    CHECK(events_of(resuming{}, "~ab}~ok~"sv) == "1!aborted 0/0 5:[ok] .");
    CHECK(events_of(resuming{}, "~}~}~ok~"sv) == "1!aborted 0/0 3!aborted 0/0 5:[ok] .");
    const std::string_view frame = "~}^ab}]c~"sv;
    for (std::size_t at = 0; at != frame.size(); ++at) {
        for (const char wrong : {'}', '~'}) {
            std::string malformed(frame);
            malformed[at] = wrong;
            CHECK(events_of(hdlc{}, malformed) == defined(malformed, {}, false));
        }
    }
}

TEST_CASE("hdlc_framer: the end of input inside a frame is truncated", "[framing][hdlc]") {
    const std::string_view frames = "x~a}^~}]b~"sv;
    CHECK(events_of(hdlc{}, frames.substr(0, 1)) == ".");
    CHECK(events_of(hdlc{}, frames.substr(0, 2)) == ".");
    CHECK(events_of(hdlc{}, frames.substr(0, 3)) == "2!truncated 0/1 ");
    CHECK(events_of(hdlc{}, frames.substr(0, 4)) == "2!truncated 0/2 ");
    CHECK(events_of(hdlc{}, frames.substr(0, 5)) == "2!truncated 0/3 ");
    CHECK(events_of(hdlc{}, frames.substr(0, 6)) == "2:[a~] .");
    CHECK(events_of(hdlc{}, frames.substr(0, 7)) == "2:[a~] 6!truncated 0/1 ");
    CHECK(events_of(hdlc{}, frames.substr(0, 9)) == "2:[a~] 6!truncated 0/3 ");
    CHECK(events_of(hdlc{}, frames) == "2:[a~] 6:[}b] .");
}

TEST_CASE("hdlc_framer: the limit counts the payload before stuffing, exactly it passes", "[framing][hdlc][limits]") {
    CHECK(events_of(hdlc_up_to<3>{}, "~ab~abc~"sv) == "1:[ab] 4:[abc] .");
    CHECK(events_of(hdlc_up_to<3>{}, "~}^}]}^~"sv) == "1:[~}~] .");
    CHECK(events_of(hdlc_up_to<3>{}, "~abcd~"sv) == "1!too_long 3/4 ");
    CHECK(events_of(hdlc_up_to<3>{}, "~abc}~"sv) == "1!too_long 3/4 ");
    CHECK(events_of(hdlc_up_to<3>{}, "~a}^cd~"sv) == "1!too_long 3/4 ");
    CHECK(events_of(hdlc_up_to<0>{}, "noise~~"sv) == ".");
    CHECK(events_of(hdlc_up_to<0>{}, "~a"sv) == "1!too_long 0/1 ");
    const std::string most(65536, 'x');
    CHECK(told(hdlc{}, "~" + most + "~", 0, 4096) == "1:[" + most + "] .");
    CHECK(told(hdlc{}, "~" + most + "x~", 0, 4096) == "1!too_long 65536/65537 ");
}

TEST_CASE("hdlc_framer: an error is due at the byte that decides", "[framing][hdlc][limits]") {
    CHECK(told(hdlc_up_to<2>{}, "~abc"sv, 0, 1, true) == "1!too_long 2/3@4 ");
    CHECK(told(hdlc_up_to<2>{}, "~ab}^"sv, 0, 1, true) == "1!too_long 2/3@4 ");
    CHECK(told(hdlc{}, "~ab}~"sv, 0, 1, true) == "1!aborted 0/0@5 ");
    CHECK(told(hdlc{}, "x~ab~"sv, 0, 1, true) == "2:[ab]@5 .");
}

TEST_CASE("hdlc_framer: resumes at the flag that ends a bad frame, reported once", "[framing][hdlc][resync]") {
    CHECK(events_of(resuming{}, "~abcdefghij}~ok~"sv) == "1!too_long 4/5 13:[ok] .");
    CHECK(events_of(resuming{}, "~abcde~~ok~"sv) == "1!too_long 4/5 8:[ok] .");
    CHECK(events_of(resuming{}, "~abcd}~ok~"sv) == "1!too_long 4/5 7:[ok] .");
    CHECK(events_of(resuming{}, "~abcde~abcde~ok~"sv) == "1!too_long 4/5 7!too_long 4/5 13:[ok] .");
    CHECK(events_of(resuming{}, "~abcdef"sv) == "1!too_long 4/5 .");
    CHECK(events_of(resuming{}, "~ok~no"sv) == "1:[ok] 4!truncated 0/2 ");
}

TEST_CASE("hdlc_framer: a refused frame is fatal, or skipped", "[framing][hdlc][resync]") {
    hdlc fatal;
    const step failed = fatal.refuse(fatal.next(as_bytes("~ok~"sv)), structwire::errc::bad_checksum, 1, 2);
    CHECK((failed.what == step::kind::error && !failed.resumes && failed.reason == structwire::errc::bad_checksum));
    CHECK((failed.begin == 1 && failed.consumed == 1 && failed.wanted == 1 && failed.given == 2));
    resuming going_on;
    const step skipped = going_on.refuse(going_on.next(as_bytes("~ok~"sv)), structwire::errc::bad_checksum, 1, 2);
    CHECK((skipped.resumes && skipped.begin == 1 && skipped.consumed == 4));
}

TEST_CASE("hdlc_framer: encodes with a flag on both sides", "[framing][hdlc][encode]") {
    CHECK(wire_of(hdlc{}, "abc") == "~abc~");
    CHECK(wire_of(hdlc{}, "~}^]\x03") == "~}^}]^]\x03~");
    CHECK(wire_of(hdlc{}, "ab", "~c") == "~ab}^c~");
    CHECK(wire_of(hdlc{}, "", "c") == "~c~");
}

TEST_CASE("hdlc_framer: refuses what would not come back", "[framing][hdlc][encode]") {
    CHECK(wire_of(hdlc{}, "") == "!1/0");
    CHECK(encoded(hdlc{}, "ab", "h") == "!0/1");
    CHECK(wire_of(hdlc_up_to<3>{}, "abcd") == "!3/4");
    CHECK(wire_of(hdlc_up_to<3>{}, "ab", "cd") == "!3/4");
    CHECK(wire_of(hdlc_up_to<3>{}, "~~", "~") == "~}^}^}^~");
    CHECK(wire_of(hdlc{}, "", "123456789") == "!8/9");
}

TEST_CASE("hdlc_framer: everything encoded comes back, two frames in a row", "[framing][hdlc][encode]") {
    for_each_text("~}^]A"sv, 5, [](std::string_view payload) {
        if (!payload.empty()) check_comes_back(hdlc{}, payload);
    });
}

TEST_CASE("hdlc_framer: every short stream means what the definition says", "[framing][hdlc]") {
    check_streams<run_time>("~}^]A"sv, defined);
}

TEST_CASE("hdlc_framer: works in constant expressions", "[framing][hdlc]") {
    STRUCTWIRE_BOTH_TIMES([] {
        auto wire = bytes(0x7e, 0x01, 0x7d, 0x5e, 0x7d, 0x5d, 0x02, 0x7e);
        const auto payload = bytes(0x01, 0x7e, 0x7d, 0x02);
        hdlc framing;
        const step now = framing.next(wire);
        if (!now.stuffed || now.consumed != 8 || !framing.encode(payload)) return false;
        const structwire::byte_span escaped = structwire::byte_span(wire).subspan(1, 6);
        return framing.unescape(escaped) == 4 && std::equal(payload.begin(), payload.end(), escaped.begin());
    }());
}

TEST_CASE("hdlc_framer: a payload without escapes is delivered where it is", "[framing][hdlc]") {
    CHECK_FALSE(hdlc{}.next(as_bytes("~ab~")).stuffed);
    CHECK(hdlc{}.next(as_bytes("~ab}^~")).stuffed);
}

TEST_CASE("hdlc_framer: searches each byte once, however the bytes come", "[framing][hdlc]") {
    // A framer that forgot its place would find this flag, which no longer is one, again and again.
    hdlc framing;
    REQUIRE(framing.next(as_bytes("~")).consumed == 1);
    std::string stream = "abcdefgh";
    REQUIRE(framing.next(as_bytes(stream)).what == step::kind::need);
    stream = "~bcdefghi~";
    CHECK(framing.next(as_bytes(stream)).consumed == stream.size());
}

TEST_CASE("hdlc_framer: is small, stuffed, and knows its longest frame", "[framing][hdlc]") {
    STATIC_REQUIRE(sizeof(hdlc) <= 32);
    STATIC_REQUIRE(structwire::stuffed_framer<hdlc>);
    STATIC_REQUIRE(structwire::tail_encoding_framer<hdlc>);
    STATIC_REQUIRE(hdlc_up_to<5>{}.max_frame_bytes() == 12);
}
