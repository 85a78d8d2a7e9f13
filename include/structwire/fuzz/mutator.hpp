// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Changes streams of frames so that they get past the checks of a parser.
#ifndef STRUCTWIRE_FUZZ_MUTATOR_HPP
#define STRUCTWIRE_FUZZ_MUTATOR_HPP

#include <structwire/bytes.hpp>
#include <structwire/fuzz/mutation.hpp>
#include <structwire/fuzz/payload_model.hpp>
#include <structwire/fuzz/wire_model.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace structwire::fuzz {

/// The structure-aware mutator.
///
/// A stream is cut into frames. Some of them are changed, by what their format says and otherwise by the engine's own
/// mutation, and encoded again, so that lengths, checksums, escapes and endings fit; or frames are inserted, deleted,
/// duplicated, swapped, spliced, or cut off in their middle. A small share keeps a lie: a wrong length, checksum or
/// delimiter, or bytes changed anywhere.
/// A change that the framer refuses is made in another way, or the frame keeps its size. Where the framer cannot encode
/// at all, the change is written over the old payload, or made to the bytes of the frame.
/// Guarantee:   takes any bytes; frames that are not changed, and bytes that belong to no frame, are kept as they are.
///              The result is a function of input, seed, limits, and what the engine's own mutation does.
class mutator {
public:
    /// @param payload, wire  borrowed
    mutator(const payload_model& payload, const wire_model& wire);

    /// A changed stream of at most `tools.max_bytes` bytes, if the input is not larger already.
    [[nodiscard]] byte_vector mutate(byte_view stream, mutation_tools tools) const;

    /// A stream of frames of both, in the order that they had.
    [[nodiscard]] byte_vector cross_over(byte_view first, byte_view second, mutation_tools tools) const;

    /// The stream with every frame that can be read repaired inside, see payload_model::repair(), and encoded anew, so
    /// that what some other mutation did to lengths and checksums is put right. One in 64 streams, by a hash of its bytes, stays as it is.
    [[nodiscard]] byte_vector repair(byte_view stream) const;

private:
    [[nodiscard]] byte_vector changed_once(byte_view stream, mutation_tools& tools) const;
    // What stands where the payload would, in bytes that are taken for a frame with a wrong length; nothing if they are
    // too few.
    [[nodiscard]] message_bytes content_of_no_frame(byte_view bytes) const;
    [[nodiscard]] byte_vector repaired(byte_view bytes, const wire_piece& piece) const;

    const payload_model& payload_;
    const wire_model& wire_;
    std::vector<message_bytes> fresh_;  // what is inserted
    std::size_t largest_ = 0;           // payload, of a framing with a limit that is worth trying
};

}  // namespace structwire::fuzz

#endif
