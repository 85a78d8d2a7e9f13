// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "fuzz/engine/leaks.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>

// Defined by the runtime of AddressSanitizer or LeakSanitizer. NOLINTBEGIN(bugprone-reserved-identifier)
extern "C" {
[[gnu::weak]] int __sanitizer_install_malloc_and_free_hooks(void (*on_malloc)(const volatile void*, std::size_t),
                                                            void (*on_free)(const volatile void*));
[[gnu::weak]] int __lsan_do_recoverable_leak_check();
}
// NOLINTEND(bugprone-reserved-identifier)

namespace structwire::fuzz::engine::leaks {

namespace {

constinit std::atomic<std::int64_t> balance = 0;
constinit std::size_t large_size = SIZE_MAX;
using large_block_callback = void (*)(std::size_t size);
constinit large_block_callback call_for_large = nullptr;

void on_malloc(const volatile void*, std::size_t size) {
    balance.fetch_add(1, std::memory_order_relaxed);
    if (size >= large_size) call_for_large(size);
}

// free(nullptr) is no block.
void on_free(const volatile void* block) {
    if (block != nullptr) balance.fetch_sub(1, std::memory_order_relaxed);
}

}  // namespace

bool can_be_seen() {
    return __sanitizer_install_malloc_and_free_hooks != nullptr && __lsan_do_recoverable_leak_check != nullptr;
}

void watch(std::size_t large, void (*on_large)(std::size_t size)) {
    large_size = large;
    call_for_large = on_large;
    if (__sanitizer_install_malloc_and_free_hooks == nullptr) return;
    __sanitizer_install_malloc_and_free_hooks(on_malloc, on_free);
}

std::int64_t blocks() { return balance.load(std::memory_order_relaxed); }

bool are_there() { return __lsan_do_recoverable_leak_check != nullptr && __lsan_do_recoverable_leak_check() != 0; }

}  // namespace structwire::fuzz::engine::leaks
