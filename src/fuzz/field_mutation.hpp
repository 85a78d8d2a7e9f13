// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Mutations of single fields of a record.
#ifndef STRUCTWIRE_FUZZ_FIELD_MUTATION_HPP
#define STRUCTWIRE_FUZZ_FIELD_MUTATION_HPP

#include <structwire/format/layout.hpp>
#include <structwire/fuzz/mutation.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "located_record.hpp"

namespace structwire::fuzz {

/// Changes one value in a way that its kind suggests: numbers to boundaries, neighbours, other signs and orders, and
/// what other fields hold; bytes by the engine's own mutation; groups by whole elements. Lengths are put right, but for
/// one in 64, which says something else than there is.
void mutate_value(const layout_view& layout, const located_record& located, const located_value& value,
                  byte_vector& bytes, mutation_tools& tools);

/// The numbers at the edges of a width: 0, 1, the largest, the smallest, and their neighbours.
[[nodiscard]] std::vector<std::uint64_t> boundary_numbers(const format_item& item);

/// A number other than `right`, close to it or far away: for lies about lengths and checksums.
[[nodiscard]] std::uint64_t wrong_number(std::uint64_t right, unsigned bits, random& dice);

}  // namespace structwire::fuzz

#endif
