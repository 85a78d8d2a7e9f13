// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The one parser of framing strings, for constant expressions and for run time.
#ifndef STRUCTWIRE_FRAMING_PARSE_FRAMING_HPP
#define STRUCTWIRE_FRAMING_PARSE_FRAMING_HPP

#include <structwire/detail/find_character.hpp>
#include <structwire/error.hpp>
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
        } else if (no_nul() && name() && options() && consistent()) {
            return spec_;
        }
        return std::unexpected(failure_);
    }

private:
    enum option : unsigned { offset, adjust, limit, canonical, bytes, eof, option_count };
    static constexpr std::array<std::string_view, option_count> option_names{"offset",    "adjust", "limit",
                                                                             "canonical", "bytes",  "eof"};

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

    // The characters up to one of `stops`, which is not taken.
    constexpr std::string_view word(std::string_view stops) noexcept {
        const std::size_t first = at_;
        while (at_ != text_.size() && !contains_character(stops, text_[at_])) ++at_;
        return {text_.data() + first, at_ - first};  // substr() would refer to an exception
    }

    constexpr bool name() noexcept {
        const std::string_view found = word(",=+");
        if (found == "varint" || found == "protobuf") {
            spec_.kind = framing_kind::varint;
        } else if (found == "line") {
            spec_.kind = framing_kind::line;
        } else if (!length_name(found)) {
            return refuse(errc::unknown_framing, 0);
        }
        if (at_ != text_.size() && text_[at_] == '=') return refuse(errc::unknown_framing, at_);
        return true;
    }

    // u8, and u16 to u64 in steps of a byte with be or le behind.
    constexpr bool length_name(std::string_view found) noexcept {
        if (!found.starts_with('u')) return false;
        found.remove_prefix(1);
        spec_.length.width = 1;
        if (found == "8") return true;
        if (found.ends_with("le")) {
            spec_.length.order = std::endian::little;
        } else if (!found.ends_with("be")) {
            return false;
        }
        found.remove_suffix(2);
        constexpr std::array<std::string_view, 7> widths{"16", "24", "32", "40", "48", "56", "64"};
        for (const std::string_view width : widths) {
            ++spec_.length.width;
            if (found == width) return true;
        }
        return false;
    }

    constexpr bool options() noexcept {
        while (at_ != text_.size()) {
            if (text_[at_] != ',') return refuse(errc::unknown_option, at_);
            ++at_;
            if (!one_option()) return false;
        }
        return true;
    }

    constexpr bool one_option() noexcept {
        const std::size_t first = at_;
        const std::string_view found = word(",=");
        unsigned which = 0;
        while (which != option_count && option_names[which] != found) ++which;
        if (which == option_count || !applies(which)) return refuse(errc::unknown_option, first);
        if (seen_at_[which] != not_seen) return refuse(errc::duplicate_option, first);
        seen_at_[which] = first;
        const bool has_value = at_ != text_.size() && text_[at_] == '=';
        if (which == canonical) {
            spec_.varint.canonical = true;
            return !has_value || refuse(errc::bad_option, at_);
        }
        if (!has_value) return refuse(errc::bad_option, at_);
        ++at_;
        return which == eof ? end_of_input() : number_option(which);
    }

    constexpr bool applies(unsigned which) const noexcept {
        switch (spec_.kind) {
            case framing_kind::length: return which == offset || which == adjust || which == limit;
            case framing_kind::varint: return which != adjust && which != eof;
            case framing_kind::line: return which == limit || which == eof;
        }
        return false;
    }

    constexpr bool end_of_input() noexcept {
        const std::size_t first = at_;
        const std::string_view found = word(",");
        if (found != "deliver" && found != "truncated") return refuse(errc::bad_option, first);
        spec_.line.deliver_at_end = found == "deliver";
        return true;
    }

    constexpr bool number_option(unsigned which) noexcept {
        const std::size_t first = at_;
        bool negative = false;
        if (which == adjust && at_ != text_.size() && (text_[at_] == '+' || text_[at_] == '-')) {
            negative = text_[at_++] == '-';
        }
        std::uint64_t number = 0;
        if (!size(number)) return false;
        if (which == adjust) {
            spec_.length.adjust = negative ? -static_cast<std::int64_t>(number) : static_cast<std::int64_t>(number);
        } else if (which == bytes) {
            if (number < 1 || number > 10) return refuse(errc::bad_option, first);
            spec_.varint.bytes = static_cast<unsigned>(number);
        } else if (which == offset) {
            spec_.length.offset = spec_.varint.offset = number;
        } else {
            spec_.length.limit = spec_.varint.limit = spec_.line.limit = number;
        }
        return true;
    }

    // Digits and perhaps k (1024) or M (1024 * 1024), at most max_framing_number.
    constexpr bool size(std::uint64_t& number) noexcept {
        const std::size_t first = at_;
        while (at_ != text_.size() && text_[at_] >= '0' && text_[at_] <= '9') {
            number = number * 10 + static_cast<std::uint64_t>(text_[at_++] - '0');
            if (number > max_framing_number) return refuse(errc::bad_option, first);
        }
        if (at_ == first) return refuse(errc::bad_option, at_);
        std::uint64_t unit = 1;
        if (at_ != text_.size() && (text_[at_] == 'k' || text_[at_] == 'M')) {
            unit = text_[at_++] == 'k' ? 1024 : 1024 * 1024;
        }
        if (number > max_framing_number / unit) return refuse(errc::bad_option, first);
        number *= unit;
        return at_ == text_.size() || text_[at_] == ',' || refuse(errc::bad_option, at_);
    }

    // What each option alone allows and all together do not: named at the option that was written last.
    constexpr bool consistent() noexcept {
        const framing_spec whole = spec_;
        spec_ = framing_spec{};
        spec_.kind = whole.kind;
        if (whole.kind == framing_kind::varint) spec_.varint = whole.varint;
        if (whole.kind == framing_kind::line) spec_.line = whole.line;
        if (whole.kind != framing_kind::length) return true;
        spec_.length = whole.length;
        if (whole.length.usable()) return true;
        std::size_t last = 0;
        for (const std::size_t position : seen_at_) {
            if (position != not_seen && position > last) last = position;
        }
        return refuse(errc::conflicting_options, last);
    }

    static constexpr std::size_t not_seen = ~std::size_t{0};

    std::string_view text_;
    std::size_t at_ = 0;
    std::array<std::size_t, option_count> seen_at_{not_seen, not_seen, not_seen, not_seen, not_seen, not_seen};
    framing_spec spec_{};
    error failure_{};
};

}  // namespace detail

/// Reads a framing string.
///
/// Shape:      `name[,option[=value]]...` without white space; numbers are decimal, sizes take `k` and `M`.
///             `u8 u16be u16le u24be ... u64le`  offset=N adjust=+N|-N limit=SIZE
///             `varint`, `protobuf`            offset=N canonical bytes=N limit=SIZE
///             `line`                          eof=deliver|truncated limit=SIZE
/// @return     the spec, with defaults where the text says nothing
/// Errors:     operation::parse_framing, with error::position and error::letter:
///             errc::unknown_framing at the name; errc::unknown_option and errc::duplicate_option at the option's
///             name; errc::bad_option where its value stops making sense; errc::conflicting_options at the last
///             option when no frame can satisfy all of them; errc::embedded_null; errc::text_too_long without a
///             position (limit / size)
/// Guarantee:  noexcept; allocates nothing
/// Complexity: O(text)
[[nodiscard]] constexpr std::expected<framing_spec, error> parse_framing(std::string_view text) noexcept {
    return detail::framing_parser(text).run();
}

}  // namespace structwire

#endif
