// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Input: a format, a NUL, and a line of words for its values.
#include <structwire/format.hpp>
#include <structwire/fuzz.hpp>

#include <string>
#include <string_view>

#include "check.hpp"
#include "cli/command.hpp"
#include "cli/pack_words.hpp"
#include "cli/record_text.hpp"
#include "cli_input.hpp"
#include "json.hpp"
#include "text_and_rest.hpp"

namespace {

namespace cli = structwire::cli;
using structwire::byte_view;

constexpr structwire::format_limits limits{
    .max_text_bytes = 4096, .max_items = 512, .max_record_bytes = 4096, .max_values = 4096};

void check_record(const structwire::format& compiled, byte_view packed) {
    const auto values = compiled.unpack(packed);
    check(values.has_value(), "what was packed unpacks");
    check(compiled.pack(*values) == std::vector(packed.begin(), packed.end()), "and packs to the same bytes");
    check(json_reader(cli::record_text(compiled, *values).json()).is_value(), "a record as JSON is JSON");
    for (const cli::record_row& row : cli::record_text(compiled, *values).rows()) {
        check(is_harmless(row.shown), "values cannot send anything to the terminal");
    }
}

bool pack_line(byte_view input) {
    const text_and_rest parts(input);
    const auto words = cli::split_words(structwire::as_text(parts.rest));
    if (!words) check(words.error() < parts.rest.size(), "a quote that is not closed is in the line");
    const auto compiled = structwire::format::compile(parts.text, structwire::grammar::structwire, limits);
    if (!words || !compiled) return false;
    try {
        const auto packed = cli::pack_words(*compiled, *words);
        if (packed) check_record(*compiled, *packed);
        return packed.has_value();
    } catch (const cli::bad_input& bad) {
        check(!bad.message.empty(), "a bad word is said");
        return false;
    }
}

}  // namespace

STRUCTWIRE_FUZZ("{z}:format: {*}:line:", structwire::fuzz::unframed, pack_line)
