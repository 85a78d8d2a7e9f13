// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Frames without zeros between zeros, consistent overhead byte stuffing: `cobs`.
#ifndef STRUCTWIRE_FRAMING_COBS_HPP
#define STRUCTWIRE_FRAMING_COBS_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/framing/detail/byte_search.hpp>
#include <structwire/framing/framer.hpp>
#include <structwire/framing/stuffing.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>

namespace structwire {

namespace detail {

struct cobs_rules {
    static constexpr std::byte separator{0};
    static constexpr bool noise_in_front = false;
    static constexpr std::size_t least_payload = 0;
    static constexpr std::size_t longest_block = 255;  // with its code; no zero is implied behind it
};

/// Writes the blocks of a frame. A block begins when there is something to put into it: the end of the payload may
/// come first.
class cobs_writer {
public:
    explicit constexpr cobs_writer(std::byte* to) noexcept : code_(to), to_(to + 1) {}

    constexpr void write(byte_view bytes) noexcept {
        remembered_search search;
        for (std::size_t at = 0;; search.drop_hit()) {
            const std::size_t zero = search.find(bytes, one_byte{cobs_rules::separator});
            write_nonzero(bytes.subspan(at, zero - at));
            if (zero == bytes.size()) return;
            if (code_ == nullptr) open();
            close();
            open();  // the zero is implied only if a block follows
            at = zero + 1;
        }
    }

    [[nodiscard]] constexpr std::byte* finish() noexcept {
        if (code_ != nullptr) close();
        *to_++ = cobs_rules::separator;
        return to_;
    }

private:
    constexpr void open() noexcept { code_ = to_++; }
    constexpr void close() noexcept {
        *code_ = static_cast<std::byte>(to_ - code_);
        code_ = nullptr;
    }
    constexpr void write_nonzero(byte_view run) noexcept {
        while (!run.empty()) {
            if (code_ == nullptr) open();
            const std::size_t room = cobs_rules::longest_block - static_cast<std::size_t>(to_ - code_);
            const std::size_t count = run.size() < room ? run.size() : room;
            to_ = move_run(to_, run.first(count));
            if (count == room) close();
            run = run.subspan(count);
        }
    }

    std::byte* code_;  // of the block being written; nullptr between blocks
    std::byte* to_;
};

/// Cuts COBS frames, for both kinds of settings.
template <class Settings>
class cobs_cutter : public separated_cutter<cobs_rules, Settings> {
    using base = separated_cutter<cobs_rules, Settings>;
    static constexpr std::size_t longest_block = cobs_rules::longest_block;

public:
    using base::base;

    // One search for the zero, then from code to code: the last block must end there.
    [[nodiscard]] constexpr step next(byte_view bytes) noexcept {
        const std::uint64_t limit = this->get().limit;
        const std::size_t begin = this->find_begin(bytes);
        const std::size_t end = find_byte(bytes, cobs_rules::separator, begin + this->searched_);
        std::size_t at = begin + this->searched_ + rest_;  // of a code
        std::uint64_t payload = payload_;
        bool implied = implied_;
        while (at < end) {
            const auto block = std::to_integer<std::size_t>(bytes[at]);
            const std::size_t added = block - 1 + (implied ? 1 : 0);
            if (added > limit - payload) [[unlikely]]
                return bad(bytes, begin, at, errc::too_long, limit, payload + added);
            payload += added;
            implied = block != longest_block;
            at += block;
        }
        if (end == bytes.size()) {
            remember(end - begin, at - end, payload, implied);
            return step::need(1, begin);
        }
        if (at != end) [[unlikely]]
            return bad(bytes, begin, end, errc::bad_stuffing);
        remember(0, 0, 0, false);
        const byte_view body = bytes.subspan(begin, end - begin);
        const bool one_block = std::to_integer<std::size_t>(body.front()) == body.size();
        if (one_block) return step::deliver({}, body.subspan(1), end + 1, begin);
        return step::deliver_stuffed(body, end + 1, begin);
    }

    [[nodiscard]] constexpr std::size_t unescape(byte_span escaped) const noexcept {
        std::byte* to = escaped.data();
        for_each_run(escaped, [&to](byte_view run) noexcept { to = move_run(to, run); });
        return static_cast<std::size_t>(to - escaped.data());
    }

    // Whoever calls this may write what it got over the front of `escaped`: nothing is read twice.
    template <class Sink>
    constexpr void for_each_run(byte_view escaped, Sink sink) const noexcept {
        const std::array<std::byte, 1> zero{};
        for (std::size_t at = 0; at < escaped.size();) {
            const auto block = std::to_integer<std::size_t>(escaped[at++]);
            const std::size_t there = escaped.size() - at;
            const std::size_t run = block - 1 < there ? block - 1 : there;
            if (run != 0) sink(escaped.subspan(at, run));
            at += run;
            if (block != longest_block && at != escaped.size()) sink(byte_view(zero));
        }
    }

    [[nodiscard]] constexpr std::expected<encoded_frame, error> encode(byte_view payload, byte_view header = {},
                                                                       byte_view tail = {}) const noexcept {
        if (const auto fits = this->encodable(payload, header, tail); !fits) return std::unexpected(fits.error());
        return encoded_frame(&cobs_cutter::write, stuffed_size(payload, tail), payload, tail);
    }

    // Full blocks, a last one that is not full, and the separator.
    [[nodiscard]] constexpr std::uint64_t max_frame_bytes() const noexcept {
        const std::uint64_t limit = this->get().limit;
        return limit + limit / (longest_block - 1) + 2;
    }

private:
    [[nodiscard]] constexpr step bad(byte_view bytes, std::size_t begin, std::size_t at, errc reason,
                                     std::uint64_t wanted = 0, std::uint64_t given = 0) noexcept {
        remember(0, 0, 0, false);
        return base::bad(bytes, begin, at, reason, wanted, given);
    }

    constexpr void remember(std::size_t searched, std::size_t rest, std::uint64_t payload, bool implied) noexcept {
        this->searched_ = searched;
        rest_ = static_cast<std::uint8_t>(rest);
        payload_ = payload;
        implied_ = implied;
    }

    // A zero and what stands in for it have the same size, so only full blocks and the last block add a byte.
    static constexpr std::size_t stuffed_size(byte_view payload, byte_view tail) noexcept {
        constexpr std::size_t full = longest_block - 1;
        std::size_t size = payload.size() + tail.size() + 1;
        std::size_t run = 0;  // nonzero bytes in a row
        for (const byte_view part : {payload, tail}) {
            remembered_search search;
            for (std::size_t at = 0;; search.drop_hit()) {
                const std::size_t zero = search.find(part, one_byte{cobs_rules::separator});
                run += zero - at;
                if (zero == part.size()) break;
                size += run / full;
                run = 0;
                at = zero + 1;
            }
        }
        const bool ends_full = run != 0 && run % full == 0;
        return size + run / full + (ends_full ? 0 : 1);
    }

    static constexpr std::byte* write(std::byte* to, byte_view payload, byte_view tail) noexcept {
        cobs_writer writer(to);
        writer.write(payload);
        writer.write(tail);
        return writer.finish();
    }

    std::uint8_t rest_ = 0;      // bytes of the current block behind those searched
    bool implied_ = false;       // one more block means one more zero
    std::uint64_t payload_ = 0;  // up to the end of the current block
};

}  // namespace detail

/// Frames in which COBS leaves no zero, each ended by one.
///
/// Shape:      blocks | 00. A block is a code 01 to FF and one byte less than the code says, none of them zero. Behind
///             every block but the last stands a zero that is not written, unless the code is FF. 01 00 is an empty
///             payload; zeros in a row are skipped.
/// Errors:     errc::bad_stuffing: a zero inside a block, due there (0 / 0). errc::too_long: a payload over the limit
///             (limit / size up to the end of the block), due at the code of the first block that does not fit.
///             errc::truncated: input that ends inside a frame (0 / bytes there). The offset is the frame's first code.
///             All are fatal, but for `resync`.
/// Resync:     goes on behind the zero that ends the bad frame; a zero inside a block does. A bad frame is reported
///             once, and input that ends before that zero has ended clean.
/// Complexity: O(bytes), however they are cut: the search goes on where it stopped
/// Source:     S. Cheshire, M. Baker: Consistent Overhead Byte Stuffing, IEEE/ACM Transactions on Networking 7 (1999)
/// Example:    `structwire::frame_decoder<structwire::cobs_framer<{.limit = 4096}>> in;`
template <stuffing Settings>
class cobs_framer : public detail::cobs_cutter<detail::constant_settings<Settings>> {
    static_assert(Settings.usable(), "structwire: numbers are at most 2^60");
    using cutter = detail::cobs_cutter<detail::constant_settings<Settings>>;

public:
    static constexpr stuffing settings = Settings;

    /// Looks for a frame at the front of `bytes`. See concept framer.
    using cutter::next;

    /// Says what the end of input behind `bytes` means. See concept framer.
    using cutter::finish;

    /// `unescape(escaped)`: turns the payload of a stuffed step into what it stands for. See concept stuffed_framer.
    using cutter::unescape;

    /// `for_each_run(escaped, sink)`: the same without writing; calls `sink(byte_view)` with piece after piece.
    using cutter::for_each_run;

    /// `encode(payload, header, tail)`: the frame that carries `payload` and `tail` in the fewest bytes possible.
    /// A full last block has none behind it; next() takes a 01 there as well.
    ///
    /// Errors:     errc::not_encodable: payload and tail are over the limit (limit / given), the tail has more than 8
    ///             bytes (8 / given), or a header is given (0 / given)
    using cutter::encode;

    /// The limit, a byte for every 254 of it, and two.
    using cutter::max_frame_bytes;
};

}  // namespace structwire

#endif
