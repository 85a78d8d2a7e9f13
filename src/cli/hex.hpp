// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Bytes as hexadecimal text, both ways.
#ifndef STRUCTWIRE_CLI_HEX_HPP
#define STRUCTWIRE_CLI_HEX_HPP

#include <structwire/bytes.hpp>

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace structwire::cli {

/// Appends two digits for each byte.
void append_hex(std::string& out, byte_view bytes);

/// Turns digits of either case into bytes. White space may stand between bytes.
///
/// @return  the bytes, or the index of the first character that is wrong: the size of the text if it ends inside a byte
[[nodiscard]] std::expected<std::vector<std::byte>, std::size_t> parse_hex(std::string_view text);

}  // namespace structwire::cli

#endif
