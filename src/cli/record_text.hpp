// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The fields of an unpacked record as text.
#ifndef STRUCTWIRE_CLI_RECORD_TEXT_HPP
#define STRUCTWIRE_CLI_RECORD_TEXT_HPP

#include <structwire/format.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace structwire::cli {

/// A field, or a member of one, with its values.
struct record_row {
    std::string field;  ///< the number of the field in the row that begins it, else empty
    std::string code;
    std::string name;  ///< path of a member: `levels[2].price`; may be empty
    std::string shown;
};

/// Text as a JSON string.
[[nodiscard]] std::string json_string(std::string_view text);

/// Walks over items and flattened values together, once: by rows(), by json(), or by one item_json() for each item that
/// is a field, in order. Format and values must outlive it.
class record_text {
public:
    record_text(const format& compiled, std::span<const value> record) : compiled_(compiled), record_(record) {}

    /// One row for each line of a table.
    [[nodiscard]] std::vector<record_row> rows();

    /// All fields: an object where all of them have names, else an array.
    [[nodiscard]] std::string json();

    /// The value of the item with this index.
    [[nodiscard]] std::string item_json(std::size_t index);

    /// The code of the item with this index, what is inside brackets left out.
    [[nodiscard]] std::string code_of(std::size_t index) const;

private:
    struct range {
        std::size_t first;
        std::size_t last;
    };
    // How JSON shows a level of a single field without name.
    enum class lone_field : bool { array, value };

    range members_of(std::size_t index) const { return {index + 1, next_sibling(compiled_.items(), index)}; }
    value next();
    template <class Text>
    std::string joined(const format_item& item, std::uint64_t count, std::string_view between, Text text);
    void add_rows(range level, const std::string& path);
    void add_item(std::size_t index, const std::string& name);
    std::string level_json(range level, lone_field alone);

    const format& compiled_;
    std::span<const value> record_;
    std::vector<record_row> rows_;
    std::string field_;  // the number of the field that begins, until a row has it
};

}  // namespace structwire::cli

#endif
