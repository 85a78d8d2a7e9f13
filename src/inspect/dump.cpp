// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/inspect/dump.hpp>
#include <structwire/inspect/value_text.hpp>
#include <structwire/pack/buffer.hpp>
#include <structwire/pack/load_value.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>

#include "../pack/record_reader.hpp"
#include "dump_table.hpp"

namespace structwire {

namespace {

// A name may hold any character. A line feed would end the line of the table, an escape reach the terminal.
std::string without_controls(std::string_view text) {
    std::string shown(text);
    const auto is_control = [](char letter) { return static_cast<unsigned char>(letter) < ' ' || letter == 0x7f; };
    std::ranges::replace_if(shown, is_control, '.');
    return shown;
}

using detail::decimal;
using detail::dump_line;
using detail::item_range;

constexpr std::size_t value_width = 36;  // longer lists of values are cut

// Bytes as a quoted text; where that has more characters than `most`, as much of it as there is room for.
std::string quoted_up_to(byte_view bytes, std::size_t most) {
    std::string shown = quoted(bytes.first(std::min(bytes.size(), most)));
    if (shown.size() <= most) return shown;
    // The closing quote needs room, too, and an escape is not cut in two.
    std::size_t kept = 1;
    for (std::size_t next = kept; next < most; next += shown[next] != '\\' ? 1U : shown[next + 1] == 'x' ? 4U : 2U) {
        kept = next;
    }
    shown.resize(kept);
    return shown + "\"... (" + decimal(bytes.size()) + " bytes)";
}

std::string one_value_text(const format_item& item, const value& shown, std::size_t most_of_a_text) {
    const auto bytes = shown.as_bytes();
    return bytes ? quoted_up_to(*bytes, most_of_a_text) : value_text(item, shown);
}

std::string values_text(const format_item& item, const std::byte* from, std::size_t most_of_a_text) {
    std::string out;
    for (std::uint64_t index = 0; index != item.values(); ++index) {
        if (index != 0) out += ' ';
        if (out.size() > value_width) return out += "...";
        out += one_value_text(item, load_value(item, from, index), most_of_a_text);
    }
    return out;
}

// Walks over the items and the bytes together. It asks nobody whether the record is good: it goes as far as it can.
class dumper {
public:
    dumper(byte_view bytes, const layout_view& layout, const dump_options& options)
        : bytes_(bytes),
          layout_(layout),
          most_elements_(options.max_elements),
          most_of_a_text_(options.max_text),
          table_(bytes, options) {}

    std::string run() {
        std::uint64_t end = 0;
        const bool whole = add_level({0, layout_.items.size()}, end, "");
        if (whole && !layout_.variable() && end < layout_.size) add_gap(end, layout_.size);
        const error fault = find_fault();
        if (fault.code == errc::extra_bytes) {
            table_.add(fault.wanted, bytes_.size() - fault.wanted, {.code = "<-", .shown = "extra"});
        }
        std::string out = table_.text();
        if (fault.code != errc{}) out.append(describe(fault).view()) += '\n';
        return out;
    }

private:
    [[nodiscard]] error find_fault() const {
        std::uint64_t size = layout_.size;
        if (layout_.variable()) {
            const detail::record_plan plan{layout_.items, {}};
            detail::record_reader reader(plan, bytes_);
            if (!reader.measure()) return reader.fault();
            size = reader.bytes();
        }
        if (size == bytes_.size()) return {.code = errc{}};
        return wrong_record_size(layout_.items, size, bytes_.size(), operation::unpack);
    }

    void add_gap(std::uint64_t begin, std::uint64_t end) { show(begin, end - begin, {.code = "(gap)"}); }

    void show(std::uint64_t offset, std::uint64_t size, dump_line line) {
        if (!hidden_) table_.add(offset, size, std::move(line));
    }

    // Shows the items of a level that begins at `at`, and moves `at` to its end. False when the bytes do not say where
    // to go on.
    bool add_level(item_range level, std::uint64_t& at, const std::string& path) {
        std::uint64_t base = at;
        std::size_t number = 0;
        for (std::size_t index = level.first; index < level.last; index = next_sibling(layout_.items, index)) {
            const format_item& item = layout_.items[index];
            const std::uint64_t begin = base + item.offset;
            if (begin > at) add_gap(at, begin);
            const bool top = path.empty();
            if (top && item.is_field()) field_ = decimal(number);
            const std::string name = path_of(level, index, number, path);
            if (item.is_field()) ++number;
            at = begin;
            const bool good = item.variable ? add_variable(index, at, name) : add_fixed(index, at, name);
            if (!good) return false;
            if (item.variable) base = at;
        }
        return true;
    }

    // The name of an item behind the path of its level; its number where it has none and is not the only one.
    [[nodiscard]] std::string path_of(item_range level, std::size_t index, std::size_t number,
                                      const std::string& path) const {
        const format_item& item = layout_.items[index];
        const std::string name = without_controls(item.name(layout_.text));
        if (path.empty()) return name.empty() && item.is_nested() ? decimal(number) : name;
        const bool alone = index == level.first && next_sibling(layout_.items, index) == level.last;
        if (!name.empty()) return path + '.' + name;
        return !item.is_field() ? std::string() : alone ? path : path + '.' + decimal(number);
    }

    bool add_fixed(std::size_t index, std::uint64_t& at, const std::string& name) {
        const format_item& item = layout_.items[index];
        if (item.kind == value_kind::structure) {
            // Nothing in nothing may have any count.
            return (item.unit == 0 && item.flat == 0) || add_elements(index, item.count, item.unit, at, name);
        }
        dump_line line{.code = without_controls(item.code(layout_.text)), .name = name};
        if (item.is_field()) {
            const bool whole = at <= bytes_.size() && item.size() <= bytes_.size() - at;
            line.field = std::exchange(field_, {});
            line.shown = !whole    ? "(incomplete)"
                         : hidden_ ? ""
                                   : values_text(item, bytes_.data() + at, most_of_a_text_);
        }
        show(at, item.size(), std::move(line));
        at += item.size();
        return true;
    }

    bool add_variable(std::size_t index, std::uint64_t& at, const std::string& name) {
        const format_item& item = layout_.items[index];
        if (item.kind == value_kind::structure) return add_elements(index, item.count, item.unit, at, name);
        const std::size_t begin = static_cast<std::size_t>(std::min<std::uint64_t>(at, bytes_.size()));
        const auto loaded = load_variable(item, bytes_.subspan(begin));
        dump_line line{
            .field = std::exchange(field_, {}), .code = without_controls(item.code(layout_.text)), .name = name};
        if (item.kind == value_kind::counted_group) line.code += "...)}";
        if (at != begin || !loaded) {
            const bool cut = at != begin || loaded.error().code == errc::short_buffer;
            line.shown = cut ? "(incomplete)" : "(bad)";
            const std::uint64_t longest = item.length_bytes != 0 ? item.length_bytes : 10;
            show(at, cut ? bytes_.size() - begin + 1 : std::min<std::uint64_t>(longest, bytes_.size() - begin), line);
            return false;
        }
        if (!hidden_) line.shown = one_value_text(item, loaded->content, most_of_a_text_);
        show(at, loaded->bytes, std::move(line));
        at += loaded->bytes;
        if (item.kind != value_kind::counted_group) return true;
        return add_elements(index, loaded->content.low_bits(), item.element_bytes, at, name);
    }

    bool add_elements(std::size_t index, std::uint64_t count, std::uint64_t size, std::uint64_t& at,
                      const std::string& name) {
        const item_range members = detail::members_of({layout_.items, {}}, index);
        const bool single = layout_.items[index].kind == value_kind::structure && !layout_.items[index].is_array();
        bool variable = false;
        for (std::size_t member = members.first; member < members.last; ++member) {
            variable = variable || layout_.items[member].variable;
        }
        const std::uint64_t shown = hidden_ || table_.full() ? 0 : std::min<std::uint64_t>(count, most_elements_);
        for (std::uint64_t element = 0; element != shown; ++element) {
            const std::uint64_t begin = at;
            if (!add_level(members, at, single ? name : name + '[' + decimal(element) + ']')) return false;
            if (!variable && at < begin + size) add_gap(at, begin + size);
            if (!variable) at = begin + size;
        }
        if (shown == count) return true;
        const std::uint64_t begin = at;
        const bool good = variable ? pass_over(members, count - shown, at) : true;
        if (!variable) at += (count - shown) * size;
        const auto clamped = [&](std::uint64_t offset) { return std::min<std::uint64_t>(offset, bytes_.size()); };
        if (!hidden_) table_.add_left_out(begin, clamped(at) - clamped(begin), count - shown);
        return good;
    }

    // Finds the end of elements without showing them.
    bool pass_over(item_range members, std::uint64_t elements, std::uint64_t& at) {
        const bool was_hidden = std::exchange(hidden_, true);
        bool good = true;
        for (std::uint64_t element = 0; good && element != elements; ++element) good = add_level(members, at, "?");
        hidden_ = was_hidden;
        return good;
    }

    byte_view bytes_;
    layout_view layout_;
    std::size_t most_elements_;
    std::size_t most_of_a_text_;
    detail::dump_table table_;
    std::string field_;    // the number of the field that begins, until a line has it
    bool hidden_ = false;  // elements are passed over
};

}  // namespace

std::string dump(byte_view bytes, const layout_view& layout, const dump_options& options) {
    return dumper(bytes, layout, options).run();
}

}  // namespace structwire
