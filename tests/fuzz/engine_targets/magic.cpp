// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Aborts on an input of at least 8 bytes with four magic bytes in front and 16 bit behind them that repeat the size.
#include <cstdlib>

#include "target.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 8) return 0;
    if (number_at(data, 4) != 0x53'54'52'57) return 0;
    if (number_at(data + 4, 2) == size) std::abort();
    return 0;
}
