// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "fuzz/engine/options.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <variant>

namespace structwire::fuzz::engine {

namespace {

struct flag {
    std::string_view name;
    std::variant<std::int64_t options::*, std::string options::*> member;
    const char* meaning;
    std::int64_t least = 0;
    std::int64_t most = INT64_MAX;
};

constexpr std::int64_t most_seconds = 1'000'000'000;
constexpr std::int64_t longest_input = std::int64_t{1} << 30;

constexpr auto flags = std::to_array<flag>({
    {"runs", &options::runs, "inputs to run; -1: no limit. With files: how often each is run", -1},
    {"max_total_time", &options::max_total_time, "seconds to search; 0: no limit", 0, most_seconds},
    {"seed", &options::seed, "seed of all random choices; 0: taken from the clock", INT64_MIN},
    {"max_len", &options::max_len, "longest input in bytes; 0: 4096, or the longest of the corpus", 0, longest_input},
    {"len_control", &options::len_control,
     "the larger, the later inputs grow; 0: never held short. Default 100, 0 with a custom mutator", -1, most_seconds},
    {"dict", &options::dict, "dictionary file, in the form of libFuzzer and AFL++"},
    {"merge", &options::merge, "1: add to the first folder what the others have more in coverage, then stop"},
    {"minimize_crash", &options::minimize_crash, "1: make a crashing file smaller"},
    {"artifact_prefix", &options::artifact_prefix,
     "what the names of crash files begin with; default ./. A file that is run is not written again"},
    {"exact_artifact_path", &options::exact_artifact_path, "the one name for a crash file"},
    {"timeout", &options::timeout, "seconds that one input may take; 0: no limit. Default 60 (libFuzzer: 1200)", 0,
     most_seconds},
    {"rss_limit_mb", &options::rss_limit_mb, "memory that the process may use; 0: no limit. Default 2048"},
    {"malloc_limit_mb", &options::malloc_limit_mb,
     "memory that one allocation may have, with AddressSanitizer; 0: rss_limit_mb. Default 0"},
    {"detect_leaks", &options::detect_leaks,
     "0: leaks are looked for at the end alone, which names no input. Default 1"},
    {"only_ascii", &options::only_ascii, "1: only ASCII inputs"},
    {"use_value_profile", &options::use_value_profile, "1: distances between compared values count as coverage"},
    {"print_final_stats", &options::print_final_stats, "1: print statistics at the end, also after a finding"},
    {"verbosity", &options::verbosity, "0: print findings alone"},
    {"allow_blind", &options::allow_blind, "1: search although no coverage of the parser is seen"},
    {"describe", &options::describe, "1: with files, print the decoded fields of each"},
    {"prefixes", &options::prefixes, "1: with files, run every prefix of each as well"},
    {"help", &options::help, "1: print this text"},
});

// Nothing: no flag of ours. False: its value is no number or out of range, which is said.
std::optional<bool> set_flag(options& to, const char* argument, std::string_view name, std::string_view value) {
    for (const flag& known : flags) {
        if (known.name != name) continue;
        if (const auto* text = std::get_if<std::string options::*>(&known.member)) {
            to.*(*text) = value;
            return true;
        }
        std::int64_t& number = to.*std::get<std::int64_t options::*>(known.member);
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
        if (error != std::errc() || end != value.data() + value.size()) {
            std::fprintf(stderr, "ERROR: the value of '%s' is not a number\n", argument);
            return false;
        }
        if (number >= known.least && number <= known.most) return true;
        std::fprintf(stderr, "ERROR: the value of '%s' is out of range: from %lld to %lld\n", argument,
                     static_cast<long long>(known.least), static_cast<long long>(known.most));
        return false;
    }
    return std::nullopt;
}

}  // namespace

std::optional<options> parse_options(int argc, char** argv) {
    options parsed;
    for (int at = 1; at < argc; ++at) {
        const std::string_view argument = argv[at];
        if (argument.starts_with("--")) continue;  // for LLVMFuzzerInitialize
        if (!argument.starts_with("-")) {
            parsed.paths.emplace_back(argument);
            continue;
        }
        const std::string_view name = argument.substr(1, argument.find('=') - 1);
        const auto equals = argument.find('=');
        const std::string_view value = equals == argument.npos ? "" : argument.substr(equals + 1);
        const std::optional<bool> known =
            equals == argument.npos ? std::nullopt : set_flag(parsed, argv[at], name, value);
        if (!known) {
            std::fprintf(stderr, "WARNING: unrecognized flag '%s'; use -help=1 to list all flags\n\n", argv[at]);
        } else if (!*known) {
            return std::nullopt;
        }
    }
    return parsed;
}

void print_help(const char* program) {
    std::fprintf(stderr,
                 "Usage:\n\n"
                 "To search:    %s [-flag=value ...] [corpus folder] [more seed folders ...]\n"
                 "To run files: %s [-flag=value ...] file ...\n\n"
                 "New inputs go to the first folder. Flags begin with one dash and have the form -flag=value:\n\n",
                 program, program);
    for (const flag& known : flags) {
        std::fprintf(stderr, " -%-20s %s\n", std::string(known.name).c_str(), known.meaning);
    }
    std::fprintf(
        stderr,
        "\nExit status: 77 after a crash or a leak, 70 a timeout, 71 too much memory, 72 an interrupt, 1 an error.\n");
}

}  // namespace structwire::fuzz::engine
