// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Where the bytes are that end or stuff a frame, 64 bytes at a time. Not for direct use.
#ifndef STRUCTWIRE_FRAMING_DETAIL_BYTE_SEARCH_HPP
#define STRUCTWIRE_FRAMING_DETAIL_BYTE_SEARCH_HPP

#include <structwire/bytes.hpp>
#include <structwire/endian.hpp>

#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace structwire::detail {

/// Eight bytes that are compared at once, on any machine.
struct portable_lanes {
    static constexpr std::size_t size = 8;
    std::uint64_t bits = 0;

    /// The `size` bytes at `at`, the first in the lowest bits.
    static constexpr portable_lanes load_from(const std::byte* at) noexcept {
        return {load<std::endian::little, std::uint64_t>(at)};
    }
    /// The top bit of every byte that equals `wanted`. Exact: no carry runs from one byte into the next.
    [[nodiscard]] constexpr portable_lanes equal(std::byte wanted) const noexcept {
        constexpr std::uint64_t low = 0x7f7f7f7f7f7f7f7f;
        const std::uint64_t zero_where_equal = bits ^ (0x0101010101010101 * std::to_integer<std::uint64_t>(wanted));
        return {~(((zero_where_equal & low) + low) | zero_where_equal | low)};
    }
    [[nodiscard]] constexpr portable_lanes operator|(portable_lanes other) const noexcept {
        return {bits | other.bits};
    }
    /// The marked bytes as one bit each.
    [[nodiscard]] constexpr std::uint64_t mask() const noexcept { return (bits >> 7) * 0x0102040810204080 >> 56; }
};

#if defined(__SSE2__)
/// Sixteen bytes that are compared at once. Written with the compiler's own vectors: <immintrin.h> takes longer to
/// compile than all of the framing layer.
struct wide_lanes {
    using vector = char __attribute__((vector_size(16)));
    static constexpr std::size_t size = 16;
    vector bits;

    static wide_lanes load_from(const std::byte* at) noexcept {
        wide_lanes loaded;
        std::memcpy(&loaded.bits, at, size);
        return loaded;
    }
    [[nodiscard]] wide_lanes equal(std::byte wanted) const noexcept {
        const char value = static_cast<char>(wanted);
        const vector all = {value, value, value, value, value, value, value, value,
                            value, value, value, value, value, value, value, value};
        return {reinterpret_cast<vector>(bits == all)};
    }
    [[nodiscard]] wide_lanes operator|(wide_lanes other) const noexcept { return {bits | other.bits}; }
    [[nodiscard]] std::uint64_t mask() const noexcept {
        return static_cast<unsigned>(__builtin_ia32_pmovmskb128(bits));
    }
};
using machine_lanes = wide_lanes;
#else
using machine_lanes = portable_lanes;
#endif

/// What is looked for: one byte.
struct one_byte {
    std::byte wanted{};

    [[nodiscard]] constexpr bool has(std::byte byte) const noexcept { return byte == wanted; }
    template <class Lanes>
    [[nodiscard]] constexpr Lanes marked(Lanes lanes) const noexcept {
        return lanes.equal(wanted);
    }
};

/// What is looked for: either of two bytes.
struct either_byte {
    std::byte one{};
    std::byte other{};

    [[nodiscard]] constexpr bool has(std::byte byte) const noexcept { return byte == one || byte == other; }
    template <class Lanes>
    [[nodiscard]] constexpr Lanes marked(Lanes lanes) const noexcept {
        return lanes.equal(one) | lanes.equal(other);
    }
};

/// What is looked for: any of 1 to 8 bytes.
struct any_byte {
    std::array<std::byte, 8> wanted{};
    std::uint8_t count = 0;

    [[nodiscard]] constexpr bool has(std::byte byte) const noexcept {
        for (std::size_t index = 0; index != count; ++index) {
            if (wanted[index] == byte) return true;
        }
        return false;
    }
    constexpr void add(std::byte byte) noexcept {
        if (!has(byte) && count != wanted.size()) wanted[count++] = byte;
    }
    template <class Lanes>
    [[nodiscard]] constexpr Lanes marked(Lanes lanes) const noexcept {
        Lanes all = lanes.equal(wanted[0]);
        for (std::size_t index = 1; index < count; ++index) all = all | lanes.equal(wanted[index]);
        return all;
    }
};

/// Bytes that one mask speaks of.
inline constexpr std::size_t search_block = 64;

/// The mask of the hits in 64 bytes: bit `index` is set where `at[index]` is looked for.
template <class Lanes, class Needle>
[[nodiscard]] constexpr std::uint64_t block_hits(const std::byte* at, Needle needle) noexcept {
    std::uint64_t hits = 0;
#pragma GCC unroll 8
    for (std::size_t index = 0; index != search_block; index += Lanes::size) {
        hits |= needle.marked(Lanes::load_from(at + index)).mask() << index;
    }
    return hits;
}

/// The same for at most 64 bytes. No byte outside them is read.
template <class Lanes, class Needle>
[[nodiscard]] constexpr std::uint64_t tail_hits(const std::byte* at, std::size_t count, Needle needle) noexcept {
    std::uint64_t hits = 0;
    if (count < Lanes::size) {
        if constexpr (Lanes::size > portable_lanes::size) return tail_hits<portable_lanes>(at, count, needle);
        for (std::size_t index = 0; index != count; ++index) {
            hits |= std::uint64_t{needle.has(at[index])} << index;
        }
        return hits;
    }
    for (std::size_t index = 0; index + Lanes::size <= count; index += Lanes::size) {
        hits |= needle.marked(Lanes::load_from(at + index)).mask() << index;
    }
    const std::size_t last = count - Lanes::size;  // overlaps the one before
    return hits | needle.marked(Lanes::load_from(at + last)).mask() << last;
}

/// Both, in the way of the machine or of a constant expression.
template <class Needle>
[[nodiscard]] constexpr std::uint64_t hits_in(const std::byte* at, std::size_t count, Needle needle) noexcept {
    if consteval {
        std::uint64_t hits = 0;
        for (std::size_t index = 0; index != count; ++index) {
            hits |= std::uint64_t{needle.has(at[index])} << index;
        }
        return hits;
    } else {
        if (count == search_block) return block_hits<machine_lanes>(at, needle);
        return tail_hits<machine_lanes>(at, count, needle);
    }
}

/// Index of the first byte at or behind `from` that is looked for; bytes.size() if there is none.
template <class Needle>
[[nodiscard]] constexpr std::size_t find_in_blocks(byte_view bytes, Needle needle, std::size_t from) noexcept {
    while (from < bytes.size()) {
        const std::size_t rest = bytes.size() - from;
        const std::size_t count = rest < search_block ? rest : search_block;
        const std::uint64_t hits = hits_in(bytes.data() + from, count, needle);
        if (hits != 0) return from + static_cast<std::size_t>(std::countr_zero(hits));
        from += count;
    }
    return bytes.size();
}

/// Index of the first `wanted` at or behind `from`, or bytes.size().
[[nodiscard]] constexpr std::size_t find_byte(byte_view bytes, std::byte wanted, std::size_t from = 0) noexcept {
    if consteval {
        return find_in_blocks(bytes, one_byte{wanted}, from);
    } else {
        if (from >= bytes.size()) return bytes.size();
        const void* const at = std::memchr(bytes.data() + from, std::to_integer<int>(wanted), bytes.size() - from);
        if (at == nullptr) return bytes.size();
        return static_cast<std::size_t>(static_cast<const std::byte*>(at) - bytes.data());
    }
}

/// Index of the first byte at or behind `from` that is `one` or `other`, or bytes.size().
[[nodiscard]] constexpr std::size_t find_either(byte_view bytes, std::byte one, std::byte other,
                                                std::size_t from = 0) noexcept {
    return find_in_blocks(bytes, either_byte{one, other}, from);
}

/// A search that goes on where it stopped, over bytes that are shown again and again from the first one not
/// consumed: it keeps the hits of the block that it saw last, so that several short frames in one block cost one
/// look at it. Looks at each byte at most twice.
///
/// It remembers addresses, but only their distance counts: bytes may be shown somewhere else every time. Where they
/// stayed, the next block is known before the frame in front of it is, and a processor can look at both at once.
class remembered_search {
public:
    /// Position of the first hit; bytes.size() or more if there is none. The next call finds the same one.
    template <class Needle>
    [[nodiscard, gnu::always_inline]] constexpr std::size_t find(byte_view bytes, Needle needle) noexcept {
        bool moved = true;
        if consteval {  // with -fsanitize=undefined g++ 12 does not take the comparison for a constant expression
        } else {
            moved = bytes.data() != shown_;
        }
        if (moved) [[unlikely]] {
            searched_ = bytes.data() + (searched_ - shown_);
            shown_ = bytes.data();
        }
        if (hits_ == 0) {
            // A few blocks here, where their hits stay in registers; a longer frame is worth a call.
            for (unsigned block = 0; block != blocks_before_call; ++block) {
                if (bytes.size() < searched() + search_block) break;
                hits_ = hits_in(searched_, search_block, needle);
                searched_ += search_block;
                if (hits_ != 0) break;
            }
            if (hits_ == 0) {
                const hits_up_to more = farther(bytes, searched(), needle);
                hits_ = more.hits;
                searched_ = shown_ + more.searched;
                if (hits_ == 0) return bytes.size();
            }
        }
        return searched() - search_block + static_cast<std::size_t>(std::countr_zero(hits_));
    }

    /// Goes on behind the first hit.
    constexpr void drop_hit() noexcept { hits_ &= hits_ - 1; }

    /// The first hit, which find() gave, is the last byte consumed.
    constexpr void consume_hit(std::size_t found) noexcept {
        hits_ &= hits_ - 1;
        shown_ += found + 1;
    }

    /// The first `count` bytes are consumed, whatever hits are among them.
    constexpr void consume(std::size_t count) noexcept {
        if (count >= searched()) {
            *this = remembered_search();
            return;
        }
        shown_ += count;
        if (searched() < search_block) hits_ &= ~std::uint64_t{0} << (search_block - searched());
    }

private:
    [[nodiscard]] constexpr std::size_t searched() const noexcept {
        return static_cast<std::size_t>(searched_ - shown_);
    }

    static constexpr unsigned blocks_before_call = 4;

    struct hits_up_to {
        std::uint64_t hits = 0;
        std::size_t searched = 0;
    };

    // find() without a hit in the next whole block: a long frame, or the end of the bytes. Not given the search itself:
    // two numbers travel in registers.
    template <class Needle>
    [[gnu::noinline]] static constexpr hits_up_to farther(byte_view bytes, std::size_t from, Needle needle) noexcept {
        if (from + 1 == bytes.size()) {  // bytes that come one by one
            return {needle.has(bytes[from]) ? std::uint64_t{1} << (search_block - 1) : 0, from + 1};
        }
        // The libraries have something wider for one byte.
        if constexpr (std::same_as<Needle, one_byte>) {
            if (bytes.size() - from > search_block) from = find_byte(bytes, needle.wanted, from);
        }
        while (from < bytes.size()) {
            const std::size_t rest = bytes.size() - from;
            const std::size_t count = rest < search_block ? rest : search_block;
            if (count == 0) break;
            const std::uint64_t hits = hits_in(bytes.data() + from, count, needle) << (search_block - count);
            from += count;
            if (hits != 0) return {hits, from};
        }
        return {0, from};
    }

    std::uint64_t hits_ = 0;               // in the block that ends at searched_, its last byte in the top bit
    const std::byte* shown_ = nullptr;     // where the bytes not consumed were
    const std::byte* searched_ = nullptr;  // all hits in front of it are in hits_
};

}  // namespace structwire::detail

#endif
