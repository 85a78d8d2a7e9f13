// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What the entry points of a fuzz target call. Used by the macros of structwire/fuzz.hpp.
#ifndef STRUCTWIRE_FUZZ_ENTRY_HPP
#define STRUCTWIRE_FUZZ_ENTRY_HPP

#include <structwire/fuzz/mutation.hpp>
#include <structwire/fuzz/target.hpp>

#include <cstddef>
#include <cstdint>

namespace structwire::fuzz {

/// Does what the program was asked for in the kit's own words, and ends it then:
/// `--emit-seeds DIR` writes the seeds into a folder, one file each, named by what they are;
/// `--emit-dict FILE` writes the dictionary, to stdout for `-`;
/// `--decode FILE...` prints the fields of inputs.
/// Without these it returns, and prints at the end of the program how many frames were accepted.
void initialize(target& tested, int argc, char** argv);

/// LLVMFuzzerCustomMutator: mutates in place and returns the new size, at most `max_size`.
[[nodiscard]] std::size_t mutate_in_place(const target& tested, std::uint8_t* data, std::size_t size,
                                          std::size_t max_size, unsigned seed, byte_mutation engine);

/// LLVMFuzzerCustomCrossOver.
[[nodiscard]] std::size_t cross_over_into(const target& tested, byte_view first, byte_view second, std::uint8_t* out,
                                          std::size_t max_size, unsigned seed);

/// Prints the fields of an input on stderr.
void describe_input(const target& tested, byte_view input);

}  // namespace structwire::fuzz

#endif
