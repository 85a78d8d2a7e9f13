// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A target with a mutator of its own: inputs are `<`, bytes and `>`, and only those reach the parser.
#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "fuzz/engine/interface.hpp"
#include "target.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    if (size < 2 || data[0] != '<' || data[size - 1] != '>') std::abort();  // not made by the mutator
    if (size == 8 && number_at(data + 1, 4) == 0x1234'5678) std::exit(3);
    return 0;
}

std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size, unsigned) {
    if (max_size < 3) return 0;
    const std::size_t inner = size < 2 ? 0 : size - 2;
    std::memmove(data, data + std::min<std::size_t>(size, 1), inner);
    const std::size_t changed = LLVMFuzzerMutate(data, inner, max_size - 2);
    std::memmove(data + 1, data, changed);
    data[0] = '<';
    data[changed + 1] = '>';
    return changed + 2;
}

std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t* first, std::size_t first_size, const std::uint8_t* second,
                                      std::size_t second_size, std::uint8_t* out, std::size_t max_size, unsigned) {
    if (first_size < 2 || second_size < 2 || first_size + second_size - 2 > max_size) return 0;
    std::copy_n(first, first_size - 1, out);
    std::copy_n(second + 1, second_size - 1, out + first_size - 1);
    return first_size + second_size - 2;
}
