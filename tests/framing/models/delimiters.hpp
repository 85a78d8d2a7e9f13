// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Framings that end a frame by certain bytes, as their definitions read.
#ifndef STRUCTWIRE_TESTS_FRAMING_MODELS_DELIMITERS_HPP
#define STRUCTWIRE_TESTS_FRAMING_MODELS_DELIMITERS_HPP

#include <optional>
#include <string>
#include <string_view>

#include "framing/models/outcome.hpp"

namespace test::models {

struct delimiter_match {
    wide begin = 0;
    wide end = 0;
};

// Whether bytes to come can complete an alternative at `start`.
inline bool can_complete(const settings& all, std::string_view bytes, std::size_t start) {
    const std::string_view rest = bytes.substr(start);
    for (const std::string& alternative : all.delimiters) {
        if (alternative.size() > rest.size() && starts_with(alternative, rest)) return true;
    }
    return false;
}

// Leftmost, then longest; nothing while the bytes to come can change it.
inline std::optional<delimiter_match> find_longest(const settings& all, std::string_view bytes, bool ended) {
    for (std::size_t start = 0; start != bytes.size(); ++start) {
        if (!ended && can_complete(all, bytes, start)) return {};
        std::size_t longest = 0;
        for (const std::string& alternative : all.delimiters) {
            const bool matches = starts_with(bytes.substr(start), alternative);
            if (matches && alternative.size() > longest) longest = alternative.size();
        }
        if (longest != 0) return delimiter_match{static_cast<wide>(start), static_cast<wide>(start + longest)};
    }
    return {};
}

// The alternative that is complete first; of two that end together the one that begins first.
inline std::optional<delimiter_match> find_first(const settings& all, std::string_view bytes) {
    for (std::size_t end = 1; end <= bytes.size(); ++end) {
        for (std::size_t start = 0; start != end; ++start) {
            for (const std::string& alternative : all.delimiters) {
                if (bytes.substr(start, end - start) != alternative) continue;
                return delimiter_match{static_cast<wide>(start), static_cast<wide>(end)};
            }
        }
    }
    return {};
}

inline std::optional<delimiter_match> find_delimiter(const settings& all, std::string_view bytes, bool ended) {
    return all.first ? find_first(all, bytes) : find_longest(all, bytes, ended);
}

// Whether some bytes to come end a frame within the limit: tries to complete each alternative at each place.
inline bool can_end_in_time(const settings& all, std::string_view bytes) {
    if (size_of(bytes) <= all.limit) return true;
    for (std::size_t start = 0; static_cast<wide>(start) <= all.limit; ++start) {
        for (const std::string& alternative : all.delimiters) {
            const std::string_view rest = bytes.substr(start);
            if (!starts_with(alternative, rest) && !starts_with(rest, alternative)) continue;
            std::string completed(bytes);
            if (alternative.size() > rest.size()) completed += alternative.substr(rest.size());
            const auto match = find_delimiter(all, completed, true);
            if (match && match->begin <= all.limit) return true;
        }
    }
    return false;
}

inline outcome too_long_up_to(const settings& all, wide end) {
    return all.resync ? resuming("too_long", 0, end) : fatal("too_long");
}

inline outcome cut_delimited(const settings& all, std::string_view rest, bool ended) {
    const auto match = find_delimiter(all, rest, ended);
    if (match && match->begin <= all.limit) return frame_of(0, match->end, cut_out(rest, 0, match->begin));
    if (match) return too_long_up_to(all, match->end);
    if (ended && all.deliver && !rest.empty()) {
        if (size_of(rest) > all.limit) return too_long_up_to(all, never);
        return frame_of(0, size_of(rest), rest);
    }
    return can_end_in_time(all, rest) ? wait() : too_long_up_to(all, never);
}

inline outcome cut_crlf_strict(const settings& all, std::string_view rest, bool ended) {
    for (std::size_t at = 0; at != rest.size(); ++at) {
        const char letter = rest[at];
        const wide payload_size = static_cast<wide>(at);
        const char* fault = "bad_terminator";
        if (letter == '\r') {
            const bool is_last = at + 1 == rest.size();
            if (is_last && !(ended && all.deliver)) return wait();
            if (!is_last && rest[at + 1] == '\n') return frame_of(0, payload_size + 2, rest.substr(0, at));
        } else if (letter != '\n') {
            if (payload_size < all.limit) continue;
            fault = "too_long";
        }
        return all.resync ? resuming(fault, 0, behind_next(rest, "\r\n", payload_size)) : fatal(fault);
    }
    if (ended && all.deliver && !rest.empty()) return frame_of(0, size_of(rest), rest);
    return wait();
}

}  // namespace test::models

#endif
