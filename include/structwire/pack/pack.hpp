// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// pack and pack_into: values to bytes, with nothing left to fail at run time.
#ifndef STRUCTWIRE_PACK_PACK_HPP
#define STRUCTWIRE_PACK_PACK_HPP

#include <structwire/pack/arg.hpp>
#include <structwire/pack/buffer.hpp>
#include <structwire/pack/detail/codec_of.hpp>
#include <structwire/pack/detail/pack_members.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>

namespace structwire {

/// Never defined: the output is too small, or its size is not part of its type (given = 2^64 - 1).
template <std::size_t BytesNeeded, std::size_t BytesGiven>
struct output_too_small;

/// Never defined: the format has no fixed size; the item at that position has none. try_pack takes such formats.
template <std::size_t Position, char Character>
struct variable_size_use_try_pack;

namespace detail {

// Names of fields stand in the types of parameters, so that compilers say them. Of formats with more fields than this
// the parameters have numbers alone: each name costs more compile time than the rest of its field.
inline constexpr std::size_t most_named_parameters = 64;

template <const auto& Layout, std::size_t Item>
consteval auto name_of_item() {
    constexpr const format_item& item = Layout.items[Item];
    fixed_string<item.name_size> name;
    for (std::size_t index = 0; index != item.name_size; ++index) {
        name.characters[index] = Layout.text[item.name_begin + index];
    }
    return name;
}

template <bool Named>
struct parameter_choice {
    template <const auto& Layout, std::size_t Item, std::size_t Index>
    using type = field<Layout.items[Item].letter, Index>;
};
template <>
struct parameter_choice<true> {
    template <const auto& Layout, std::size_t Item, std::size_t Index>
    using type = field<Layout.items[Item].letter, Index, name_of_item<Layout, Item>()>;
};

template <const auto& Layout, std::size_t Index>
using parameter_of =
    typename parameter_choice<Layout.fields.size() <= most_named_parameters &&
                              Layout.field(Index).name_size != 0>::template type<Layout, Layout.fields[Index], Index>;

// What pack<Text> is, chosen by the text and made of the record and the parameters alone.
template <class Record, class... Args>
struct pack_function {
    [[nodiscard]] constexpr std::array<std::byte, Record::least> operator()(Args... values) const noexcept {
        std::array<std::byte, Record::least> record;
        Record::store_each(record.data(), values.value()...);
        return record;
    }

    // One aggregate or tuple for all fields.
    template <whole_record<sizeof...(Args)> Given>
    [[nodiscard]] constexpr std::array<std::byte, Record::least> operator()(const Given& given) const noexcept {
        return pack_parts<Record>(given);
    }

    template <class... Given>
        requires(sizeof...(Given) != sizeof...(Args))
    constexpr auto operator()(const Given&...) const {
        return wrong_number_of_arguments<sizeof...(Args), sizeof...(Given)>::fault;
    }
};

template <class Record, std::size_t Offset, class... Args>
struct pack_into_function {
    static constexpr std::size_t needed = Offset + Record::least;

    template <class Output>
    constexpr void operator()(Output&& output, Args... values) const noexcept {
        constexpr std::size_t given = static_size<std::remove_cvref_t<Output>>;
        if constexpr (given == std::dynamic_extent || given < needed) {
            (void)output_too_small<needed, given>::fault;
        } else {
            Record::store_each(byte_pointer(output) + Offset, values.value()...);
        }
    }

    template <class Output, whole_record<sizeof...(Args)> Given>
    constexpr void operator()(Output&& output, const Given& given) const noexcept {
        constexpr std::size_t room = static_size<std::remove_cvref_t<Output>>;
        if constexpr (room == std::dynamic_extent || room < needed) {
            (void)output_too_small<needed, room>::fault;
        } else {
            pack_parts_into<Record>(byte_pointer(output) + Offset, given);
        }
    }

    template <class Output, class... Given>
        requires(sizeof...(Given) != sizeof...(Args))
    constexpr auto operator()(Output&&, const Given&...) const {
        return wrong_number_of_arguments<sizeof...(Args), sizeof...(Given)>::fault;
    }
};

// A record too large to be returned.
template <std::size_t Bytes>
struct large_pack_function {
    template <class... Given>
    constexpr auto operator()(const Given&...) const {
        return result_too_large<Bytes, largest_result>::fault;
    }
};

// A text that means nothing: any call stops the compiler with the reason.
template <fixed_string Text>
struct bad_pack_function {
    template <class... Given>
    constexpr auto operator()(const Given&...) const {
        return bad_format_of<Text>::fault;
    }
};

template <fixed_string Text>
struct variable_pack_function {
    template <class... Given>
    constexpr auto operator()(const Given&...) const {
        constexpr const format_item& item = first_variable(layout_of<Text>.items);
        return variable_size_use_try_pack<item.position, item.letter>::fault;
    }
};

template <const auto& Layout, class Record, std::size_t... Offset>
struct with_parameters;

template <const auto& Layout, fixed_string Names, std::uint64_t Least, std::uint64_t Tail, std::uint64_t Covered,
          class... Members, std::size_t... Offset>
struct with_parameters<Layout, record_codec<Names, Least, false, Tail, Covered, Members...>, Offset...> {
    template <std::size_t... Index>
    static consteval auto function(std::index_sequence<Index...>) {
        using record = record_codec<Names, Least, false, Tail, Covered, Members...>;
        if constexpr (sizeof...(Offset) == 0) {
            return pack_function<record, arg<typename Members::codec::stored_type, parameter_of<Layout, Index>>...>{};
        } else {
            return pack_into_function<record, Offset...,
                                      arg<typename Members::codec::stored_type, parameter_of<Layout, Index>>...>{};
        }
    }
};

// pack with no Offset, pack_into with one.
template <fixed_string Text, std::size_t... Offset>
consteval auto choose_pack() {
    if constexpr (!layout_of<Text>.valid) {
        return bad_pack_function<Text>{};
    } else if constexpr (layout_of<Text>.variable()) {
        return variable_pack_function<Text>{};
    } else if constexpr (sizeof...(Offset) == 0 && layout_of<Text>.size > largest_result) {
        return large_pack_function<layout_of<Text>.size>{};
    } else {
        return with_parameters<layout_of<Text>, record_of<Text>, Offset...>::function(
            std::make_index_sequence<layout_of<Text>.fields.size()>{});
    }
}

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
inline constexpr auto pack = detail::choose_pack<Text>();

/// Packs values by the format `Text` into the first bytes of an output of static size, or from byte `Offset` on.
///
/// @param output  std::array, C array or std::span of bytes with a static extent of at least Offset + size; a smaller
///                or a dynamic one does not compile (try_pack_into takes those)
/// Guarantee:     as pack; bytes outside the record are not touched
/// Source:        Python struct documentation, struct.pack_into
/// Example:       `structwire::pack_into<">IH", 4>(buffer, sequence, kind);`
template <fixed_string Text, std::size_t Offset = 0>
inline constexpr auto pack_into = detail::choose_pack<Text, Offset>();

}  // namespace structwire

#endif
