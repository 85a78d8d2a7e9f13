// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// The conformance helper finds the mistakes that it is for.
#include <structwire/framing/conformance.hpp>

#include "framing/support.hpp"

using namespace test;
using structwire::as_bytes;
using structwire::byte_view;
using structwire::check_conformance;
using structwire::errc;
using structwire::step;

namespace {

enum class fault { none, chunks, greedy, standing, overlong, lossy };

// One length byte; `Fault` says what is wrong with it.
template <fault Fault>
struct one_byte {
    std::size_t shown = 0;

    [[nodiscard]] step next(byte_view bytes) noexcept {
        const bool again = shown != 0;
        shown = bytes.size();
        if (bytes.empty()) return step::need(Fault == fault::greedy ? 2 : 1);
        const std::size_t size = std::to_integer<std::size_t>(bytes[0]);
        if (size > 100) return step::fail(errc::too_long, 100, Fault == fault::chunks ? bytes.size() : size);
        if (bytes.size() - 1 < size) return step::need(size - (bytes.size() - 1));
        shown = 0;
        // Forgets a byte when the frame came in two pieces.
        const std::size_t lost = Fault == fault::lossy && again && size != 0 ? 1 : 0;
        return step::deliver({}, bytes.subspan(1, size - lost), Fault == fault::standing ? 0 : size + 1);
    }
    [[nodiscard]] step finish(byte_view bytes) const noexcept {
        return bytes.empty() ? step::end() : step::fail(errc::truncated, 0, bytes.size());
    }
    [[nodiscard]] std::uint64_t max_frame_bytes() const noexcept { return Fault == fault::overlong ? 2 : 101; }
};

// A framer that encodes what it does not read back.
struct forgetful : structwire::framing<"u8"> {
    [[nodiscard]] std::expected<structwire::encoded_frame, structwire::error> encode(byte_view payload,
                                                                                     byte_view = {}) const noexcept {
        return structwire::framing<"u8">::encode(payload.first(payload.size() / 2));
    }
};

}  // namespace

TEST_CASE("check_conformance: has nothing to say about a right framer", "[framing][conformance]") {
    CHECK(!check_conformance(one_byte<fault::none>{}, as_bytes("\2ab\0\1c\3d"sv)));
    CHECK(!check_conformance(one_byte<fault::none>{}, as_bytes(""sv)));
    CHECK(!check_conformance(one_byte<fault::none>{}, as_bytes("\1a\377zz"sv)));
}

TEST_CASE("check_conformance: finds frames that depend on the cuts", "[framing][conformance]") {
    const auto found = check_conformance(one_byte<fault::lossy>{}, as_bytes("\1a\2bc"sv));
    REQUIRE(found);
    CHECK(found->rule == "events, offsets and the end do not depend on how the bytes are cut");
    CHECK(!found->cuts.empty());
    CHECK(found->event < 2);
    CHECK(found->expected.events.size() == 2);
    CHECK(found->got.events.size() == 2);
}

TEST_CASE("check_conformance: finds errors that depend on the cuts", "[framing][conformance]") {
    const auto found = check_conformance(one_byte<fault::chunks>{}, as_bytes("\1a\377zz"sv));
    REQUIRE(found);
    CHECK(found->event == 1);
    CHECK(found->expected.events.at(1).failure.given == 3);
}

TEST_CASE("check_conformance: finds a need that is more than certain", "[framing][conformance]") {
    const auto found = check_conformance(one_byte<fault::greedy>{}, as_bytes("\0"sv));
    REQUIRE(found);
    CHECK(found->rule == "need is never more than certain");
    REQUIRE(found->call);
    CHECK(found->call->begin == 0);
    CHECK(found->call->end == 0);
    CHECK(found->call->said.wanted == 2);
    CHECK(found->call->certain == 1);
    CHECK(found->call->came.what == step::kind::frame);
}

TEST_CASE("check_conformance: the call of a need that is more than certain is the one that asked for most",
          "[framing][conformance]") {
    // Behind two frames, and behind a byte of its own.
    const auto found = check_conformance(one_byte<fault::greedy>{}, as_bytes("\1a\0"sv));
    REQUIRE(found);
    REQUIRE(found->call);
    CHECK(found->call->begin == 2);
    CHECK(found->call->end == 2);
    CHECK(found->call->certain == 1);
}

TEST_CASE("check_conformance: finds a frame that makes no progress", "[framing][conformance]") {
    const auto found = check_conformance(one_byte<fault::standing>{}, as_bytes("\0"sv));
    REQUIRE(found);
    CHECK(found->rule == "a frame and a resuming error consume at least one byte");
}

TEST_CASE("check_conformance: finds frames over the largest one promised", "[framing][conformance]") {
    const auto found = check_conformance(one_byte<fault::overlong>{}, as_bytes("\2ab"sv));
    REQUIRE(found);
    CHECK(found->rule == "no frame is larger than max_frame_bytes()");
    REQUIRE(found->call);
    CHECK(found->call->end == 3);
    CHECK(found->call->said.consumed == 3);
    CHECK(found->call->certain == 0);
}

TEST_CASE("check_conformance: finds an encoder that the decoder does not understand", "[framing][conformance]") {
    const auto found = check_conformance(forgetful{}, as_bytes("\1a"sv));
    REQUIRE(found);
    CHECK(found->rule == "next() gives back what encode() accepts");
    CHECK(found->encoded == std::vector<std::byte>{std::byte{0}});
    REQUIRE(found->got.events.size() == 1);
    CHECK(found->got.events[0].payload.empty());
    CHECK_FALSE(found->call);
}

TEST_CASE("check_conformance: as many frames are encoded again as the effort says", "[framing][conformance][limits]") {
    // Empty frames come back, and one that is not empty does not.
    const auto found = [](std::size_t frames_encoded, std::string_view stream) {
        return check_conformance(forgetful{}, as_bytes(stream), {.frames_encoded = frames_encoded}).has_value();
    };
    CHECK_FALSE(found(0, "\1a"sv));
    CHECK(found(1, "\1a"sv));
    CHECK_FALSE(found(100, "\0\0\0"sv));
    CHECK(found(4, "\0\0\0\1a"sv));
    CHECK(found(5, "\0\0\0\1a"sv));
    // With fewer, which ones depends on the input.
    unsigned often = 0;
    for (char letter = 'a'; letter != 'q'; ++letter) often += found(1, std::string("\0\1"sv) + letter) ? 1u : 0u;
    CHECK(often > 0);
    CHECK(often < 16);
}

TEST_CASE("check_conformance: with less effort each split is given in one way, byte by byte up to a size",
          "[framing][conformance][limits]") {
    constexpr structwire::conformance_effort least{.split_in_two_up_to = 0,
                                                   .split_in_three_up_to = 0,
                                                   .random_schedules = 0,
                                                   .every_byte_up_to = 5,
                                                   .every_delivery = false};
    const auto found = [&least](std::string_view stream) {
        return check_conformance(one_byte<fault::lossy>{}, as_bytes(stream), least);
    };
    // What came in two pieces is found byte by byte alone, and in no way of giving all at once.
    CHECK(found("\3abc"sv));
    CHECK(found("\4abcd"sv));
    CHECK_FALSE(found("\5abcde"sv));
    // One way for each split is not the same way for all of them.
    std::vector<structwire::delivery> ways;
    for (char letter = 'a'; letter != 'q'; ++letter) {
        const auto one = found(std::string("\1") + letter);
        REQUIRE(one);
        ways.push_back(one->way);
    }
    CHECK(std::ranges::count(ways, ways.front()) != std::ranges::ssize(ways));
}
