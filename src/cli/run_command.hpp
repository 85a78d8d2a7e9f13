// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A shell command that turns bytes into bytes.
#ifndef STRUCTWIRE_CLI_RUN_COMMAND_HPP
#define STRUCTWIRE_CLI_RUN_COMMAND_HPP

#include <structwire/bytes.hpp>

#include <chrono>
#include <cstddef>
#include <expected>
#include <string>
#include <vector>

namespace structwire::cli {

/// What a command may use.
struct command_limits {
    std::size_t output_bytes = 1024 * 1024;
    std::chrono::nanoseconds runtime = std::chrono::seconds(10);
};

/// Runs `sh -c COMMAND` in a process group of its own, with `input` as its standard input.
///
/// The output is complete when everybody who was given it has closed it. Where a limit is passed the group is killed.
/// Threads:    safe from several threads at a time
/// @return     what the command wrote to standard output, or why that is not its answer: an exit status other than 0, a
///             limit that was passed, or a failure of the system
[[nodiscard]] std::expected<std::vector<std::byte>, std::string> run_command(const std::string& command,
                                                                             byte_view input,
                                                                             const command_limits& limits);

}  // namespace structwire::cli

#endif
