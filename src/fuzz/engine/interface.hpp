// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What the engine knows of the program that it runs: libFuzzer's C interface, and two functions of our own.
#ifndef STRUCTWIRE_SRC_FUZZ_ENGINE_INTERFACE_HPP
#define STRUCTWIRE_SRC_FUZZ_ENGINE_INTERFACE_HPP

#include <cstddef>
#include <cstdint>

extern "C" {

// Defined by the program; the weak ones may be missing.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
[[gnu::weak]] int LLVMFuzzerInitialize(int* argc, char*** argv);
[[gnu::weak]] std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                                  unsigned seed);
[[gnu::weak]] std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t* first, std::size_t first_size,
                                                    const std::uint8_t* second, std::size_t second_size,
                                                    std::uint8_t* out, std::size_t max_out_size, unsigned seed);
// Prints the decoded fields of an input on stderr.
[[gnu::weak]] void structwire_fuzz_describe(const std::uint8_t* data, std::size_t size);

// Defined by the engine: one mutation of the bytes, at most max_size long; the new size.
std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);
// Defined by the engine, for code around the parser, as the kit's own: from here on coverage counts, of a parser that is
// given `size` bytes; and no longer. Each run begins with coverage on, as if structwire_fuzz_enter were called with the
// size of the input.
void structwire_fuzz_enter(std::size_t size);
void structwire_fuzz_leave();
}

#endif
