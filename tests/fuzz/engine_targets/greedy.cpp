// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Keeps 200 MB for an input that begins with `!`, and calls exit() for one that begins with `?`.
#include <cstdlib>
#include <vector>

#include "target.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static std::vector<char> kept;
    if (size == 0) return 0;
    if (data[0] == '!' && kept.empty()) kept.assign(200'000'000, 'x');
    if (data[0] == '?') std::exit(0);
    return kept.size() == 1 ? -1 : 0;
}
