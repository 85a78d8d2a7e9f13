// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Inputs to begin with, and words worth trying.
#ifndef STRUCTWIRE_FUZZ_SEEDS_HPP
#define STRUCTWIRE_FUZZ_SEEDS_HPP

#include <structwire/fuzz/mutation.hpp>
#include <structwire/fuzz/payload_model.hpp>
#include <structwire/fuzz/wire_model.hpp>

#include <string>
#include <vector>

namespace structwire::fuzz {

/// Streams of valid frames: every seed of the payload alone, pairs, and all of them one after another; then one that is
/// cut off in the middle of a frame. Where no seed can be encoded they are without framing. Deterministic, without duplicates.
[[nodiscard]] std::vector<byte_vector> seed_streams(const payload_model& payload, const wire_model& wire);

/// The words of the payload, and those that the framing adds in front of and behind it, without checksums: each is that
/// of one payload alone.
[[nodiscard]] std::vector<dictionary_word> dictionary(const payload_model& payload, const wire_model& wire);

/// The words as libFuzzer and AFL++ read them: a line `name="\x01abc"` each.
[[nodiscard]] std::string dictionary_text(const std::vector<dictionary_word>& words);

}  // namespace structwire::fuzz

#endif
