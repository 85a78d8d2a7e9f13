// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Inputs are `<`, a letter and `>`, as its mutator makes them; it aborts on two of them behind each other, which its
/// crossover makes alone.
#include <algorithm>
#include <cstdlib>

#include "fuzz/engine/interface.hpp"
#include "target.hpp"

volatile unsigned letters = 0;

int LLVMFuzzerTestOneInput(const std::uint8_t*, std::size_t size) {
    if (size > 3) std::abort();
    if (size == 3) letters = letters + 1;  // a way of its own, so that the corpus has one
    return 0;
}

std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t, std::size_t, unsigned seed) {
    data[0] = '<';
    data[1] = static_cast<std::uint8_t>('a' + seed % 26);
    data[2] = '>';
    return 3;
}

std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t* first, std::size_t first_size, const std::uint8_t* second,
                                      std::size_t second_size, std::uint8_t* out, std::size_t max_size, unsigned) {
    if (first_size + second_size > max_size) return 0;
    std::copy_n(second, second_size, std::copy_n(first, first_size, out));
    return first_size + second_size;
}
