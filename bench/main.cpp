// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Runs the benchmarks and prints what counts: each result as a ratio to the handwritten code of the same run.
#include <algorithm>
#include <benchmark/benchmark.h>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

namespace {

/// Prints as usual and remembers the best time of each benchmark.
class ratio_reporter : public benchmark::ConsoleReporter {
public:
    void ReportRuns(const std::vector<Run>& runs) override {
        ConsoleReporter::ReportRuns(runs);
        for (const Run& run : runs) {
            if (run.run_type != Run::RT_Iteration || run.error_occurred) continue;
            const std::string name = run.run_name.function_name;
            const double time = run.GetAdjustedCPUTime();
            const auto [entry, added] = best_.try_emplace(name, time);
            if (!added) entry->second = std::min(entry->second, time);
        }
    }

    /// `what/structwire` against `what/handwritten`.
    void print_ratios() const {
        std::printf("\nCPU time, best of all repetitions, structwire : handwritten\n");
        for (const auto& [name, time] : best_) {
            const auto slash = name.rfind('/');
            if (slash == std::string::npos || name.substr(slash) != "/structwire") continue;
            const auto peer = best_.find(name.substr(0, slash) + "/handwritten");
            if (peer != best_.end()) std::printf("%-28s %.2f\n", name.substr(0, slash).c_str(), time / peer->second);
        }
    }

private:
    std::map<std::string, double> best_;
};

}  // namespace

int main(int argc, char** argv) {
    std::vector<char*> arguments(argv, argv + argc);
    std::string repetitions = "--benchmark_repetitions=5";
    std::string interleaving = "--benchmark_enable_random_interleaving=true";
    std::string time = "--benchmark_min_time=0.1";
    arguments.insert(arguments.begin() + 1, {repetitions.data(), interleaving.data(), time.data()});
    int count = static_cast<int>(arguments.size());
    benchmark::Initialize(&count, arguments.data());
    if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) return 2;

    ratio_reporter reporter;
    benchmark::RunSpecifiedBenchmarks(&reporter);
    reporter.print_ratios();
}
