// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Mutations of plain bytes: what LLVMFuzzerMutate does.
#ifndef STRUCTWIRE_SRC_FUZZ_ENGINE_MUTATE_HPP
#define STRUCTWIRE_SRC_FUZZ_ENGINE_MUTATE_HPP

#include <structwire/fuzz/random.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "fuzz/engine/files.hpp"

namespace structwire::fuzz::engine {

// An input under mutation: `size` bytes of a buffer that ends where the input must.
struct draft {
    std::span<std::uint8_t> buffer;
    std::size_t size = 0;

    std::span<std::uint8_t> bytes() const { return buffer.first(size); }
    std::size_t room() const { return buffer.size() - size; }
};

// Puts `count` bytes of any value in front of `at`; there must be room.
void open_gap(draft& in, std::size_t at, std::size_t count);
// Inserts a word at a random place, or writes it over what is there. False if it does not fit.
bool place_word(random& numbers, draft& in, input_view word);
// Replaces one side of a comparison that the target made by the other. False if there was none.
bool use_comparison(random& numbers, draft& in);
bool use_byte_comparison(random& numbers, draft& in);

// What mutations draw from, besides the latest comparisons of the target.
struct mutation_sources {
    random numbers{1};
    std::vector<input> dictionary;
    input_view other;  // another input of the corpus
    bool only_ascii = false;
};
mutation_sources& sources();

// Makes every byte a printable character or a space.
void make_ascii(std::span<std::uint8_t> bytes);

// Changes the bytes in one way, chosen at random; the new size, at least 1 and at most that of the buffer.
std::size_t mutate_bytes(draft in);

}  // namespace structwire::fuzz::engine

#endif
