// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Sleeps 10 ms for each input.
#include <chrono>
#include <thread>

#include "target.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t*, std::size_t) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return 0;
}
