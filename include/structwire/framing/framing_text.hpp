// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The one text of a framing.
#ifndef STRUCTWIRE_FRAMING_FRAMING_TEXT_HPP
#define STRUCTWIRE_FRAMING_FRAMING_TEXT_HPP

#include <structwire/bytes.hpp>
#include <structwire/framing/detail/named_framing.hpp>
#include <structwire/framing/framing_spec.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace structwire {

/// The text of a framing in fixed storage.
class framing_text {
public:
    /// No framing has a longer canonical text.
    static constexpr std::size_t capacity = 383;

    [[nodiscard]] constexpr std::string_view view() const noexcept { return {text_.data(), size_}; }
    [[nodiscard]] constexpr const char* c_str() const noexcept { return text_.data(); }
    constexpr operator std::string_view() const noexcept { return view(); }

    /// Appends as much of `piece` as fits.
    constexpr framing_text& append(std::string_view piece) noexcept {
        for (const char character : piece) {
            if (size_ != capacity) text_[size_++] = character;
        }
        return *this;
    }
    /// Appends a decimal number.
    constexpr framing_text& append(std::uint64_t number) noexcept {
        std::array<char, 20> digits{};
        std::size_t first = digits.size();
        do digits[--first] = static_cast<char>('0' + number % 10);
        while ((number /= 10) != 0);
        return append(std::string_view(digits.data() + first, digits.size() - first));
    }
    /// Appends a size with the greatest suffix that divides it: `64k`, `8M`, `1000`.
    constexpr framing_text& append_size(std::uint64_t bytes) noexcept {
        constexpr std::uint64_t kibi = 1024, mebi = 1024 * 1024;
        if (bytes == 0 || bytes % kibi != 0) return append(bytes);
        return bytes % mebi == 0 ? append(bytes / mebi).append("M") : append(bytes / kibi).append("k");
    }
    /// Appends two hexadecimal digits a byte.
    constexpr framing_text& append_hex(byte_view bytes) noexcept {
        constexpr std::string_view digits = "0123456789ABCDEF";
        for (const std::byte byte : bytes) {
            const auto number = std::to_integer<std::size_t>(byte);
            append(std::string_view(digits.data() + number / 16, 1)).append({digits.data() + number % 16, 1});
        }
        return *this;
    }

private:
    std::array<char, capacity + 1> text_{};
    std::size_t size_ = 0;
};

namespace detail {

// `,limit=N` unless it is the one that the framing has without saying.
constexpr void append_limit(framing_text& text, std::uint64_t limit, std::uint64_t usual) noexcept {
    if (limit != usual) text.append(",limit=").append_size(limit);
}

constexpr void append_options(framing_text& text, const length_prefix& prefix) noexcept {
    if (prefix.flag) {
        text.append("grpc");
        return append_limit(text, prefix.limit, 4 * 1024 * 1024);
    }
    text.append(prefix.is_signed ? "i" : "u").append(std::uint64_t{8} * prefix.width);
    if (prefix.width != 1) text.append(prefix.order == std::endian::big ? "be" : "le");
    if (prefix.offset != prefix.magic.size) text.append(",offset=").append_size(prefix.offset);
    if (prefix.adjust > 0) text.append(",adjust=+").append_size(static_cast<std::uint64_t>(prefix.adjust));
    if (prefix.adjust < 0) text.append(",adjust=-").append_size(static_cast<std::uint64_t>(-prefix.adjust));
    if (prefix.magic.size != 0) text.append(",magic=").append_hex(prefix.magic.view());
    append_limit(text, prefix.limit, length_prefix{}.limit);
}

constexpr void append_options(framing_text& text, const varint_prefix& prefix) noexcept {
    constexpr varint_prefix usual;
    text.append("varint");
    if (prefix.offset != usual.offset) text.append(",offset=").append_size(prefix.offset);
    if (prefix.canonical) text.append(",canonical");
    if (prefix.bytes != usual.bytes) text.append(",bytes=").append(std::uint64_t{prefix.bytes});
    append_limit(text, prefix.limit, usual.limit);
}

constexpr void append_end(framing_text& text, bool delivers, bool usual) noexcept {
    if (delivers != usual) text.append(delivers ? ",eof=deliver" : ",eof=truncated");
}

constexpr void append_options(framing_text& text, const delimiters& all) noexcept {
    constexpr std::byte cr{'\r'}, lf{'\n'};
    const bool is_lf = all.count == 1 && all.sizes[0] == 1 && all.bytes[0] == lf;
    const bool is_crlf = all.count == 1 && all.sizes[0] == 2 && all.bytes[0] == cr && all.bytes[1] == lf;
    if (is_lf || is_crlf) {
        text.append(is_lf ? "lf" : "crlf");
    } else {
        for (std::size_t index = 0; index != all.count; ++index) {
            text.append(index == 0 ? "delim=" : "/").append_hex(all[index]);
        }
    }
    if (all.first) text.append(",first");
    append_end(text, all.deliver_at_end, is_lf);
    append_limit(text, all.limit, delimiters{}.limit);
}

constexpr void append_options(framing_text& text, const line_ending& ending) noexcept {
    text.append(ending.strict ? "crlf_strict" : "line");
    append_end(text, ending.deliver_at_end, !ending.strict);
    append_limit(text, ending.limit, line_ending{}.limit);
}

constexpr void append_family(framing_text& text, const framing_spec& spec) noexcept {
    switch (spec.kind) {
        case framing_kind::length: return append_options(text, spec.length);
        case framing_kind::varint: return append_options(text, spec.varint);
        case framing_kind::delimiter: return append_options(text, spec.delimiter);
        case framing_kind::line: return append_options(text, spec.line);
        case framing_kind::netstring:
            return append_limit(text.append("netstring"), spec.netstring.limit, netstring{}.limit);
        case framing_kind::fixed: text.append("fixed=").append_size(spec.fixed.bytes); return;
        case framing_kind::until_end: return append_limit(text.append("eof"), spec.until_end.limit, until_end{}.limit);
        case framing_kind::cobs: return append_limit(text.append("cobs"), spec.stuffed.limit, stuffing{}.limit);
        case framing_kind::slip: return append_limit(text.append("slip"), spec.stuffed.limit, stuffing{}.limit);
        case framing_kind::hdlc: return append_limit(text.append("hdlc"), spec.stuffed.limit, stuffing{}.limit);
        case framing_kind::tfrecord:
            return append_limit(text.append("tfrecord"), spec.tfrecord.limit, tfrecord{}.limit);
        case framing_kind::redis_bulk:
            return append_limit(text.append("redis_bulk"), spec.redis_bulk.limit, redis_bulk{}.limit);
    }
}

}  // namespace detail

/// The one text of a framing: options in a fixed order, defaults left out, presets as what they stand for.
///
/// @return  text that parse_framing() turns into an equal spec; two specs are equal when their texts are
/// Example: `canonical_text(*parse_framing("u16be,limit=2048,offset=1")).view()` is `"u16be,offset=1,limit=2k"`
[[nodiscard]] constexpr framing_text canonical_text(const framing_spec& spec) noexcept {
    framing_text text;
    detail::append_family(text, spec);
    framing_spec copy = spec;
    const bool* const goes_on = detail::resync_of(copy);
    if (goes_on != nullptr && *goes_on) text.append(",resync");
    if (spec.checksum.kind != checksum_kind::none) append_checksum_text(text.append("+"), spec.checksum);
    return text;
}

}  // namespace structwire

#endif
