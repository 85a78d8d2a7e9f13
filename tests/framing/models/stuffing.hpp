// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// COBS (Cheshire and Baker), SLIP (RFC 1055) and HDLC-like framing (RFC 1662), as their definitions read.
#ifndef STRUCTWIRE_TESTS_FRAMING_MODELS_STUFFING_HPP
#define STRUCTWIRE_TESTS_FRAMING_MODELS_STUFFING_HPP

#include <string>
#include <string_view>

#include "framing/models/outcome.hpp"

namespace test::models {

inline constexpr std::string_view cobs_end{"\0", 1};
inline constexpr std::string_view slip_end = "\xc0";
inline constexpr std::string_view hdlc_flag = "\x7e";

// The first place from `from` on that holds no separator.
inline std::size_t behind_separators(std::string_view rest, std::string_view separator, std::size_t from) {
    while (from != rest.size() && rest[from] == separator[0]) ++from;
    return from;
}

// The frame at `begin` is bad from `at` on, and its separator is there or still to come.
inline outcome bad_stuffed(const settings& all, const char* reason, std::size_t begin, std::size_t at,
                           std::string_view rest, std::string_view separator) {
    const auto first = static_cast<wide>(begin);
    if (!all.resync) return fatal(reason, first);
    return resuming(reason, first, behind_next(rest, separator, static_cast<wide>(at)));
}

inline outcome cut_cobs(const settings& all, std::string_view rest) {
    const std::size_t begin = behind_separators(rest, cobs_end, 0);
    const auto first = static_cast<wide>(begin);
    std::string payload;
    bool zero_before_next = false;
    for (std::size_t at = begin;;) {
        if (at == rest.size()) return wait(first);
        const unsigned code = byte_at(rest, at);
        if (code == 0) return frame_of(first, static_cast<wide>(at) + 1, payload);
        if (zero_before_next) payload += '\0';
        if (size_of(payload) + code - 1 > all.limit) return bad_stuffed(all, "too_long", begin, at, rest, cobs_end);
        ++at;
        for (unsigned left = code - 1; left != 0; --left, ++at) {
            if (at == rest.size()) return wait(first);
            if (byte_at(rest, at) == 0) return bad_stuffed(all, "bad_stuffing", begin, at, rest, cobs_end);
            payload += rest[at];
        }
        zero_before_next = code != 0xff;
    }
}

inline outcome cut_slip(const settings& all, std::string_view rest) {
    const std::size_t begin = behind_separators(rest, slip_end, 0);
    const auto first = static_cast<wide>(begin);
    std::string payload;
    for (std::size_t at = begin;; ++at) {
        if (at == rest.size()) return wait(first);
        unsigned byte = byte_at(rest, at);
        if (byte == 0xc0) return frame_of(first, static_cast<wide>(at) + 1, payload);
        if (size_of(payload) == all.limit) return bad_stuffed(all, "too_long", begin, at, rest, slip_end);
        if (byte == 0xdb) {
            if (++at == rest.size()) return wait(first);
            const unsigned escaped = byte_at(rest, at);
            if (escaped != 0xdc && escaped != 0xdd) return bad_stuffed(all, "bad_stuffing", begin, at, rest, slip_end);
            byte = escaped == 0xdc ? 0xc0 : 0xdb;
        }
        payload += static_cast<char>(byte);
    }
}

inline outcome cut_hdlc(const settings& all, std::string_view rest, bool is_start_of_stream) {
    std::size_t noise = 0;
    while (is_start_of_stream && noise != rest.size() && rest[noise] != hdlc_flag[0]) ++noise;
    const std::size_t begin = behind_separators(rest, hdlc_flag, noise);
    const auto first = static_cast<wide>(begin);
    std::string payload;
    for (std::size_t at = begin;; ++at) {
        if (at == rest.size()) return wait(first);
        unsigned byte = byte_at(rest, at);
        if (byte == 0x7e) return frame_of(first, static_cast<wide>(at) + 1, payload);
        if (size_of(payload) == all.limit) return bad_stuffed(all, "too_long", begin, at, rest, hdlc_flag);
        if (byte == 0x7d) {
            if (++at == rest.size()) return wait(first);
            if (byte_at(rest, at) == 0x7e) return bad_stuffed(all, "aborted", begin, at, rest, hdlc_flag);
            byte = byte_at(rest, at) ^ 0x20;
        }
        payload += static_cast<char>(byte);
    }
}

}  // namespace test::models

#endif
