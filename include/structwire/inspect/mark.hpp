// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Shows where in a text an error is.
#ifndef STRUCTWIRE_INSPECT_MARK_HPP
#define STRUCTWIRE_INSPECT_MARK_HPP

#include <structwire/error.hpp>

#include <string>
#include <string_view>

namespace structwire {

/// The sentence of `failure`, and, where it has a position, the text with a caret under that character.
///
/// Shape:
/// @verbatim
/// bad char in struct format: 'k' (position 2)
///   >Ik
///     ^
/// @endverbatim
/// Control characters and bytes above 0x7e are shown as `.`, so that the caret stands where it should; of a long text
/// only the neighbourhood of the position is shown.
[[nodiscard]] std::string mark(std::string_view text, const error& failure);

}  // namespace structwire

#endif
