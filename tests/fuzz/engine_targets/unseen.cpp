// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What a user writes around a parser that is in a library of its own.
#include <vector>

#include "target.hpp"

bool parse_unseen(const std::vector<std::uint8_t>& bytes);

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::vector<std::uint8_t> bytes(data, data + size);
    return parse_unseen(bytes) ? 0 : -1;
}
