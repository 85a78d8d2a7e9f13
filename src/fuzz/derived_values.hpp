// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Lengths and checksums inside a record: what they have to be.
#ifndef STRUCTWIRE_FUZZ_DERIVED_VALUES_HPP
#define STRUCTWIRE_FUZZ_DERIVED_VALUES_HPP

#include <structwire/bytes.hpp>
#include <structwire/pack/format.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "located_record.hpp"
#include "record_rules.hpp"

namespace structwire::fuzz {

/// The values of a record by their items, and which belong to which. A value is its index in `located().values`.
class related_values {
public:
    related_values(const format& record, byte_view bytes);

    [[nodiscard]] const located_record& located() const noexcept { return located_; }

    /// The values of an item, in their order.
    [[nodiscard]] std::span<const std::size_t> of(std::uint32_t item) const noexcept { return by_item_[item]; }

    /// The values of an item that belong to a value of another one: those in the same element of a group; where there
    /// are none, in what that element is in, and so on. Of two arrays of one size in the same element each to its own.
    [[nodiscard]] std::span<const std::size_t> belonging_to(std::size_t value, std::uint32_t item) const noexcept;

private:
    [[nodiscard]] std::span<const std::size_t> inside(std::uint32_t scope, std::uint32_t item) const noexcept;

    located_record located_;
    std::vector<std::vector<std::size_t>> by_item_;
};

/// What a length has to be; nothing where what it counts is missing, or is more than is looked at.
///
/// @param size  of the record, in bytes
[[nodiscard]] std::optional<std::uint64_t> length_for(const field_rule& rule, const format& record,
                                                      const related_values& related, std::size_t value,
                                                      std::size_t size);

/// What a length always has to be; nothing where that depends on the record.
[[nodiscard]] std::optional<std::uint64_t> length_of_always(const annotation& note,
                                                            const format_item& counted) noexcept;

/// What a checksum has to be; nothing where what it covers is missing.
[[nodiscard]] std::optional<std::uint64_t> checksum_for(const field_rule& rule, const related_values& related,
                                                        std::size_t value, byte_view bytes);

/// Whether a field holds bytes, of any number or of a fixed one.
[[nodiscard]] bool takes_text(value_kind kind) noexcept;

}  // namespace structwire::fuzz

#endif
