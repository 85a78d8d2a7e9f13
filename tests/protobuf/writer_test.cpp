// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of protobuf::writer.
#include <structwire/framing.hpp>
#include <structwire/protobuf.hpp>

#include <google/protobuf/util/delimited_message_util.h>

#include <limits>
#include <new>
#include <sstream>
#include <ticket.pb.h>
#include <trade.pb.h>

#include "protobuf_support.hpp"

namespace {

using namespace protobuf_support;
using structwire::any_framing;
using structwire::demo::Ticket;
using structwire::demo::Trade;
using structwire::protobuf::max_message_bytes;
using structwire::protobuf::reader;
using structwire::protobuf::writer;

error refusal(errc code, operation during, std::uint64_t wanted = 0, std::uint64_t given = 0) {
    error failure{code, during};
    failure.wanted = wanted;
    failure.given = given;
    return failure;
}

TEST_CASE("protobuf::writer: writes what the runtime's own delimited function writes", "[protobuf][writer]") {
    writer<> out;
    std::ostringstream expected;
    Trade trade;
    for (const std::size_t size : std::initializer_list<std::size_t>{0, 1, 119, 120, 121, 122, 130, 5, 16'370, 16'375,
                                                                     16'380, 16'384, 3, 100'000, 0}) {
        trade.set_id(static_cast<std::uint32_t>(size));
        trade.set_price(-static_cast<std::int64_t>(size));
        trade.set_symbol(std::string(size, 's'));
        REQUIRE(out.put(trade));
        REQUIRE(google::protobuf::util::SerializeDelimitedToOstream(trade, &expected));
    }
    CHECK(as_text(out.bytes()) == expected.view());
}

TEST_CASE("protobuf::writer: gives its reader the same messages", "[protobuf][writer][reader]") {
    writer<> out;
    reader<Trade> in;
    for (std::uint32_t id = 0; id < 1000; ++id) {
        Trade trade;
        trade.set_id(id);
        trade.set_quantity(static_cast<std::int32_t>(id) - 500);
        trade.set_symbol(std::string(id % 300, 'q'));
        REQUIRE(out.put(trade));
        if (!out.full()) continue;
        in.feed(out.bytes());
        out.clear();
    }
    in.feed(out.bytes());
    Trade trade;
    std::uint32_t count = 0;
    in.finish();
    while (auto got = in.next(trade)) {
        REQUIRE(got->has_value());
        CHECK(trade.id() == count);
        CHECK(trade.symbol().size() == count % 300);
        ++count;
    }
    CHECK(count == 1000);
    CHECK(in.stopped()->code == errc::closed);
}

TEST_CASE("protobuf::writer: sizes and serializes a message once", "[protobuf][writer]") {
    writer<> out;
    const note once = note_of(200);
    REQUIRE(out.put(once));
    CHECK(once.sized == 1);
    CHECK(once.serialized == 1);
    CHECK(as_text(out.bytes()) == delimited(once.text));
}

TEST_CASE("protobuf::writer: takes several types and any framing", "[protobuf][writer]") {
    const note small = note_of(3), large = note_of(70'000);
    const auto check = [&](auto out, const std::string& front_small, const std::string& front_large) {
        REQUIRE(out.put(small));
        REQUIRE(out.put(large));
        REQUIRE(out.put(Trade{}));
        REQUIRE(out.put(small));
        const std::string empty = front_small.substr(0, front_small.size() - 1) + '\0';
        CHECK((as_text(out.bytes()) ==
               front_small + small.text + front_large + large.text + empty + front_small + small.text));
    };
    check(writer<>(), varint(3), varint(70'000));
    check(writer<framing<"u32be">>(), hex("00 00 00 03"), hex("00 01 11 70"));
    check(writer<any_framing>(*any_framing::parse("u32be")), hex("00 00 00 03"), hex("00 01 11 70"));
    check(writer<any_framing>(*any_framing::parse("varint")), varint(3), varint(70'000));

    writer<framing<"line">> lines;
    REQUIRE(lines.put(note{"one"}));
    REQUIRE(lines.put(note{"two"}));
    CHECK(as_text(lines.bytes()) == "one\ntwo\n");
    CHECK(lines.put(note{"a\nb"}).error() == refusal(errc::not_encodable, operation::encode, 0, 3));
    CHECK(as_text(lines.bytes()) == "one\ntwo\n");
}

TEST_CASE("protobuf::writer: puts a header in front of the length", "[protobuf][writer]") {
    writer<framing<"u32be,offset=1">> grpc;
    REQUIRE(grpc.put(note{"hi"}, as_bytes("\x01")));
    CHECK(as_text(grpc.bytes()) == hex("01 00 00 00 02") + "hi");
    CHECK(grpc.put(note{"hi"}).error() == refusal(errc::not_encodable, operation::encode, 1, 0));
    writer<> without;
    REQUIRE(without.put(note_of(100)));  // there is room now
    CHECK(without.put(note{"hi"}, as_bytes("\x01")).error().code == errc::not_encodable);
    CHECK(without.bytes().size() == 101);

    writer<framing<"u16be,offset=100">> long_header;
    const std::string header(100, 'h');
    REQUIRE(long_header.put(note{"hi"}, as_bytes(header)));
    REQUIRE(long_header.put(note{""}, as_bytes(header)));
    REQUIRE(long_header.put(note{"ho"}, as_bytes(header)));
    CHECK((as_text(long_header.bytes()) ==
           header + hex("00 02") + "hi" + header + hex("00 00") + header + hex("00 02") + "ho"));
}

TEST_CASE("protobuf::writer: refuses exactly what its reader would refuse", "[protobuf][writer][limits]") {
    writer<framing<"varint,limit=100">> out;
    REQUIRE(out.put(note_of(99)));
    REQUIRE(out.put(note_of(100)));
    const std::string before(as_text(out.bytes()));
    CHECK(out.put(note_of(101)).error() == refusal(errc::not_encodable, operation::encode, 100, 101));
    CHECK(out.put(note_of(110)).error() == refusal(errc::not_encodable, operation::encode, 100, 110));
    CHECK(as_text(out.bytes()) == before);
    REQUIRE(out.put(note_of(1)));
    CHECK(as_text(out.bytes()) == before + "\x01n");

    reader<note, framing<"varint,limit=100">> in;
    note got;
    in.feed(as_bytes(delimited(std::string(101, 'n'))));
    CHECK(in.next(got)->error().code == errc::too_long);
}

// Says that it is as long as one likes, and must not be asked for its bytes.
struct announced : note {
    std::size_t size;

    [[nodiscard]] std::size_t ByteSizeLong() const { return size; }
};

TEST_CASE("protobuf::writer: refuses a message longer than any frame without serializing it",
          "[protobuf][writer][limits]") {
    writer<framing<"varint,limit=100">> out;
    const announced long_one{{}, 111};
    CHECK(out.put(long_one).error() == refusal(errc::not_encodable, operation::encode, 110, 111));
    CHECK(long_one.serialized == 0);

    writer<framing<"varint,limit=1000000M">> unlimited;
    const announced too_long{{}, max_message_bytes + 1};
    CHECK(unlimited.put(too_long).error() ==
          refusal(errc::not_encodable, operation::encode, max_message_bytes, max_message_bytes + 1));
    const announced endless{{}, std::numeric_limits<std::size_t>::max()};
    CHECK(unlimited.put(endless).error().code == errc::not_encodable);
    CHECK(too_long.serialized + endless.serialized == 0);
}

TEST_CASE("protobuf::writer: refuses a message without a required field", "[protobuf][writer]") {
    writer<> out;
    Ticket ticket;
    ticket.set_note("no id");
    CHECK(out.put(ticket).error() == refusal(errc::uninitialized, operation::serialize_message));
    CHECK(out.bytes().empty());
    ticket.set_id(0);
    REQUIRE(out.put(ticket));
    CHECK(as_text(out.bytes()) == delimited(ticket.SerializeAsString()));
}

// Like generated code, writes with the sizes counted before; but more bytes are there by then.
struct growing : note {
    std::uint8_t* SerializeWithCachedSizesToArray(std::uint8_t* to) const {
        std::memcpy(to, text.data(), text.size());
        return to + text.size() + 1;
    }
};

TEST_CASE("protobuf::writer: notices a message that changes while it is written", "[protobuf][writer]") {
    writer<> out;
    CHECK(out.put(growing{{"abc"}}).error() == refusal(errc::bad_message, operation::serialize_message, 0, 3));
    CHECK(out.bytes().empty());
    const announced failing{{"longer"}, 3};
    CHECK(out.put(failing).error() == refusal(errc::bad_message, operation::serialize_message, 0, 3));
    CHECK(out.bytes().empty());
}

struct throwing : note {
    bool SerializePartialToArray(void*, int) const { throw std::bad_alloc(); }
};

TEST_CASE("protobuf::writer: keeps its batch when a message throws", "[protobuf][writer]") {
    writer<> out;
    REQUIRE(out.put(note{"one"}));
    CHECK_THROWS_AS(out.put(throwing{{"two"}}), std::bad_alloc);
    REQUIRE(out.put(note{"three"}));
    CHECK(as_text(out.bytes()) == delimited("one") + delimited("three"));
}

TEST_CASE("protobuf::writer: a batch is full at its size, can be taken in parts, and starts anew",
          "[protobuf][writer]") {
    writer<> out(20);
    REQUIRE(out.put(note_of(18)));
    CHECK_FALSE(out.full());
    REQUIRE(out.put(note_of(0)));
    CHECK(out.bytes().size() == 20);
    CHECK(out.full());

    out.consume(19);
    CHECK(as_text(out.bytes()) == std::string_view("\0", 1));
    REQUIRE(out.put(note{"xy"}));
    CHECK(as_text(out.bytes()) == std::string_view("\0\x02xy", 4));
    out.consume(100);
    CHECK(out.bytes().empty());
    REQUIRE(out.put(note{"z"}));
    out.clear();
    CHECK(out.bytes().empty());
    CHECK_FALSE(out.full());
    REQUIRE(out.put(note{"a"}));
    writer<> moved(std::move(out));
    CHECK(as_text(moved.bytes()) ==
          "\x01"
          "a");
    CHECK(writer<>::default_batch_bytes == 65'536);
}

// Keeps what was written, as net::reply does.
struct kept_payloads {
    std::string all;
    std::expected<void, structwire::error> write(byte_view payload, byte_view header) {
        all += std::string(as_text(header)) + "[" + std::string(as_text(payload)) + "]";
        return {};
    }
};

TEST_CASE("protobuf::write_message: one message as one payload", "[protobuf][write_message]") {
    kept_payloads reply;
    REQUIRE(structwire::protobuf::write_message(reply, note{"one"}));
    REQUIRE(structwire::protobuf::write_message(reply, note{""}, as_bytes("h")));
    CHECK(reply.all == "[one]h[]");
    for (const std::size_t size : {4096u, 4097u, 200'000u}) {
        reply.all.clear();
        const note once = note_of(size);
        REQUIRE(structwire::protobuf::write_message(reply, once));
        CHECK((reply.all == "[" + once.text + "]"));
        CHECK((once.sized == 1 && once.serialized == 1));
    }
    reply.all.clear();
    using structwire::protobuf::write_message;
    CHECK(write_message(reply, note{"?"}).error() == refusal(errc::uninitialized, operation::serialize_message));
    CHECK(write_message(reply, announced{{"longer"}, 3}).error() ==
          refusal(errc::bad_message, operation::serialize_message, 0, 3));
    CHECK(write_message(reply, announced{{}, max_message_bytes + 1}).error().code == errc::not_encodable);
    CHECK(reply.all.empty());
}

}  // namespace
