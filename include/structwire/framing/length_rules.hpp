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

/// Constant bytes, such as the first ones of a frame: `{.size = 2, .bytes = {std::byte{0xb5}, std::byte{0x62}}}`.
struct magic_bytes {
    static constexpr std::size_t most = 15;

    std::uint8_t size = 0;                ///< 0: none
    std::array<std::byte, most> bytes{};  ///< those behind `size` stay zero

    friend constexpr bool operator==(const magic_bytes&, const magic_bytes&) = default;
    [[nodiscard]] constexpr byte_view view() const noexcept { return {bytes.data(), size}; }
};

/// What a length prefix looks like, and what it counts.
struct length_prefix {
    unsigned width = 4;                     ///< bytes of the length, 1 to 8
    std::endian order = std::endian::big;   ///< their order
    std::uint64_t offset = 0;               ///< bytes in front of the length: the header
    std::int64_t adjust = 0;                ///< wire length = offset + width + length + adjust
    std::uint64_t limit = 8 * 1024 * 1024;  ///< of the whole wire frame
    magic_bytes magic{};                    ///< the first bytes of the header, at most `offset` of them
    bool is_signed = false;                 ///< a negative length is a bad one
    bool flag = false;                      ///< the first byte of the header is 0 or 1, as in gRPC
    bool resync = false;                    ///< go on behind a bad frame whose end is known

    friend constexpr bool operator==(const length_prefix&, const length_prefix&) = default;

    /// The greatest number that fits `width`.
    [[nodiscard]] constexpr std::uint64_t max_length() const noexcept {
        return ~std::uint64_t{0} >> (8 * (8 - width) + (is_signed ? 1 : 0));
    }
    /// The least wire length that a frame can have.
    [[nodiscard]] constexpr std::uint64_t min_frame_bytes() const noexcept {
        return offset + width + (adjust > 0 ? static_cast<std::uint64_t>(adjust) : 0);
    }
    /// Whether the numbers are in range and some frame satisfies them.
    [[nodiscard]] constexpr bool usable() const noexcept {
        constexpr auto most = static_cast<std::int64_t>(max_framing_number);
        return width >= 1 && width <= 8 && offset <= max_framing_number && limit <= max_framing_number &&
               adjust <= most && adjust >= -most && min_frame_bytes() <= limit &&
               (adjust >= 0 || static_cast<std::uint64_t>(-adjust) <= max_length()) &&
               magic.size <= magic_bytes::most && magic.size <= offset && !(flag && (offset == 0 || magic.size != 0));
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
    length_prefix prefix{};
    std::uint64_t head = 0;   // offset + width
    std::uint64_t least = 0;  // a smaller length is a bad one
    std::uint64_t most = 0;   // a greater length is too long

    constexpr length_rules() = default;
    explicit constexpr length_rules(const length_prefix& from) noexcept
        : prefix(from),
          head(from.offset + from.width),
          least(from.adjust < 0 ? static_cast<std::uint64_t>(-from.adjust) : 0),
          most(from.limit - head - static_cast<std::uint64_t>(from.adjust)) {
        if (most > from.max_length()) most = from.max_length();
    }

    [[nodiscard]] constexpr std::uint64_t max_frame_bytes() const noexcept { return wire_length(most); }

    /// The length, all of whose bytes are there.
    [[nodiscard]] constexpr std::uint64_t length_in(const std::byte* at) const noexcept {
        return prefix.order == std::endian::big ? read_length<std::endian::big>(at, prefix.width)
                                                : read_length<std::endian::little>(at, prefix.width);
    }

    /// The payload bytes that a length means; no less than it is when the sum leaves 64 bits.
    [[nodiscard]] constexpr std::uint64_t payload_of(std::uint64_t length) const noexcept {
        const std::uint64_t payload = length + static_cast<std::uint64_t>(prefix.adjust);
        return prefix.adjust > 0 && payload < length ? ~std::uint64_t{0} : payload;
    }

    /// Whether a header that begins with these bytes is possible.
    [[nodiscard]] constexpr bool header_fits(byte_view bytes) const noexcept {
        if (prefix.flag && !bytes.empty()) return std::to_integer<unsigned>(bytes[0]) <= 1;
        for (std::size_t at = 0; at < prefix.magic.size && at < bytes.size(); ++at) {
            if (bytes[at] != prefix.magic.bytes[at]) return false;
        }
        return true;
    }

    /// What to say when the header is bad, or the length is not complete or out of bounds, and how many bytes of the
    /// length say so.
    struct head_verdict {
        length_verdict verdict;
        unsigned count;
    };
    [[nodiscard, gnu::cold]] constexpr head_verdict inside_head(byte_view bytes) const noexcept {
        if (!header_fits(bytes)) return {{prefix.flag ? errc::bad_prefix : errc::bad_magic, 0, 0}, 0};
        std::uint64_t known = 0;
        unsigned count = 0;
        for (std::uint64_t at = prefix.offset; at < bytes.size() && count != prefix.width; ++at) {
            const auto byte = std::to_integer<std::uint64_t>(bytes[static_cast<std::size_t>(at)]);
            known = with_byte(known, count, byte);
            if (!possible(known, ++count)) return {impossible(known, count), count};
        }
        if (bytes.size() < prefix.magic.size || (prefix.flag && bytes.empty())) return {{errc{}, 1, 0}, count};
        const std::uint64_t in_front = bytes.size() < prefix.offset ? prefix.offset - bytes.size() : 0;
        return {{errc{}, in_front + quiet_bytes(known, count), 0}, count};
    }

    /// The first `count + 1` bytes of a length, of which `known` are the first `count`.
    [[nodiscard]] constexpr std::uint64_t with_byte(std::uint64_t known, unsigned count,
                                                    std::uint64_t byte) const noexcept {
        return prefix.order == std::endian::big ? known << 8 | byte : known | byte << (8 * count);
    }

private:
    [[nodiscard]] constexpr std::uint64_t wire_length(std::uint64_t length) const noexcept {
        return head + length + static_cast<std::uint64_t>(prefix.adjust);
    }
    // 2^bytes*8 - 1, for up to 8 bytes.
    static constexpr std::uint64_t ones(unsigned bytes) noexcept {
        return bytes == 0 ? 0 : ~std::uint64_t{0} >> (8 * (8 - bytes));
    }
    // The least length whose first `count` wire bytes are `known`.
    [[nodiscard]] constexpr std::uint64_t first_with(std::uint64_t known, unsigned count) const noexcept {
        return prefix.order == std::endian::little || count == 0 ? known : known << (8 * (prefix.width - count));
    }
    // The greatest one.
    [[nodiscard]] constexpr std::uint64_t last_with(std::uint64_t known, unsigned count) const noexcept {
        if (prefix.order == std::endian::big) return first_with(known, count) | ones(prefix.width - count);
        return known | (ones(prefix.width) & ~ones(count));
    }
    // The first length of at least `least` whose low `count` bytes are `known`; little-endian, count < width.
    [[nodiscard]] constexpr std::uint64_t first_in_bounds(std::uint64_t known, unsigned count) const noexcept {
        if (known >= least) return known;
        const std::uint64_t stride = ones(count) + 1;
        return known + ((least - known - 1) / stride + 1) * stride;
    }

    // Whether a length that begins with these `count` wire bytes can be in bounds.
    [[nodiscard]] constexpr bool possible(std::uint64_t known, unsigned count) const noexcept {
        if (count == prefix.width) return known >= least && known <= most;
        if (prefix.order == std::endian::little) return first_in_bounds(known, count) <= most;
        return first_with(known, count) <= most && last_with(known, count) >= least;
    }

    [[nodiscard]] constexpr length_verdict impossible(std::uint64_t known, unsigned count) const noexcept {
        const std::uint64_t first = first_with(known, count);
        const std::uint64_t sign = prefix.is_signed ? std::uint64_t{1} << (8 * prefix.width - 1) : 0;
        if ((first & sign) != 0) return {errc::bad_length, least, first | ~ones(prefix.width)};
        if (first > most) {
            const std::uint64_t wire = wire_length(first);
            const bool wrapped = wire < first && static_cast<std::int64_t>(head) + prefix.adjust >= 0;
            return {errc::too_long, prefix.limit, wrapped ? ~std::uint64_t{0} : wire};
        }
        const std::uint64_t last = last_with(known, count);
        return {errc::bad_length, least, last < least ? last : first};
    }

    // How many more bytes of the length come before one of them can make a frame impossible or complete it.
    [[nodiscard]] constexpr unsigned quiet_bytes(std::uint64_t known, unsigned count) const noexcept {
        unsigned more = 1;
        while (count + more != prefix.width && !can_fail(known, count, count + more)) ++more;
        return more;
    }

    // Whether, with `count` wire bytes known, some `later` (> count, < width) wire bytes are impossible.
    [[nodiscard]] constexpr bool can_fail(std::uint64_t known, unsigned count, unsigned later) const noexcept {
        if (prefix.order == std::endian::big) {
            const std::uint64_t block = ones(prefix.width - later);  // what the bytes after `later` can add
            return first_with(known, count) + block < least || last_with(known, count) - block > most;
        }
        // The lengths in bounds that agree with the known bytes must reach every value of the `later` bytes.
        if (most - least >= ones(later)) return false;
        const std::uint64_t first = first_in_bounds(known, count);
        const std::uint64_t stride = ones(count) + 1;
        return first > most || (most - first) / stride < ones(later - count);
    }
};

/// The wire bytes of a length; the first `width` of them count.
constexpr std::array<std::byte, 8> length_bytes(std::uint64_t length, const length_rules& rules) noexcept {
    std::array<std::byte, 8> bytes{};
    if (rules.prefix.order == std::endian::big) {
        store<std::endian::big, std::uint64_t>(bytes.data(), length << (8 * (8 - rules.prefix.width)));
    } else {
        store<std::endian::little, std::uint64_t>(bytes.data(), length);
    }
    return bytes;
}

}  // namespace detail

}  // namespace structwire

#endif
