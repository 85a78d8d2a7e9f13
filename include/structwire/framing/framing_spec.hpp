// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What a framing string says, as a value, and its canonical text.
#ifndef STRUCTWIRE_FRAMING_FRAMING_SPEC_HPP
#define STRUCTWIRE_FRAMING_FRAMING_SPEC_HPP

#include <structwire/framing/length_rules.hpp>
#include <structwire/framing/line.hpp>
#include <structwire/framing/varint_prefix.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace structwire {

/// The families of framings.
enum class framing_kind : std::uint8_t {
    length,  ///< `u8` to `u64le`
    varint,  ///< `varint`
    line,    ///< `line`
};

/// One framing with all its settings. Only the member that `kind` names counts; the others keep their defaults.
struct framing_spec {
    framing_kind kind = framing_kind::length;
    length_prefix length{};
    varint_prefix varint{};
    line_ending line{};

    friend constexpr bool operator==(const framing_spec&, const framing_spec&) = default;
};

/// The text of a framing in fixed storage.
class framing_text {
public:
    /// No framing has a longer canonical text.
    static constexpr std::size_t capacity = 127;

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

private:
    std::array<char, capacity + 1> text_{};
    std::size_t size_ = 0;
};

namespace detail {

constexpr void append_text(framing_text& text, const length_prefix& prefix) noexcept {
    constexpr length_prefix usual;
    text.append("u").append(std::uint64_t{8} * prefix.width);
    if (prefix.width != 1) text.append(prefix.order == std::endian::big ? "be" : "le");
    if (prefix.offset != usual.offset) text.append(",offset=").append_size(prefix.offset);
    if (prefix.adjust > 0) text.append(",adjust=+").append_size(static_cast<std::uint64_t>(prefix.adjust));
    if (prefix.adjust < 0) text.append(",adjust=-").append_size(static_cast<std::uint64_t>(-prefix.adjust));
    if (prefix.limit != usual.limit) text.append(",limit=").append_size(prefix.limit);
}

constexpr void append_text(framing_text& text, const varint_prefix& prefix) noexcept {
    constexpr varint_prefix usual;
    text.append("varint");
    if (prefix.offset != usual.offset) text.append(",offset=").append_size(prefix.offset);
    if (prefix.canonical) text.append(",canonical");
    if (prefix.bytes != usual.bytes) text.append(",bytes=").append(std::uint64_t{prefix.bytes});
    if (prefix.limit != usual.limit) text.append(",limit=").append_size(prefix.limit);
}

constexpr void append_text(framing_text& text, const line_ending& ending) noexcept {
    constexpr line_ending usual;
    text.append("line");
    if (!ending.deliver_at_end) text.append(",eof=truncated");
    if (ending.limit != usual.limit) text.append(",limit=").append_size(ending.limit);
}

}  // namespace detail

/// The one text of a framing: options in a fixed order, defaults left out, `protobuf` as `varint`.
///
/// @return  text that parse_framing() turns into an equal spec; two specs are equal when their texts are
/// Example: `canonical_text(*parse_framing("u16be,limit=2048,offset=1")).view()` is `"u16be,offset=1,limit=2k"`
[[nodiscard]] constexpr framing_text canonical_text(const framing_spec& spec) noexcept {
    framing_text text;
    switch (spec.kind) {
        case framing_kind::length: detail::append_text(text, spec.length); break;
        case framing_kind::varint: detail::append_text(text, spec.varint); break;
        case framing_kind::line: detail::append_text(text, spec.line); break;
    }
    return text;
}

}  // namespace structwire

#endif
