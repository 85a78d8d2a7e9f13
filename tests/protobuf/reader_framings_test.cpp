// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of protobuf::reader and writer in other framings than varint, on bytes that somebody else made.
#include <structwire/framing.hpp>
#include <structwire/protobuf.hpp>

#include <trade.pb.h>

#include "protobuf_support.hpp"

namespace {

using namespace protobuf_support;
using namespace std::string_literals;
using structwire::demo::Trade;
using structwire::protobuf::reader;
using structwire::protobuf::writer;

// Events of TensorBoard, 24 bytes each; to a Trade all their fields are unknown, and stay.
// Sources: tensorflow/tensorflow, tensorflow/python/summary/impl/event_file_loader_test.py (RECORD);
// TeamHG-Memex/tensorboard_logger, tests/test_tensorboard_logger.py (the first record of its file)
const std::string first_event = hex("09 00 00 c0 25 dd 75 d5 41 1a 0d ") + "brain.Event:1";
const std::string second_event = hex("09 00 00 00 00 00 08 70 40 1a 0d ") + "brain.Event:2";
const std::string event_records = hex("18 00 00 00 00 00 00 00 a3 7f 4b 22 ") + first_event + hex("ec f3 32 8d ") +
                                  hex("18 00 00 00 00 00 00 00 a3 7f 4b 22 ") + second_event + hex("bc 98 21 2b ");

TEST_CASE("protobuf::reader: TFRecords that TensorFlow wrote", "[protobuf][reader][tfrecord]") {
    const record seen = read_every_way<Trade, framing<"tfrecord">>(event_records);
    CHECK(seen.events == std::vector{message_at(0, first_event), message_at(40, second_event)});
    CHECK(seen.stopped == stopped_by(80, errc::closed));
}

TEST_CASE("protobuf::writer: the TFRecords that TensorFlow writes", "[protobuf][writer][tfrecord]") {
    writer<framing<"tfrecord">> out;
    for (const std::string& body : {first_event, second_event}) {
        Trade trade;
        REQUIRE(trade.ParseFromString(body));
        REQUIRE(out.put(trade));
    }
    CHECK(as_text(out.bytes()) == event_records);
}

// Source: apache/beam, sdks/python/apache_beam/io/tfrecordio_test.py (FOO_BAR_RECORD_BASE64)
TEST_CASE("protobuf::reader: TFRecords of something else are bad messages, each at its place",
          "[protobuf][reader][tfrecord][errors]") {
    const std::string foo_bar =
        hex("03 00 00 00 00 00 00 00 b0 99 49 0e 66 6f 6f 61 8a be fe 03 00 00 00 00 00 00 00 b0 99 49 0e 62 61 72 46 "
            "00 e5 c8 ");
    const record seen = read_every_way<Trade, framing<"tfrecord">>(foo_bar);
    CHECK(seen.events == std::vector{failure_at(0, errc::bad_message, 0, 3), failure_at(19, errc::bad_message, 0, 3)});
    CHECK(seen.stopped == stopped_by(38, errc::closed));
}

// What the client of grpcio 1.51.1 sent in DATA frames with compression on: Trade{1, -250, 7, "BTCUSD"}, which gzip
// would have made longer, and Trade{2, 0, 0, 40 times "x"}, compressed.
const std::string plain_body = hex("08 01 10 f3 03 18 0e 22 06 ") + "BTCUSD";
const std::string grpc_messages =
    hex("00 00 00 00 0f ") + plain_body +
    hex("01 00 00 00 1b 1f 8b 08 00 00 00 00 00 00 03 e3 60 52 d2 a8 20 12 00 00 87 33 31 8d 2c 00 00 00 ");

TEST_CASE("protobuf::reader: gRPC messages of grpcio, with the flag as the frame's header",
          "[protobuf][reader][grpc]") {
    const record seen = read_every_way<Trade, framing<"grpc">>(grpc_messages);
    CHECK(seen.events == std::vector{message_at(0, plain_body), failure_at(20, errc::bad_message, 0, 27)});
    CHECK(seen.stopped == stopped_by(52, errc::closed));

    reader<Trade, framing<"grpc">> in;
    Trade trade;
    in.feed(as_bytes(grpc_messages));
    const auto got = in.next(trade);
    REQUIRE(got);
    REQUIRE(*got);
    CHECK(as_text((*got)->header) == "\0"s);
    CHECK(trade.symbol() == "BTCUSD");

    // Where compression is on, the frame comes first and says what its payload is.
    std::vector<std::string> headers;
    structwire::frame_decoder<framing<"grpc">> frames;
    for (const auto& each : frames.feed(as_bytes(grpc_messages))) {
        REQUIRE(each);
        headers.emplace_back(as_text(each->header));
    }
    CHECK(headers == std::vector{"\0"s, "\1"s});
}

TEST_CASE("protobuf::writer: the gRPC messages of grpcio", "[protobuf][writer][grpc]") {
    writer<framing<"grpc">> out;
    Trade trade;
    REQUIRE(trade.ParseFromString(plain_body));
    REQUIRE(out.put(trade, as_bytes("\0"s)));
    CHECK(as_text(out.bytes()) == grpc_messages.substr(0, 20));

    const auto bare = out.put(trade);
    REQUIRE_FALSE(bare);
    CHECK(bare.error().code == errc::not_encodable);
    CHECK(as_text(out.bytes()) == grpc_messages.substr(0, 20));
}

}  // namespace
