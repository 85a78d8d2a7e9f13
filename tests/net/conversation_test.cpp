// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Every ending at every byte of short conversations, and every way to cut them: frames, offsets and final states follow
/// from the places of the frames alone.
#include "conversation.hpp"

#include <structwire/framing.hpp>
#include <structwire/net/connection.hpp>
#include <structwire/net/memory_stream.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "support/catch.hpp"

namespace {

using namespace net_support;
using structwire::any_framing;
using structwire::as_bytes;
using structwire::errc;
using structwire::framing;
using structwire::net::connection;
using structwire::net::deadline;
using structwire::net::fault;
using structwire::net::fault_script;
using structwire::net::memory_stream;

fault fault_of(ending how, std::size_t after) {
    if (how == ending::fin) return fault::fin(after);
    return how == ending::rst ? fault::rst(after) : fault::stall(after);
}

// Writes a side's frames and its end. The error that stopped it, if any, has to stay.
template <class Framer>
std::optional<errc> speak(connection<Framer, memory_stream>& peer, const conversation& talk) {
    for (std::size_t index = 0; index < talk.payloads.size(); ++index) {
        const auto sent = talk.write_wires ? peer.write_encoded(as_bytes(talk.wires[index]))
                                           : peer.write_frame(as_bytes(talk.payloads[index]));
        if (sent) continue;
        CHECK(peer.write_state() == sent.error());
        CHECK(peer.flush().error() == sent.error());
        return sent.error().code;
    }
    if (const auto ended = peer.shutdown_write(); !ended) return ended.error().code;
    return std::nullopt;
}

// One direction has a fault; what goes the other way was written before.
template <class Framer>
void converse(Framer rules, const conversation& talk, const conversation& answer, ending how, std::size_t after,
              bool first_speaks) {
    const fault_script faulty{fault_of(how, after)};
    auto [a, b] = first_speaks ? memory_stream::pair(faulty, {}) : memory_stream::pair({}, faulty);
    connection<Framer, memory_stream> speaker(std::move(first_speaks ? a : b), rules);
    connection<Framer, memory_stream> listener(std::move(first_speaks ? b : a), rules);
    const bool reset = how == ending::rst;

    const auto answered = speak(listener, answer);
    CHECK(answered == (reset && after == 0 ? std::optional(errc::reset) : std::nullopt));
    CHECK(speak(speaker, talk) == (reset ? std::optional(errc::reset) : std::nullopt));

    CHECK(read_outcome(listener) == expected_outcome(talk, how, after));
    const std::size_t arrived = reset && after == 0 ? 0 : answer.wire().size();
    CHECK(read_outcome(speaker) == expected_outcome(answer, reset ? ending::rst : ending::fin, arrived));
}

template <class Framer>
void converse_with_every_ending(Framer rules, const conversation& talk) {
    const std::size_t size = talk.wire().size();
    conversation answer = talk;
    if (talk.at_end != conversation::last::everything) {
        answer.payloads.erase(answer.payloads.begin());
        answer.wires.erase(answer.wires.begin());
    }
    for (const ending how : {ending::fin, ending::rst, ending::stall}) {
        for (std::size_t after = 0; after <= size; ++after) {
            for (const bool first_speaks : {true, false}) {
                CAPTURE(talk.framing, static_cast<int>(how), after, first_speaks);
                converse(rules, talk, answer, how, after, first_speaks);
            }
        }
    }
}

TEST_CASE("conversation: what is written is what was written out by hand", "[net][conversation]") {
    for (const conversation& talk : conversations()) {
        CAPTURE(talk.framing);
        auto [a, b] = memory_stream::pair();
        connection<any_framing, memory_stream> speaker(std::move(a), any_framing::parse(talk.framing).value());
        CHECK_FALSE(speak(speaker, talk).has_value());
        const std::string wire = talk.wire();
        std::string received(wire.size() + 1, '?');
        const auto count = wire.empty() ? 0 : b.read_some(std::as_writable_bytes(std::span(received))).value();
        CHECK(received.substr(0, count) == wire);
    }
}

TEST_CASE("conversation: FIN, RST and stall at every byte, in both directions, framings known at run time",
          "[net][conversation][rule-01][rule-03][rule-04][rule-05]") {
    for (const conversation& talk : conversations()) {
        converse_with_every_ending(any_framing::parse(talk.framing).value(), talk);
    }
}

template <structwire::fixed_string Text>
void converse_in() {
    int count = 0;
    for (const conversation& talk : conversations()) {
        if (std::string_view(talk.framing) != Text.view()) continue;
        converse_with_every_ending(framing<Text>{}, talk);
        ++count;
    }
    CHECK(count != 0);
}

TEST_CASE("conversation: FIN, RST and stall at every byte, in both directions, framings known at compile time",
          "[net][conversation][rule-01][rule-03][rule-04][rule-05]") {
    converse_in<"u8">();
    converse_in<"varint">();
    converse_in<"line">();
    converse_in<"netstring">();
    converse_in<"cobs">();
    converse_in<"u16be+crc32c">();
    converse_in<"eof">();
}

// What is read when the wire is cut at the places of the bits of `cuts`; at each cut a read times out as well.
template <class Framer>
outcome read_cut(Framer rules, const conversation& talk, std::uint64_t cuts, bool pauses) {
    fault_script script;
    for (std::uint64_t left = cuts; left != 0; left &= left - 1) {
        const auto place = static_cast<std::uint64_t>(std::countr_zero(left)) + 1;
        script.push_back(pauses ? fault::delay(place, 1) : fault::split(place, memory_stream::unlimited));
    }
    auto [a, b] = memory_stream::pair(script);
    connection<Framer, memory_stream> speaker(std::move(a), rules);
    connection<Framer, memory_stream> listener(std::move(b), rules);
    CHECK_FALSE(speak(speaker, talk).has_value());
    return read_outcome(listener, deadline::never, std::popcount(cuts) + 1);
}

// Every set of cuts of a short wire, every pair of cuts of a longer one.
std::vector<std::uint64_t> all_cuts(std::size_t size) {
    constexpr std::size_t short_size = 13;
    std::vector<std::uint64_t> all{0};
    if (size < 2) return all;
    for (std::uint64_t cuts = 1; size <= short_size && cuts < std::uint64_t{1} << (size - 1); ++cuts) {
        all.push_back(cuts);
    }
    for (std::size_t first = 0; size > short_size && first < size - 1 && first < 64; ++first) {
        for (std::size_t second = first; second < size - 1 && second < 64; ++second) {
            all.push_back(std::uint64_t{1} << first | std::uint64_t{1} << second);
        }
    }
    return all;
}

TEST_CASE("conversation: every way to cut it gives the same frames and the same end, with a timeout at each cut too",
          "[net][conversation][rule-10]") {
    for (const conversation& talk : conversations()) {
        const any_framing rules = any_framing::parse(talk.framing).value();
        const outcome expected = expected_outcome(talk, ending::fin, talk.wire().size());
        for (const std::uint64_t cuts : all_cuts(talk.wire().size())) {
            for (const bool pauses : {false, true}) {
                if (read_cut(rules, talk, cuts, pauses) == expected) continue;
                CAPTURE(talk.framing, cuts, pauses);
                CHECK(read_cut(rules, talk, cuts, pauses) == expected);
            }
        }
    }
}

}  // namespace
