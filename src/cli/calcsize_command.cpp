// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <fmt/core.h>

#include <memory>

#include "cli/command.hpp"

namespace structwire::cli {

void add_calcsize(CLI::App& program) {
    CLI::App* const command = program.add_subcommand("calcsize", "print the number of bytes of a format");
    const auto arguments = std::make_shared<format_argument>();
    arguments->add_to(*command);
    command->callback([arguments] { fmt::print("{}\n", arguments->compile().size()); });
}

}  // namespace structwire::cli
