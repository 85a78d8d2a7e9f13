// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What tests ask of format_reader, at both times.
#ifndef STRUCTWIRE_TESTS_FORMAT_READER_SUPPORT_HPP
#define STRUCTWIRE_TESTS_FORMAT_READER_SUPPORT_HPP

#include <structwire/format/collect.hpp>
#include <structwire/format/reader.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace structwire::testing {

/// Item number `wanted` of a good text of at most 16 items, structures complete.
constexpr format_item item_of(std::string_view text, std::size_t wanted) {
    std::array<format_item, 16> items{};
    format_reader reader(text);
    const std::size_t count = collect_items(reader, items);
    return reader.failed() || wanted >= count ? format_item{} : items[wanted];
}

inline constexpr std::uint64_t bad = ~std::uint64_t{0} - 1;

/// Least bytes of a record, or bad.
constexpr std::uint64_t size_of(std::string_view text) {
    format_reader reader(text);
    for (format_item item{}; reader.next(item);) {
    }
    return reader.failed() ? bad : reader.size();
}

/// Most bytes of a record, or bad.
constexpr std::uint64_t max_size_of(std::string_view text) {
    format_reader reader(text);
    for (format_item item{}; reader.next(item);) {
    }
    return reader.failed() ? bad : reader.max_size();
}

/// Whether reading stops with exactly this error, and stays stopped.
constexpr bool fails(std::string_view text, errc code, std::size_t position, char letter, std::uint64_t limit = 0) {
    format_reader reader(text);
    format_item item{};
    while (reader.next(item)) {
    }
    const error& fault = reader.fault();
    return reader.failed() && !reader.next(item) && fault.code == code && fault.position == position &&
           fault.letter == letter && fault.during == operation::parse_format && fault.item == error::no_item &&
           fault.offset == error::nowhere && (limit == 0 || fault.wanted == limit);
}

}  // namespace structwire::testing

#endif
