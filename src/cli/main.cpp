// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// The program `structwire`: formats and frames on the command line.
#include <structwire/version.hpp>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hpp"

namespace structwire::cli {

void report(std::string_view message) {
    std::fflush(stdout);
    fmt::print(stderr, "structwire: {}\n", message);
}

namespace {

// `-5` and `-.5` are values, not options: with one of them, options move to the front, and everything from the first
// negative number on is a value.
std::vector<std::string> arguments(int argc, char** argv) {
    std::vector<std::string> words(argv + 1, argv + argc);
    const auto is_negative = [](const std::string& word) {
        constexpr std::string_view starts = "0123456789.in";  // -inf, -nan too
        return word.size() > 1 && word[0] == '-' && starts.find(word[1]) != std::string_view::npos && word != "-n";
    };
    const auto first = std::ranges::find_if(words, is_negative);
    if (words.empty() || words.front() != "pack" || first == words.end()) return words;
    if (std::find(words.begin(), first, "--") != first) return words;
    std::vector<std::string> values;
    std::vector<std::string> options;
    for (auto word = words.begin(); word != words.end(); ++word) {
        const bool is_option = word < first && word->starts_with('-');
        (is_option || word == words.begin() ? options : values).push_back(*word);
        const bool takes_next = is_option && (*word == "-o" || *word == "--output") && word + 1 < first;
        if (takes_next) options.push_back(*++word);
    }
    options.emplace_back("--");
    options.insert(options.end(), values.begin(), values.end());
    return options;
}

int run(int argc, char** argv) {
    CLI::App program(
        "Pack, unpack and dump binary messages by format strings like Python's struct, and cut "
        "streams of them into frames.",
        "structwire");
    program.set_version_flag("--version", fmt::format("structwire {}.{}.{}", header_version.major_number,
                                                      header_version.minor_number, header_version.patch_number));
    program.require_subcommand(1);
    add_demo(program);
    add_pack(program);
    add_unpack(program);
    add_calcsize(program);
    add_dump(program);
    add_frames(program);
    add_frame(program);
    add_serve(program);
    add_talk(program);
    auto words = arguments(argc, argv);
    std::reverse(words.begin(), words.end());  // CLI11 takes vectors from the back
    try {
        program.parse(words);
    } catch (const CLI::ParseError& wrong) {
        return program.exit(wrong) == 0 ? 0 : 2;
    }
    return 0;
}

}  // namespace

}  // namespace structwire::cli

int main(int argc, char** argv) {
    try {
        return structwire::cli::run(argc, argv);
    } catch (const structwire::cli::bad_input& bad) {
        if (!bad.message.empty()) structwire::cli::report(bad.message);
        return bad.status;
    } catch (const std::exception& failure) {
        structwire::cli::report(failure.what());
    }
    return 1;
}
