// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of dispatcher and of writer::put_as: several types on one stream.
#include <structwire/protobuf/confluent.hpp>
#include <structwire/protobuf/dispatcher.hpp>
#include <structwire/protobuf/writer.hpp>

#include <envelope.pb.h>
#include <ticket.pb.h>

#include "protobuf_support.hpp"

namespace {

using namespace protobuf_support;
using structwire::frame;
using structwire::frame_decoder;
using structwire::demo::Cancel;
using structwire::demo::Envelope;
using structwire::demo::Ticket;
using structwire::demo::Trade;
using namespace structwire::protobuf;

frame frame_of(std::string_view payload, std::uint64_t offset = 0) { return {{}, as_bytes(payload), offset}; }

Trade trade_of(std::uint32_t id) {
    Trade trade;
    trade.set_id(id);
    return trade;
}

Cancel cancel_of(std::uint32_t id, const std::string& reason) {
    Cancel cancel;
    cancel.set_id(id);
    cancel.add_reason(reason);
    return cancel;
}

// Writes a trade, a cancel and a third type, and notes what a dispatcher makes of the frames.
template <class Type, class Id>
void check_round_trip(const Type& type, const Id& trade, const Id& cancel, const Id& third, std::size_t third_bytes) {
    writer<> out;
    REQUIRE(out.put_as(type, trade, trade_of(7)));
    REQUIRE(out.put_as(type, cancel, cancel_of(8, "late")));
    REQUIRE(out.put_as(type, third, trade_of(9)));
    REQUIRE(out.put_as(type, trade, Trade{}));
    std::string seen;
    dispatcher routes(
        type, on<Trade>(trade, [&](const Trade& got) { seen += "trade " + std::to_string(got.id()) + ", "; }),
        on<Cancel>(cancel,
                   [&](const Cancel& got, const frame& from) {
                       seen += got.reason(0) + " at " + std::to_string(from.offset) + ", ";
                   }),
        otherwise([&](const auto& other) {
            CHECK(other.id == third);
            seen += std::to_string(other.body.size()) + " of " + std::to_string(other.from.payload.size());
            seen += ", ";
        }));
    frame_decoder<delimited_framing> in;
    std::uint64_t second = 0;
    for (const auto& got : in.feed(out.bytes())) {
        REQUIRE(got);
        if (second == 0) second = got->payload.size() + 1;
        REQUIRE(routes.dispatch(*got));
    }
    const std::string third_size = std::to_string(third_bytes);
    CHECK(seen == "trade 7, late at " + std::to_string(second) + ", 2 of " + third_size + ", trade 0, ");
}

TEST_CASE("dispatcher: each type to its handler, in every envelope", "[protobuf][dispatcher][writer]") {
    check_round_trip<leading_id<std::uint16_t>, std::uint16_t>({}, 1, 2, 3, 4);
    check_round_trip<leading_varint, std::uint64_t>({}, 1, 300, 1u << 30, 7);
    check_round_trip<oneof_envelope<1, 2, 100>, std::uint32_t>({}, 1, 100, 2, 4);
    check_round_trip<any_envelope, std::string_view>({}, "structwire.demo.Trade", "structwire.demo.Cancel", "x.Y", 29);
    check_round_trip<confluent_envelope, confluent_type>({}, {.schema = 1}, {.schema = 1, .path = {1, {1}}},
                                                         {.schema = 2}, 8);
}

TEST_CASE("dispatcher: ids may be of another type than the envelope's", "[protobuf][dispatcher]") {
    int trades = 0, others = 0;
    dispatcher routes(leading_id<std::uint8_t>{}, on<Trade>(-1, [&](const Trade&) { trades += 100; }),
                      on<Trade>(0x1ff, [&](const Trade&) { trades += 10; }),
                      on<Trade>(255L, [&](const Trade&) { ++trades; }), otherwise([&](const auto&) { ++others; }));
    REQUIRE(routes.dispatch(frame_of("\xff")));
    REQUIRE(routes.dispatch(frame_of("\x01")));
    CHECK((trades == 1 && others == 1));
}

TEST_CASE("dispatcher: the first of two routes with one id", "[protobuf][dispatcher]") {
    int first = 0, second = 0;
    dispatcher routes(leading_varint{}, on<Trade>(1, [&](const Trade&) { ++first; }),
                      on<Cancel>(1, [&](const Cancel&) { ++second; }), otherwise([](const auto&) {}));
    REQUIRE(routes.dispatch(frame_of("\x01")));
    CHECK((first == 1 && second == 0));
}

TEST_CASE("dispatcher: what is wrong is said with the frame's offset, and no handler is called",
          "[protobuf][dispatcher][errors]") {
    int calls = 0;
    const auto count = [&](const auto&...) { ++calls; };
    dispatcher routes(leading_id<std::uint16_t>{}, on<Trade>(1, count), on<Ticket>(2, count), otherwise(count));
    CHECK(routes.dispatch(frame_of("\x01", 5)).error() == stopped_by(5, errc::bad_message, 0, 1));
    CHECK(routes.dispatch(frame_of(hex("00 01 0c"), 6)).error() == stopped_by(6, errc::bad_message, 0, 3));
    CHECK(routes.dispatch(frame_of(hex("00 02"), 7)).error() == stopped_by(7, errc::uninitialized));
    CHECK(calls == 0);
    REQUIRE(routes.dispatch(frame_of(hex("00 02 08 05"))));
    CHECK(calls == 1);
}

TEST_CASE("dispatcher: what a handler gives is what dispatch gives", "[protobuf][dispatcher][errors]") {
    const structwire::error full{errc::overload};
    using result = std::expected<void, structwire::error>;
    dispatcher routes(leading_varint{},
                      on<Trade>(1, [&](const Trade& got) { return got.id() == 0 ? result() : std::unexpected(full); }),
                      otherwise([&](const auto&) -> result { return std::unexpected(full); }));
    CHECK(routes.dispatch(frame_of("\x01")));
    CHECK(routes.dispatch(frame_of("\x01\x08\x01")).error() == full);
    CHECK(routes.dispatch(frame_of("\x02")).error() == full);
}

TEST_CASE("dispatcher: a reused message keeps nothing", "[protobuf][dispatcher]") {
    int reasons = 0;
    dispatcher routes(oneof_envelope<1, 100>{},
                      on<Cancel>(100, [&](const Cancel& got) { reasons = got.reason_size(); }),
                      otherwise([](const auto&) {}));
    Envelope whole;
    *whole.mutable_cancel() = cancel_of(1, "once");
    for (int round = 0; round < 3; ++round) {
        REQUIRE(routes.dispatch(frame_of(whole.SerializeAsString())));
        CHECK(reasons == 1);
    }
}

TEST_CASE("dispatcher: pieces of one oneof member merge as the runtime merges them", "[protobuf][dispatcher][oneof]") {
    Envelope one, two, trade, numbered;
    *one.mutable_cancel() = cancel_of(1, "first");
    *two.mutable_cancel() = cancel_of(2, "second");
    trade.mutable_trade()->set_id(3);
    numbered.set_sequence(4);
    numbered.set_sender("looks like a member");
    const std::string pieces[] = {one.SerializeAsString(), two.SerializeAsString(), trade.SerializeAsString(),
                                  numbered.SerializeAsString()};
    std::string wire, seen;
    dispatcher routes(oneof_envelope<1, 100>{},
                      on<Trade>(1, [&](const Trade& got) { seen = got.SerializeAsString() + "t"; }),
                      on<Cancel>(100, [&](const Cancel& got) { seen = got.SerializeAsString() + "c"; }),
                      otherwise([&](const auto& other) {
                          seen = other.id == 0 && as_text(other.body) == wire ? "nothing" : "wrong";
                      }));
    for (int combination = 0; combination < 256; ++combination) {
        wire.clear();
        for (int left = combination; left != 0; left /= 4) wire += pieces[left % 4];
        Envelope whole;
        REQUIRE(whole.ParseFromString(wire));
        REQUIRE(routes.dispatch(frame_of(wire)));
        const std::string expected = whole.has_trade()    ? whole.trade().SerializeAsString() + "t"
                                     : whole.has_cancel() ? whole.cancel().SerializeAsString() + "c"
                                                          : "nothing";
        CHECK((seen == expected));
    }
}

TEST_CASE("dispatcher: the type may stand in front of the length", "[protobuf][dispatcher][header_id]") {
    writer<framing<"u32be,offset=1">> out;
    REQUIRE(out.put(trade_of(5), as_bytes("T")));
    REQUIRE(out.put(trade_of(6), as_bytes("?")));
    std::string seen;
    dispatcher routes(header_id<std::uint8_t>{},
                      on<Trade>('T', [&](const Trade& got) { seen += std::to_string(got.id()); }),
                      otherwise([&](const auto& other) { seen += static_cast<char>(other.id); }));
    frame_decoder<framing<"u32be,offset=1">> in;
    for (const auto& got : in.feed(out.bytes())) REQUIRE(routes.dispatch(*got));
    CHECK(seen == "5?");
}

TEST_CASE("writer::put_as: refuses what the framing refuses, with the type counted", "[protobuf][writer][limits]") {
    writer<framing<"varint,limit=10">> out;
    const leading_id<std::uint16_t> type;
    REQUIRE(out.put_as(type, 1, note{std::string(8, 'n')}));
    const std::string before(as_text(out.bytes()));
    const auto refused = out.put_as(type, 1, note{std::string(9, 'n')});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == errc::not_encodable);
    CHECK((refused.error().wanted == 10 && refused.error().given == 11));
    CHECK(out.put_as(type, 1, note{"?"}).error().code == errc::uninitialized);
    CHECK(as_text(out.bytes()) == before);
    CHECK(before == hex("0a 00 01") + "nnnnnnnn");
}

TEST_CASE("dispatcher: a piece of a oneof member that is cut is not completed by the next one",
          "[protobuf][dispatcher][oneof][hostile]") {
    const std::string wire = hex("0a 01 08 0a 01 07");
    CHECK_FALSE(Envelope().ParseFromString(wire));
    int calls = 0;
    dispatcher routes(oneof_envelope<1>{}, on<Trade>(1, [&](const Trade&) { ++calls; }), otherwise([](const auto&) {}));
    CHECK(routes.dispatch(frame_of(wire, 9)).error() == stopped_by(9, errc::bad_message, 0, wire.size()));
    CHECK(calls == 0);
}

enum plain_id { plain_trade = 1 };
enum class strong_id : std::uint8_t { trade = 2 };

TEST_CASE("dispatcher: enumerations as ids", "[protobuf][dispatcher]") {
    int plain = 0, strong = 0;
    dispatcher routes(leading_id<std::uint32_t>{}, on<Trade>(plain_trade, [&](const Trade&) { ++plain; }),
                      on<Trade>(strong_id::trade, [&](const Trade&) { ++strong; }), otherwise([](const auto&) {}));
    REQUIRE(routes.dispatch(frame_of(hex("00 00 00 01"))));
    REQUIRE(routes.dispatch(frame_of(hex("00 00 00 02"))));
    CHECK((plain == 1 && strong == 1));
}

TEST_CASE("writer::put_as: refuses an id that would not come back", "[protobuf][writer][limits]") {
    writer<> out;
    CHECK(out.put_as(oneof_envelope<1>{}, 2, note{"x"}).error().code == errc::not_encodable);
    CHECK(out.put_as(any_envelope{}, "", note{"x"}).error().code == errc::not_encodable);
    CHECK(out.put_as(confluent_envelope{}, {.path = {64, {}}}, note{"x"}).error().code == errc::not_encodable);
    CHECK(out.bytes().empty());
}

}  // namespace
