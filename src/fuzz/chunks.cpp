// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/fuzz/chunks.hpp>
#include <structwire/fuzz/detail/meter.hpp>
#include <structwire/fuzz/random.hpp>

#include <algorithm>
#include <cstring>

namespace structwire::fuzz {

namespace {

// FNV-1a: the same stream is always cut the same way, so that a finding repeats.
std::uint64_t hash_of(byte_view bytes) noexcept {
    std::uint64_t state = 0xcbf29ce484222325;
    for (const std::byte byte : bytes) state = (state ^ std::to_integer<std::uint64_t>(byte)) * 0x100000001b3;
    return state;
}

// Short and long pieces, empty ones too.
std::vector<std::size_t> random_cuts(byte_view stream, fuzz::random dice) {
    std::vector<std::size_t> cuts;
    for (std::size_t at = 0; cuts.size() <= 2 * stream.size();) {
        at += dice.below(dice.one_in(2) ? 8 : stream.size() / 2 + 1);
        if (at > stream.size()) break;
        cuts.push_back(at);
    }
    if (cuts.empty()) cuts.push_back(dice.below(stream.size() + 1));
    return cuts;
}

bool is_every_byte(byte_view stream, std::span<const std::size_t> cuts) {
    if (cuts.size() + 1 != stream.size() || cuts.size() < 2) return false;
    for (std::size_t index = 0; index != cuts.size(); ++index) {
        if (cuts[index] != index + 1) return false;
    }
    return true;
}

}  // namespace

exact_copy::exact_copy(byte_view bytes) {
    const detail::uncounted pause;  // what a call is given is not what it uses
    // Of an allocation of no bytes AddressSanitizer lets the first one be read.
    const std::size_t size = std::max<std::size_t>(bytes.size(), 1);
    memory_.reset(new std::byte[size]);
    std::byte* const start = memory_.get() + (size - bytes.size());
    if (!bytes.empty()) std::memcpy(start, bytes.data(), bytes.size());
    bytes_ = {start, bytes.size()};
}

chunks::iterator::iterator(const chunks& all) : all_(&all) { take(); }

chunks::iterator& chunks::iterator::operator++() {
    ++index_;
    take();
    return *this;
}

void chunks::iterator::take() {
    current_ = exact_copy();  // freed before the next one is made, so that its memory is not the next one's at once
    const auto cuts = all_->cuts();
    if (index_ > cuts.size()) return;
    const std::size_t from = index_ == 0 ? 0 : cuts[index_ - 1];
    const std::size_t to = index_ == cuts.size() ? all_->stream().size() : cuts[index_];
    current_ = exact_copy(all_->stream().subspan(from, to - from));
}

std::vector<std::vector<std::size_t>> split_schedules(byte_view stream, const split_effort& effort) {
    std::vector<std::vector<std::size_t>> schedules;
    if (stream.empty()) return schedules;
    if (stream.size() > 1) {
        auto& every_byte = schedules.emplace_back();
        for (std::size_t cut = 1; cut != stream.size(); ++cut) every_byte.push_back(cut);
    }
    if (stream.size() <= effort.every_cut_up_to) {
        for (std::size_t cut = 1; cut != stream.size(); ++cut) schedules.push_back({cut});
    }
    fuzz::random dice(hash_of(stream));
    for (unsigned count = 0; count != effort.random_schedules; ++count) {
        schedules.push_back(random_cuts(stream, fuzz::random(dice.next())));
    }
    return schedules;
}

std::string cuts_text(byte_view stream, std::span<const std::size_t> cuts) {
    constexpr std::size_t most_shown = 16;
    std::string text = std::to_string(stream.size()) + " bytes, cut ";
    if (cuts.empty()) return text + "nowhere";
    if (is_every_byte(stream, cuts)) return text + "behind every byte";
    text += "at";
    for (std::size_t index = 0; index != std::min(cuts.size(), most_shown); ++index) {
        text += (index == 0 ? " " : ", ") + std::to_string(cuts[index]);
    }
    if (cuts.size() > most_shown) text += " and at " + std::to_string(cuts.size() - most_shown) + " more places";
    return text;
}

}  // namespace structwire::fuzz
