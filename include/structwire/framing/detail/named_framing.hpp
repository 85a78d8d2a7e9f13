// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The names in framing strings, and where the settings that many framings share are kept. Not for direct use.
#ifndef STRUCTWIRE_FRAMING_DETAIL_NAMED_FRAMING_HPP
#define STRUCTWIRE_FRAMING_DETAIL_NAMED_FRAMING_HPP

#include <structwire/framing/framing_spec.hpp>

#include <array>
#include <bit>
#include <cstdint>
#include <string_view>

namespace structwire::detail {

/// `u8` and `i8`, and `u16` to `u64` and `i16` to `i64` in steps of a byte with `be` or `le` behind.
constexpr bool named_length(std::string_view found, length_prefix& prefix) noexcept {
    if (!found.starts_with('u') && !found.starts_with('i')) return false;
    prefix.is_signed = found.starts_with('i');
    found.remove_prefix(1);
    prefix.width = 1;
    if (found == "8") return true;
    if (found.ends_with("le")) {
        prefix.order = std::endian::little;
    } else if (!found.ends_with("be")) {
        return false;
    }
    found.remove_suffix(2);
    constexpr std::array<std::string_view, 7> widths{"16", "24", "32", "40", "48", "56", "64"};
    for (const std::string_view width : widths) {
        ++prefix.width;
        if (found == width) return true;
    }
    return false;
}

/// Protocols whose framing is a length prefix. The limits are those that the protocol or its servers have.
constexpr bool preset_length(std::string_view found, length_prefix& prefix) noexcept {
    prefix.is_signed = true;
    if (found == "grpc") {
        prefix = {.offset = 1, .limit = 4 * 1024 * 1024, .flag = true};
    } else if (found == "postgres") {
        prefix.offset = 1;
        prefix.adjust = -4;
    } else if (found == "postgres_startup") {
        prefix.adjust = -4;
    } else if (found == "kafka") {
        prefix.limit = 100 * 1024 * 1024;
    } else if (found == "thrift") {
        prefix.limit = 16'384'000;
    } else {
        return false;
    }
    return true;
}

/// The framing of this name with its defaults. Those that need a value, `delim` and `fixed`, are not here.
constexpr bool named_framing(std::string_view found, framing_spec& spec) noexcept {
    struct family {
        std::string_view name;
        framing_kind kind;
    };
    constexpr std::array<family, 14> families{{
        {"varint", framing_kind::varint},
        {"protobuf", framing_kind::varint},
        {"mqtt", framing_kind::varint},
        {"netstring", framing_kind::netstring},
        {"crlf", framing_kind::delimiter},
        {"lf", framing_kind::delimiter},
        {"line", framing_kind::line},
        {"crlf_strict", framing_kind::line},
        {"eof", framing_kind::until_end},
        {"cobs", framing_kind::cobs},
        {"slip", framing_kind::slip},
        {"hdlc", framing_kind::hdlc},
        {"tfrecord", framing_kind::tfrecord},
        {"redis_bulk", framing_kind::redis_bulk},
    }};
    for (const family& one : families) {
        if (one.name != found) continue;
        spec.kind = one.kind;
        if (found == "mqtt") {
            spec.varint.offset = 1;
            spec.varint.bytes = 4;
        } else if (found == "crlf_strict") {
            spec.line.strict = true;
            spec.line.deliver_at_end = false;
        } else if (one.kind == framing_kind::delimiter) {
            constexpr std::array<std::byte, 2> ending{std::byte{'\r'}, std::byte{'\n'}};
            spec.delimiter.deliver_at_end = found == "lf";
            return spec.delimiter.add(byte_view(ending).last(found == "lf" ? 1 : 2));
        }
        return true;
    }
    length_prefix plain;
    length_prefix preset;
    const bool is_plain = named_length(found, plain);
    if (!is_plain && !preset_length(found, preset)) return false;
    spec.length = is_plain ? plain : preset;
    return true;
}

/// Where the limit is kept; nullptr if the framing has none.
constexpr std::uint64_t* limit_of(framing_spec& spec) noexcept {
    switch (spec.kind) {
        case framing_kind::length: return &spec.length.limit;
        case framing_kind::varint: return &spec.varint.limit;
        case framing_kind::netstring: return &spec.netstring.limit;
        case framing_kind::delimiter: return &spec.delimiter.limit;
        case framing_kind::line: return &spec.line.limit;
        case framing_kind::fixed: return nullptr;
        case framing_kind::until_end: return &spec.until_end.limit;
        case framing_kind::cobs:
        case framing_kind::slip:
        case framing_kind::hdlc: return &spec.stuffed.limit;
        case framing_kind::tfrecord: return &spec.tfrecord.limit;
        case framing_kind::redis_bulk: return &spec.redis_bulk.limit;
    }
    return nullptr;
}

/// Where is kept whether the framing goes on behind bad frames; nullptr if it cannot.
constexpr bool* resync_of(framing_spec& spec) noexcept {
    switch (spec.kind) {
        case framing_kind::length: return &spec.length.resync;
        case framing_kind::varint: return &spec.varint.resync;
        case framing_kind::netstring: return &spec.netstring.resync;
        case framing_kind::delimiter: return &spec.delimiter.resync;
        case framing_kind::line: return &spec.line.resync;
        case framing_kind::fixed: return &spec.fixed.resync;
        case framing_kind::until_end: return nullptr;
        case framing_kind::cobs:
        case framing_kind::slip:
        case framing_kind::hdlc: return &spec.stuffed.resync;
        case framing_kind::tfrecord: return &spec.tfrecord.resync;
        case framing_kind::redis_bulk: return &spec.redis_bulk.resync;
    }
    return nullptr;
}

}  // namespace structwire::detail

#endif
