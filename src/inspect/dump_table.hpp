// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The lines of a dump.
#ifndef STRUCTWIRE_SRC_INSPECT_DUMP_TABLE_HPP
#define STRUCTWIRE_SRC_INSPECT_DUMP_TABLE_HPP

#include <structwire/bytes.hpp>
#include <structwire/inspect/dump.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace structwire::detail {

/// The cells of one line; a line without annotation continues the one above.
struct dump_line {
    std::string offset{};
    std::string bytes{};
    std::string field{};
    std::string code{};
    std::string shown{};
    std::string name{};
};

std::string decimal(std::uint64_t number);

/// Collects lines and knows which bytes are there.
class dump_table {
public:
    dump_table(byte_view bytes, const dump_options& options);

    /// Adds the bytes from `offset` on, over as many lines as allowed. A part that reaches beyond the input ends with
    /// one `--` at the first missing byte; parts that begin beyond it are listed without bytes.
    void add(std::uint64_t offset, std::uint64_t size, dump_line next);

    /// Adds a line for `size` bytes of elements that are not shown.
    void add_left_out(std::uint64_t offset, std::uint64_t size, std::uint64_t elements);

    /// Whether lines may still be added.
    [[nodiscard]] bool full() const noexcept { return full_; }

    /// All lines, in columns.
    [[nodiscard]] std::string text() const;

private:
    bool append(dump_line next);

    byte_view bytes_;
    dump_options options_;
    std::vector<dump_line> lines_;
    bool marked_ = false;  // the first missing byte
    bool full_ = false;
};

}  // namespace structwire::detail

#endif
