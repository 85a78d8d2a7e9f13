// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// calcsize, min_size, max_size: how many bytes a format takes.
#ifndef STRUCTWIRE_PACK_CALCSIZE_HPP
#define STRUCTWIRE_PACK_CALCSIZE_HPP

#include <structwire/format/static_layout.hpp>

#include <cstddef>
#include <cstdint>

namespace structwire {

/// Never defined: the format has no fixed size; the item at that position has none. See min_size and max_size.
template <std::size_t Position, char Character>
struct variable_size_has_only_min_and_max;

namespace detail {

template <fixed_string Text, bool Greatest>
consteval std::uint64_t size_bound() {
    if constexpr (!layout_of<Text>.valid) {
        return bad_format_of<Text>::fault;
    } else {
        return Greatest ? layout_of<Text>.max_size : layout_of<Text>.size;
    }
}

template <fixed_string Text>
consteval std::size_t calcsize_of() {
    if constexpr (!layout_of<Text>.valid || !layout_of<Text>.variable()) {
        return static_cast<std::size_t>(size_bound<Text, false>());
    } else {
        constexpr const format_item& item = first_variable(layout_of<Text>.items);
        return variable_size_has_only_min_and_max<item.position, item.letter>::fault;
    }
}

}  // namespace detail

/// Bytes of one record of the format `Text`: pads and alignment gaps included, none behind the last item. A format of
/// variable size does not compile.
///
/// Source:  Python struct documentation, struct.calcsize
/// Example: `static_assert(structwire::calcsize<">I H 8s"> == 14);`
template <fixed_string Text>
inline constexpr std::size_t calcsize = detail::calcsize_of<Text>();

/// Least bytes of one record of the format `Text`; calcsize where its size is fixed.
///
/// Example: `static_assert(structwire::min_size<">I {H:s}"> == 6);`
template <fixed_string Text>
inline constexpr std::uint64_t min_size = detail::size_bound<Text, false>();

/// Most bytes of one record of the format `Text`; unlimited_size where nothing bounds them, as of `{z}`.
///
/// Example: `static_assert(structwire::max_size<">I {H:s}"> == 6 + 65535);`
template <fixed_string Text>
inline constexpr std::uint64_t max_size = detail::size_bound<Text, true>();

}  // namespace structwire

#endif
