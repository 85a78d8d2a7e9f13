// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// The framings of known protocols on bytes that their specifications prescribe, read and written.
#include <structwire/framing.hpp>

#include "framing/models/checksums.hpp"
#include "framing/models/encoding.hpp"
#include "framing/models/implementation.hpp"
#include "framing/models/tools.hpp"
#include "framing/support.hpp"

using namespace test;
using namespace std::string_literals;
using structwire::framing;

namespace {

template <structwire::fixed_string Text>
std::string outline(std::string_view stream) {
    return without_numbers(events<Text>(stream));
}

template <structwire::fixed_string Text>
std::string written(std::string_view payload, std::string_view header = {}) {
    const auto parsed = structwire::any_framing::parse(Text.view());
    REQUIRE(parsed);
    const auto wire = wire_of(framing<Text>{}, header, payload);
    CHECK(wire_of(*parsed, header, payload) == wire);
    return wire ? *wire : "refused";
}

}  // namespace

// https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md: compressed flag, four bytes length, message.
TEST_CASE("presets: gRPC messages", "[framing][presets][grpc]") {
    CHECK(events<"grpc">("\0\0\0\0\7\x0a\5world\1\0\0\0\2zz\0\0\0\0\0"sv) ==
          "0:[\0|\x0a\5world] 12:[\1|zz] 19:[\0|] ."sv);
    CHECK(events<"grpc">("\0\0\0\0\0\2\0\0\0\0"sv) == "0:[\0|] 5!bad_prefix 0/0 "sv);
    CHECK(outline<"grpc">("\2"sv) == "0!bad_prefix ");
    CHECK(outline<"grpc">("\1"sv) == "0!truncated ");
    CHECK(written<"grpc">("\x0a\5world", "\0"sv) == "\0\0\0\0\7\x0a\5world"sv);
    CHECK(written<"grpc">("zz", "\1") == "\1\0\0\0\2zz"sv);
    CHECK(written<"grpc">("zz", "\2") == "refused");
    CHECK(written<"grpc">("zz") == "refused");
    CHECK(written<"grpc">("zz", "\0\0"sv) == "refused");
}

TEST_CASE("presets: gRPC has a limit of 4 MiB", "[framing][presets][grpc][limits]") {
    CHECK(outline<"grpc">("\0\0\x3f\xff\xfb"sv) == "0!truncated ");
    CHECK(outline<"grpc">("\0\0\x40\0\1"sv) == "0!too_long ");
    CHECK(outline<"grpc,limit=9">("\0\0\0\0\4abcd\0\0\0\0\5"sv) == "0:[\0|abcd] 9!too_long "sv);
}

// https://www.postgresql.org/docs/current/protocol-message-formats.html: the length counts itself, not the type.
TEST_CASE("presets: PostgreSQL messages", "[framing][presets][postgres]") {
    const auto query = "Q\0\0\0\x0dSELECT 1\0"sv;
    CHECK(events<"postgres">(std::string(query) + "S\0\0\0\4"s + "Z\0\0\0\5I"s) ==
          "0:[Q|SELECT 1\0] 14:[S|] 19:[Z|I] ."sv);
    CHECK(written<"postgres">("SELECT 1\0"sv, "Q") == query);
    CHECK(written<"postgres">("", "S") == "S\0\0\0\4"sv);
    CHECK(written<"postgres">("I", "ZZ") == "refused");
    CHECK(events<"postgres">("Q\0\0\0\3"sv) == "0!bad_length 4/3 ");
    CHECK(outline<"postgres">("Q\xff\xff\xff\xff"sv) == "0!bad_length ");
    CHECK(events<"postgres">("Q\0\0\0\6a"sv) == "0!truncated 7/6 ");
}

TEST_CASE("presets: PostgreSQL startup messages", "[framing][presets][postgres]") {
    const auto startup = "\0\0\0\x13\0\3\0\0user\0root\0\0"sv;
    CHECK(events<"postgres_startup">(startup) == "0:[\0\3\0\0user\0root\0\0] ."sv);
    CHECK(written<"postgres_startup">(startup.substr(4)) == startup);
    const auto ssl_request = "\0\0\0\x08\4\xd2\x16\x2f"sv;
    CHECK(events<"postgres_startup">(ssl_request) == "0:[\4\xd2\x16\x2f] .");
    CHECK(written<"postgres_startup">("\4\xd2\x16\x2f") == ssl_request);
    CHECK(events<"postgres_startup">("\0\0\0\3"sv) == "0!bad_length 4/3 ");
    CHECK(outline<"postgres_startup">("\xff"sv) == "0!bad_length ");
    CHECK(written<"postgres_startup">("a", "Q") == "refused");
}

// MQTT 3.1.1, section 2.2: one byte of type and flags, remaining length of one to four bytes.
TEST_CASE("presets: MQTT packets", "[framing][presets][mqtt]") {
    CHECK(events<"mqtt">("\xc0\0\xd0\0"sv) == "0:[\xc0|] 2:[\xd0|] .");
    CHECK(written<"mqtt">("", "\xc0") == "\xc0\0"sv);
    const std::string body = "\0\3a/b"s + std::string(316, 'x');  // 321 is the specification's own example
    CHECK(events<"mqtt">("\x30\xc1\2" + body) == "0:[\x30|" + body + "] .");
    CHECK(written<"mqtt">(body, "\x30") == "\x30\xc1\2" + body);
    CHECK(outline<"mqtt">("\x30\xff\xff\xff\x7f"sv) == "0!too_long ");
    CHECK(outline<"mqtt,limit=256M">("\x30\xff\xff\xff\x7f"sv) == "0!truncated ");
    CHECK(events<"mqtt">("\x30\x80\x80\x80\x80"sv) == "0!bad_prefix 0/0 ");
    CHECK(written<"mqtt">("") == "refused");
}

// https://kafka.apache.org/protocol.html: `RequestOrResponse => Size (RequestMessage | ResponseMessage)`, INT32.
TEST_CASE("presets: Kafka requests", "[framing][presets][kafka]") {
    const auto request = "\0\0\0\x0e\0\x12\0\0\0\0\0\1\0\4test"sv;  // ApiVersions 0, correlation 1, client "test"
    CHECK(events<"kafka">(request) == "0:[\0\x12\0\0\0\0\0\1\0\4test] ."sv);
    CHECK(written<"kafka">(request.substr(4)) == request);
    CHECK(outline<"kafka">("\xff\xff\xff\xff"sv) == "0!bad_length ");
    CHECK(events<"kafka">("\6\x3f\xff\xfc"sv) == "0!truncated 104857600/4 ");
    CHECK(events<"kafka">("\6\x3f\xff\xfd"sv) == "0!too_long 104857600/104857601 ");
}

// Thrift's TFramedTransport: four bytes of length, big-endian, then the message.
TEST_CASE("presets: framed Thrift messages", "[framing][presets][thrift]") {
    const auto call = "\0\0\0\x11\x80\1\0\1\0\0\0\4ping\0\0\0\1\0"sv;
    CHECK(events<"thrift">(call) == "0:[\x80\1\0\1\0\0\0\4ping\0\0\0\1\0] ."sv);
    CHECK(written<"thrift">(call.substr(4)) == call);
    CHECK(outline<"thrift">(call.substr(4)) == "0!bad_length ");  // not framed
    CHECK(events<"thrift">("\0\xf9\xff\xfc"sv) == "0!truncated 16384000/4 ");
    CHECK(events<"thrift">("\0\xf9\xff\xfd"sv) == "0!too_long 16384000/16384001 ");
}

// https://www.tensorflow.org/tutorials/load_data/tfrecord: length, its masked CRC-32C, data, its masked CRC-32C.
TEST_CASE("presets: TFRecord files", "[framing][presets][tfrecord]") {
    // The head of an event file of TensorBoard: 24 bytes follow.
    const auto head = "\x18\0\0\0\0\0\0\0\xa3\x7f\x4b\x22"sv;
    const std::string event = "\x09\0\0\x80\xae\xd5\xd8\xd6\x41\x1a\x0d"s + "brain.Event:2";
    REQUIRE(event.size() == 24);
    const std::string first = std::string(head) + event + models::number_bytes(models::masked_crc32c(event), 4, true);
    const std::string second = models::tfrecord("");
    CHECK(events<"tfrecord">(first + second) == "0:[" + event + "] 40:[] .");
    CHECK(written<"tfrecord">(event) == first);
    CHECK(written<"tfrecord">("") == second);
    CHECK(written<"tfrecord">("a", "h") == "refused");
    CHECK(outline<"tfrecord">(first.substr(0, 39)) == "0!truncated ");
}

TEST_CASE("presets: TFRecord checksums", "[framing][presets][tfrecord][checksum]") {
    const std::string good = models::tfrecord("abc");
    std::string bad_length = good;
    bad_length[8] = static_cast<char>(bad_length[8] ^ 1);
    std::string bad_payload = good;
    bad_payload[12] = 'x';
    CHECK(outline<"tfrecord">(good + bad_payload + good) == "0:[abc] 19!bad_checksum ");
    CHECK(outline<"tfrecord,resync">(good + bad_payload + good) == "0:[abc] 19!bad_checksum 38:[abc] .");
    CHECK(outline<"tfrecord,resync">(bad_length + good) == "0!bad_checksum ");
    CHECK(outline<"tfrecord">("\1\0\0\0\0\0\0\1"sv) == "0!too_long ");
}

// https://redis.io/docs/latest/develop/reference/protocol-spec/#bulk-strings
TEST_CASE("presets: Redis bulk strings", "[framing][presets][redis_bulk]") {
    CHECK(events<"redis_bulk">("$5\r\nhello\r\n$0\r\n\r\n$-1\r\n$2\r\n\r\n\r\n"sv) ==
          "0:[hello] 11:[] 17:[-1|] 22:[\r\n] .");
    CHECK(written<"redis_bulk">("hello") == "$5\r\nhello\r\n");
    CHECK(written<"redis_bulk">("") == "$0\r\n\r\n");
    CHECK(written<"redis_bulk">("", "-1") == "$-1\r\n");
    CHECK(written<"redis_bulk">("a", "-1") == "refused");
    CHECK(written<"redis_bulk">("", "-2") == "refused");
    CHECK(events<"redis_bulk">("*1\r\n$4\r\nPING\r\n"sv) == "0!bad_prefix 0/0 ");
    CHECK(events<"redis_bulk">("$05\r\nhello\r\n"sv) == "0!bad_prefix 0/0 ");
    CHECK(events<"redis_bulk">("$5\nhello\r\n"sv) == "0!bad_prefix 0/0 ");
    CHECK(outline<"redis_bulk">("$5\r\nhello!\r\n"sv) == "0!bad_terminator ");
    CHECK(outline<"redis_bulk">("$5\r\nhello\n\n"sv) == "0!bad_terminator ");
}

// https://protobuf.dev/programming-guides/techniques/#streaming and the delimited utilities of the runtimes.
TEST_CASE("presets: delimited protobuf messages", "[framing][presets][protobuf]") {
    CHECK(events<"protobuf">("\3\x08\x96\1\0"sv) == "0:[\x08\x96\1] 4:[] .");
    CHECK(written<"protobuf">("\x08\x96\1") == "\3\x08\x96\1");
    CHECK(outline<"protobuf">("\3\x08"sv) == "0!truncated ");
}
