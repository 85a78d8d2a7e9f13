// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The comparisons of the target as mutations: what it wanted to see is written where it looked.
#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <utility>

#include "fuzz/engine/coverage.hpp"
#include "fuzz/engine/mutate.hpp"

namespace structwire::fuzz::engine {

namespace {

// The number in `width` bytes, the lowest first or last.
std::array<std::uint8_t, 8> bytes_of(std::uint64_t number, std::size_t width, bool big_endian) {
    if constexpr (std::endian::native == std::endian::big) number = std::byteswap(number);
    auto bytes = std::bit_cast<std::array<std::uint8_t, 8>>(number);
    if (big_endian) std::reverse(bytes.begin(), bytes.begin() + std::ptrdiff_t(width));
    return bytes;
}

// Operands are widened by the compiler, with zeros or with the sign.
bool fits(std::uint64_t number, std::size_t width) {
    if (width == 8) return true;
    const auto bits = static_cast<int>(8 * width);
    const auto rest = number >> (bits - 1);
    return rest <= 1 || rest == UINT64_MAX >> (bits - 1) || (width < 4 && rest == UINT32_MAX >> (bits - 1));
}

// Where these bytes are in the input: the first place behind a random one, round the end.
std::optional<std::size_t> find_bytes(random& numbers, input_view in, input_view wanted) {
    if (wanted.empty() || in.size() < wanted.size()) return std::nullopt;
    const auto from = in.begin() + std::ptrdiff_t(numbers.below(in.size() - wanted.size() + 1));
    auto found = std::search(from, in.end(), wanted.begin(), wanted.end());
    if (found == in.end()) found = std::search(in.begin(), in.end(), wanted.begin(), wanted.end());
    if (found == in.end()) return std::nullopt;
    return static_cast<std::size_t>(found - in.begin());
}

// A slot of a table that `is_used` accepts: the first one behind a random one.
template <class Slot, class Predicate>
const Slot* choose_slot(random& numbers, std::span<const Slot> table, Predicate is_used) {
    const std::size_t from = numbers.below(table.size());
    for (std::size_t step = 0; step < table.size(); ++step) {
        const Slot& slot = table[(from + step) % table.size()];
        if (is_used(slot)) return &slot;
    }
    return nullptr;
}

}  // namespace

bool use_comparison(random& numbers, draft& in) {
    const auto* chosen = choose_slot(numbers, coverage::comparisons(),
                                     [](const coverage::comparison& slot) { return slot.first != slot.second; });
    if (chosen == nullptr) return false;
    auto [seen, wanted] = *chosen;
    if (numbers.one_in(2)) std::swap(seen, wanted);
    if (numbers.one_in(4)) wanted += numbers.one_in(2) ? 1 : UINT64_MAX;
    const std::size_t first_width = numbers.below(4);
    for (std::size_t step = 0; step < 4; ++step) {
        const std::size_t width = std::size_t{1} << ((first_width + step) % 4);
        if (!fits(seen, width) || !fits(wanted, width) || in.size < width) continue;
        const bool big_endian = numbers.one_in(2);
        for (const bool order : {big_endian, !big_endian}) {
            const auto at = find_bytes(numbers, in.bytes(), input_view(bytes_of(seen, width, order)).first(width));
            if (!at) continue;
            std::memcpy(in.buffer.data() + *at, bytes_of(wanted, width, order).data(), width);
            return true;
        }
    }
    if (!numbers.one_in(4)) return false;
    std::size_t width = 1;
    while (!fits(wanted, width)) width *= 2;
    return place_word(numbers, in, input_view(bytes_of(wanted, width, numbers.one_in(2))).first(width));
}

bool use_byte_comparison(random& numbers, draft& in) {
    const auto* chosen = choose_slot(numbers, coverage::byte_comparisons(),
                                     [](const coverage::byte_comparison& slot) { return slot.first_size != 0; });
    if (chosen == nullptr) return false;
    input_view seen = input_view(chosen->first).first(chosen->first_size);
    input_view wanted = input_view(chosen->second).first(chosen->second_size);
    if (numbers.one_in(2)) std::swap(seen, wanted);
    const auto at = find_bytes(numbers, in.bytes(), seen);
    if (!at || *at + wanted.size() > in.size) return place_word(numbers, in, wanted);
    std::ranges::copy(wanted, in.buffer.begin() + std::ptrdiff_t(*at));
    return true;
}

}  // namespace structwire::fuzz::engine
