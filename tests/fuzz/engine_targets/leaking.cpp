// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Loses memory by an input that begins with `!`, keeps some for an input that begins with `+`.
#include <vector>

#include "target.hpp"

char* volatile latest = nullptr;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static std::vector<std::vector<char>> kept;
    if (size == 0) return 0;
    if (data[0] == '+' && kept.size() < 100'000) kept.emplace_back(100);
    if (data[0] == '!') {
        for (std::size_t at = 0; at < 3; ++at) latest = new char[100];
        latest = nullptr;
    }
    return 0;
}
