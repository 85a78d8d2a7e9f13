// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The adapter for nanopb of docs/protobuf.md, word for word, at work.
#include <structwire/framing.hpp>
#include <structwire/protobuf.hpp>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <pb_decode.h>
#include <pb_encode.h>
#include <string>
#include <string_view>

#include "prices.pb.h"
#include "support/catch.hpp"

namespace {

// One struct of nanopb and its descriptor, both generated, as a message.
template <class Struct, const pb_msgdesc_t* Fields>
struct nanopb_message : Struct {
    nanopb_message() : Struct{} {}
    bool ParsePartialFromArray(const void* data, int size) {
        auto in = pb_istream_from_buffer(static_cast<const pb_byte_t*>(data), static_cast<std::size_t>(size));
        return pb_decode(&in, Fields, static_cast<Struct*>(this));  // sets all fields to their defaults first
    }
    bool IsInitialized() const { return true; }  // pb_decode and pb_encode refuse what is not
    std::size_t ByteSizeLong() const {
        std::size_t size = 0;
        return pb_get_encoded_size(&size, Fields, static_cast<const Struct*>(this)) ? size : SIZE_MAX;
    }
    bool SerializePartialToArray(void* data, int size) const {
        auto out = pb_ostream_from_buffer(static_cast<pb_byte_t*>(data), static_cast<std::size_t>(size));
        return pb_encode(&out, Fields, static_cast<const Struct*>(this));
    }
};
using Question = nanopb_message<structwire_demo_Question, &structwire_demo_Question_msg>;

static_assert(structwire::protobuf::message<Question>);

using structwire::errc, structwire::as_bytes, structwire::as_text;
using namespace std::string_view_literals;

Question question(std::uint32_t id, std::string_view symbol) {
    Question made;
    made.id = id;
    std::memcpy(made.symbol, symbol.data(),
                std::min(symbol.size(), sizeof made.symbol));  // NUL only where there is room
    return made;
}

TEST_CASE("docs: nanopb's structs as messages, there and back", "[protobuf][docs][nanopb]") {
    structwire::protobuf::writer<> out;
    REQUIRE(out.put(question(1, "BTCUSD")));
    REQUIRE(out.put(question(0, "")));
    REQUIRE(out.put(question(300, "XYZ")));
    CHECK(as_text(out.bytes()) ==
          "\x0a\x08\x01\x12\x06"
          "BTCUSD\0\x08\x08\xac\x02\x12\x03XYZ"sv);
    structwire::protobuf::reader<Question> in;
    std::string seen;
    Question got;
    for (const auto& event : in.messages(out.bytes(), got)) {
        REQUIRE(event);
        seen += std::to_string(got.id) + " " + got.symbol + ", ";
    }
    CHECK(seen == "1 BTCUSD, 0 , 300 XYZ, ");  // nothing of the message before stays
}

TEST_CASE("docs: nanopb's refusals are errors, and reading goes on behind them", "[protobuf][docs][nanopb]") {
    structwire::protobuf::reader<Question> in;
    const std::string unterminated = "\x02\x12\x05", too_long = "\x12\x12\x10" + std::string(16, 'x'),
                      good = "\x02\x08\x07";
    in.feed(as_bytes(unterminated + too_long + good));
    std::string seen;
    Question got;
    for (const auto& event : in.messages(got)) {
        seen += event ? std::to_string(got.id) : std::string(name(event.error().code));
        seen += " at " + std::to_string(event ? event->offset : event.error().offset) + ", ";
    }
    CHECK(seen == "bad_message at 0, bad_message at 3, 7 at 22, ");
}

TEST_CASE("docs: what nanopb cannot encode leaves the batch as it was", "[protobuf][docs][nanopb]") {
    structwire::protobuf::writer<> out;
    REQUIRE(out.put(question(1, "")));
    CHECK(out.put(question(1, "1234567890123456")).error().code == errc::not_encodable);  // no room for its NUL
    CHECK(out.bytes().size() == 3);
}

}  // namespace
