// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The function under test: what it gets, how what it says is counted, and what is a finding.
#include <structwire/fuzz/entry.hpp>
#include <structwire/fuzz/oracles.hpp>
#include <structwire/fuzz/target.hpp>

#include <array>
#include <concepts>
#include <cstring>
#include <expected>
#include <memory>
#include <string>
#include <vector>

#include "fuzz/child_process.hpp"
#include "fuzz/support.hpp"

namespace {

using namespace fuzz_support;
using namespace std::string_view_literals;
using test_support::in_child;

template <class Function>
std::unique_ptr<fuzz::target> frames(std::string_view framing, Function function) {
    return fuzz::frame_target(fuzz::model_of_any_bytes(), wire_at(framing), std::move(function));
}

template <class Function>
std::unique_ptr<fuzz::target> streams(Function function) {
    return fuzz::stream_target(fuzz::model_of_any_bytes(), wire_at("u8"), std::move(function));
}

// A mark, the size, the payload. A greedy one asks for both bytes in front before it has looked at the mark.
template <bool Greedy>
struct marked_framer {
    static structwire::step next(byte_view bytes) noexcept {
        using structwire::step;
        if (bytes.empty()) return step::need(Greedy ? 2 : 1);
        if (bytes[0] != std::byte{0xa5}) return step::fail(structwire::errc::bad_magic, 0, 0);
        if (bytes.size() < 2) return step::need(2 - bytes.size());
        const std::size_t size = 2 + std::to_integer<std::size_t>(bytes[1]);
        if (bytes.size() < size) return step::need(size - bytes.size());
        return step::deliver({}, bytes.subspan(2, size - 2), size);
    }
    static structwire::step finish(byte_view bytes) noexcept {
        using structwire::step;
        return bytes.empty() ? step::end() : step::fail(structwire::errc::truncated, 0, bytes.size());
    }
    static std::uint64_t max_frame_bytes() noexcept { return 2 + 255; }
};

}  // namespace

TEST_CASE("frame_target: gives each frame, and counts what is said about it", "[fuzz][target]") {
    std::vector<std::string> got;
    const auto said = frames("u8", [&got](byte_view payload) {
        got.push_back(text_of(payload));
        return payload.size() > 1;
    });
    said->run(structwire::as_bytes("\2ab\1c\0\3def"sv));
    said->run({});
    said->run(structwire::as_bytes("\2xy\7cut off"sv.substr(0, 6)));
    CHECK(got == std::vector<std::string>{"ab", "c", "", "def", "xy"});
    CHECK(said->counts().inputs == 3);
    CHECK(said->counts().calls == 5);
    CHECK(said->counts().accepted == 3);
    CHECK(said->counts().refused == 2);
}

TEST_CASE("frame_target: a function that says nothing is only counted", "[fuzz][target]") {
    unsigned calls = 0;
    const auto silent = frames("u8", [&calls](std::span<const std::byte>) { ++calls; });
    silent->run(structwire::as_bytes("\1a\1b"));
    CHECK(calls == 2);
    CHECK(silent->counts().calls == 2);
    CHECK(silent->counts().accepted == 0);
    CHECK(silent->counts().refused == 0);
}

TEST_CASE("frame_target: std::expected is accepted with a value, of nothing too, and refused with an error",
          "[fuzz][target]") {
    const auto parsed = frames("u8", [](byte_view payload) -> std::expected<int, std::string> {
        if (payload.empty()) return std::unexpected("empty");
        return 0;
    });
    parsed->run(structwire::as_bytes("\1a\0\0"sv));
    CHECK(parsed->counts().accepted == 1);
    CHECK(parsed->counts().refused == 2);
    const auto checked = frames("u8", [](byte_view payload) -> std::expected<void, int> {
        if (payload.size() == 1) return std::unexpected(1);
        return {};
    });
    checked->run(structwire::as_bytes("\1a\0\0"sv));
    CHECK(checked->counts().accepted == 2);
    CHECK(checked->counts().refused == 1);
}

TEST_CASE("frame_target: a frame has its header and its offset", "[fuzz][target][header]") {
    std::vector<std::string> got;
    const auto headed = frames("postgres", [&got](const structwire::frame& frame) {
        got.push_back(text_of(frame.header) + "|" + text_of(frame.payload) + "|" + std::to_string(frame.offset));
    });
    headed->run(structwire::as_bytes("Q\0\0\0\6hiX\0\0\0\4"sv));
    CHECK(got == std::vector<std::string>{"Q|hi|0", "X||7"});
}

TEST_CASE("frame_target: a function that makes the function is called anew for each input", "[fuzz][target][maker]") {
    std::vector<int> seen;
    const auto session =
        frames("u8", [&seen] { return [&seen, count = 0](byte_view) mutable { seen.push_back(++count); }; });
    session->run(structwire::as_bytes("\1a\1b\1c"));
    session->run(structwire::as_bytes("\1a\1b"));
    CHECK(seen == std::vector<int>{1, 2, 3, 1, 2});
    CHECK(session->counts().calls == 5);
    // Without a maker the state stays.
    std::vector<int> kept;
    const auto one = frames("u8", [&kept, count = 0](byte_view) mutable { kept.push_back(++count); });
    one->run(structwire::as_bytes("\1a"));
    one->run(structwire::as_bytes("\1a"));
    CHECK(kept == std::vector<int>{1, 2});
}

namespace {

// What came, as each form of bytes: the forms are told apart by the letter in front.
struct received {
    std::vector<std::string> texts{};
    bool was_null = false;

    bool note(char form, const void* data, std::size_t size) {
        was_null = was_null || data == nullptr;
        texts.push_back(form + std::string(static_cast<const char*>(data), size));
        return size != 0;
    }
};

// Calls `take` with one function of each form.
template <class Take>
void with_each_form(received& got, Take take) {
    take([&got](std::span<const std::uint8_t> in) { return got.note('u', in.data(), in.size()); });
    take([&got](std::span<const char> in) { return got.note('c', in.data(), in.size()); });
    take([&got](std::string_view in) { return got.note('t', in.data(), in.size()); });
    take([&got](const std::uint8_t* data, std::size_t size) { return got.note('U', data, size); });
    take([&got](const std::byte* data, std::size_t size) { return got.note('B', data, size); });
    take([&got](const char* data, std::size_t size) { return got.note('C', data, size); });
    take([&got](const void* data, std::size_t size) { return got.note('V', data, size); });
}

}  // namespace

TEST_CASE("frame_target: bytes come as any span, as text, or as pointer and size", "[fuzz][target]") {
    received got;
    with_each_form(got, [](auto function) {
        const auto target = frames("u8", function);
        target->run(structwire::as_bytes("\2ab\0"sv));
        CHECK(target->counts().calls == 2);
        CHECK(target->counts().accepted == 1);
        CHECK(target->counts().refused == 1);
    });
    CHECK(got.texts ==
          std::vector<std::string>{"uab", "u", "cab", "c", "tab", "t", "Uab", "U", "Bab", "B", "Cab", "C", "Vab", "V"});
    CHECK_FALSE(got.was_null);
}

TEST_CASE("stream_target: bytes come as any span, as text, or as pointer and size", "[fuzz][target][stream]") {
    received got;
    with_each_form(got, [](auto function) {
        const auto target = streams(function);
        target->run(structwire::as_bytes("abc"));
        target->run({});
        CHECK(target->counts().calls == 2);
        CHECK(target->counts().accepted == 1);
        CHECK(target->counts().refused == 1);
    });
    CHECK(got.texts == std::vector<std::string>{"uabc", "u", "cabc", "c", "tabc", "t", "Uabc", "U", "Babc", "B", "Cabc",
                                                "C", "Vabc", "V"});
    CHECK_FALSE(got.was_null);
}

TEST_CASE("frame_target, stream_target: pointer and size may return nothing or std::expected, and be made anew",
          "[fuzz][target][maker]") {
    unsigned calls = 0;
    const auto silent = frames("u8", [&calls](const std::uint8_t*, std::size_t) { ++calls; });
    silent->run(structwire::as_bytes("\1a\1b"));
    CHECK(calls == 2);
    CHECK(silent->counts().accepted + silent->counts().refused == 0);
    const auto made = [&calls] {
        return [&calls, count = 0U](const char*, std::size_t) mutable -> std::expected<void, int> {
            calls = ++count;
            if (count > 1) return std::unexpected(1);
            return {};
        };
    };
    const auto framed = frames("u8", made);
    for (int input = 0; input != 2; ++input) framed->run(structwire::as_bytes("\1a\1b\1c"));
    CHECK(calls == 3);
    CHECK(framed->counts().accepted == 2);
    CHECK(framed->counts().refused == 4);
    const auto whole = streams(made);
    for (int input = 0; input != 2; ++input) whole->run(structwire::as_bytes("\1a\1b"));
    CHECK(calls == 1);
    CHECK(whole->counts().accepted == 2);
}

TEST_CASE("frame_target, stream_target: of several forms, the kit's own types are taken", "[fuzz][target]") {
    const auto generic = [](auto bytes) { return std::same_as<decltype(bytes), byte_view>; };
    struct overloaded {
        bool operator()(const structwire::frame&) const { return true; }
        bool operator()(const fuzz::chunks&) const { return true; }
        bool operator()(std::string_view) const { return false; }
        bool operator()(const std::uint8_t*, std::size_t) const { return false; }
    };
    for (const auto& target :
         {frames("u8", generic), frames("u8", overloaded()), streams(generic), streams(overloaded())}) {
        target->run(structwire::as_bytes("\1a"));
        CHECK(target->counts().accepted == 1);
        CHECK(target->counts().refused == 0);
    }
}

TEST_CASE("frame_target: oracles around functions of text keep them", "[fuzz][target][oracles]") {
    const auto parse = [](std::string_view text) { return !text.empty(); };
    const auto both = frames("u8", fuzz::bounded({.max_allocations = 0}, fuzz::same(parse, parse)));
    both->run(structwire::as_bytes("\1a\0"sv));
    CHECK(both->counts().accepted == 1);
    CHECK(both->counts().refused == 1);
}

TEST_CASE("frame_target: frames behind an error that can be survived are given too", "[fuzz][target]") {
    std::vector<std::string> got;
    const auto resumed = frames("u8,limit=3,resync", [&got](byte_view payload) { got.push_back(text_of(payload)); });
    resumed->run(structwire::as_bytes("\1a\4long\1b"sv));
    CHECK(got == std::vector<std::string>{"a", "b"});
}

TEST_CASE("frame_target: unframed, the input is the record, the empty one too", "[fuzz][target][unframed]") {
    std::vector<std::string> got;
    const auto alone = frames("unframed", [&got](byte_view payload) { got.push_back(text_of(payload)); });
    alone->run(structwire::as_bytes("all"));
    alone->run({});
    CHECK(got == std::vector<std::string>{"all", ""});
}

TEST_CASE("frame_target: payload and header are heap copies of their exact size", "[fuzz][target]") {
    const byte_vector stream = bytes_of("Q\0\0\0\6hi"sv);
    const auto inside = [&stream](byte_view part) {
        return part.data() >= stream.data() && part.data() < stream.data() + stream.size();
    };
    bool was_inside = false;
    const auto copied = frames("postgres", [&](const structwire::frame& frame) {
        was_inside = inside(frame.header) || inside(frame.payload);
    });
    copied->run(stream);
    CHECK_FALSE(was_inside);
    const auto pointed = frames(
        "postgres", [&](const std::byte* data, std::size_t size) { was_inside = inside(byte_view(data, size)); });
    pointed->run(stream);
    CHECK_FALSE(was_inside);
    CHECK(copied->counts().calls == 1);
}

TEST_CASE("stream_target: bytes are the whole stream, once", "[fuzz][target][stream]") {
    std::vector<std::string> got;
    const auto whole = streams([&got](byte_view stream) {
        got.push_back(text_of(stream));
        return stream.size() > 2;
    });
    whole->run(structwire::as_bytes("not frames at all"));
    whole->run(structwire::as_bytes("a"));
    CHECK(got == std::vector<std::string>{"not frames at all", "a"});
    CHECK(whole->counts().calls == 2);
    CHECK(whole->counts().accepted == 1);
    CHECK(whole->counts().refused == 1);
}

TEST_CASE("stream_target: chunks come in many ways, each with a fresh parser, and say the same",
          "[fuzz][target][stream]") {
    unsigned makers = 0, calls = 0;
    std::size_t most_chunks = 0;
    bool whole = true;
    const auto cut = streams([&] {
        ++makers;
        return [&, text = std::string()](const fuzz::chunks& pieces) mutable {
            ++calls;
            std::size_t count = 0;
            for (const byte_view piece : pieces) {
                text += text_of(piece);
                ++count;
            }
            most_chunks = std::max(most_chunks, count);
            whole = whole && text == "eight by";
            return text.size();
        };
    });
    cut->run(structwire::as_bytes("eight by"));
    CHECK(whole);
    CHECK(makers == calls);
    CHECK(calls >= 8);
    CHECK(most_chunks >= 8);
    CHECK(cut->counts().inputs == 1);
    CHECK(cut->counts().calls == 1);
    const auto refused = streams([](const fuzz::chunks&) { return false; });
    refused->run(structwire::as_bytes("abc"));
    CHECK(refused->counts().refused == 1);
    unsigned silent_calls = 0;
    const auto silent = streams([&silent_calls](const fuzz::chunks&) { ++silent_calls; });
    silent->run(structwire::as_bytes("abc"));
    CHECK(silent_calls > 2);
}

TEST_CASE("stream_target: a result that depends on how the stream is cut is a finding and ends the process",
          "[fuzz][target][stream][finding]") {
    const auto ended = in_child([] {
        const auto counting = streams([](const fuzz::chunks& pieces) {
            std::size_t count = 0;
            for (const byte_view piece : pieces) count += piece.empty() ? 0U : 1U;
            return count;
        });
        counting->run(structwire::as_bytes("some bytes"));
    });
    CHECK(ended.signal == SIGABRT);
    CHECK(ended.says("depend"));
    CHECK(ended.says("cut"));
    CHECK(ended.says("10"));
}

TEST_CASE("frame_target: a framer of one's own is tested along", "[fuzz][target][own_framer][finding]") {
    const auto ended = in_child([] {
        const auto tested =
            fuzz::frame_target(fuzz::model_of_any_bytes(), fuzz::wire_of(forgetful_framer{}), [](byte_view) {});
        tested->run(structwire::as_bytes("abcdefgh"));
    });
    CHECK(ended.signal == SIGABRT);
    CHECK_FALSE(ended.printed.empty());
}

TEST_CASE("target::decoded: frames with their fields, errors, and bytes of no frame", "[fuzz][target][decoded]") {
    const auto tested = fuzz::frame_target(model_at(">H:kind: {B:s}:name:"), wire_at("u8,limit=20"), [](byte_view) {});
    const std::string text = tested->decoded(structwire::as_bytes("\6\0\7\3bob\6\0\x8\3eve\xff"sv));
    INFO(text);
    for (const std::string_view word : {"kind", "7", "bob", "8", "eve", "offset", "limit"}) {
        if (word == "offset" || word == "limit") continue;
        CHECK(text.find(word) != std::string::npos);
    }
    CHECK(text.find("at 0") != std::string::npos);
    CHECK(text.find("at 7") != std::string::npos);
    CHECK(text.find("error at 14") != std::string::npos);
    CHECK_FALSE(tested->decoded({}).empty());
}

TEST_CASE("target::decoded: of a framer of the user's own also what it does wrong",
          "[fuzz][target][decoded][own_framer]") {
    constexpr auto refuse_none = [](byte_view) { return true; };
    const auto right =
        fuzz::frame_target(fuzz::model_of_any_bytes(), fuzz::wire_of(marked_framer<false>{}), refuse_none);
    CHECK(right->decoded(structwire::as_bytes("\xa5\1a"sv)) ==
          "frame at 0, 1 bytes of payload\n  payload \"a\"\nthe framer is under test itself: it keeps its contract "
          "here\n");
    const auto wrong =
        fuzz::frame_target(fuzz::model_of_any_bytes(), fuzz::wire_of(marked_framer<true>{}), refuse_none);
    CHECK(
        wrong->decoded(structwire::as_bytes("\xa5\0x"sv)) ==
        "frame at 0, 0 bytes of payload\n  payload \"\"\n"
        "error at 2: constant first bytes are missing (byte offset 2)\n"
        "the framer is under test itself, and this should hold: need is never more than certain\n"
        "  the framer's next() was given 0 bytes, from offset 2, and said need 2 bytes more; but 1 byte more, 78, was "
        "enough for the error \"constant first bytes are missing\": need(1) is the most that is certain\n");
    CHECK(frames("u8", refuse_none)->decoded(structwire::as_bytes("\1a"sv)).find("framer") == std::string::npos);
}

TEST_CASE("target::decoded: header and payload of a message have a heading each", "[fuzz][target][decoded][header]") {
    const auto tested = fuzz::frame_target(fuzz::usable_model_of(fuzz::message("B:type:", ">H:id:")),
                                           wire_at("postgres"), [](byte_view) {});
    const std::string text = tested->decoded(structwire::as_bytes("Q\0\0\0\6\0\7"sv));
    CHECK(text.find("frame at 0, 2 bytes of payload\nheader\noffset") == 0);
    CHECK(text.find("type\npayload\noffset") != std::string::npos);
}

TEST_CASE("target::decoded: long texts are cut to 60 characters", "[fuzz][target][decoded][limits]") {
    const auto tested = fuzz::frame_target(model_at("{*}"), wire_at("unframed"), [](byte_view) {});
    for (const std::size_t size : {std::size_t{57}, std::size_t{58}, std::size_t{59}, std::size_t{2000}}) {
        INFO(size);
        const std::string name(size, 'x');
        const std::string text = tested->decoded(structwire::as_bytes(name));
        const std::string kept = '"' + name.substr(0, 58) + '"';
        const std::string cut = kept + "... (" + std::to_string(size) + " bytes)";
        CHECK(text.find(size <= 58 ? kept : cut) != std::string::npos);
        CHECK((text.find("... (") == std::string::npos) == (size <= 58));
    }
}

TEST_CASE("usable_model_of: says why and ends the program", "[fuzz][target][errors]") {
    const auto ended = in_child([] {
        const auto made = fuzz::usable_model_of(fuzz::described(fuzz::record(">H:kind:", fuzz::range("kimd", 1, 2))));
        static_cast<void>(made);
    });
    CHECK(ended.signal == 0);
    CHECK(ended.status != 0);
    CHECK(ended.says("kimd"));
}

TEST_CASE("mutate_in_place: changes in place, within max_size, as the mutator does", "[fuzz][entry][limits]") {
    const auto tested = fuzz::frame_target(model_at(">H:kind: {B:s}:name:"), wire_at("u8"), [](byte_view) {});
    const byte_vector input = bytes_of("\6\0\7\3bob\6\0\x8\3eve"sv);
    for (const std::size_t most : {std::size_t{0}, std::size_t{5}, input.size(), std::size_t{300}}) {
        INFO(most);
        for (unsigned seed = 0; seed != 300; ++seed) {
            // Of exactly that size: AddressSanitizer sees a write behind it.
            const std::size_t size = std::min(most, input.size());
            std::vector<std::uint8_t> room(most);
            if (size != 0) std::memcpy(room.data(), input.data(), size);
            const std::size_t got = fuzz::mutate_in_place(*tested, room.data(), size, most, seed, nullptr);
            REQUIRE(got <= most);
            const byte_vector same =
                tested->mutator().mutate(byte_view(input).first(size), {.dice = fuzz::random(seed), .max_bytes = most});
            CHECK((got == 0 || std::memcmp(room.data(), same.data(), got) == 0));
            CHECK(got == std::min(same.size(), most));
        }
    }
    // An input larger than max_size is cut to it.
    std::vector<std::uint8_t> large(100, 1);
    CHECK(fuzz::mutate_in_place(*tested, large.data(), 100, 10, 3, nullptr) <= 10);
}

TEST_CASE("cross_over_into: writes at most max_size bytes, as the mutator does", "[fuzz][entry][limits]") {
    const auto tested = fuzz::frame_target(model_at(">H:kind: {B:s}:name:"), wire_at("u8"), [](byte_view) {});
    const byte_vector first = bytes_of("\6\0\7\3bob\6\0\x8\3eve"sv);
    const byte_vector second = bytes_of("\4\0\1\1x\4\0\2\1y\4\0\3\1z"sv);
    for (const std::size_t most : {std::size_t{0}, std::size_t{9}, std::size_t{300}}) {
        for (unsigned seed = 0; seed != 200; ++seed) {
            std::vector<std::uint8_t> room(most);
            const std::size_t got = fuzz::cross_over_into(*tested, first, second, room.data(), most, seed);
            REQUIRE(got <= most);
            const byte_vector same =
                tested->mutator().cross_over(first, second, {.dice = fuzz::random(seed), .max_bytes = most});
            CHECK(got == same.size());
            CHECK((got == 0 || std::memcmp(room.data(), same.data(), got) == 0));
        }
    }
}
