// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/error.hpp>
#include <structwire/fuzz/chunks.hpp>
#include <structwire/fuzz/detail/split_frames.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

namespace structwire::fuzz::detail {

namespace {

std::string counted(std::uint64_t count, std::string_view what) {
    return std::to_string(count) + ' ' + std::string(what) + (count == 1 ? "" : "s");
}

// The number of bytes and the first ones, as `3 bytes, a5 01 fe`.
std::string bytes_text(byte_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    constexpr std::size_t most_shown = 16;
    std::string text = counted(bytes.size(), "byte");
    for (std::size_t index = 0; index != std::min(bytes.size(), most_shown); ++index) {
        const auto number = std::to_integer<std::size_t>(bytes[index]);
        text += index == 0 ? ", " : " ";
        text += {digits[number / 16], digits[number % 16]};
    }
    return bytes.size() > most_shown ? text + " ..." : text;
}

std::string answer_text(const step& said) {
    const std::string behind = said.consumed == 0 ? "" : ", with " + counted(said.consumed, "byte") + " consumed";
    switch (said.what) {
        case step::kind::need: return "need " + counted(said.wanted, "byte") + " more" + behind;
        case step::kind::clean: return "a clean end, which only finish() says";
        case step::kind::error: {
            error failure{said.reason};
            failure.wanted = said.wanted;
            failure.given = said.given;
            return "the error \"" + std::string(describe(failure).view()) + '"' + behind;
        }
        case step::kind::frame: break;
    }
    return "a frame that begins at " + std::to_string(said.begin) + ", with " + counted(said.consumed, "byte") +
           " consumed";
}

std::string sentence_of(const conformance_call& call, byte_view stream) {
    std::string text =
        "the framer's next() was given " + bytes_text(stream.subspan(call.begin, call.end - call.begin)) +
        (call.begin == 0 ? "" : ", from offset " + std::to_string(call.begin)) + ", and said " + answer_text(call.said);
    if (call.certain == 0) return text;
    return text + "; but " + counted(call.certain, "byte") + " more, " +
           bytes_text(stream.subspan(call.end, call.certain)).substr(counted(call.certain, "byte").size() + 2) +
           ", was enough for " + answer_text(call.came) + ": need(" + std::to_string(call.certain) +
           ") is the most that is certain";
}

std::string event_text(const recorded_stream& stream, std::size_t index) {
    if (index >= stream.events.size()) return stream.clean ? "a clean end" : "no event";
    const recorded_event& event = stream.events[index];
    const std::string at = " at offset " + std::to_string(event.offset);
    if (!event.is_frame) return std::string(describe(event.failure).view()) + at;
    return "a frame of " + counted(event.payload.size(), "byte") + at;
}

std::string_view way_text(delivery way) {
    switch (way) {
        case delivery::feed: return "feed()";
        case delivery::feed_stopped: return "a feed() that is left behind its first event";
        case delivery::feed_ignored: return "a feed() that is not begun";
        case delivery::prepare: return "prepare() and next()";
        case delivery::events: break;
    }
    return "prepare() and events()";
}

}  // namespace

std::string sentence_of(const conformance_difference& difference, byte_view stream) {
    if (difference.call) return sentence_of(*difference.call, stream);
    const std::string event = "event " + std::to_string(difference.event) + ": ";
    if (!difference.encoded.empty()) {
        return "the framer's " + event + event_text(difference.expected, difference.event) + ", encoded again as " +
               bytes_text(difference.encoded) + ", comes back as " + event_text(difference.got, 0);
    }
    return "the framer's " + event + event_text(difference.expected, difference.event) + " of the whole stream; of " +
           cuts_text(stream, difference.cuts) + ", through " + std::string(way_text(difference.way)) + ": " +
           event_text(difference.got, difference.event);
}

}  // namespace structwire::fuzz::detail
