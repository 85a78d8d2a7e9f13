// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The search: mutates inputs of the corpus, keeps those that reach something new.
#ifndef STRUCTWIRE_SRC_FUZZ_ENGINE_SEARCH_HPP
#define STRUCTWIRE_SRC_FUZZ_ENGINE_SEARCH_HPP

#include <structwire/fuzz/random.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/engine/blind.hpp"
#include "fuzz/engine/corpus.hpp"
#include "fuzz/engine/files.hpp"
#include "fuzz/engine/guard.hpp"
#include "fuzz/engine/options.hpp"

namespace structwire::fuzz::engine {

class search {
public:
    // The folders of `settings` exist.
    explicit search(const options& settings);

    exit_status run();

    // One mutation, by the program's mutator where it has one; the new size.
    static std::size_t mutate(random& numbers, input& buffer, std::size_t size, std::size_t max_size, input_view other);

private:
    static std::size_t mutate_any(random& numbers, input& buffer, std::size_t size, std::size_t max_size,
                                  input_view other);
    void read_corpus();
    void run_seeds(const std::vector<input>& seeds);
    bool sees_target();
    void probe();
    std::size_t make_up();
    void mutate_one();
    bool try_input(input_view bytes, corpus_entry* parent);
    void keep(input_view bytes);
    void reduce(corpus_entry& parent, input_view bytes);
    void write(corpus_entry& entry) const;
    void raise_limit();
    bool is_over();
    bool is_stopped();
    void print(const char* event) const;
    void print_end() const;
    double elapsed() const;

    const options& settings_;
    random numbers_;
    corpus corpus_;
    blind_judge judge_;
    std::string folder_;  // where new inputs go; may be empty
    input buffer_;
    std::size_t max_size_ = 4096;
    std::size_t limit_ = 0;  // for mutations, rises to max_size_
    std::int64_t length_control_ = 0;
    std::uint64_t latest_news_ = 0;  // execution that last reached something new
    std::uint64_t next_pulse_ = 1;
    unsigned checked_second_ = 0;
    bool is_late_ = false;
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

}  // namespace structwire::fuzz::engine

#endif
