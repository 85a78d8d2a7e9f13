// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Checks that a framer keeps its contract: frames, errors and offsets are a function of the bytes alone.
///
/// For tests. Not part of `structwire/framing.hpp`.
#ifndef STRUCTWIRE_FRAMING_CONFORMANCE_HPP
#define STRUCTWIRE_FRAMING_CONFORMANCE_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/framing/append.hpp>
#include <structwire/framing/frame_decoder.hpp>
#include <structwire/framing/framer.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace structwire {

/// One event, with copies of its bytes.
struct recorded_event {
    bool is_frame = false;
    std::uint64_t offset = 0;
    std::vector<std::byte> header{};   ///< of a frame
    std::vector<std::byte> payload{};  ///< of a frame
    error failure{};                   ///< of an error

    friend bool operator==(const recorded_event&, const recorded_event&) = default;
};

/// Everything that a stream gave: events in order, then how it ended.
struct recorded_stream {
    std::vector<recorded_event> events{};
    bool clean = false;                   ///< finish() found the input ended between frames
    std::vector<std::byte> unfinished{};  ///< bytes pending before finish(); empty after a fatal error

    friend bool operator==(const recorded_stream&, const recorded_stream&) = default;
};

/// How the bytes of one run reached the decoder.
enum class delivery : std::uint8_t {
    feed,          ///< feed(), every event taken
    feed_stopped,  ///< feed() left after its first event, the rest through next()
    feed_ignored,  ///< feed() whose range is not even begun, everything through next()
    prepare,       ///< prepare(), commit(), next()
    events,        ///< prepare(), commit(), events()
};

/// How much check_conformance() tries.
struct conformance_effort {
    std::size_t split_in_two_up_to = 4096;  ///< longest input that is split in two everywhere, bytes
    std::size_t split_in_three_up_to = 40;  ///< longest input that is split in three everywhere, bytes
    unsigned random_schedules = 32;         ///< pseudo-random splits; the same for the same input
};

/// The first broken rule, and the run that showed it.
struct conformance_difference {
    std::string_view rule;            ///< what does not hold, as a sentence
    delivery way = delivery::feed;    ///< how the bytes were given
    std::vector<std::size_t> cuts{};  ///< where they were cut, offsets in the input
    std::size_t event = 0;            ///< index of the first event that differs
    recorded_stream expected{};       ///< what the whole input gave
    recorded_stream got{};            ///< what this run gave
};

namespace detail {

inline recorded_event recorded(const frame_event& event) {
    recorded_event copy;
    copy.is_frame = event.has_value();
    if (event) {
        copy.offset = event->offset;
        copy.header.assign(event->header.begin(), event->header.end());
        copy.payload.assign(event->payload.begin(), event->payload.end());
    } else {
        copy.offset = event.error().offset;
        copy.failure = event.error();
    }
    return copy;
}

// Gives one piece to the decoder and records its events. False once a fatal error is latched: it repeats.
template <framer Framer>
bool give(frame_decoder<Framer>& decoder, byte_view piece, delivery way, std::vector<recorded_event>& events) {
    const auto record = [&](const frame_event& event) {
        events.push_back(recorded(event));
        return !decoder.failed();
    };
    if (way == delivery::prepare || way == delivery::events) {
        const byte_span room = decoder.prepare(piece.size());
        std::copy(piece.begin(), piece.end(), room.begin());
        decoder.commit(piece.size());
        if (way == delivery::events) {
            for (const auto event : decoder.events()) {
                if (!record(event)) return false;
            }
        }
    } else if (way == delivery::feed_ignored) {
        const auto ignored = decoder.feed(piece);
    } else {
        for (const auto event : decoder.feed(piece)) {
            if (!record(event)) return false;
            if (way == delivery::feed_stopped) break;
        }
    }
    while (const auto event = decoder.next()) {
        if (!record(*event)) return false;
    }
    return true;
}

template <framer Framer>
recorded_stream record(Framer framing, byte_view input, const std::vector<std::size_t>& cuts, delivery way) {
    recorded_stream stream;
    frame_decoder<Framer> decoder(framing);
    std::size_t from = 0;
    for (std::size_t index = 0; index <= cuts.size(); ++index) {
        const std::size_t to = index == cuts.size() ? input.size() : cuts[index];
        // A copy of exactly this size lets a sanitizer see every read outside it.
        const std::vector<std::byte> piece(input.data() + from, input.data() + to);
        if (!give(decoder, piece, way, stream.events)) return stream;
        from = to;
    }
    stream.unfinished.assign(decoder.leftover().begin(), decoder.leftover().end());
    while (stream.events.size() <= 2 * input.size() + 2) {
        const auto event = decoder.finish();
        if (!event) {
            stream.clean = true;
            break;
        }
        stream.events.push_back(recorded(*event));
        if (decoder.failed()) break;
    }
    return stream;
}

// Asks the framer itself after every single byte, and holds each answer against the contract.
template <framer Framer>
std::string_view broken_rule(Framer framing, byte_view input) {
    std::size_t from = 0;
    std::uint64_t quiet_until = 0;  // length of the input before which nothing may happen
    for (std::size_t to = 0; to <= input.size();) {
        const byte_view shown = input.subspan(from, to - from);
        const step now = framing.next(shown);
        if (now.begin > now.consumed || now.consumed > shown.size()) return "a step stays inside the bytes shown";
        if (now.what == step::kind::clean) return "next() says frame, need or error";
        if (now.what == step::kind::need && now.wanted == 0) return "need is at least one byte";
        if (now.what == step::kind::need) {
            if (to + now.wanted > quiet_until) quiet_until = to + now.wanted;
            from += now.consumed;
            ++to;
            continue;
        }
        if (to < quiet_until) return "need is never more than certain";
        if (now.what == step::kind::error && !now.resumes) return {};
        if (now.consumed == 0) return "a frame and a resuming error consume at least one byte";
        if (now.what == step::kind::frame && now.consumed > framing.max_frame_bytes() + now.begin) {
            return "no frame is larger than max_frame_bytes()";
        }
        from += now.consumed;
        quiet_until = 0;
    }
    return {};
}

// Whatever encode() accepts, next() gives back: the same header and payload, and nothing else.
template <encoding_framer Framer>
bool comes_back(Framer framing, const recorded_event& sent) {
    std::vector<std::byte> wire;
    if (!append(wire, framing, sent.payload, sent.header)) return true;  // a copy of the framer: eof encodes once
    const recorded_stream got = record(framing, wire, {}, delivery::feed);
    return got.clean && got.events.size() == 1 && got.events[0].is_frame && got.events[0].payload == sent.payload &&
           got.events[0].header == sent.header;
}

// Runs one framer over one input in all the ways, until something differs.
template <framer Framer>
class conformance_check {
public:
    conformance_check(Framer framing, byte_view input, const conformance_effort& effort)
        : framing_(framing), input_(input), effort_(effort) {}

    std::optional<conformance_difference> run() {
        // First of all: a framer that makes no progress would keep a decoder busy for ever.
        report(broken_rule(framing_, input_), {}, {}, 0);
        if (difference_) return std::move(difference_);
        whole_ = record(framing_, input_, {}, delivery::feed);
        if constexpr (encoding_framer<Framer>) round_trips();
        same({});
        every_byte();
        for (std::size_t cut = 1; cut < input_.size() && input_.size() <= effort_.split_in_two_up_to; ++cut) {
            same({cut});
        }
        for (std::size_t cut = 1; cut < input_.size() && input_.size() <= effort_.split_in_three_up_to; ++cut) {
            for (std::size_t second = cut; second < input_.size(); ++second) same({cut, second});
        }
        for (unsigned schedule = 0; schedule != effort_.random_schedules; ++schedule) random_cuts(schedule);
        return std::move(difference_);
    }

private:
    void report(std::string_view rule, delivery way, const std::vector<std::size_t>& cuts, std::size_t event,
                recorded_stream got = {}) {
        if (difference_ || rule.empty()) return;
        difference_ = conformance_difference{rule, way, cuts, event, whole_, std::move(got)};
    }

    void round_trips() {
        for (std::size_t index = 0; index != whole_.events.size(); ++index) {
            const recorded_event& sent = whole_.events[index];
            if (sent.is_frame && !comes_back(framing_, sent)) {
                report("next() gives back what encode() accepts", {}, {}, index);
            }
        }
    }

    void same(const std::vector<std::size_t>& cuts) {
        for (const delivery way :
             {delivery::feed, delivery::feed_stopped, delivery::feed_ignored, delivery::prepare, delivery::events}) {
            if (difference_) return;
            recorded_stream got = record(framing_, input_, cuts, way);
            if (got == whole_) continue;
            const auto differing =
                std::mismatch(whole_.events.begin(), whole_.events.end(), got.events.begin(), got.events.end());
            report("events, offsets and the end do not depend on how the bytes are cut", way, cuts,
                   static_cast<std::size_t>(differing.first - whole_.events.begin()), std::move(got));
        }
    }

    void every_byte() {
        std::vector<std::size_t> cuts;
        for (std::size_t cut = 1; cut < input_.size(); ++cut) cuts.push_back(cut);
        same(cuts);
    }

    void random_cuts(unsigned schedule) {
        std::uint64_t state = 0xcbf29ce484222325 + schedule;  // FNV-1a of the input, so that a failure repeats
        for (const std::byte byte : input_) state = (state ^ std::to_integer<std::uint64_t>(byte)) * 0x100000001b3;
        std::vector<std::size_t> cuts;
        std::size_t at = 0;
        for (;;) {
            state = state * 6364136223846793005 + 1442695040888963407;
            // Short and long pieces, empty ones too.
            const std::uint64_t bound = (state >> 60) < 8 ? 8 : input_.size() / 2 + 1;
            at += static_cast<std::size_t>((state >> 20) % bound);
            if (at >= input_.size() || cuts.size() > 2 * input_.size()) break;
            cuts.push_back(at);
        }
        same(cuts);
    }

    Framer framing_;
    byte_view input_;
    conformance_effort effort_;
    recorded_stream whole_;
    std::optional<conformance_difference> difference_;
};

}  // namespace detail

/// What `framing` makes of `input`, given whole.
///
/// @param input  borrowed until return; may be empty
template <framer Framer>
[[nodiscard]] recorded_stream record_stream(Framer framing, byte_view input) {
    return detail::record(framing, input, {}, delivery::feed);
}

/// Looks for an input that is treated differently when it arrives in different pieces.
///
/// Gives the input whole, byte by byte, split in two at every place, split in three at every place if it is short,
/// and in pseudo-random pieces, each time through feed(), through a feed() that is left early, and through
/// prepare() and commit(); compares all events, their offsets, and the end. Besides that it asks the framer after
/// every byte and checks the rest of its contract (see concept framer), and sends every frame through encode().
///
/// @param framing  a framer in its initial state
/// @param input    borrowed until return; any bytes, also malformed ones
/// @return         the first difference; nullopt if there is none
/// Guarantee:      deterministic; prints nothing; allocates freely
/// Complexity:     O(size^2) steps, O(size^3) for inputs short enough to be split in three
/// Example:        `REQUIRE(!structwire::check_conformance(my_framer{}, input));`
template <framer Framer>
[[nodiscard]] std::optional<conformance_difference> check_conformance(Framer framing, byte_view input,
                                                                      const conformance_effort& effort = {}) {
    return detail::conformance_check<Framer>(framing, input, effort).run();
}

}  // namespace structwire

#endif
