// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/inspect/dump.hpp>
#include <structwire/inspect/value_text.hpp>
#include <structwire/pack/buffer.hpp>
#include <structwire/pack/format.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace structwire {

namespace {

constexpr std::size_t value_width = 36;  // longer lists of values are cut

// The cells of one line; a line without annotation continues the one above.
struct line {
    std::string offset{};
    std::string bytes{};
    std::string field{};
    std::string code{};
    std::string shown{};
    std::string name{};
};

std::string decimal(std::uint64_t number) {
    std::array<char, 24> buffer{};
    return {buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr};
}

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

// The item as written: count and character.
std::string code_text(const format_item& item) {
    return (item.counted ? decimal(item.count) : std::string()) + item.letter;
}

std::string values_text(const format_item& item, const std::byte* from) {
    std::string out;
    for (std::uint64_t index = 0; index != item.values(); ++index) {
        if (index != 0) out += ' ';
        if (out.size() > value_width) return out += "...";
        out += value_text(item, load_value(item, from, index));
    }
    return out;
}

class dumper {
public:
    dumper(byte_view bytes, const layout_view& layout, const dump_options& options)
        : bytes_(bytes), layout_(layout), options_(options) {
        if (options_.bytes_per_line == 0) options_.bytes_per_line = 1;
    }

    std::string run() {
        std::uint64_t covered = 0;
        for (const format_item& item : layout_.items) {
            if (item.offset != covered) part(covered, item.offset - covered, {.code = "(gap)"});
            add_item(item);
            covered = item.offset + item.size();
        }
        if (bytes_.size() > layout_.size) {
            part(layout_.size, bytes_.size() - layout_.size, {.code = "<-", .shown = "extra"});
        }
        std::string out = text();
        if (bytes_.size() != layout_.size) {
            out += describe(wrong_record_size(layout_.items, layout_.size, bytes_.size(), operation::unpack));
            out += '\n';
        }
        return out;
    }

private:
    void add_item(const format_item& item) {
        line annotation{.code = code_text(item), .name = std::string(item.name(layout_.text))};
        if (item.is_field()) {
            annotation.field = decimal(fields_++);
            const bool whole = item.offset + item.size() <= bytes_.size();
            annotation.shown = whole ? values_text(item, bytes_.data() + item.offset) : "(incomplete)";
        }
        part(item.offset, item.size(), std::move(annotation));
    }

    // The bytes from `offset` on, over as many lines as allowed. A part that reaches beyond the input ends with one
    // `--` at the first missing byte; parts that begin beyond it are listed without bytes.
    void part(std::uint64_t offset, std::uint64_t size, line next) {
        const std::uint64_t there = offset >= bytes_.size() ? 0 : std::min<std::uint64_t>(size, bytes_.size() - offset);
        std::uint64_t done = 0;
        for (std::size_t count = 0; count == 0 || done != there; ++count) {
            const std::uint64_t rest = there - done;
            const bool cut = count != 0 && count == options_.max_lines_per_item;
            const std::uint64_t now = cut ? rest : std::min<std::uint64_t>(rest, options_.bytes_per_line);
            next.offset = decimal(options_.first_offset + offset + done);
            next.bytes = cut ? "... " + decimal(rest) + " more"
                             : hex(now == 0 ? byte_view() : bytes_.subspan(offset + done, now));
            lines_.push_back(std::exchange(next, {}));
            done += now;
        }
        const bool first_missing = there < size && offset <= bytes_.size();
        if (first_missing) lines_.back().bytes += lines_.back().bytes.empty() ? "--" : " --";
    }

    std::string text() const {
        const line header{"offset", "bytes", "field", "code", "value", ""};
        std::array<std::size_t, 5> widths{6, 5, 5, 4, 5};
        for (const line& each : lines_) {
            const std::array cells{&each.offset, &each.bytes, &each.field, &each.code, &each.shown};
            for (std::size_t index = 0; index != cells.size(); ++index) {
                widths[index] = std::max(widths[index], cells[index]->size());
            }
        }
        std::string out = row(header, widths);
        for (const line& each : lines_) out += row(each, widths);
        return out;
    }

    static std::string row(const line& cells, const std::array<std::size_t, 5>& widths) {
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

    byte_view bytes_;
    layout_view layout_;
    dump_options options_;
    std::uint64_t fields_ = 0;
    std::vector<line> lines_;
};

}  // namespace

std::string dump(byte_view bytes, const layout_view& layout, const dump_options& options) {
    return dumper(bytes, layout, options).run();
}

}  // namespace structwire
