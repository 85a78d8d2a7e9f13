// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of the message concept and of protobuf::parse.
#include <structwire/protobuf/message.hpp>

#include <ticket.pb.h>
#include <trade.pb.h>

#include "protobuf_support.hpp"

namespace {

using namespace protobuf_support;
using structwire::frame;
using structwire::demo::Ticket;
using structwire::demo::Trade;
using structwire::protobuf::merge;
using structwire::protobuf::message;
using structwire::protobuf::parse;

static_assert(message<Trade>, "generated for the full runtime");
static_assert(message<Ticket>, "generated for the lite runtime");
static_assert(message<note>, "written by hand");
static_assert(!message<std::string>);

// The concept proves itself: the first three functions do not make a message, and either way to write completes them.
struct without_writing {
    bool ParsePartialFromArray(const void*, int);
    bool IsInitialized() const;
    std::size_t ByteSizeLong() const;
};
struct with_partial : without_writing {
    bool SerializePartialToArray(void*, int) const;
};
struct with_cached_sizes : without_writing {
    std::uint8_t* SerializeWithCachedSizesToArray(std::uint8_t*) const;
};
static_assert(message<with_partial> && message<with_cached_sizes>);
static_assert(!message<without_writing>);

frame frame_of(std::string_view body, std::uint64_t offset = 0) { return {{}, as_bytes(body), offset}; }

TEST_CASE("protobuf::parse: replaces the message", "[protobuf][parse]") {
    Trade trade;
    trade.set_id(1);
    trade.set_symbol("left from before");
    Trade sent;
    sent.set_price(-7);
    const std::string body = sent.SerializeAsString();
    REQUIRE(parse(frame_of(body), trade));
    CHECK(trade.SerializeAsString() == body);
    CHECK(trade.symbol().empty());

    REQUIRE(parse(frame{}, trade));
    CHECK(trade.ByteSizeLong() == 0);
}

TEST_CASE("protobuf::parse: says where a payload is that is no message", "[protobuf][parse]") {
    Trade trade;
    const std::string bodies[] = {
        hex("00"),        // tag 0
        hex("0c"),        // a group ends that never began
        hex("08"),        // a number without its bytes
        hex("22 05 41"),  // text that is longer than the payload
        hex("0f"),        // wire type 7
        std::string(11, '\xff'),
    };
    for (const std::string& body : bodies) {
        const auto got = parse(frame_of(body, std::uint64_t{1} << 40), trade);
        REQUIRE_FALSE(got);
        CHECK(got.error() == stopped_by(std::uint64_t{1} << 40, errc::bad_message, 0, body.size()));
    }
}

TEST_CASE("protobuf::parse: a missing required field is an error of its own and prints nothing", "[protobuf][parse]") {
    Ticket ticket;
    ticket.set_note("no id");
    const std::string body = ticket.SerializePartialAsString();
    std::optional<error> failure;
    const std::string printed = printed_by([&] {
        Ticket parsed;
        if (const auto got = parse(frame_of(body, 12), parsed); !got) failure = got.error();
    });
    CHECK(failure == stopped_by(12, errc::uninitialized));
    CHECK(printed.empty());

    // The capture proves itself: the runtime's own function does print.
    CHECK_FALSE(printed_by([&] { (void)Ticket{}.ParseFromString(body); }).empty());
}

TEST_CASE("protobuf::merge: keeps what the payload does not say", "[protobuf][merge]") {
    static_assert(structwire::protobuf::mergeable_message<Trade> && structwire::protobuf::mergeable_message<Ticket>);
    static_assert(!structwire::protobuf::mergeable_message<note>, "it has no MergeFrom");
    Trade trade;
    trade.set_id(1);
    trade.set_symbol("kept");
    Trade sent;
    sent.set_id(2);
    sent.set_price(-7);
    REQUIRE(merge(frame_of(sent.SerializeAsString()), trade));
    CHECK(trade.id() == 2);
    CHECK(trade.price() == -7);
    CHECK(trade.symbol() == "kept");
    REQUIRE(merge(frame{}, trade));
    CHECK(trade.symbol() == "kept");
}

TEST_CASE("protobuf::merge: a payload that is no message changes nothing", "[protobuf][merge][errors]") {
    Trade trade;
    trade.set_id(1);
    const std::string body = hex("08 05 0c");  // id 5, then a group ends that never began
    CHECK(merge(frame_of(body, 40), trade).error() == stopped_by(40, errc::bad_message, 0, 3));
    CHECK(trade.id() == 1);
}

TEST_CASE("protobuf::merge: required fields may be there already", "[protobuf][merge]") {
    Ticket part;
    part.set_note("no id");
    const std::string body = part.SerializePartialAsString();
    Ticket ticket;
    CHECK(merge(frame_of(body, 3), ticket).error() == stopped_by(3, errc::uninitialized));
    ticket.set_id(4);
    REQUIRE(merge(frame_of(body), ticket));
    CHECK(ticket.id() == 4);
    CHECK(ticket.note() == "no id");
}

}  // namespace
