// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Reads a whole format text into an array of items.
#ifndef STRUCTWIRE_FORMAT_COLLECT_HPP
#define STRUCTWIRE_FORMAT_COLLECT_HPP

#include <structwire/format/reader.hpp>

#include <cstddef>
#include <span>
#include <string_view>

namespace structwire {

/// Number of items of a text, structures and their members counted each; of a bad text those in front of the fault.
[[nodiscard]] constexpr std::size_t count_items(std::string_view text, grammar rules = grammar::structwire) noexcept {
    std::size_t items = 0;
    format_reader reader(text, rules);
    for (format_item item{}; reader.next(item);) {
        if (item.kind != value_kind::end) ++items;
    }
    return items;
}

/// Reads all items of `reader` into `out`, structures and groups complete.
///
/// @param out   room for all items, see count_items()
/// @return      number of items; reader.failed() says whether the text ended there
constexpr std::size_t collect_items(format_reader& reader, std::span<format_item> out) noexcept {
    std::size_t items = 0;
    for (format_item item{}; reader.next(item);) {
        if (item.kind != value_kind::end) {
            out[items++] = item;
            continue;
        }
        format_item& opened = out[items - item.members - 1];
        item.kind = opened.kind;
        opened = item;
    }
    return items;
}

}  // namespace structwire

#endif
