// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// Frames as contiguous bytes.
#include <structwire/framing/append.hpp>

#include "framing/support.hpp"

using namespace test;
using structwire::as_bytes;
using structwire::errc;
using structwire::framing;

TEST_CASE("append: puts frames behind what a container holds", "[framing][append]") {
    std::vector<std::byte> bytes;
    CHECK(structwire::append(bytes, framing<"u8">{}, as_bytes("ab")) == 3u);
    CHECK(structwire::append(bytes, framing<"u8,offset=1">{}, as_bytes("c"), as_bytes("h")) == 3u);
    CHECK(text_of(bytes) == "\2abh\1c");
    std::string text = "x";
    CHECK(structwire::append(text, framing<"line">{}, as_bytes("ab")) == 3u);
    CHECK(text == "xab\n");
}

TEST_CASE("append: leaves the container alone on error", "[framing][append][errors]") {
    std::string text = "x";
    const auto size = structwire::append(text, framing<"line">{}, as_bytes("a\nb"));
    REQUIRE(!size);
    CHECK(size.error().code == errc::not_encodable);
    CHECK(text == "x");
}

TEST_CASE("append: fills a span without heap, frame by frame", "[framing][append]") {
    std::array<std::byte, 7> storage{};
    structwire::byte_span room = storage;
    CHECK(structwire::append(room, framing<"u8">{}, as_bytes("ab")) == 3u);
    CHECK(room.size() == 4);
    CHECK(structwire::append(room, framing<"u8">{}, as_bytes("cde")) == 4u);
    CHECK(room.empty());
    CHECK(text_of(storage) == "\2ab\3cde");
}

TEST_CASE("append: writes nothing into a span that is too short", "[framing][append][errors]") {
    std::array<std::byte, 2> storage{};
    structwire::byte_span room = storage;
    const auto size = structwire::append(room, framing<"u8">{}, as_bytes("ab"));
    REQUIRE(!size);
    CHECK(size.error().code == errc::short_buffer);
    CHECK(size.error().offset == 0);
    CHECK(size.error().wanted == 3);
    CHECK(size.error().given == 2);
    CHECK(room.size() == 2);
    CHECK(storage[0] == std::byte{0});
}
