// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Cuts a stream that may be damaged. Not for direct use.
#ifndef STRUCTWIRE_FUZZ_DETAIL_SPLIT_FRAMES_HPP
#define STRUCTWIRE_FUZZ_DETAIL_SPLIT_FRAMES_HPP

#include <structwire/bytes.hpp>
#include <structwire/framing/conformance.hpp>
#include <structwire/framing/framer.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>

namespace structwire::fuzz::detail {

/// How many places behind a bad frame are tried for a good one. Each try may look at all that follows.
inline constexpr std::size_t most_places_tried = 256;

/// The frame that begins `stream`. `is_all` says that nothing follows, so that a frame may be one that only the end of
/// input ends.
template <framer Framer>
[[nodiscard]] std::optional<step> first_frame(Framer framing, byte_view stream, bool is_all) {
    step cut = framing.next(stream);
    if (cut.what == step::kind::need && is_all) cut = framing.finish(stream);
    if (cut.what != step::kind::frame || cut.consumed == 0) return std::nullopt;
    return cut;
}

/// Cuts a stream into pieces without gaps. Behind a bad frame the next good one is looked for.
///
/// @param first  `first(rest, is_all)` gives a std::optional, with `begin` and `consumed`, for a frame at the front
/// @param take   `take(begin, end, found)` gets each piece; nullptr for bytes of no frame
template <class First, class Take>
void split_frames(byte_view stream, First first, Take take) {
    using found_type = typename decltype(first(stream, true))::value_type;
    constexpr const found_type* no_frame = nullptr;
    for (std::size_t at = 0; at != stream.size();) {
        if (const auto found = first(stream.subspan(at), true)) {
            if (found->begin != 0) take(at, at + found->begin, no_frame);
            take(at + found->begin, at + found->consumed, &*found);
            at += found->consumed;
            continue;
        }
        const std::size_t last = std::min(stream.size(), at + most_places_tried);
        std::size_t next = at + 1;
        while (next < last && !first(stream.subspan(next), false)) ++next;
        if (next >= last) next = stream.size();
        take(at, next, no_frame);
        at = next;
    }
}

/// How much of a framer is checked on one of many streams; a function of its bytes.
[[nodiscard]] conformance_effort effort_for(byte_view stream) noexcept;

/// What a framer did wrong: the call of next() and its answer, or how two ways of giving the same bytes differ.
///
/// @param stream  what check_conformance() was given
[[nodiscard]] std::string sentence_of(const conformance_difference& difference, byte_view stream);

}  // namespace structwire::fuzz::detail

#endif
