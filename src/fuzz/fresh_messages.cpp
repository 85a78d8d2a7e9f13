// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "fresh_messages.hpp"

#include <algorithm>

namespace structwire::fuzz {

namespace {

constexpr std::size_t most_header_bytes = 64;

// Whether the framer would go on reading behind these bytes.
bool may_begin_frame(const wire_model& wire, byte_view bytes) {
    bool may = true;
    wire.decode(bytes, [&may](const frame_event& event) {
        may = event || event.error().code == errc::truncated;
        return false;
    });
    return may;
}

// A header with which the payload can be sent; none if none was found.
byte_vector accepted_header(const byte_vector& payload, const wire_model& wire) {
    byte_vector header;
    while (!wire.encode({header, payload})) {
        if (header.size() == most_header_bytes) return {};
        header.push_back(std::byte{});
        // An error is due at the first wrong byte, so that magic bytes are found one by one.
        for (unsigned number = 0; number != 256 && !may_begin_frame(wire, header); ++number) {
            header.back() = static_cast<std::byte>(number);
        }
    }
    return header;
}

// Payloads of the sizes that a framing takes, where it takes none of those that there are: of frames of one size.
std::vector<message_bytes> resized(const std::vector<message_bytes>& messages, const payload_model& payload,
                                   const wire_model& wire) {
    constexpr std::size_t most_bytes = 1024;
    for (std::size_t size = 0; size != most_bytes; ++size) {
        std::vector<message_bytes> made;
        for (message_bytes message : messages) {
            message.payload.resize(size, std::byte{'A'});
            payload.repair(message);
            const bool is_new = std::ranges::find(made, message) == made.end();
            if (is_new && wire.encode(message)) made.push_back(std::move(message));
        }
        if (!made.empty()) return made;
    }
    return {};
}

}  // namespace

std::vector<message_bytes> fresh_messages(const payload_model& payload, const wire_model& wire) {
    std::vector<message_bytes> messages = payload.seeds();
    const auto can_be_sent = [&wire](const message_bytes& message) { return wire.encode(message).has_value(); };
    if (std::ranges::any_of(messages, can_be_sent)) return messages;
    for (const message_bytes& message : messages) {
        if (!message.header.empty()) continue;
        const byte_vector header = accepted_header(message.payload, wire);
        if (header.empty()) continue;
        for (message_bytes& headless : messages) {
            if (headless.header.empty()) headless.header = header;
        }
        break;
    }
    if (std::ranges::any_of(messages, can_be_sent)) return messages;
    const std::vector<message_bytes> fitting = resized(messages, payload, wire);
    messages.insert(messages.end(), fitting.begin(), fitting.end());
    return messages;
}

byte_vector unframed_bytes(const message_bytes& message) {
    byte_vector bytes = message.header;
    bytes.insert(bytes.end(), message.payload.begin(), message.payload.end());
    return bytes;
}

}  // namespace structwire::fuzz
