// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Input: frames with an envelope. The dispatcher opens it, and the runtime does.
#include <structwire/fuzz.hpp>
#include <structwire/protobuf/dispatcher.hpp>

#include <google/protobuf/stubs/logging.h>

#include <cstdint>
#include <optional>
#include <string>

#include "check.hpp"
#include "envelope.pb.h"

namespace {

namespace fuzz = structwire::fuzz;
namespace demo = structwire::demo;
namespace protobuf = structwire::protobuf;

using structwire::byte_view;

/// What was called last; id 0: the handler of the rest.
struct called {
    std::uint32_t id = 0;
    std::string message{};

    bool operator==(const called&) const = default;
};

// Which handler is called with what; no id where the dispatcher refuses.
std::optional<called> dispatched(byte_view payload) {
    called seen;
    protobuf::dispatcher routes(
        protobuf::oneof_envelope<1, 100>{},
        protobuf::on<demo::Trade>(1, [&](const demo::Trade& trade) { seen = {1, trade.SerializeAsString()}; }),
        protobuf::on<demo::Cancel>(100, [&](const demo::Cancel& cancel) { seen = {100, cancel.SerializeAsString()}; }),
        protobuf::otherwise([&](const auto& unknown) { seen = {unknown.id, {}}; }));
    if (!routes.dispatch({{}, payload, 0})) return std::nullopt;
    return seen;
}

// What the runtime finds.
called found_in(const demo::Envelope& whole) {
    if (whole.has_trade()) return {1, whole.trade().SerializeAsString()};
    if (whole.has_cancel()) return {100, whole.cancel().SerializeAsString()};
    return {};
}

bool dispatch(byte_view payload) {
    static const auto was = google::protobuf::SetLogHandler(nullptr);  // it reports strings that are not UTF-8
    static_cast<void>(was);
    demo::Envelope whole;
    const auto got = dispatched(payload);
    if (!whole.ParseFromArray(payload.data(), static_cast<int>(payload.size()))) return false;
    const called expected = found_in(whole);
    // Of tags the runtime drops all bits above 32, while the dispatcher refuses them.
    check(!got || *got == expected, "the dispatcher calls with what the runtime finds");
    const std::string again = whole.SerializeAsString();
    check(dispatched(structwire::as_bytes(again)) == expected, "what the runtime writes is dispatched");
    return got.has_value();
}

}  // namespace

STRUCTWIRE_FUZZ_DEFINE(fuzz::frame_target(fuzz::model_of_protobuf(), fuzz::wire_of("varint,limit=4k"), dispatch))
