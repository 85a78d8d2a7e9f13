// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/inspect/mark.hpp>

#include <deque>
#include <memory>
#include <string>
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

void pack(const pack_arguments& arguments) {
    const format compiled = arguments.format.compile();
    std::deque<std::string> storage;
    std::vector<value> record;
    auto word = arguments.words.begin();
    for (const format_item& item : compiled.items()) {
        for (std::uint64_t index = 0; index != item.values() && word != arguments.words.end(); ++index) {
            record.push_back(parse_value(item, *word++, storage));
        }
    }
    for (; word != arguments.words.end(); ++word) record.emplace_back();  // too many: pack says so
    const auto packed = compiled.pack(record);
    if (!packed) throw bad_input{mark(arguments.format.text, packed.error())};
    write_output(arguments.output, *packed);
}

}  // namespace

void add_pack(CLI::App& program) {
    CLI::App* const command = program.add_subcommand("pack", "pack values: hexadecimal on a terminal, bytes elsewhere");
    const auto arguments = std::make_shared<pack_arguments>();
    arguments->format.add_to(*command);
    command->add_option("VALUE", arguments->words, "one value per field; options stand in front of negative numbers");
    command->add_option("-o,--output", arguments->output, "write the bytes to this file");
    command->callback([arguments] { pack(*arguments); });
}

}  // namespace structwire::cli
