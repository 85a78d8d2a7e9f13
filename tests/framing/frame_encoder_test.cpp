// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// Batches: copied payloads, payloads written in place, and what a refusal leaves behind.
#include <structwire/framing/frame_encoder.hpp>

#include <algorithm>
#include <limits>

#include "framing/support.hpp"

using namespace test;
using structwire::any_framing;
using structwire::as_bytes;
using structwire::errc;
using structwire::frame_encoder;
using structwire::framing;

namespace {

template <class Framer>
bool write_in_place(frame_encoder<Framer>& out, std::string_view payload, std::size_t reserved,
                    std::string_view header = {}) {
    const auto room = out.reserve(reserved, header.size());
    REQUIRE(room.size() == reserved);
    std::ranges::copy(as_bytes(payload), room.begin());
    return out.commit(payload.size(), as_bytes(header)).has_value();
}

}  // namespace

TEST_CASE("frame_encoder::add: collects frames in order", "[framing][frame_encoder]") {
    frame_encoder<framing<"u16be">> out;
    REQUIRE(out.add(as_bytes("ab")));
    REQUIRE(out.add({}));
    REQUIRE(out.add(as_bytes("c")));
    CHECK(text_of(out.bytes()) == "\0\2ab\0\0\0\1c"sv);
    out.consume(4);
    CHECK(text_of(out.bytes()) == "\0\0\0\1c"sv);
    out.clear();
    CHECK(out.bytes().empty());
}

TEST_CASE("frame_encoder::add: a refused payload leaves the batch alone", "[framing][frame_encoder][errors]") {
    frame_encoder<framing<"u8,limit=3">> out;
    REQUIRE(out.add(as_bytes("ab")));
    const auto refused = out.add(as_bytes("abc"));
    REQUIRE(!refused);
    CHECK(refused.error().code == errc::not_encodable);
    CHECK(!write_in_place(out, "abc", 3));
    CHECK(text_of(out.bytes()) == "\2ab");
}

TEST_CASE("frame_encoder::commit: gives the bytes that add() gives, in every framing", "[framing][frame_encoder]") {
    const std::string text =
        GENERATE("u8", "u32le", "varint", "netstring", "lf", "delim=0D0A0D0A", "cobs", "slip", "hdlc", "tfrecord",
                 "redis_bulk", "u16be+crc32c", "cobs+crc16x25", "netstring+sum8", "u8,offset=3,adjust=-1");
    const auto framing = *any_framing::parse(text);
    const std::string header(text == "u8,offset=3,adjust=-1" ? 3 : 0, 'h');
    frame_encoder<any_framing> copied(framing);
    frame_encoder<any_framing> in_place(framing);
    for (const std::size_t size : {1u, 2u, 9u, 10u, 99u, 100u, 127u, 128u, 200u, 5u}) {
        const std::string payload(size, 'p');
        const bool accepted = copied.add(as_bytes(payload), as_bytes(header)).has_value();
        INFO(text << ", " << size << " bytes");
        REQUIRE(write_in_place(in_place, payload, size + size % 3, header) == accepted);
        REQUIRE(text_of(in_place.bytes()) == text_of(copied.bytes()));
    }
}

TEST_CASE("frame_encoder::commit: needs a reserve() in front", "[framing][frame_encoder][errors]") {
    frame_encoder<framing<"u8">> out;
    CHECK(out.commit(0).error().code == errc::overload);
    CHECK(out.reserve(4).size() == 4);
    REQUIRE(out.commit(0));
    CHECK(out.commit(0).error().code == errc::overload);
    CHECK(out.reserve(~std::size_t{0}).empty());
    CHECK(out.reserve(~std::size_t{0} / 2).empty());
    CHECK(text_of(out.bytes()) == "\0"sv);
}

TEST_CASE("frame_encoder: eof allows one frame", "[framing][frame_encoder][errors]") {
    frame_encoder<framing<"eof">> out;
    REQUIRE(out.add(as_bytes("all")));
    CHECK(out.add(as_bytes("more")).error().code == errc::not_encodable);
    CHECK(text_of(out.bytes()) == "all");
}

TEST_CASE("frame_encoder::place: gives the bytes that add() gives, or null", "[framing][frame_encoder]") {
    const auto check = [](auto framing, bool placeable) {
        frame_encoder<decltype(framing)> copied(framing);
        frame_encoder<decltype(framing)> made(framing);
        bool placed = false;
        for (const std::size_t size : {1u, 2u, 3u, 0u, 127u, 128u, 129u, 16'383u, 16'384u, 5u, 70'000u, 1u}) {
            INFO(size << " bytes");
            const std::string payload(size, 'p');
            const bool taken = copied.add(as_bytes(payload)).has_value();
            if (std::byte* const to = made.place(size); to != nullptr) {
                CHECK(taken);
                placed = true;
                made.placed(std::ranges::copy(as_bytes(payload), to).out);
            } else {
                CHECK(write_in_place(made, payload, size) == taken);
            }
            CHECK((text_of(made.bytes()) == text_of(copied.bytes())));
        }
        CHECK(placed == placeable);
    };
    check(framing<"varint">{}, true);
    check(framing<"varint,limit=200">{}, true);
    check(framing<"varint,bytes=1">{}, true);
    check(framing<"u8">{}, true);
    check(framing<"u32be">{}, true);
    check(framing<"u24le,adjust=3">{}, true);
    check(framing<"u32be,adjust=-4">{}, true);
    check(framing<"u64le,limit=100k">{}, true);
    check(framing<"u32le+crc32c">{}, false);
    check(framing<"netstring,limit=100k">{}, false);
    check(framing<"cobs,limit=100k">{}, false);
    check(framing<"tfrecord">{}, false);
    check(*any_framing::parse("varint"), false);
}

TEST_CASE("frame_encoder::place: null for what add() refuses, and nothing is there before placed()",
          "[framing][frame_encoder][limits]") {
    const auto check = [](auto framing, std::size_t most) {
        frame_encoder<decltype(framing)> out(framing);
        REQUIRE(out.add(as_bytes("a")));
        const std::string before = text_of(out.bytes());
        REQUIRE(out.reserve(2 * most + 100).size() == 2 * most + 100);  // memory is not what it lacks
        CHECK(out.place(most + 1) == nullptr);
        CHECK(out.place(std::numeric_limits<std::size_t>::max()) == nullptr);
        CHECK_FALSE(out.add(as_bytes(std::string(most + 1, 'x'))));
        std::byte* const to = out.place(most);
        REQUIRE(to != nullptr);
        CHECK(text_of(out.bytes()) == before);  // given up
        std::ranges::fill(out.place(most), out.place(most) + most, std::byte{'x'});
        out.placed(to + most);
        CHECK(out.bytes().size() > before.size() + most);
    };
    check(framing<"u8,limit=200">{}, 199);
    check(framing<"varint,limit=300">{}, 300);
    check(framing<"varint,bytes=1">{}, 127);
    frame_encoder<framing<"u32be,offset=1">> with_header;
    REQUIRE(with_header.add(as_bytes("a"), as_bytes("h")));
    CHECK(with_header.place(1) == nullptr);
}

namespace {

// Takes even sizes only, and says so where it encodes.
struct even_sizes : framing<"u8"> {
    [[nodiscard]] static std::expected<structwire::encoded_frame, structwire::error> encode(
        structwire::byte_view payload, structwire::byte_view header = {}) noexcept {
        if (payload.size() % 2 != 0) return structwire::detail::not_encodable(0, payload.size());
        return framing<"u8">{}.encode(payload, header);
    }
};

}  // namespace

TEST_CASE("frame_encoder::place: asks no framer that only inherits from one of ours", "[framing][frame_encoder]") {
    frame_encoder<even_sizes> out;
    REQUIRE(out.add(as_bytes("ab")));
    CHECK(out.place(2) == nullptr);
    CHECK(!write_in_place(out, "abc", 3));
    CHECK(write_in_place(out, "abcd", 4));
    CHECK(text_of(out.bytes()) == "\2ab\4abcd");
}
