// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Words of a command line as values of a format.
#ifndef STRUCTWIRE_CLI_PARSE_VALUE_HPP
#define STRUCTWIRE_CLI_PARSE_VALUE_HPP

#include <structwire/format/layout.hpp>
#include <structwire/pack/value.hpp>

#include <deque>
#include <string>
#include <string_view>

namespace structwire::cli {

/// Turns `word` into a value for `item`; of a counted group, into its count.
///
/// Integers are decimal, or hexadecimal, octal or binary behind 0x, 0o and 0b; `?` is true, false or an integer;
/// floating codes take what std::from_chars takes, complex ones what Python writes (`1-0.5j`); codes of text and bytes
/// take the word's bytes with the escapes `\0`, `\n`, `\r`, `\t`, `\\`, `\"` and `\xNN`.
///
/// @param code     what the item is called where the word is refused
/// @param storage  keeps the bytes that the value views
/// Throws bad_input when the word does not have that form.
[[nodiscard]] value parse_value(const format_item& item, std::string_view code, std::string_view word,
                                std::deque<std::string>& storage);

}  // namespace structwire::cli

#endif
