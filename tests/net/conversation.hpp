// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Short conversations in several framings, written out without any framer, and what has to come of them when the
/// stream ends at a given byte.
#ifndef STRUCTWIRE_TESTS_NET_CONVERSATION_HPP
#define STRUCTWIRE_TESTS_NET_CONVERSATION_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/framing.hpp>
#include <structwire/net/deadline.hpp>

#include <cstddef>
#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace net_support {

/// How a direction ends.
enum class ending { fin, rst, stall };

/// A framing, and payloads with their bytes on the wire.
struct conversation {
    const char* framing;
    std::vector<std::string> payloads;
    std::vector<std::string> wires;                                    // one for each payload
    enum class last { whole, open, everything } at_end = last::whole;  // what the end of input does to a last frame
    bool write_wires = false;                                          // the framing itself would write another form

    [[nodiscard]] std::string wire() const {
        std::string all;
        for (const std::string& each : wires) all += each;
        return all;
    }
};

/// What a reader gets until nothing more comes.
struct outcome {
    std::vector<std::string> payloads;
    std::vector<std::uint64_t> offsets;
    structwire::errc last{};
    std::uint64_t last_offset = structwire::error::nowhere;
    std::uint64_t last_given = 0;
    std::size_t pending = 0;  // only where it is not the end

    friend bool operator==(const outcome&, const outcome&) = default;
    friend std::ostream& operator<<(std::ostream& out, const outcome& all) {
        for (const std::string& each : all.payloads) out << '"' << each << "\" ";
        return out << structwire::name(all.last) << " at " << all.last_offset << " given " << all.last_given
                   << " pending " << all.pending;
    }
};

/// What has to come when `after` bytes arrive and then the ending, from the places of the frames alone.
inline outcome expected_outcome(const conversation& talk, ending how, std::size_t after) {
    using structwire::errc;
    outcome all;
    std::size_t begin = 0;
    std::size_t whole = 0;
    const bool everything = talk.at_end == conversation::last::everything;
    for (; !everything && whole < talk.wires.size() && begin + talk.wires[whole].size() <= after; ++whole) {
        all.payloads.push_back(talk.payloads[whole]);
        all.offsets.push_back(begin);
        begin += talk.wires[whole].size();
    }
    const std::size_t rest = after - begin;
    if (how == ending::stall) all.pending = rest;
    all.last = how == ending::stall ? errc::timed_out : how == ending::rst ? errc::reset : errc::closed;
    if (how != ending::fin || (rest == 0 && !everything)) return all;
    if (talk.at_end == conversation::last::whole) {
        all.last = errc::truncated;
        all.last_offset = begin;
        all.last_given = rest;
    } else {
        all.payloads.push_back(talk.wire().substr(begin, rest));
        all.offsets.push_back(begin);
    }
    return all;
}

/// Reads frames to the end, or until nothing comes `tries` times, and checks that an end stays.
template <class Connection>
outcome read_outcome(Connection& peer, const structwire::net::deadline& until = structwire::net::deadline::never,
                     int tries = 1) {
    outcome all;
    for (;;) {
        const auto got = peer.read_frame(until);
        if (got) {
            all.payloads.emplace_back(structwire::as_text(got->payload));
            all.offsets.push_back(got->offset);
            continue;
        }
        all.last = got.error().code;
        if (all.last == structwire::errc::timed_out && --tries > 0) continue;
        if (all.last == structwire::errc::truncated) {
            all.last_offset = got.error().offset;
            all.last_given = got.error().given;
        }
        if (all.last == structwire::errc::timed_out) {
            all.pending = peer.pending_bytes();
        } else if (peer.read_frame(until) != got) {
            all.last = structwire::errc{};  // an end has to stay
        }
        return all;
    }
}

namespace by_hand {

inline std::string bytes(std::initializer_list<unsigned> numbers) {
    std::string all;
    for (const unsigned number : numbers) all += static_cast<char>(static_cast<unsigned char>(number));
    return all;
}

inline unsigned size_of(std::string_view text) { return static_cast<unsigned>(text.size()); }

inline std::string u8(const std::string& text) { return bytes({size_of(text)}) + text; }
inline std::string u32be(const std::string& text) { return bytes({0, 0, 0, size_of(text)}) + text; }
inline std::string lf(const std::string& text) { return text + "\n"; }
inline std::string crlf(const std::string& text) { return text + "\r\n"; }
inline std::string netstring(const std::string& text) { return std::to_string(text.size()) + ":" + text + ","; }

// For payloads of less than 254 bytes.
inline std::string cobs(const std::string& text) {
    std::string wire;
    std::string block;
    for (const char each : text + '\0') {
        if (each != '\0') {
            block += each;
            continue;
        }
        wire += bytes({size_of(block) + 1}) + block;
        block.clear();
    }
    return wire + '\0';
}

inline std::uint32_t crc32c(std::string_view text) {
    std::uint32_t rest = ~std::uint32_t{0};
    for (const char each : text) {
        rest ^= static_cast<unsigned char>(each);
        for (int bit = 0; bit < 8; ++bit) rest = (rest & 1) != 0 ? (rest >> 1) ^ 0x82f63b78u : rest >> 1;
    }
    return ~rest;
}

inline std::string u16be_crc32c(const std::string& text) {
    const std::uint32_t sum = crc32c(text);
    return bytes({0, size_of(text) + 4}) + text + bytes({sum & 0xff, sum >> 8 & 0xff, sum >> 16 & 0xff, sum >> 24});
}

inline std::string raw(const std::string& text) { return text; }

}  // namespace by_hand

inline conversation make_conversation(const char* framing, std::vector<std::string> payloads,
                                      std::string (*encode)(const std::string&),
                                      conversation::last at_end = conversation::last::whole) {
    conversation talk{framing, std::move(payloads), {}, at_end, false};
    for (const std::string& each : talk.payloads) talk.wires.push_back(encode(each));
    return talk;
}

/// What one side says in every framing: three frames, one of them empty.
inline std::vector<conversation> conversations() {
    using enum conversation::last;
    const std::vector<std::string> three{"ab", "", "c"};
    std::vector<conversation> all{
        make_conversation("u8", three, by_hand::u8),
        make_conversation("u32be", three, by_hand::u32be),
        make_conversation("varint", three, by_hand::u8),
        make_conversation("lf", three, by_hand::lf, open),
        make_conversation("lf,eof=truncated", three, by_hand::lf),
        make_conversation("line", three, by_hand::lf, open),
        make_conversation("crlf", three, by_hand::crlf),
        make_conversation("netstring", three, by_hand::netstring),
        make_conversation("cobs", {"ab", "", std::string("\0c", 2)}, by_hand::cobs),
        make_conversation("u16be+crc32c", three, by_hand::u16be_crc32c),
        make_conversation("eof", {"everything"}, by_hand::raw, everything),
        make_conversation("eof", {""}, by_hand::raw, everything),
    };
    conversation longer = make_conversation("varint", {std::string(130, 'v'), ""}, by_hand::u8);
    longer.wires[0] = by_hand::bytes({0x82, 0x01}) + longer.payloads[0];
    all.push_back(longer);
    all.push_back(make_conversation("line", three, by_hand::crlf, open));
    all.back().write_wires = true;
    return all;
}

}  // namespace net_support

#endif
