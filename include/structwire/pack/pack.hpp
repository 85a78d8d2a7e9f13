// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// pack and pack_into: values to bytes, with nothing left to fail at run time.
#ifndef STRUCTWIRE_PACK_PACK_HPP
#define STRUCTWIRE_PACK_PACK_HPP

#include <structwire/pack/arg.hpp>
#include <structwire/pack/buffer.hpp>
#include <structwire/pack/detail/codec.hpp>

#include <array>
#include <cstddef>
#include <cstring>
#include <span>
#include <type_traits>
#include <utility>

namespace structwire {

/// Never defined: the output is too small, or its size is not part of its type (given = 2^64 - 1).
template <std::size_t BytesNeeded, std::size_t BytesGiven>
struct output_too_small;

namespace detail {

// The parameter of field number Index.
template <fixed_string Text, std::size_t Index>
consteval auto parameter_of() {
    using subject = field_of<Text, Index>;
    if constexpr (subject::name().size() == 0) {
        return std::type_identity<field<subject::item.letter, Index>>{};
    } else {
        return std::type_identity<field<subject::item.letter, Index, subject::name()>>{};
    }
}

template <fixed_string Text, std::size_t Index>
using arg_of =
    arg<typename field_of<Text, Index>::codec::stored_type, typename decltype(parameter_of<Text, Index>())::type>;

// Bytes of the record in front of field number Index that no field covers: `x` and alignment. After the last field:
// Index is the number of fields.
struct gap {
    std::size_t offset;
    std::size_t size;
};

template <fixed_string Text>
consteval gap gap_before(std::size_t index) {
    constexpr const auto& layout = layout_of<Text>;
    const std::size_t begin = index == 0 ? 0 : layout.field(index - 1).offset + layout.field(index - 1).size();
    const std::size_t end = index == layout.fields.size() ? layout.size : layout.field(index).offset;
    return {begin, end - begin};
}

template <gap Gap>
constexpr void store_zeros(std::byte* record) noexcept {
    if consteval {
        for (std::size_t index = 0; index != Gap.size; ++index) record[Gap.offset + index] = std::byte{0};
    } else {
        if constexpr (Gap.size != 0) std::memset(record + Gap.offset, 0, Gap.size);
    }
}

template <fixed_string Text, std::size_t... Index, class... Stored>
constexpr void store_fields(std::byte* record, std::index_sequence<Index...>, const Stored&... values) noexcept {
    // An initializer list, not a fold: clang limits folds to 256 operands.
    using each = int[];
    (void)each{(store_zeros<gap_before<Text>(Index)>(record),
                field_of<Text, Index>::codec::store(record + field_of<Text, Index>::item.offset, values), 0)...,
               (store_zeros<gap_before<Text>(sizeof...(Index))>(record), 0)};
}

template <fixed_string Text, bool Valid = layout_of<Text>.valid, class Indices = field_indices<Text>>
struct pack_function;

// A text that means nothing: any call stops the compiler with the reason.
template <fixed_string Text, class Indices>
struct pack_function<Text, false, Indices> {
    template <class... Given>
    constexpr auto operator()(const Given&...) const {
        return bad_format_of<Text>::fault;
    }
};

template <fixed_string Text, std::size_t... Index>
struct pack_function<Text, true, std::index_sequence<Index...>> {
    static constexpr std::size_t size = layout_of<Text>.size;

    [[nodiscard]] constexpr std::array<std::byte, size> operator()(arg_of<Text, Index>... values) const noexcept {
        std::array<std::byte, size> record;
        store_fields<Text>(record.data(), std::index_sequence<Index...>{}, values.value()...);
        return record;
    }

    template <class... Given>
        requires(sizeof...(Given) != sizeof...(Index))
    constexpr auto operator()(const Given&...) const {
        return wrong_number_of_arguments<sizeof...(Index), sizeof...(Given)>::fault;
    }
};

template <fixed_string Text, std::size_t Offset, bool Valid = layout_of<Text>.valid,
          class Indices = field_indices<Text>>
struct pack_into_function;

template <fixed_string Text, std::size_t Offset, class Indices>
struct pack_into_function<Text, Offset, false, Indices> {
    template <class... Given>
    constexpr auto operator()(const Given&...) const {
        return bad_format_of<Text>::fault;
    }
};

template <fixed_string Text, std::size_t Offset, std::size_t... Index>
struct pack_into_function<Text, Offset, true, std::index_sequence<Index...>> {
    static constexpr std::size_t needed = Offset + layout_of<Text>.size;

    template <class Output>
    constexpr void operator()(Output&& output, arg_of<Text, Index>... values) const noexcept {
        constexpr std::size_t given = static_size<std::remove_cvref_t<Output>>;
        if constexpr (given == std::dynamic_extent || given < needed) {
            (void)output_too_small<needed, given>::fault;
        } else {
            store_fields<Text>(byte_pointer(output) + Offset, std::index_sequence<Index...>{}, values.value()...);
        }
    }

    template <class Output, class... Given>
        requires(sizeof...(Given) != sizeof...(Index))
    constexpr auto operator()(Output&&, const Given&...) const {
        return wrong_number_of_arguments<sizeof...(Index), sizeof...(Given)>::fault;
    }
};

}  // namespace detail

/// Packs values by the format `Text` into an array of exactly the format's size.
///
/// Shape:      one argument per field: `I` an integer, `4I` an array of 4 or `{a, b, c, d}`, `8s` text of at most 8
///             bytes, padded with NULs; none for `x`. Pads and alignment gaps are zero.
/// Arguments:  at run time, types whose every value fits; constants that fit. Whatever might not fit does not
///             compile; try_pack checks it at run time instead.
/// @return     `std::array<std::byte, calcsize<Text>>`
/// Guarantee:  cannot fail, checks nothing at run time, noexcept, allocates nothing, usable in constant expressions
/// Source:     Python struct documentation, struct.pack
/// Example:    `constexpr auto wire = structwire::pack<">I H 8s">(42, 7, "BTCUSD");`
template <fixed_string Text>
inline constexpr detail::pack_function<Text> pack{};

/// Packs values by the format `Text` into the first bytes of an output of static size, or from byte `Offset` on.
///
/// @param output  std::array, C array or std::span of bytes with a static extent of at least Offset + size; a smaller
///                or a dynamic one does not compile (try_pack_into takes those)
/// Guarantee:     as pack; bytes outside the record are not touched
/// Source:        Python struct documentation, struct.pack_into
/// Example:       `structwire::pack_into<">IH", 4>(buffer, sequence, kind);`
template <fixed_string Text, std::size_t Offset = 0>
inline constexpr detail::pack_into_function<Text, Offset> pack_into{};

}  // namespace structwire

#endif
