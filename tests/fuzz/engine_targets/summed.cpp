// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A target whose inputs end with the sum of their other bytes. Only its own mutator can shorten one.
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <numeric>

#include "fuzz/engine/interface.hpp"

namespace {

std::uint8_t sum_of(const std::uint8_t* data, std::size_t size) {
    return static_cast<std::uint8_t>(std::accumulate(data, data + size, 0u));
}

bool is_whole(const std::uint8_t* data, std::size_t size) {
    return size != 0 && data[size - 1] == sum_of(data, size - 1);
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (is_whole(data, size) && std::find(data, data + size - 1, '!') != data + size - 1) std::abort();
    return 0;
}

std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t, unsigned seed) {
    if (size < 2 || !is_whole(data, size)) return size;
    const std::size_t gone = seed % (size - 1);
    std::memmove(data + gone, data + gone + 1, size - gone - 2);
    data[size - 2] = sum_of(data, size - 2);
    return size - 1;
}
