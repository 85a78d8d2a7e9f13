// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// One framing, which another source of the program names. Input: a byte that decides about the pieces, and a stream.
#include <structwire/framing.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "check.hpp"
#include "framing/models.hpp"

/// The framing that this program searches.
extern const char* const fuzzed_framing;

namespace {

using structwire::any_framing;
using structwire::byte_view;
using structwire::frame_event;
using decoder = structwire::frame_decoder<any_framing>;

/// Events as text; the numbers of errors stand in braces, since the models do not know them.
struct recorder {
    decoder in;
    std::string events{};

    // False once nothing can follow.
    bool note(const frame_event& event) {
        if (event) {
            events += std::to_string(event->offset) + ":[";
            if (!event->header.empty()) events.append(structwire::as_text(event->header)) += '|';
            events.append(structwire::as_text(event->payload)) += "] ";
        } else {
            const structwire::error& why = event.error();
            events += std::to_string(why.offset) + "!";
            events.append(structwire::name(why.code)) += ' ';
        }
        return !in.failed();
    }

    bool feed(byte_view piece) {
        // A copy of exactly this size, so that a sanitizer sees a read beyond it.
        const std::vector<std::byte> exact(piece.begin(), piece.end());
        for (const auto& event : in.feed(exact)) {
            if (!note(event)) return false;
        }
        return true;
    }

    bool receive(byte_view piece) {
        const auto room = in.prepare(piece.size());
        check(room.size() >= piece.size(), "prepare gives the room that was asked for");
        std::ranges::copy(piece, room.begin());
        in.commit(piece.size());
        for (const auto& event : in.events()) {
            if (!note(event)) return false;
        }
        return true;
    }

    void finish() {
        while (const auto event = in.finish()) {
            if (!note(*event)) return;
        }
        events += '.';
    }
};

std::string whole(const any_framing& how, byte_view stream) {
    recorder all{decoder(how)};
    if (all.feed(stream)) all.finish();
    return all.events;
}

// Pieces of pseudo-random sizes, none longer than `longest`, through both ways in by turns.
std::string in_pieces(const any_framing& how, byte_view stream, std::size_t longest) {
    recorder all{decoder(how)};
    std::uint32_t state = static_cast<std::uint32_t>(longest);
    bool alive = true;
    while (alive && !stream.empty()) {
        state = state * 1664525 + 1013904223;
        const std::size_t size = std::min<std::size_t>(stream.size(), 1 + (state >> 16) % longest);
        alive = (state >> 8 & 1) != 0 ? all.feed(stream.first(size)) : all.receive(stream.first(size));
        stream = stream.subspan(size);
    }
    if (alive) all.finish();
    return all.events;
}

// What encodes is given back, with the same stream behind it.
void check_encoding(any_framing how, byte_view payload, std::string_view header) {
    std::string wire;
    const any_framing fresh = how;
    if (!structwire::append(wire, how, payload, structwire::as_bytes(header))) return;
    check(wire.size() <= fresh.max_frame_bytes() + 1, "a frame is no larger than was said");
    const std::string front = header.empty() ? "" : std::string(header) + "|";
    const std::string expected = "[" + front + std::string(structwire::as_text(payload)) + "] .";
    const std::string got = whole(fresh, structwire::as_bytes(wire));
    check(got.ends_with(expected) && got.size() - expected.size() <= 2, "what was encoded is given back");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const any_framing how = *any_framing::parse(fuzzed_framing);
    static const test::settings model = test::read_settings(fuzzed_framing);
    if (size == 0) return 0;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, std::min<std::size_t>(size - 1, 600));
    const byte_view stream = structwire::as_bytes(text);
    const std::string events = whole(how, stream);
    check(in_pieces(how, stream, 1) == events, "byte by byte gives the same events");
    check(in_pieces(how, stream, 1 + data[0] % 64) == events, "pieces give the same events");
    check(test::model(model, text) == events, "a slow and obvious reader finds the same events");
    const auto header = static_cast<std::size_t>(std::min<std::uint64_t>(how.spec().length.offset, text.size()));
    check_encoding(how, stream.subspan(header), text.substr(0, header));
    return 0;
}
