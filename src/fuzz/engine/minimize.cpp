// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "fuzz/engine/minimize.hpp"

#include <structwire/fuzz/random.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>

#include "fuzz/engine/child.hpp"
#include "fuzz/engine/files.hpp"
#include "fuzz/engine/interface.hpp"
#include "fuzz/engine/mutate.hpp"
#include "fuzz/engine/search.hpp"

namespace structwire::fuzz::engine {

namespace {

constexpr std::int64_t default_runs = 100'000;

// Each of them is a process, and may take as long as -timeout says.
constexpr std::size_t most_aside = 1000;

// In memory that a child process shares: where it is, and the input that it runs. What is there when it dies is smaller
// and still ends the program.
struct attempts {
    std::size_t part = 0;  // bytes to leave out
    std::size_t at = 0;    // from here
    std::int64_t mutated = 0;
    std::size_t size = 0;
    std::uint8_t bytes[1];
};

void run_attempt(attempts& shared, input_view bytes) {
    shared.size = bytes.size();
    std::ranges::copy(bytes, shared.bytes);
    run_target(bytes);
    check_leaks();
}

// The time is over or the user wants no more. What is found by then is written.
struct stop_sign {
    std::optional<std::chrono::steady_clock::time_point> end;

    bool is_up() const { return is_interrupted() || (end && std::chrono::steady_clock::now() >= *end); }
};

// Behind an attempt that ended the program, but in another way.
void leave_aside(attempts& shared) {
    if (shared.part > 0) {
        shared.at += shared.part;
    } else {
        ++shared.mutated;
    }
}

void leave_parts_out(attempts& shared, const input& from, const stop_sign& stop) {
    for (; shared.part > 0; shared.part /= 2, shared.at = 0) {
        for (; shared.at < from.size(); shared.at += shared.part) {
            if (stop.is_up()) return;
            const auto first = from.begin() + static_cast<std::ptrdiff_t>(shared.at);
            const std::size_t count = std::min(shared.part, from.size() - shared.at);
            input shorter(from.begin(), first);
            shorter.insert(shorter.end(), first + static_cast<std::ptrdiff_t>(count), from.end());
            run_attempt(shared, shorter);
        }
    }
}

// A mutation of the input; its size. It starts with one byte less, so that whatever comes of it is smaller; but a mutator
// of the program's own also gets the whole input, since one byte less may be no input that it can read.
std::size_t shorten(random& numbers, input& buffer, const input& from) {
    if (LLVMFuzzerCustomMutator != nullptr && !numbers.one_in(4)) {
        std::ranges::copy(from, buffer.begin());
        return search::mutate(numbers, buffer, from.size(), from.size(), from);
    }
    const std::size_t gone = numbers.below(from.size());
    const auto rest = std::copy_n(from.begin(), gone, buffer.begin());
    std::copy(from.begin() + static_cast<std::ptrdiff_t>(gone) + 1, from.end(), rest);
    return search::mutate(numbers, buffer, from.size() - 1, from.size() - 1, from);
}

void try_mutations(attempts& shared, const input& from, const options& settings, const stop_sign& stop) {
    // Other numbers where an attempt was left aside, or it would come again.
    random numbers(static_cast<std::uint64_t>(settings.seed + shared.mutated) + from.size());
    sources().numbers = random(numbers.next());
    input buffer(from.size());
    const std::int64_t runs = settings.runs > 0 ? settings.runs : default_runs;
    for (; shared.mutated < runs && from.size() > 1 && !stop.is_up(); ++shared.mutated) {
        const std::size_t size = shorten(numbers, buffer, from);
        if (size < from.size()) run_attempt(shared, input_view(buffer).first(size));
    }
}

}  // namespace

exit_status minimize(const options& settings) {
    std::optional<input> current =
        settings.paths.size() == 1 ? read_file(settings.paths.front(), SIZE_MAX) : std::nullopt;
    if (!current) {
        std::fprintf(stderr, "ERROR: -minimize_crash=1 needs one file that can be read\n");
        return exit_status::failed;
    }
    stop_sign stop;
    if (settings.max_total_time != 0) {
        stop.end = std::chrono::steady_clock::now() + std::chrono::seconds(settings.max_total_time);
    }
    shared_memory<attempts> memory(current->size());
    if (!memory) return exit_status::failed;
    attempts& shared = *memory;
    const std::optional<int> wanted = run_child([&] { run_attempt(shared, *current); });
    if (!wanted) return exit_status::failed;
    if (is_interrupted()) return good_unless_interrupted();
    if (*wanted == 0) {
        std::fprintf(stderr, "ERROR: the input %s does not crash\n", settings.paths.front().c_str());
        return exit_status::failed;
    }
    const std::string path = settings.exact_artifact_path.empty()
                                 ? settings.artifact_prefix + "minimized-from-" + hash_name(*current).data()
                                 : settings.exact_artifact_path;
    shared.part = std::max<std::size_t>(current->size() / 2, 1);
    const auto try_smaller = [&] {
        leave_parts_out(shared, *current, stop);
        try_mutations(shared, *current, settings, stop);
    };
    std::size_t aside = 0;
    std::optional<int> status;
    while (!current->empty() && !stop.is_up() && aside < most_aside) {
        status = run_child(try_smaller);
        if (!status || *status == 0 || (status != wanted && is_interrupted())) break;
        if (status != wanted) {
            ++aside;
            leave_aside(shared);
            continue;
        }
        shared.mutated = 0;
        current->assign(shared.bytes, shared.bytes + shared.size);
        std::fprintf(stderr, "CRASH_MIN: %zu bytes\n", current->size());
    }
    if (aside != 0) std::fprintf(stderr, "CRASH_MIN: left aside, another end of the program: %zu inputs\n", aside);
    if (!write_file(path.c_str(), *current)) {
        std::fprintf(stderr, "ERROR: cannot write %s\n", path.c_str());
        return exit_status::failed;
    }
    std::fprintf(stderr, "CRASH_MIN: minimized to %zu bytes: %s\n", current->size(), path.c_str());
    return status ? good_unless_interrupted() : exit_status::failed;
}

}  // namespace structwire::fuzz::engine
