// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// calcsize: how many bytes a format takes.
#ifndef STRUCTWIRE_PACK_CALCSIZE_HPP
#define STRUCTWIRE_PACK_CALCSIZE_HPP

#include <structwire/format/static_layout.hpp>

#include <cstddef>

namespace structwire {

namespace detail {

template <fixed_string Text>
consteval std::size_t calcsize_of() {
    if constexpr (layout_of<Text>.valid) {
        return layout_of<Text>.size;
    } else {
        return bad_format_of<Text>::fault;
    }
}

}  // namespace detail

/// Bytes of one record of the format `Text`: pads and alignment gaps included, none behind the last item.
///
/// Source:  Python struct documentation, struct.calcsize
/// Example: `static_assert(structwire::calcsize<">I H 8s"> == 14);`
template <fixed_string Text>
inline constexpr std::size_t calcsize = detail::calcsize_of<Text>();

}  // namespace structwire

#endif
