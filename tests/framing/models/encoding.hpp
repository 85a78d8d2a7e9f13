// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What an encoder that checks nothing would write.
#ifndef STRUCTWIRE_TESTS_FRAMING_MODELS_ENCODING_HPP
#define STRUCTWIRE_TESTS_FRAMING_MODELS_ENCODING_HPP

#include <string>
#include <string_view>

#include "framing/models/checksums.hpp"
#include "framing/models/outcome.hpp"

namespace test {

namespace models {

inline std::string leb128(std::uint64_t value) {
    std::string bytes;
    for (; value >= 0x80; value >>= 7) bytes += static_cast<char>((value & 0x7f) | 0x80);
    return bytes + static_cast<char>(value);
}

inline std::string cobs(std::string_view payload) {
    std::string wire;
    std::string block;
    for (const char letter : payload) {
        if (letter != '\0') block += letter;
        if (letter != '\0' && block.size() != 254) continue;
        wire += static_cast<char>(block.size() + 1);
        wire += block;
        block.clear();
    }
    return wire + static_cast<char>(block.size() + 1) + block + '\0';
}

inline std::string slip(std::string_view payload) {
    std::string wire;
    for (const char letter : payload) {
        if (letter == '\xc0') {
            wire += "\xdb\xdc";
        } else if (letter == '\xdb') {
            wire += "\xdb\xdd";
        } else {
            wire += letter;
        }
    }
    return wire + '\xc0';
}

inline std::string hdlc(std::string_view payload) {
    std::string wire = "\x7e";
    for (const char letter : payload) {
        const bool is_special = letter == '\x7e' || letter == '\x7d';
        if (is_special) wire += '\x7d';
        wire += is_special ? static_cast<char>(letter ^ 0x20) : letter;
    }
    return wire + '\x7e';
}

inline std::string tfrecord(std::string_view payload) {
    const std::string length = number_bytes(payload.size(), 8, true);
    return length + number_bytes(masked_crc32c(length), 4, true) + std::string(payload) +
           number_bytes(masked_crc32c(payload), 4, true);
}

// An alternative that no other one cuts short: the longer ones win, unless the first complete one does.
inline std::string delimiter_to_write(const settings& all) {
    for (const std::string& mine : all.delimiters) {
        bool usable = true;
        for (const std::string& other : all.delimiters) {
            if (other == mine) continue;
            const std::size_t at = mine.find(other);
            const bool ends_earlier = at != std::string::npos && at + other.size() < mine.size();
            usable = usable && (all.first ? !ends_earlier : !starts_with(other, mine));
        }
        if (usable) return mine;
    }
    return all.delimiters.front();
}

inline std::string trailer(const settings& all, std::string_view header, std::string_view payload) {
    if (all.checksum.empty()) return {};
    const std::string covered = all.checksum_of_payload_only ? "" : std::string(header);
    return number_bytes(checksum(all.checksum, covered + std::string(payload)), checksum_size(all.checksum),
                        all.checksum_little);
}

}  // namespace models

// The wire form of a payload, right or not. A header that the framing has no place for is dropped.
inline std::string naive_encode(const settings& all, std::string_view header, std::string_view payload) {
    const std::string_view kept = all.family == "length" || all.family == "varint" ? header : "";
    std::string body = std::string(payload) + models::trailer(all, kept, payload);
    if (all.family == "length") {
        const auto raw = static_cast<std::uint64_t>(models::size_of(body) - all.adjust);
        return std::string(header) + models::number_bytes(raw, all.width, all.little) + body;
    }
    if (all.family == "varint") return std::string(header) + models::leb128(body.size()) + body;
    if (all.family == "netstring") return std::to_string(body.size()) + ":" + body + ",";
    if (all.family == "redis_bulk" && header == "-1") return "$-1\r\n" + body;
    if (all.family == "redis_bulk") return "$" + std::to_string(body.size()) + "\r\n" + body + "\r\n";
    if (all.family == "delim") return body + models::delimiter_to_write(all);
    if (all.family == "crlf_strict") return body + "\r\n";
    if (all.family == "cobs") return models::cobs(body);
    if (all.family == "slip") return models::slip(body);
    if (all.family == "hdlc") return models::hdlc(body);
    if (all.family == "tfrecord") return models::tfrecord(body);
    return body;  // fixed, eof
}

inline std::string naive_encode(std::string_view text, std::string_view header, std::string_view payload) {
    return naive_encode(read_settings(text), header, payload);
}

}  // namespace test

#endif
