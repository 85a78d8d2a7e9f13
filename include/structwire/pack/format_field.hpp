// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What a run-time format tells about one of its fields.
#ifndef STRUCTWIRE_PACK_FORMAT_FIELD_HPP
#define STRUCTWIRE_PACK_FORMAT_FIELD_HPP

#include <structwire/error.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace structwire {

/// One field of a format, or of a structure or a counted group in it. The texts are borrowed from the format.
struct format_field {
    std::string_view name;  ///< empty if it has none
    std::string_view code;  ///< as written, without name and members: `4I`, `(2,3)d`, `{u24}`, `T{`, `{H:(`
    std::uint64_t count;    ///< values of an array, of a shape the product; otherwise 1
    std::uint64_t size;     ///< bytes of all of it; of a variable field the least
    std::uint64_t offset;   ///< its first byte in the record; error::nowhere if that depends on the bytes
    std::uint64_t values;   ///< how many values it stands for when flattened; with counted groups the least
    std::uint64_t
        first_value;    ///< index of the first of these in unpack(); error::nowhere if that depends on the bytes
    std::size_t item;   ///< index of its item in format::items()
    std::size_t depth;  ///< 0 in the record itself, 1 inside a structure or group of it, and so on

    /// Whether the members of a structure or group follow with a greater depth.
    bool nested;
};

}  // namespace structwire

#endif
