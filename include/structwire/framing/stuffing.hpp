// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What the stuffed framings have in common: their settings, and how frames between separators are cut.
///
/// The framings themselves are in cobs.hpp, slip.hpp and hdlc.hpp.
#ifndef STRUCTWIRE_FRAMING_STUFFING_HPP
#define STRUCTWIRE_FRAMING_STUFFING_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/framing/detail/byte_search.hpp>
#include <structwire/framing/framer.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <expected>

namespace structwire {

/// The settings of a framing that rewrites its payload so that the byte between two frames never is inside one.
struct stuffing {
    std::uint64_t limit = 64 * 1024;  ///< of the payload as it was before stuffing
    bool resync = false;              ///< go on behind the separator that ends a bad frame; else an error is fatal

    friend constexpr bool operator==(const stuffing&, const stuffing&) = default;

    /// Whether the numbers are in range.
    [[nodiscard]] constexpr bool usable() const noexcept { return limit <= max_framing_number; }
};

namespace detail {

// Copies `run` to `to`, which may lie in front of it in the same bytes; returns the end of the copy.
constexpr std::byte* move_run(std::byte* to, byte_view run) noexcept {
    if consteval {
        for (const std::byte byte : run) *to++ = byte;
        return to;
    } else {
        if (run.size() == 1) {  // a call costs more than the byte
            *to = run.front();
        } else if (!run.empty() && to != run.data()) {
            std::memmove(to, run.data(), run.size());
        }
        return to + run.size();
    }
}

/// What does not depend on the kind of stuffing: frames stand between separators, more than one separator in a row
/// is skipped, and the next separator ends a bad frame.
///
/// `Rules` has the byte `separator`, `noise_in_front` (bytes before the first separator are no frame) and
/// `least_payload`.
template <class Rules, class Settings>
class separated_cutter : public with_refusal<Settings> {
public:
    separated_cutter() = default;
    explicit constexpr separated_cutter(Settings settings) noexcept : with_refusal<Settings>{settings} {}

    // Only bytes of an unfinished frame are left over by next().
    [[nodiscard]] constexpr step finish(byte_view bytes) noexcept {
        return bytes.empty() ? step::end() : step::fail(errc::truncated, 0, bytes.size());
    }

protected:
    // Index of the first byte of the frame, or bytes.size().
    constexpr std::size_t find_begin(byte_view bytes) noexcept {
        std::size_t begin = 0;
        if (skipping_) [[unlikely]] {
            begin = find_byte(bytes, Rules::separator, 0);
            if (begin == bytes.size()) return begin;
            skipping_ = false;
        }
        if (searched_ != 0) return 0;
        while (begin < bytes.size() && bytes[begin] == Rules::separator) ++begin;
        return begin;
    }

    // The frame at `begin` is bad, which shows at `at`.
    [[nodiscard, gnu::cold]] constexpr step bad(byte_view bytes, std::size_t begin, std::size_t at, errc reason,
                                                std::uint64_t wanted = 0, std::uint64_t given = 0) noexcept {
        searched_ = 0;
        if (!this->get().resync) return step::fail(reason, wanted, given, begin);
        skipping_ = bytes[at] != Rules::separator;
        return step::skip(reason, wanted, given, at + 1, begin);
    }

    // Whether the decoder gives these back.
    [[nodiscard]] constexpr std::expected<void, error> encodable(byte_view payload, byte_view header,
                                                                 byte_view tail) const noexcept {
        const std::uint64_t limit = this->get().limit;
        if (!header.empty()) return not_encodable(0, header.size());
        if (tail.size() > encoded_frame::tail_capacity) return not_encodable(encoded_frame::tail_capacity, tail.size());
        if (payload.size() > limit || tail.size() > limit - payload.size()) {
            return not_encodable(limit, payload.size() + tail.size());
        }
        if (payload.empty() && tail.size() < Rules::least_payload) return not_encodable(Rules::least_payload, 0);
        return {};
    }

    std::size_t searched_ = 0;               // bytes of the frame that need not be looked at again
    bool skipping_ = Rules::noise_in_front;  // everything up to the next separator belongs to no frame
};

/// Frames whose separator and escape byte are replaced by the escape byte and another one.
///
/// `Rules` has besides `escape` and `opened` (a separator in front of a frame is written too), and of the byte behind
/// an escape: `misuse` (what it is if it cannot stand there), `can_follow()`, `original_of()` and, the other way
/// round, `substitute_of()`.
template <class Rules, class Settings>
class escaping_cutter : public separated_cutter<Rules, Settings> {
    using base = separated_cutter<Rules, Settings>;

public:
    using base::base;

    [[nodiscard]] constexpr step next(byte_view bytes) noexcept {
        const std::uint64_t limit = this->get().limit;
        const std::size_t begin = this->find_begin(bytes);
        std::size_t escapes = escapes_;
        std::size_t at = begin + this->searched_;
        for (;;) {
            const std::uint64_t room = limit - (at - begin - escapes);
            const std::size_t beyond = at + static_cast<std::size_t>(room);  // no payload byte can stand here
            const byte_view window = room < bytes.size() - at ? bytes.first(beyond + 1) : bytes;
            const std::size_t found = find_either(window, Rules::separator, Rules::escape, at);
            if (found - at > room) [[unlikely]]
                return bad(bytes, begin, beyond, errc::too_long, limit, limit + 1);
            if (found == bytes.size()) return wait(begin, found, escapes);
            if (bytes[found] == Rules::separator) return deliver(bytes, begin, found, escapes);
            if (found - at == room) [[unlikely]]
                return bad(bytes, begin, beyond, errc::too_long, limit, limit + 1);
            if (found + 1 == bytes.size()) return wait(begin, found, escapes);
            if (!Rules::can_follow(bytes[found + 1])) [[unlikely]]
                return bad(bytes, begin, found + 1, Rules::misuse);
            ++escapes;
            at = found + 2;
        }
    }

    [[nodiscard]] constexpr std::size_t unescape(byte_span escaped) const noexcept {
        std::byte* to = escaped.data();
        for_each_run(escaped, [&to](byte_view run) noexcept { to = move_run(to, run); });
        return static_cast<std::size_t>(to - escaped.data());
    }

    // Whoever calls this may write what it got over the front of `escaped`: nothing is read twice.
    template <class Sink>
    constexpr void for_each_run(byte_view escaped, Sink sink) const noexcept {
        for (std::size_t at = 0;;) {
            const std::size_t found = find_byte(escaped, Rules::escape, at);
            if (found != at) sink(escaped.subspan(at, found - at));
            if (escaped.size() - found < 2) return;
            const std::array<std::byte, 1> original{Rules::original_of(escaped[found + 1])};
            sink(byte_view(original));
            at = found + 2;
        }
    }

    [[nodiscard]] constexpr std::expected<encoded_frame, error> encode(byte_view payload, byte_view header = {},
                                                                       byte_view tail = {}) const noexcept {
        if (const auto fits = this->encodable(payload, header, tail); !fits) return std::unexpected(fits.error());
        const std::size_t size = escaped_size(payload) + escaped_size(tail) + (Rules::opened ? 2 : 1);
        return encoded_frame(&escaping_cutter::write, size, payload, tail);
    }

    // Every byte escaped.
    [[nodiscard]] constexpr std::uint64_t max_frame_bytes() const noexcept {
        return 2 * this->get().limit + (Rules::opened ? 2 : 1);
    }

private:
    [[nodiscard]] constexpr step bad(byte_view bytes, std::size_t begin, std::size_t at, errc reason,
                                     std::uint64_t wanted = 0, std::uint64_t given = 0) noexcept {
        escapes_ = 0;
        return base::bad(bytes, begin, at, reason, wanted, given);
    }

    [[nodiscard]] constexpr step wait(std::size_t begin, std::size_t at, std::size_t escapes) noexcept {
        this->searched_ = at - begin;
        escapes_ = escapes;
        return step::need(1, begin);
    }

    [[nodiscard]] constexpr step deliver(byte_view bytes, std::size_t begin, std::size_t end,
                                         std::size_t escapes) noexcept {
        this->searched_ = 0;
        escapes_ = 0;
        const byte_view body = bytes.subspan(begin, end - begin);
        if (escapes != 0) return step::deliver_stuffed(body, end + 1, begin);
        return step::deliver({}, body, end + 1, begin);
    }

    static constexpr std::size_t escaped_size(byte_view bytes) noexcept {
        std::size_t size = bytes.size();
        for (const std::byte byte : bytes) size += byte == Rules::separator || byte == Rules::escape ? 1 : 0;
        return size;
    }

    static constexpr std::byte* write_escaped(std::byte* to, byte_view bytes) noexcept {
        remembered_search search;
        for (std::size_t at = 0;; search.drop_hit()) {
            const std::size_t found = search.find(bytes, either_byte{Rules::separator, Rules::escape});
            to = move_run(to, bytes.subspan(at, found - at));
            if (found == bytes.size()) return to;
            *to++ = Rules::escape;
            *to++ = Rules::substitute_of(bytes[found]);
            at = found + 1;
        }
    }

    static constexpr std::byte* write(std::byte* to, byte_view payload, byte_view tail) noexcept {
        if constexpr (Rules::opened) *to++ = Rules::separator;
        to = write_escaped(write_escaped(to, payload), tail);
        *to++ = Rules::separator;
        return to;
    }

    std::size_t escapes_ = 0;  // escape bytes in the bytes searched
};

}  // namespace detail

}  // namespace structwire

#endif
