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
#include <limits>
#include <string>
#include <vector>

namespace structwire::cli {

/// `[FILE|-]` with the part of it that is meant.
struct input_argument {
    /// The most that is read in one piece. A record is never larger than a format's own limit.
    static constexpr std::size_t max_bytes = 64 * 1024 * 1024;

    std::string file = "-";
    std::uint64_t skip = 0;
    std::uint64_t length = std::numeric_limits<std::uint64_t>::max();

    /// Adds `FILE`, `--skip` and `--length` to a subcommand.
    void add_to(CLI::App& command);

    /// The file as messages call it.
    [[nodiscard]] std::string name() const { return file == "-" ? "standard input" : file; }

    /// Reads the part. Throws bad_input when the file cannot be read, ends in front of the part, or the part is larger
    /// than max_bytes.
    [[nodiscard]] std::vector<std::byte> read() const;
};

/// The same part as it arrives. The argument must outlive it.
class input_stream {
public:
    /// Opens the file and leaves out what is in front of the part. Throws bad_input as input_argument::read() does.
    explicit input_stream(const input_argument& argument);
    input_stream(const input_stream&) = delete;
    input_stream& operator=(const input_stream&) = delete;
    ~input_stream();

    /// Waits for bytes and gives those that are there: 0 at the end of the part, else from 1 up to the room.
    [[nodiscard]] std::size_t read(byte_span room);

private:
    std::size_t read_any(byte_span room);
    void leave_out(std::uint64_t bytes);

    const input_argument& argument_;
    int descriptor_;
    std::uint64_t left_;  // bytes of the part not read yet, if it has that many
};

/// Writes bytes to `file`, or to standard output if it is empty: as hexadecimal text to a terminal, as they are
/// otherwise. Throws bad_input when that fails.
void write_output(const std::string& file, byte_view bytes);

/// Writes bytes to standard output as they are, perhaps later. Throws bad_input when that fails.
void put(byte_view bytes);

/// Sends what was put on its way. Throws bad_input when that fails.
void flush_output();

}  // namespace structwire::cli

#endif
