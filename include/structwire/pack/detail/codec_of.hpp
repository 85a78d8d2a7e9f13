// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// From the items of a compile-time format to the codecs of its fields. Not for direct use.
#ifndef STRUCTWIRE_PACK_DETAIL_CODEC_OF_HPP
#define STRUCTWIRE_PACK_DETAIL_CODEC_OF_HPP

#include <structwire/format/static_layout.hpp>
#include <structwire/pack/detail/record_codec.hpp>
#include <structwire/pack/group.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>

namespace structwire::detail {

// Templates here take the layout by reference and not the text: compilers compare texts character by character.

// What the codec of a field without members depends on. Codecs are chosen by this and not by the text: fields of the
// same kind share one, in all formats of a program.
struct codec_key {
    value_kind kind;
    char letter;
    std::endian order;
    bool native;
    bool joins;  // the first byte is shared with the field in front
    bool is_array;
    bool length_signed;
    std::uint8_t bits;
    std::uint8_t skipped;
    std::uint8_t length_bytes;
    std::uint64_t unit;
    std::uint64_t count;
};

constexpr codec_key key_of(const format_item& item, bool joins) noexcept {
    return {item.kind,          item.letter, item.order,      item.native,       joins,     item.is_array(),
            item.length_signed, item.bits,   item.bit_offset, item.length_bytes, item.unit, item.count};
}

// Whether the codec needs more than its key: members, or a shape of several dimensions.
constexpr bool needs_text(const format_item& item) noexcept { return item.is_nested() || item.shape_dimensions > 1; }

template <codec_key Key>
consteval auto one_codec() {
    using length = length_codec<Key.length_bytes, Key.length_signed, Key.order>;
    if constexpr (Key.bits != 0) {
        constexpr bool is_signed = Key.kind == value_kind::signed_integer;
        return std::type_identity<bits_codec<is_signed, Key.bits, Key.skipped, Key.order, Key.joins>>{};
    } else if constexpr (Key.kind == value_kind::bytes || Key.kind == value_kind::pascal_bytes) {
        return std::type_identity<text_codec<Key.letter, Key.unit>>{};
    } else if constexpr (Key.kind == value_kind::brain_floating) {
        return std::type_identity<brain_codec<Key.order>>{};
    } else if constexpr (Key.kind == value_kind::varint || Key.kind == value_kind::zigzag) {
        return std::type_identity<varint_codec<Key.kind == value_kind::zigzag>>{};
    } else if constexpr (Key.kind == value_kind::terminated_bytes) {
        return std::type_identity<terminated_codec>{};
    } else if constexpr (Key.kind == value_kind::counted_bytes) {
        return std::type_identity<counted_codec<length>>{};
    } else if constexpr (Key.kind == value_kind::rest) {
        return std::type_identity<rest_codec>{};
    } else {
        return std::type_identity<scalar_codec<Key.letter, Key.native, Key.unit, Key.order>>{};
    }
}

// `Dimensions` of `One`, which is the codec of one value of `Key`.
template <codec_key Key, class One, std::size_t... Dimensions>
struct dimensioned {
    using type = One;
};
template <codec_key Key, class One, std::size_t First, std::size_t... Rest>
struct dimensioned<Key, One, First, Rest...> {
    static constexpr std::uint64_t stride = (Key.unit * ... * Rest);
    using inner = typename dimensioned<Key, One, Rest...>::type;
    static consteval auto choose() {
        if constexpr (Key.bits != 0) {
            constexpr bool is_signed = Key.kind == value_kind::signed_integer;
            return std::type_identity<
                bit_array_codec<One, is_signed, Key.bits, Key.skipped, Key.order, Key.joins, First, Rest...>>{};
        } else if constexpr (inner::variable) {
            return std::type_identity<variable_array_codec<inner, First>>{};
        } else {
            return std::type_identity<array_codec<inner, stride, First>>{};
        }
    }
    using type = typename decltype(choose())::type;
};

template <codec_key Key>
consteval auto plain_codec() {
    using one = typename decltype(one_codec<Key>())::type;
    if constexpr (Key.is_array) {
        return dimensioned<Key, one, Key.count>{};
    } else {
        return std::type_identity<one>{};
    }
}

// One level of a format: which of its items are fields, and what lies between them.
template <std::size_t Fields>
struct level_plan {
    std::array<std::uint32_t, Fields> items{};
    std::array<std::uint64_t, Fields> covered{};
    std::array<bool, Fields> joins{};
    std::uint64_t least = 0;
    std::uint64_t tail = 0;
    std::uint64_t tail_covered = 0;
    bool variable = false;
};

consteval std::size_t fields_between(std::span<const format_item> items, std::size_t first, std::size_t last) {
    std::size_t fields = 0;
    for (std::size_t index = first; index < last; index = next_sibling(items, index)) {
        if (items[index].is_field()) ++fields;
    }
    return fields;
}

template <std::size_t Fields>
consteval level_plan<Fields> plan_level(std::span<const format_item> items, std::size_t first, std::size_t last,
                                        std::uint64_t least) {
    level_plan<Fields> plan;
    plan.least = least;
    plan.tail = least;
    std::uint64_t covered = 0;
    std::size_t field = 0;
    for (std::size_t index = first; index < last; index = next_sibling(items, index)) {
        const format_item& item = items[index];
        if (!item.is_field()) continue;
        plan.items[field] = static_cast<std::uint32_t>(index);
        plan.covered[field] = covered;
        plan.joins[field] = covered > item.offset;
        ++field;
        covered = item.offset + item.size();
        if (!item.variable) continue;
        plan.variable = true;
        plan.tail -= item.offset + item.unit * item.count;
        covered = 0;
    }
    plan.tail_covered = covered;
    return plan;
}

// The fields among items First to Last of Layout, whose least size is Least.
template <const auto& Layout, std::size_t First, std::size_t Last, std::uint64_t Least>
inline constexpr auto plan_of = plan_level<fields_between(Layout.items, First, Last)>(Layout.items, First, Last, Least);

template <const auto& Layout, std::size_t First, std::size_t Last>
consteval std::size_t size_of_names() {
    std::size_t size = 0;
    bool named = false;
    for (std::size_t index = First; index < Last; index = next_sibling(Layout.items, index)) {
        const format_item& item = Layout.items[index];
        if (!item.is_field()) continue;
        size += item.name_size + 1;
        named = named || item.name_size != 0;
    }
    return named ? size : 0;
}

// All names of a level in one string, each with a colon behind it: one template argument instead of hundreds.
template <const auto& Layout, std::size_t First, std::size_t Last>
consteval auto names_of() {
    fixed_string<size_of_names<Layout, First, Last>()> names;
    std::size_t end = 0;
    for (std::size_t index = First; names.size() != 0 && index < Last; index = next_sibling(Layout.items, index)) {
        const format_item& item = Layout.items[index];
        if (!item.is_field()) continue;
        for (std::size_t i = 0; i != item.name_size; ++i) {
            names.characters[end++] = Layout.text[item.name_begin + i];
        }
        names.characters[end++] = ':';
    }
    return names;
}

template <const auto& Layout, std::size_t Index, bool Joins>
consteval auto nested_codec();

// So that fields without members cost no instantiation by text.
template <bool NeedsText>
struct codec_choice {
    template <const auto& Layout, std::size_t Index, codec_key Key>
    using type = typename decltype(plain_codec<Key>())::type;
};
template <>
struct codec_choice<true> {
    template <const auto& Layout, std::size_t Index, codec_key Key>
    using type = typename decltype(nested_codec<Layout, Index, Key.joins>())::type;
};

template <const auto& Layout, std::size_t Index, bool Joins>
using codec_at =
    typename codec_choice<needs_text(Layout.items[Index])>::template type<Layout, Index,
                                                                          key_of(Layout.items[Index], Joins)>;

template <const auto& Layout, std::size_t First, std::size_t Last, std::uint64_t Least, std::size_t... Field>
consteval auto make_record(std::index_sequence<Field...>) {
    constexpr const auto& plan = plan_of<Layout, First, Last, Least>;
    constexpr const auto& items = Layout.items;
    return std::type_identity<record_codec<
        names_of<Layout, First, Last>(), Least, plan.variable, plan.tail, plan.tail_covered,
        member<items[plan.items[Field]].letter, codec_at<Layout, plan.items[Field], plan.joins[Field]>,
               items[plan.items[Field]].offset, plan.covered[Field], items[plan.items[Field]].position>...>>{};
}

template <const auto& Layout, std::size_t First, std::size_t Last, std::uint64_t Least>
using record_between = typename decltype(make_record<Layout, First, Last, Least>(
    std::make_index_sequence<plan_of<Layout, First, Last, Least>.items.size()>{}))::type;

// The counts of a shape, and of the count behind it.
template <std::size_t Dimensions>
consteval std::array<std::size_t, Dimensions> dimensions_of(std::string_view text, const format_item& item) {
    std::array<std::size_t, Dimensions> dimensions{};
    std::size_t dimension = 0;
    bool in_number = false;
    for (std::size_t index = item.begin; dimension != Dimensions; ++index) {
        const char c = text[index];
        if (c >= '0' && c <= '9') {
            in_number = true;
            dimensions[dimension] = dimensions[dimension] * 10 + static_cast<std::size_t>(c - '0');
        } else if (in_number) {
            in_number = false;
            ++dimension;
        }
    }
    return dimensions;
}

template <const auto& Layout, std::size_t Index, codec_key Key, class One, std::size_t... Dimension>
consteval auto shaped_codec(std::index_sequence<Dimension...>) {
    constexpr auto dimensions = dimensions_of<sizeof...(Dimension)>(Layout.text, Layout.items[Index]);
    return dimensioned<Key, One, dimensions[Dimension]...>{};
}

// One value of a nested item.
template <const auto& Layout, std::size_t Index, codec_key Key>
consteval auto nested_value_codec() {
    constexpr const auto& items = Layout.items;
    if constexpr (Key.kind == value_kind::counted_group) {
        using length = length_codec<Key.length_bytes, Key.length_signed, Key.order>;
        using elements =
            record_between<Layout, Index + 1, next_sibling(items, Index), Layout.items[Index].element_bytes>;
        return std::type_identity<group_codec<length, elements>>{};
    } else if constexpr (Key.kind == value_kind::structure) {
        return std::type_identity<record_between<Layout, Index + 1, next_sibling(items, Index), Key.unit>>{};
    } else {
        return one_codec<Key>();
    }
}

// Structures, groups, and shapes of several dimensions.
template <const auto& Layout, std::size_t Index, bool Joins>
consteval auto nested_codec() {
    constexpr codec_key key = key_of(Layout.items[Index], Joins);
    constexpr std::size_t shape = Layout.items[Index].shape_dimensions;
    using one = typename decltype(nested_value_codec<Layout, Index, key>())::type;
    return shaped_codec<Layout, Index, key, one>(std::make_index_sequence < shape != 0 ? shape
                                                 : key.is_array                        ? 1
                                                                                       : 0 > {});
}

// The record of a whole format.
template <fixed_string Text>
using record_of = record_between<layout_of<Text>, 0, layout_of<Text>.items.size(), layout_of<Text>.size>;

// Whether unpacking gives views into the input.
template <fixed_string Text>
consteval bool has_views() {
    for (const format_item& item : layout_of<Text>.items) {
        if (item.is_text() || item.kind == value_kind::terminated_bytes || item.kind == value_kind::counted_bytes ||
            item.kind == value_kind::counted_group || item.kind == value_kind::rest) {
            return true;
        }
    }
    return false;
}

}  // namespace structwire::detail

#endif
