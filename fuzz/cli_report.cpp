// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// In place of the program's own report(), which writes to stderr.
#include <string>
#include <string_view>

#include "cli/command.hpp"
#include "cli_input.hpp"

std::string& reported() {
    static std::string text;
    return text;
}

void structwire::cli::report(std::string_view message) { reported() += message; }
