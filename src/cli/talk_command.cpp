// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/inspect/mark.hpp>
#include <structwire/net/connect.hpp>

#include <fmt/format.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

#include "cli/command.hpp"
#include "cli/conversation.hpp"
#include "cli/hex.hpp"
#include "cli/place.hpp"
#include "cli/stop_on_signals.hpp"

namespace structwire::cli {

namespace {

struct talk_arguments {
    endpoint_argument endpoint;
    framing_argument framing;
    frame_form form;
    std::string pack;
    std::string header;
    std::uint64_t count = 0;  // 0: no end
    std::optional<double> timeout;
    bool packs = false;

    [[nodiscard]] conversation_plan plan() const {
        conversation_plan made{.peer = endpoint.text,
                               .framing = framing.compile(),
                               .printer = frame_printer(form),
                               .pack = std::nullopt,
                               .header = {},
                               .hex = form.hex,
                               .count = count};
        if (packs) {
            auto compiled = format::compile(pack);
            if (!compiled) throw bad_input{mark(pack, compiled.error()), 2};
            made.pack = *std::move(compiled);
        }
        auto bytes = parse_hex(header);
        if (!bytes) throw bad_input{fmt::format("--header {}: not hexadecimal digits in pairs", header), 2};
        made.header = *std::move(bytes);
        return made;
    }
};

// Standard input holds the lines and standard output the answers.
void refuse_own_streams(const std::string& text, const place& at) {
    for (const int number : {STDIN_FILENO, STDOUT_FILENO}) {
        if (at.input != number && at.output != number) continue;
        throw bad_input{fmt::format("{}: standard input and output are for lines, not for frames", text), 2};
    }
}

channel open_address(const std::string& text, const net::endpoint& at, silence_limit limit) {
    net::connect_options options;
    if (limit) options.until = net::deadline::in(*limit);
    auto connected = net::connect(at, options);
    if (!connected) throw bad_input{complaint(text, error::nowhere, connected.error())};
    return {*std::move(connected), limit};
}

void talk(const talk_arguments& arguments) {
    const conversation_plan plan = arguments.plan();
    const std::string& text = arguments.endpoint.text;
    const place at = arguments.endpoint.parse();
    const silence_limit limit = silence_of(arguments.timeout);
    refuse_own_streams(text, at);
    channel peer = at.is_line() ? open_line(at, text, line_use::send, limit) : open_address(text, *at.address, limit);
    if (!peer.has_output()) throw bad_input{fmt::format("{}: cannot be written to", text), 2};
    std::optional<stop_on_signals> signals;  // a terminal gets its mode back before the program ends
    if (peer.is_raw_terminal()) signals.emplace();
    std::stop_source stop = signals ? signals->source() : std::stop_source();
    if (!hold_conversation(std::move(peer), plan, stop)) throw bad_input{};
}

constexpr const char* footer =
    "Each line of standard input is the payload of a frame, as it is but for its LF; with --pack its values, "
    "separated\n"
    "by white space, in double quotes where they have some themselves (see `structwire pack`); with --hex hexadecimal\n"
    "digits. Each frame received is printed as a line of its own, while lines are sent. At the end of the input the\n"
    "sending side is ended, and answers are read until the peer ends its own. Where the peer ends first, the input is\n"
    "still sent to its end, unless that is a terminal.\n"
    "\n"
    "--timeout ends it with an error when nothing was sent or received for so long; also a connection attempt. A\n"
    "terminal or serial line has no end that could be sent or received: there, silence behind the end of the input is\n"
    "the end, and no error. Without --timeout such a conversation ends with --count or a signal.\n"
    "\n"
    "The exit status is 0 when the peer ended between two frames, 1 when the stream broke, a line could not be sent "
    "or\n"
    "a payload did not fit --unpack, 2 for wrong usage. A bad line is reported with its number from 0 and its offset;\n"
    "those in front of it are sent, and answers are read on.\n"
    "\n"
    "Examples:\n"
    "  printf 'hello\\nworld\\n' | structwire talk tcp://localhost:7000 --framing u32be\n"
    "  structwire talk unix:/run/app.sock -f varint --pack '>I8s' --unpack '>I:id: 8s:symbol:' < orders.txt\n"
    "  echo 1 | structwire talk /dev/ttyUSB0 -f cobs --pack '>H' --hex --timeout 2";

}  // namespace

void add_talk(CLI::App& program) {
    CLI::App* const command = program.add_subcommand("talk", "connect, send lines as frames and print those received");
    const auto arguments = std::make_shared<talk_arguments>();
    arguments->endpoint.add_to(*command);
    arguments->framing.add_option_to(*command);
    CLI::Option* const pack =
        command->add_option("--pack", arguments->pack, "pack the values of each line by this format string")
            ->option_text("FORMAT");
    CLI::Option* const unpack = arguments->form.add_to(*command);
    command->add_option("--header", arguments->header, "header of every frame sent, where SPEC has one")
        ->option_text("HEX");
    command->add_option("-c,--count", arguments->count, "end behind this many frames received")
        ->option_text("N")
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1} << 62));
    command->add_option("-t,--timeout", arguments->timeout, "how long nothing may be sent or received (no limit)")
        ->option_text("SECONDS")
        ->check(CLI::Range(0.001, 1e6));
    command->footer(footer);
    command->callback([arguments, pack, unpack] {
        arguments->packs = pack->count() != 0;
        arguments->form.unpacks = unpack->count() != 0;
        talk(*arguments);
    });
}

}  // namespace structwire::cli
