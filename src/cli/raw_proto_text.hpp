// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// `--raw-proto`: the fields of a frame as rows of a table, or as JSON.
#ifndef STRUCTWIRE_CLI_RAW_PROTO_TEXT_HPP
#define STRUCTWIRE_CLI_RAW_PROTO_TEXT_HPP

#include <structwire/bytes.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "cli/frame_text.hpp"
#include "cli/raw_proto.hpp"

namespace structwire::cli {

/// The number of a varint, i64 or i32, and in parentheses what else its bits may mean: `1 (sint -1)`,
/// `1078530011 (float 3.1415927)`.
[[nodiscard]] std::string number_text(const wire_field& shown);

/// Writes one row per field to standard output, indented by its depth. All throws as put() does.
///
/// @param place    where in the file the payload begins
/// @param line     the columns in front
/// @param columns  of a row in all
/// @return  what is wrong with the payload, with the offset in the file; its bytes from there on are the last row
[[nodiscard]] std::optional<wire_fault> put_field_rows(byte_view payload, std::uint64_t place,
                                                       const frame_columns& line, std::size_t columns);

/// Writes the fields as a JSON array to standard output.
[[nodiscard]] std::optional<wire_fault> put_field_json(byte_view payload, std::uint64_t place);

}  // namespace structwire::cli

#endif
