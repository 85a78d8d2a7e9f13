// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "fuzz/engine/corpus.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "fuzz/engine/coverage.hpp"

namespace structwire::fuzz::engine {

corpus::corpus()
    : owner_(coverage::feature_count, nobody), hits_(coverage::feature_count), edge_seen_(coverage::edges) {}

bool corpus::count_run() {
    bool is_new = false;
    for (const std::uint32_t place : coverage::touched()) {
        const std::uint32_t feature = coverage::feature_at(place);
        is_new |= hits_[feature] == 0;
        if (hits_[feature] != UINT32_MAX) ++hits_[feature];
    }
    return is_new;
}

corpus_entry& corpus::add(input_view bytes) {
    const auto index = static_cast<std::uint32_t>(entries_.size());
    corpus_entry entry{{bytes.begin(), bytes.end()}, {}, coverage::work(), {}};
    for (const std::uint32_t place : coverage::touched()) {
        if (place < coverage::edges && !edge_seen_[place]) {
            edge_seen_[place] = true;
            ++edges_;
        }
        const std::uint32_t feature = coverage::feature_at(place);
        std::uint32_t& owner = owner_[feature];
        if (owner == nobody) {
            ++features_;
        } else if (entries_[owner].bytes.size() > bytes.size()) {
            std::erase(entries_[owner].owned, feature);
        } else {
            continue;
        }
        owner = index;
        entry.owned.push_back(feature);
    }
    bytes_ += bytes.size();
    longest_ = std::max(longest_, bytes.size());
    total_work_ += entry.work;
    choices_until_weighing_ = 0;
    return entries_.emplace_back(std::move(entry));
}

bool corpus::covers(const corpus_entry& entry) {
    return !entry.owned.empty() && std::ranges::all_of(entry.owned, coverage::has_feature);
}

void corpus::replace(corpus_entry& entry, input_view bytes) {
    bytes_ -= entry.bytes.size() - bytes.size();
    entry.bytes.assign(bytes.begin(), bytes.end());
    choices_until_weighing_ = 0;
}

// An entry whose features are all in smaller ones is as good as out. Of the others, the rarest feature counts most.
std::uint64_t corpus::weight_of(const corpus_entry& entry) const {
    if (entry.owned.empty()) return 1;
    std::uint32_t rarest = UINT32_MAX;
    for (const std::uint32_t feature : entry.owned) rarest = std::min(rarest, hits_[feature]);
    std::uint64_t weight = std::uint64_t{1} << (40 - std::bit_width(rarest));
    const std::uint64_t mean_size = bytes_ / entries_.size() + 1;
    const std::uint64_t mean_work = total_work_ / entries_.size() + 1;
    if (entry.bytes.size() > 2 * mean_size) weight /= 2;
    if (entry.bytes.size() < mean_size / 2) weight *= 2;
    if (entry.work > 4 * mean_work) weight /= 4;
    if (entry.work < mean_work / 2) weight *= 2;
    return weight;
}

void corpus::weigh() {
    weight_sum_.resize(entries_.size());
    std::uint64_t sum = 0;
    for (std::size_t at = 0; at < entries_.size(); ++at) weight_sum_[at] = sum += weight_of(entries_[at]);
    choices_until_weighing_ = 1024;
}

corpus_entry& corpus::choose(random& numbers) {
    if (choices_until_weighing_ == 0) weigh();
    --choices_until_weighing_;
    const std::uint64_t point = numbers.next() % weight_sum_.back();
    const auto chosen = std::ranges::upper_bound(weight_sum_, point);
    return entries_[static_cast<std::size_t>(chosen - weight_sum_.begin())];
}

}  // namespace structwire::fuzz::engine
