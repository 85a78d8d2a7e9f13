// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "cli/record_text.hpp"

#include <structwire/inspect/value_text.hpp>

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace structwire::cli {

std::string json_string(std::string_view text) { return value_json({}, value(text)); }

std::vector<record_row> record_text::rows() {
    add_rows({0, compiled_.items().size()}, "");
    return std::move(rows_);
}

std::string record_text::json() { return level_json({0, compiled_.items().size()}, lone_field::array); }

std::string record_text::code_of(std::size_t index) const {
    const format_item& item = compiled_.items()[index];
    std::string code(item.code(compiled_.text()));
    if (item.kind == value_kind::structure) code += "...}";
    if (item.kind == value_kind::counted_group) code += "...)}";
    return code;
}

value record_text::next() {
    const value taken = record_.front();
    record_ = record_.subspan(1);
    return taken;
}

template <class Text>
std::string record_text::joined(const format_item& item, std::uint64_t count, std::string_view between, Text text) {
    std::string out;
    for (std::uint64_t index = 0; index != count; ++index) {
        if (index != 0) out += between;
        out += text(item, next());
    }
    return out;
}

void record_text::add_rows(range level, const std::string& path) {
    const auto items = compiled_.items();
    std::size_t number = 0;
    for (std::size_t index = level.first; index < level.last; index = next_sibling(items, index)) {
        const format_item& item = items[index];
        if (!item.is_field()) continue;
        if (path.empty()) field_ = fmt::format("{}", number);
        std::string name(item.name(compiled_.text()));
        const bool alone = index == level.first && next_sibling(items, index) == level.last;
        if (name.empty() && (item.is_nested() || (!path.empty() && !alone))) name = fmt::format("{}", number);
        if (!path.empty()) name.insert(0, name.empty() ? path : path + '.');
        add_item(index, name);
        ++number;
    }
}

void record_text::add_item(std::size_t index, const std::string& name) {
    const format_item& item = compiled_.items()[index];
    std::uint64_t elements = item.count;
    if (item.kind != value_kind::structure) {
        const bool group = item.kind == value_kind::counted_group;
        if (group) elements = record_.front().low_bits();
        rows_.push_back({std::exchange(field_, {}), code_of(index), name,
                         joined(item, group ? 1 : item.values(), " ", value_text)});
        if (!group) return;
    }
    if (item.flat == 0) return;
    const bool single = item.kind == value_kind::structure && !item.is_array();
    for (std::uint64_t element = 0; element != elements; ++element) {
        const std::size_t left = record_.size();
        add_rows(members_of(index), single ? name : fmt::format("{}[{}]", name, element));
        if (record_.size() == left) break;  // pads alone, any number of times
    }
}

// An object where all fields of the level have names; of a single field without name perhaps its value; else an array.
std::string record_text::level_json(range level, lone_field alone) {
    const auto items = compiled_.items();
    bool named = true;
    std::size_t fields = 0;
    for (std::size_t index = level.first; index < level.last; index = next_sibling(items, index)) {
        if (!items[index].is_field()) continue;
        ++fields;
        named = named && items[index].name_size != 0;
    }
    std::string out;
    for (std::size_t index = level.first; index < level.last; index = next_sibling(items, index)) {
        if (!items[index].is_field()) continue;
        if (!out.empty()) out += ", ";
        if (named) out += json_string(items[index].name(compiled_.text())) + ": ";
        out += item_json(index);
    }
    if (named) return '{' + out + '}';
    return fields == 1 && alone == lone_field::value ? out : '[' + out + ']';
}

std::string record_text::item_json(std::size_t index) {
    const format_item& item = compiled_.items()[index];
    if (!item.is_nested()) {
        const std::string content = joined(item, item.values(), ", ", value_json);
        return item.is_array() ? '[' + content + ']' : content;
    }
    const bool group = item.kind == value_kind::counted_group;
    if (!group && !item.is_array()) return level_json(members_of(index), lone_field::value);
    std::string out;
    for (std::uint64_t elements = group ? next().low_bits() : item.count; elements != 0; --elements) {
        const std::size_t left = record_.size();
        const std::string element = level_json(members_of(index), lone_field::value);
        if (record_.size() == left) break;
        out += (out.empty() ? "" : ", ") + element;
    }
    return '[' + out + ']';
}

}  // namespace structwire::cli
