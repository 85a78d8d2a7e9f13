// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Input: a stream of Protocol Buffers messages behind their lengths, read as messages of several types.
#include <structwire/fuzz.hpp>
#include <structwire/protobuf/reader.hpp>

#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/stubs/logging.h>
#include <google/protobuf/util/delimited_message_util.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "check.hpp"
#include "envelope.pb.h"
#include "order_book.pb.h"
#include "ticket.pb.h"
#include "tree.pb.h"

namespace {

namespace fuzz = structwire::fuzz;
namespace demo = structwire::demo;
using structwire::byte_view;
using structwire::errc;

// So small that a stream of the fuzzer reaches it.
using framing = structwire::framing<"varint,limit=300">;
template <class Message>
using reader = structwire::protobuf::reader<Message, framing>;

/// What a reader gave: messages, serialized again, and errors; and how it stopped.
struct outcome {
    struct event {
        std::uint64_t offset;
        std::optional<structwire::error> failure;
        std::string message;
        bool operator==(const event&) const = default;
    };
    std::vector<event> events{};
    std::optional<structwire::error> stopped{};
    bool operator==(const outcome&) const = default;
};

template <class Message>
void note(outcome& seen, const structwire::frame_event& got, const Message& message) {
    if (got) {
        seen.events.push_back({got->offset, std::nullopt, message.SerializePartialAsString()});
    } else {
        seen.events.push_back({got.error().offset, got.error(), {}});
    }
}

// Gives a piece in one of the three ways.
template <class Message>
void give(reader<Message>& in, byte_view piece, std::size_t way, Message& message, outcome& seen) {
    if (way == 0) {
        for (const auto& got : in.messages(piece, message)) note(seen, got, message);
        return;
    }
    if (way == 1) {
        in.feed(piece);
    } else if (const auto room = in.prepare(piece.size() + 1); !room.empty()) {
        check(room.size() > piece.size(), "prepare gives the room that was asked for");
        std::ranges::copy(piece, room.begin());
        in.commit(piece.size());
    }
    while (const auto got = in.next(message)) note(seen, *got, message);
}

template <class Message>
outcome outcome_of(const fuzz::chunks& pieces, std::size_t way) {
    reader<Message> in;
    Message message;
    outcome seen;
    for (const byte_view piece : pieces) give(in, piece, way++ % 3, message, seen);
    in.finish();
    while (const auto got = in.next(message)) note(seen, *got, message);
    seen.stopped = in.stopped();
    check(seen.stopped.has_value(), "a reader that was told of the end stops");
    return seen;
}

// The runtime reads the same stream with its own framing: it stops where a message is bad, and knows no limit.
template <class Message>
void check_against_runtime(byte_view stream, const outcome& seen) {
    google::protobuf::io::ArrayInputStream input(stream.data(), static_cast<int>(stream.size()));
    for (const auto& event : seen.events) {
        Message message;
        bool at_end = false;
        const bool got = google::protobuf::util::ParseDelimitedFromZeroCopyStream(&message, &input, &at_end);
        if (event.failure && event.failure->code != errc::bad_message && event.failure->code != errc::truncated) return;
        check(got == !event.failure, "the runtime takes the same messages");
        if (!got) return;
        check(message.SerializePartialAsString() == event.message, "the runtime reads the same message");
    }
    Message message;
    bool at_end = false;
    const bool got = google::protobuf::util::ParseDelimitedFromZeroCopyStream(&message, &input, &at_end);
    check(!got && at_end, "the runtime finds the same end");
}

template <class Message>
outcome read_as(const fuzz::chunks& pieces) {
    const outcome seen = outcome_of<Message>(pieces, pieces.cuts().size());
    if (!pieces.cuts().empty()) return seen;
    check(outcome_of<Message>(pieces, 1) == seen && outcome_of<Message>(pieces, 2) == seen,
          "all ways in give the same messages");
    check_against_runtime<Message>(pieces.stream(), seen);
    return seen;
}

std::vector<outcome> read(const fuzz::chunks& pieces) {
    static const auto was = google::protobuf::SetLogHandler(nullptr);  // it reports strings that are not UTF-8
    static_cast<void>(was);
    return {read_as<demo::Envelope>(pieces), read_as<demo::OrderBook>(pieces), read_as<demo::Ticket>(pieces),
            read_as<demo::Tree>(pieces)};
}

}  // namespace

STRUCTWIRE_FUZZ_DEFINE(fuzz::stream_target(fuzz::model_of_protobuf(), fuzz::wire_of("varint,limit=300"), read))
