// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Single values out of the bytes of an item: for those who walk over a layout themselves, as the dump does.
#ifndef STRUCTWIRE_PACK_LOAD_VALUE_HPP
#define STRUCTWIRE_PACK_LOAD_VALUE_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/format/layout.hpp>
#include <structwire/pack/value.hpp>

#include <cstddef>
#include <cstdint>
#include <expected>

namespace structwire {

/// Value number `index` of one item of fixed size, for example the third integer of `4I` or the second one of `3{u5}`.
///
/// @param item   no structure, which has no value of its own (0 is returned), and none of variable size
/// @param from   the byte at the item's offset, with all bytes of the item behind it; `s`, `p` and `c` values view them
/// Precondition: index < item.values()
[[nodiscard]] value load_value(const format_item& item, const std::byte* from, std::uint64_t index = 0) noexcept;

/// What load_variable() reads.
struct variable_value {
    value content;        ///< the number, the bytes without length or NUL, or the count of a group
    std::uint64_t bytes;  ///< bytes of the item; of a group, of its count alone
};

/// Reads an item of variable size that is no structure: `{uv}`, `{zz}`, `{z}`, `{H:s}`, `{*}`; of a counted group
/// `{H:(...)}` its count, behind which the elements stand.
///
/// @param input  all bytes from the item on; bytes values view them
/// Errors:       errc::short_buffer (bytes that the item certainly takes / bytes of input), also where `count` elements
///               of their least size are not there; errc::bad_varint for LEB128 that is longer than it need be or of
///               more than 64 bits; errc::bad_count (0 / the number's low 64 bits) for a negative length or count.
///               `offset` is 0 or, for errc::short_buffer, the first missing byte; `position` is the item's
/// Guarantee:    noexcept; allocates nothing, whatever a length says
[[nodiscard]] std::expected<variable_value, error> load_variable(const format_item& item, byte_view input) noexcept;

}  // namespace structwire

#endif
