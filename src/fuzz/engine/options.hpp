// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The command line, which is libFuzzer's.
#ifndef STRUCTWIRE_SRC_FUZZ_ENGINE_OPTIONS_HPP
#define STRUCTWIRE_SRC_FUZZ_ENGINE_OPTIONS_HPP

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace structwire::fuzz::engine {

struct options {
    std::int64_t runs = -1;
    std::int64_t max_total_time = 0;
    std::int64_t seed = 0;
    std::int64_t max_len = 0;
    std::int64_t len_control = -1;  // -1: 100, or 0 with a custom mutator
    std::int64_t timeout = 60;
    std::int64_t rss_limit_mb = 2048;
    std::int64_t malloc_limit_mb = 0;  // 0: rss_limit_mb
    std::int64_t detect_leaks = 1;
    std::int64_t verbosity = 1;
    std::int64_t merge = 0;
    std::int64_t minimize_crash = 0;
    std::int64_t only_ascii = 0;
    std::int64_t use_value_profile = 0;
    std::int64_t print_final_stats = 0;
    std::int64_t allow_blind = 0;
    std::int64_t describe = 0;
    std::int64_t prefixes = 0;
    std::int64_t help = 0;
    std::string dict;
    std::string artifact_prefix = "./";
    std::string exact_artifact_path;
    std::vector<std::string> paths;  // files and folders, in the order given
};

// Warns about flags that it does not know, and goes on; nothing if a value is no number or out of range, which it
// says.
std::optional<options> parse_options(int argc, char** argv);
void print_help(const char* program);

}  // namespace structwire::fuzz::engine

#endif
