// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "record_edit.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace structwire::fuzz {

namespace {

struct leb128 {
    std::array<std::byte, 10> bytes{};
    std::size_t size = 0;

    explicit leb128(std::uint64_t number) noexcept {
        for (; number >= 0x80; number >>= 7) bytes[size++] = static_cast<std::byte>((number & 0x7f) | 0x80);
        bytes[size++] = static_cast<std::byte>(number);
    }
    [[nodiscard]] byte_view view() const noexcept { return byte_view(bytes).first(size); }
};

constexpr std::uint64_t to_zigzag(std::uint64_t number) noexcept {
    return (number << 1) ^ (number >> 63 != 0 ? ~0ull : 0);
}
constexpr std::uint64_t from_zigzag(std::uint64_t number) noexcept { return (number >> 1) ^ (~(number & 1) + 1); }

byte_vector::iterator at(byte_vector& bytes, std::size_t index) {
    return bytes.begin() + static_cast<std::ptrdiff_t>(index);
}

}  // namespace

bool is_leb128(value_kind kind) noexcept { return kind == value_kind::varint || kind == value_kind::zigzag; }

bool is_signed(value_kind kind) noexcept { return kind == value_kind::signed_integer || kind == value_kind::zigzag; }

bool is_number(value_kind kind) noexcept {
    switch (kind) {
        case value_kind::character:
        case value_kind::boolean:
        case value_kind::signed_integer:
        case value_kind::unsigned_integer:
        case value_kind::floating:
        case value_kind::brain_floating:
        case value_kind::varint:
        case value_kind::zigzag: return true;
        default: return false;
    }
}

unsigned number_bits(const format_item& item) noexcept { return is_leb128(item.kind) ? 64 : width_of(item); }

std::uint64_t number_of(const format_item& item, const located_value& value, byte_view bytes) noexcept {
    if (is_leb128(item.kind)) {
        std::uint64_t number = 0;
        for (std::size_t index = value.begin; index != value.end; ++index) {
            number |= (std::to_integer<std::uint64_t>(bytes[index]) & 0x7f) << (7 * (index - value.begin));
        }
        return item.kind == value_kind::zigzag ? from_zigzag(number) : number;
    }
    const unsigned width = width_of(item);
    std::uint64_t number = load_bits(bytes, value.begin, value.skipped_bits, width, item.order);
    if (is_signed(item.kind) && width < 64 && (number >> (width - 1)) != 0) number |= ~std::uint64_t{0} << width;
    return number;
}

void put_number(const format_item& item, const located_value& value, byte_vector& bytes, std::uint64_t number) {
    if (is_leb128(item.kind)) {
        const leb128 written(item.kind == value_kind::zigzag ? to_zigzag(number) : number);
        return splice(bytes, value.begin, value.end, written.view());
    }
    store_bits(bytes, value.begin, value.skipped_bits, width_of(item), item.order, number);
}

bool has_content(value_kind kind) noexcept {
    return kind == value_kind::terminated_bytes || kind == value_kind::counted_bytes ||
           kind == value_kind::counted_group || kind == value_kind::rest;
}

std::uint64_t longest_content(const format_item& item) noexcept {
    const bool has_length = item.kind == value_kind::counted_bytes || item.kind == value_kind::counted_group;
    const unsigned width = item.length_bytes * 8u;
    if (!has_length || width == 0 || width >= 64) return ~std::uint64_t{0} >> 1;
    return (std::uint64_t{1} << (width - (item.length_signed ? 1 : 0))) - 1;
}

void put_length(const format_item& item, const located_value& value, byte_vector& bytes, std::uint64_t length) {
    if (item.kind != value_kind::counted_bytes && item.kind != value_kind::counted_group) return;
    if (item.length_bytes == 0) return splice(bytes, value.begin, value.content_begin, leb128(length).view());
    store_bits(bytes, value.begin, 0, item.length_bytes * 8u, item.order, length);
}

void splice(byte_vector& bytes, std::size_t from, std::size_t to, byte_view replacement) {
    const std::size_t common = std::min(to - from, replacement.size());
    std::ranges::copy(replacement.first(common), at(bytes, from));
    if (replacement.size() > common) {
        bytes.insert(at(bytes, to), replacement.begin() + static_cast<std::ptrdiff_t>(common), replacement.end());
    } else {
        bytes.erase(at(bytes, from + common), at(bytes, to));
    }
}

void put_content(const format_item& item, const located_value& value, byte_vector& bytes, byte_view content) {
    if (!has_content(item.kind)) {
        const bool is_pascal = item.kind == value_kind::pascal_bytes && value.end != value.begin;
        const std::size_t begin = value.begin + (is_pascal ? 1 : 0);
        const std::size_t size = std::min(content.size(), value.end - begin);
        if (is_pascal) bytes[value.begin] = static_cast<std::byte>(std::min<std::size_t>(size, 255));
        std::fill(at(bytes, begin), at(bytes, value.end), std::byte{});
        std::ranges::copy(content.first(size), at(bytes, begin));
        return;
    }
    content = content.first(static_cast<std::size_t>(std::min<std::uint64_t>(content.size(), longest_content(item))));
    const byte_vector kept(content.begin(), content.end());  // it may be a part of `bytes`
    splice(bytes, value.content_begin, value.content_end, kept);
    put_length(item, value, bytes, kept.size());
}

}  // namespace structwire::fuzz
