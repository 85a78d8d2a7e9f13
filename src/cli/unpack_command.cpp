// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/inspect/mark.hpp>
#include <structwire/inspect/value_text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <span>
#include <string>
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

// Calls `visit(number, item, values)` for each field.
template <class Visit>
void for_each_field(const format& compiled, std::span<const value> record, Visit visit) {
    std::size_t number = 0;
    for (const format_item& item : compiled.items()) {
        if (!item.is_field()) continue;
        const auto count = static_cast<std::size_t>(item.values());
        visit(number++, item, record.first(count));
        record = record.subspan(count);
    }
}

template <class Text>
std::string joined(const format_item& item, std::span<const value> values, std::string_view between, Text text) {
    std::string out;
    for (const value& each : values) {
        if (&each != values.data()) out += between;
        out += text(item, each);
    }
    return out;
}

std::string code_text(const format_item& item) {
    return item.counted ? fmt::format("{}{}", item.count, item.letter) : std::string(1, item.letter);
}

void print_table(const format& compiled, std::span<const value> record) {
    std::size_t widest_code = 4;
    std::size_t widest_name = 4;
    for (const format_item& item : compiled.items()) {
        widest_code = std::max(widest_code, code_text(item).size());
        widest_name = std::max(widest_name, static_cast<std::size_t>(item.name_size));
    }
    fmt::print("field  {:{}}  {:{}}  value\n", "code", widest_code, "name", widest_name);
    for_each_field(compiled, record, [&](std::size_t number, const format_item& item, std::span<const value> values) {
        fmt::print("{:5}  {:{}}  {:{}}  {}\n", number, code_text(item), widest_code, item.name(compiled.text()),
                   widest_name, joined(item, values, " ", value_text));
    });
}

void print_json(const format& compiled, std::span<const value> record) {
    const auto json_text = [](std::string_view text) { return value_json({}, value(text)); };
    fmt::print("{{\"format\": {}, \"size\": {}, \"fields\": [", json_text(compiled.text()), compiled.size());
    for_each_field(compiled, record, [&](std::size_t number, const format_item& item, std::span<const value> values) {
        const bool is_array = item.counted && item.count != 1 && !item.is_text();
        const std::string content = joined(item, values, ", ", value_json);
        fmt::print("{}\n  {{\"code\": \"{}\", \"name\": {}, \"offset\": {}, \"value\": {}}}", number == 0 ? "" : ",",
                   code_text(item), json_text(item.name(compiled.text())), item.offset,
                   is_array ? '[' + content + ']' : content);
    });
    fmt::print("\n]}}\n");
}

void unpack(const unpack_arguments& arguments) {
    const format compiled = arguments.format.compile();
    const std::vector<std::byte> bytes = arguments.input.read();
    const auto record = compiled.unpack(bytes);
    if (!record) throw bad_input{mark(arguments.format.text, record.error())};
    arguments.json ? print_json(compiled, *record) : print_table(compiled, *record);
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
