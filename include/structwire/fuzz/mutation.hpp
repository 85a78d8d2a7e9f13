// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What mutations work on and with: the bytes of one frame, random numbers, and the engine's own mutation.
#ifndef STRUCTWIRE_FUZZ_MUTATION_HPP
#define STRUCTWIRE_FUZZ_MUTATION_HPP

#include <structwire/bytes.hpp>
#include <structwire/fuzz/random.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace structwire::fuzz {

/// Bytes that mutations change.
using byte_vector = std::vector<std::byte>;

/// What one frame carries, see structwire::frame.
struct message_bytes {
    byte_vector header{};
    byte_vector payload{};

    friend bool operator==(const message_bytes&, const message_bytes&) = default;
};

/// An engine's own mutation, LLVMFuzzerMutate: changes `size` bytes at `data`, which has room for `max_size`, and
/// returns the new size. Engines put what they learn from comparisons in here.
using byte_mutation = std::size_t (*)(std::uint8_t* data, std::size_t size, std::size_t max_size);

/// What a mutation has at hand.
struct mutation_tools {
    random dice;                     ///< decides about everything
    byte_mutation engine = nullptr;  ///< the engine's own mutation, if there is one
    std::size_t max_bytes = 4096;    ///< what is mutated may grow to so many bytes, and is never cut to fewer
    std::size_t largest = 0;         ///< of a payload: what the framing takes at most; 0: nothing is known of it
};

/// Changes bytes without knowing what they mean: by the engine's own mutation, or, without an engine, by one of: a
/// flipped bit, a random byte, bytes inserted, erased, copied over others, a boundary number of 1, 2, 4 or 8 bytes in
/// either order.
///
/// @param from, to  only bytes from..to change; what stands behind them moves when their number changes
/// @param resize    whether their number may change
/// @return          the new `to`
std::size_t mutate_bytes(byte_vector& bytes, std::size_t from, std::size_t to, bool resize, mutation_tools& tools);

/// The same for all bytes, of any number.
void mutate_bytes(byte_vector& bytes, mutation_tools& tools);

/// A word of a dictionary: bytes that are worth trying anywhere.
struct dictionary_word {
    std::string name;   ///< letters, digits and _; may be empty
    byte_vector bytes;  ///< not empty

    friend bool operator==(const dictionary_word&, const dictionary_word&) = default;
};

}  // namespace structwire::fuzz

#endif
