// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "cli/command.hpp"
#include "cli/frame_output.hpp"
#include "cli/frame_text.hpp"
#include "cli/framed_input.hpp"
#include "cli/input.hpp"
#include "cli/proto_message.hpp"
#include "cli/proto_schema.hpp"
#include "cli/raw_proto.hpp"
#include "cli/raw_proto_text.hpp"
#include "cli/utf8.hpp"

namespace structwire::cli {

namespace {

struct frames_arguments {
    framing_argument framing;
    input_argument input;
    frame_form form;
    std::uint64_t count = std::numeric_limits<std::uint64_t>::max();
    bool full = false;
    proto_argument proto;
    bool raw_proto = false;
    bool multiline = false;

    [[nodiscard]] message_form form_of_messages() const {
        if (form.json) return message_form::json;
        return multiline ? message_form::lines : message_form::line;
    }
};

constexpr const char* proto_group = "Protocol Buffers";

// Adds what shows payloads as messages. None of it goes with another form of payloads, but that as JSON.
void add_proto_options(CLI::App& command, frames_arguments& arguments) {
    CLI::Option* const proto = arguments.proto.add_to(command, proto_group);
    CLI::Option* const lines =
        command.add_flag("--multiline", arguments.multiline, "print each field of a message on a line of its own");
    lines->needs(proto)->excludes(command.get_option("--json"))->option_text(" ")->group(proto_group);
    CLI::Option* const fields = command.add_flag("--raw-proto", arguments.raw_proto,
                                                 "show fields with number and wire type, without any schema");
    fields->excludes(proto)->option_text(" ")->group(proto_group);
    for (const char* other : {"--unpack", "--hex", "--raw"}) {
        proto->excludes(command.get_option(other));
        fields->excludes(command.get_option(other));
    }
}

class frames_listing {
public:
    explicit frames_listing(const frames_arguments& arguments)
        : arguments_(arguments),
          framing_(arguments.framing.compile()),
          format_(arguments.form.compile_format()),
          input_(framing_, arguments.input),
          columns_(arguments.full ? std::numeric_limits<std::size_t>::max() : output_columns()) {
        if (!arguments.proto.file.empty()) messages_.emplace(arguments.proto, arguments.form_of_messages());
    }

    // False when a frame was bad, or did not fit the format or the message type.
    bool run() {
        input_.each([this](const frame_event& event) { return event ? list(*event) : complain(event.error()); },
                    flush_output);
        flush_output();
        return all_good_;
    }

private:
    go_on list(const frame& got) {
        if (arguments_.form.raw) {
            put(got.payload);
        } else if (arguments_.form.hex) {
            put_line(hex_of(got.payload));
        } else if (arguments_.raw_proto) {
            list_fields(got);
        } else if (messages_) {
            list_message(got);
        } else {
            list_values(got);
        }
        return ++listed_ == arguments_.count ? go_on::no : go_on::yes;
    }

    static void put_line(std::string line) { put(as_bytes(line += '\n')); }

    void list_values(const frame& got) {
        const unpacked_payload values = format_ ? format_->unpack(got.payload) : unpacked_payload();
        if (arguments_.form.json) {
            put_line(frame_json(place_members(got), got, format_, values));
        } else {
            put_heading(got, format_ ? "values" : "payload");
            const bool has_values = format_ && values;
            put_line(text_line(got, has_values ? std::optional(values_text(*format_, *values)) : std::nullopt));
        }
        if (!values) complain(got, values.error());
    }

    void list_message(const frame& got) {
        const shown_message shown = messages_->show(got, input_.payload_place(got));
        if (arguments_.form.json) {
            std::string line = frame_members(place_members(got), got);
            if (shown.text) line += R"(,"values":)" + *shown.text;
            if (shown.bad) line += ',' + error_members(shown.bad->code, shown.bad->why);
            put_line(line += '}');
        } else {
            put_heading(got, messages_->type_name());
            const bool below = arguments_.multiline && shown.text;
            put_line(below ? row(got) : text_line(got, shown.text));
            if (below && !shown.text->empty()) put_line(*shown.text);
        }
        if (shown.bad) complain(got, shown.bad->code, shown.bad->why);
    }

    void list_fields(const frame& got) {
        const std::uint64_t payload_place = input_.payload_place(got);
        std::optional<wire_fault> fault;
        if (arguments_.form.json) {
            put(as_bytes(frame_members(place_members(got), got) += R"(,"fields":)"));
            fault = put_field_json(got.payload, payload_place);
            put_line((fault ? ',' + error_members(errc::bad_message, text_of(*fault)) : "") += '}');
        } else {
            put_heading(got, "fields");
            put_line(row(got));
            fault = put_field_rows(got.payload, payload_place, frame_columns(got.header.size()), columns_);
        }
        if (fault) complain(got, errc::bad_message, text_of(*fault));
    }

    static std::string text_of(const wire_fault& fault) {
        return fmt::format("offset {}: {}", fault.offset, fault.text());
    }

    void put_heading(const frame& got, std::string_view last) const {
        if (listed_ == 0) put_line(frame_columns(got.header.size()).heading(last));
    }

    // The columns in front of what the frame carries.
    std::string columns(const frame& got) const {
        return frame_columns(got.header.size()).row(place(got), input_.wire_size(got), got.header, got.payload.size());
    }

    // Nothing but these columns.
    std::string row(const frame& got) const {
        std::string line = columns(got);
        return line.erase(line.find_last_not_of(' ') + 1);
    }

    // The payload itself where there is no text for it.
    std::string text_line(const frame& got, const std::optional<std::string>& text) const {
        if (text && text->empty()) return row(got);
        const std::string line = columns(got);
        constexpr std::size_t least_room = 16;
        const std::size_t room = line.size() + least_room < columns_ ? columns_ - line.size() : least_room;
        return line + (text ? shortened(*text, room) : payload_text(got.payload, room));
    }

    std::string place_members(const frame& got) const {
        return fmt::format(R"("offset":{},"wire":{})", place(got), input_.wire_size(got));
    }

    std::uint64_t place(const frame& got) const { return input_.place(got.offset); }

    // The frame is good, what it carries is not.
    void complain(const frame& got, const error& failure) {
        report(misfit(arguments_.input.name(), place(got), failure));
        all_good_ = false;
    }

    void complain(const frame& got, errc code, std::string_view why) {
        const std::string where =
            fmt::format("{}: frame {} at offset {}", arguments_.input.name(), listed_, place(got));
        report(fmt::format("{}: {}: {}", where, name(code), without_controls(why)));
        all_good_ = false;
    }

    go_on complain(const error& failure) {
        if (arguments_.form.json) {
            const std::uint64_t offset = input_.place(failure.offset);
            put_line(error_json(fmt::format(R"("offset":{})", offset), offset, failure));
        }
        report(input_.complaint(failure));
        all_good_ = false;
        return go_on::yes;
    }

    const frames_arguments& arguments_;
    any_framing framing_;
    std::optional<format> format_;
    std::optional<message_reader> messages_;
    framed_input input_;
    std::size_t columns_;
    std::uint64_t listed_ = 0;
    bool all_good_ = true;
};

constexpr const char* footer =
    "Offsets are those of the first byte of a frame in the file. A stream that breaks, or ends inside a frame, is\n"
    "reported on stderr behind the frames in front of it, and the exit status is 1; so is a payload that does not fit\n"
    "FORMAT or is no such message, behind which it goes on. A bad SPEC, FORMAT, .proto file or type is exit status 2.\n"
    "\n"
    "Examples:\n"
    "  structwire frames u32be,adjust=8 --skip 8 picture.png\n"
    "  structwire frames postgres --count 20 session.bin\n"
    "  structwire frames varint --unpack '>I:id: 8s:symbol:' messages.bin\n"
    "  structwire frames varint --proto trade.proto --type acme.Trade --json trades.bin\n"
    "  structwire frames grpc --raw-proto stream.bin\n"
    "  tail -f service.log | structwire frames line --json\n"
    "  structwire frames u16be --hex old.bin | structwire frame --hex varint > new.bin";

}  // namespace

void add_frames(CLI::App& program) {
    CLI::App* const command = program.add_subcommand("frames", "list the frames of a file or pipe as they arrive");
    const auto arguments = std::make_shared<frames_arguments>();
    arguments->framing.add_to(*command);
    arguments->input.add_to(*command);
    CLI::Option* const unpack = arguments->form.add_to(*command);
    command->add_option("-c,--count", arguments->count, "stop behind this many frames")
        ->option_text("N")
        ->check(CLI::Range(std::uint64_t{1}, std::numeric_limits<std::uint64_t>::max()));
    command->add_flag("--full", arguments->full, "do not cut long lines");
    add_proto_options(*command, *arguments);
    command->footer(footer);
    command->callback([arguments, unpack] {
        arguments->form.unpacks = unpack->count() != 0;
        if (!frames_listing(*arguments).run()) throw bad_input{};
    });
}

}  // namespace structwire::cli
