// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What a sanitizer knows of memory that is allocated and of memory that is never freed.
#ifndef STRUCTWIRE_SRC_FUZZ_ENGINE_LEAKS_HPP
#define STRUCTWIRE_SRC_FUZZ_ENGINE_LEAKS_HPP

#include <cstddef>
#include <cstdint>

namespace structwire::fuzz::engine::leaks {

// There is LeakSanitizer in the program.
bool can_be_seen();
// Begins to count blocks, and to call a function for each that has so many bytes or more. Without AddressSanitizer or
// LeakSanitizer in the program nothing is counted.
void watch(std::size_t large, void (*on_large)(std::size_t size));
// Blocks allocated less blocks freed, of all threads.
std::int64_t blocks();
// Looks through the whole memory; prints what is lost. Takes milliseconds.
bool are_there();

}  // namespace structwire::fuzz::engine::leaks

#endif
