// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Input: bytes that may be a message of a type, shown by its .proto file in every form.
#include <structwire/fuzz.hpp>

#include <algorithm>
#include <array>
#include <string>

#include "check.hpp"
#include "cli/proto_message.hpp"
#include "cli_input.hpp"
#include "envelope.pb.h"
#include "json.hpp"
#include "order_book.pb.h"

namespace {

namespace fuzz = structwire::fuzz;
namespace cli = structwire::cli;

cli::proto_argument argument(const char* file, const char* type) {
    return {.file = std::string(STRUCTWIRE_FUZZ_PROTO_FOLDER) + file, .type = type, .folders = {}};
}

template <class Message>
bool check_shown(cli::message_reader& reader, cli::message_form form, const structwire::frame& got) {
    const cli::shown_message shown = reader.show(got, 0);
    Message message;
    const bool is_message = message.ParseFromArray(got.payload.data(), static_cast<int>(got.payload.size()));
    check(is_message == !shown.bad, "the generated class takes the same bytes");
    check(shown.text.has_value() || shown.bad.has_value(), "there is a text, or what is wrong");
    if (shown.bad) check(!shown.bad->why.empty(), "what is wrong is said");
    if (!shown.text) return false;
    check(is_harmless(*shown.text), "messages cannot send anything to the terminal");
    const bool is_json = form == cli::message_form::json;
    if (is_json) check(json_reader(*shown.text).is_value(), "a message as JSON is JSON");
    if (form != cli::message_form::lines) check(shown.text->find('\n') == std::string::npos, "a line is one line");
    return is_message;
}

bool show(const structwire::frame& got) {
    using enum cli::message_form;
    constexpr std::array forms{line, lines, json};
    static std::array<cli::message_reader, 6> readers{{
        {argument("envelope.proto", "structwire.demo.Envelope"), line},
        {argument("envelope.proto", "structwire.demo.Envelope"), lines},
        {argument("envelope.proto", "structwire.demo.Envelope"), json},
        {argument("order_book.proto", "structwire.demo.OrderBook"), line},
        {argument("order_book.proto", "structwire.demo.OrderBook"), lines},
        {argument("order_book.proto", "structwire.demo.OrderBook"), json},
    }};
    bool good = false;
    for (std::size_t index = 0; index != forms.size(); ++index) {
        good |= check_shown<structwire::demo::Envelope>(readers[index], forms[index], got);
        good |= check_shown<structwire::demo::OrderBook>(readers[index + 3], forms[index], got);
    }
    return good;
}

}  // namespace

STRUCTWIRE_FUZZ_DEFINE(fuzz::frame_target(fuzz::model_of_protobuf(), fuzz::wire_of(fuzz::unframed), show))
