// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/framing/any_framing.hpp>

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "cli/framed_input.hpp"
#include "cli/hex.hpp"
#include "cli/input.hpp"

namespace structwire::cli {

namespace {

struct frame_arguments {
    framing_argument framing;
    input_argument input;
    framing_argument from;
    std::string header;
    bool reframes = false;
    bool whole = false;
    bool hex = false;
};

void append_frame(std::string& out, const encoded_frame& frame) {
    const std::size_t before = out.size();
    out.resize(before + frame.size());
    frame.copy_to(reinterpret_cast<std::byte*>(out.data() + before));
}

// Frames payloads one after the other.
class frame_output {
public:
    explicit frame_output(const frame_arguments& arguments)
        : arguments_(arguments), framing_(arguments.framing.compile()), header_(read_header(arguments.header)) {}

    // `offset` is where `input` starts in the file: a payload, or the text of one.
    void add(byte_view input, std::uint64_t offset) {
        if (!arguments_.hex) return add_payload(input, offset);
        const auto payload = parse_hex(as_text(input));
        if (!payload) {
            fail(offset, fmt::format("not hexadecimal digits in pairs at offset {}", offset + payload.error()));
        }
        add_payload(*payload, offset);
    }

    void send() {
        put(as_bytes(out_));
        flush_output();
        out_.clear();
    }

private:
    static std::vector<std::byte> read_header(const std::string& digits) {
        auto header = parse_hex(digits);
        if (header) return *std::move(header);
        throw bad_input{fmt::format("--header {}: not hexadecimal digits in pairs", digits), 2};
    }

    void add_payload(byte_view payload, std::uint64_t offset) {
        const auto encoded = framing_.encode(payload, header_);
        if (!encoded) {
            const std::string header = header_.empty() ? "no header" : fmt::format("a header of {}", header_.size());
            fail(offset, fmt::format("{} bytes and {}: {}", payload.size(), header, describe(encoded.error()).view()));
        }
        append_frame(out_, *encoded);
        ++payloads_;
    }

    // The frames in front of the payload are good.
    [[noreturn]] void fail(std::uint64_t offset, const std::string& why) {
        send();
        throw bad_input{
            fmt::format("{}: payload {} at offset {}: {}", arguments_.input.name(), payloads_, offset, why)};
    }

    const frame_arguments& arguments_;
    any_framing framing_;
    std::vector<std::byte> header_;
    std::string out_;
    std::uint64_t payloads_ = 0;
};

// False when the input was bad.
bool frame_each(const any_framing& framing, const input_argument& argument, frame_output& output) {
    framed_input input(framing, argument);
    bool all_good = true;
    input.each(
        [&](const frame_event& event) {
            if (event) {
                output.add(event->payload, input.place(event->offset));
            } else {
                output.send();
                report(input.complaint(event.error()));
                all_good = false;
            }
            return go_on::yes;
        },
        [&] { output.send(); });
    output.send();
    return all_good;
}

bool frame_payloads(const frame_arguments& arguments) {
    frame_output output(arguments);
    if (arguments.reframes) return frame_each(arguments.from.compile(), arguments.input, output);
    if (!arguments.whole) {
        const framing_argument lines{fmt::format("lf,limit={}", input_argument::max_bytes)};
        return frame_each(lines.compile(), arguments.input, output);
    }
    output.add(arguments.input.read(), arguments.input.skip);
    output.send();
    return true;
}

constexpr const char* footer =
    "Without --whole and --from, each line of the input is a payload, as it is but for the LF at its end, which the\n"
    "last one need not have. The first payload that cannot be framed is reported with its number from 0 and its\n"
    "offset in the input; the frames in front of it are written, and the exit status is 1. A bad SPEC is exit\n"
    "status 2.\n"
    "\n"
    "Examples:\n"
    "  printf 'hello\\nworld\\n' | structwire frame u32be > messages.bin\n"
    "  structwire pack '>I8s' 42 BTCUSD | structwire frame --whole varint | nc localhost 9000\n"
    "  echo '73656c656374 31 00' | structwire frame postgres --hex --header 51\n"
    "  structwire frame u32be --from varint messages.bin > wider.bin";

}  // namespace

void add_frame(CLI::App& program) {
    CLI::App* const command =
        program.add_subcommand("frame", "write the lines of a file or pipe, or all of it, as frames");
    const auto arguments = std::make_shared<frame_arguments>();
    arguments->framing.add_to(*command);
    arguments->input.add_to(*command);
    CLI::Option* const whole = command->add_flag("--whole,--file", arguments->whole, "all of the input is one payload");
    CLI::Option* const hex = command->add_flag("--hex", arguments->hex,
                                               "payloads are in hexadecimal, with white space between bytes or none");
    CLI::Option* const from =
        command->add_option("--from", arguments->from.text, "the input is framed itself: each of its payloads is one")
            ->option_text("SPEC");
    command->add_option("--header", arguments->header, "header of every frame, where SPEC has one")->option_text("HEX");
    from->excludes(whole, hex);
    for (CLI::Option* const excluded : {whole, hex}) excluded->option_text(" ");  // in place of the list
    command->footer(footer);
    command->callback([arguments, from] {
        arguments->reframes = from->count() != 0;
        if (!frame_payloads(*arguments)) throw bad_input{};
    });
}

}  // namespace structwire::cli
