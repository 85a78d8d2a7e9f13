// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The subcommands of the program, and how they say that something is wrong.
#ifndef STRUCTWIRE_CLI_COMMAND_HPP
#define STRUCTWIRE_CLI_COMMAND_HPP

#include <structwire/error.hpp>
#include <structwire/format.hpp>
#include <structwire/framing/any_framing.hpp>

#include <CLI/CLI.hpp>

#include <string>
#include <string_view>

namespace structwire::cli {

/// Exit status 1: the input is bad. Thrown with the whole text for stderr; main prints it.
/// (Wrong usage is exit status 2, and for the most part CLI11's business.)
struct bad_input {
    std::string message;  ///< empty when report() has said everything
    int status = 1;
};

/// Says on stderr what is wrong where the command goes on, behind everything that it has written so far.
void report(std::string_view message);

/// A format from the command line.
struct format_argument {
    std::string text;
    bool python = false;

    /// Adds `FORMAT` and `--python` to a subcommand.
    void add_to(CLI::App& command);

    /// Throws bad_input with the position marked under the text.
    [[nodiscard]] format compile() const;
};

/// A framing from the command line.
struct framing_argument {
    std::string text;

    /// Adds `SPEC` to a subcommand.
    void add_to(CLI::App& command);

    /// Adds `--framing SPEC`, which has to be there.
    void add_option_to(CLI::App& command);

    /// Throws bad_input with the position marked under the text, and exit status 2.
    [[nodiscard]] any_framing compile() const;
};

/// Each adds one subcommand, which runs when the command line is parsed.
void add_calcsize(CLI::App& program);
void add_demo(CLI::App& program);
void add_dump(CLI::App& program);
void add_frame(CLI::App& program);
void add_frames(CLI::App& program);
void add_pack(CLI::App& program);
void add_serve(CLI::App& program);
void add_talk(CLI::App& program);
void add_unpack(CLI::App& program);

}  // namespace structwire::cli

#endif
