// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// One frame as a line of text for people.
#ifndef STRUCTWIRE_CLI_FRAME_TEXT_HPP
#define STRUCTWIRE_CLI_FRAME_TEXT_HPP

#include <structwire/bytes.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace structwire::cli {

/// Columns of the terminal on standard output, 80 if it is none.
[[nodiscard]] std::size_t output_columns();

/// Text that is longer than `columns` cut there, with `...` at its end.
[[nodiscard]] std::string shortened(std::string text, std::size_t columns);

/// Bytes as they read best: quoted where at least three in four are printable, else as hexadecimal digits. What does
/// not fit into `columns` is left out for `...`, and no escape sequence is torn.
[[nodiscard]] std::string payload_text(byte_view payload, std::size_t columns);

/// Bytes as hexadecimal digits. What does not fit into `columns` is left out for `...`.
[[nodiscard]] std::string hex_text(byte_view bytes, std::size_t columns);

/// The columns in front of a payload, and how wide they are in all.
class frame_columns {
public:
    /// @param header_size  bytes of the header that each frame has
    explicit frame_columns(std::size_t header_size);

    [[nodiscard]] std::string heading(std::string_view last) const;
    [[nodiscard]] std::string row(std::uint64_t offset, std::uint64_t wire, byte_view header, std::size_t length) const;

    /// The same columns for a field inside a payload; only one behind its length has a length.
    [[nodiscard]] std::string field_row(std::uint64_t offset, std::uint64_t wire,
                                        std::optional<std::size_t> length) const;

private:
    std::size_t header_columns_;  // 0: there is no such column
};

}  // namespace structwire::cli

#endif
