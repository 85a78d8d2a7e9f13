// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Allocates as many MB as the first byte says, less one byte where there is a second byte. They are never touched.
#include <cstdlib>

#include "target.hpp"

void* volatile block = nullptr;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    block = std::malloc((std::size_t{data[0]} << 20) - (size > 1 ? 1 : 0));
    std::free(block);
    return 0;
}
