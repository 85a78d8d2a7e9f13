// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// How received frames are shown: the options, and what they look like in each form.
#ifndef STRUCTWIRE_CLI_FRAME_OUTPUT_HPP
#define STRUCTWIRE_CLI_FRAME_OUTPUT_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/format.hpp>
#include <structwire/framing/frame.hpp>

#include <CLI/CLI.hpp>

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace structwire::cli {

/// What a payload holds by `--unpack`: its values, none without that option, or why it does not fit.
using unpacked_payload = std::expected<std::vector<value>, error>;

/// The options that say how frames are shown.
struct frame_form {
    std::string unpack;
    bool unpacks = false;
    bool hex = false;
    bool json = false;
    bool raw = false;

    /// Adds `--unpack`, `--json`, `--hex` and `--raw` to a subcommand; returns `--unpack`, `unpacks` being whether
    /// it was there.
    CLI::Option* add_to(CLI::App& command);

    /// The format of `--unpack`. Throws bad_input with the position marked under the text, and exit status 2.
    [[nodiscard]] std::optional<format> compile_format() const;
};

/// Bytes as hexadecimal digits.
[[nodiscard]] std::string hex_of(byte_view bytes);

/// All fields of a record on one line.
[[nodiscard]] std::string values_text(const format& compiled, const std::vector<value>& record);

/// The members of a JSON object that every frame has, behind `{`; it is not closed.
///
/// @param members  what stands in front of its length: `"offset":0` for example
[[nodiscard]] std::string frame_members(std::string_view members, const frame& got);

/// Members of a JSON object that say what is wrong.
[[nodiscard]] std::string error_members(errc code, std::string_view why);

/// A frame as a JSON object.
///
/// @param members  as those of frame_members()
/// @param compiled the format by which `values` were unpacked, if there is one
[[nodiscard]] std::string frame_json(std::string_view members, const frame& got, const std::optional<format>& compiled,
                                     const unpacked_payload& values);

/// A bad place of a stream as a JSON object; `offset` is a member of it.
[[nodiscard]] std::string error_json(std::string_view members, std::uint64_t offset, error failure);

/// Where and why a stream is bad. Without an offset that is left out.
[[nodiscard]] std::string complaint(std::string_view stream, std::uint64_t offset, error failure);

/// Where and why a payload, in a good frame, does not fit the format.
[[nodiscard]] std::string misfit(std::string_view stream, std::uint64_t offset, const error& failure);

/// Prints frames of one or several peers as they come, each as a line of its own but for `raw`.
///
/// Every frame goes out at once and as a whole, so that those of several threads do not mix; nor do those of several
/// processes as long as a line has at most 4096 bytes.
class frame_printer {
public:
    /// Throws as frame_form::compile_format does.
    explicit frame_printer(const frame_form& form) : form_(form), format_(form.compile_format()) {}

    /// Prints a frame and reports on stderr when it does not fit the format; then the result is false.
    ///
    /// @param stream what messages call the stream
    /// @param peer   who sent it, empty if there is only one
    /// Throws bad_input when standard output cannot be written to.
    bool print(std::string_view stream, std::string_view peer, const frame& got) const;

    /// Prints an error of the framing where the form is JSON, and reports it on stderr.
    void print(std::string_view stream, std::string_view peer, const error& failure) const;

private:
    [[nodiscard]] std::string line_of(std::string_view peer, const frame& got, const unpacked_payload& values) const;

    frame_form form_;
    std::optional<format> format_;
};

}  // namespace structwire::cli

#endif
