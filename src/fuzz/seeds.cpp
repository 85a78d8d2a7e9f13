// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/fuzz/seeds.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <ranges>
#include <set>
#include <utility>

#include "fresh_messages.hpp"

namespace structwire::fuzz {

namespace {

/// Streams, each of them once.
class distinct_streams {
public:
    void add(byte_vector stream) {
        if (seen_.insert(stream).second) streams_.push_back(std::move(stream));
    }
    [[nodiscard]] std::vector<byte_vector> take() && { return std::move(streams_); }

private:
    std::vector<byte_vector> streams_;
    std::set<byte_vector> seen_;
};

void append(byte_vector& stream, const byte_vector& more) { stream.insert(stream.end(), more.begin(), more.end()); }

std::vector<byte_vector> encoded_seeds(const payload_model& payload, const wire_model& wire) {
    std::vector<byte_vector> frames;
    for (const message_bytes& seed : fresh_messages(payload, wire)) {
        if (auto frame = wire.encode(seed)) frames.push_back(std::move(frame->bytes));
    }
    if (!frames.empty()) return frames;
    for (const message_bytes& seed : payload.seeds()) frames.push_back(unframed_bytes(seed));
    return frames;
}

byte_view front_of(const wire_frame& frame) {
    return byte_view(frame.bytes).subspan(frame.header_size, frame.payload_begin - frame.header_size);
}

byte_view ending_of(const wire_frame& frame) { return byte_view(frame.bytes).subspan(frame.payload_end); }

// Frames of payloads of the same size, where there is one: what is another one around them is a checksum.
std::vector<wire_frame> neighbours(const message_bytes& seed, const wire_model& wire) {
    std::vector<wire_frame> frames;
    const auto add = [&](const message_bytes& changed) {
        if (auto frame = wire.encode(changed)) frames.push_back(std::move(*frame));
    };
    message_bytes changed = seed;
    if (changed.payload.empty()) changed.payload.resize(1);
    for (const std::byte difference : {std::byte{0x01}, std::byte{0x02}, std::byte{0x80}}) {
        message_bytes one = changed;
        one.payload.back() ^= difference;
        add(one);
    }
    for (std::byte& byte : changed.payload) byte = ~byte;  // so that every byte of a sum changes
    add(changed);
    return frames;
}

// How many bytes in front of `bytes` `other` has, too.
template <class Bytes>
std::size_t common_begin(const Bytes& bytes, const Bytes& other) {
    const auto differ = std::ranges::mismatch(bytes, other);
    return static_cast<std::size_t>(differ.in1 - std::ranges::begin(bytes));
}

// Names of dictionaries are letters, digits and _.
std::string word_name(std::string_view text) {
    std::string name;
    for (const char letter : text) {
        const bool is_plain =
            (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
        name += is_plain ? letter : '_';
    }
    return name;
}

}  // namespace

std::vector<byte_vector> seed_streams(const payload_model& payload, const wire_model& wire) {
    // Streams of all seeds would be large and slow; engines join short ones themselves.
    constexpr std::size_t most_bytes_of_all = 1024;
    const std::vector<byte_vector> frames = encoded_seeds(payload, wire);
    distinct_streams streams;
    for (const byte_vector& frame : frames) streams.add(frame);
    for (std::size_t index = 1; index < std::min<std::size_t>(frames.size(), 9); ++index) {
        byte_vector pair = frames[index - 1];
        append(pair, frames[index]);
        streams.add(std::move(pair));
    }
    byte_vector all;
    for (const byte_vector& frame : frames) {
        if (all.size() + frame.size() <= most_bytes_of_all) append(all, frame);
    }
    if (!frames.empty()) {
        byte_vector cut = frames.front();
        append(cut, frames.back());
        cut.resize(cut.size() - std::min(cut.size(), frames.back().size() / 2 + 1));
        streams.add(std::move(all));
        streams.add(std::move(cut));
    }
    return std::move(streams).take();
}

std::vector<dictionary_word> dictionary(const payload_model& payload, const wire_model& wire) {
    std::vector<dictionary_word> words = payload.dictionary();
    const auto add_word = [&words](std::string_view name, byte_view bytes) {
        if (bytes.empty() || bytes.size() > 32) return;
        const dictionary_word word{word_name(name), byte_vector(bytes.begin(), bytes.end())};
        const auto is_same = [&word](const dictionary_word& other) { return other.bytes == word.bytes; };
        if (std::ranges::none_of(words, is_same)) words.push_back(word);
    };
    for (const message_bytes& seed : fresh_messages(payload, wire)) {
        const auto frame = wire.encode(seed);
        if (!frame) continue;
        byte_view front = front_of(*frame);
        byte_view ending = ending_of(*frame);
        for (const wire_frame& other : neighbours(seed, wire)) {
            const std::size_t kept = common_begin(ending | std::views::reverse, ending_of(other) | std::views::reverse);
            ending = ending.last(kept);
            if (!seed.payload.empty()) front = front.first(common_begin(front, front_of(other)));
        }
        add_word("front", front);
        add_word("ending", ending);
        if (words.size() >= 256) break;
    }
    return words;
}

std::string dictionary_text(const std::vector<dictionary_word>& words) {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    std::size_t number = 0;
    for (const dictionary_word& word : words) {
        // Engines want every name once.
        text += (word.name.empty() ? "word" : word.name) + '_' + std::to_string(number++) + "=\"";
        for (const std::byte byte : word.bytes) {
            const auto value = std::to_integer<unsigned>(byte);
            const bool is_plain = value > 0x20 && value < 0x7f && value != '"' && value != '\\';
            if (is_plain) {
                text += static_cast<char>(value);
            } else {
                text += {'\\', 'x', digits[value / 16], digits[value % 16]};
            }
        }
        text += "\"\n";
    }
    return text;
}

}  // namespace structwire::fuzz
