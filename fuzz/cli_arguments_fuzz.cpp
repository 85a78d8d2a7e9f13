// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Input: which argument of the program, and its text.
#include <structwire/fuzz.hpp>

#include <cstddef>
#include <string>
#include <string_view>

#include "check.hpp"
#include "cli/command.hpp"
#include "cli/place.hpp"

namespace {

namespace cli = structwire::cli;
namespace fuzz = structwire::fuzz;

// What is wrong stands below the text, a caret below the place.
void check_complaint(const cli::bad_input& bad, std::string_view text) {
    check(!bad.message.empty(), "a bad argument is said");
    check(bad.status == 1 || bad.status == 2, "the exit status is one of those that are documented");
    const bool is_one_line = text.find('\n') == std::string_view::npos;
    if (is_one_line) check(bad.message.find('\n') != std::string::npos, "the place in the text is marked");
}

void check_place(const cli::place& found) {
    const bool has_descriptors = found.input >= 0 && found.output >= 0;
    const int kinds = (found.address ? 1 : 0) + (has_descriptors ? 1 : 0) + (found.path.empty() ? 0 : 1);
    check(kinds == 1, "a place is an address, descriptors, or a path");
}

void read_argument(unsigned which, const std::string& text) {
    if (which < 2) {
        const auto compiled = cli::format_argument{.text = text, .python = which == 1}.compile();
        check(compiled.text() == text, "a format keeps its text");
    } else if (which == 2) {
        const auto framing = cli::framing_argument{.text = text}.compile();
        check(!framing.text().view().empty(), "a framing has a text");
    } else {
        check_place(cli::endpoint_argument{.text = text}.parse());
    }
}

bool take_argument(structwire::byte_view input) {
    if (input.empty()) return false;
    const std::string text(structwire::as_text(input.subspan(1)));
    try {
        read_argument(std::to_integer<unsigned>(input[0]) % 4, text);
        return true;
    } catch (const cli::bad_input& bad) {
        check_complaint(bad, text);
        return false;
    }
}

}  // namespace

STRUCTWIRE_FUZZ(fuzz::choice("which", fuzz::when(0, "B:which: {*}:format:"), fuzz::when(1, "B:which: {*}:python:"),
                             fuzz::when(2, "B:which: {*}:framing:"), fuzz::when(3, "B:which: {*}:place:")),
                fuzz::unframed, take_argument)
