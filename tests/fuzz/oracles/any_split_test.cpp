// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/framing/framing.hpp>
#include <structwire/framing/length_prefix.hpp>
#include <structwire/fuzz/oracles/any_split.hpp>
#include <structwire/fuzz/target.hpp>

#include <cmath>
#include <csignal>
#include <string>
#include <utility>
#include <vector>

#include "fuzz/child_process.hpp"
#include "support/catch.hpp"

namespace fuzz = structwire::fuzz;
using structwire::as_bytes;
using structwire::as_text;
using structwire::byte_view;
using structwire::step;
using test_support::in_child;

namespace {

// Lines, with what is left over.
struct line_parser {
    std::vector<std::string> lines{};
    std::string rest{};

    void feed(byte_view chunk) {
        rest += as_text(chunk);
        for (std::size_t end = 0; (end = rest.find('\n')) != std::string::npos; rest.erase(0, end + 1)) {
            lines.push_back(rest.substr(0, end));
        }
    }
    friend bool operator==(const line_parser&, const line_parser&) = default;
};

line_parser right(const fuzz::chunks& stream) {
    line_parser parser;
    for (const byte_view chunk : stream) parser.feed(chunk);
    return parser;
}

// Loses the part of a line that a chunk ends with.
std::vector<std::string> forgetful(const fuzz::chunks& stream) {
    std::vector<std::string> lines;
    for (const byte_view chunk : stream) {
        line_parser parser;
        parser.feed(chunk);
        lines.insert(lines.end(), parser.lines.begin(), parser.lines.end());
    }
    return lines;
}

std::size_t number_of_chunks(const fuzz::chunks& stream) {
    return static_cast<std::size_t>(std::ranges::distance(stream.begin(), stream.end()));
}

// Takes an empty chunk for the end of the stream.
std::size_t until_empty(const fuzz::chunks& stream) {
    std::size_t bytes = 0;
    for (const byte_view chunk : stream) {
        if (chunk.empty()) break;
        bytes += chunk.size();
    }
    return bytes;
}

// One byte of length, then that many; asks for more than certain.
struct greedy_framer {
    step next(byte_view bytes) noexcept {
        if (bytes.empty()) return step::need(4);
        const auto size = std::to_integer<std::size_t>(bytes[0]);
        if (bytes.size() < 1 + size) return step::need(1 + size - bytes.size());
        return step::deliver({}, bytes.subspan(1, size), 1 + size);
    }
    step finish(byte_view bytes) noexcept {
        return bytes.empty() ? step::end() : step::fail(structwire::errc::truncated, 1, bytes.size());
    }
    [[nodiscard]] std::uint64_t max_frame_bytes() const noexcept { return 256; }
};
static_assert(structwire::framer<greedy_framer>);

// What it delivers depends on how much it is shown.
struct eager_framer {
    step next(byte_view bytes) noexcept {
        if (bytes.empty()) return step::need(1);
        return step::deliver({}, bytes, bytes.size());
    }
    step finish(byte_view) noexcept { return step::end(); }
    [[nodiscard]] std::uint64_t max_frame_bytes() const noexcept { return 256; }
};
static_assert(structwire::framer<eager_framer>);

fuzz::verdict_counts counts_of(fuzz::target& tested) {
    tested.run(as_bytes("ab\ncd\n"));
    return tested.counts();
}

}  // namespace

TEST_CASE("check_any_split: a right parser", "[fuzz][any_split]") {
    for (const auto* text : {"", "a", "\n", "ab", "ab\n\ncd\nef"})
        CHECK(!fuzz::check_any_split(&right, as_bytes(text)));
    std::string two_long_lines(2002, 'a');
    two_long_lines[1000] = two_long_lines[2001] = '\n';
    CHECK(!fuzz::check_any_split(&right, as_bytes(two_long_lines)));
}

TEST_CASE("check_any_split: a parser that forgets at the end of a chunk", "[fuzz][any_split]") {
    const auto found =
        fuzz::check_any_split(&forgetful, as_bytes("ab\n"), {.every_cut_up_to = 64, .random_schedules = 0});
    REQUIRE(found);
    CHECK(found->oracle == "the result does not depend on how the stream is cut");
    CHECK(found->text == "3 bytes, cut behind every byte");
    // Where lines end at the cuts there is nothing to forget.
    CHECK(!fuzz::check_any_split(&forgetful, as_bytes("\n\n\n")));
}

TEST_CASE("check_any_split: names the cut", "[fuzz][any_split]") {
    const auto only_at_four = [](const fuzz::chunks& stream) {
        return stream.cuts().size() == 1 && stream.cuts()[0] == 4;
    };
    const fuzz::split_effort effort{.every_cut_up_to = 64, .random_schedules = 0};
    CHECK(fuzz::check_any_split(only_at_four, as_bytes("abcdef"), effort)->text == "6 bytes, cut at 4");
    CHECK(!fuzz::check_any_split(only_at_four, as_bytes("abcd"), effort));
    CHECK(!fuzz::check_any_split(only_at_four, as_bytes("abcdef"), {.every_cut_up_to = 5, .random_schedules = 0}));
}

TEST_CASE("check_any_split: a parser that takes an empty chunk for the end", "[fuzz][any_split]") {
    CHECK(fuzz::check_any_split(&until_empty, as_bytes("abcdefghijklmnopqrstuvwxyz"), {.random_schedules = 50}));
}

TEST_CASE("check_any_split: results that do not equal themselves are not compared", "[fuzz][any_split]") {
    CHECK(!fuzz::check_any_split([](const fuzz::chunks&) { return std::nan(""); }, as_bytes("abc")));
    const auto sometimes = [](const fuzz::chunks& stream) { return stream.cuts().empty() ? 1.0 : std::nan(""); };
    CHECK(fuzz::check_any_split(sometimes, as_bytes("abc")));
}

TEST_CASE("check_any_split: a function made anew each time, and one that returns nothing", "[fuzz][any_split]") {
    const auto stateful = [lines = line_parser{}](const fuzz::chunks& stream) mutable {
        for (const byte_view chunk : stream) lines.feed(chunk);
        return lines.lines.size();
    };
    CHECK(fuzz::check_any_split(stateful, as_bytes("a\nb")));
    CHECK(!fuzz::check_any_split([stateful] { return stateful; }, as_bytes("a\nb")));
    std::size_t calls = 0;
    CHECK(!fuzz::check_any_split([&](const fuzz::chunks&) { ++calls; }, as_bytes("abc")));
    CHECK(calls == 1 + 1 + 2 + 4);
}

TEST_CASE("any_split: stops on a finding", "[fuzz][any_split]") {
    auto oracle = fuzz::any_split(&number_of_chunks);
    oracle(byte_view());
    const auto end = in_child([&] { oracle(as_bytes("ab")); });
    CHECK(end.signal == SIGABRT);
    CHECK(end.says("the result does not depend on how the stream is cut"));
}

TEST_CASE("check_framer: framers that keep their contract, on good and bad streams", "[fuzz][any_split]") {
    const structwire::framing<"u16be,limit=4"> prefix{};
    for (const std::string text : {"", "\x01", "abc"}) CHECK(!fuzz::check_framer(prefix, as_bytes(text)));
    const char good[] = "\0\2ab\0\1c";
    CHECK(!fuzz::check_framer(prefix, as_bytes(std::string(good, sizeof good - 1))));
}

TEST_CASE("check_framer: tells the rule, the cut and the event", "[fuzz][any_split]") {
    const auto greedy = fuzz::check_framer(greedy_framer{}, as_bytes("\1a\1b"));
    REQUIRE(greedy);
    CHECK(greedy->oracle == "need is never more than certain");
    CHECK(
        greedy->text ==
        "the framer's next() was given 0 bytes, and said need 4 bytes more; but 2 bytes more, 01 61, was enough for a "
        "frame that begins at 0, with 2 bytes consumed: need(2) is the most that is certain");
    const auto eager = fuzz::check_framer(eager_framer{}, as_bytes("ab"));
    REQUIRE(eager);
    CHECK(eager->oracle == "events, offsets and the end do not depend on how the bytes are cut");
    CHECK(eager->text ==
          "the framer's event 0: a frame of 2 bytes at offset 0 of the whole stream; of 2 bytes, cut at 1, through "
          "feed(): a frame of 1 byte at offset 0");
}

TEST_CASE("conforming: stops on a finding", "[fuzz][any_split]") {
    auto oracle = fuzz::conforming(eager_framer{});
    oracle(as_bytes("a"));
    CHECK(in_child([&] { oracle(as_bytes("ab")); }).signal == SIGABRT);
}

TEST_CASE("stream_target: compares all ways to cut, as check_any_split does", "[fuzz][any_split][target]") {
    const auto target_of = [](auto function) {
        return fuzz::stream_target(fuzz::usable_model_of(fuzz::any_bytes), fuzz::wire_of("lf"), function);
    };
    CHECK(counts_of(*target_of([](const fuzz::chunks& stream) { return right(stream).lines.size() == 2; })).accepted ==
          1);
    CHECK(counts_of(*target_of([](byte_view) { return false; })).refused == 1);
    CHECK(counts_of(*target_of([] { return [](byte_view) { return true; }; })).accepted == 1);
    CHECK(counts_of(*target_of([] { return [](const fuzz::chunks& stream) { return right(stream); }; })).calls == 1);
    CHECK(counts_of(*target_of([](const fuzz::chunks&) {})).calls == 1);
    const auto end = in_child([&] { counts_of(*target_of(&forgetful)); });
    CHECK(end.signal == SIGABRT);
    CHECK(end.says("6 bytes, cut behind every byte"));
}
