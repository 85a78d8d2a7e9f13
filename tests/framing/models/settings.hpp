// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Framing texts read a second time, for the models: only valid ones, and in the plainest way.
#ifndef STRUCTWIRE_TESTS_FRAMING_MODELS_SETTINGS_HPP
#define STRUCTWIRE_TESTS_FRAMING_MODELS_SETTINGS_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "framing/models/checksums.hpp"
#include "framing/models/unknown.hpp"

namespace test {

// Wide enough for every sum of 64-bit lengths.
__extension__ typedef __int128 wide;  // NOLINT(modernize-use-using): __extension__ goes with typedef only

// What a framing text says, with the defaults of its framing filled in.
struct settings {
    std::string family{};  // length, varint, netstring, delim, crlf_strict, fixed, eof, cobs, slip, hdlc, tfrecord, ...
    std::size_t width = 0;
    bool little = false;
    bool with_sign = false;
    bool flagged = false;  // gRPC: the first byte is 0 or 1
    wide offset = 0;
    wide adjust = 0;
    wide limit = 0;
    std::string magic{};
    bool resync = false;
    bool canonical = false;
    std::size_t bytes = 10;
    std::vector<std::string> delimiters{};
    bool first = false;
    bool deliver = false;
    wide size = 0;  // of fixed
    std::string checksum{};
    bool checksum_little = true;
    bool checksum_of_payload_only = false;
};

namespace models {

inline bool starts_with(std::string_view text, std::string_view start) { return text.substr(0, start.size()) == start; }

inline bool ends_with(std::string_view text, std::string_view end) {
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

inline wide number(std::string_view text) {
    wide value = 0;
    wide unit = 1;
    for (const char letter : text) {
        if (letter == 'k') unit = 1024;
        if (letter == 'M') unit = 1024 * 1024;
        if (letter >= '0' && letter <= '9') value = value * 10 + (letter - '0');
    }
    return !text.empty() && text[0] == '-' ? -value : value * unit;
}

inline std::string from_hex(std::string_view text) {
    std::string bytes;
    for (std::size_t at = 0; at + 1 < text.size(); at += 2) {
        bytes += static_cast<char>(std::stoi(std::string(text.substr(at, 2)), nullptr, 16));
    }
    return bytes;
}

inline std::vector<std::string> split(std::string_view text, char between) {
    std::vector<std::string> parts(1);
    for (const char letter : text) {
        if (letter == between) {
            parts.emplace_back();
        } else {
            parts.back() += letter;
        }
    }
    return parts;
}

inline void read_length_name(settings& all, const std::string& name) {
    all.family = "length";
    all.with_sign = name[0] == 'i';
    all.little = ends_with(name, "le");
    all.width = static_cast<std::size_t>(number(name)) / 8;
    all.limit = 8 << 20;
}

// A preset that is a length prefix with particular settings.
inline void read_length_preset(settings& all, const std::string& base, int offset, int adjust, wide limit) {
    read_length_name(all, base);
    all.offset = offset;
    all.adjust = adjust;
    all.limit = limit;
}

inline void read_lines(settings& all, const std::vector<std::string>& delimiters, bool deliver) {
    all.family = "delim";
    all.delimiters = delimiters;
    all.deliver = deliver;
    all.limit = 64 << 10;
}

inline bool read_preset(settings& all, const std::string& name) {
    const wide usual = 8 << 20;
    if (name == "grpc") {
        read_length_preset(all, "u32be", 1, 0, 4 << 20);
        all.flagged = true;
    } else if (name == "postgres") {
        read_length_preset(all, "i32be", 1, -4, usual);
    } else if (name == "postgres_startup") {
        read_length_preset(all, "i32be", 0, -4, usual);
    } else if (name == "kafka") {
        read_length_preset(all, "i32be", 0, 0, 100 << 20);
    } else if (name == "thrift") {
        read_length_preset(all, "i32be", 0, 0, 16384000);
    } else if (name == "mqtt" || name == "protobuf" || name == "varint") {
        all.family = "varint";
        all.limit = usual;
        all.offset = name == "mqtt" ? 1 : 0;
        all.bytes = name == "mqtt" ? 4 : 10;
    } else {
        return false;
    }
    return true;
}

inline void read_name(settings& all, const std::string& name, const std::string& value) {
    if (read_preset(all, name)) return;
    all.family = name;
    all.limit = 8 << 20;  // netstring, eof, tfrecord, redis_bulk
    if (name == "delim") {
        read_lines(all, {}, false);
        for (const std::string& alternative : split(value, '/')) all.delimiters.push_back(from_hex(alternative));
    } else if (name == "crlf") {
        read_lines(all, {"\r\n"}, false);
    } else if (name == "lf") {
        read_lines(all, {"\n"}, true);
    } else if (name == "line") {
        read_lines(all, {"\n", "\r\n"}, true);
    } else if (name == "crlf_strict" || name == "cobs" || name == "slip" || name == "hdlc") {
        all.limit = 64 << 10;
    } else if (name == "fixed") {
        all.size = number(value);
    } else if (name[0] == 'u' || name[0] == 'i') {
        read_length_name(all, name);
    }
}

inline void read_option(settings& all, const std::string& name, const std::string& value) {
    if (name == "offset") {
        all.offset = number(value);
    } else if (name == "adjust") {
        all.adjust = number(value);
    } else if (name == "limit") {
        all.limit = number(value);
    } else if (name == "magic") {
        all.magic = from_hex(value);
    } else if (name == "bytes") {
        all.bytes = static_cast<std::size_t>(number(value));
    } else if (name == "eof") {
        all.deliver = value == "deliver";
    } else if (name == "resync") {
        all.resync = true;
    } else if (name == "canonical") {
        all.canonical = true;
    } else if (name == "first") {
        all.first = true;
    } else {
        unknown_to_model("option", name);
    }
}

inline void read_checksum(settings& all, std::string name) {
    if (ends_with(name, ":payload")) {
        all.checksum_of_payload_only = true;
        name.resize(name.size() - 8);
    }
    all.checksum_little = is_usually_little(name);
    if (ends_with(name, "be") || ends_with(name, "le")) {
        all.checksum_little = ends_with(name, "le");
        name.resize(name.size() - 2);
    }
    all.checksum = name;
}

}  // namespace models

inline settings read_settings(std::string_view text) {
    settings all;
    // A plus sign begins the checksum unless it is the sign of a number.
    std::size_t end = 0;
    while (end != text.size() && !(text[end] == '+' && text[end - 1] != '=')) ++end;
    if (end != text.size()) models::read_checksum(all, std::string(text.substr(end + 1)));
    bool is_name = true;
    for (const std::string& part : models::split(text.substr(0, end), ',')) {
        const std::size_t sign = part.find('=');
        const std::string value = sign == std::string::npos ? "" : part.substr(sign + 1);
        if (is_name) {
            models::read_name(all, part.substr(0, sign), value);
        } else {
            models::read_option(all, part.substr(0, sign), value);
        }
        is_name = false;
    }
    const auto magic_size = static_cast<wide>(all.magic.size());
    if (all.offset < magic_size) all.offset = magic_size;
    return all;
}

}  // namespace test

#endif
