// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Lines of text: `line`.
#ifndef STRUCTWIRE_FRAMING_LINE_HPP
#define STRUCTWIRE_FRAMING_LINE_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/framing/framer.hpp>
#include <structwire/framing/length_rules.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <expected>

namespace structwire {

/// How lines end, and how long they get.
struct line_ending {
    std::uint64_t limit = 64 * 1024;  ///< of the payload, without its ending
    bool deliver_at_end = true;       ///< the end of input ends a last line too; else it is truncated

    friend constexpr bool operator==(const line_ending&, const line_ending&) = default;

    /// Whether the numbers are in range.
    [[nodiscard]] constexpr bool usable() const noexcept { return limit <= max_framing_number; }
    /// The longest line and a CR LF.
    [[nodiscard]] constexpr std::uint64_t max_frame_bytes() const noexcept { return limit + 2; }
};

namespace detail {

// Index of the first `wanted` at or behind `from`, or bytes.size().
constexpr std::size_t find_byte(byte_view bytes, std::byte wanted, std::size_t from) noexcept {
    bool bytewise = bytes.size() <= from + 4;  // a search costs more than looking
    if consteval {
        bytewise = true;
    }
    if (bytewise) {
        while (from < bytes.size() && bytes[from] != wanted) ++from;
        return from;
    } else {
        const void* const at = std::memchr(bytes.data() + from, std::to_integer<int>(wanted), bytes.size() - from);
        if (at == nullptr) return bytes.size();
        return static_cast<std::size_t>(static_cast<const std::byte*>(at) - bytes.data());
    }
}

// `searched` bytes at the front are known to hold no LF; the state of the framer.
template <class Ending>
constexpr step next_line(Ending source, std::size_t& searched, byte_view bytes) noexcept {
    const line_ending& ending = source.get();
    // With `limit` bytes of payload the LF stands at `limit`, or behind a CR at `limit + 1`.
    const std::uint64_t longest = ending.max_frame_bytes();
    const byte_view window = longest < bytes.size() ? bytes.first(static_cast<std::size_t>(longest)) : bytes;
    const std::size_t found = find_byte(window, std::byte{'\n'}, searched <= window.size() ? searched : 0);
    const bool after_return = found != 0 && bytes[found - 1] == std::byte{'\r'};
    if (found > ending.limit && !(found == ending.limit + 1 && after_return)) [[unlikely]] {
        return step::fail(errc::too_long, ending.limit, ending.limit + 1);
    }
    if (found == window.size()) {
        searched = found;
        return step::need(1);
    }
    searched = 0;
    return step::deliver({}, bytes.first(found - (after_return ? 1 : 0)), found + 1);
}

// Called when next_line() wants more: no LF in `bytes`, and at most one byte over the limit, a CR.
template <class Ending>
constexpr step finish_line(Ending source, std::size_t& searched, byte_view bytes) noexcept {
    const line_ending& ending = source.get();
    if (bytes.empty()) return step::end();
    searched = 0;
    if (!ending.deliver_at_end) return step::fail(errc::truncated, 0, bytes.size());
    if (bytes.size() > ending.limit) return step::fail(errc::too_long, ending.limit, bytes.size());
    return step::deliver({}, bytes, bytes.size());
}

template <class Ending>
constexpr std::expected<encoded_frame, error> encode_line(Ending source, byte_view payload, byte_view header) noexcept {
    constexpr std::array<std::byte, 1> newline{std::byte{'\n'}};
    const line_ending& ending = source.get();
    if (!header.empty()) return not_encodable(0, header.size());
    if (payload.size() > ending.limit) return not_encodable(ending.limit, payload.size());
    const std::size_t found = find_byte(payload, newline[0], 0);
    if (found != payload.size()) return not_encodable(0, payload.size());
    if (!payload.empty() && payload.back() == std::byte{'\r'}) return not_encodable(0, payload.size());
    return encoded_frame({}, {}, payload, newline);
}

}  // namespace detail

/// Lines that end with LF; one CR in front of the LF belongs to the ending.
///
/// Shape:      payload | [CR] LF. A CR anywhere else is data.
/// Errors:     errc::too_long: a payload over the limit (limit / limit + 1), due at the first byte that neither is
///             inside the limit nor can be part of an ending; at the end of input a CR without LF counts as payload.
///             errc::truncated: input that ends inside a line, with `eof=truncated` only (0 / bytes there). The
///             offset is the line's first byte. Both are fatal.
/// Complexity: O(bytes), however they are cut: the search goes on where it stopped
/// Example:    `structwire::frame_decoder<structwire::line_framer<{.limit = 512}>> in;`
template <line_ending Settings>
class line_framer {
    static_assert(Settings.usable(), "structwire: numbers are at most 2^60");

    struct ending {
        static constexpr line_ending value = Settings;
        [[nodiscard]] static constexpr const line_ending& get() noexcept { return value; }
    };

public:
    static constexpr line_ending settings = Settings;

    /// Looks for a line at the front of `bytes`. See concept framer.
    [[nodiscard]] constexpr step next(byte_view bytes) noexcept {
        return detail::next_line(ending{}, searched_, bytes);
    }

    /// Says what the end of input behind `bytes` means. See concept framer.
    [[nodiscard]] constexpr step finish(byte_view bytes) noexcept {
        return detail::finish_line(ending{}, searched_, bytes);
    }

    /// The line that carries `payload`, ended by LF.
    ///
    /// Errors:     errc::not_encodable: over the limit (limit / given), or a header is given, or the payload has an LF
    ///             or ends with CR (0 / given)
    [[nodiscard]] constexpr std::expected<encoded_frame, error> encode(byte_view payload,
                                                                       byte_view header = {}) const noexcept {
        return detail::encode_line(ending{}, payload, header);
    }

    /// The limit and two bytes of ending.
    [[nodiscard]] constexpr std::uint64_t max_frame_bytes() const noexcept { return Settings.max_frame_bytes(); }

private:
    std::size_t searched_ = 0;  // bytes at the front that hold no LF
};

}  // namespace structwire

#endif
