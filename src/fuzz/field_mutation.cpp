// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "field_mutation.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>

#include "lie_share.hpp"
#include "record_edit.hpp"

namespace structwire::fuzz {

namespace {

std::uint64_t low_bits(std::uint64_t number, unsigned width) noexcept {
    return width >= 64 ? number : number & ((std::uint64_t{1} << width) - 1);
}

std::uint64_t reversed(std::uint64_t number, unsigned width) noexcept {
    std::uint64_t swapped = 0;
    for (unsigned done = 0; done < width; done += 8, number >>= 8) swapped = swapped << 8 | (number & 0xff);
    return swapped;
}

/// The bits of floating-point numbers of one width that parsers get wrong.
std::vector<std::uint64_t> special_floats(const format_item& item) {
    const unsigned width = width_of(item);
    const unsigned fraction = width == 64 ? 52 : width == 32 ? 23 : item.kind == value_kind::brain_floating ? 7 : 10;
    const std::uint64_t sign = std::uint64_t{1} << (width - 1);
    const std::uint64_t infinity = low_bits(~std::uint64_t{0}, width - 1 - fraction) << fraction;
    const std::uint64_t one = low_bits(~std::uint64_t{0}, width - 2 - fraction) << fraction;
    const std::uint64_t quiet = infinity | std::uint64_t{1} << (fraction - 1);
    return {0,
            sign,
            one,
            one | sign,
            infinity,
            infinity | sign,
            quiet,
            infinity | 1,
            1,
            1 | sign,
            infinity - 1,
            (infinity - 1) | sign,
            std::uint64_t{1} << fraction};
}

template <class Number>
Number any_of(const std::vector<Number>& choices, random& dice) {
    return choices[dice.below(choices.size())];
}

// A number a little below zero, as one of a common width says it: what turns into a small one, or a huge one, when it is
// added to something.
std::uint64_t small_negative(unsigned width, random& dice) noexcept {
    static constexpr std::array<unsigned, 4> widths{8, 16, 32, 64};
    const unsigned chosen = std::min(width, widths[dice.below(widths.size())]);
    return low_bits(~std::uint64_t{0} - dice.below(64), chosen);
}

// A number whose product with a small one is hardly more than a computer's integer holds, so that little is left of it.
std::uint64_t wrapping_factor(unsigned width, random& dice) noexcept {
    static constexpr std::array<unsigned, 4> widths{8, 16, 32, 64};
    const unsigned chosen = std::min(width, widths[dice.below(widths.size())]);
    const std::uint64_t most = low_bits(~std::uint64_t{0}, dice.one_in(4) ? chosen - 1 : chosen);
    return most / (2 + dice.below(63)) + 1 + dice.below(2);
}

// Sizes and places of this record, and what its other fields hold: numbers that a length or an index may be compared to.
std::uint64_t number_nearby(const layout_view& layout, const located_record& located, const located_value& value,
                            byte_view bytes, random& dice) {
    switch (dice.below(6)) {
        case 0: return bytes.size();
        case 1: return bytes.size() - value.end;
        case 2: return value.begin;
        case 3: return dice.below(17);
        default: {
            const located_value& other = located.values[dice.below(located.values.size())];
            const format_item& item = layout.items[other.item];
            return is_number(item.kind) ? number_of(item, other, bytes) : other.content_end - other.content_begin;
        }
    }
}

// The same, or its neighbour, or what makes a sum with it zero.
std::uint64_t related_number(const layout_view& layout, const located_record& located, const located_value& value,
                             byte_view bytes, random& dice) {
    const std::uint64_t nearby = number_nearby(layout, located, value, bytes, dice);
    switch (dice.below(8)) {
        case 0: return nearby + 1;
        case 1: return nearby - 1;
        case 2: return ~nearby + 1;
        default: return nearby;
    }
}

std::uint64_t changed_number(const layout_view& layout, const located_record& located, const located_value& value,
                             byte_view bytes, random& dice) {
    const format_item& item = layout.items[value.item];
    const unsigned width = number_bits(item);
    const std::uint64_t old = number_of(item, value, bytes);
    switch (dice.below(8)) {
        case 0:
        case 1: return any_of(boundary_numbers(item), dice);
        case 2: return dice.one_in(4) ? small_negative(width, dice) : old + 1 + dice.below(dice.one_in(2) ? 1 : 32);
        case 3: return old - 1 - dice.below(dice.one_in(2) ? 1 : 32);
        case 4:
            return dice.one_in(3) ? wrapping_factor(width, dice)
                                  : (std::uint64_t{1} << dice.below(width)) - dice.below(2);
        case 5: return dice.one_in(2) && width % 8 == 0 ? reversed(old, width) : ~old + 1;
        case 6: return dice.one_in(2) ? dice.next() : old ^ (std::uint64_t{1} << dice.below(width));
        default: return related_number(layout, located, value, bytes, dice);
    }
}

void mutate_number(const layout_view& layout, const located_record& located, const located_value& value,
                   byte_vector& bytes, mutation_tools& tools) {
    const format_item& item = layout.items[value.item];
    // The engine knows what the program compares with: it may have the bytes of the number as they are.
    if (item.bits == 0 && tools.dice.one_in(3)) {
        mutate_bytes(bytes, value.begin, value.end, is_leb128(item.kind), tools);
        return;
    }
    const bool is_float = item.kind == value_kind::floating || item.kind == value_kind::brain_floating;
    if (is_float && tools.dice.one_in(2)) {
        return put_number(item, value, bytes, any_of(special_floats(item), tools.dice));
    }
    put_number(item, value, bytes, changed_number(layout, located, value, bytes, tools.dice));
}

// Text of fixed size: its bytes, or a NUL that ends it early, or none that ends it.
void mutate_text(const format_item& item, const located_value& value, byte_vector& bytes, mutation_tools& tools) {
    if (value.begin == value.end) return;
    random& dice = tools.dice;
    if (item.kind == value_kind::pascal_bytes && dice.one_in(3)) {
        const std::array<std::size_t, 5> lengths{0, 1, value.end - value.begin - 1, value.end - value.begin, 255};
        bytes[value.begin] = static_cast<std::byte>(lengths[dice.below(lengths.size())] & 0xff);
    } else if (dice.one_in(4)) {
        const std::size_t from = value.begin + dice.below(value.end - value.begin);
        const std::byte filler = dice.one_in(2) ? std::byte{} : static_cast<std::byte>('A');
        std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(from),
                  bytes.begin() + static_cast<std::ptrdiff_t>(value.end), filler);
    } else {
        mutate_bytes(bytes, value.begin, value.end, false, tools);
    }
}

// A size worth trying for bytes that may be of any: about a power of two, as buffers have them, all that there is room
// for, or any that is not large.
std::size_t boundary_size(std::size_t most, random& dice) {
    // Large ones are slow, for the mutations that come after too.
    if (dice.one_in(64)) return most;
    if (dice.one_in(3)) return std::min(dice.below(dice.one_in(4) ? 320 : 40), most);
    return std::min((std::size_t{1} << dice.below(dice.one_in(8) ? 13 : 8)) + dice.below(3) - 1, most);
}

void mutate_content(const format_item& item, const located_value& value, byte_vector& bytes, mutation_tools& tools) {
    const std::size_t room = tools.max_bytes > bytes.size() ? tools.max_bytes - bytes.size() : 0;
    const std::size_t old = value.content_end - value.content_begin;
    const auto first = bytes.begin() + static_cast<std::ptrdiff_t>(value.content_begin);
    byte_vector content(first, first + static_cast<std::ptrdiff_t>(old));
    const std::size_t others = bytes.size() - old;
    if (tools.largest > others && tools.largest - others <= old + room && tools.dice.one_in(48)) {
        // The whole frame is as large as the framing takes, or a byte smaller.
        content.resize(tools.largest - others - tools.dice.below(2), std::byte{'A'});
    } else if (tools.dice.one_in(32) && bytes.size() <= old + room) {
        content = bytes;  // a record inside of a record
    } else if (tools.dice.one_in(4)) {
        const std::byte filler = content.empty() ? std::byte{'A'} : content[tools.dice.below(content.size())];
        content.resize(boundary_size(old + room, tools.dice), filler);
    } else {
        mutation_tools inside = tools;
        inside.max_bytes = old + room;
        mutate_bytes(content, inside);
        tools.dice = inside.dice;
    }
    if (item.kind == value_kind::terminated_bytes) {
        // A NUL would end it, and the rest would be the next field's.
        if (!tools.dice.one_in(detail::lies_are_one_in)) std::ranges::replace(content, std::byte{0}, std::byte{1});
    }
    put_content(item, value, bytes, content);
}

byte_vector element(const located_value& group, std::size_t index, byte_view bytes) {
    const byte_view one = bytes.subspan(group.elements[index], group.elements[index + 1] - group.elements[index]);
    return {one.begin(), one.end()};
}

// Whole elements of a group are inserted, deleted, duplicated or swapped.
void mutate_group(const format_item& item, const located_value& group, byte_vector& bytes, mutation_tools& tools) {
    random& dice = tools.dice;
    const std::size_t room = tools.max_bytes > bytes.size() ? tools.max_bytes - bytes.size() : 0;
    std::vector<byte_vector> elements;
    for (std::size_t index = 0; index + 1 < group.elements.size(); ++index) {
        elements.push_back(element(group, index, bytes));
    }
    if (elements.empty())
        elements.emplace_back(static_cast<std::size_t>(std::min<std::uint64_t>(item.element_bytes, room)));
    const std::size_t one = dice.below(elements.size());
    const std::size_t other = dice.below(elements.size());
    switch (dice.below(5)) {
        case 0: elements.erase(elements.begin() + static_cast<std::ptrdiff_t>(one)); break;
        case 1:
            elements.insert(elements.begin() + static_cast<std::ptrdiff_t>(one), byte_vector(elements[other]));
            break;
        case 2: std::swap(elements[one], elements[other]); break;
        case 3: elements[one] = byte_vector(elements[other]); break;
        default:
            elements.resize(
                boundary_size(elements.size() + room / std::max<std::size_t>(elements[one].size(), 1), dice),
                byte_vector(elements[one]));
    }
    if (elements.size() > longest_content(item)) elements.resize(static_cast<std::size_t>(longest_content(item)));
    const std::size_t most = group.content_end - group.content_begin + room;
    byte_vector content;
    std::size_t count = 0;
    for (; count != elements.size() && content.size() + elements[count].size() <= most; ++count) {
        content.insert(content.end(), elements[count].begin(), elements[count].end());
    }
    splice(bytes, group.content_begin, group.content_end, content);
    put_length(item, group, bytes, count);
}

void tell_a_lie(const format_item& item, const located_value& value, byte_vector& bytes, random& dice) {
    const bool is_group = item.kind == value_kind::counted_group;
    const std::size_t right = is_group ? value.elements.size() - 1 : value.content_end - value.content_begin;
    // A length in LEB128 may be of any width to who reads it.
    static constexpr std::array<unsigned, 4> widths{8, 16, 32, 64};
    const unsigned width = item.length_bytes == 0 ? widths[dice.below(widths.size())] : item.length_bytes * 8u;
    put_length(item, value, bytes, wrong_number(right, width, dice));
}

}  // namespace

std::vector<std::uint64_t> boundary_numbers(const format_item& item) {
    if (item.kind == value_kind::boolean) return {0, 1, 2, 255};
    const unsigned width = number_bits(item);
    const std::uint64_t all = low_bits(~std::uint64_t{0}, width);
    const std::uint64_t half = std::uint64_t{1} << (width - 1);
    std::vector<std::uint64_t> numbers{0, 1, all, all - 1, half, half - 1, half + 1, 2};
    if (is_leb128(item.kind)) {
        // Its own steps in size, and the widths that programs read it into.
        for (const unsigned bits : {7u, 8u, 14u, 15u, 16u, 21u, 28u, 31u, 32u, 35u, 56u}) {
            const std::uint64_t edge = std::uint64_t{1} << bits;
            numbers.insert(numbers.end(), {edge - 1, edge});
        }
    }
    for (std::uint64_t& number : numbers) number = low_bits(number, width);
    std::ranges::sort(numbers);
    numbers.erase(std::ranges::unique(numbers).begin(), numbers.end());
    return numbers;
}

std::uint64_t wrong_number(std::uint64_t right, unsigned bits, random& dice) {
    const std::uint64_t half = std::uint64_t{1} << (bits - 1);
    const std::uint64_t negative = ~std::uint64_t{0} - (dice.one_in(2) ? dice.below(32) : 0);
    const std::array<std::uint64_t, 8> wrong{right + 1, right - 1, 0, negative, half, half - 1, right * 2, dice.next()};
    const std::uint64_t chosen = low_bits(wrong[dice.below(wrong.size())], bits);
    return chosen != low_bits(right, bits) ? chosen : low_bits(right + 1, bits);
}

void mutate_value(const layout_view& layout, const located_record& located, const located_value& value,
                  byte_vector& bytes, mutation_tools& tools) {
    const format_item& item = layout.items[value.item];
    const bool has_length = item.kind == value_kind::counted_bytes || item.kind == value_kind::counted_group;
    if (has_length && tools.dice.one_in(detail::lies_are_one_in)) return tell_a_lie(item, value, bytes, tools.dice);
    if (is_number(item.kind)) return mutate_number(layout, located, value, bytes, tools);
    if (item.kind == value_kind::counted_group) {
        if (!located.is_cut_off) return mutate_group(item, value, bytes, tools);
        mutate_bytes(bytes, value.content_begin, value.content_end, false, tools);  // its count stays right
        return;
    }
    if (has_content(item.kind)) return mutate_content(item, value, bytes, tools);
    if (item.kind == value_kind::bytes || item.kind == value_kind::pascal_bytes) {
        return mutate_text(item, value, bytes, tools);
    }
    mutate_bytes(bytes, value.begin, value.end, false, tools);  // complex numbers and pads
}

}  // namespace structwire::fuzz
