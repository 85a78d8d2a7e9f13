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
#include <cstdint>
#include <expected>
#include <type_traits>
#include <utility>

namespace structwire {

namespace detail {

// Converts all values until the first that does not fit, then stores them. On error nothing is written.
template <class Record>
struct checked_record;

template <fixed_string Names, std::uint64_t Least, std::uint64_t Tail, std::uint64_t Covered, class... Members>
struct checked_record<record_codec<Names, Least, false, Tail, Covered, Members...>> {
    using record = record_codec<Names, Least, false, Tail, Covered, Members...>;

    template <class... Given>
    static constexpr bool convert(conversion& state, typename record::stored_type& stored,
                                  const Given&... values) noexcept {
        return convert_each(state, stored, std::index_sequence_for<Members...>{}, values...);
    }

private:
    template <std::size_t... Index, class... Given>
    static constexpr bool convert_each([[maybe_unused]] conversion& state,
                                       [[maybe_unused]] typename record::stored_type& stored,
                                       std::index_sequence<Index...>, const Given&... values) noexcept {
        bool fits = true;
        using each = int[];
        (void)each{0, (fits = fits && try_convert<Members, Index>(values, stored.template get<Index>(), state), 0)...};
        return fits;
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

// Packs records of variable size; needs <vector> and twice the code of the rest, so it has its own header.
template <fixed_string Text>
struct include_structwire_pack_variable_hpp;

template <fixed_string Text, class... Values>
constexpr auto try_pack_fixed(const Values&... values) noexcept {
    using record = record_of<Text>;
    using packed = std::array<std::byte, record::least>;
    static_assert(returnable<record::least>());
    conversion state{error{.code = errc::out_of_range, .during = operation::pack}};
    typename record::stored_type stored{};
    if (!checked_record<record>::convert(state, stored, values...)) [[unlikely]] {
        return std::expected<packed, error>(std::unexpected(state.fault));
    }
    std::expected<packed, error> result{std::in_place};
    record::store(result->data(), stored);
    return result;
}

template <fixed_string Text, class Output, class... Values>
constexpr std::expected<std::size_t, error> try_pack_into_fixed(Output&& output, std::ptrdiff_t offset,
                                                                const Values&... values) noexcept {
    using record = record_of<Text>;
    const auto start = locate_record(std::size(output), offset, record::least, operation::pack_into);
    if (!start) [[unlikely]]
        return start;
    conversion state{error{.code = errc::out_of_range, .during = operation::pack_into}};
    typename record::stored_type stored{};
    if (!checked_record<record>::convert(state, stored, values...)) [[unlikely]]
        return std::unexpected(state.fault);
    record::store(byte_pointer(output) + *start, stored);
    return record::least;
}

}  // namespace detail

/// Packs values by the format `Text`, checking at run time whatever pack refuses at compile time.
///
/// @param values  one per field: any integer for integer codes, any number for floating ones (which may round), any
///                contiguous text or bytes for `s` and `p`, any sized range for counted fields. Kinds that never fit
///                (a floating value for an integer code, an int for `?`) still do not compile. A char array is taken
///                whole, less one NUL at its end
/// @return        `std::expected<std::array<std::byte, calcsize<Text>>, error>`; of a format of variable size
///                `std::expected<std::vector<std::byte>, error>`, for which `structwire/pack/variable.hpp` is included too
/// Errors:        errc::out_of_range, too_few_values or too_many_values (elements of a counted field), wrong_length
///                (text longer than the field); `item`, `position`, `letter` and `offset` name the field
/// Guarantee:     of a format of fixed size noexcept, allocates nothing, usable in constant expressions; of another one
///                one allocation, of exactly the record
/// Example:       `auto wire = structwire::try_pack<">H 8s">(count, name);`
template <fixed_string Text, class... Values>
[[nodiscard]] constexpr auto try_pack(const Values&... values) noexcept(!layout_of<Text>.variable()) {
    if constexpr (detail::checked_values<Text, sizeof...(Values)>()) {
        if constexpr (layout_of<Text>.variable()) {
            return detail::include_structwire_pack_variable_hpp<Text>::pack(values...);
        } else {
            return detail::try_pack_fixed<Text>(values...);
        }
    }
}

/// Packs the members of one aggregate or tuple, as try_pack packs as many values.
template <fixed_string Text, detail::whole_record<layout_of<Text>.fields.size()> Given>
[[nodiscard]] constexpr auto try_pack(const Given& given) noexcept(!layout_of<Text>.variable()) {
    return detail::with_parts<layout_of<Text>.fields.size()>(
        given, [](const auto&... members) { return try_pack<Text>(members...); });
}

/// Packs values to byte `offset` of an output whose size is known at run time; a negative offset counts from the end.
///
/// @param values  as for try_pack; text may lie in the bytes that it is packed to, not in others of `output`
/// @return     the bytes written, or the error; on error nothing is written
/// Errors:     those of try_pack; errc::short_buffer and errc::bad_offset as locate_record gives them
/// Source:     Python struct documentation, struct.pack_into
template <fixed_string Text, class Output, class... Values>
[[nodiscard]] constexpr std::expected<std::size_t, error> try_pack_into(Output&& output, std::ptrdiff_t offset,
                                                                        const Values&... values) noexcept {
    if constexpr (detail::checked_values<Text, sizeof...(Values)>()) {
        if constexpr (layout_of<Text>.variable()) {
            return detail::include_structwire_pack_variable_hpp<Text>::pack_into(output, offset, values...);
        } else {
            return detail::try_pack_into_fixed<Text>(output, offset, values...);
        }
    }
    return 0;
}

}  // namespace structwire

#endif
