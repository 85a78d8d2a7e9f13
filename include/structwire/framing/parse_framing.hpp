// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The one parser of framing strings, for constant expressions and for run time.
#ifndef STRUCTWIRE_FRAMING_PARSE_FRAMING_HPP
#define STRUCTWIRE_FRAMING_PARSE_FRAMING_HPP

#include <structwire/detail/find_character.hpp>
#include <structwire/error.hpp>
#include <structwire/framing/detail/named_framing.hpp>
#include <structwire/framing/framing_spec.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <string_view>

namespace structwire {

/// Longer text is refused before it is read.
inline constexpr std::size_t max_framing_text = 1024;

namespace detail {

/// Reads one framing string from the left. Every member returns false once something is wrong, and what is in
/// `failure_`.
class framing_parser {
public:
    explicit constexpr framing_parser(std::string_view text) noexcept : text_(text) {}

    constexpr std::expected<framing_spec, error> run() noexcept {
        if (text_.size() > max_framing_text) {
            refuse(errc::text_too_long, error::no_item);
            failure_.wanted = max_framing_text;
            failure_.given = text_.size();
        } else if (no_nul() && name() && options() && checksum() && consistent()) {
            return spec_;
        }
        return std::unexpected(failure_);
    }

private:
    enum option : unsigned { offset, adjust, limit, canonical, bytes, eof, magic, first, resync, option_count };
    static constexpr std::array<std::string_view, option_count> option_names{
        "offset", "adjust", "limit", "canonical", "bytes", "eof", "magic", "first", "resync"};

    constexpr bool refuse(errc reason, std::size_t position) noexcept {
        failure_ = error{reason, operation::parse_framing};
        failure_.position = static_cast<std::uint32_t>(position);
        if (position < text_.size()) failure_.letter = text_[position];
        return false;
    }

    constexpr bool no_nul() noexcept {
        const std::size_t at = find_character(text_, '\0');
        return at == text_.size() || refuse(errc::embedded_null, at);
    }

    [[nodiscard]] constexpr bool at(char character) const noexcept {
        return at_ != text_.size() && text_[at_] == character;
    }

    // The characters up to one of `stops`, which is not taken.
    constexpr std::string_view word(std::string_view stops) noexcept {
        const std::size_t from = at_;
        while (at_ != text_.size() && !contains_character(stops, text_[at_])) ++at_;
        return {text_.data() + from, at_ - from};  // substr() would refer to an exception
    }

    constexpr bool name() noexcept {
        const std::string_view found = word(",=+");
        if (found == "delim" || found == "fixed") return name_with_value(found == "delim");
        if (!named_framing(found, spec_)) return refuse(errc::unknown_framing, 0);
        return !at('=') || refuse(errc::unknown_framing, at_);
    }

    constexpr bool name_with_value(bool is_delimiter) noexcept {
        if (!at('=')) return refuse(errc::bad_option, at_);
        const std::size_t from = ++at_;
        if (is_delimiter) {
            spec_.kind = framing_kind::delimiter;
            return alternatives();
        }
        spec_.kind = framing_kind::fixed;
        if (!size(spec_.fixed.bytes)) return false;
        return spec_.fixed.bytes != 0 || refuse(errc::bad_option, from);
    }

    // HEX[/HEX...]
    constexpr bool alternatives() noexcept {
        for (;;) {
            const std::size_t from = at_;
            std::array<std::byte, delimiters::most_bytes> room{};
            std::size_t count = 0;
            if (!hex(room.data(), room.size(), count)) return false;
            if (!spec_.delimiter.add({room.data(), count})) return refuse(errc::bad_option, from);
            if (!at('/')) return true;
            ++at_;
        }
    }

    // Pairs of hexadecimal digits up to the end of the value, at least one.
    constexpr bool hex(std::byte* to, std::size_t most, std::size_t& count) noexcept {
        const std::size_t from = at_;
        for (count = 0; count != 2 * most; ++count) {
            const unsigned digit = at_ == text_.size() ? 16 : hex_digit(text_[at_]);
            if (digit == 16) break;
            std::byte& byte = to[count / 2];
            byte = byte << 4 | static_cast<std::byte>(digit);
            ++at_;
        }
        const bool ended = at_ == text_.size() || contains_character("/,+", text_[at_]);
        if (!ended || count % 2 != 0) return refuse(errc::bad_option, at_);
        count /= 2;
        return count != 0 || refuse(errc::bad_option, from);
    }

    static constexpr unsigned hex_digit(char character) noexcept {
        if (character >= '0' && character <= '9') return static_cast<unsigned>(character - '0');
        if (character >= 'a' && character <= 'f') return static_cast<unsigned>(character - 'a') + 10;
        if (character >= 'A' && character <= 'F') return static_cast<unsigned>(character - 'A') + 10;
        return 16;
    }

    constexpr bool options() noexcept {
        while (at_ != text_.size() && !at('+')) {
            if (!at(',')) return refuse(errc::unknown_option, at_);
            ++at_;
            if (!one_option()) return false;
        }
        return true;
    }

    constexpr bool one_option() noexcept {
        const std::size_t from = at_;
        const std::string_view found = word(",=+");
        unsigned which = 0;
        while (which != option_count && option_names[which] != found) ++which;
        if (which == option_count || !applies(which)) return refuse(errc::unknown_option, from);
        if (seen_at_[which] != not_seen) return refuse(errc::duplicate_option, from);
        seen_at_[which] = from;
        if (which == canonical || which == first || which == resync) {
            *flag(which) = true;
            return !at('=') || refuse(errc::bad_option, at_);
        }
        if (!at('=')) return refuse(errc::bad_option, at_);
        ++at_;
        if (which == eof) return end_of_input();
        return which == magic ? magic_bytes_option() : number_option(which);
    }

    constexpr bool applies(unsigned which) noexcept {
        switch (which) {
            case offset: return !preset() && (is(framing_kind::length) || is(framing_kind::varint));
            case adjust:
            case magic: return !preset() && is(framing_kind::length);
            case limit: return limit_of(spec_) != nullptr;
            case canonical:
            case bytes: return !preset() && is(framing_kind::varint);
            case eof: return is(framing_kind::delimiter) || is(framing_kind::line);
            case first: return is(framing_kind::delimiter) && spec_.delimiter.count > 1;
            default: return flag(resync) != nullptr;
        }
    }

    [[nodiscard]] constexpr bool is(framing_kind kind) const noexcept { return spec_.kind == kind; }
    [[nodiscard]] constexpr bool preset() const noexcept { return spec_.length.flag; }

    // Where a setting without value is kept; nullptr if the framing has none.
    constexpr bool* flag(unsigned which) noexcept {
        if (which == canonical) return &spec_.varint.canonical;
        if (which == first) return &spec_.delimiter.first;
        return resync_of(spec_);
    }

    constexpr bool end_of_input() noexcept {
        const std::size_t from = at_;
        const std::string_view found = word(",+");
        if (found != "deliver" && found != "truncated") return refuse(errc::bad_option, from);
        (is(framing_kind::line) ? spec_.line.deliver_at_end : spec_.delimiter.deliver_at_end) = found == "deliver";
        return true;
    }

    constexpr bool magic_bytes_option() noexcept {
        std::size_t count = 0;
        if (!hex(spec_.length.magic.bytes.data(), magic_bytes::most, count)) return false;
        spec_.length.magic.size = static_cast<std::uint8_t>(count);
        return !at('/') || refuse(errc::bad_option, at_);
    }

    constexpr bool number_option(unsigned which) noexcept {
        const std::size_t from = at_;
        bool negative = false;
        if (which == adjust && (at('+') || at('-'))) negative = text_[at_++] == '-';
        std::uint64_t number = 0;
        if (!size(number)) return false;
        if (which == adjust) {
            spec_.length.adjust = negative ? -static_cast<std::int64_t>(number) : static_cast<std::int64_t>(number);
        } else if (which == bytes) {
            if (number < 1 || number > 10) return refuse(errc::bad_option, from);
            spec_.varint.bytes = static_cast<unsigned>(number);
        } else if (which == offset) {
            (is(framing_kind::length) ? spec_.length.offset : spec_.varint.offset) = number;
        } else {
            *limit_of(spec_) = number;
        }
        return true;
    }

    // Digits and perhaps k (1024) or M (1024 * 1024), at most max_framing_number.
    constexpr bool size(std::uint64_t& number) noexcept {
        const std::size_t from = at_;
        number = 0;
        while (at_ != text_.size() && text_[at_] >= '0' && text_[at_] <= '9') {
            number = number * 10 + static_cast<std::uint64_t>(text_[at_++] - '0');
            if (number > max_framing_number) return refuse(errc::bad_option, from);
        }
        if (at_ == from) return refuse(errc::bad_option, at_);
        std::uint64_t unit = 1;
        if (at('k') || at('M')) unit = text_[at_++] == 'k' ? 1024 : 1024 * 1024;
        if (number > max_framing_number / unit) return refuse(errc::bad_option, from);
        number *= unit;
        return at_ == text_.size() || at(',') || at('+') || refuse(errc::bad_option, at_);
    }

    // What stands behind a plus sign, up to the end.
    constexpr bool checksum() noexcept {
        if (at_ == text_.size()) return true;
        seen_checksum_at_ = ++at_;
        const checksum_parse found = parse_checksum({text_.data() + at_, text_.size() - at_});
        if (!found.ok) return refuse(errc::unknown_checksum, at_ + found.position);
        spec_.checksum = found.value;
        return true;
    }

    // What each option alone allows and all together do not: named at what was written last.
    constexpr bool consistent() noexcept {
        if (seen_at_[offset] == not_seen && spec_.length.offset < spec_.length.magic.size) {
            spec_.length.offset = spec_.length.magic.size;
        }
        if (spec_.usable()) return true;
        std::size_t last = seen_checksum_at_;
        for (const std::size_t position : seen_at_) {
            if (position != not_seen && position > last) last = position;
        }
        return refuse(errc::conflicting_options, last);
    }

    static constexpr std::size_t not_seen = ~std::size_t{0};

    std::string_view text_;
    std::size_t at_ = 0;
    std::array<std::size_t, option_count> seen_at_{not_seen, not_seen, not_seen, not_seen, not_seen,
                                                   not_seen, not_seen, not_seen, not_seen};
    std::size_t seen_checksum_at_ = 0;
    framing_spec spec_{};
    error failure_{};
};

}  // namespace detail

/// Reads a framing string.
///
/// Shape:      `name[,option[=value]]...[+checksum]` without white space; numbers are decimal, sizes take `k` and `M`,
///             bytes are pairs of hexadecimal digits.
///             `u8 u16be u16le u24be ... u64le`  offset=N adjust=+N|-N magic=HEX limit=SIZE resync
///             `i8 i16be i16le i24be ... i64le`  the same
///             `varint`, `protobuf`              offset=N canonical bytes=N limit=SIZE resync
///             `netstring`                       limit=SIZE resync
///             `delim=HEX[/HEX...]`              first eof=deliver|truncated limit=SIZE resync
///             `crlf`, `lf`, `line`, `crlf_strict`  eof=deliver|truncated limit=SIZE resync
///             `fixed=SIZE`                      resync
///             `eof`                             limit=SIZE
///             `cobs`, `slip`, `hdlc`            limit=SIZE resync
///             `tfrecord`, `redis_bulk`          limit=SIZE resync
///             `grpc`                            limit=SIZE resync
///             `postgres`, `postgres_startup`, `kafka`, `thrift`, `mqtt`: as `i32be` and `varint`, whose options
///             they take too
///             `+name[le|be][:payload]`          parse_checksum() says which
/// @return     the spec, with defaults where the text says nothing
/// Errors:     operation::parse_framing, with error::position and error::letter:
///             errc::unknown_framing at the name; errc::unknown_option and errc::duplicate_option at the option's
///             name; errc::bad_option where its value stops making sense; errc::unknown_checksum where that of the
///             checksum does; errc::conflicting_options at the last option or the checksum when no frame can satisfy all
///             of them, or one has no meaning; errc::embedded_null; errc::text_too_long without a position (limit /
///             size)
/// Guarantee:  noexcept; allocates nothing
/// Complexity: O(text)
[[nodiscard]] constexpr std::expected<framing_spec, error> parse_framing(std::string_view text) noexcept {
    return detail::framing_parser(text).run();
}

}  // namespace structwire

#endif
