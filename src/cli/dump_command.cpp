// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/inspect/dump.hpp>
#include <structwire/inspect/mark.hpp>
#include <structwire/pack/buffer.hpp>

#include <fmt/core.h>

#include <memory>
#include <vector>

#include "cli/command.hpp"
#include "cli/input.hpp"

namespace structwire::cli {

namespace {

struct dump_arguments {
    format_argument format;
    input_argument input;
};

void dump_record(const dump_arguments& arguments) {
    const format compiled = arguments.format.compile();
    const std::vector<std::byte> bytes = arguments.input.read();
    fmt::print("{}", dump(bytes, compiled.layout(), {.first_offset = arguments.input.skip}));
    const auto extent = compiled.measure(bytes);
    if (!extent) throw bad_input{mark(arguments.format.text, extent.error())};
    if (extent->bytes == bytes.size()) return;
    const error extra = wrong_record_size({}, extent->bytes, bytes.size(), operation::unpack);
    throw bad_input{mark(arguments.format.text, extra)};
}

}  // namespace

void add_dump(CLI::App& program) {
    CLI::App* const command = program.add_subcommand("dump", "show which bytes of a record are which field");
    const auto arguments = std::make_shared<dump_arguments>();
    arguments->format.add_to(*command);
    arguments->input.add_to(*command);
    command->callback([arguments] { dump_record(*arguments); });
}

}  // namespace structwire::cli
