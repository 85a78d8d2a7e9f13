// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Lines of text: `line` and `crlf_strict`. For `crlf` and `lf` see delimiter.hpp.
#ifndef STRUCTWIRE_FRAMING_LINE_HPP
#define STRUCTWIRE_FRAMING_LINE_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/framing/delimiter.hpp>
#include <structwire/framing/detail/byte_search.hpp>
#include <structwire/framing/framer.hpp>
#include <structwire/framing/length_rules.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>

namespace structwire {

/// How lines end, and how long they get.
struct line_ending {
    std::uint64_t limit = 64 * 1024;  ///< of the payload, without its ending
    bool deliver_at_end = true;       ///< the end of input ends a last line too; else it is truncated
    bool strict = false;              ///< only CR LF ends a line, and a CR or LF apart is an error: `crlf_strict`
    bool resync = false;              ///< a bad line is skipped up to its end; else it is fatal

    friend constexpr bool operator==(const line_ending&, const line_ending&) = default;

    /// Whether the numbers are in range.
    [[nodiscard]] constexpr bool usable() const noexcept { return limit <= max_framing_number; }
    /// The longest line and a CR LF.
    [[nodiscard]] constexpr std::uint64_t max_frame_bytes() const noexcept { return limit + 2; }
};

namespace detail {

/// One algorithm for settings that are constants and settings that are not.
template <class Settings>
class line_cutter : public with_refusal<Settings> {
public:
    line_cutter() = default;
    explicit constexpr line_cutter(const Settings& settings) noexcept : with_refusal<Settings>{settings} {}

    [[gnu::always_inline]] constexpr step next(byte_view bytes) noexcept {
        std::size_t begin = 0;
        if (this->get().resync && discarding_) [[unlikely]] {
            begin = discard(bytes);
            if (discarding_) return step::need(1, begin);
        }
        const byte_view rest = bytes.subspan(begin);
        const std::size_t found = find_front(this->get(), search_, rest);
        if (found < rest.size()) [[likely]] {
            const line_cut cut = cut_at(this->get(), rest, found);
            if (cut.consumed != 0 && cut.size <= this->get().limit) [[likely]] {
                take(found);
                return step::deliver({}, rest.first(cut.size), begin + cut.consumed, begin);
            }
        } else if (rest.size() <= this->get().limit) {
            return step::need(1, begin);
        }
        const delimiter_verdict verdict = judge(this->get(), rest, found, begin);
        if (this->get().resync && verdict.reason != errc{}) {
            discarding_ = true;
            search_.consume(verdict.consumed - begin);
        }
        return verdict;
    }

    constexpr step finish(byte_view bytes) noexcept {
        const step certain = next(bytes);
        if (certain.what != step::kind::need) return certain;
        const std::size_t begin = certain.consumed;
        const byte_view rest = bytes.subspan(begin);
        if (discarding_ || rest.empty()) return step::end();  // a bad line has been reported
        if (!this->get().deliver_at_end) return step::fail(errc::truncated, 0, rest.size(), begin);
        search_.consume(rest.size());
        if (this->get().strict && rest.back() == carriage_return) {
            return refusal(this->get(), errc::bad_terminator, begin, bytes.size());
        }
        if (rest.size() > this->get().limit) return refusal(this->get(), errc::too_long, begin, bytes.size());
        return step::deliver({}, rest, bytes.size(), begin);
    }

    [[nodiscard]] constexpr std::expected<encoded_frame, error> encode(byte_view payload, byte_view header = {},
                                                                       byte_view tail = {}) const noexcept {
        const std::uint64_t size = std::uint64_t{payload.size()} + tail.size();
        if (!header.empty()) return not_encodable(0, header.size());
        if (tail.size() > encoded_frame::tail_capacity) return not_encodable(encoded_frame::tail_capacity, tail.size());
        if (size > this->get().limit) return not_encodable(this->get().limit, size);
        if (!can_carry(payload) || !can_carry(tail)) return not_encodable(0, size);
        const byte_view end = tail.empty() ? payload : tail;
        if (!end.empty() && end.back() == carriage_return) return not_encodable(0, size);
        const byte_view ending = ends;
        return encoded_frame({}, {}, payload, tail, this->get().strict ? ending : ending.last(1));
    }

    [[nodiscard]] constexpr std::uint64_t max_frame_bytes() const noexcept { return this->get().max_frame_bytes(); }

private:
    static constexpr std::byte carriage_return{'\r'}, line_feed{'\n'};
    static constexpr std::array<std::byte, 2> ends{carriage_return, line_feed};
    static constexpr either_byte either{carriage_return, line_feed};

    // An LF, or with `strict` also a CR.
    [[gnu::always_inline]] static constexpr std::size_t find_front(const line_ending& ending, remembered_search& search,
                                                                   byte_view bytes) noexcept {
        return ending.strict ? search.find(bytes, either) : search.find(bytes, one_byte{line_feed});
    }

    // The line whose ending find_front() hit upon; `consumed` is 0 if there is none.
    struct line_cut {
        std::size_t size = 0;
        std::size_t consumed = 0;
    };
    [[gnu::always_inline]] static constexpr line_cut cut_at(const line_ending& ending, byte_view bytes,
                                                            std::size_t found) noexcept {
        if (!ending.strict) {
            const bool returned = found != 0 && bytes[found - 1] == carriage_return;
            return {found - (returned ? 1 : 0), found + 1};
        }
        const bool whole = bytes.size() - found > 1 && bytes[found] == carriage_return && bytes[found + 1] == line_feed;
        return {found, whole ? found + 2 : 0};
    }

    // Whether the bytes end with the CR at `found`.
    static constexpr bool is_half(byte_view bytes, std::size_t found) noexcept {
        return bytes.size() - found == 1 && bytes[found] == carriage_return;
    }

    constexpr void take(std::size_t found) noexcept {
        if (this->get().strict) {
            search_.consume(found + 2);
        } else {
            search_.consume_hit(found);
        }
    }

    // The line in `rest` has no ending inside the limit yet: it needs more, or is bad.
    [[gnu::noinline]] static constexpr delimiter_verdict judge(const line_ending& ending, byte_view rest,
                                                               std::size_t found, std::size_t begin) noexcept {
        const std::uint64_t limit = ending.limit;
        const bool half = !rest.empty() && is_half(rest, rest.size() - 1);
        if (found > limit && !(rest.size() - 1 == limit && half))
            return refusal(ending, errc::too_long, begin, begin + static_cast<std::size_t>(limit) + 1);
        if (found >= rest.size() || (found + 1 == rest.size() && half)) return {errc{}, false, begin, begin, 1, 0};
        return refusal(ending, errc::bad_terminator, begin, begin + found + 1);
    }

    // An error about the line at `begin`; its ending is not among the bytes up to `consumed`.
    static constexpr delimiter_verdict refusal(const line_ending& ending, errc reason, std::size_t begin,
                                               std::size_t consumed) noexcept {
        const bool numbers = reason == errc::too_long;
        return {reason, ending.resync, begin, consumed, numbers ? ending.limit : 0, numbers ? ending.limit + 1 : 0};
    }

    // Goes on behind the end of a bad line, as far as it is there; returns the bytes done with.
    [[gnu::cold, gnu::noinline]] constexpr std::size_t discard(byte_view bytes) noexcept {
        std::size_t done = bytes.size();
        for (;; search_.drop_hit()) {
            const std::size_t found = find_front(this->get(), search_, bytes);
            if (found >= bytes.size()) break;
            const line_cut cut = cut_at(this->get(), bytes, found);
            discarding_ = cut.consumed == 0;
            if (discarding_ && !is_half(bytes, found)) continue;
            done = discarding_ ? found : cut.consumed;
            break;
        }
        search_.consume(done);
        return done;
    }

    // Whether no byte of `bytes` can end a line; a CR in front of the ending is looked for apart.
    [[nodiscard]] constexpr bool can_carry(byte_view bytes) const noexcept {
        if (this->get().strict) return find_either(bytes, carriage_return, line_feed) == bytes.size();
        return find_byte(bytes, line_feed) == bytes.size();
    }

    remembered_search search_{};
    bool discarding_ = false;  // a bad line has been reported, and its end has not been seen
};

}  // namespace detail

/// Lines that end with LF; one CR in front of the LF belongs to the ending. Or, `strict`, with CR LF and nothing else.
///
/// Shape:      payload | [CR] LF; a CR anywhere else is data
///             payload | CR LF with `strict`, where a payload has no CR and no LF at all
/// Errors:     errc::too_long: a payload over the limit (limit / limit + 1), due at the first byte that neither is
///             inside the limit nor can be part of an ending; at the end of input a CR without LF counts as payload.
///             errc::bad_terminator, `strict` only: an LF without CR in front of it, due at the LF, or a CR without LF
///             behind it, due at the byte that is there instead, or at an end of input that would end the line.
///             errc::truncated: input that ends inside a line, unless `deliver_at_end` (0 / bytes there). The offset
///             is the line's first byte. All are fatal; with `resync` too_long and bad_terminator are not: bytes up to
///             the next LF, or CR LF with `strict`, are skipped.
/// Complexity: O(bytes), however they are cut: each byte is looked at twice at most
/// Source:     SMTP smuggling (CVE-2023-51764 to 51766) is why `strict` exists: RFC 5321 section 2.3.8
/// Example:    `structwire::frame_decoder<structwire::line_framer<{.limit = 512}>> in;`
template <line_ending Settings>
class line_framer : public detail::line_cutter<detail::constant_settings<Settings>> {
    static_assert(Settings.usable(), "structwire: numbers are at most 2^60");
    using cutter = detail::line_cutter<detail::constant_settings<Settings>>;

public:
    static constexpr line_ending settings = Settings;

    /// Looks for a line at the front of `bytes`. See concept framer.
    [[nodiscard, gnu::always_inline]] constexpr step next(byte_view bytes) noexcept { return cutter::next(bytes); }

    /// Says what the end of input behind `bytes` means. See concept framer.
    [[nodiscard]] constexpr step finish(byte_view bytes) noexcept { return cutter::finish(bytes); }

    /// The line that carries `payload` and `tail`, ended by LF, or CR LF with `strict`.
    ///
    /// @param tail  up to 8 bytes that belong to the payload, copied
    /// Errors:      errc::not_encodable: over the limit (limit / given), or a header is given (0 / given), or the
    ///              payload has an LF or ends with CR, with `strict`: has an LF or CR (0 / given)
    [[nodiscard]] constexpr std::expected<encoded_frame, error> encode(byte_view payload, byte_view header = {},
                                                                       byte_view tail = {}) const noexcept {
        return cutter::encode(payload, header, tail);
    }

    /// The error for a line that next() or finish() just gave and that a layer above found bad.
    [[nodiscard]] constexpr step refuse(const step& frame, errc reason, std::uint64_t wanted,
                                        std::uint64_t given) noexcept {
        return cutter::refuse(frame, reason, wanted, given);
    }

    /// The limit and two bytes of ending.
    [[nodiscard]] constexpr std::uint64_t max_frame_bytes() const noexcept { return Settings.max_frame_bytes(); }
};

}  // namespace structwire

#endif
