// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Search in text that also works in constant expressions under sanitizers. Not for direct use.
#ifndef STRUCTWIRE_DETAIL_FIND_CHARACTER_HPP
#define STRUCTWIRE_DETAIL_FIND_CHARACTER_HPP

#include <cstddef>
#include <string_view>

namespace structwire::detail {

// Index of the first `wanted` in `text` at or behind `from`; text.size() if there is none. Not string_view::find: with
// -fsanitize=undefined g++ 12 does not take its comparison with nullptr for a constant expression.
[[nodiscard]] constexpr std::size_t find_character(std::string_view text, char wanted, std::size_t from = 0) noexcept {
    while (from < text.size() && text[from] != wanted) ++from;
    return from < text.size() ? from : text.size();
}

[[nodiscard]] constexpr bool contains_character(std::string_view text, char wanted) noexcept {
    return find_character(text, wanted) != text.size();
}

}  // namespace structwire::detail

#endif
