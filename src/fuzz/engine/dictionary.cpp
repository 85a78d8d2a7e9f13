// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "fuzz/engine/dictionary.hpp"

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace structwire::fuzz::engine {

namespace {

// The byte behind a backslash, which is taken off the text.
std::optional<std::uint8_t> take_escape(std::string_view& text) {
    if (text.empty()) return std::nullopt;
    const char kind = text.front();
    text.remove_prefix(1);
    if (kind == '\\' || kind == '"') return static_cast<std::uint8_t>(kind);
    std::uint8_t number = 0;
    if (kind != 'x' || text.size() < 2) return std::nullopt;
    const std::string digits(text.substr(0, 2));
    if (std::from_chars(digits.data(), digits.data() + 2, number, 16).ptr != digits.data() + 2) return std::nullopt;
    text.remove_prefix(2);
    return number;
}

}  // namespace

std::optional<input> parse_dictionary_line(std::string_view line) {
    const auto first = line.find_first_not_of(" \t\r");
    if (first == line.npos || line[first] == '#') return input{};
    const auto open = line.find('"');
    const auto close = line.find_last_not_of(" \t\r");
    if (open == line.npos || close <= open || line[close] != '"') return std::nullopt;
    std::string_view text = line.substr(open + 1, close - open - 1);
    input word;
    while (!text.empty()) {
        const char letter = text.front();
        text.remove_prefix(1);
        if (letter != '\\') {
            word.push_back(static_cast<std::uint8_t>(letter));
            continue;
        }
        const std::optional<std::uint8_t> escaped = take_escape(text);
        if (!escaped) return std::nullopt;
        word.push_back(*escaped);
    }
    return word;
}

std::optional<std::vector<input>> read_dictionary(const std::string& path) {
    std::ifstream file(path);
    if (!file) {
        std::fprintf(stderr, "ERROR: cannot read the dictionary %s\n", path.c_str());
        return std::nullopt;
    }
    std::vector<input> words;
    std::string line;
    for (std::size_t number = 1; std::getline(file, line); ++number) {
        std::optional<input> word = parse_dictionary_line(line);
        if (!word) {
            std::fprintf(stderr, "ERROR: %s:%zu: not a word: %s\n", path.c_str(), number, line.c_str());
            return std::nullopt;
        }
        if (!word->empty()) words.push_back(std::move(*word));
    }
    return words;
}

}  // namespace structwire::fuzz::engine
