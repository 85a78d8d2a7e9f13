// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Where the fields of a record are in its bytes, also of one that is incomplete or wrong.
#ifndef STRUCTWIRE_FUZZ_LOCATED_RECORD_HPP
#define STRUCTWIRE_FUZZ_LOCATED_RECORD_HPP

#include <structwire/bytes.hpp>
#include <structwire/format/layout.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace structwire::fuzz {

/// One value of an item, in the bytes. Places are offsets in the record.
struct located_value {
    std::uint32_t item = 0;               ///< index in the layout
    std::size_t begin = 0;                ///< its first byte
    std::size_t end = 0;                  ///< behind its last byte; of a group behind its last element
    unsigned skipped_bits = 0;            ///< of odd bits: bits of the byte at `begin` in front of them
    std::size_t content_begin = 0;        ///< of bytes and groups behind a length: where these begin
    std::size_t content_end = 0;          ///< of terminated bytes: the place of the NUL
    std::vector<std::size_t> elements{};  ///< of a group: where each element begins, and the end of the last
    std::uint32_t scope = 0;              ///< index in `scopes`
};

/// What is one thing in a record: the record itself, a structure of an array, an element of a group.
struct located_scope {
    std::uint32_t parent = 0;  ///< of the record itself: its own index, 0
    std::size_t first = 0;     ///< the values in it, and in what is in it
    std::size_t end = 0;
};

/// The values of a record in the order of the layout, members behind what they belong to.
struct located_record {
    std::vector<located_value> values{};
    std::vector<located_scope> scopes{};  ///< the record first
    std::size_t end = 0;                  ///< what stands behind it belongs to no field
    bool is_cut_off = false;              ///< there are more values than are found: a group may have further elements
};

/// Finds the values. It stops where the bytes end, or where a length or number in them has no meaning; bytes behind a
/// length that says more than there are count as what the length is about.
///
/// Limits:  at most 256 values of an array, and 4096 in all, are found; structures without a byte are passed over
[[nodiscard]] located_record locate(const layout_view& layout, byte_view bytes);

/// The number in the bits of a value: of integers, of the bits of a floating-point number, of a length. Not of LEB128.
///
/// @param width  in bits, 1 to 64
[[nodiscard]] std::uint64_t load_bits(byte_view bytes, std::size_t begin, unsigned skipped, unsigned width,
                                      std::endian order) noexcept;

/// Writes the low `width` bits of a number, and no other bit.
void store_bits(byte_span bytes, std::size_t begin, unsigned skipped, unsigned width, std::endian order,
                std::uint64_t number) noexcept;

/// Bits of one value of an item of fixed size.
[[nodiscard]] constexpr unsigned width_of(const format_item& item) noexcept {
    return static_cast<unsigned>(item.bits != 0 ? item.bits : item.unit * 8);
}

}  // namespace structwire::fuzz

#endif
