// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/inspect/mark.hpp>

#include <memory>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "cli/input.hpp"
#include "cli/pack_words.hpp"

namespace structwire::cli {

namespace {

struct pack_arguments {
    format_argument format;
    std::vector<std::string> words;
    std::string output;
};

void pack(const pack_arguments& arguments) {
    const format compiled = arguments.format.compile();
    const auto packed = pack_words(compiled, arguments.words);
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
