// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/inspect/mark.hpp>
#include <structwire/inspect/value_text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/command.hpp"
#include "cli/input.hpp"

namespace structwire::cli {

namespace {

struct unpack_arguments {
    format_argument format;
    input_argument input;
    bool json = false;
};

// Walks over items and flattened values together.
class record_printer {
public:
    record_printer(const format& compiled, std::span<const value> record) : compiled_(compiled), record_(record) {}

    void print_table() {
        add_rows({0, compiled_.items().size()}, "");
        std::size_t widest_code = 4;
        std::size_t widest_name = 4;
        for (const row& each : rows_) {
            widest_code = std::max(widest_code, each.code.size());
            widest_name = std::max(widest_name, each.name.size());
        }
        fmt::print("field  {:{}}  {:{}}  value\n", "code", widest_code, "name", widest_name);
        for (const row& each : rows_) {
            fmt::print("{:>5}  {:{}}  {:{}}  {}\n", each.field, each.code, widest_code, each.name, widest_name,
                       each.shown);
        }
    }

    void print_json(std::size_t size) {
        fmt::print("{{\"format\": {}, \"size\": {}, \"fields\": [", quote(compiled_.text()), size);
        std::string_view before = "";
        for (const format_field& field : compiled_.fields()) {
            if (field.depth != 0) continue;
            const std::string offset = field.offset == error::nowhere ? "null" : fmt::format("{}", field.offset);
            fmt::print("{}\n  {{\"code\": {}, \"name\": {}, \"offset\": {}, \"value\": {}}}", before,
                       quote(code_of(field.item)), quote(field.name), offset, item_json(field.item));
            before = ",";
        }
        fmt::print("\n]}}\n");
    }

private:
    struct range {
        std::size_t first;
        std::size_t last;
    };
    struct row {
        std::string field;
        std::string code;
        std::string name;
        std::string shown;
    };

    static std::string quote(std::string_view text) { return value_json({}, value(text)); }

    range members_of(std::size_t index) const { return {index + 1, next_sibling(compiled_.items(), index)}; }

    std::string code_of(std::size_t index) const {
        const format_item& item = compiled_.items()[index];
        std::string code(item.code(compiled_.text()));
        if (item.kind == value_kind::structure) code += "...}";
        if (item.kind == value_kind::counted_group) code += "...)}";
        return code;
    }

    value next() {
        const value taken = record_.front();
        record_ = record_.subspan(1);
        return taken;
    }

    template <class Text>
    std::string joined(const format_item& item, std::uint64_t count, std::string_view between, Text text) {
        std::string out;
        for (std::uint64_t index = 0; index != count; ++index) {
            if (index != 0) out += between;
            out += text(item, next());
        }
        return out;
    }

    void add_rows(range level, const std::string& path) {
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

    void add_item(std::size_t index, const std::string& name) {
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

    // An object where all fields of the level have names; of a single field without name its value; else an array.
    std::string level_json(range level) {
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
            if (named) out += quote(items[index].name(compiled_.text())) + ": ";
            out += item_json(index);
        }
        return named ? '{' + out + '}' : fields == 1 ? out : '[' + out + ']';
    }

    std::string item_json(std::size_t index) {
        const format_item& item = compiled_.items()[index];
        if (!item.is_nested()) {
            const std::string content = joined(item, item.values(), ", ", value_json);
            return item.is_array() ? '[' + content + ']' : content;
        }
        const bool group = item.kind == value_kind::counted_group;
        if (!group && !item.is_array()) return level_json(members_of(index));
        std::string out;
        for (std::uint64_t elements = group ? next().low_bits() : item.count; elements != 0; --elements) {
            const std::size_t left = record_.size();
            const std::string element = level_json(members_of(index));
            if (record_.size() == left) break;
            out += (out.empty() ? "" : ", ") + element;
        }
        return '[' + out + ']';
    }

    const format& compiled_;
    std::span<const value> record_;
    std::vector<row> rows_;
    std::string field_;  // the number of the field that begins, until a row has it
};

void unpack(const unpack_arguments& arguments) {
    const format compiled = arguments.format.compile();
    const std::vector<std::byte> bytes = arguments.input.read();
    const auto record = compiled.unpack(bytes);
    if (!record) throw bad_input{mark(arguments.format.text, record.error())};
    record_printer printer(compiled, *record);
    arguments.json ? printer.print_json(bytes.size()) : printer.print_table();
}

}  // namespace

void add_unpack(CLI::App& program) {
    CLI::App* const command = program.add_subcommand("unpack", "unpack one record and print its fields");
    const auto arguments = std::make_shared<unpack_arguments>();
    arguments->format.add_to(*command);
    arguments->input.add_to(*command);
    command->add_flag("--json", arguments->json, "print JSON instead of a table");
    command->callback([arguments] { unpack(*arguments); });
}

}  // namespace structwire::cli
