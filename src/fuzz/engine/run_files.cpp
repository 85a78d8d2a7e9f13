// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "fuzz/engine/run_files.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>

#include "fuzz/engine/files.hpp"
#include "fuzz/engine/interface.hpp"

namespace structwire::fuzz::engine {

namespace {

void run_once(input_view bytes) {
    run_target(bytes);
    check_leaks();
}

void run_file(const options& settings, const std::string& path, const input& bytes) {
    using std::chrono::steady_clock;
    if (settings.verbosity > 0) std::fprintf(stderr, "Running: %s\n", path.c_str());
    if (settings.describe != 0 && structwire_fuzz_describe != nullptr) {
        structwire_fuzz_describe(bytes.data(), bytes.size());
    }
    const auto begin = steady_clock::now();
    set_source(is_kept(path) ? path.c_str() : nullptr);
    for (std::int64_t run = 0; (run == 0 || run < settings.runs) && !is_interrupted(); ++run) run_once(bytes);
    set_source(nullptr);  // a prefix is nowhere
    const std::size_t prefixes = settings.prefixes != 0 ? bytes.size() : 0;
    for (std::size_t size = 0; size < prefixes && !is_interrupted(); ++size) run_once(input_view(bytes).first(size));
    if (is_interrupted()) return;
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - begin);
    if (settings.verbosity == 0) return;
    std::fprintf(stderr, "Executed %s in %lld ms\n", path.c_str(), static_cast<long long>(took.count()));
}

// What a finding is written to. Whether it can be is asked now, not when something is found.
bool has_artifact_folders(const options& settings) {
    for (const std::string& path : {settings.artifact_prefix, settings.exact_artifact_path}) {
        const std::size_t slash = path.rfind('/');
        const std::string folder = path.substr(0, slash == path.npos ? 0 : std::max<std::size_t>(slash, 1));
        if (folder.empty() || is_folder(folder)) continue;
        std::fprintf(stderr, "ERROR: The required directory \"%s\" does not exist\n", folder.c_str());
        return false;
    }
    return true;
}

}  // namespace

exit_status run_files(const options& settings) {
    for (const std::string& path : settings.paths) {
        for (const std::string& file : files_below(path)) {
            const std::optional<input> bytes = is_interrupted() ? std::nullopt : read_file(file, SIZE_MAX);
            if (is_interrupted()) return good_unless_interrupted();
            if (!bytes) {
                std::fprintf(stderr, "ERROR: cannot read %s\n", file.c_str());
                return exit_status::failed;
            }
            run_file(settings, file, *bytes);
        }
    }
    if (settings.verbosity > 0) {
        std::fprintf(stderr, "Executed %llu inputs\n", static_cast<unsigned long long>(executions()));
    }
    return good_unless_interrupted();
}

start_result start_program(int& argc, char**& argv, options& settings) {
    if (LLVMFuzzerInitialize != nullptr) LLVMFuzzerInitialize(&argc, &argv);
    const std::optional<options> parsed = parse_options(argc, argv);
    if (!parsed) return {false, exit_status::failed};
    settings = *parsed;
    if (settings.help != 0) {
        print_help(argv[0]);
        return {false, exit_status::good};
    }
    if (!has_artifact_folders(settings)) return {false, exit_status::failed};
    install_guard(settings);
    return {true, exit_status::good};
}

}  // namespace structwire::fuzz::engine
