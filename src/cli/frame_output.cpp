// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "cli/frame_output.hpp"

#include <structwire/inspect/mark.hpp>

#include <fmt/format.h>

#include <limits>
#include <utility>

#include "cli/command.hpp"
#include "cli/frame_text.hpp"
#include "cli/hex.hpp"
#include "cli/input.hpp"
#include "cli/record_text.hpp"

namespace structwire::cli {

namespace {

std::string error_members(const error& failure) { return cli::error_members(failure.code, describe(failure).view()); }

// In front of the members of a JSON object that every line has.
std::string line_members(std::string_view peer, std::uint64_t offset) {
    std::string members = peer.empty() ? "" : fmt::format(R"("peer":{},)", json_string(peer));
    return members += fmt::format(R"("offset":{})", offset);
}

}  // namespace

CLI::Option* frame_form::add_to(CLI::App& command) {
    CLI::Option* const values =
        command.add_option("--unpack", unpack, "unpack each payload by this format string")->option_text("FORMAT");
    CLI::Option* const as_json = command.add_flag("--json", json, "print one JSON object per line");
    CLI::Option* const as_hex = command.add_flag("--hex", hex, "print payloads alone, in hexadecimal, one per line");
    CLI::Option* const as_raw = command.add_flag("--raw", raw, "write payloads alone, as bytes without any end");
    as_json->excludes(as_hex, as_raw)->option_text(" ");  // in place of the list, which every one of them would show
    as_hex->excludes(as_raw, values)->option_text(" ");
    as_raw->excludes(values)->option_text(" ");
    return values;
}

std::optional<format> frame_form::compile_format() const {
    if (!unpacks) return std::nullopt;
    auto compiled = format::compile(unpack);
    if (!compiled) throw bad_input{mark(unpack, compiled.error()), 2};
    return *std::move(compiled);
}

std::string hex_of(byte_view bytes) {
    std::string digits;
    append_hex(digits, bytes);
    return digits;
}

std::string values_text(const format& compiled, const std::vector<value>& record) {
    std::string line;
    for (const record_row& row : record_text(compiled, record).rows()) {
        if (!line.empty()) line += "  ";
        if (!row.name.empty()) line += row.name + '=';
        line += row.shown;
    }
    return line;
}

std::string frame_members(std::string_view members, const frame& got) {
    return fmt::format(R"({{{},"length":{},"header":"{}","payload":"{}")", members, got.payload.size(),
                       hex_of(got.header), hex_of(got.payload));
}

std::string error_members(errc code, std::string_view why) {
    return fmt::format(R"("error":"{}","message":{})", name(code), json_string(why));
}

std::string frame_json(std::string_view members, const frame& got, const std::optional<format>& compiled,
                       const unpacked_payload& values) {
    std::string line = frame_members(members, got);
    if (!values) {
        line += ',' + error_members(values.error());
    } else if (compiled) {
        line += R"(,"values":)" + record_text(*compiled, *values).json();
    }
    return line += '}';
}

std::string error_json(std::string_view members, std::uint64_t offset, error failure) {
    failure.offset = error::nowhere;  // has a member of its own
    if (offset == error::nowhere) return fmt::format("{{{}}}", error_members(failure));
    return fmt::format(R"({{{},{}}})", members, error_members(failure));
}

std::string complaint(std::string_view stream, std::uint64_t offset, error failure) {
    failure.offset = error::nowhere;  // is said in front
    const std::string place = offset == error::nowhere ? "" : fmt::format("offset {}: ", offset);
    return fmt::format("{}: {}{}: {}", stream, place, name(failure.code), describe(failure).view());
}

std::string misfit(std::string_view stream, std::uint64_t offset, const error& failure) {
    return fmt::format("{}: offset {}: payload does not fit the format: {}", stream, offset, describe(failure).view());
}

bool frame_printer::print(std::string_view stream, std::string_view peer, const frame& got) const {
    const unpacked_payload values = format_ ? format_->unpack(got.payload) : unpacked_payload();
    if (form_.raw) {
        put(got.payload);
    } else {
        put(as_bytes(line_of(peer, got, values) + '\n'));
    }
    flush_output();
    if (!values) report(misfit(stream, got.offset, values.error()));
    return values.has_value();
}

std::string frame_printer::line_of(std::string_view peer, const frame& got, const unpacked_payload& values) const {
    if (form_.json) return frame_json(line_members(peer, got.offset), got, format_, values);
    std::string line = peer.empty() ? "" : fmt::format("{}  ", peer);
    if (form_.hex) return line += hex_of(got.payload);
    if (format_ && values) return line += values_text(*format_, *values);
    return line += payload_text(got.payload, std::numeric_limits<std::size_t>::max());
}

void frame_printer::print(std::string_view stream, std::string_view peer, const error& failure) const {
    if (form_.json) {
        put(as_bytes(error_json(line_members(peer, failure.offset), failure.offset, failure) + '\n'));
        flush_output();
    }
    report(complaint(stream, failure.offset, failure));
}

}  // namespace structwire::cli
