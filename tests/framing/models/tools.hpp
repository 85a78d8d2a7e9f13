// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Small things that the tests with models share.
#ifndef STRUCTWIRE_TESTS_FRAMING_MODELS_TOOLS_HPP
#define STRUCTWIRE_TESTS_FRAMING_MODELS_TOOLS_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "framing/models/settings.hpp"

namespace test {

inline std::string in_hex(std::string_view bytes) {
    std::string text;
    for (const char letter : bytes) {
        text += "0123456789abcdef"[static_cast<unsigned char>(letter) >> 4];
        text += "0123456789abcdef"[static_cast<unsigned char>(letter) & 15];
        text += ' ';
    }
    return text;
}

inline std::size_t behind_digits(std::string_view text, std::size_t at) {
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    return at;
}

// `0!too_long 3/4 ` becomes `0!too_long `.
inline std::string without_numbers(std::string_view events) {
    std::string kept;
    for (std::size_t at = 0; at != events.size(); ++at) {
        const std::size_t slash = behind_digits(events, at);
        const std::size_t end = behind_digits(events, slash + 1);
        const bool behind_space = at != 0 && events[at - 1] == ' ';
        if (behind_space && slash != at && end < events.size() && events[slash] == '/' && events[end] == ' ') {
            at = end;
        } else {
            kept += events[at];
        }
    }
    return kept;
}

// `0:[a] 3:[b] .` becomes `[a] [b] .`.
inline std::string without_offsets(std::string_view events) {
    std::string kept;
    for (std::size_t at = 0; at != events.size(); ++at) {
        const std::size_t end = behind_digits(events, at);
        if (end != at && events.substr(end, 2) == ":[") at = end + 1;
        kept += events[at];
    }
    return kept;
}

// A header that the framing takes, if it takes one.
inline std::string usual_header(const settings& all) {
    std::string header = all.magic;
    const auto size = static_cast<std::size_t>(all.offset);
    if (all.flagged) header = std::string(1, '\1');
    header.resize(size, 'h');
    return header;
}

// All texts over `alphabet` of up to `longest` letters.
inline std::vector<std::string> all_texts(std::string_view alphabet, std::size_t longest) {
    std::vector<std::string> texts(1);
    for (std::size_t at = 0; at != texts.size(); ++at) {
        if (texts[at].size() == longest) break;
        for (const char letter : alphabet) texts.push_back(texts[at] + letter);
    }
    return texts;
}

// A generator that is the same everywhere.
struct random_numbers {
    std::uint64_t state;
    std::size_t operator()(std::size_t bound) {
        state = state * 6364136223846793005 + 1442695040888963407;
        return static_cast<std::size_t>((state >> 33) % bound);
    }
};

}  // namespace test

#endif
