// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>

#include "cli/command.hpp"
#include "cli/frame_output.hpp"
#include "cli/frame_text.hpp"
#include "cli/framed_input.hpp"
#include "cli/input.hpp"

namespace structwire::cli {

namespace {

struct frames_arguments {
    framing_argument framing;
    input_argument input;
    frame_form form;
    std::uint64_t count = std::numeric_limits<std::uint64_t>::max();
    bool full = false;
};

class frames_listing {
public:
    explicit frames_listing(const frames_arguments& arguments)
        : arguments_(arguments),
          framing_(arguments.framing.compile()),
          format_(arguments.form.compile_format()),
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
    go_on list(const frame& got) {
        if (arguments_.form.raw) {
            put(got.payload);
        } else if (arguments_.form.hex) {
            put_line(hex_of(got.payload));
        } else {
            const unpacked_payload values = format_ ? format_->unpack(got.payload) : unpacked_payload();
            if (!arguments_.form.json && listed_ == 0) {
                put_line(frame_columns(got.header.size()).heading(format_ ? "values" : "payload"));
            }
            put_line(arguments_.form.json ? json_line(got, values) : text_line(got, values));
            if (!values) complain(got, values.error());
        }
        return ++listed_ == arguments_.count ? go_on::no : go_on::yes;
    }

    static void put_line(std::string line) { put(as_bytes(line += '\n')); }

    std::string text_line(const frame& got, const unpacked_payload& values) {
        std::string line =
            frame_columns(got.header.size()).row(place(got), input_.wire_size(got), got.header, got.payload.size());
        constexpr std::size_t least_room = 16;
        const std::size_t room = line.size() + least_room < columns_ ? columns_ - line.size() : least_room;
        const bool has_values = format_ && values;
        return line += has_values ? shortened(values_text(*format_, *values), room) : payload_text(got.payload, room);
    }

    std::string json_line(const frame& got, const unpacked_payload& values) {
        const std::string members = fmt::format(R"("offset":{},"wire":{})", place(got), input_.wire_size(got));
        return frame_json(members, got, format_, values);
    }

    std::uint64_t place(const frame& got) const { return input_.place(got.offset); }

    // The frame is good, what it carries is not.
    void complain(const frame& got, const error& failure) {
        report(misfit(arguments_.input.name(), place(got), failure));
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
    CLI::Option* const unpack = arguments->form.add_to(*command);
    command->add_option("-c,--count", arguments->count, "stop behind this many frames")
        ->option_text("N")
        ->check(CLI::Range(std::uint64_t{1}, std::numeric_limits<std::uint64_t>::max()));
    command->add_flag("--full", arguments->full, "do not cut long lines");
    command->footer(footer);
    command->callback([arguments, unpack] {
        arguments->form.unpacks = unpack->count() != 0;
        if (!frames_listing(*arguments).run()) throw bad_input{};
    });
}

}  // namespace structwire::cli
