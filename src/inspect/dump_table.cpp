// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "dump_table.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <utility>

namespace structwire::detail {

namespace {

std::string hex(byte_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (const std::byte byte : bytes) {
        if (!out.empty()) out += ' ';
        out += digits[std::to_integer<unsigned>(byte) >> 4];
        out += digits[std::to_integer<unsigned>(byte) & 15];
    }
    return out;
}

using column_widths = std::array<std::size_t, 5>;

std::string row(const dump_line& cells, const column_widths& widths) {
    std::string out;
    const auto right = [&](const std::string& cell, std::size_t width) {
        out.append(width - cell.size(), ' ').append(cell).append("  ");
    };
    const auto left = [&](const std::string& cell, std::size_t width) {
        out.append(cell).append(width - cell.size() + 2, ' ');
    };
    right(cells.offset, widths[0]);
    left(cells.bytes, widths[1]);
    right(cells.field, widths[2]);
    left(cells.code, widths[3]);
    left(cells.shown, widths[4]);
    out += cells.name;
    while (out.ends_with(' ')) out.pop_back();
    return out += '\n';
}

}  // namespace

std::string decimal(std::uint64_t number) {
    std::array<char, 24> buffer{};
    return {buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr};
}

dump_table::dump_table(byte_view bytes, const dump_options& options) : bytes_(bytes), options_(options) {
    if (options_.bytes_per_line == 0) options_.bytes_per_line = 1;
}

bool dump_table::append(dump_line next) {
    if (full_) return false;
    if (lines_.size() == options_.max_lines) {
        full_ = true;
        next = {.bytes = "... lines left out"};
    }
    lines_.push_back(std::move(next));
    return !full_;
}

void dump_table::add(std::uint64_t offset, std::uint64_t size, dump_line next) {
    const std::uint64_t there = offset >= bytes_.size() ? 0 : std::min<std::uint64_t>(size, bytes_.size() - offset);
    std::uint64_t done = 0;
    for (std::size_t count = 0; count == 0 || done != there; ++count) {
        const std::uint64_t rest = there - done;
        const bool cut = count != 0 && count == options_.max_lines_per_item;
        const std::uint64_t now = cut ? rest : std::min<std::uint64_t>(rest, options_.bytes_per_line);
        next.offset = decimal(options_.first_offset + offset + done);
        next.bytes = cut ? "... " + decimal(rest) + " more"
                         : hex(now == 0 ? byte_view()
                                        : bytes_.subspan(static_cast<std::size_t>(offset + done),
                                                         static_cast<std::size_t>(now)));
        if (!append(std::exchange(next, {}))) return;
        done += now;
    }
    if (marked_ || there == size || offset > bytes_.size()) return;
    marked_ = true;
    lines_.back().bytes += lines_.back().bytes.empty() ? "--" : " --";
}

void dump_table::add_left_out(std::uint64_t offset, std::uint64_t size, std::uint64_t elements) {
    append({.offset = decimal(options_.first_offset + offset),
            .bytes = "... " + decimal(size) + " more",
            .shown = decimal(elements) + (elements == 1 ? " element" : " elements")});
}

std::string dump_table::text() const {
    const dump_line header{"offset", "bytes", "field", "code", "value", ""};
    column_widths widths{6, 5, 5, 4, 5};
    for (const dump_line& each : lines_) {
        const std::array cells{&each.offset, &each.bytes, &each.field, &each.code, &each.shown};
        for (std::size_t index = 0; index != cells.size(); ++index) {
            widths[index] = std::max(widths[index], cells[index]->size());
        }
    }
    std::string out = row(header, widths);
    for (const dump_line& each : lines_) out += row(each, widths);
    return out;
}

}  // namespace structwire::detail
