// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "fuzz/engine/merge.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "fuzz/engine/child.hpp"
#include "fuzz/engine/coverage.hpp"
#include "fuzz/engine/files.hpp"

namespace structwire::fuzz::engine {

namespace {

struct candidate {
    bool is_new = false;  // not of the first folder
    input bytes;
    std::string path;
};

// In memory that child processes share, so that what the inputs before a crash reached is not lost.
struct progress {
    std::size_t next = 0;
    std::size_t features = 0;
    std::size_t features_before = 0;
    std::uint8_t seen[coverage::feature_count];
    std::uint8_t chosen[1];
};

std::vector<candidate> read_candidates(const options& settings) {
    std::vector<candidate> all;
    for (std::size_t at = 0; at < settings.paths.size(); ++at) {
        for (const std::string& path : files_below(settings.paths[at])) {
            if (auto bytes = read_file(path, SIZE_MAX)) all.push_back({at > 0, std::move(*bytes), path});
        }
    }
    std::ranges::sort(all, {}, [](const candidate& one) {
        return std::tuple<bool, std::size_t, const input&>(one.is_new, one.bytes.size(), one.bytes);
    });
    return all;
}

// True if the latest run reached something that no chosen one did.
bool add_features(progress& shared) {
    bool is_new = false;
    for (const std::uint32_t place : coverage::touched()) {
        std::uint8_t& seen = shared.seen[coverage::feature_at(place)];
        if (seen == 0) ++shared.features;
        is_new |= seen == 0;
        seen = 1;
    }
    return is_new;
}

void run_rest(progress& shared, const std::vector<candidate>& all) {
    while (shared.next < all.size() && !is_interrupted()) {
        const std::size_t at = shared.next++;  // first, so that a crash is not tried again
        const bool wanted = run_target(all[at].bytes);
        if (all[at].is_new && !wanted) continue;
        shared.chosen[at] = add_features(shared) ? 1 : 0;
        if (!all[at].is_new) shared.features_before = shared.features;
    }
}

}  // namespace

exit_status merge(const options& settings) {
    if (settings.paths.size() < 2) {
        std::fprintf(stderr, "ERROR: -merge=1 needs two or more folders\n");
        return exit_status::failed;
    }
    coverage::use_value_profile(settings.use_value_profile != 0);
    const std::vector<candidate> all = read_candidates(settings);
    shared_memory<progress> shared(all.size());
    if (!shared) return exit_status::failed;
    std::fprintf(stderr, "MERGE-OUTER: %zu files\n", all.size());
    while (shared->next < all.size() && !is_interrupted()) {
        const std::optional<int> status = run_child([&] { run_rest(*shared, all); });
        if (!status) return exit_status::failed;
        if (*status == 0 || is_interrupted()) break;
        std::fprintf(stderr, "MERGE-OUTER: left out, it ends the program: %s\n", all[shared->next - 1].path.c_str());
    }
    std::size_t added = 0;
    for (std::size_t at = 0; at < all.size(); ++at) {
        if (!all[at].is_new || shared->chosen[at] == 0) continue;
        const std::string path = settings.paths.front() + "/" + hash_name(all[at].bytes).data();
        if (!write_file(path.c_str(), all[at].bytes)) {
            std::fprintf(stderr, "ERROR: cannot write %s\n", path.c_str());
            return exit_status::failed;
        }
        ++added;
    }
    std::fprintf(stderr, "MERGE-OUTER: %zu new files with %zu new features added\n", added,
                 shared->features - shared->features_before);
    return good_unless_interrupted();
}

}  // namespace structwire::fuzz::engine
