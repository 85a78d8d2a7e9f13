// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Every framing a second time: slow, on whole inputs, close to the words of its definition, and independent of the
/// library. The tests hold the library against it.
#ifndef STRUCTWIRE_TESTS_FRAMING_MODELS_HPP
#define STRUCTWIRE_TESTS_FRAMING_MODELS_HPP

#include <string>
#include <string_view>

#include "framing/models/checksums.hpp"
#include "framing/models/delimiters.hpp"
#include "framing/models/encoding.hpp"
#include "framing/models/outcome.hpp"
#include "framing/models/prefixes.hpp"
#include "framing/models/settings.hpp"
#include "framing/models/stuffing.hpp"
#include "framing/models/unknown.hpp"

namespace test {

namespace models {

inline outcome cut_fixed(const settings& all, std::string_view rest) {
    return size_of(rest) < all.size ? wait() : frame_of(0, all.size, cut_out(rest, 0, all.size));
}

inline outcome cut_up_to_end(const settings& all, std::string_view rest, bool ended) {
    if (size_of(rest) > all.limit) return fatal("too_long");
    return ended ? frame_of(0, size_of(rest), rest) : wait();
}

inline outcome cut(const settings& all, std::string_view rest, bool ended, bool is_start_of_stream) {
    if (all.family == "length") return cut_length(all, rest);
    if (all.family == "varint") return cut_varint(all, rest);
    if (all.family == "netstring") return cut_decimal(all, rest, 0, ":", ",");
    if (all.family == "redis_bulk") return cut_redis_bulk(all, rest);
    if (all.family == "tfrecord") return cut_tfrecord(all, rest);
    if (all.family == "delim") return cut_delimited(all, rest, ended);
    if (all.family == "crlf_strict") return cut_crlf_strict(all, rest, ended);
    if (all.family == "fixed") return cut_fixed(all, rest);
    if (all.family == "eof") return cut_up_to_end(all, rest, ended);
    if (all.family == "cobs") return cut_cobs(all, rest);
    if (all.family == "slip") return cut_slip(all, rest);
    if (all.family == "hdlc") return cut_hdlc(all, rest, is_start_of_stream);
    unknown_to_model("framing", all.family);
}

// A frame whose checksum is right, without it. The checksum of a frame is judged when the frame is complete.
inline outcome without_checksum(const settings& all, outcome found) {
    if (all.checksum.empty() || found.what != outcome::kind::frame) return found;
    const std::size_t size = checksum_size(all.checksum);
    if (found.payload.size() >= size) {
        const std::string received = found.payload.substr(found.payload.size() - size);
        found.payload.erase(found.payload.size() - size);
        if (received == trailer(all, found.header, found.payload)) return found;
    }
    return {outcome::kind::error, found.begin, found.end, {}, {}, "bad_checksum", all.resync};
}

inline std::string text_of_number(wide value) { return std::to_string(static_cast<unsigned long long>(value)); }

inline std::string line_of(wide offset, const outcome& found) {
    if (found.what == outcome::kind::error) return text_of_number(offset) + "!" + found.reason + " ";
    const std::string header = found.header.empty() ? "" : found.header + "|";
    return text_of_number(offset) + ":[" + header + found.payload + "] ";
}

// Where the bytes behind a bad frame are taken up again, or never.
inline wide next_place(const settings& all, std::string_view input, wide begin, wide end) {
    if (all.magic.empty()) return end;
    const std::size_t at = input.find(all.magic, static_cast<std::size_t>(begin) + 1);
    return at == std::string_view::npos ? never : static_cast<wide>(at);
}

}  // namespace models

/// All events of `input` in one line: `0:[header|payload] ` or `0:[payload] `, `0!reason `, and `.` at a clean end.
///
/// @param ended  false: only the events that are due before it is known whether the input goes on, and no end
inline std::string model(const settings& all, std::string_view input, bool ended = true) {
    std::string events;
    wide from = 0;
    for (;;) {
        std::string clean = ended ? events + "." : events;
        if (from > models::size_of(input)) return clean;  // ends while discarding
        const std::string_view rest = input.substr(static_cast<std::size_t>(from));
        const models::outcome found = models::without_checksum(all, models::cut(all, rest, ended, from == 0));
        if (found.what == models::outcome::kind::wait) {
            if (!ended || found.begin == models::size_of(rest)) return clean;
            return events + models::text_of_number(from + found.begin) + "!truncated ";
        }
        events += models::line_of(from + found.begin, found);
        if (found.what == models::outcome::kind::error && !found.resumes) return events;
        if (found.what == models::outcome::kind::error) {
            from = models::next_place(all, input, from + found.begin, from + found.end);
        } else {
            from += found.end;
        }
        if (all.family == "eof") return events + ".";
    }
}

inline std::string model(std::string_view framing_text, std::string_view input, bool ended = true) {
    return model(read_settings(framing_text), input, ended);
}

}  // namespace test

#endif
