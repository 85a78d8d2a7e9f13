// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Annotations, bound to the items of a format.
#ifndef STRUCTWIRE_FUZZ_RECORD_RULES_HPP
#define STRUCTWIRE_FUZZ_RECORD_RULES_HPP

#include <structwire/framing/checksum.hpp>
#include <structwire/fuzz/annotation.hpp>
#include <structwire/fuzz/mutation.hpp>
#include <structwire/pack/format.hpp>

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <vector>

#include "located_record.hpp"

namespace structwire::fuzz {

/// An annotation, and the items that it is about.
struct field_rule {
    static constexpr std::uint32_t none = ~std::uint32_t{0};

    annotation note;
    std::uint32_t item = 0;
    std::uint32_t first = none;
    std::uint32_t last = none;
    checksum_trailer checksum{};
};

/// The rules of one record.
class record_rules {
public:
    /// @return  the rules, or a sentence that says which annotation cannot be used, and why
    [[nodiscard]] static std::expected<record_rules, std::string> bind(const format& record,
                                                                       const std::vector<annotation>& notes);

    /// The rule about the values of an item that says which it has: range, one_of or magic; nullptr if there is none.
    [[nodiscard]] const field_rule* choice_of(std::uint32_t item) const noexcept;

    /// Whether a value is always the same one.
    [[nodiscard]] bool is_constant(std::uint32_t item) const noexcept;

    /// Whether a value follows from others: a length or a checksum.
    [[nodiscard]] bool is_derived(std::uint32_t item) const noexcept;

    /// Writes constants, lengths and checksums, so that they are right.
    ///
    /// @param liar  where not nullptr, now and then one of them is made wrong
    void apply(const format& record, byte_vector& bytes, random* liar) const;

    /// Whether every length can say how much there is: one byte cannot speak of 256.
    [[nodiscard]] bool lengths_fit(const format& record, byte_view bytes) const;

    [[nodiscard]] const std::vector<field_rule>& all() const noexcept { return rules_; }

private:
    void apply_once(const format& record, byte_vector& bytes, random* liar) const;

    std::vector<field_rule> rules_;
};

/// Writes one of the values that a rule allows: `which` counts them, and goes round. A range has its ends first, and
/// then whatever `dice` says.
void put_allowed(const field_rule& rule, const format_item& item, const located_value& value, byte_vector& bytes,
                 std::size_t which, random& dice);

/// How many values of a rule are worth a seed each.
[[nodiscard]] std::size_t allowed_values(const field_rule& rule) noexcept;

}  // namespace structwire::fuzz

#endif
