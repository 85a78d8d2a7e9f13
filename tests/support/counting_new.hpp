// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Replaces operator new by one that counts. Included by the one source of a program.
#ifndef STRUCTWIRE_TESTS_SUPPORT_COUNTING_NEW_HPP
#define STRUCTWIRE_TESTS_SUPPORT_COUNTING_NEW_HPP

#include <cstddef>
#include <cstdlib>
#include <new>

namespace structwire::testing {

// Of the calling thread.
inline thread_local constinit std::size_t allocations = 0;
inline thread_local constinit std::size_t allocated_bytes = 0;

inline void* counted(std::size_t size) noexcept {
    ++allocations;
    allocated_bytes += size;
    void* const memory = std::malloc(size == 0 ? 1 : size);
    if (memory == nullptr) std::abort();
    return memory;
}

/// Allocations while `function` runs.
template <class Function>
std::size_t allocations_of(Function function) {
    const std::size_t before = allocations;
    function();
    return allocations - before;
}

/// Bytes allocated while `function` runs.
template <class Function>
std::size_t bytes_of(Function function) {
    const std::size_t before = allocated_bytes;
    function();
    return allocated_bytes - before;
}

}  // namespace structwire::testing

void* operator new(std::size_t size) { return structwire::testing::counted(size); }
void* operator new[](std::size_t size) { return structwire::testing::counted(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return structwire::testing::counted(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return structwire::testing::counted(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }

#endif
