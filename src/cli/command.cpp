// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "cli/command.hpp"

#include <structwire/inspect/mark.hpp>

#include <utility>

namespace structwire::cli {

void format_argument::add_to(CLI::App& command) {
    command.add_option("FORMAT", text, "format string, for example '>I:id: H:kind: 8s:symbol:'")->required();
    command.add_flag("--python", python, "read FORMAT by the rules of Python's struct module");
}

format format_argument::compile() const {
    auto compiled = format::compile(text, python ? grammar::python : grammar::structwire);
    if (!compiled) throw bad_input{mark(text, compiled.error())};
    return *std::move(compiled);
}

void framing_argument::add_to(CLI::App& command) {
    command.add_option("SPEC", text, "framing string, for example 'u32be,limit=64k', 'line' or 'slip+crc32c'")
        ->required();
}

void framing_argument::add_option_to(CLI::App& command) {
    command.add_option("-f,--framing", text, "framing string, for example 'u32be,limit=64k', 'line' or 'slip+crc32c'")
        ->option_text("SPEC")
        ->required();
}

any_framing framing_argument::compile() const {
    const auto framing = any_framing::parse(text);
    if (!framing) throw bad_input{mark(text, framing.error()), 2};
    return *framing;
}

}  // namespace structwire::cli
