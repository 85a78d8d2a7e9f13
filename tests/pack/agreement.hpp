// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What the sources of agreement_sources.py call: compile time and run time give the same bytes, values and errors.
#ifndef STRUCTWIRE_TESTS_PACK_AGREEMENT_HPP
#define STRUCTWIRE_TESTS_PACK_AGREEMENT_HPP

#include <structwire/format.hpp>
#include <structwire/pack.hpp>
#include <structwire/pack/variable.hpp>

#include <array>
#include <cstddef>
#include <expected>
#include <string_view>
#include <tuple>
#include <vector>

#include "pack/flattened.hpp"
#include "support/catch.hpp"

namespace structwire::testing {

using octets = std::vector<std::byte>;

/// Takes values while they can be looked at: those of `c` view what was unpacked.
using use_values = void (*)(const values& flat, const values& expected);

/// What the functions for one format do with some bytes, for code that does not know the format.
struct compiled_form {
    std::string_view text;
    std::uint64_t size;
    std::uint64_t max_size;
    std::expected<void, error> (*unpack)(byte_view bytes, const values& expected, use_values use);
};

/// Compares it with the run-time form. `packed` holds all that the compile-time form packed from `record`.
void check_agreement(const compiled_form& form, const values& record, const std::vector<octets>& packed);

template <fixed_string Text>
std::expected<void, error> unpack_flat(byte_view bytes, const values& expected, use_values use) {
    const auto got = try_unpack<Text>(bytes);
    if (!got) return std::unexpected(got.error());
    values flat;
    append(flat, *got);
    use(flat, expected);
    return {};
}

template <fixed_string Text>
inline constexpr compiled_form form_of{Text.view(), layout_of<Text>.size, layout_of<Text>.max_size, unpack_flat<Text>};

/// @param record     the values as format::pack takes them
/// @param arguments  what pack gave for the same values at compile time and at run time; of a format of variable size
///                   the arguments of try_pack
template <fixed_string Text, class... Arguments>
void agree(const values& record, const Arguments&... arguments) {
    if constexpr (layout_of<Text>.variable()) {
        const auto packed = try_pack<Text>(arguments...);
        check_agreement(form_of<Text>, record, {packed.value_or(octets{})});
    } else {
        check_agreement(form_of<Text>, record, {octets(arguments.begin(), arguments.end())...});
    }
}

}  // namespace structwire::testing

#endif
