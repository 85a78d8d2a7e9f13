// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Aborts on bytes that are no ASCII text, which a mutator of its own makes (one byte in front) and a crossover (two).
#include <algorithm>
#include <cstdlib>

#include "fuzz/engine/interface.hpp"
#include "target.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (std::any_of(data, data + size, [](std::uint8_t byte) { return byte >= 0x80 || byte == 0; })) std::abort();
    return 0;
}

std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size, unsigned) {
    size = LLVMFuzzerMutate(data, size, max_size);
    data[0] = 0xF0;
    return size;
}

std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t* first, std::size_t first_size, const std::uint8_t* second,
                                      std::size_t second_size, std::uint8_t* out, std::size_t max_size, unsigned) {
    if (first_size == 0 || second_size == 0 || max_size < 2) return 0;
    out[0] = first[0] | 0x80;
    out[1] = second[0] & 0x80;
    return 2;
}
