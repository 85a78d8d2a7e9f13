// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Bytes from a file or from standard input, and bytes to standard output or a file.
#ifndef STRUCTWIRE_CLI_INPUT_HPP
#define STRUCTWIRE_CLI_INPUT_HPP

#include <structwire/bytes.hpp>

#include <CLI/CLI.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace structwire::cli {

/// `[FILE|-]` with the part of it that is meant.
struct input_argument {
    /// The most that is read. A record is never larger than a format's own limit.
    static constexpr std::size_t max_bytes = 64 * 1024 * 1024;

    std::string file = "-";
    std::uint64_t skip = 0;
    std::uint64_t length = max_bytes;

    /// Adds `FILE`, `--skip` and `--length` to a subcommand.
    void add_to(CLI::App& command);

    /// Reads the part. Throws bad_input when the file cannot be read, ends in front of the part, or the part is larger
    /// than max_bytes.
    [[nodiscard]] std::vector<std::byte> read() const;
};

/// Writes bytes to `file`, or to standard output if it is empty: as hexadecimal text to a terminal, as they are
/// otherwise. Throws bad_input when that fails.
void write_output(const std::string& file, byte_view bytes);

}  // namespace structwire::cli

#endif
