// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// Lines: endings, limits, the end of input, bad lines, and lines whose endings are strict.
#include <structwire/framing/line.hpp>

#include <array>

#include "framing/models/tools.hpp"
#include "framing/support.hpp"

using namespace test;
using structwire::as_bytes;
using structwire::byte_view;
using structwire::errc;
using structwire::line_ending;
using structwire::line_framer;
using structwire::step;

namespace {

using lines = line_framer<line_ending{}>;
using truncated_lines = line_framer<line_ending{.deliver_at_end = false}>;
template <std::uint64_t Limit>
using limited = line_framer<line_ending{.limit = Limit}>;
template <std::uint64_t Limit>
using resuming = line_framer<line_ending{.limit = Limit, .resync = true}>;

using strict = line_framer<line_ending{.deliver_at_end = false, .strict = true}>;
using strict_delivering = line_framer<line_ending{.strict = true}>;
template <std::uint64_t Limit>
using strict_limited = line_framer<line_ending{.limit = Limit, .deliver_at_end = false, .strict = true}>;
template <std::uint64_t Limit>
using strict_resuming =
    line_framer<line_ending{.limit = Limit, .deliver_at_end = false, .strict = true, .resync = true}>;

// Settings that are chosen while the tests run, in a framer of the usual size.
struct settings_now {
    static inline line_ending value{};
    [[nodiscard]] static const line_ending& get() noexcept { return value; }
};
using framer_now = structwire::detail::line_cutter<settings_now>;

// What events_of() says, with fewer ways of cutting: for very many short streams.
std::string quick_events_of(std::string_view stream) {
    const auto difference = structwire::check_conformance(framer_now(), as_bytes(stream), {16, 0, 1});
    if (difference) return std::string(difference->rule);
    std::string all;
    structwire::frame_decoder<framer_now> decoder;
    for (const auto event : decoder.feed(as_bytes(stream))) all += line_of(event) + " ";
    while (!decoder.failed()) {
        const auto event = decoder.finish();
        if (!event) return all + ".";
        all += line_of(*event) + " ";
    }
    return all;
}

std::string failed(std::size_t from, const char* reason, std::uint64_t wanted, std::uint64_t given) {
    return std::to_string(from) + "!" + reason + " " + std::to_string(wanted) + "/" + std::to_string(given) + " ";
}

std::string framed(std::size_t from, std::string_view payload) {
    return std::to_string(from) + ":[" + std::string(payload) + "] ";
}

// The definition of lines, on a whole stream and byte by byte.
std::string lenient_model(const line_ending& ending, std::string_view stream) {
    std::string told;
    for (std::size_t from = 0; from != stream.size();) {
        const std::string_view rest = stream.substr(from);
        const std::size_t feed = rest.find('\n');
        const bool ended = feed != std::string_view::npos;
        std::string_view payload = rest.substr(0, feed);
        if (ended && payload.ends_with('\r')) payload.remove_suffix(1);
        const bool half = !ended && !ending.deliver_at_end && payload.ends_with('\r');
        if (payload.size() > ending.limit + (half ? 1 : 0)) {
            told += failed(from, "too_long", ending.limit, ending.limit + 1);
            if (!ending.resync) return told;
        } else if (!ended && !ending.deliver_at_end) {
            return told + failed(from, "truncated", 0, rest.size());
        } else {
            told += framed(from, payload);
        }
        from = ended ? from + feed + 1 : stream.size();
    }
    return told + ".";
}

// What is wrong with the line at the front; `size` is where its payload ends if nothing is.
const char* strict_fault(const line_ending& ending, std::string_view rest, std::size_t& size) {
    for (size = 0; size != rest.size(); ++size) {
        if (rest[size] == '\n') return "bad_terminator";
        if (rest[size] == '\r') {
            if (size + 1 != rest.size()) return rest[size + 1] == '\n' ? nullptr : "bad_terminator";
            return ending.deliver_at_end ? "bad_terminator" : "truncated";
        }
        if (size == ending.limit) return "too_long";
    }
    return ending.deliver_at_end ? nullptr : "truncated";
}

std::string strict_model(const line_ending& ending, std::string_view stream) {
    std::string told;
    for (std::size_t from = 0; from != stream.size();) {
        const std::string_view rest = stream.substr(from);
        std::size_t size = 0;
        const char* const fault = strict_fault(ending, rest, size);
        const std::size_t end = rest.find("\r\n");
        if (fault != nullptr && fault == "truncated"sv) return told + failed(from, fault, 0, rest.size());
        if (fault == nullptr) {
            told += framed(from, rest.substr(0, size));
        } else {
            const bool numbers = fault == "too_long"sv;
            told += failed(from, fault, numbers ? ending.limit : 0, numbers ? ending.limit + 1 : 0);
            if (!ending.resync) return told;
        }
        from = end == std::string_view::npos ? stream.size() : from + end + 2;
    }
    return told + ".";
}

}  // namespace

TEST_CASE("line: LF ends a line, one CR in front of it belongs to the ending", "[framing][line]") {
    CHECK(events_of(lines{}, "one\ntwo\r\n\n\r\n") == "0:[one] 4:[two] 9:[] 10:[] .");
    CHECK(events_of(lines{}, "a\r\r\n") == "0:[a\r] .");
    CHECK(events_of(lines{}, "a\rb\n") == "0:[a\rb] .");
    CHECK(events_of(lines{}, "a\0b\n"sv) == "0:[a\0b] ."sv);
}

TEST_CASE("line: the end of input delivers the last line", "[framing][line]") {
    CHECK(events_of(lines{}, "") == ".");
    CHECK(events_of(lines{}, "one\ntwo") == "0:[one] 4:[two] .");
    CHECK(events_of(lines{}, "two\r") == "0:[two\r] .");
    CHECK(events_of(truncated_lines{}, "one\n") == "0:[one] .");
    CHECK(events_of(truncated_lines{}, "one\ntwo") == "0:[one] 4!truncated 0/3 ");
}

TEST_CASE("line: the limit counts the payload without its ending", "[framing][line][limits]") {
    CHECK(events_of(limited<5>{}, "four\nfour\r\n") == "0:[four] 5:[four] .");
    CHECK(events_of(limited<5>{}, "hello\nhello\r\nhello") == "0:[hello] 6:[hello] 13:[hello] .");
    CHECK(events_of(limited<5>{}, "hello\nworlds\n") == "0:[hello] 6!too_long 5/6 ");
    CHECK(events_of(limited<5>{}, "worlds\r\n") == "0!too_long 5/6 ");
    CHECK(events_of(limited<5>{}, "hello\r\r\n") == "0!too_long 5/6 ");
    CHECK(events_of(limited<0>{}, "\n\r\n") == "0:[] 1:[] .");
    CHECK(events_of(limited<0>{}, "a") == "0!too_long 0/1 ");
    const std::string most(65536, 'x');
    CHECK(events_of(lines{}, most + "\r\n") == "0:[" + most + "] .");
    CHECK(events_of(lines{}, most + "x\n") == "0!too_long 65536/65537 ");
}

TEST_CASE("line: too long is due as soon as no ending can help", "[framing][line][limits]") {
    CHECK(limited<2>{}.next(as_bytes("ab")).what == step::kind::need);
    CHECK(limited<2>{}.next(as_bytes("ab\r")).what == step::kind::need);
    CHECK(limited<2>{}.next(as_bytes("abc")).what == step::kind::error);
    CHECK(limited<2>{}.next(as_bytes("ab\rc")).what == step::kind::error);
}

TEST_CASE("line: the end of input applies the limit too", "[framing][line][limits]") {
    CHECK(events_of(limited<5>{}, "hello\r") == "0!too_long 5/6 ");
    CHECK(events_of(resuming<5>{}, "hello\r") == "0!too_long 5/6 .");
    CHECK(events_of(line_framer<line_ending{.limit = 5, .deliver_at_end = false}>{}, "hello\r") == "0!truncated 0/6 ");
}

TEST_CASE("line: a bad line is skipped up to its end and reported once", "[framing][line][resync]") {
    CHECK(events_of(resuming<2>{}, "ab\nabcdefgh\r\nok\r\nabc") == "0:[ab] 3!too_long 2/3 13:[ok] 17!too_long 2/3 .");
    CHECK(events_of(resuming<2>{}, "abc\n\nabcd") == "0!too_long 2/3 4:[] 5!too_long 2/3 .");
}

TEST_CASE("line: encodes what it decodes and refuses the rest", "[framing][line][encode]") {
    CHECK(encoded(lines{}, "abc") == "abc\n");
    CHECK(encoded(lines{}, "") == "\n");
    CHECK(encoded(lines{}, "a\rb") == "a\rb\n");
    CHECK(encoded(lines{}, "a\nb") == "!0/3");
    CHECK(encoded(lines{}, "ab\r") == "!0/3");
    CHECK(encoded(lines{}, "ab", "h") == "!0/1");
    CHECK(encoded(limited<3>{}, "abc") == "abc\n");
    CHECK(encoded(limited<3>{}, "abcd") == "!3/4");
}

TEST_CASE("line: remembers where it is while the bytes move", "[framing][line]") {
    lines framing;
    std::string bytes(100, 'x');
    REQUIRE(framing.next(as_bytes(bytes)).what == step::kind::need);
    const std::string elsewhere = bytes + "\nyy\nz\n";
    const step first = framing.next(as_bytes(elsewhere));
    CHECK(first.consumed == 101);
    const std::string again = elsewhere.substr(first.consumed);
    const step second = framing.next(as_bytes(again));
    CHECK(second.consumed == 3);
    lines copy = framing;
    CHECK(copy.next(as_bytes(again).subspan(3)).consumed == 2);
    CHECK(framing.next(as_bytes(again).subspan(3)).consumed == 2);
}

TEST_CASE("line: is small and knows its longest line", "[framing][line]") {
    STATIC_REQUIRE(sizeof(lines) <= 32);
    STATIC_REQUIRE(sizeof(line_ending) <= 16);
    STATIC_REQUIRE(limited<5>{}.max_frame_bytes() == 7);
    STATIC_REQUIRE(structwire::tail_encoding_framer<lines>);
    STATIC_REQUIRE(!line_ending{.limit = structwire::max_framing_number + 1}.usable());
    using cutter = structwire::detail::line_cutter<structwire::detail::stored_settings<line_ending>>;
    STATIC_REQUIRE(structwire::framer<line_framer<line_ending{.strict = true}>>);
    cutter stored{{line_ending{.limit = 3}}};
    CHECK(stored.next(as_bytes("ab\r\n")).payload.size() == 2);
    CHECK(stored.max_frame_bytes() == 5);
}

TEST_CASE("line: cuts and encodes in constant expressions", "[framing][line]") {
    static constexpr std::array stream{std::byte{'a'}, std::byte{'\r'}, std::byte{'\n'}, std::byte{'b'}};
    constexpr auto cut = []<class Framer>(Framer framing) {
        const step first = framing.next(stream);
        const byte_view rest = byte_view(stream).subspan(first.consumed);
        return first.payload.size() == 1 && first.consumed == 3 && framing.next(rest).wanted == 1 &&
               framing.finish(rest).what == step::kind::frame && framing.encode(rest).has_value();
    };
    STATIC_REQUIRE(cut(lines{}));
    STATIC_REQUIRE(cut(strict_delivering{}));
}

TEST_CASE("line: a layer above can find a line bad", "[framing][line]") {
    lines fatal;
    const step refused = fatal.refuse(fatal.next(as_bytes("ab\n")), errc::bad_checksum, 1, 2);
    CHECK(!refused.resumes);
    CHECK(refused.wanted == 1);
    CHECK(refused.given == 2);
    resuming<9> skipping;
    const step skipped = skipping.refuse(skipping.next(as_bytes("ab\ncd\n")), errc::bad_checksum, 1, 2);
    CHECK(skipped.resumes);
    CHECK(skipped.consumed == 3);
    CHECK(skipping.next(as_bytes("cd\n")).consumed == 3);
}

TEST_CASE("crlf_strict: only CR LF ends a line", "[framing][line][strict]") {
    CHECK(events_of(strict{}, "one\r\n\r\ntwo\r\n") == "0:[one] 5:[] 7:[two] .");
    CHECK(events_of(strict{}, "one\r\ntwo\nthree\r\n") == "0:[one] 5!bad_terminator 0/0 ");
    CHECK(events_of(strict{}, "one\r\ntwo\rthree\r\n") == "0:[one] 5!bad_terminator 0/0 ");
    CHECK(events_of(strict{}, "\n") == "0!bad_terminator 0/0 ");
    CHECK(events_of(strict{}, "a\r\r\n") == "0!bad_terminator 0/0 ");
    // What made one mail into two: CVE-2023-51764.
    CHECK(events_of(strict{}, "body\n.\r\nMAIL FROM\r\n") == "0!bad_terminator 0/0 ");
}

TEST_CASE("crlf_strict: a bad ending is due at the byte that shows it", "[framing][line][strict]") {
    CHECK(strict{}.next(as_bytes("ab\r")).what == step::kind::need);
    CHECK(strict{}.next(as_bytes("ab\rc")).reason == errc::bad_terminator);
    CHECK(strict{}.next(as_bytes("ab\n")).reason == errc::bad_terminator);
}

TEST_CASE("crlf_strict: the end of input inside a line is truncated, or ends it", "[framing][line][strict]") {
    CHECK(events_of(strict{}, "ab") == "0!truncated 0/2 ");
    CHECK(events_of(strict{}, "ab\r") == "0!truncated 0/3 ");
    CHECK(events_of(strict_delivering{}, "a\r\nb") == "0:[a] 3:[b] .");
    CHECK(events_of(strict_delivering{}, "ab\r") == "0!bad_terminator 0/0 ");
}

TEST_CASE("crlf_strict: exactly the limit passes", "[framing][line][strict][limits]") {
    CHECK(events_of(strict_limited<2>{}, "ab\r\n") == "0:[ab] .");
    CHECK(events_of(strict_limited<2>{}, "abc\r\n") == "0!too_long 2/3 ");
    CHECK(events_of(strict_limited<2>{}, "ab\n") == "0!bad_terminator 0/0 ");
    CHECK(events_of(strict_limited<2>{}, "ab\rc") == "0!bad_terminator 0/0 ");
    CHECK(strict_limited<2>{}.next(as_bytes("abc")).reason == errc::too_long);
}

TEST_CASE("crlf_strict: a bad line is skipped behind the next CR LF", "[framing][line][strict][resync]") {
    CHECK(events_of(strict_resuming<9>{}, "a\nb\rc\r\nok\r\n") == "0!bad_terminator 0/0 7:[ok] .");
    CHECK(events_of(strict_resuming<9>{}, "a\r\r\nok\r\n") == "0!bad_terminator 0/0 4:[ok] .");
    CHECK(events_of(strict_resuming<1>{}, "abcdef\r\r\r\nk\r\nab\r\n") == "0!too_long 1/2 10:[k] 13!too_long 1/2 .");
    CHECK(events_of(strict_resuming<1>{}, "\n\r") == "0!bad_terminator 0/0 .");
}

TEST_CASE("crlf_strict: encodes what it decodes and refuses the rest", "[framing][line][strict][encode]") {
    CHECK(encoded(strict{}, "ab") == "ab\r\n");
    CHECK(encoded(strict{}, "") == "\r\n");
    CHECK(encoded(strict{}, "a\rb") == "!0/3");
    CHECK(encoded(strict{}, "a\n") == "!0/2");
    CHECK(encoded(strict_limited<2>{}, "abc") == "!2/3");
}

TEST_CASE("line: gives what the definition gives, for all short streams", "[framing][line][strict][model]") {
    for (unsigned flags = 0; flags != 8; ++flags) {
        for (const std::uint64_t limit : {0u, 1u, 2u, 100u}) {
            settings_now::value = {limit, (flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0};
            INFO("flags " << flags << ", limit " << limit);
            for (const std::string& stream : all_texts("a\r\n", limit == 1 ? 6 : 5)) {
                INFO(stream);
                const std::string expected = (flags & 2) != 0 ? strict_model(settings_now::value, stream)
                                                              : lenient_model(settings_now::value, stream);
                REQUIRE(quick_events_of(stream) == expected);
            }
        }
    }
}

TEST_CASE("line: what is encoded comes back in front of everything, and all else is refused",
          "[framing][line][strict][encode][model]") {
    const auto frames_of = [](const std::string& stream) {
        std::string all;
        for (const auto& event : structwire::record_stream(framer_now(), as_bytes(stream)).events) {
            all += event.is_frame ? "[" + text_of(event.payload) + "]" : "!";
        }
        return all;
    };
    const auto payloads = all_texts("a\r\n", 4);
    for (const bool is_strict : {false, true}) {
        settings_now::value = {.limit = 3, .strict = is_strict};
        for (const std::string& payload : payloads) {
            INFO(payload << ", strict " << is_strict);
            const std::string wire = encoded(framer_now(), payload);
            const byte_view bytes = as_bytes(payload);
            for (std::size_t cut = 0; cut <= payload.size(); ++cut) {
                const auto parts = framer_now().encode(bytes.first(cut), {}, bytes.subspan(cut));
                REQUIRE(parts.has_value() == !wire.starts_with("!"));
                REQUIRE((!parts || parts->size() == wire.size()));
            }
            if (wire.starts_with("!")) {
                const std::string refused = payload + (is_strict ? "\r\n" : "\n");
                REQUIRE(!frames_of(refused).starts_with("[" + payload + "]"));
                continue;
            }
            for (const std::string& next : payloads) {
                REQUIRE(frames_of(wire + next).starts_with("[" + payload + "]"));
                const std::string second = encoded(framer_now(), next);
                if (second.starts_with("!")) continue;
                REQUIRE(frames_of(wire + second) == "[" + payload + "][" + next + "]");
            }
        }
    }
}
