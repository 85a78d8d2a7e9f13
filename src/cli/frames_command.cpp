// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/inspect/mark.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "cli/frame_text.hpp"
#include "cli/framed_input.hpp"
#include "cli/hex.hpp"
#include "cli/input.hpp"
#include "cli/record_text.hpp"

namespace structwire::cli {

namespace {

struct frames_arguments {
    framing_argument framing;
    input_argument input;
    std::string unpack;
    std::uint64_t count = std::numeric_limits<std::uint64_t>::max();
    bool unpacks = false;
    bool full = false;
    bool hex = false;
    bool json = false;
    bool raw = false;

    std::optional<format> compile_format() const {
        if (!unpacks) return std::nullopt;
        auto compiled = format::compile(unpack);
        if (!compiled) throw bad_input{mark(unpack, compiled.error()), 2};
        return *std::move(compiled);
    }
};

std::string hex_of(byte_view bytes) {
    std::string digits;
    append_hex(digits, bytes);
    return digits;
}

std::string error_members(const error& failure) {
    return fmt::format(R"("error":"{}","message":{})", name(failure.code), json_string(describe(failure).view()));
}

// All fields of a record on one line.
std::string values_text(const format& compiled, const std::vector<value>& record) {
    std::string line;
    for (const record_row& row : record_text(compiled, record).rows()) {
        if (!line.empty()) line += "  ";
        if (!row.name.empty()) line += row.name + '=';
        line += row.shown;
    }
    return line;
}

class frames_listing {
public:
    explicit frames_listing(const frames_arguments& arguments)
        : arguments_(arguments),
          framing_(arguments.framing.compile()),
          format_(arguments.compile_format()),
          input_(framing_, arguments.input),
          columns_(arguments.full ? std::numeric_limits<std::size_t>::max() : output_columns()) {}

    // False when a frame was bad, or did not fit the format.
    bool run() {
        input_.each([this](const frame_event& event) { return event ? list(*event) : complain(event.error()); },
                    flush_output);
        flush_output();
        return all_good_;
    }

private:
    using record = std::expected<std::vector<value>, error>;

    go_on list(const frame& got) {
        if (arguments_.raw) {
            put(got.payload);
        } else if (arguments_.hex) {
            put_line(hex_of(got.payload));
        } else {
            const record values = format_ ? format_->unpack(got.payload) : record();
            if (!arguments_.json && listed_ == 0) {
                put_line(frame_columns(got.header.size()).heading(format_ ? "values" : "payload"));
            }
            put_line(arguments_.json ? json_line(got, values) : text_line(got, values));
            if (!values) complain(got, values.error());
        }
        return ++listed_ == arguments_.count ? go_on::no : go_on::yes;
    }

    static void put_line(std::string line) { put(as_bytes(line += '\n')); }

    std::string text_line(const frame& got, const record& values) {
        std::string line =
            frame_columns(got.header.size()).row(place(got), input_.wire_size(got), got.header, got.payload.size());
        constexpr std::size_t least_room = 16;
        const std::size_t room = line.size() + least_room < columns_ ? columns_ - line.size() : least_room;
        const bool has_values = format_ && values;
        return line += has_values ? shortened(values_text(*format_, *values), room) : payload_text(got.payload, room);
    }

    std::string json_line(const frame& got, const record& values) {
        std::string line =
            fmt::format(R"({{"offset":{},"wire":{},"length":{},"header":"{}","payload":"{}")", place(got),
                        input_.wire_size(got), got.payload.size(), hex_of(got.header), hex_of(got.payload));
        if (!values) {
            line += ',' + error_members(values.error());
        } else if (format_) {
            line += R"(,"values":)" + record_text(*format_, *values).json();
        }
        return line += '}';
    }

    std::uint64_t place(const frame& got) const { return input_.place(got.offset); }

    // The frame is good, what it carries is not.
    void complain(const frame& got, const error& failure) {
        report(fmt::format("{}: offset {}: payload does not fit the format: {}", arguments_.input.name(), place(got),
                           describe(failure).view()));
        all_good_ = false;
    }

    go_on complain(const error& failure) {
        if (arguments_.json) {
            error shown = failure;
            shown.offset = error::nowhere;  // has a member of its own
            put_line(fmt::format(R"({{"offset":{},{}}})", input_.place(failure.offset), error_members(shown)));
        }
        report(input_.complaint(failure));
        all_good_ = false;
        return go_on::yes;
    }

    const frames_arguments& arguments_;
    any_framing framing_;
    std::optional<format> format_;
    framed_input input_;
    std::size_t columns_;
    std::uint64_t listed_ = 0;
    bool all_good_ = true;
};

constexpr const char* footer =
    "Offsets are those of the first byte of a frame in the file. A stream that breaks, or ends inside a frame, is\n"
    "reported on stderr behind the frames in front of it, and the exit status is 1; a bad SPEC or FORMAT is exit\n"
    "status 2.\n"
    "\n"
    "Examples:\n"
    "  structwire frames u32be,adjust=8 --skip 8 picture.png\n"
    "  structwire frames postgres --count 20 session.bin\n"
    "  structwire frames varint --unpack '>I:id: 8s:symbol:' messages.bin\n"
    "  tail -f service.log | structwire frames line --json\n"
    "  structwire frames u16be --hex old.bin | structwire frame --hex varint > new.bin";

}  // namespace

void add_frames(CLI::App& program) {
    CLI::App* const command = program.add_subcommand("frames", "list the frames of a file or pipe as they arrive");
    const auto arguments = std::make_shared<frames_arguments>();
    arguments->framing.add_to(*command);
    arguments->input.add_to(*command);
    CLI::Option* const unpack =
        command->add_option("--unpack", arguments->unpack, "unpack each payload by this format string")
            ->option_text("FORMAT");
    command->add_option("-c,--count", arguments->count, "stop behind this many frames")
        ->option_text("N")
        ->check(CLI::Range(std::uint64_t{1}, std::numeric_limits<std::uint64_t>::max()));
    command->add_flag("--full", arguments->full, "do not cut long lines");
    CLI::Option* const json = command->add_flag("--json", arguments->json, "print one JSON object per line");
    CLI::Option* const hex =
        command->add_flag("--hex", arguments->hex, "print payloads alone, in hexadecimal, one per line");
    CLI::Option* const raw =
        command->add_flag("--raw", arguments->raw, "write payloads alone, as bytes without any end");
    json->excludes(hex, raw)->option_text(" ");  // in place of the list, which every one of them would show
    hex->excludes(raw, unpack)->option_text(" ");
    raw->excludes(unpack)->option_text(" ");
    command->footer(footer);
    command->callback([arguments, unpack] {
        arguments->unpacks = unpack->count() != 0;
        if (!frames_listing(*arguments).run()) throw bad_input{};
    });
}

}  // namespace structwire::cli
