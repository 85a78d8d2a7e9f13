// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// Encoded frames and their pieces.
#include <structwire/framing/frame.hpp>

#include "framing/support.hpp"

using namespace test;
using structwire::as_bytes;
using structwire::encoded_frame;

TEST_CASE("encoded_frame: header and prefix are one piece, the payload is borrowed", "[framing][frame]") {
    const std::string payload = "payload";
    const encoded_frame frame(as_bytes("hh"), as_bytes("pp"), as_bytes(payload), as_bytes("tt"));
    const auto pieces = frame.pieces();
    REQUIRE(pieces.size() == 3);
    CHECK(text_of(pieces[0]) == "hhpp");
    CHECK(static_cast<const void*>(pieces[1].data()) == payload.data());
    CHECK(text_of(pieces[2]) == "tt");
    CHECK(frame.size() == 13);
}

TEST_CASE("encoded_frame: a long header is borrowed", "[framing][frame]") {
    const std::string header(23, 'h');
    const encoded_frame frame(as_bytes(header), as_bytes("pp"), as_bytes("x"));
    REQUIRE(frame.pieces().size() == 3);
    CHECK(static_cast<const void*>(frame.pieces()[0].data()) == header.data());
    CHECK(text_of(frame.pieces()[1]) == "pp");
    CHECK(frame.size() == 26);
    CHECK(encoded_frame(as_bytes(header), as_bytes("p"), as_bytes("x")).size() == 25);
}

TEST_CASE("encoded_frame: empty parts are no pieces", "[framing][frame]") {
    const encoded_frame frame({}, as_bytes("p"), {});
    CHECK(frame.pieces().size() == 1);
    const encoded_frame nothing({}, {}, {});
    CHECK(nothing.pieces().size() == 0);
    CHECK(nothing.size() == 0);
}

TEST_CASE("encoded_frame: a copy owns its pieces", "[framing][frame]") {
    const encoded_frame frame({}, as_bytes("p"), {});
    const encoded_frame copy = frame;
    CHECK(copy.pieces()[0].data() != frame.pieces()[0].data());
    CHECK(text_of(copy.pieces()[0]) == "p");
}
