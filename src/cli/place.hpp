// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// ENDPOINT on the command line: an address, descriptors that are open already, or the path of a line.
#ifndef STRUCTWIRE_CLI_PLACE_HPP
#define STRUCTWIRE_CLI_PLACE_HPP

#include <structwire/net/endpoint.hpp>

#include <CLI/CLI.hpp>

#include <optional>
#include <string>

namespace structwire::cli {

/// Where frames come from and go to. One of the three is there.
struct place {
    std::optional<net::endpoint> address;

    int input = -1;   ///< descriptor to read from, `-` and `fd:N`
    int output = -1;  ///< descriptor to write to; the same for `fd:N`

    std::string path;  ///< of a terminal, a FIFO or a device

    /// Whether it is a single line, and nothing to listen at or to connect to.
    [[nodiscard]] bool is_line() const { return !address.has_value(); }
};

/// `ENDPOINT` of a subcommand.
struct endpoint_argument {
    std::string text;

    /// Adds `ENDPOINT` to a subcommand.
    void add_to(CLI::App& command);

    /// Throws bad_input with the position marked under the text, and exit status 2.
    [[nodiscard]] place parse() const;
};

}  // namespace structwire::cli

#endif
