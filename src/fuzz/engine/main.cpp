// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The program that searches.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>

#include "fuzz/engine/dictionary.hpp"
#include "fuzz/engine/files.hpp"
#include "fuzz/engine/merge.hpp"
#include "fuzz/engine/minimize.hpp"
#include "fuzz/engine/mutate.hpp"
#include "fuzz/engine/run_files.hpp"
#include "fuzz/engine/search.hpp"

namespace structwire::fuzz::engine {

namespace {

exit_status run_search(options& settings) {
    for (const std::string& path : settings.paths) {
        if (is_folder(path)) continue;
        std::fprintf(stderr, "ERROR: The required directory \"%s\" does not exist\n", path.c_str());
        return exit_status::failed;
    }
    if (settings.merge != 0) return merge(settings);
    if (settings.seed == 0) settings.seed = std::chrono::system_clock::now().time_since_epoch().count() & UINT32_MAX;
    std::fprintf(stderr, "INFO: Seed: %lld\n", static_cast<long long>(settings.seed));
    if (settings.dict.empty()) return search(settings).run();
    auto words = read_dictionary(settings.dict);
    if (!words) return exit_status::failed;
    std::fprintf(stderr, "Dictionary: %zu entries\n", words->size());
    sources().dictionary = std::move(*words);
    return search(settings).run();
}

exit_status run_program(int argc, char** argv) {
    static options settings;  // the guard keeps pointers into it
    const start_result start = start_program(argc, argv, settings);
    if (!start.go_on) return start.status;
    const bool only_files = !settings.paths.empty() && std::ranges::all_of(settings.paths, is_file);
    if (settings.minimize_crash != 0) return minimize(settings);
    return only_files ? run_files(settings) : run_search(settings);
}

}  // namespace

}  // namespace structwire::fuzz::engine

int main(int argc, char** argv) { return static_cast<int>(structwire::fuzz::engine::run_program(argc, argv)); }
