// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Text that may be in any script.
#ifndef STRUCTWIRE_CLI_UTF8_HPP
#define STRUCTWIRE_CLI_UTF8_HPP

#include <structwire/bytes.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace structwire::cli {

/// What bytes are as text.
enum class text_kind : std::uint8_t {
    printable,  ///< UTF-8 without control characters; also no byte at all
    lines,      ///< the same with tabs and ends of lines among it
    none,
};

/// Source: RFC 3629; what moves the cursor or turns the direction of the text counts as control character
[[nodiscard]] text_kind text_kind_of(byte_view bytes);

/// Whether it is UTF-8, whatever the characters.
[[nodiscard]] bool is_utf8(byte_view bytes);

/// Text of unknown origin for one line of a terminal: `\n` and `\x1b` in place of controls and of what is not UTF-8.
[[nodiscard]] std::string without_controls(std::string_view text);

/// UTF-8 in quotes, with `\"`, `\\`, `\n`, `\r` and `\t` escaped. What does not fit into `columns`, counted in
/// characters, is left out for `...`.
///
/// @param text  not text_kind::none
[[nodiscard]] std::string quoted_utf8(byte_view text, std::size_t columns);

/// The same text as a JSON string.
[[nodiscard]] std::string json_utf8(byte_view text);

}  // namespace structwire::cli

#endif
