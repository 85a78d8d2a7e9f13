// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Framings that say the length of a frame in front of it, as their definitions read.
#ifndef STRUCTWIRE_TESTS_FRAMING_MODELS_PREFIXES_HPP
#define STRUCTWIRE_TESTS_FRAMING_MODELS_PREFIXES_HPP

#include <string>
#include <string_view>

#include "framing/models/checksums.hpp"
#include "framing/models/outcome.hpp"

namespace test::models {

// What is wrong with every length that begins with the bytes `known`; empty if one of them is right.
inline std::string length_fault(const settings& all, std::string_view known) {
    const wide head = all.offset + static_cast<wide>(all.width);
    const wide least = all.adjust < 0 ? -all.adjust : 0;
    const wide most = all.limit - head - all.adjust;
    wide value = 0;  // of the known bytes, those to come taken as zero
    for (std::size_t index = 0; index != known.size(); ++index) {
        value += static_cast<wide>(byte_at(known, index)) << (8 * (all.little ? index : all.width - 1 - index));
    }
    // The bytes to come add `count` times `unit` at most.
    const std::size_t missing = all.width - known.size();
    const wide unit = all.little ? static_cast<wide>(1) << (8 * known.size()) : 1;
    wide count = (static_cast<wide>(1) << (8 * missing)) - 1;
    const wide half = static_cast<wide>(1) << (8 * all.width - 1);
    if (all.with_sign && value >= half) return "bad_length";  // negative, whatever comes
    if (all.with_sign && value + count * unit >= half) count = (half - 1 - value) / unit;
    const wide steps = value >= least ? 0 : (least - value + unit - 1) / unit;
    if (steps <= count && value + steps * unit <= most) return {};
    return value < least ? "bad_length" : "too_long";
}

inline wide wire_length(const settings& all, std::string_view rest) {
    wide raw = 0;
    for (std::size_t index = 0; index != all.width; ++index) {
        const std::size_t at = static_cast<std::size_t>(all.offset) + (all.little ? all.width - 1 - index : index);
        raw = raw * 256 + byte_at(rest, at);
    }
    return all.offset + static_cast<wide>(all.width) + raw + all.adjust;
}

inline outcome cut_length(const settings& all, std::string_view rest) {
    for (std::size_t index = 0; index != all.magic.size(); ++index) {
        if (index == rest.size()) return wait();
        if (rest[index] != all.magic[index]) return {outcome::kind::error, 0, 0, {}, {}, "bad_magic", all.resync};
    }
    if (all.flagged && !rest.empty() && byte_at(rest, 0) > 1) return fatal("bad_prefix");
    const wide head = all.offset + static_cast<wide>(all.width);
    for (std::size_t known = 1; known <= all.width; ++known) {
        if (size_of(rest) < all.offset + static_cast<wide>(known)) return wait();
        const std::string fault = length_fault(all, cut_out(rest, all.offset, all.offset + static_cast<wide>(known)));
        if (fault.empty()) continue;
        const bool resumes = all.resync && (fault == "too_long" || !all.magic.empty());
        const wide end = size_of(rest) < head ? never : wire_length(all, rest);
        return {outcome::kind::error, 0, end, {}, {}, fault, resumes};
    }
    const wide end = wire_length(all, rest);
    if (size_of(rest) < end) return wait();
    return frame_of(0, end, cut_out(rest, head, end), cut_out(rest, 0, all.offset));
}

inline outcome cut_varint(const settings& all, std::string_view rest) {
    wide value = 0;
    for (std::size_t index = 0;; ++index) {
        const wide at = all.offset + static_cast<wide>(index);
        if (at >= size_of(rest)) return wait();
        const unsigned byte = byte_at(rest, static_cast<std::size_t>(at));
        const bool last = byte < 0x80;
        value += static_cast<wide>(byte & 0x7f) << (7 * index);
        if (value >> 64 != 0) return fatal("bad_prefix");
        if (!last && index + 1 == all.bytes) return fatal("bad_prefix");
        if (last && all.canonical && index != 0 && byte == 0) return fatal("bad_prefix");
        // A canonical length that goes on has at least one more bit.
        const wide least = value + (last || !all.canonical ? 0 : static_cast<wide>(1) << (7 * (index + 1)));
        if (least > all.limit && (!last || !all.resync)) return fatal("too_long");
        if (least > all.limit) return resuming("too_long", 0, at + 1 + value);
        if (!last) continue;
        const wide end = at + 1 + value;
        if (size_of(rest) < end) return wait();
        return frame_of(0, end, cut_out(rest, at + 1, end), cut_out(rest, 0, all.offset));
    }
}

// A decimal length from `at` on up to `ending`, then a payload and `closing`.
inline outcome cut_decimal(const settings& all, std::string_view rest, wide at, std::string_view ending,
                           std::string_view closing) {
    wide value = 0;
    const wide digits_begin = at;
    for (;; ++at) {
        if (at == size_of(rest)) return wait();
        const char letter = rest[static_cast<std::size_t>(at)];
        const bool is_digit = letter >= '0' && letter <= '9';
        if (!is_digit && at != digits_begin && letter == ending[0]) break;
        if (!is_digit) return fatal("bad_prefix");
        if (value == 0 && at != digits_begin) return fatal("bad_prefix");  // a leading zero
        value = value * 10 + (letter - '0');
        if (value > all.limit) return fatal("too_long");
    }
    for (const char letter : ending) {
        if (at == size_of(rest)) return wait();
        if (rest[static_cast<std::size_t>(at++)] != letter) return fatal("bad_prefix");
    }
    const wide payload_end = at + value;
    for (wide index = 0; index != size_of(closing); ++index) {
        if (size_of(rest) <= payload_end + index) return wait();
        const char letter = rest[static_cast<std::size_t>(payload_end + index)];
        if (letter != closing[static_cast<std::size_t>(index)]) return fatal("bad_terminator");
    }
    return frame_of(0, payload_end + size_of(closing), cut_out(rest, at, payload_end));
}

inline outcome cut_redis_bulk(const settings& all, std::string_view rest) {
    if (rest.empty()) return wait();
    if (rest[0] != '$') return fatal("bad_prefix");
    if (rest.size() == 1 || rest[1] != '-') return cut_decimal(all, rest, 1, "\r\n", "\r\n");
    const std::string_view null = "$-1\r\n";
    if (rest.substr(0, 5) == null) return frame_of(0, 5, "", "-1");
    return starts_with(null, rest) ? wait() : fatal("bad_prefix");
}

inline outcome cut_tfrecord(const settings& all, std::string_view rest) {
    settings length;
    length.width = 8;
    length.little = true;
    length.limit = all.limit;
    length.adjust = 8;  // both checksums count towards the limit
    for (std::size_t known = 1; known <= 8; ++known) {
        if (rest.size() < known) return wait();
        const std::string fault = length_fault(length, rest.substr(0, known));
        if (!fault.empty()) return fatal("too_long");
    }
    const std::string length_sum = number_bytes(masked_crc32c(rest.substr(0, 8)), 4, true);
    for (std::size_t index = 0; index != 4; ++index) {
        if (rest.size() <= 8 + index) return wait();
        if (rest[8 + index] != length_sum[index]) return fatal("bad_checksum");
    }
    const wide end = wire_length(length, rest);
    if (size_of(rest) < end) return wait();
    const std::string_view payload = cut_out(rest, 12, end - 4);
    const bool good = cut_out(rest, end - 4, end) == number_bytes(masked_crc32c(payload), 4, true);
    if (good) return frame_of(0, end, payload);
    return all.resync ? resuming("bad_checksum", 0, end) : fatal("bad_checksum");
}

}  // namespace test::models

#endif
