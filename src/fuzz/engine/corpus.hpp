// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The inputs worth mutating, and how often each is chosen.
#ifndef STRUCTWIRE_SRC_FUZZ_ENGINE_CORPUS_HPP
#define STRUCTWIRE_SRC_FUZZ_ENGINE_CORPUS_HPP

#include <structwire/fuzz/random.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "fuzz/engine/files.hpp"

namespace structwire::fuzz::engine {

struct corpus_entry {
    input bytes;
    std::vector<std::uint32_t> owned;  // features that no smaller entry has
    std::uint64_t work = 0;            // counts of its run: its cost
    std::string file;                  // where it was written, if it was
};

// Nothing here depends on time or on addresses: the same runs give the same choices.
class corpus {
public:
    corpus();

    // Takes the coverage of the latest run into account. True if there was a feature that none had before.
    bool count_run();
    // Adds the input of the latest run, which then owns its new features and those of larger entries.
    corpus_entry& add(input_view bytes);
    // True if the latest run has all features that an entry owns.
    static bool covers(const corpus_entry& entry);
    // A shorter input with the features of an entry takes its place.
    void replace(corpus_entry& entry, input_view bytes);

    // Small, cheap entries with features that few runs reach come more often. The corpus is not empty.
    corpus_entry& choose(random& numbers);

    std::size_t size() const { return entries_.size(); }
    std::size_t bytes() const { return bytes_; }
    std::size_t longest() const { return longest_; }
    std::size_t edges() const { return edges_; }
    std::size_t features() const { return features_; }

private:
    std::uint64_t weight_of(const corpus_entry& entry) const;
    void weigh();

    static constexpr std::uint32_t nobody = UINT32_MAX;

    std::vector<corpus_entry> entries_;
    std::vector<std::uint32_t> owner_;  // of each feature: an index into entries_
    std::vector<std::uint32_t> hits_;   // of each feature: runs that had it
    std::vector<bool> edge_seen_;
    std::vector<std::uint64_t> weight_sum_;  // of entries_ up to this one
    std::size_t choices_until_weighing_ = 0;
    std::uint64_t total_work_ = 0;
    std::size_t bytes_ = 0;
    std::size_t longest_ = 0;
    std::size_t edges_ = 0;
    std::size_t features_ = 0;
};

}  // namespace structwire::fuzz::engine

#endif
