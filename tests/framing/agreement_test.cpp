// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// Every framing against its model: all short inputs over a few telling letters, and streams with faults.
#include <structwire/framing.hpp>
#include <structwire/framing/conformance.hpp>

#include "framing/models.hpp"
#include "framing/models/implementation.hpp"
#include "framing/models/texts.hpp"
#include "framing/models/tools.hpp"
#include "support/catch.hpp"

using namespace test;
using structwire::any_framing;
using structwire::framing;

namespace {

any_framing parsed(std::string_view text) {
    const auto got = any_framing::parse(text);
    INFO(text);
    REQUIRE(got);
    return *got;
}

// Also the events before the end of input are compared. models_test.cpp shows that the model says a thing at the
// first byte at which it is certain; so this shows the same of the library, and for frames as well as for errors.
template <class Framer>
void require_agreement(const Framer& given, const framing_case& row, const settings& all, const std::string& input) {
    const given_events events = events_given(given, input);
    if (events.all == model(all, input) && events.before_end == model(all, input, false)) return;
    FAIL_CHECK(row.text << "  " << in_hex(input) << "\n  library: " << in_hex(events.all) << events.all
                        << "\n  model:   " << in_hex(model(all, input)) << model(all, input)
                        << "\n  before the end of input: " << events.before_end
                        << "\n  model:                   " << model(all, input, false));
}

// Bytes changed, lost, doubled and put in, and an end that is missing.
std::string damaged(std::string stream, std::string_view alphabet, random_numbers& random) {
    for (std::size_t count = random(4); count != 0 && !stream.empty(); --count) {
        const std::size_t at = random(stream.size());
        switch (random(5)) {
            case 0: stream[at] = alphabet[random(alphabet.size())]; break;
            case 1: stream[at] = static_cast<char>(random(256)); break;
            case 2: stream.erase(at, 1 + random(3)); break;
            case 3: stream.insert(at, 1 + random(2), alphabet[random(alphabet.size())]); break;
            default: stream.resize(at); break;
        }
    }
    return stream;
}

std::string random_stream(const framing_case& row, const settings& all, random_numbers& random) {
    std::string stream;
    for (std::size_t count = 1 + random(4); count != 0; --count) {
        std::string payload;
        for (std::size_t size = random(7); size != 0; --size) payload += row.alphabet[random(row.alphabet.size())];
        stream += naive_encode(all, usual_header(all), payload);
    }
    return damaged(stream, row.alphabet, random);
}

// A frame's two texts, header and payload, as the model prints them at any offset.
std::string shown(std::string_view header, std::string_view payload) {
    const std::string front = header.empty() ? "" : std::string(header) + "|";
    return "[" + front + std::string(payload) + "] ";
}

struct sent_frame {
    std::string events{};
    std::string wire{};
};

// Whether the model reads `first` and then `second` out of their wire bytes, and nothing else.
bool come_back(const settings& all, const sent_frame& first, const sent_frame& second) {
    return without_offsets(model(all, first.wire + second.wire)) == first.events + second.events + ".";
}

bool comes_back(const settings& all, const sent_frame& sent, const std::vector<sent_frame>& successors) {
    for (const sent_frame& next : successors) {
        if (!come_back(all, sent, next)) return false;
    }
    return true;
}

// What may follow a frame: the end of input, and frames that can be sent.
std::vector<sent_frame> successors_of(const any_framing& given, const framing_case& row, const settings& all) {
    std::vector<sent_frame> successors(1);
    const std::string header = usual_header(all);
    for (const std::string& payload : all_texts(row.alphabet, all.family == "eof" ? 0 : 1)) {
        const auto wire = wire_of(given, header, payload);
        if (wire && all.family != "eof") successors.push_back({shown(header, payload), *wire});
    }
    return successors;
}

void require_exact_encoder(const any_framing& given, const settings& all, const std::string& header,
                           const std::string& payload, const std::vector<sent_frame>& successors) {
    const std::string events = shown(header, payload);
    if (const auto wire = wire_of(given, header, payload)) {
        if (!comes_back(all, {events, *wire}, successors)) FAIL_CHECK("accepted, does not come back: " << events);
    } else if (comes_back(all, {events, naive_encode(all, header, payload)}, successors)) {
        FAIL_CHECK("refused, would come back: " << events << in_hex(events));
    }
}

template <structwire::fixed_string Text>
void require_same_at_compile_time() {
    for (const framing_case& row : framing_cases()) {
        if (row.text != Text.view()) continue;
        const settings all = read_settings(row.text);
        for (const std::string& input : all_texts(row.alphabet, 4)) {
            require_agreement(framing<Text>{}, row, all, input);
        }
        return;
    }
    FAIL("no such row: " << Text.view());
}

}  // namespace

TEST_CASE("agreement: all short inputs", "[framing][agreement]") {
    for (const framing_case& row : framing_cases()) {
        const any_framing given = parsed(row.text);
        const settings all = read_settings(row.text);
        for (const std::string& input : all_texts(row.alphabet, row.longest)) require_agreement(given, row, all, input);
    }
}

TEST_CASE("agreement: streams with faults, however they are cut", "[framing][agreement]") {
    for (const framing_case& row : framing_cases()) {
        const any_framing given = parsed(row.text);
        const settings all = read_settings(row.text);
        random_numbers random{20261123};
        for (int round = 0; round != 150; ++round) {
            const std::string stream = random_stream(row, all, random);
            require_agreement(given, row, all, stream);
            if (round % 15 != 0) continue;
            const auto difference = structwire::check_conformance(given, structwire::as_bytes(stream), {64, 12, 4});
            if (difference) FAIL_CHECK(row.text << "  " << in_hex(stream) << difference->rule);
        }
    }
}

TEST_CASE("agreement: the form for the compiler is the same", "[framing][agreement]") {
    require_same_at_compile_time<"u16be,limit=5">();
    require_same_at_compile_time<"i16be,limit=5">();
    require_same_at_compile_time<"u8,magic=AAAB,limit=4,resync">();
    require_same_at_compile_time<"varint,limit=2,resync">();
    require_same_at_compile_time<"netstring,limit=12">();
    require_same_at_compile_time<"delim=0A/0D/0D0A,eof=deliver,limit=2">();
    require_same_at_compile_time<"delim=0D0A/0A,first">();
    require_same_at_compile_time<"crlf_strict,limit=1,resync">();
    require_same_at_compile_time<"line,limit=1,resync">();
    require_same_at_compile_time<"fixed=3">();
    require_same_at_compile_time<"eof,limit=3">();
    require_same_at_compile_time<"cobs,limit=1,resync">();
    require_same_at_compile_time<"slip,limit=2,resync">();
    require_same_at_compile_time<"hdlc,limit=1,resync">();
    require_same_at_compile_time<"u8,offset=1,limit=4+xor8:payload">();
    require_same_at_compile_time<"slip,resync+sum8">();
    require_same_at_compile_time<"grpc,limit=6">();
    require_same_at_compile_time<"tfrecord,limit=17,resync">();
    require_same_at_compile_time<"redis_bulk,limit=10">();
}

// For every payload: it is taken exactly if what is written comes back, alone and in front of any other frame.
TEST_CASE("agreement: encoders take exactly what comes back", "[framing][agreement][encode]") {
    for (const framing_case& row : framing_cases()) {
        const any_framing given = parsed(row.text);
        const settings all = read_settings(row.text);
        const auto successors = successors_of(given, row, all);
        INFO(row.text);
        for (const std::string& payload : all_texts(row.alphabet.substr(row.alphabet.size() > 4), 4)) {
            require_exact_encoder(given, all, usual_header(all), payload, successors);
        }
    }
}

TEST_CASE("agreement: encoders take exactly the headers that come back", "[framing][agreement][encode]") {
    for (const framing_case& row : framing_cases()) {
        const any_framing given = parsed(row.text);
        const settings all = read_settings(row.text);
        const auto successors = successors_of(given, row, all);
        const std::string payload = all.family == "fixed" ? "bbb" : std::string(1, row.alphabet.back());
        INFO(row.text);
        for (const std::string& header : all_texts(row.alphabet, 3)) {
            require_exact_encoder(given, all, header, payload, successors);
            require_exact_encoder(given, all, header, "", successors);
        }
        require_exact_encoder(given, all, "-1", payload, successors);
        require_exact_encoder(given, all, "-1", "", successors);
    }
}

TEST_CASE("agreement: there is one frame up to the end of input", "[framing][agreement][encode]") {
    for (const std::string_view text : {"eof", "eof,limit=3", "eof+xor8"}) {
        any_framing given = parsed(text);
        INFO(text);
        REQUIRE(given.encode(structwire::as_bytes("ab")));
        const auto second = given.encode(structwire::as_bytes("ab"));
        REQUIRE(!second);
        CHECK(second.error().code == structwire::errc::not_encodable);
        CHECK(second.error().during == structwire::operation::encode);
        any_framing other = parsed(text);
        CHECK(!other.encode(structwire::as_bytes("abcd"), structwire::as_bytes("h")));
        CHECK(other.encode(structwire::as_bytes("ab")));  // what was refused was not sent
    }
}
