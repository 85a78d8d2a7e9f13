// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// How seldom a mutation keeps what parsers look at first wrong.
#ifndef STRUCTWIRE_SRC_FUZZ_LIE_SHARE_HPP
#define STRUCTWIRE_SRC_FUZZ_LIE_SHARE_HPP

#include <cstddef>

namespace structwire::fuzz::detail {

/// One in so many lengths, checksums, delimiters or wire types is left, or made, wrong: seldom enough that most inputs
/// pass the first check, often enough that the check itself is tested.
inline constexpr std::size_t lies_are_one_in = 64;

}  // namespace structwire::fuzz::detail

#endif
