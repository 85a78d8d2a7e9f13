// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Uses 200 MB for a moment for an input that begins with `!`; for one that begins with `?` it never comes back with them.
#include <vector>

#include "target.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0 || (data[0] != '!' && data[0] != '?')) return 0;
    const std::vector<char> used(200'000'000, 'x');
    volatile bool on = data[0] == '?';
    while (on) {
    }
    return used[size] == 'x' ? 0 : -1;
}
