// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Input: how a dump looks, a format, a NUL, and bytes.
#include <structwire/format.hpp>
#include <structwire/fuzz.hpp>
#include <structwire/inspect/dump.hpp>

#include <algorithm>
#include <cstddef>
#include <string>

#include "check.hpp"
#include "text_and_rest.hpp"

namespace {

using structwire::byte_view;

constexpr structwire::format_limits limits{
    .max_text_bytes = 4096, .max_items = 512, .max_record_bytes = 4096, .max_values = 4096};

structwire::dump_options options_of(byte_view three) {
    const auto number = [three](std::size_t index) { return std::to_integer<std::size_t>(three[index]); };
    return {.bytes_per_line = 1 + number(0) % 20,
            .max_lines_per_item = number(0) / 20,
            .max_elements = number(1) % 16,
            .max_lines = number(2),
            .first_offset = number(1) / 16 * 0x1000'0000};
}

// A character of ASCII that a terminal prints.
bool is_plain(char letter) { return letter >= ' ' && letter <= '~'; }

bool dump_by_text(byte_view input) {
    if (input.size() < 3) return false;
    const structwire::dump_options options = options_of(input.first(3));
    const text_and_rest parts(input.subspan(3));
    const auto compiled = structwire::format::compile(parts.text, structwire::grammar::structwire, limits);
    if (!compiled) return false;
    const std::string text = structwire::dump(parts.rest, compiled->layout(), options);
    // Names may be of any script, but of no control characters when they are shown.
    const bool is_ascii =
        std::ranges::all_of(compiled->text(), [](char letter) { return static_cast<unsigned char>(letter) < 0x80; });
    const auto lines = static_cast<std::size_t>(std::ranges::count(text, '\n'));
    check(text.ends_with('\n'), "a dump ends with a line");
    check(lines <= options.max_lines + 3, "there are as many lines as allowed, and heading, cut and reason");
    check(std::ranges::all_of(text, [](char letter) { return letter == '\n' || is_plain(letter); }) || !is_ascii,
          "bytes cannot send anything to the terminal");
    check(text.find(" \n") == std::string::npos, "no line ends with spaces");
    check(structwire::dump(parts.rest, compiled->layout(), options) == text, "the same bytes have the same dump");
    return compiled->unpack(parts.rest).has_value();
}

}  // namespace

STRUCTWIRE_FUZZ("B:columns: B:elements: B:lines: {z}:format: {*}:bytes:", structwire::fuzz::unframed, dump_by_text)
