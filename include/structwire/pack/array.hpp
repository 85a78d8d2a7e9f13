// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// pack_array and unpack_array: long runs of one kind of number, at about the speed of memcpy.
///
/// The format is one byte order and one code without a count, as `">I"` or `"<d"`; the run is as long as the values
/// are. The bytes are those that `pack` writes with the count in the text: `">I"` for three values as `">3I"`.
///
/// | code            | elements of the values                                                              |
/// |-----------------|-------------------------------------------------------------------------------------|
/// | `b h i l q n`   | signed integers of the code's size, and enums over them                             |
/// | `B H I L Q N P` | unsigned integers of the code's size, and enums over them; std::byte is one for `B` |
/// | `f`, `d`        | float, double; every bit is kept, signalling NaNs included                          |
/// | `c`             | char                                                                                |
/// | `?`             | bool; unpacking takes every nonzero byte as true                                    |
///
/// Nothing is converted on the way: an element of another size, signedness or class does not compile, and neither
/// does `e`, whose values have no C++ type of its size. `s`, `p` and `x` are no numbers.
///
/// `values` is any contiguous range: std::array, C array, std::span, std::vector. Buffers are contiguous ranges of
/// bytes or characters, of any alignment. A buffer may be the very bytes of the values, which are then converted in
/// place; it may not overlap them in any other way.
///
/// Guarantee:   of all four: noexcept, allocates nothing, writes nothing outside the run; usable in constant
///              expressions when the bytes are std::byte
/// Complexity:  memcpy in the machine's own byte order; otherwise one byte swap of whole vectors, chosen by CPU at
///              run time (AVX-512, AVX2, SSSE3, NEON). `bench/array_bench.cpp` compares with memcpy
#ifndef STRUCTWIRE_PACK_ARRAY_HPP
#define STRUCTWIRE_PACK_ARRAY_HPP

#include <structwire/endian.hpp>
#include <structwire/error.hpp>
#include <structwire/format/static_layout.hpp>
#include <structwire/pack/buffer.hpp>
#include <structwire/pack/detail/byte_swap.hpp>
#include <structwire/pack/detail/convert.hpp>

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <expected>
#include <span>
#include <type_traits>
#include <utility>

namespace structwire {

/// Why a valid format is not one for arrays. Stands in the first line of the compiler's error.
enum class array_fault : std::uint8_t {
    none,
    no_code,             ///< the text has no code
    more_than_one_code,  ///< use pack and unpack, which take records
    count_of_a_code,     ///< the count is the number of values
    not_a_plain_number,  ///< `e`, whose values are converted; codes that are no numbers; brackets
};

/// Never defined: a member of it stops the compiler with the reason, the index of the character in the text, and the
/// character. A text that is no format at all stops it with bad_format.
template <array_fault Reason, std::size_t Position, char Character>
struct bad_array_format;

/// Never defined: `values` is no contiguous range (then `Given` is its type), or its elements are not of exactly the
/// size and class of the code, or they are to be written and const (then `Given` is their type).
template <char Letter, class Given>
struct wrong_elements;

/// Never defined: the types state that the values take `BytesNeeded` bytes and that the buffer has `BytesGiven`.
template <std::size_t BytesNeeded, std::size_t BytesGiven>
struct wrong_array_size;

/// Never defined: the type of the values or of the buffer states no size. try_pack_array and try_unpack_array take it.
template <class Values, class Buffer>
struct array_size_unknown_use_the_try_form;

namespace detail {

struct array_format_check {
    array_fault fault = array_fault::none;
    std::size_t position = 0;
    char letter = '\0';
};

// `character` is what the text has at the item's position: for `{i32}` a bracket.
constexpr bool is_plain_number(const format_item& item, char character) noexcept {
    switch (item.kind) {
        case value_kind::character:
        case value_kind::boolean:
        case value_kind::signed_integer:
        case value_kind::unsigned_integer: return item.letter == character;
        case value_kind::floating: return item.unit == sizeof(float) || item.unit == sizeof(double);
        default: return false;
    }
}

template <fixed_string Text>
consteval array_format_check check_array_format() {
    constexpr const auto& items = layout_of<Text>.items;
    if constexpr (items.size() == 0) {
        return {array_fault::no_code, Text.size(), '\0'};
    } else {
        constexpr const format_item& item = items[items.size() == 1 ? 0 : 1];
        array_format_check found{array_fault::none, item.position, Text.characters[item.position]};
        if (items.size() != 1) {
            found.fault = array_fault::more_than_one_code;
        } else if (item.counted || item.count != 1) {
            found.fault = array_fault::count_of_a_code;
        } else if (!is_plain_number(item, found.letter)) {
            found.fault = array_fault::not_a_plain_number;
        }
        return found;
    }
}

template <class Element>
consteval bool is_element_of(value_kind kind, std::uint64_t size) {
    if constexpr (std::is_enum_v<Element>) {
        using integer = std::underlying_type_t<Element>;
        return plain_integer<integer> && is_element_of<integer>(kind, size);
    } else if constexpr (plain_integer<Element>) {
        constexpr auto own = std::is_signed_v<Element> ? value_kind::signed_integer : value_kind::unsigned_integer;
        return kind == own && size == sizeof(Element);
    } else if constexpr (one_of<Element, float, double>) {
        return kind == value_kind::floating && size == sizeof(Element);
    } else {
        return (kind == value_kind::boolean && std::same_as<Element, bool>) ||
               (kind == value_kind::character && std::same_as<Element, char>);
    }
}

template <class Values>
concept contiguous_values = requires(Values& values) {
    *std::data(values);
    std::size(values);
};

// Stops the compiler at a format that is not one code, and at values that this code cannot have.
template <fixed_string Text, bool Written, class Values>
consteval bool checked_array() {
    if constexpr (!layout_of<Text>.valid) {
        (void)bad_format_of<Text>::fault;
        return false;
    } else if constexpr (constexpr auto found = check_array_format<Text>(); found.fault != array_fault::none) {
        (void)bad_array_format<found.fault, found.position, found.letter>::fault;
        return false;
    } else if constexpr (!contiguous_values<Values>) {
        (void)wrong_elements<found.letter, Values>::fault;
        return false;
    } else {
        using element = std::remove_pointer_t<decltype(std::data(std::declval<Values&>()))>;
        constexpr const format_item& item = layout_of<Text>.items[0];
        if constexpr (!is_element_of<std::remove_const_t<element>>(item.kind, item.unit) ||
                      (Written && std::is_const_v<element>)) {
            (void)wrong_elements<found.letter, element>::fault;
            return false;
        } else {
            return true;
        }
    }
}

// As checked_array, and that the types of values and buffer state sizes that go together.
template <fixed_string Text, bool Written, class Values, class Buffer>
consteval bool checked_sized_array() {
    if constexpr (checked_array<Text, Written, Values>()) {
        constexpr std::size_t count = static_size<std::remove_const_t<Values>>;
        constexpr std::size_t given = static_size<Buffer>;
        constexpr std::size_t needed = count * sizeof *std::data(std::declval<Values&>());
        if constexpr (count == std::dynamic_extent || given == std::dynamic_extent) {
            (void)array_size_unknown_use_the_try_form<Values, Buffer>::fault;
        } else if constexpr (Written ? given != needed : given < needed) {
            (void)wrong_array_size<needed, given>::fault;
        } else {
            return true;
        }
    }
    return false;
}

template <fixed_string Text>
inline constexpr std::endian order_of = layout_of<Text>.items[0].order;

template <std::endian Order, std::size_t Size>
void copy_numbers(std::byte* to, const std::byte* from, std::size_t count) noexcept {
    if constexpr (Size == 1 || Order == std::endian::native) {
        if (to != from && count != 0) std::memcpy(to, from, count * Size);
    } else if constexpr (Size == 2) {
        copy_swapped_2(to, from, count);
    } else if constexpr (Size == 4) {
        copy_swapped_4(to, from, count);
    } else {
        copy_swapped_8(to, from, count);
    }
}

template <std::endian Order, class Element>
constexpr void store_numbers(std::byte* to, const Element* values, std::size_t count) noexcept {
    if consteval {
        for (std::size_t index = 0; index != count; ++index, to += sizeof(Element)) {
            store<Order>(to, std::bit_cast<unsigned_of_size<sizeof(Element)>>(values[index]));
        }
    } else {
        copy_numbers<Order, sizeof(Element)>(to, reinterpret_cast<const std::byte*>(values), count);
    }
}

template <std::endian Order, class Element>
constexpr void load_numbers(Element* values, const std::byte* from, std::size_t count) noexcept {
    if constexpr (std::same_as<Element, bool>) {
        for (std::size_t index = 0; index != count; ++index) values[index] = from[index] != std::byte{0};
    } else {
        if consteval {
            for (std::size_t index = 0; index != count; ++index, from += sizeof(Element)) {
                values[index] = std::bit_cast<Element>(load<Order, unsigned_of_size<sizeof(Element)>>(from));
            }
        } else {
            copy_numbers<Order, sizeof(Element)>(reinterpret_cast<std::byte*>(values), from, count);
        }
    }
}

}  // namespace detail

/// Packs values whose number is part of their type into the first bytes of an output of static size.
///
/// @param output  std::array, C array or std::span of bytes with a static extent of at least the bytes of the values;
///                a smaller or a dynamic one does not compile (try_pack_array takes those)
/// @param values  std::array, C array or std::span with a static extent
/// Guarantee:     cannot fail; bytes behind the values are not touched
/// Example:       `structwire::pack_array<">I">(wire, samples);`
template <fixed_string Text, class Output, class Values>
constexpr void pack_array(Output&& output, const Values& values) noexcept {
    if constexpr (detail::checked_sized_array<Text, false, const Values, std::remove_cvref_t<Output>>()) {
        detail::store_numbers<detail::order_of<Text>>(detail::byte_pointer(output), std::data(values),
                                                      std::size(values));
    }
}

/// Unpacks an input whose type states exactly the bytes of the values.
///
/// @param input   std::array, C array, std::span or bytes_view of bytes with a static extent; another size or a
///                dynamic one does not compile (try_unpack_array takes those)
/// @param values  std::array, C array or std::span with a static extent
/// Guarantee:     cannot fail
/// Example:       `structwire::unpack_array<">I">(wire, samples);`
template <fixed_string Text, class Input, class Values>
constexpr void unpack_array(const Input& input, Values&& values) noexcept {
    if constexpr (detail::checked_sized_array<Text, true, std::remove_reference_t<Values>, Input>()) {
        detail::load_numbers<detail::order_of<Text>>(std::data(values), detail::byte_pointer(input), std::size(values));
    }
}

/// Packs any number of values into the first bytes of an output.
///
/// @return     bytes written; the output may have more, which are not touched
/// Errors:     errc::short_buffer (bytes of the values / bytes of the output) with offset 0, where the run starts
/// Guarantee:  strong: on error nothing is written
/// Example:    `auto size = structwire::try_pack_array<">I">(buffer, samples);`
template <fixed_string Text, class Output, class Values>
[[nodiscard]] constexpr std::expected<std::size_t, error> try_pack_array(Output&& output,
                                                                         const Values& values) noexcept {
    if constexpr (detail::checked_array<Text, false, const Values>()) {
        const std::size_t size = std::size(values) * sizeof *std::data(values);
        const auto start = locate_record(std::size(output), 0, size, operation::pack_into);
        if (!start) [[unlikely]]
            return std::unexpected(start.error());
        detail::store_numbers<detail::order_of<Text>>(detail::byte_pointer(output), std::data(values),
                                                      std::size(values));
        return size;
    }
    return 0;
}

/// Unpacks an input that must be exactly as long as the values are.
///
/// @param values  as many elements as are to be unpacked; whoever unpacks what came makes room for
///                `input.size() / sizeof(element)` of them
/// Errors:        errc::short_buffer (bytes of the values / bytes there) with the first missing byte in `offset`;
///                errc::extra_bytes (bytes of the values / bytes there) with the first extra byte in `offset`
/// Guarantee:     strong: on error the values are not touched
/// Example:       `if (auto done = structwire::try_unpack_array<">I">(received, samples); !done) return done.error();`
template <fixed_string Text, class Input, class Values>
[[nodiscard]] constexpr std::expected<void, error> try_unpack_array(const Input& input, Values&& values) noexcept {
    if constexpr (detail::checked_array<Text, true, std::remove_reference_t<Values>>()) {
        const std::size_t size = std::size(values) * sizeof *std::data(values);
        if (std::size(input) != size) [[unlikely]] {
            return std::unexpected(wrong_record_size({}, size, std::size(input), operation::unpack));
        }
        detail::load_numbers<detail::order_of<Text>>(std::data(values), detail::byte_pointer(input), std::size(values));
    }
    return {};
}

}  // namespace structwire

#endif
