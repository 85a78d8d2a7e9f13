// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Aborts on bytes that are no ASCII text.
#include <algorithm>
#include <cstdlib>

#include "target.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (std::any_of(data, data + size, [](std::uint8_t byte) { return byte >= 0x7F || byte < '\t'; })) std::abort();
    return 0;
}
