// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Input: a framing, a NUL, and the bytes of a stream, which are cut in many ways and given through all ways in.
#include <structwire/framing.hpp>
#include <structwire/framing/conformance.hpp>
#include <structwire/fuzz.hpp>

#include <algorithm>
#include <cstddef>
#include <vector>

#include "check.hpp"
#include "text_and_rest.hpp"

namespace {

namespace fuzz = structwire::fuzz;
using structwire::any_framing;
using structwire::byte_view;
using structwire::frame_event;
using structwire::recorded_event;
using decoder = structwire::frame_decoder<any_framing>;

recorded_event recorded(const frame_event& event) {
    recorded_event copy;
    copy.is_frame = event.has_value();
    copy.offset = event ? event->offset : event.error().offset;
    if (event) {
        copy.header.assign(event->header.begin(), event->header.end());
        copy.payload.assign(event->payload.begin(), event->payload.end());
    } else {
        copy.failure = event.error();
    }
    return copy;
}

// Gives the pieces to feed() and to prepare() by turns, beginning with the one or the other.
std::vector<recorded_event> events_of(const any_framing& how, const fuzz::chunks& pieces, bool is_fed) {
    decoder in(how);
    std::vector<recorded_event> events;
    const auto note = [&](const frame_event& event) {
        events.push_back(recorded(event));
        return !in.failed();
    };
    for (const byte_view piece : pieces) {
        if (is_fed) {
            if (!std::ranges::all_of(in.feed(piece), note)) return events;
        } else {
            const auto room = in.prepare(piece.size() + 1);
            check(room.size() > piece.size(), "prepare gives the room that was asked for");
            std::ranges::copy(piece, room.begin());
            in.commit(piece.size());
            if (!std::ranges::all_of(in.events(), note)) return events;
        }
        is_fed = !is_fed;
    }
    while (const auto event = in.finish()) {
        if (!note(*event)) break;
    }
    return events;
}

// A payload that encodes is given back.
void check_encoding(const any_framing& how, byte_view payload) {
    std::vector<std::byte> wire;
    any_framing writing = how;
    const auto size = structwire::append(wire, writing, payload);
    if (!size) {
        check(wire.empty(), "what cannot be encoded appends nothing");
        return;
    }
    check(*size == wire.size() && *size <= how.max_frame_bytes(), "a frame has the size that was said");
    const auto events = events_of(how, fuzz::chunks(wire, {}), true);
    check(events.size() == 1 && events[0].is_frame, "what was encoded is one frame");
    check(std::ranges::equal(events[0].payload, payload), "what was encoded is given back");
}

// Whether it is a framing.
bool decode_by_text(byte_view input) {
    const text_and_rest parts(input);
    const auto how = any_framing::parse(parts.text);
    if (!how) return false;
    constexpr std::size_t most_bytes = 4096;
    const byte_view stream = parts.rest.first(std::min(parts.rest.size(), most_bytes));
    const auto whole = events_of(*how, fuzz::chunks(stream, {}), true);
    check(events_of(*how, fuzz::chunks(stream, {}), false) == whole, "both ways in give the same events");
    for (const auto& cuts : fuzz::split_schedules(stream, {.every_cut_up_to = 24, .random_schedules = 3})) {
        const bool is_fed = cuts.size() % 2 == 0;
        check(events_of(*how, fuzz::chunks(stream, cuts), is_fed) == whole, "any cuts give the same events");
    }
    if (how->spec().length.offset == 0 && stream.size() < how->max_frame_bytes()) check_encoding(*how, stream);
    return true;
}

}  // namespace

STRUCTWIRE_FUZZ("{z}:framing: {*}:stream:", fuzz::unframed, decode_by_text)
