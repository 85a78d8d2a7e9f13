// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/inspect/mark.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/command.hpp"
#include "cli/input.hpp"
#include "cli/parse_value.hpp"

namespace structwire::cli {

namespace {

struct pack_arguments {
    format_argument format;
    std::vector<std::string> words;
    std::string output;
};

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

void pack(const pack_arguments& arguments) {
    const format compiled = arguments.format.compile();
    word_reader words(compiled, arguments.words);
    const auto packed = compiled.pack(words.read());
    if (!packed) throw bad_input{mark(arguments.format.text, packed.error())};
    write_output(arguments.output, *packed);
}

}  // namespace

void add_pack(CLI::App& program) {
    CLI::App* const command = program.add_subcommand("pack", "pack values: hexadecimal on a terminal, bytes elsewhere");
    const auto arguments = std::make_shared<pack_arguments>();
    arguments->format.add_to(*command);
    command->add_option(
        "VALUE", arguments->words,
        "one value per field, a count in front of what it counts; options stand in front of negative numbers");
    command->add_option("-o,--output", arguments->output, "write the bytes to this file");
    command->callback([arguments] { pack(*arguments); });
}

}  // namespace structwire::cli
