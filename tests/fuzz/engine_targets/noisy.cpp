// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// While inputs are run, a thread of the target's own goes many ways that have nothing to do with them.
#include <thread>

#include "target.hpp"

namespace {

volatile unsigned ways = 0;

[[noreturn]] void make_noise() {
    for (std::uint64_t state = 1;; state = state * 6364136223846793005U + 1442695040888963407U) {
        switch (state >> 60) {
            case 1: ways = ways + 1; break;
            case 3: ways = ways * 3; break;
            case 7: ways = ways ^ 0x55; break;
            default: break;
        }
        for (std::uint64_t left = state >> 56; left > 0; --left) ways = ways + 2;
        if (ways == state) ways = 0;
    }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const bool started = [] {
        std::thread(make_noise).detach();
        return true;
    }();
    if (size < 2) return 0;
    return started && data[0] == 'a' && data[1] == 'b' ? -1 : 0;
}
