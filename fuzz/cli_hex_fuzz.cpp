// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Input: hexadecimal text, and any bytes as text for a terminal.
#include <structwire/fuzz.hpp>

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

#include "check.hpp"
#include "cli/frame_text.hpp"
#include "cli/hex.hpp"
#include "cli/utf8.hpp"
#include "cli_input.hpp"
#include "json.hpp"

namespace {

namespace cli = structwire::cli;
using structwire::byte_view;

bool check_hex(std::string_view text) {
    const auto bytes = cli::parse_hex(text);
    if (!bytes) {
        check(bytes.error() <= text.size(), "the place of what is wrong is in the text");
        return false;
    }
    std::string digits;
    cli::append_hex(digits, *bytes);
    check(digits.size() == 2 * bytes->size(), "a byte is two digits");
    check(cli::parse_hex(digits) == bytes, "digits are read back");
    return true;
}

// The same bytes in every form that a person may get to see.
void check_text(byte_view bytes) {
    const std::string_view text = structwire::as_text(bytes);
    check(is_harmless(cli::without_controls(text)), "no control character is left");
    check(cli::is_utf8(structwire::as_bytes(cli::without_controls(text))), "what is shown is UTF-8");
    for (const std::size_t columns : std::initializer_list<std::size_t>{16, 17, 80}) {
        const std::string quoted = cli::payload_text(bytes, columns);
        check(quoted.size() <= columns && is_harmless(quoted), "a payload is shown in its columns");
        const std::string digits = cli::hex_text(bytes, columns);
        check(digits.size() <= columns && is_harmless(digits), "so it is as digits");
        if (cli::text_kind_of(bytes) == cli::text_kind::none) continue;
        const std::string shown = cli::quoted_utf8(bytes, columns);
        check(cli::is_utf8(structwire::as_bytes(shown)) && is_harmless(shown), "text stays text when it is cut");
    }
    if (cli::text_kind_of(bytes) == cli::text_kind::none) return;
    check(cli::is_utf8(bytes), "what counts as text is UTF-8");
    check(json_reader(cli::json_utf8(bytes)).is_value(), "a JSON string is JSON");
}

bool show(byte_view input) {
    check_text(input);
    return check_hex(structwire::as_text(input));
}

}  // namespace

STRUCTWIRE_FUZZ(structwire::fuzz::any_bytes, structwire::fuzz::unframed, show)
