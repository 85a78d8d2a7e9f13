// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/fuzz/oracles/bounds.hpp>

#include <csignal>
#include <cstdlib>
#include <vector>

#include "fuzz/child_process.hpp"
#include "support/catch.hpp"

namespace fuzz = structwire::fuzz;

#if !defined(STRUCTWIRE_FUZZ_HAS_ADDRESS_SANITIZER)
void* operator new(std::size_t size) {
    void* const memory = std::malloc(size == 0 ? 1 : size);
    if (memory == nullptr) std::abort();
    return memory;
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
#endif

TEST_CASE(
    "check_bounds: says that it cannot count where the program has an operator new of its own, and counts under "
    "AddressSanitizer",
    "[fuzz][bounds]") {
    const auto end = test_support::in_child([] {
        const auto allocate = [](structwire::byte_view bytes) { return std::vector<char>(bytes.size() + 9); };
        if (!fuzz::check_bounds({.max_allocated_bytes = 8}, allocate, {})) std::abort();
    });
    if (test_support::has_address_sanitizer) {
        CHECK(end.is_good());
    } else {
        CHECK(end.signal == SIGABRT);
        CHECK(end.printed == "structwire: allocations cannot be counted: the program has an operator new of its own\n");
    }
}
