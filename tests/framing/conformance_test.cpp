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
}

TEST_CASE("check_conformance: finds an encoder that the decoder does not understand", "[framing][conformance]") {
    const auto found = check_conformance(forgetful{}, as_bytes("\1a"sv));
    REQUIRE(found);
    CHECK(found->rule == "next() gives back what encode() accepts");
}
