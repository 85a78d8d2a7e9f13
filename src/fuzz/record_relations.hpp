// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Values that depend on those of other records, or of the same one: what messages of a session have in common.
#ifndef STRUCTWIRE_FUZZ_RECORD_RELATIONS_HPP
#define STRUCTWIRE_FUZZ_RECORD_RELATIONS_HPP

#include <structwire/bytes.hpp>
#include <structwire/fuzz/mutation.hpp>
#include <structwire/fuzz/random.hpp>
#include <structwire/pack/format.hpp>

#include <cstdint>

#include "record_rules.hpp"

namespace structwire::fuzz {

/// A format with its rules.
struct record_kind {
    format layout;
    record_rules rules;
};

/// Takes a number or bytes over from another record, which may be of another kind: of a field of the same name, if there
/// is one. Constants, lengths and checksums are not taken, and not written over.
///
/// @return  whether the bytes are others now
bool borrow_value(const record_kind& record, byte_vector& bytes, const record_kind& other, byte_view others,
                  random& dice);

/// Adds to one number, or to the last byte of a text: the same field for the same random numbers.
void count_up(const record_kind& record, byte_vector& bytes, std::uint64_t steps, random dice);

/// Where a field has several values, in an array or in the elements of a group: makes them all different.
///
/// @return  whether there is such a field
bool count_values(const record_kind& record, byte_vector& bytes, random& dice);

}  // namespace structwire::fuzz

#endif
