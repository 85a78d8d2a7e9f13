// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/inspect/mark.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hpp"
#include "cli/input.hpp"
#include "cli/record_text.hpp"

namespace structwire::cli {

namespace {

struct unpack_arguments {
    format_argument format;
    input_argument input;
    bool json = false;
};

void print_table(record_text record) {
    const std::vector<record_row> rows = record.rows();
    std::size_t widest_code = 4;
    std::size_t widest_name = 4;
    for (const record_row& each : rows) {
        widest_code = std::max(widest_code, each.code.size());
        widest_name = std::max(widest_name, each.name.size());
    }
    fmt::print("field  {:{}}  {:{}}  value\n", "code", widest_code, "name", widest_name);
    for (const record_row& each : rows) {
        fmt::print("{:>5}  {:{}}  {:{}}  {}\n", each.field, each.code, widest_code, each.name, widest_name, each.shown);
    }
}

void print_json(const format& compiled, record_text record, std::size_t size) {
    fmt::print("{{\"format\": {}, \"size\": {}, \"fields\": [", json_string(compiled.text()), size);
    std::string_view before = "";
    for (const format_field& field : compiled.fields()) {
        if (field.depth != 0) continue;
        const std::string offset = field.offset == error::nowhere ? "null" : fmt::format("{}", field.offset);
        fmt::print("{}\n  {{\"code\": {}, \"name\": {}, \"offset\": {}, \"value\": {}}}", before,
                   json_string(record.code_of(field.item)), json_string(field.name), offset,
                   record.item_json(field.item));
        before = ",";
    }
    fmt::print("\n]}}\n");
}

void unpack(const unpack_arguments& arguments) {
    const format compiled = arguments.format.compile();
    const std::vector<std::byte> bytes = arguments.input.read();
    const auto record = compiled.unpack(bytes);
    if (!record) throw bad_input{mark(arguments.format.text, record.error())};
    const record_text text(compiled, *record);
    arguments.json ? print_json(compiled, text, bytes.size()) : print_table(text);
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
