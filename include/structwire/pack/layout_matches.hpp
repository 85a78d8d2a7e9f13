// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// layout_matches: whether the bytes of a struct in memory are those that a format describes.
#ifndef STRUCTWIRE_PACK_LAYOUT_MATCHES_HPP
#define STRUCTWIRE_PACK_LAYOUT_MATCHES_HPP

#include <structwire/format/static_layout.hpp>
#include <structwire/pack/complex.hpp>
#include <structwire/pack/detail/convert.hpp>
#include <structwire/pack/detail/parts.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace structwire {

namespace detail {

// What an array, also one of arrays, is made of.
template <class Type>
struct innermost {
    using type = Type;
    static constexpr std::size_t count = 1;
};
template <class Element, std::size_t Size>
struct innermost<Element[Size]> {
    using type = typename innermost<Element>::type;
    static constexpr std::size_t count = Size * innermost<Element>::count;
};
template <class Element, std::size_t Size>
struct innermost<std::array<Element, Size>> : innermost<Element[Size]> {};

template <class Type>
inline constexpr std::size_t members_of = count_members<Type>();

template <class Type>
concept nested_type = !is_complex<Type> && members_of<Type> >= 1 && members_of<Type> <= most_members;

// Whether the first byte of the first number in `object` is not 0.
template <class Type>
constexpr bool first_byte(const Type& object) noexcept {
    if constexpr (std::is_bounded_array_v<Type> || is_std_array<Type>) {
        return first_byte(*std::data(object));
    } else if constexpr (is_complex<Type>) {
        return first_byte(object.real);
    } else if constexpr (nested_type<Type>) {
        return with_members<members_of<Type>>(object,
                                              [](const auto& first, const auto&...) { return first_byte(first); });
    } else {
        return std::bit_cast<std::array<std::byte, sizeof(Type)>>(object)[0] != std::byte{0};
    }
}

// Where the first number of each member is. C++23 subtracts no addresses of members at compile time, but it casts bytes
// to objects: from bytes that all tell one bit of their index, every member gets that bit of its place. Bytes of 0 and 1
// are good values of every type here, bool included.
template <class Type>
constexpr std::array<std::uint64_t, members_of<Type>> find_numbers() {
    constexpr std::size_t count = members_of<Type>;
    std::array<std::uint64_t, count> offsets{};
    for (std::size_t bit = 1; bit < sizeof(Type); bit *= 2) {
        std::array<std::byte, sizeof(Type)> bytes{};
        for (std::size_t index = 0; index != sizeof(Type); ++index) {
            bytes[index] = (index & bit) != 0 ? std::byte{1} : std::byte{0};
        }
        const auto object = std::bit_cast<Type>(bytes);
        with_members<count>(object, [&](const auto&... members) {
            std::size_t member = 0;
            ((offsets[member++] += first_byte(members) ? bit : 0), ...);
        });
    }
    return offsets;
}

// Bytes in front of the first number in a member: 0 but for nested classes that start with an empty base.
template <class Type>
constexpr std::uint64_t bytes_before_number() {
    using value = typename innermost<Type>::type;
    if constexpr (nested_type<value>) {
        return find_numbers<value>()[0];
    } else {
        return 0;
    }
}

template <class Type>
constexpr bool is_value_of(value_kind kind) {
    if constexpr (std::is_enum_v<Type>) {
        return is_value_of<std::underlying_type_t<Type>>(kind);
    } else if constexpr (plain_integer<Type>) {
        return kind == (std::is_signed_v<Type> ? value_kind::signed_integer : value_kind::unsigned_integer);
    } else {
        return (kind == value_kind::floating && std::is_floating_point_v<Type>) ||
               (kind == value_kind::boolean && std::is_same_v<Type, bool>) ||
               (kind == value_kind::character && std::is_same_v<Type, char>) ||
               (kind == value_kind::complex && is_complex<Type>);
    }
}

template <class Type>
constexpr bool level_matches(std::span<const format_item> items, std::uint64_t size);

// Whether a member of type `Type` holds what the first of `items` describes, wherever it is.
template <class Type>
constexpr bool item_matches(std::span<const format_item> items) {
    using value = typename innermost<Type>::type;
    const format_item& item = items.front();
    if (item.variable || item.bit_offset != 0 || item.size() != sizeof(Type)) return false;
    if (item.is_text()) return byte_type<value> && !std::is_same_v<value, Type>;
    if (item.count != innermost<Type>::count || item.unit != sizeof(value)) return false;
    if constexpr (nested_type<value>) {
        return item.kind == value_kind::structure && level_matches<value>(items.subspan(1, item.members), item.unit);
    } else {
        return is_value_of<value>(item.kind) && (item.unit == 1 || item.order == std::endian::native);
    }
}

template <class Type, class... Member>
constexpr bool members_match(std::span<const format_item> items, type_list<Member...>) {
    std::array<std::uint64_t, sizeof...(Member)> offsets{};
    std::size_t at = 0;
    std::size_t member = 0;
    const auto skip_pads = [&] {
        while (at < items.size() && !items[at].is_field()) at = next_sibling(items, at);
        return at < items.size();
    };
    const auto compare = [&]<class One>(std::type_identity<One>) {
        if (!skip_pads() || !item_matches<One>(items.subspan(at))) return false;
        offsets[member++] = items[at].offset + bytes_before_number<One>();
        at = next_sibling(items, at);
        return true;
    };
    return (compare(std::type_identity<Member>{}) && ...) && !skip_pads() && offsets == find_numbers<Type>();
}

// Whether the members of `Type` are the fields among `items`, and where those are.
template <class Type>
constexpr bool level_matches(std::span<const format_item> items, std::uint64_t size) {
    if constexpr (nested_type<Type> && std::is_trivially_copyable_v<Type>) {
        return size == sizeof(Type) && members_match<Type>(items, parts_of<Type, members_of<Type>>{});
    } else {
        return false;
    }
}

template <class Type, fixed_string Text>
consteval bool check_layout() {
    if constexpr (!layout_of<Text>.valid) {
        return bad_format_of<Text>::fault;
    } else {
        return !layout_of<Text>.variable() && level_matches<Type>(layout_of<Text>.items, layout_of<Text>.size);
    }
}

}  // namespace detail

/// Whether an object of `Type` in memory is a record of the format `Text`, byte for byte, so that `memcpy` packs and
/// unpacks it.
///
/// Compared, for every member in order and inside of structures again:
///
/// | what    | agrees when                                                                                       |
/// |---------|---------------------------------------------------------------------------------------------------|
/// | number  | the format has as many fields as the struct has members; pads are no fields                       |
/// | offset  | the field starts where the compiler put the member                                                |
/// | size    | equal; of arrays the number of elements too, whatever their dimensions                            |
/// | class   | both are signed integers, unsigned integers, floating, bool, char, or structwire::complex; enums  |
/// |         | count as the integers under them; arrays of bytes for `s` and `p`; aggregates for `T{...}`        |
/// | order   | that of the machine, where a value has more than one byte                                         |
/// | end     | `sizeof(Type)` is the size of the format: it pads behind its last item only by `x` or by `0Q`     |
///
/// Names are not compared: C++ does not tell them. Nothing matches a type that is not trivially copyable, a pointer, a
/// bit-field (one as wide as its type may stop the compiler), or a format of variable size. A format that means nothing
/// is a compile error.
///
/// Example: `static_assert(structwire::layout_matches<Elf64_Ehdr, "@16sHHIQQQIHHHHHH">);`
template <class Type, fixed_string Text>
inline constexpr bool layout_matches = detail::check_layout<Type, Text>();

}  // namespace structwire

#endif
