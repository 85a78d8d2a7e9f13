// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "fuzz/engine/search.hpp"

#include <algorithm>
#include <bit>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "fuzz/engine/coverage.hpp"
#include "fuzz/engine/interface.hpp"
#include "fuzz/engine/mutate.hpp"

namespace structwire::fuzz::engine {

namespace {

// Longer files of a corpus are cut: mutating a megabyte at a time finds nothing.
constexpr std::size_t longest_seed = std::size_t{1} << 20;

// For inputs made up: what lines, numbers and structures of text consist of.
constexpr std::string_view text_letters = "\r\n\t ,:;=\"{}[]<>/09azAZ";

}  // namespace

search::search(const options& settings)
    : settings_(settings),
      numbers_(static_cast<std::uint64_t>(settings.seed)),
      folder_(settings.paths.empty() ? "" : settings.paths.front()) {
    sources().numbers = random(numbers_.next());
    sources().only_ascii = settings.only_ascii != 0;
    coverage::use_value_profile(settings.use_value_profile != 0);
    const bool has_mutator = LLVMFuzzerCustomMutator != nullptr;
    length_control_ = settings.len_control >= 0 ? settings.len_control : has_mutator ? 0 : 100;
}

exit_status search::run() {
    read_corpus();
    if (settings_.runs != 0 && settings_.allow_blind == 0 && !sees_target()) return exit_status::failed;
    while (!is_over()) mutate_one();
    print("DONE");
    print_end();
    return good_unless_interrupted();
}

void search::read_corpus() {
    std::vector<input> seeds;
    for (const std::string& path : settings_.paths) {
        for (const std::string& file : files_below(path)) {
            const auto most = settings_.max_len > 0 ? static_cast<std::size_t>(settings_.max_len) : longest_seed;
            if (auto bytes = read_file(file, most)) seeds.push_back(std::move(*bytes));
        }
    }
    // Small ones first: they become the owners of what they reach. The order of the folder does not matter.
    std::ranges::sort(seeds, [](const input& one, const input& other) {
        return one.size() != other.size() ? one.size() < other.size() : one < other;
    });
    seeds.erase(std::ranges::unique(seeds).begin(), seeds.end());
    if (seeds.empty() && settings_.verbosity > 0) {
        std::fprintf(stderr, "INFO: A corpus is not provided, starting from an empty corpus\n");
    }
    if (!seeds.empty()) max_size_ = std::max(max_size_, seeds.back().size());
    if (settings_.max_len > 0) max_size_ = static_cast<std::size_t>(settings_.max_len);
    buffer_.resize(max_size_);
    if (seeds.empty() || !seeds.front().empty()) seeds.insert(seeds.begin(), input{});
    run_seeds(seeds);
    limit_ = length_control_ == 0 ? max_size_ : std::min(max_size_, std::max<std::size_t>(corpus_.longest(), 4));
    latest_news_ = executions();
    print("INITED");
}

void search::run_seeds(const std::vector<input>& seeds) {
    for (const input& seed : seeds) {
        if (is_stopped()) {
            std::fprintf(stderr, "INFO: stopped before all of the corpus was run\n");
            break;
        }
        const bool wanted = run_target(seed);
        judge_.look();
        if (corpus_.count_run() && wanted) corpus_.add(seed);
        check_leaks();
    }
    if (corpus_.size() != 0) return;
    coverage::start(0);
    coverage::stop();
    corpus_.add(seeds.front());
}

// Judges by the seeds and, as long as they are too few, by probes: ordinary runs, but not limited by -runs.
bool search::sees_target() {
    for (unsigned at = 0; at < blind_judge::max_runs && !judge_.is_satisfied(); ++at) {
        if (is_stopped()) {
            std::fprintf(stderr, "INFO: stopped before it could be told whether the parser is seen\n");
            return true;
        }
        probe();
    }
    if (!judge_.is_satisfied()) judge_.explain();
    return judge_.is_satisfied();
}

// An input that differs from another in content rather than in size: of the corpus, or made up.
void search::probe() {
    corpus_entry& parent = corpus_.choose(numbers_);
    std::size_t size = parent.bytes.size();
    std::copy_n(parent.bytes.begin(), size, buffer_.begin());
    if (LLVMFuzzerCustomMutator != nullptr) {
        size = mutate(numbers_, buffer_, size, max_size_, parent.bytes);
    } else if (numbers_.one_in(2) || size == 0) {
        size = make_up();
    } else {
        for (unsigned times = 0; times < 4; ++times) buffer_[numbers_.below(size)] ^= std::uint8_t(numbers_.next());
    }
    const auto bytes = std::span(buffer_).first(size);
    if (settings_.only_ascii != 0) make_ascii(bytes);
    try_input(bytes, &parent);
    judge_.look();
    check_leaks();
}

// Fills the buffer with any bytes or with text; the size.
std::size_t search::make_up() {
    const std::size_t most = std::min(max_size_, std::size_t{16} << (2 * numbers_.below(3)));
    const std::size_t size = numbers_.one_in(4) ? 1 + numbers_.below(most) : most;
    const bool is_text = numbers_.one_in(2);
    for (std::uint8_t& byte : std::span(buffer_).first(size)) {
        const char letter = text_letters[numbers_.below(text_letters.size())];
        byte = static_cast<std::uint8_t>(is_text ? std::uint64_t(letter) : numbers_.next());
    }
    return size;
}

std::size_t search::mutate(random& numbers, input& buffer, std::size_t size, std::size_t max_size, input_view other) {
    size = mutate_any(numbers, buffer, size, max_size, other);
    if (sources().only_ascii) make_ascii(std::span(buffer).first(size));
    return size;
}

std::size_t search::mutate_any(random& numbers, input& buffer, std::size_t size, std::size_t max_size,
                               input_view other) {
    sources().other = other;
    if (LLVMFuzzerCustomCrossOver != nullptr && numbers.one_in(8)) {
        input result(max_size);
        size = LLVMFuzzerCustomCrossOver(buffer.data(), size, other.data(), other.size(), result.data(), max_size,
                                         static_cast<unsigned>(numbers.next()));
        size = std::min(size, max_size);
        std::copy_n(result.begin(), size, buffer.begin());
        return size;
    }
    if (LLVMFuzzerCustomMutator == nullptr) return LLVMFuzzerMutate(buffer.data(), size, max_size);
    const auto seed = static_cast<unsigned>(numbers.next());
    return std::min(LLVMFuzzerCustomMutator(buffer.data(), size, max_size, seed), max_size);
}

// One to five mutations on top of each other, each of them run, until something new is reached.
void search::mutate_one() {
    corpus_entry& parent = corpus_.choose(numbers_);
    const input& other = corpus_.choose(numbers_).bytes;
    std::size_t size = std::min(parent.bytes.size(), limit_);
    std::copy_n(parent.bytes.begin(), size, buffer_.begin());
    for (unsigned depth = 0; depth < 5; ++depth) {
        size = mutate(numbers_, buffer_, size, limit_, other);
        if (size == 0 && LLVMFuzzerCustomMutator == nullptr) return;
        const bool is_new = try_input(input_view(buffer_).first(size), &parent);
        check_leaks();
        if (is_new || is_over()) return;
    }
    raise_limit();
}

// True if the input went into the corpus.
bool search::try_input(input_view bytes, corpus_entry* parent) {
    const bool wanted = run_target(bytes);
    if (executions() >= next_pulse_) {
        next_pulse_ = std::bit_ceil(executions() + 1);
        print("pulse");
    }
    const bool is_new = corpus_.count_run();
    if (!wanted) return false;
    if (is_new) {
        keep(bytes);
        return true;
    }
    if (bytes.size() >= parent->bytes.size() || !corpus::covers(*parent)) return false;
    reduce(*parent, bytes);
    return true;
}

void search::keep(input_view bytes) {
    write(corpus_.add(bytes));
    count_new_input();
    latest_news_ = executions();
    print("NEW   ");
}

void search::reduce(corpus_entry& parent, input_view bytes) {
    if (!parent.file.empty()) {
        std::error_code ignored;
        std::filesystem::remove(parent.file, ignored);
    }
    corpus_.replace(parent, bytes);
    write(parent);
    print("REDUCE");
}

void search::write(corpus_entry& entry) const {
    if (folder_.empty()) return;
    entry.file = folder_ + "/" + hash_name(entry.bytes).data();
    if (write_file(entry.file.c_str(), entry.bytes)) return;
    std::fprintf(stderr, "ERROR: cannot write %s\n", entry.file.c_str());
    std::exit(static_cast<int>(exit_status::failed));
}

// Inputs may grow when the length so far has had its time.
void search::raise_limit() {
    if (limit_ == max_size_) return;
    const auto step = static_cast<std::uint64_t>(std::bit_width(limit_));
    if (executions() - latest_news_ <= static_cast<std::uint64_t>(length_control_) * step) return;
    limit_ = std::min<std::size_t>(max_size_, limit_ + step);
    latest_news_ = executions();
}

bool search::is_over() {
    return (settings_.runs >= 0 && executions() >= static_cast<std::uint64_t>(settings_.runs)) || is_stopped();
}

// By a signal or the end of the time.
bool search::is_stopped() {
    if (is_interrupted()) return true;
    if (settings_.max_total_time == 0 || is_late_ || checked_second_ == seconds()) return is_late_;
    checked_second_ = seconds();
    is_late_ = elapsed() >= static_cast<double>(settings_.max_total_time);
    return is_late_;
}

double search::elapsed() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
}

void search::print(const char* event) const {
    if (settings_.verbosity == 0) return;
    const auto per_second = static_cast<double>(executions()) / std::max(elapsed(), 0.001);
    std::fprintf(stderr, "#%llu\t%s cov: %zu ft: %zu corp: %zu/%zub lim: %zu exec/s: %.0f rss: %lluMb\n",
                 static_cast<unsigned long long>(executions()), event, corpus_.edges(), corpus_.features(),
                 corpus_.size(), corpus_.bytes(), limit_, per_second,
                 static_cast<unsigned long long>(peak_memory_mb()));
}

void search::print_end() const {
    const double seconds_run = elapsed();
    const auto runs = static_cast<unsigned long long>(executions());
    if (settings_.verbosity > 0) std::fprintf(stderr, "Done %llu runs in %.0f second(s)\n", runs, seconds_run);
    print_final_stats();
}

}  // namespace structwire::fuzz::engine
