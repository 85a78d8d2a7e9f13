// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Values of a format as text for people, and as JSON.
#ifndef STRUCTWIRE_INSPECT_VALUE_TEXT_HPP
#define STRUCTWIRE_INSPECT_VALUE_TEXT_HPP

#include <structwire/bytes.hpp>
#include <structwire/format/layout.hpp>
#include <structwire/pack/value.hpp>

#include <string>

namespace structwire {

/// Bytes as a quoted string: printable ASCII as it is, `\0` for NUL, `\"`, `\\`, `\n`, `\r`, `\t`, and `\xNN` for
/// every other byte.
[[nodiscard]] std::string quoted(byte_view bytes);

/// The value of a field of `item` as people read it: `42`, `-1`, `true`, `0.1`, `(1-0.5j)`, `"BTCUSD\0\0"`.
///
/// Floating-point numbers are the shortest text that gives the same number in the field's own width, so the `f`
/// nearest to 0.1 reads `0.1`. `P` reads in hexadecimal.
[[nodiscard]] std::string value_text(const format_item& item, const value& shown);

/// The value as JSON: numbers, true and false, and strings in which every byte above 0x7e is the character of that
/// number (Latin-1), so that bytes survive. Infinities and NaNs, for which JSON has no number, become strings; complex
/// numbers are arrays of their two parts.
///
/// Source: RFC 8259
[[nodiscard]] std::string value_json(const format_item& item, const value& shown);

}  // namespace structwire

#endif
