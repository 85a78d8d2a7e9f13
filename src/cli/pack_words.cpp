// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "cli/pack_words.hpp"

#include <cstdint>
#include <deque>
#include <utility>

#include "cli/parse_value.hpp"

namespace structwire::cli {

namespace {

// Hands out the words in the order in which the values of a format are flattened.
class word_reader {
public:
    word_reader(const format& compiled, std::span<const std::string> words) : compiled_(compiled), words_(words) {}

    std::vector<value> read() {
        read_level(0, compiled_.items().size());
        record_.resize(record_.size() + words_.size());  // too many: pack says so
        return std::move(record_);
    }

private:
    void read_level(std::size_t first, std::size_t last) {
        const auto items = compiled_.items();
        for (std::size_t index = first; index < last; index = next_sibling(items, index)) {
            const format_item& item = items[index];
            if (item.values() == 0) continue;
            std::uint64_t elements = item.count;
            if (item.kind == value_kind::counted_group) elements = read_value(item).low_bits();
            for (; elements != 0 && !words_.empty(); --elements) {
                if (!item.is_nested()) {
                    read_value(item);
                } else if (item.members == 0 || !read_element(index)) {
                    break;
                }
            }
        }
    }

    // False when the element takes no words, and so no number of them does.
    bool read_element(std::size_t index) {
        const std::size_t before = words_.size();
        read_level(index + 1, next_sibling(compiled_.items(), index));
        return words_.size() != before;
    }

    value read_value(const format_item& item) {
        if (words_.empty()) return {};
        const std::string_view code = compiled_.text().substr(item.position, item.end - item.position);
        record_.push_back(parse_value(item, code, words_.front(), storage_));
        words_ = words_.subspan(1);
        return record_.back();
    }

    const format& compiled_;
    std::span<const std::string> words_;
    std::deque<std::string> storage_;
    std::vector<value> record_;
};

constexpr std::string_view white_space = " \t\r\n\v\f";

}  // namespace

std::expected<std::vector<std::byte>, error> pack_words(const format& compiled, std::span<const std::string> words) {
    word_reader reader(compiled, words);
    return compiled.pack(reader.read());
}

std::expected<std::vector<std::string>, std::size_t> split_words(std::string_view line) {
    std::vector<std::string> words;
    bool inside = false;  // a word, perhaps an empty one in quotes
    bool quoted = false;
    std::size_t opened = 0;
    for (std::size_t at = 0; at < line.size(); ++at) {
        const char letter = line[at];
        if (!quoted && white_space.find(letter) != std::string_view::npos) {
            inside = false;
            continue;
        }
        if (!std::exchange(inside, true)) words.emplace_back();
        if (letter == '"') {
            quoted = !quoted;
            opened = at;
            continue;
        }
        words.back() += letter;
        if (letter == '\\' && at + 1 < line.size()) words.back() += line[++at];
    }
    if (quoted) return std::unexpected(opened);
    return words;
}

}  // namespace structwire::cli
