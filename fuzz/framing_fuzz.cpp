// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// One framing, which another source of the program names. Input: a stream.
#include <structwire/framing.hpp>
#include <structwire/fuzz.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "check.hpp"
#include "framing/models.hpp"

/// The framing that this program searches.
extern const char* const fuzzed_framing;

namespace {

namespace fuzz = structwire::fuzz;
using structwire::any_framing;
using structwire::byte_view;
using structwire::frame_event;
using decoder = structwire::frame_decoder<any_framing>;

/// Events as text, as the models write them, and the errors in full, of which the models know the reason alone.
struct outcome {
    std::string events{};
    std::vector<structwire::error> errors{};

    bool operator==(const outcome&) const = default;
};

struct recorder {
    decoder in;
    outcome seen{};

    // False once nothing can follow.
    bool note(const frame_event& event) {
        if (event) {
            seen.events += std::to_string(event->offset) + ":[";
            if (!event->header.empty()) seen.events.append(structwire::as_text(event->header)) += '|';
            seen.events.append(structwire::as_text(event->payload)) += "] ";
        } else {
            const structwire::error& why = event.error();
            seen.events += std::to_string(why.offset) + "!";
            seen.events.append(structwire::name(why.code)) += ' ';
            seen.errors.push_back(why);
        }
        return !in.failed();
    }

    bool feed(byte_view piece) {
        return std::ranges::all_of(in.feed(piece), [this](const frame_event& event) { return note(event); });
    }

    bool receive(byte_view piece) {
        const auto room = in.prepare(piece.size() + 1);
        check(room.size() > piece.size(), "prepare gives the room that was asked for");
        std::ranges::copy(piece, room.begin());
        in.commit(piece.size());
        while (const auto event = in.next()) {
            if (!note(*event)) return false;
        }
        return true;
    }

    void finish() {
        while (const auto event = in.finish()) {
            if (!note(*event)) return;
        }
        seen.events += '.';
    }
};

const any_framing& the_framing() {
    static const any_framing how = any_framing::parse(fuzzed_framing).value();
    return how;
}

outcome whole(byte_view stream) {
    recorder all{decoder(the_framing())};
    if (all.receive(stream)) all.finish();
    return all.seen;
}

// What encodes is given back.
void check_encoding(byte_view payload, std::string_view header) {
    std::string wire;
    any_framing writing = the_framing();
    if (!structwire::append(wire, writing, payload, structwire::as_bytes(header))) return;
    check(wire.size() <= the_framing().max_frame_bytes() + 1, "a frame is no larger than was said");
    const std::string front = header.empty() ? "" : std::string(header) + "|";
    const std::string expected = "[" + front + std::string(structwire::as_text(payload)) + "] .";
    const std::string got = whole(structwire::as_bytes(wire)).events;
    check(got.ends_with(expected) && got.size() - expected.size() <= 2, "what was encoded is given back");
}

void check_whole(byte_view stream, const outcome& fed) {
    static const test::settings model = test::read_settings(fuzzed_framing);
    constexpr std::size_t most_bytes_for_models = 600;  // they are slow
    check(whole(stream) == fed, "both ways in give the same events");
    if (stream.size() > most_bytes_for_models) return;
    const std::string_view text = structwire::as_text(stream);
    check(test::model(model, text) == fed.events, "a slow and obvious reader finds the same events");
    const std::size_t offset = the_framing().spec().length.offset + the_framing().spec().varint.offset;
    const std::size_t header = std::min(offset, text.size());
    check_encoding(stream.subspan(header), text.substr(0, header));
}

// The pieces go through both ways in by turns. The kit compares what comes of different cuts.
outcome outcome_of(const fuzz::chunks& pieces) {
    recorder all{decoder(the_framing())};
    bool alive = true;
    bool is_fed = false;
    for (const byte_view piece : pieces) {
        is_fed = !is_fed;
        alive = is_fed ? all.feed(piece) : all.receive(piece);
        if (!alive) break;
    }
    if (alive) all.finish();
    if (pieces.cuts().empty()) check_whole(pieces.stream(), all.seen);
    return all.seen;
}

}  // namespace

STRUCTWIRE_FUZZ_STREAM(fuzz::any_bytes, the_framing(), outcome_of)
