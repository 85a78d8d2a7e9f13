// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Long runs of numbers, copied with the bytes of each reversed. Not for direct use.
#ifndef STRUCTWIRE_PACK_DETAIL_BYTE_SWAP_HPP
#define STRUCTWIRE_PACK_DETAIL_BYTE_SWAP_HPP

#include <cstddef>

namespace structwire::detail {

/// Copies `count` elements of 2, 4 or 8 bytes and reverses the bytes of each.
///
/// @param to    `count` elements, of any alignment: `from` itself, or bytes that do not overlap it
/// @param from  as many
/// Guarantee:   allocates nothing; reads and writes nothing but these elements
/// Complexity:  O(bytes), with the widest vectors that pay on this CPU
void copy_swapped_2(std::byte* to, const std::byte* from, std::size_t count) noexcept;
void copy_swapped_4(std::byte* to, const std::byte* from, std::size_t count) noexcept;
void copy_swapped_8(std::byte* to, const std::byte* from, std::size_t count) noexcept;

}  // namespace structwire::detail

#endif
