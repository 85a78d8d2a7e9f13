// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// Length framing against a model that is written the slow and obvious way.
#include "framing/support.hpp"

using namespace test;
using structwire::length_prefix;

namespace {

// A generator that is the same everywhere.
struct generator {
    std::uint64_t state;
    std::uint64_t operator()(std::uint64_t bound) {
        state = state * 6364136223846793005 + 1442695040888963407;
        return (state >> 33) % bound;
    }
};

// The wire length for these length bytes in wider arithmetic, or nothing if no such frame is allowed.
std::optional<long long> wire_length(const length_prefix& prefix, const std::vector<unsigned>& bytes) {
    long long length = 0;
    for (std::size_t index = 0; index != bytes.size(); ++index) {
        const std::size_t at = prefix.order == std::endian::big ? index : bytes.size() - 1 - index;
        length = length * 256 + bytes[at];
    }
    const long long head = static_cast<long long>(prefix.offset) + prefix.width;
    const long long whole = head + length + prefix.adjust;
    if (whole < head || whole > static_cast<long long>(prefix.limit)) return std::nullopt;
    return whole;
}

// Whether any bytes behind `known` give an allowed length: by trying all of them.
bool can_go_on(const length_prefix& prefix, std::vector<unsigned> known) {
    if (known.size() == prefix.width) return wire_length(prefix, known).has_value();
    known.push_back(0);
    for (unsigned byte = 0; byte != 256; ++byte) {
        known.back() = byte;
        if (can_go_on(prefix, known)) return true;
    }
    return false;
}

std::string model(const length_prefix& prefix, std::string_view stream) {
    std::string all;
    std::size_t from = 0;
    while (from != stream.size()) {
        const std::string_view rest = stream.substr(from);
        std::vector<unsigned> known;
        for (std::size_t at = prefix.offset; at < rest.size() && known.size() != prefix.width; ++at) {
            known.push_back(static_cast<unsigned char>(rest[at]));
            if (!can_go_on(prefix, known)) return all + std::to_string(from) + "!";
        }
        if (known.size() != prefix.width) return all + std::to_string(from) + "?" + std::to_string(rest.size());
        const auto whole = static_cast<std::size_t>(*wire_length(prefix, known));
        if (rest.size() < whole) return all + std::to_string(from) + "?" + std::to_string(rest.size());
        const std::size_t head = static_cast<std::size_t>(prefix.offset) + prefix.width;
        all += std::to_string(from) + "[" + std::string(rest.substr(0, static_cast<std::size_t>(prefix.offset))) + "|" +
               std::string(rest.substr(head, whole - head)) + "]";
        from += whole;
    }
    return all;
}

std::string library(const structwire::any_framing& framing, std::string_view stream) {
    std::string all;
    for (const auto& event : structwire::record_stream(framing, structwire::as_bytes(stream)).events) {
        all += std::to_string(event.offset);
        if (event.is_frame) {
            all += "[" + text_of(event.header) + "|" + text_of(event.payload) + "]";
        } else if (event.failure.code == structwire::errc::truncated) {
            all += "?" + std::to_string(event.failure.given);
        } else {
            all += "!";
        }
    }
    return all;
}

// Settings whose limit, adjustment and offset are near one another, so that all bounds come into play.
length_prefix random_prefix(generator& random) {
    length_prefix prefix;
    do {
        prefix.width = 1 + static_cast<unsigned>(random(2));
        prefix.order = random(2) == 0 ? std::endian::big : std::endian::little;
        prefix.offset = random(4);
        prefix.adjust = static_cast<std::int64_t>(random(700)) - 600;
        prefix.limit = random(3) == 0 ? random(70000) : random(40);
    } while (!prefix.usable());
    return prefix;
}

std::string random_stream(generator& random, structwire::any_framing framing) {
    std::string stream;
    for (std::uint64_t count = random(5); count != 0; --count) {
        const std::string payload(random(30), static_cast<char>('a' + random(26)));
        const std::string header(static_cast<std::size_t>(framing.spec().length.offset), 'H');
        (void)structwire::append(stream, framing, structwire::as_bytes(payload), structwire::as_bytes(header));
    }
    for (std::uint64_t count = random(4); count != 0; --count) stream += static_cast<char>(random(256));
    if (random(3) == 0 && !stream.empty()) stream.erase(stream.size() - random(stream.size()));
    return stream;
}

}  // namespace

TEST_CASE("length framing: gives what an independent model gives", "[framing][length_prefix][model]") {
    generator random{20240229};
    for (int round = 0; round != 4000; ++round) {
        structwire::framing_spec spec;
        spec.length = random_prefix(random);
        const auto framing = structwire::any_framing::from(spec);
        REQUIRE(framing);
        const std::string stream = random_stream(random, *framing);
        INFO(framing->text().view() << ", round " << round);
        REQUIRE(library(*framing, stream) == model(spec.length, stream));
        REQUIRE(!structwire::check_conformance(*framing, structwire::as_bytes(stream), {64, 8, 4}));
    }
}

TEST_CASE("length framing: need is exact for every possible first byte", "[framing][length_prefix][model]") {
    generator random{7};
    for (int round = 0; round != 300; ++round) {
        structwire::framing_spec spec;
        spec.length = random_prefix(random);
        spec.length.offset = 0;
        spec.length.width = 2;
        if (!spec.length.usable()) continue;
        auto framing = *structwire::any_framing::from(spec);
        INFO(framing.text().view());
        bool fails_at_first = false;
        for (unsigned byte = 0; byte != 256; ++byte) fails_at_first |= !can_go_on(spec.length, {byte});
        REQUIRE(framing.next({}).wanted == (fails_at_first ? 1 : 2));
    }
}
