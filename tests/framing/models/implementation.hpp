// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What the library does, in the words of the models.
#ifndef STRUCTWIRE_TESTS_FRAMING_MODELS_IMPLEMENTATION_HPP
#define STRUCTWIRE_TESTS_FRAMING_MODELS_IMPLEMENTATION_HPP

#include <structwire/framing.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "framing/models/settings.hpp"

namespace test {

// Events without numbers: those before the end of input is said, and all of them.
struct given_events {
    std::string before_end{};
    std::string all{};
};

template <class Framer>
given_events events_given(const Framer& framing, std::string_view input) {
    std::string events;
    structwire::frame_decoder<Framer> decoder(framing);
    const auto note = [&](const structwire::frame_event& event) {
        if (event) {
            events += std::to_string(event->offset) + ":[";
            if (!event->header.empty()) events.append(structwire::as_text(event->header)) += '|';
            events.append(structwire::as_text(event->payload)) += "] ";
        } else {
            events += std::to_string(event.error().offset) + "!";
            events.append(structwire::name(event.error().code)) += ' ';
        }
    };
    for (const auto event : decoder.feed(structwire::as_bytes(input))) note(event);
    given_events given{events, {}};
    while (!decoder.failed()) {
        const auto event = decoder.finish();
        if (!event) {
            events += '.';
            break;
        }
        note(*event);
    }
    given.all = events;
    return given;
}

// The wire bytes of one frame, or nothing if it is refused.
template <class Framer>
std::optional<std::string> wire_of(Framer framing, std::string_view header, std::string_view payload) {
    const auto got = framing.encode(structwire::as_bytes(payload), structwire::as_bytes(header));
    if (!got) return {};
    std::vector<std::byte> wire(got->size() + 1);
    const std::byte* end = got->copy_to(wire.data());
    return std::string(structwire::as_text({wire.data(), static_cast<std::size_t>(end - wire.data())}));
}

}  // namespace test

#endif
