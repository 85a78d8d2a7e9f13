// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Aborts on a record of 3 bytes or more whose last byte is the sum of the others, each times its place.
#include <cstdlib>

#include "target.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 3) return 0;
    unsigned sum = 0;
    for (std::size_t at = 0; at + 1 < size; ++at) sum += data[at] * static_cast<unsigned>(at + 1);
    if (sum == 0 || (sum & 0xFF) != data[size - 1]) return 0;
    if (data[0] == 0x7E && data[1] == 0x7D) std::abort();
    return 0;
}
