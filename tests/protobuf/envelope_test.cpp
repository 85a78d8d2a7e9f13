// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of the envelopes: where a frame says its type, against the runtime's own oneof and Any.
#include <structwire/protobuf/confluent.hpp>
#include <structwire/protobuf/envelope.hpp>

#include <google/protobuf/any.pb.h>

#include <deque>
#include <envelope.pb.h>
#include <type_traits>

#include "protobuf_support.hpp"

namespace {

using namespace protobuf_support;
using structwire::frame;
using structwire::demo::Cancel;
using structwire::demo::Envelope;
using structwire::demo::Trade;
using namespace structwire::protobuf;

using demo_oneof = oneof_envelope<1, 100>;
constexpr demo_oneof all_members;

static_assert(writable_envelope<leading_id<std::uint8_t>> && writable_envelope<leading_varint>);
static_assert(writable_envelope<demo_oneof> && writable_envelope<any_envelope>);
static_assert(writable_envelope<confluent_envelope>);
static_assert(envelope<header_id<std::uint8_t>> && !writable_envelope<header_id<std::uint8_t>>);
static_assert(!envelope<int>);

// A frame of these bytes, which stay as long as the program runs.
frame frame_of(std::string payload, std::string header = {}) {
    static std::deque<std::string> kept;
    const std::string& stays = kept.emplace_back(std::move(payload));
    return {as_bytes(kept.emplace_back(std::move(header))), as_bytes(stays), 0};
}

template <class Type>
std::string front_of(const Type& type, const typename Type::id_type& id, std::size_t body_bytes) {
    std::string front(type.front_bytes(id, body_bytes), '?');
    auto* const begin = reinterpret_cast<std::byte*>(front.data());
    CHECK(type.write_front(begin, id, body_bytes) == begin + front.size());
    return front;
}

// Opens what write_front() wrote, and every cut of it that lacks a byte of the front.
template <class Type>
void check_both_ways(const Type& type, const typename Type::id_type& id, const std::string& front) {
    CHECK((front_of(type, id, 4) == front));
    const auto got = type.open(frame_of(front + "body"));
    REQUIRE(got);
    CHECK(got->id == id);
    CHECK(as_text(got->body) == "body");
    CHECK(got->earlier.empty());
    for (std::size_t cut = 0; cut != front.size(); ++cut) {
        INFO("front cut to " << cut);
        CHECK_FALSE(type.open(frame_of(front.substr(0, cut))));
    }
}

TEST_CASE("leading_id: a number in front, in the order said", "[protobuf][envelope][leading_id]") {
    check_both_ways(leading_id<std::uint8_t>{}, 200, hex("c8"));
    check_both_ways(leading_id<std::uint16_t>{}, 0x0102, hex("01 02"));
    check_both_ways(leading_id<std::uint16_t, std::endian::little>{}, 0x0102, hex("02 01"));
    check_both_ways(leading_id<std::uint32_t>{}, 0xfffefdfc, hex("ff fe fd fc"));
    check_both_ways(leading_id<std::uint64_t, std::endian::little>{}, 1, hex("01 00 00 00 00 00 00 00"));
}

TEST_CASE("leading_varint: a varint in front", "[protobuf][envelope][leading_varint]") {
    for (const std::uint64_t id : {std::uint64_t{0}, std::uint64_t{127}, std::uint64_t{128}, std::uint64_t{300},
                                   std::numeric_limits<std::uint64_t>::max()}) {
        check_both_ways(leading_varint{}, id, varint(id));
    }
    CHECK(leading_varint{}.open(frame_of(hex("80 00") + "x"))->id == 0);  // longer than need be, as lengths may be
    CHECK_FALSE(leading_varint{}.open(frame_of(hex("ff ff ff ff ff ff ff ff ff 02"))));  // 65 bits
    CHECK_FALSE(leading_varint{}.open(frame_of(hex("80 80 80 80 80 80 80 80 80 80 00"))));
}

TEST_CASE("header_id: a number in front of the length", "[protobuf][envelope][header_id]") {
    const auto got = header_id<std::uint16_t>{}.open(frame_of("body", hex("01 02 ff")));
    REQUIRE(got);
    CHECK(got->id == 0x0102);
    CHECK(as_text(got->body) == "body");
    CHECK_FALSE(header_id<std::uint16_t>{}.open(frame_of("body", "x")));
}

Trade trade_of(std::uint32_t id, const std::string& symbol) {
    Trade trade;
    trade.set_id(id);
    trade.set_symbol(symbol);
    return trade;
}

TEST_CASE("oneof_envelope: the bytes of the runtime's own oneof", "[protobuf][envelope][oneof]") {
    for (const std::size_t size : {0u, 5u, 126u, 200u}) {
        Envelope whole;
        *whole.mutable_trade() = trade_of(0, std::string(size, 's'));
        const std::string body = whole.trade().SerializeAsString();
        CHECK((front_of(all_members, 1, body.size()) + body == whole.SerializeAsString()));
        whole.mutable_cancel()->set_id(static_cast<std::uint32_t>(size));
        const std::string other = whole.cancel().SerializeAsString();
        CHECK((front_of(all_members, 100, other.size()) + other == whole.SerializeAsString()));
    }
}

TEST_CASE("oneof_envelope: finds the member among other fields, and says 0 without one",
          "[protobuf][envelope][oneof]") {
    Envelope whole;
    whole.set_sequence(7);
    CHECK(all_members.open(frame_of(whole.SerializeAsString()))->id == 0);
    CHECK(all_members.open(frame_of(""))->id == 0);
    whole.mutable_cancel()->set_id(9);
    std::string wire = whole.SerializeAsString();
    auto got = all_members.open(frame_of(wire));
    REQUIRE(got);
    CHECK(got->id == 100);
    CHECK(as_text(got->body) == whole.cancel().SerializeAsString());

    // A string is a field of bytes too, and so is a member that only newer peers know.
    wire += hex("82 01 02") + "me";  // sender
    CHECK(all_members.open(frame_of(wire))->id == 100);
    CHECK(oneof_envelope<1, 16, 100>{}.open(frame_of(wire))->id == 16);
    got = oneof_envelope<1>{}.open(frame_of(wire));
    CHECK(got->id == 0);
    CHECK((as_text(got->body) == wire));

    // A number of the member's field, but no bytes: unknown to the runtime, and skipped here.
    for (const std::string& other :
         {hex("08 01"), hex("09 01 02 03 04 05 06 07 08"), hex("0d 01 02 03 04"), hex("0b 08 01 13 14 0c")}) {
        INFO(other.size() << " bytes");
        const std::string before = other + whole.SerializeAsString(), behind = whole.SerializeAsString() + other;
        for (const std::string& bytes : {before, behind}) {
            REQUIRE(Envelope().ParseFromString(bytes));
            REQUIRE(all_members.open(frame_of(bytes)));
            CHECK(all_members.open(frame_of(bytes))->id == 100);
        }
    }
}

TEST_CASE("oneof_envelope: of several members the last one counts, and pieces of it are told",
          "[protobuf][envelope][oneof]") {
    const std::string first = front_of(all_members, 1, 1) + "a", again = front_of(all_members, 1, 1) + "b",
                      other = front_of(all_members, 100, 1) + "x", sequence = hex("78 01");
    auto got = all_members.open(frame_of(first + other));
    CHECK((got->id == 100 && got->earlier.empty()));
    got = all_members.open(frame_of(other + first + sequence + again));
    CHECK((got->id == 1 && as_text(got->body) == "b"));
    CHECK(as_text(got->earlier) == first + sequence);
    got = all_members.open(frame_of(first + other + again));
    CHECK((got->id == 1 && as_text(got->body) == "b" && got->earlier.empty()));
}

TEST_CASE("oneof_envelope: refuses what the runtime refuses", "[protobuf][envelope][oneof][hostile]") {
    const std::string bad[] = {
        hex("00"),        // tag 0
        hex("02 00"),     // field number 0
        hex("0a"),        // no length
        hex("0a 02 41"),  // longer than the envelope
        hex("0a 80"),     // half a length
        hex("0a ff ff ff ff ff ff ff ff ff 01"),
        hex("0c"),        // an end that nothing began
        hex("0b 08 01"),  // a group that does not end
        hex("0b 14"),     // that ends as another
        hex("0e"),
        hex("0f"),  // no such wire types
        hex("08"),
        hex("09 01"),
        hex("0d 01"),
    };
    for (const std::string& bytes : bad) {
        INFO("first byte " << static_cast<int>(static_cast<unsigned char>(bytes[0])) << " of " << bytes.size());
        CHECK_FALSE(Envelope().ParseFromString(bytes));
        CHECK_FALSE(all_members.open(frame_of(bytes)));
        CHECK_FALSE(all_members.open(frame_of(hex("0a 00") + bytes)));
        CHECK_FALSE(any_envelope{}.open(frame_of(bytes)));
    }
}

TEST_CASE("oneof_envelope: groups are skipped to a depth of 100", "[protobuf][envelope][oneof][limits]") {
    const auto groups = [](std::size_t depth) {
        return std::string(depth, '\x0b') + std::string(depth, '\x0c') + hex("0a 01") + "x";
    };
    CHECK(all_members.open(frame_of(groups(99)))->id == 1);
    CHECK(all_members.open(frame_of(groups(100)))->id == 1);
    CHECK_FALSE(all_members.open(frame_of(groups(101))));
}

TEST_CASE("any_envelope: the bytes of the runtime's own Any", "[protobuf][envelope][any]") {
    for (const std::uint32_t id : {0u, 5u}) {
        google::protobuf::Any whole;
        const Trade trade = trade_of(id, std::string(id * 30, 's'));
        whole.PackFrom(trade);
        const std::string body = trade.SerializeAsString();
        CHECK((front_of(any_envelope{}, "structwire.demo.Trade", body.size()) + body == whole.SerializeAsString()));
        const std::string wire = whole.SerializeAsString();
        const auto got = any_envelope{}.open(frame_of(wire));
        REQUIRE(got);
        CHECK(got->id == "structwire.demo.Trade");
        CHECK((as_text(got->body) == body));
    }
}

TEST_CASE("any_envelope: takes any prefix and any order, and no type for what has no slash",
          "[protobuf][envelope][any]") {
    const any_envelope own{.prefix = "example.com/types/"};
    const std::string front = front_of(own, "a.B", 1);
    CHECK(as_text(own.open(frame_of(front + "x"))->body) == "x");
    CHECK(any_envelope{}.open(frame_of(front + "x"))->id == "a.B");
    const std::string swapped = hex("12 01") + "x" + hex("0a 04") + "/a.B" + hex("18 05");
    CHECK(any_envelope{}.open(frame_of(swapped))->id == "a.B");
    CHECK(as_text(any_envelope{}.open(frame_of(swapped))->body) == "x");
    for (const std::string& bytes : {std::string(), hex("0a 03") + "a.B", hex("0a 04") + "a.B/"}) {
        REQUIRE(any_envelope{}.open(frame_of(bytes)));
        CHECK(any_envelope{}.open(frame_of(bytes))->id.empty());
    }
}

TEST_CASE("confluent_envelope: schema id and message path", "[protobuf][envelope][confluent]") {
    // The bytes of the wire format's documentation: the first message is one byte, any other path a count and indexes.
    check_both_ways(confluent_envelope{}, {.schema = 42}, hex("00 00 00 00 2a 00"));
    check_both_ways(confluent_envelope{}, {.schema = 0x01020304, .path = {1, {1}}}, hex("00 01 02 03 04 02 02"));
    check_both_ways(confluent_envelope{}, {.schema = 1, .path = {2, {1, 0}}}, hex("00 00 00 00 01 04 02 00"));
    check_both_ways(confluent_envelope{}, {.schema = 1, .path = {2, {0, 100}}}, hex("00 00 00 00 01 04 00 c8 01"));
    confluent_type by_guid{.by_guid = true};
    for (std::size_t at = 0; at != by_guid.guid.size(); ++at) by_guid.guid[at] = static_cast<std::byte>(0xa0 + at);
    check_both_ways(confluent_envelope{}, by_guid, hex("01 a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 aa ab ac ad ae af 00"));
    // The first message may also be written as a path of one index.
    CHECK(confluent_envelope{}.open(frame_of(hex("00 00 00 00 2a 02 00")))->id == confluent_type{.schema = 42});
}

TEST_CASE("confluent_envelope: refuses another magic byte and impossible paths",
          "[protobuf][envelope][confluent][limits]") {
    const auto opens = [](const std::string& digits) {
        return confluent_envelope{}.open(frame_of(hex(digits))).has_value();
    };
    CHECK_FALSE(opens("02 00 00 00 01 00"));
    CHECK_FALSE(opens("00 00 00 00 01 01"));           // -1 levels
    CHECK_FALSE(opens("00 00 00 00 01 02 01"));        // index -1
    CHECK(opens("00 00 00 00 01 02 fe ff ff ff 0f"));  // 2^31 - 1
    CHECK_FALSE(opens("00 00 00 00 01 02 80 80 80 80 10"));
    const std::string zeros16 = " 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00";
    CHECK(opens("00 00 00 00 01 20" + zeros16));
    CHECK_FALSE(opens("00 00 00 00 01 22 00" + zeros16));
}

TEST_CASE("oneof_envelope: tags and lengths of at most 5 bytes, and values of 10, as the runtime has them",
          "[protobuf][envelope][oneof][hostile]") {
    const std::string member = hex("0a 01") + "x";
    for (const std::string& field :
         {hex("f8 80 80 80 00 01"), hex("f8 80 80 80 80 00 01"), hex("82 81 80 80 00 00"), hex("82 81 80 80 80 00 00"),
          hex("82 01 80 80 80 80 00"), hex("82 01 80 80 80 80 80 00"), hex("78 ff ff ff ff ff ff ff ff ff 01"),
          hex("78 ff ff ff ff ff ff ff ff ff 7f"), hex("78 80 80 80 80 80 80 80 80 80 80 00")}) {
        INFO(field.size() << " bytes, first " << int{static_cast<unsigned char>(field[0])});
        const std::string wire = hex("0a 00") + field;
        CHECK(all_members.open(frame_of(wire)).has_value() == Envelope().ParseFromString(wire));
    }
}

TEST_CASE("envelopes: can_write() is what open() gives back", "[protobuf][envelope][limits]") {
    CHECK(all_members.can_write(100));
    CHECK_FALSE(all_members.can_write(0));
    CHECK_FALSE(all_members.can_write(2));
    CHECK(any_envelope{}.can_write("a.B"));
    CHECK_FALSE(any_envelope{}.can_write(""));
    CHECK_FALSE(any_envelope{}.can_write("a/B"));
    CHECK_FALSE(any_envelope{.prefix = ""}.can_write("a.B"));
    CHECK_FALSE(any_envelope{.prefix = "example.com"}.can_write("a.B"));
    const auto writes = [](std::size_t levels, std::uint32_t index) {
        confluent_type type{.schema = 1, .path = {levels, {}}};
        type.path.index.fill(index);
        if (confluent_envelope{}.can_write(type)) {
            CHECK(confluent_envelope{}.open(frame_of(front_of(confluent_envelope{}, type, 0)))->id == type);
            return true;
        }
        return false;
    };
    CHECK_FALSE(writes(0, 0));
    CHECK(writes(1, 0));
    CHECK(writes(16, 5));
    CHECK_FALSE(writes(17, 5));
    CHECK_FALSE(writes(64, 5));
    CHECK(writes(2, 0x7fff'ffff));
    CHECK_FALSE(writes(2, 0x8000'0000));
    CHECK_FALSE(confluent_envelope{}.can_write({.schema = 1, .by_guid = true}));
}

}  // namespace
