// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Never comes back: from `!` while it allocates and frees, from `?` while it holds what the description waits for.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <thread>

#include "fuzz/engine/interface.hpp"
#include "target.hpp"

namespace {

std::mutex held;

// The heap takes its lock only in a program of two threads; blocks of this size go past the cache of a thread.
[[noreturn]] void allocate_for_ever() {
    std::thread([] { std::this_thread::sleep_for(std::chrono::hours(1)); }).detach();
    void* volatile block = nullptr;
    while (true) {
        block = std::malloc(2000);
        std::free(block);
    }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    if (data[0] == '!') allocate_for_ever();
    volatile bool on = data[0] == '?';
    const std::unique_lock lock(held);
    while (on) {
    }
    return 0;
}

void structwire_fuzz_describe(const std::uint8_t*, std::size_t size) {
    const std::unique_lock lock(held);
    for (unsigned at = 0; at < 1000; ++at) {
        void* volatile block = std::malloc(2000 + size);
        std::free(block);
    }
    std::fprintf(stderr, "described\n");
}
