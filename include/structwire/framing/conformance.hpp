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
    std::size_t split_in_two_up_to = 4096;                ///< longest input that is split in two everywhere, bytes
    std::size_t split_in_three_up_to = 40;                ///< longest input that is split in three everywhere, bytes
    unsigned random_schedules = 32;                       ///< pseudo-random splits; the same for the same input
    std::size_t every_byte_up_to = std::size_t{1} << 20;  ///< longest input that is also given byte by byte
    std::size_t frames_encoded = std::size_t{1} << 20;    ///< most frames that are sent through encode() and back
    bool every_delivery = true;                           ///< else each split in one way of `delivery`, which changes
};

/// A call of next() by which the framer breaks a rule.
struct conformance_call {
    std::size_t begin = 0;      ///< of the bytes shown, in the input
    std::size_t end = 0;        ///< behind the bytes shown, in the input
    step said{};                ///< the answer; its views are empty
    std::uint64_t certain = 0;  ///< of a need that asks for too much: an event came after so many more bytes
    step came{};                ///< of a need that asks for too much: that event; its views are empty
};

/// The first broken rule, and the run that showed it.
struct conformance_difference {
    std::string_view rule;                   ///< what does not hold, as a sentence
    delivery way = delivery::feed;           ///< how the bytes were given
    std::vector<std::size_t> cuts{};         ///< where they were cut, offsets in the input
    std::size_t event = 0;                   ///< index of the first event that differs
    recorded_stream expected{};              ///< what the whole input gave
    recorded_stream got{};                   ///< what this run gave; of a frame that was encoded: what that gives back
    std::optional<conformance_call> call{};  ///< where one answer of next() shows it; then there is no run
    std::vector<std::byte> encoded{};        ///< where the frame `event` does not come back: what encode() wrote
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

// Gives one piece to the decoder and each event to `take`. False once a fatal error is latched, as it repeats, and
// where `take` says so.
template <framer Framer, class Take>
bool give(frame_decoder<Framer>& decoder, byte_view piece, delivery way, Take& take) {
    const auto goes_on = [&](const frame_event& event) { return take.event(event) && !decoder.failed(); };
    if (way == delivery::prepare || way == delivery::events) {
        const byte_span room = decoder.prepare(piece.size());
        std::copy(piece.begin(), piece.end(), room.begin());
        decoder.commit(piece.size());
        if (way == delivery::events) {
            for (const auto event : decoder.events()) {
                if (!goes_on(event)) return false;
            }
        }
    } else if (way == delivery::feed_ignored) {
        const auto ignored = decoder.feed(piece);
    } else {
        for (const auto event : decoder.feed(piece)) {
            if (!goes_on(event)) return false;
            if (way == delivery::feed_stopped) break;
        }
    }
    while (const auto event = decoder.next()) {
        if (!goes_on(*event)) return false;
    }
    return true;
}

// Gives the input in pieces and all that comes out to `take`: event(), unfinished() in front of the end, clean() behind
// it. A framer that has no end is left after more events than bytes.
template <framer Framer, class Take>
void play(const Framer& framing, byte_view input, const std::vector<std::size_t>& cuts, delivery way, Take& take) {
    frame_decoder<Framer> decoder(framing);
    std::size_t from = 0;
    for (std::size_t index = 0; index <= cuts.size(); ++index) {
        const std::size_t to = index == cuts.size() ? input.size() : cuts[index];
        // A copy of exactly this size lets a sanitizer see every read outside it.
        const std::vector<std::byte> piece(input.data() + from, input.data() + to);
        if (!give(decoder, piece, way, take)) return;
        from = to;
    }
    take.unfinished(decoder.leftover());
    while (take.events() <= 2 * input.size() + 2) {
        const auto event = decoder.finish();
        if (!event) return take.clean();
        if (!take.event(*event) || decoder.failed()) return;
    }
}

// Copies all that comes out.
class stream_recorder {
public:
    bool event(const frame_event& event) {
        stream.events.push_back(recorded(event));
        return true;
    }
    void unfinished(byte_view bytes) { stream.unfinished.assign(bytes.begin(), bytes.end()); }
    void clean() { stream.clean = true; }
    [[nodiscard]] std::size_t events() const { return stream.events.size(); }

    recorded_stream stream{};
};

template <framer Framer>
recorded_stream record(const Framer& framing, byte_view input, const std::vector<std::size_t>& cuts, delivery way) {
    stream_recorder recorder;
    play(framing, input, cuts, way, recorder);
    return std::move(recorder.stream);
}

// Compares what comes out with what another run gave, and copies nothing.
class stream_comparison {
public:
    explicit stream_comparison(const recorded_stream& expected) : expected_(expected) {}

    bool event(const frame_event& event) {
        same_ = same_ && events_ < expected_.events.size() && is(event, expected_.events[events_]);
        ++events_;
        return same_;
    }
    void unfinished(byte_view bytes) { same_ = same_ && std::ranges::equal(bytes, expected_.unfinished); }
    void clean() { clean_ = true; }
    [[nodiscard]] std::size_t events() const { return events_; }
    [[nodiscard]] bool is_same() const {
        return same_ && events_ == expected_.events.size() && clean_ == expected_.clean;
    }

private:
    static bool is(const frame_event& event, const recorded_event& other) {
        if (event.has_value() != other.is_frame) return false;
        if (!event) return event.error() == other.failure;
        return event->offset == other.offset && std::ranges::equal(event->header, other.header) &&
               std::ranges::equal(event->payload, other.payload);
    }

    const recorded_stream& expected_;
    std::size_t events_ = 0;
    bool same_ = true;
    bool clean_ = false;
};

// A rule of next() that does not hold, and the call that shows it.
struct broken_answer {
    std::string_view rule;
    conformance_call call;
};

constexpr step without_views(step said) noexcept {
    said.header = said.payload = {};
    return said;
}

// The rule that an answer breaks by itself; `shown` bytes were shown.
inline std::string_view broken_alone(const step& now, std::size_t shown, std::uint64_t max_frame_bytes) {
    if (now.begin > now.consumed || now.consumed > shown) return "a step stays inside the bytes shown";
    if (now.what == step::kind::clean) return "next() says frame, need or error";
    if (now.what == step::kind::need) return now.wanted == 0 ? "need is at least one byte" : std::string_view{};
    if (now.what == step::kind::error && !now.resumes) return {};
    if (now.consumed == 0) return "a frame and a resuming error consume at least one byte";
    if (now.what == step::kind::frame && now.consumed > max_frame_bytes + now.begin) {
        return "no frame is larger than max_frame_bytes()";
    }
    return {};
}

// Asks the framer itself after every single byte, and holds each answer against the contract.
template <framer Framer>
std::optional<broken_answer> broken_rule(Framer framing, byte_view input) {
    std::size_t from = 0;
    std::uint64_t quiet_until = 0;  // length of the input before which nothing may happen
    conformance_call asked;         // the call that said so
    for (std::size_t to = 0; to <= input.size();) {
        const step now = framing.next(input.subspan(from, to - from));
        const std::string_view broken = broken_alone(now, to - from, framing.max_frame_bytes());
        if (!broken.empty()) return broken_answer{broken, {from, to, without_views(now), 0, {}}};
        if (now.what != step::kind::need && to < quiet_until) {
            asked.certain = to - asked.end;
            asked.came = without_views(now);
            return broken_answer{"need is never more than certain", asked};
        }
        if (now.what == step::kind::error && !now.resumes) return std::nullopt;
        if (now.what == step::kind::need && to + now.wanted > quiet_until) {
            quiet_until = to + now.wanted;
            asked = {from, to, without_views(now), 0, {}};
        }
        from += now.consumed;
        if (now.what == step::kind::need) {
            ++to;
        } else {
            quiet_until = 0;
        }
    }
    return std::nullopt;
}

// Whether one frame, and nothing else, comes out.
class single_frame {
public:
    explicit single_frame(const recorded_event& expected) : expected_(expected) {}

    bool event(const frame_event& event) {
        same_ = event && std::ranges::equal(event->header, expected_.header) &&
                std::ranges::equal(event->payload, expected_.payload) && events_ == 0;
        ++events_;
        return same_;
    }
    static void unfinished(byte_view) {}
    void clean() { clean_ = true; }
    [[nodiscard]] std::size_t events() const { return events_; }
    [[nodiscard]] bool is_it() const { return same_ && clean_; }

private:
    const recorded_event& expected_;
    std::size_t events_ = 0;
    bool same_ = false;
    bool clean_ = false;
};

// Whatever encode() accepts, next() gives back: the same header and payload, and nothing else. Otherwise what encode()
// wrote.
template <encoding_framer Framer>
std::optional<std::vector<std::byte>> does_not_come_back(const Framer& framing, const recorded_event& sent) {
    std::vector<std::byte> wire;
    Framer writing = framing;  // a copy of the framer: eof encodes once
    if (!append(wire, writing, sent.payload, sent.header)) return std::nullopt;
    single_frame back(sent);
    play(framing, wire, {}, delivery::feed, back);
    if (back.is_it()) return std::nullopt;
    return wire;
}

// Runs one framer over one input in all the ways, until something differs.
template <framer Framer>
class conformance_check {
public:
    conformance_check(Framer framing, byte_view input, const conformance_effort& effort)
        : framing_(framing), input_(input), effort_(effort) {
        for (const std::byte byte : input_) hash_ = (hash_ ^ std::to_integer<std::uint64_t>(byte)) * 0x100000001b3;
    }

    std::optional<conformance_difference> run() {
        // First of all: a framer that makes no progress would keep a decoder busy for ever.
        if (auto broken = broken_rule(framing_, input_)) {
            difference_.emplace();
            difference_->rule = broken->rule;
            difference_->call = broken->call;
            return std::move(difference_);
        }
        whole_ = record(framing_, input_, {}, delivery::feed);
        if constexpr (encoding_framer<Framer>) round_trips();
        same({});
        if (input_.size() <= effort_.every_byte_up_to) every_byte();
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
    void round_trips() {
        const std::size_t all = whole_.events.size();
        std::size_t frames = 0;
        for (std::size_t count = 0; count != all && frames < effort_.frames_encoded && !difference_; ++count) {
            const std::size_t index = all <= effort_.frames_encoded ? count : (hash_ + count) % all;
            const recorded_event& sent = whole_.events[index];
            if (!sent.is_frame) continue;
            ++frames;
            auto wire = does_not_come_back(framing_, sent);
            if (!wire) continue;
            recorded_stream got = record(framing_, *wire, {}, delivery::feed);
            difference_ = conformance_difference{
                "next() gives back what encode() accepts", {}, {}, index, whole_, std::move(got), {}, std::move(*wire)};
        }
    }

    void same(const std::vector<std::size_t>& cuts) {
        constexpr std::array ways = {delivery::feed, delivery::feed_stopped, delivery::feed_ignored, delivery::prepare,
                                     delivery::events};
        if (!effort_.every_delivery) return same(cuts, ways[(hash_ + schedules_++) % ways.size()]);
        for (const delivery way : ways) same(cuts, way);
    }

    void same(const std::vector<std::size_t>& cuts, delivery way) {
        if (difference_) return;
        stream_comparison compared(whole_);
        play(framing_, input_, cuts, way, compared);
        if (compared.is_same()) return;
        recorded_stream got = record(framing_, input_, cuts, way);
        const auto differing =
            std::mismatch(whole_.events.begin(), whole_.events.end(), got.events.begin(), got.events.end());
        const auto event = static_cast<std::size_t>(differing.first - whole_.events.begin());
        difference_ = conformance_difference{"events, offsets and the end do not depend on how the bytes are cut",
                                             way,
                                             cuts,
                                             event,
                                             whole_,
                                             std::move(got),
                                             {},
                                             {}};
    }

    void every_byte() {
        std::vector<std::size_t> cuts;
        for (std::size_t cut = 1; cut < input_.size(); ++cut) cuts.push_back(cut);
        same(cuts);
    }

    void random_cuts(unsigned schedule) {
        std::uint64_t state = hash_ + schedule;
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
    std::uint64_t hash_ = 0xcbf29ce484222325;  // FNV-1a of the input, so that a failure repeats
    std::size_t schedules_ = 0;
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
