// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// Delimiters: what ends a frame, limits, bad frames that are skipped, and what can be encoded.
#include <structwire/framing/delimiter.hpp>

#include <algorithm>
#include <array>

#include "framing/delimiter_support.hpp"
#include "framing/support.hpp"

using namespace test;
using structwire::as_bytes;
using structwire::byte_view;
using structwire::delimiter_framer;
using structwire::delimiters;
using structwire::errc;
using structwire::step;

namespace {

constexpr delimiters limited(delimiters all, std::uint64_t limit) {
    all.limit = limit;
    return all;
}
constexpr delimiters delivering(delimiters all) {
    all.deliver_at_end = true;
    return all;
}
constexpr delimiters resuming(delimiters all) {
    all.resync = true;
    return all;
}
constexpr delimiters at_first(delimiters all) {
    all.first = true;
    return all;
}

constexpr delimiters crlf = ended_by("\r\n");
constexpr delimiters lf = delivering(ended_by("\n"));
constexpr delimiters any_line = ended_by("\r\n", "\r", "\n");

// What a fresh framer says about these bytes.
template <delimiters Settings>
step shown(std::string_view bytes) {
    return delimiter_framer<Settings>{}.next(as_bytes(bytes));
}

}  // namespace

TEST_CASE("delimiter: settings can be a member", "[framing][delimiter]") {
    using cutter = structwire::detail::delimiter_cutter<structwire::detail::stored_settings<delimiters>>;
    cutter stored{{any_line}};
    CHECK(stored.get() == any_line);
    CHECK(stored.max_frame_bytes() == 65536 + 2);
    CHECK(stored.next(as_bytes("ab\r\nc")).consumed == 4);
    cutter assigned;
    assigned = stored;
    CHECK(assigned.next(as_bytes("c\n")).payload.size() == 1);
    STATIC_REQUIRE(std::is_trivially_copyable_v<cutter>);
    STATIC_REQUIRE(sizeof(cutter) <= sizeof(delimiters) + 32);
}

TEST_CASE("delimiter: one byte or several end a frame", "[framing][delimiter]") {
    CHECK(events_of(delimiter_framer<ended_by(";")>{}, "ab;;c;") == "0:[ab] 3:[] 4:[c] .");
    CHECK(events_of(delimiter_framer<crlf>{}, "one\r\n\r\ntwo\r\n") == "0:[one] 5:[] 7:[two] .");
    CHECK(events_of(delimiter_framer<ended_by("END", "STOP")>{}, "aENDbSTOPENDEN") ==
          "0:[a] 4:[b] 9:[] 12!truncated 0/2 ");
    CHECK(events_of(delimiter_framer<ended_by("\0")>{}, "a\0\0"sv) == "0:[a] 2:[] .");
}

TEST_CASE("delimiter: a part of a delimiter is data", "[framing][delimiter]") {
    CHECK(events_of(delimiter_framer<crlf>{}, "a\rb\nc\r\r\n") == "0:[a\rb\nc\r] .");
    CHECK(events_of(delimiter_framer<ended_by("aab")>{}, "aaaab") == "0:[aa] .");
    CHECK(events_of(delimiter_framer<ended_by("abab")>{}, "abaabababa") == "0:[aba] 7!truncated 0/3 ");
    CHECK(events_of(delimiter_framer<lf>{}, "a\r\nb") == "0:[a\r] 3:[b] .");
}

TEST_CASE("delimiter: the one that begins first ends the frame, of several there the longest", "[framing][delimiter]") {
    CHECK(events_of(delimiter_framer<ended_by("a", "ab")>{}, "xabxaxab") == "0:[x] 3:[x] 5:[x] .");
    CHECK(events_of(delimiter_framer<ended_by("aba", "b")>{}, "xabaxab") == "0:[x] 4:[xa] .");
    CHECK(events_of(delimiter_framer<ended_by("b", "aba")>{}, "abbaba") == "0:[a] 2:[] 3:[] .");
}

TEST_CASE("delimiter: CR and LF that arrive apart give no additional empty frame", "[framing][delimiter]") {
    CHECK(events_of(delimiter_framer<any_line>{}, "a\r\nb\rc\n\r\n\n") == "0:[a] 3:[b] 5:[c] 7:[] 9:[] .");
    CHECK(shown<any_line>("a\r").what == step::kind::need);
    CHECK(shown<any_line>("a\r").wanted == 1);
    CHECK(shown<any_line>("a\r\n").consumed == 3);
    CHECK(shown<any_line>("a\rb").consumed == 2);
}

TEST_CASE("delimiter: the end of input ends the waiting", "[framing][delimiter]") {
    CHECK(events_of(delimiter_framer<any_line>{}, "a\r") == "0:[a] .");
    CHECK(events_of(delimiter_framer<ended_by("aba", "b")>{}, "xab") == "0:[xa] .");
    CHECK(events_of(delimiter_framer<ended_by("abaX", "b")>{}, "abab") == "0:[a] 2:[a] .");
    CHECK(events_of(delimiter_framer<ended_by("abaX", "b")>{}, "aba") == "0:[a] 2!truncated 0/1 ");
}

TEST_CASE("delimiter: an unterminated frame is truncated, or delivered", "[framing][delimiter]") {
    CHECK(events_of(delimiter_framer<crlf>{}, "") == ".");
    CHECK(events_of(delimiter_framer<crlf>{}, "a\r\nbc\r") == "0:[a] 3!truncated 0/3 ");
    CHECK(events_of(delimiter_framer<delivering(crlf)>{}, "a\r\nbc\r") == "0:[a] 3:[bc\r] .");
    CHECK(events_of(delimiter_framer<lf>{}, "a\n") == "0:[a] .");
}

TEST_CASE("delimiter: exactly the limit passes, also when a chunk ends inside the delimiter",
          "[framing][delimiter][limits]") {
    CHECK(events_of(delimiter_framer<limited(crlf, 5)>{}, "hell\r\nhello\r\n") == "0:[hell] 6:[hello] .");
    CHECK(events_of(delimiter_framer<limited(crlf, 5)>{}, "worlds\r\n") == "0!too_long 5/6 ");
    CHECK(events_of(delimiter_framer<limited(crlf, 5)>{}, "hello\r\r\n") == "0!too_long 5/6 ");
    CHECK(events_of(delimiter_framer<limited(crlf, 0)>{}, "\r\n\r\nx") == "0:[] 2:[] 4!too_long 0/1 ");
    const std::string most(65536, 'x');
    CHECK(events_of(delimiter_framer<crlf>{}, most + "\r\n") == "0:[" + most + "] .");
    CHECK(events_of(delimiter_framer<crlf>{}, most + "x\r\n") == "0!too_long 65536/65537 ");
}

TEST_CASE("delimiter: too long is due as soon as no delimiter can begin inside the limit",
          "[framing][delimiter][limits]") {
    CHECK(shown<limited(crlf, 2)>("ab").what == step::kind::need);
    CHECK(shown<limited(crlf, 2)>("ab\r").what == step::kind::need);
    CHECK(shown<limited(crlf, 2)>("abc").what == step::kind::error);
    CHECK(shown<limited(crlf, 2)>("ab\rc").what == step::kind::error);
    CHECK(shown<limited(ended_by("wxyz"), 1)>("awxy").what == step::kind::need);
    CHECK(shown<limited(ended_by("wxyz"), 1)>("awxw").what == step::kind::error);
}

TEST_CASE("delimiter: the end of input applies the limit too", "[framing][delimiter][limits]") {
    CHECK(events_of(delimiter_framer<limited(crlf, 1)>{}, "a\r") == "0!truncated 0/2 ");
    CHECK(events_of(delimiter_framer<limited(delivering(crlf), 1)>{}, "a\r") == "0!too_long 1/2 ");
    CHECK(events_of(delimiter_framer<resuming(limited(delivering(crlf), 1))>{}, "a\r") == "0!too_long 1/2 .");
    // The longer delimiter could have begun inside the limit; the shorter one that is there does not.
    CHECK(events_of(delimiter_framer<limited(ended_by("aba", "b"), 0)>{}, "ab") == "0!too_long 0/1 ");
    CHECK(events_of(delimiter_framer<resuming(limited(ended_by("aba", "b"), 0))>{}, "ab") == "0!too_long 0/1 .");
}

TEST_CASE("delimiter: a bad frame is skipped up to its end and reported once", "[framing][delimiter][resync]") {
    CHECK(events_of(delimiter_framer<resuming(limited(crlf, 2))>{}, "ab\r\nabcdefgh\r\nok\r\n") ==
          "0:[ab] 4!too_long 2/3 14:[ok] .");
    CHECK(events_of(delimiter_framer<resuming(limited(lf, 2))>{}, "abc\nabcd\nok") ==
          "0!too_long 2/3 4!too_long 2/3 9:[ok] .");
    CHECK(events_of(delimiter_framer<resuming(limited(crlf, 2))>{}, "abcdef") == "0!too_long 2/3 .");
    CHECK(events_of(delimiter_framer<resuming(limited(crlf, 2))>{}, "abcdef\r") == "0!too_long 2/3 .");
    CHECK(events_of(delimiter_framer<resuming(limited(crlf, 2))>{}, "abcdef\r\na") ==
          "0!too_long 2/3 8!truncated 0/1 ");
}

TEST_CASE("delimiter: a delimiter split while a bad frame is discarded swallows nothing",
          "[framing][delimiter][resync]") {
    // events_of() has cut these everywhere.
    CHECK(events_of(delimiter_framer<resuming(limited(ended_by("----"), 4))>{}, "too long--------ok----") ==
          "0!too_long 4/5 12:[] 16:[ok] .");
    CHECK(events_of(delimiter_framer<resuming(limited(crlf, 4))>{}, "toolong\r\nok\r\nok\r\n") ==
          "0!too_long 4/5 9:[ok] 13:[ok] .");
    CHECK(events_of(delimiter_framer<resuming(limited(ended_by("aba", "b"), 0))>{}, "cccabab") ==
          "0!too_long 0/1 6:[] .");
    // The delimiter begins with the first byte behind the limit.
    CHECK(events_of(delimiter_framer<resuming(limited(crlf, 1))>{}, "ab\r\nc\r\n") == "0!too_long 1/2 4:[c] .");
}

TEST_CASE("delimiter: need is the least that can complete a frame or pass the limit", "[framing][delimiter]") {
    constexpr delimiters boundary = ended_by("--boundary--");
    CHECK(shown<boundary>("").wanted == 12);
    CHECK(shown<boundary>("abc").wanted == 12);
    CHECK(shown<boundary>("abc--bou").wanted == 7);
    CHECK(shown<boundary>("abc--bou--").wanted == 10);
    CHECK(shown<limited(boundary, 5)>("").wanted == 6);
    CHECK(shown<limited(boundary, 5)>("abc").wanted == 3);
    CHECK(shown<limited(boundary, 3)>("abc--bou").wanted == 1);
    CHECK(shown<ended_by("END", "x")>("abcE").wanted == 1);
    CHECK(shown<ended_by("aaaa", "ab")>("aa").wanted == 1);
}

TEST_CASE("delimiter: settings that no frame can follow are not usable", "[framing][delimiter]") {
    STATIC_REQUIRE(!delimiters{}.usable());
    STATIC_REQUIRE(crlf.usable() && lf.usable() && any_line.usable());
    STATIC_REQUIRE(!ended_by("a", "b", "a").usable());
    STATIC_REQUIRE(!limited(crlf, structwire::max_framing_number + 1).usable());
    STATIC_REQUIRE(limited(crlf, structwire::max_framing_number).usable());
    delimiters broken = crlf;
    broken.sizes[0] = 0;
    CHECK(!broken.usable());
    broken.count = 9;
    CHECK(!broken.usable());
    broken = ended_by("a", "b");
    broken.sizes[0] = 128;
    CHECK(!broken.usable());
}

TEST_CASE("delimiter: with first, none may have another one inside that ends before it does", "[framing][delimiter]") {
    STATIC_REQUIRE(at_first(crlf).usable());
    STATIC_REQUIRE(at_first(ended_by("\r\n", "\n")).usable());  // both end with the LF
    STATIC_REQUIRE(!at_first(any_line).usable());               // the CR of a CR LF has ended the frame
    STATIC_REQUIRE(!at_first(ended_by("aba", "b")).usable());
    STATIC_REQUIRE(at_first(ended_by("ab", "ba")).usable());
    CHECK(events_of(delimiter_framer<at_first(ended_by("\n", "\r\n"))>{}, "a\r\nb\n\r") ==
          "0:[a] 3:[b] 5!truncated 0/1 ");
}

TEST_CASE("delimiter: there is room for eight, and for 128 bytes together", "[framing][delimiter]") {
    STATIC_REQUIRE(sizeof(delimiters) <= 168);
    STATIC_REQUIRE(sizeof(delimiter_framer<any_line>) <= 32);
    STATIC_REQUIRE(structwire::tail_encoding_framer<delimiter_framer<any_line>>);
    STATIC_REQUIRE(ended_by("1", "2", "3", "4", "5", "6", "7", "8").usable());
    STATIC_REQUIRE(!ended_by("1", "2", "3", "4", "5", "6", "7", "8", "9").usable());
    STATIC_REQUIRE(!ended_by("").usable());
    CHECK(events_of(delimiter_framer<ended_by("1", "2", "3", "4", "5", "6", "7", "8")>{}, "a1b8c") ==
          "0:[a] 2:[b] 4!truncated 0/1 ");
    delimiters all;
    const std::string longest(128, 'x');
    CHECK(!all.add(as_bytes(longest + "x")));
    CHECK(all.add(as_bytes(longest)));
    CHECK(!all.add(as_bytes("y")));
    CHECK(all.usable());
    CHECK(all.max_frame_bytes() == 65536 + 128);
    CHECK(all != crlf);
}

TEST_CASE("delimiter: encodes what it decodes and refuses the rest", "[framing][delimiter][encode]") {
    CHECK(encoded(delimiter_framer<crlf>{}, "ab") == "ab\r\n");
    CHECK(encoded(delimiter_framer<crlf>{}, "a\nb\r") == "a\nb\r\r\n");
    CHECK(encoded(delimiter_framer<crlf>{}, "a\r\nb") == "!0/4");
    CHECK(encoded(delimiter_framer<lf>{}, "a\nb") == "!0/3");
    CHECK(encoded(delimiter_framer<crlf>{}, "ab", "h") == "!0/1");
    CHECK(encoded(delimiter_framer<limited(crlf, 2)>{}, "ab") == "ab\r\n");
    CHECK(encoded(delimiter_framer<limited(crlf, 2)>{}, "abc") == "!2/3");
    const std::string border(100, '-');
    constexpr delimiters dashes = [] {
        std::array<std::byte, 100> bytes{};
        bytes.fill(std::byte{'-'});
        delimiters all;
        all.add(bytes);
        return all;
    }();
    CHECK(encoded(delimiter_framer<dashes>{}, "ab") == "ab" + border);
    CHECK(encoded(delimiter_framer<dashes>{}, "ab-") == "!0/3");  // the delimiter would begin earlier
}

TEST_CASE("delimiter: payload and delimiter together must not be an earlier delimiter",
          "[framing][delimiter][encode]") {
    CHECK(encoded(delimiter_framer<ended_by("\r\n\r\n")>{}, "a\r\n") == "!0/3");
    CHECK(encoded(delimiter_framer<ended_by("aa")>{}, "ba") == "!0/2");
    CHECK(encoded(delimiter_framer<ended_by("ab", "xabc")>{}, "x") == "!0/1");  // unless no c follows: who knows
    CHECK(encoded(delimiter_framer<ended_by("ab", "xabc")>{}, "xy") == "xyab");
    CHECK(encoded(delimiter_framer<ended_by("\n", "\r\n")>{}, "a\r") == "!0/2");
}

TEST_CASE("delimiter: writes the first alternative that is complete as soon as it is there",
          "[framing][delimiter][encode]") {
    CHECK(encoded(delimiter_framer<ended_by("\r", "\r\n", "\n")>{}, "a") == "a\r\n");
    CHECK(encoded(delimiter_framer<ended_by("\n", "\r", "\r\n")>{}, "a") == "a\n");
    CHECK(encoded(delimiter_framer<ended_by("a", "ab", "abc")>{}, "x") == "xabc");
}

TEST_CASE("delimiter: a layer above can find a frame bad", "[framing][delimiter]") {
    delimiter_framer<crlf> fatal;
    const step whole = fatal.next(as_bytes("ab\r\n"));
    const step refused = fatal.refuse(whole, errc::bad_checksum, 1, 2);
    CHECK(refused.what == step::kind::error);
    CHECK(!refused.resumes);
    CHECK(refused.wanted == 1);
    CHECK(refused.given == 2);
    delimiter_framer<resuming(crlf)> skipping;
    const step skipped = skipping.refuse(skipping.next(as_bytes("ab\r\ncd\r\n")), errc::bad_checksum, 1, 2);
    CHECK(skipped.resumes);
    CHECK(skipped.consumed == 4);
    CHECK(skipping.next(as_bytes("cd\r\n")).consumed == 4);
}

TEST_CASE("delimiter: cuts and encodes in constant expressions", "[framing][delimiter]") {
    static constexpr std::array stream{std::byte{'a'}, std::byte{'\r'}, std::byte{'\n'}, std::byte{'b'},
                                       std::byte{'\r'}};
    constexpr auto cut = []<delimiters Settings>(delimiter_framer<Settings> framing) {
        const step first = framing.next(stream);
        const byte_view rest = byte_view(stream).subspan(first.consumed);
        const step second = framing.next(rest);
        return first.what == step::kind::frame && first.payload.size() == 1 && second.what == step::kind::need &&
               framing.finish(rest).what == step::kind::error &&
               framing.encode(byte_view(stream).first(1))->size() == first.consumed;
    };
    STATIC_REQUIRE(cut(delimiter_framer<crlf>{}));
    STATIC_REQUIRE(cut(delimiter_framer<ended_by("\r\n", "\rX")>{}));
    STATIC_REQUIRE(delimiter_framer<any_line>{}.next(stream).consumed == 3);
}

TEST_CASE("delimiter: long frames and short ones in turn", "[framing][delimiter]") {
    // Across the blocks of the search, the call for long frames, and back.
    std::string stream, crlf_stream, expected, crlf_expected;
    for (std::size_t size : {0u, 1u, 62u, 63u, 64u, 65u, 127u, 300u, 1000u, 2u, 0u, 255u, 256u, 3u}) {
        expected += std::to_string(stream.size()) + ":[" + std::string(size, 'x') + "] ";
        crlf_expected += std::to_string(crlf_stream.size()) + ":[" + std::string(size, 'x') + "] ";
        stream += std::string(size, 'x') + "\n";
        crlf_stream += std::string(size, 'x') + "\r\n";
    }
    CHECK(events_of(delimiter_framer<lf>{}, stream) == expected + ".");
    CHECK(events_of(delimiter_framer<crlf>{}, crlf_stream) == crlf_expected + ".");
    CHECK(events_of(delimiter_framer<any_line>{}, crlf_stream) == crlf_expected + ".");
}
