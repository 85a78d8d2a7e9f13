// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What is known about the bytes of a frame: how to change them, what to begin with, how to show them.
#ifndef STRUCTWIRE_FUZZ_PAYLOAD_MODEL_HPP
#define STRUCTWIRE_FUZZ_PAYLOAD_MODEL_HPP

#include <structwire/bytes.hpp>
#include <structwire/framing/frame.hpp>
#include <structwire/fuzz/mutation.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace structwire::fuzz {

/// Knows what frames carry. There are three: any bytes, records by their formats, and Protocol Buffers.
///
/// All functions take any bytes, also such as no format describes, and are deterministic.
class payload_model {
public:
    payload_model() = default;
    payload_model(const payload_model&) = delete;
    payload_model& operator=(const payload_model&) = delete;
    virtual ~payload_model() = default;

    /// Changes a message in one way. Lengths and checksums inside it fit afterwards, but for a small share of lies.
    virtual void mutate(message_bytes& message, mutation_tools& tools) const = 0;

    /// Puts right what follows from the rest of a message: the constants, lengths and checksums inside it, as far as its
    /// format says them. Everything else stays. By default there are none.
    virtual void repair(message_bytes& message) const;

    /// Takes a value over from another message, an identifier for example. By default nothing is.
    ///
    /// @return  whether the message is another one now
    virtual bool borrow(message_bytes& message, const message_bytes& from, random& dice) const;

    /// Makes the message one of a series: adds to one of its numbers, to the same one for the same `dice`. By default
    /// nothing changes.
    virtual void count_up(message_bytes& message, std::uint64_t steps, random dice) const;

    /// Valid messages to begin with: every alternative, and the boundaries of each field. At least one.
    [[nodiscard]] virtual std::vector<message_bytes> seeds() const = 0;

    /// Words worth trying, without duplicates.
    [[nodiscard]] virtual std::vector<dictionary_word> dictionary() const = 0;

    /// The message as people read it, a line for each field; ends with a newline.
    [[nodiscard]] virtual std::string decoded(const frame& message) const = 0;
};

/// Nothing is known: mutate_bytes() changes them.
[[nodiscard]] std::unique_ptr<payload_model> model_of_any_bytes();

}  // namespace structwire::fuzz

#endif
