// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What the tests of COBS, SLIP and HDLC share: framers driven by hand, with the byte at which each event is due.
#ifndef STRUCTWIRE_TESTS_FRAMING_STUFFING_SUPPORT_HPP
#define STRUCTWIRE_TESTS_FRAMING_STUFFING_SUPPORT_HPP

#include <structwire/framing/stuffing.hpp>

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "framing/support.hpp"

namespace test {

using structwire::as_bytes;
using structwire::as_text;
using structwire::byte_view;
using structwire::step;

// A step as events_of() would show it. unescape() and for_each_run() must agree.
template <class Framer>
std::string text_of_step(const Framer& framing, const step& now, std::size_t from) {
    if (now.what == step::kind::error) {
        structwire::error failure{now.reason, structwire::operation::decode};
        failure.offset = from + now.begin;
        failure.wanted = now.wanted;
        failure.given = now.given;
        return line_of(std::unexpected(failure));
    }
    std::vector<std::byte> payload(now.payload.begin(), now.payload.end());
    if (now.stuffed) {
        std::string runs;
        framing.for_each_run(payload, [&runs](byte_view run) { runs += as_text(run); });
        payload.resize(framing.unescape(payload));
        if (as_text(payload) != runs) return "unescape() and for_each_run() differ";
    }
    return line_of(structwire::frame{{}, payload, from + now.begin});
}

// What the framer itself says when it is shown `first` bytes and then `more` each time, in the form of events_of().
// With `due`, each event has the number of bytes shown behind it.
template <class Framer>
std::string told(Framer framing, std::string_view stream, std::size_t first, std::size_t more, bool due = false) {
    std::string all;
    std::size_t from = 0;
    for (std::size_t to = std::min(first, stream.size());;) {
        const step now = framing.next(as_bytes(stream.substr(from, to - from)));
        if (now.what != step::kind::need) {
            all += text_of_step(framing, now, from) + (due ? "@" + std::to_string(to) : "") + " ";
        }
        from += now.consumed;
        if (now.what == step::kind::error && !now.resumes) return all;
        if (now.what != step::kind::need) continue;
        if (to == stream.size()) break;
        to = std::min(to + more, stream.size());
    }
    const step end = framing.finish(as_bytes(stream.substr(from)));
    return all + (end.what == step::kind::clean ? "." : text_of_step(framing, end, from) + " ");
}

// Calls `use` with every text over the alphabet up to this length.
inline void for_each_text(std::string_view alphabet, std::size_t longest,
                          const std::function<void(std::string_view)>& use, const std::string& front = {}) {
    use(front);
    if (front.size() == longest) return;
    for (const char letter : alphabet) for_each_text(alphabet, longest, use, front + letter);
}

// The wire bytes of one frame, or `!` and the numbers of the refusal.
template <class Framer>
std::string wire_of(const Framer& framing, std::string_view payload, std::string_view tail = {}) {
    const auto sent = framing.encode(as_bytes(payload), {}, as_bytes(tail));
    if (!sent) return "!" + std::to_string(sent.error().wanted) + "/" + std::to_string(sent.error().given);
    std::vector<std::byte> wire(sent->size());
    if (sent->copy_to(wire.data()) != wire.data() + wire.size()) return "size() is not what copy_to() writes";
    return text_of(wire);
}

// However payload and tail are divided, the bytes are the same, and two such frames in a row come back.
template <class Framer>
void check_comes_back(const Framer& framing, std::string_view payload) {
    const std::string wire = wire_of(framing, payload);
    const std::size_t front = payload.size() < 8 ? 0 : payload.size() - 8;
    for (std::size_t cut = front; cut != payload.size(); ++cut) {
        if (wire_of(framing, payload.substr(0, cut), payload.substr(cut)) != wire) FAIL("tail of " << payload);
    }
    const auto begin = static_cast<std::size_t>(told(framing, wire, wire.size(), 1).front() - '0');
    const auto frame = [&](std::size_t at) { return std::to_string(at) + ":[" + std::string(payload) + "] "; };
    const std::string twice = frame(begin) + frame(begin + wire.size()) + ".";
    if (told(framing, wire + wire, 2 * wire.size(), 1) != twice) FAIL("does not come back: " << payload);
}

// Every short stream whole, byte by byte and in two pieces, with all kinds of settings, against a definition:
// `defined(stream, settings, due)` gives the events, with `due` and the bytes shown behind each.
template <class Cutter>
void check_streams(std::string_view alphabet,
                   std::string (*defined)(std::string_view, const structwire::stuffing&, bool)) {
    for (const std::uint64_t limit : {0u, 1u, 2u, 3u, 65536u}) {
        for (const bool resync : {false, true}) {
            const structwire::stuffing settings{limit, resync};
            const Cutter framing({settings});
            const std::size_t longest = (limit == 2 && !resync) || (limit == 3 && resync) ? 7 : 5;
            for_each_text(alphabet, longest, [&](std::string_view stream) {
                const std::string expected = defined(stream, settings, false);
                if (told(framing, stream, 0, 1, true) != defined(stream, settings, true)) FAIL(expected);
                for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
                    if (told(framing, stream, cut, stream.size()) != expected) FAIL(expected << " cut " << cut);
                }
            });
        }
    }
}

}  // namespace test

#endif
