// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/inspect/mark.hpp>

#include <fmt/core.h>

#include <memory>

#include "cli/command.hpp"

namespace structwire::cli {

namespace {

void print_size(const format_argument& argument) {
    const format compiled = argument.compile();
    const auto size = compiled.calcsize();
    if (!size) {
        throw bad_input{fmt::format("{}\nat least {} bytes", mark(argument.text, size.error()), compiled.min_size())};
    }
    fmt::print("{}\n", *size);
}

}  // namespace

void add_calcsize(CLI::App& program) {
    CLI::App* const command = program.add_subcommand("calcsize", "print the number of bytes of a format");
    const auto arguments = std::make_shared<format_argument>();
    arguments->add_to(*command);
    command->callback([arguments] { print_size(*arguments); });
}

}  // namespace structwire::cli
