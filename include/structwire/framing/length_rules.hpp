// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The settings of a length prefix, and which length bytes can still become a frame.
#ifndef STRUCTWIRE_FRAMING_LENGTH_RULES_HPP
#define STRUCTWIRE_FRAMING_LENGTH_RULES_HPP

#include <structwire/bytes.hpp>
#include <structwire/endian.hpp>
#include <structwire/framing/framer.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace structwire {

/// Numbers in a framing are at most this: sums of a few of them stay far inside 64 bits.
inline constexpr std::uint64_t max_framing_number = std::uint64_t{1} << 60;

/// What a length prefix looks like, and what it counts.
struct length_prefix {
    unsigned width = 4;                     ///< bytes of the length, 1 to 8
    std::endian order = std::endian::big;   ///< their order
    std::uint64_t offset = 0;               ///< bytes in front of the length: the header
    std::int64_t adjust = 0;                ///< wire length = offset + width + length + adjust
    std::uint64_t limit = 8 * 1024 * 1024;  ///< of the whole wire frame

    friend constexpr bool operator==(const length_prefix&, const length_prefix&) = default;

    /// The greatest number that fits `width`.
    [[nodiscard]] constexpr std::uint64_t max_length() const noexcept { return ~std::uint64_t{0} >> (8 * (8 - width)); }
    /// The least wire length that a frame can have.
    [[nodiscard]] constexpr std::uint64_t min_frame_bytes() const noexcept {
        return offset + width + (adjust > 0 ? static_cast<std::uint64_t>(adjust) : 0);
    }
    /// Whether the numbers are in range and some frame satisfies them.
    [[nodiscard]] constexpr bool usable() const noexcept {
        constexpr auto most = static_cast<std::int64_t>(max_framing_number);
        return width >= 1 && width <= 8 && offset <= max_framing_number && limit <= max_framing_number &&
               adjust <= most && adjust >= -most && min_frame_bytes() <= limit &&
               (adjust >= 0 || static_cast<std::uint64_t>(-adjust) <= max_length());
    }
};

namespace detail {

/// Reads a number of `Width` bytes, with as few loads as the width allows.
template <std::endian Order, unsigned Width>
constexpr std::uint64_t read_length(const std::byte* at) noexcept {
    if constexpr (Width == 1 || Width == 2 || Width == 4 || Width == 8) {
        return load<Order, unsigned_of_size<Width>>(at);
    } else {
        constexpr unsigned front = Width > 4 ? 4 : 2;
        const std::uint64_t first = read_length<Order, front>(at);
        const std::uint64_t rest = read_length<Order, Width - front>(at + front);
        return Order == std::endian::big ? first << (8 * (Width - front)) | rest : first | rest << (8 * front);
    }
}

/// The same for a width that is not written as a template argument; a constant one costs nothing.
template <std::endian Order>
constexpr std::uint64_t read_length(const std::byte* at, unsigned width) noexcept {
    switch (width) {
        case 1: return read_length<Order, 1>(at);
        case 2: return read_length<Order, 2>(at);
        case 3: return read_length<Order, 3>(at);
        case 4: return read_length<Order, 4>(at);
        case 5: return read_length<Order, 5>(at);
        case 6: return read_length<Order, 6>(at);
        case 7: return read_length<Order, 7>(at);
        default: return read_length<Order, 8>(at);
    }
}

/// Need (no reason) or an error, in fewer bytes than a step: what is rare must not force the frequent result
/// into memory.
struct length_verdict {
    errc reason{};
    std::uint64_t wanted = 0;
    std::uint64_t given = 0;

    [[nodiscard]] constexpr operator step() const noexcept {
        return reason == errc{} ? step::need(wanted) : step::fail(reason, wanted, given);
    }
};

/// A length prefix with its limits turned into bounds of the length itself: [least, most], never empty.
struct length_rules {
    std::uint64_t head = 0;  // offset + width
    std::uint64_t offset = 0;
    std::int64_t adjust = 0;
    std::uint64_t least = 0;  // a smaller length is a bad one
    std::uint64_t most = 0;   // a greater length is too long
    unsigned width = 0;
    std::endian order = std::endian::big;

    constexpr length_rules() = default;
    explicit constexpr length_rules(const length_prefix& from) noexcept
        : head(from.offset + from.width),
          offset(from.offset),
          adjust(from.adjust),
          least(from.adjust < 0 ? static_cast<std::uint64_t>(-from.adjust) : 0),
          most(from.limit - head - static_cast<std::uint64_t>(from.adjust)),
          width(from.width),
          order(from.order),
          limit_(from.limit) {
        if (most > from.max_length()) most = from.max_length();
    }

    [[nodiscard]] constexpr std::uint64_t max_frame_bytes() const noexcept { return wire_length(most); }

    /// What to say when the length is not complete, or is out of bounds.
    [[nodiscard, gnu::cold]] constexpr length_verdict inside_head(byte_view bytes) const noexcept {
        std::uint64_t known = 0;
        unsigned count = 0;
        for (std::uint64_t at = offset; at < bytes.size() && count != width; ++at) {
            const auto byte = std::to_integer<std::uint64_t>(bytes[static_cast<std::size_t>(at)]);
            known = order == std::endian::big ? known << 8 | byte : known | byte << (8 * count);
            if (!possible(known, ++count)) return impossible(known, count);
        }
        const std::uint64_t in_front = bytes.size() < offset ? offset - bytes.size() : 0;
        return {errc{}, in_front + quiet_bytes(known, count), 0};
    }

private:
    [[nodiscard]] constexpr std::uint64_t wire_length(std::uint64_t length) const noexcept {
        return head + length + static_cast<std::uint64_t>(adjust);
    }
    // 2^bytes*8 - 1, for up to 8 bytes.
    static constexpr std::uint64_t ones(unsigned bytes) noexcept {
        return bytes == 0 ? 0 : ~std::uint64_t{0} >> (8 * (8 - bytes));
    }
    // The least length whose first `count` wire bytes are `known`.
    [[nodiscard]] constexpr std::uint64_t first_with(std::uint64_t known, unsigned count) const noexcept {
        return order == std::endian::little || count == 0 ? known : known << (8 * (width - count));
    }
    // The greatest one.
    [[nodiscard]] constexpr std::uint64_t last_with(std::uint64_t known, unsigned count) const noexcept {
        if (order == std::endian::big) return first_with(known, count) | ones(width - count);
        return known | (ones(width) & ~ones(count));
    }
    // The first length of at least `least` whose low `count` bytes are `known`; little-endian, count < width.
    [[nodiscard]] constexpr std::uint64_t first_in_bounds(std::uint64_t known, unsigned count) const noexcept {
        if (known >= least) return known;
        const std::uint64_t stride = ones(count) + 1;
        return known + ((least - known - 1) / stride + 1) * stride;
    }

    // Whether a length that begins with these `count` wire bytes can be in bounds.
    [[nodiscard]] constexpr bool possible(std::uint64_t known, unsigned count) const noexcept {
        if (count == width) return known >= least && known <= most;
        if (order == std::endian::little) return first_in_bounds(known, count) <= most;
        return first_with(known, count) <= most && last_with(known, count) >= least;
    }

    [[nodiscard]] constexpr length_verdict impossible(std::uint64_t known, unsigned count) const noexcept {
        const std::uint64_t first = first_with(known, count);
        if (first > most) {
            const std::uint64_t wire = wire_length(first);
            const bool wrapped = wire < first && static_cast<std::int64_t>(head) + adjust >= 0;
            return {errc::too_long, limit_, wrapped ? ~std::uint64_t{0} : wire};
        }
        const std::uint64_t last = last_with(known, count);
        return {errc::bad_length, least, last < least ? last : first};
    }

    // How many more bytes of the length come before one of them can make a frame impossible or complete it.
    [[nodiscard]] constexpr unsigned quiet_bytes(std::uint64_t known, unsigned count) const noexcept {
        unsigned more = 1;
        while (count + more != width && !can_fail(known, count, count + more)) ++more;
        return more;
    }

    // Whether, with `count` wire bytes known, some `later` (> count, < width) wire bytes are impossible.
    [[nodiscard]] constexpr bool can_fail(std::uint64_t known, unsigned count, unsigned later) const noexcept {
        if (order == std::endian::big) {
            const std::uint64_t block = ones(width - later);  // what the bytes after `later` can add
            return first_with(known, count) + block < least || last_with(known, count) - block > most;
        }
        // The lengths in bounds that agree with the known bytes must reach every value of the `later` bytes.
        if (most - least >= ones(later)) return false;
        const std::uint64_t first = first_in_bounds(known, count);
        const std::uint64_t stride = ones(count) + 1;
        return first > most || (most - first) / stride < ones(later - count);
    }

    std::uint64_t limit_ = 0;
};

/// The wire bytes of a length; the first `width` of them count.
constexpr std::array<std::byte, 8> length_bytes(std::uint64_t length, const length_rules& rules) noexcept {
    std::array<std::byte, 8> bytes{};
    if (rules.order == std::endian::big) {
        store<std::endian::big, std::uint64_t>(bytes.data(), length << (8 * (8 - rules.width)));
    } else {
        store<std::endian::little, std::uint64_t>(bytes.data(), length);
    }
    return bytes;
}

}  // namespace detail

}  // namespace structwire

#endif
