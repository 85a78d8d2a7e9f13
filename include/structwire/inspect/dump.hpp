// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// An annotated hexdump: which bytes are which field.
#ifndef STRUCTWIRE_INSPECT_DUMP_HPP
#define STRUCTWIRE_INSPECT_DUMP_HPP

#include <structwire/bytes.hpp>
#include <structwire/format/layout.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>

namespace structwire {

/// How a dump looks.
struct dump_options {
    static constexpr std::size_t no_limit = std::numeric_limits<std::size_t>::max();

    std::size_t bytes_per_line = 8;      ///< bytes of a field shown on one line, at least 1
    std::size_t max_lines_per_item = 4;  ///< longer items are cut with a line that says how much is left out
    std::size_t max_elements = 16;       ///< elements shown of an array of structures and of a counted group
    std::size_t max_lines = 4096;        ///< in all: stops structures in structures from multiplying the former
    std::size_t max_text = no_limit;     ///< characters shown of a text, with quotes and escapes: a longer one is cut
                                         ///< behind a whole byte and ends with its size: `"BTC"... (300 bytes)`
    std::uint64_t first_offset = 0;      ///< offset of the first byte, where `bytes` is part of something larger
};

/// One line per field: offset, bytes, number of the field, code, value, and name where there is one.
///
/// Shape:
/// @verbatim
/// offset  bytes                    field  code  value
///      0  00 00 00 2a                  0  I     42            id
///      4  00 07                        1  H     7             kind
///      6  42 54 43 55 53 44 00 00      2  8s    "BTCUSD\0\0"  symbol
/// @endverbatim
/// Members of structures and groups have a line each and a path for a name: `header.length`, `levels[2].price`, with
/// the number of the field in its level in place of a name that is not there. A counted group has a line for its count.
/// Bit fields that share a byte show it again, at the same offset. Pads, reserved bits and alignment gaps have a line
/// without a field.
///
/// Where the bytes do not make a record, the dump shows what is there, marks the first byte that is missing (`--`) or
/// extra (`<-`), and says why in its last line. Behind an item of variable size that is incomplete or bad nothing has a
/// place any more, and nothing is shown.
///
/// @param bytes   a record; any size, also the wrong one
/// @param layout  layout_view_of<"...">, or format::layout()
/// Limits:        memory in proportion to the lines, at most max_lines and one, not to counts and lengths
/// Complexity:    O(bytes + lines)
/// Example:       `std::puts(structwire::dump(bytes, structwire::layout_view_of<">I:id: H:kind:">).c_str());`
[[nodiscard]] std::string dump(byte_view bytes, const layout_view& layout, const dump_options& options = {});

}  // namespace structwire

#endif
