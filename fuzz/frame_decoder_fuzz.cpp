// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Input: a framing, a newline, and the bytes of a stream, fed whole, byte by byte, cut in two, and through prepare().
#include <structwire/framing.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "check.hpp"

namespace {

using structwire::any_framing;
using structwire::byte_view;
using structwire::frame_event;
using decoder = structwire::frame_decoder<any_framing>;

/// An event that outlives the buffer.
struct seen {
    std::optional<structwire::error> failure;
    std::uint64_t offset = 0;
    std::string header;
    std::string payload;

    explicit seen(const frame_event& event) {
        if (!event) {
            failure = event.error();
            return;
        }
        offset = event->offset;
        header = structwire::as_text(event->header);
        payload = structwire::as_text(event->payload);
    }
    bool operator==(const seen&) const = default;
};

void end(decoder& in, std::vector<seen>& events) {
    while (const auto event = in.finish()) {
        events.emplace_back(*event);
        if (in.failed()) break;
    }
}

std::vector<seen> fed(const any_framing& how, byte_view stream, std::size_t first, std::size_t rest) {
    decoder in(how);
    std::vector<seen> events;
    for (std::size_t chunk = first; !stream.empty(); chunk = rest) {
        chunk = std::min(chunk, stream.size());
        // A copy of exactly this size, so that a sanitizer sees a read beyond it.
        const std::vector<std::byte> exact(stream.begin(), stream.begin() + static_cast<std::ptrdiff_t>(chunk));
        stream = stream.subspan(chunk);
        for (const auto& event : in.feed(exact)) {
            events.emplace_back(event);
            if (in.failed()) return events;
        }
    }
    end(in, events);
    return events;
}

std::vector<seen> received(const any_framing& how, byte_view stream, std::size_t chunk_bytes) {
    decoder in(how);
    std::vector<seen> events;
    while (!stream.empty()) {
        const auto room = in.prepare(chunk_bytes);
        check(room.size() >= chunk_bytes, "prepare gives the room that was asked for");
        const std::size_t chunk = std::min(chunk_bytes, stream.size());
        std::memcpy(room.data(), stream.data(), chunk);
        in.commit(chunk);
        stream = stream.subspan(chunk);
        while (const auto event = in.next()) {
            events.emplace_back(*event);
            if (in.failed()) return events;
        }
    }
    end(in, events);
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
    const auto events = fed(how, wire, wire.size(), 1);
    check(events.size() == 1 && !events[0].failure, "what was encoded is one frame");
    check(structwire::as_bytes(events[0].payload).size() == payload.size() &&
              std::ranges::equal(structwire::as_bytes(events[0].payload), payload),
          "what was encoded is given back");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const std::string_view text = input.substr(0, input.find('\n'));
    const auto how = any_framing::parse(text);
    if (!how) {
        check(!structwire::describe(how.error()).view().empty(), "every error has a sentence");
        check(how.error().position <= text.size(), "an error's position is in the text");
        return 0;
    }
    const auto again = any_framing::parse(how->text().view());
    check(again && again->text().view() == how->text().view(), "the canonical text means itself");

    const byte_view stream = structwire::as_bytes(input.substr(std::min(text.size() + 1, size)))
                                 .first(std::min<std::size_t>(size - std::min(text.size() + 1, size), 4096));
    const auto whole = fed(*how, stream, stream.size(), 1);
    check(fed(*how, stream, 1, 1) == whole, "byte by byte gives the same events");
    check(fed(*how, stream, stream.size() / 2 + 1, stream.size()) == whole, "two halves give the same events");
    check(fed(*how, stream, 3, 7) == whole, "odd chunks give the same events");
    check(received(*how, stream, 5) == whole, "prepare and commit give the same events");
    if (how->spec().length.offset == 0 && stream.size() < how->max_frame_bytes()) check_encoding(*how, stream);
    return 0;
}
