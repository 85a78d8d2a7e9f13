// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Streams and events as short text, for the framing tests.
#ifndef STRUCTWIRE_TESTS_FRAMING_SUPPORT_HPP
#define STRUCTWIRE_TESTS_FRAMING_SUPPORT_HPP

#include <structwire/framing.hpp>
#include <structwire/framing/conformance.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "support/catch.hpp"

namespace test {

using namespace std::string_view_literals;

inline std::string text_of(structwire::byte_view bytes) { return std::string(structwire::as_text(bytes)); }

// One event in one line: `0:[header|payload]`, or `5!too_long 10/11`.
inline std::string line_of(const structwire::frame_event& event) {
    if (event) {
        const std::string header = event->header.empty() ? "" : text_of(event->header) + "|";
        return std::to_string(event->offset) + ":[" + header + text_of(event->payload) + "]";
    }
    const structwire::error& failure = event.error();
    REQUIRE(failure.during == structwire::operation::decode);
    const char* reason = "other";
    switch (failure.code) {
        case structwire::errc::too_long: reason = "too_long"; break;
        case structwire::errc::bad_length: reason = "bad_length"; break;
        case structwire::errc::bad_prefix: reason = "bad_prefix"; break;
        case structwire::errc::truncated: reason = "truncated"; break;
        case structwire::errc::bad_stuffing: reason = "bad_stuffing"; break;
        case structwire::errc::bad_terminator: reason = "bad_terminator"; break;
        case structwire::errc::bad_checksum: reason = "bad_checksum"; break;
        case structwire::errc::bad_magic: reason = "bad_magic"; break;
        case structwire::errc::aborted: reason = "aborted"; break;
        default: break;
    }
    return std::to_string(failure.offset) + "!" + reason + " " + std::to_string(failure.wanted) + "/" +
           std::to_string(failure.given);
}

// All events of a stream given whole, ended by `.` when the end is clean. The conformance helper has then shown that
// no other way of cutting it gives anything else.
template <class Framer>
std::string events_of(Framer framing, std::string_view stream) {
    const auto difference = structwire::check_conformance(framing, structwire::as_bytes(stream));
    if (difference) {
        std::string cuts;
        for (const std::size_t cut : difference->cuts) cuts += " " + std::to_string(cut);
        FAIL(difference->rule << "; delivery " << static_cast<int>(difference->way) << ", cuts" << cuts << ", event "
                              << difference->event);
    }
    std::string all;
    structwire::frame_decoder<Framer> decoder(framing);
    bool failed = false;
    const auto note = [&](const structwire::frame_event& event) {
        all += line_of(event) + " ";
        failed = decoder.failed();
    };
    for (const auto event : decoder.feed(structwire::as_bytes(stream))) note(event);
    while (!failed) {
        const auto event = decoder.finish();
        if (!event) return all + ".";
        note(*event);
    }
    return all;
}

template <structwire::fixed_string Text>
std::string events(std::string_view stream) {
    const std::string constant = events_of(structwire::framing<Text>{}, stream);
    const auto parsed = structwire::any_framing::parse(Text.view());
    REQUIRE(parsed);
    REQUIRE(events_of(*parsed, stream) == constant);
    return constant;
}

// The wire bytes of one frame, or `!` and the numbers of the refusal.
template <class Framer>
std::string encoded(Framer&& framing, std::string_view payload, std::string_view header = {}) {
    const auto got = framing.encode(structwire::as_bytes(payload), structwire::as_bytes(header));
    if (!got) {
        REQUIRE(got.error().code == structwire::errc::not_encodable);
        REQUIRE(got.error().during == structwire::operation::encode);
        return "!" + std::to_string(got.error().wanted) + "/" + std::to_string(got.error().given);
    }
    std::string wire(got->size(), '?');
    auto* const begin = reinterpret_cast<std::byte*>(wire.data());
    REQUIRE(got->copy_to(begin) == begin + wire.size());
    std::string pieces;
    for (const structwire::byte_view piece : got->pieces()) pieces += structwire::as_text(piece);
    REQUIRE(pieces == (got->is_stuffed() ? "" : wire));
    return wire;
}

}  // namespace test

#endif
