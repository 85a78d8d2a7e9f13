// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Records to begin with.
#ifndef STRUCTWIRE_FUZZ_RECORD_SEEDS_HPP
#define STRUCTWIRE_FUZZ_RECORD_SEEDS_HPP

#include <structwire/fuzz/mutation.hpp>
#include <structwire/pack/format.hpp>

#include <vector>

#include "record_rules.hpp"

namespace structwire::fuzz {

/// Valid records of a format: empty and short texts and groups; then each field at its boundaries, or at each value that
/// its rule allows, with all others plain. The first one is the plainest. Without duplicates.
///
/// Limits:  of a format of more than 64 Ki values or bytes: zeros, at most 64 KiB of them, with each field changed alike
[[nodiscard]] std::vector<byte_vector> seed_records(const format& record, const record_rules& rules);

}  // namespace structwire::fuzz

#endif
