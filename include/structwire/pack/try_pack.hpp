// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// try_pack and try_pack_into: values that may not fit, checked at run time.
#ifndef STRUCTWIRE_PACK_TRY_PACK_HPP
#define STRUCTWIRE_PACK_TRY_PACK_HPP

#include <structwire/bytes.hpp>
#include <structwire/pack/detail/try_convert.hpp>
#include <structwire/pack/pack.hpp>

#include <array>
#include <cstddef>
#include <expected>
#include <type_traits>
#include <utility>

namespace structwire {

namespace detail {

// What field number Index keeps between the checks and the stores.
template <std::size_t Index, class Stored>
struct stored_leaf {
    Stored value{};
};

template <fixed_string Text, class Indices = field_indices<Text>>
struct stored_values;

template <fixed_string Text, std::size_t... Index>
struct stored_values<Text, std::index_sequence<Index...>>
    : stored_leaf<Index, typename field_of<Text, Index>::codec::stored_type>... {
    template <std::size_t At>
    constexpr auto& stored() noexcept {
        return static_cast<stored_leaf<At, typename field_of<Text, At>::codec::stored_type>&>(*this).value;
    }

    // Converts until the first value that does not fit.
    template <class... Given>
    constexpr bool convert(error& fault, const Given&... values) noexcept {
        bool fits = true;
        using each = int[];
        (void)each{0, (fits = fits && try_convert<Text, Index>(values, stored<Index>(), fault), 0)...};
        return fits;
    }

    constexpr void store(std::byte* record) noexcept {
        store_fields<Text>(record, std::index_sequence<Index...>{}, stored<Index>()...);
    }
};

// Stops the compiler at a bad format or a wrong number of values.
template <fixed_string Text, std::size_t Given>
consteval bool checked_values() {
    if constexpr (!layout_of<Text>.valid) {
        (void)bad_format_of<Text>::fault;
        return false;
    } else if constexpr (layout_of<Text>.fields.size() != Given) {
        (void)wrong_number_of_arguments<layout_of<Text>.fields.size(), Given>::fault;
        return false;
    } else {
        return true;
    }
}

}  // namespace detail

/// Packs values by the format `Text`, checking at run time whatever pack refuses at compile time.
///
/// @param values  one per field: any integer for integer codes, any number for floating ones (which may round), any
///                contiguous text or bytes for `s` and `p`, any sized range for counted fields. Kinds that never fit
///                (a floating value for an integer code, an int for `?`) still do not compile. A char array is taken
///                whole, less one NUL at its end
/// @return        `std::expected<std::array<std::byte, calcsize<Text>>, error>`
/// Errors:        errc::out_of_range, too_few_values or too_many_values (elements of a counted field), wrong_length
///                (text longer than the field); `item`, `position`, `letter` and `offset` name the field
/// Guarantee:     noexcept, allocates nothing, usable in constant expressions
/// Example:       `auto wire = structwire::try_pack<">H 8s">(count, name);`
template <fixed_string Text, class... Values>
[[nodiscard]] constexpr auto try_pack(const Values&... values) noexcept {
    if constexpr (detail::checked_values<Text, sizeof...(Values)>()) {
        using record = std::array<std::byte, layout_of<Text>.size>;
        error fault{.code = errc::out_of_range, .during = operation::pack};
        detail::stored_values<Text> stored;
        if (!stored.convert(fault, values...)) [[unlikely]] {
            return std::expected<record, error>(std::unexpected(fault));
        }
        std::expected<record, error> packed{std::in_place};
        stored.store(packed->data());
        return packed;
    }
}

/// Packs values to byte `offset` of an output whose size is known at run time; a negative offset counts from the end.
///
/// @return     nothing, or the error; on error nothing is written
/// Errors:     those of try_pack; errc::short_buffer and errc::bad_offset as locate_record gives them
/// Source:     Python struct documentation, struct.pack_into
template <fixed_string Text, class Output, class... Values>
[[nodiscard]] constexpr std::expected<void, error> try_pack_into(Output&& output, std::ptrdiff_t offset,
                                                                 const Values&... values) noexcept {
    if constexpr (detail::checked_values<Text, sizeof...(Values)>()) {
        error fault{.code = errc::out_of_range, .during = operation::pack_into};
        const auto start = locate_record(std::size(output), offset, layout_of<Text>.size, operation::pack_into);
        if (!start) [[unlikely]]
            return std::unexpected(start.error());
        detail::stored_values<Text> stored;
        if (!stored.convert(fault, values...)) [[unlikely]]
            return std::unexpected(fault);
        stored.store(detail::byte_pointer(output) + *start);
    }
    return {};
}

}  // namespace structwire

#endif
