// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The limit for cutting frames: what one writes by hand for one framing, with the checks that safety needs (the limit
/// on every frame, memory that follows the bytes received) and nothing more.
#ifndef STRUCTWIRE_BENCH_FRAMING_LIMIT_HPP
#define STRUCTWIRE_BENCH_FRAMING_LIMIT_HPP

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#if defined(__SSE2__)
#include <immintrin.h>
#endif

namespace limit {

inline constexpr std::size_t most = 128 * 1024;  // in every framing of these benchmarks

// What is done with a frame: enough to need it, too little to hide the cost of finding it.
inline std::uint64_t look_at(const std::byte* payload, std::size_t size) {
    return size + std::to_integer<std::uint64_t>(payload[size - 1]);
}

inline std::size_t distance(const std::byte* from, const std::byte* to) { return static_cast<std::size_t>(to - from); }

// Bytes from malloc(): consumed | unread | room.
struct buffer {
    std::byte* data = nullptr;
    std::size_t begin = 0, end = 0, capacity = 0;

    buffer() = default;
    buffer(const buffer&) = delete;
    buffer& operator=(const buffer&) = delete;
    ~buffer() { std::free(data); }

    std::size_t size() const { return end - begin; }

    // Unread bytes move to the front only if twice as many have been consumed: half a move for each byte at most.
    bool make_room(std::size_t count) {
        if (begin == end) begin = end = 0;
        if (capacity - end >= count) return true;
        const bool grow = begin < 2 * size() || capacity - size() < count;
        std::size_t enough = capacity < 256 ? 256 : capacity;
        while (grow && (enough == capacity || enough - size() < count)) enough *= 2;
        if (begin != 0) std::memmove(data, data + begin, size());
        end -= begin;
        begin = 0;
        if (!grow) return true;
        auto* const moved = static_cast<std::byte*>(std::realloc(data, enough));
        if (moved == nullptr) return false;
        data = moved;
        capacity = enough;
        return true;
    }
    bool add(const std::byte* from, std::size_t count) {
        if ((capacity - end < count || begin == end) && !make_room(count)) return false;
        if (count == 1) {
            data[end] = *from;
        } else {
            std::memcpy(data + end, from, count);
        }
        end += count;
        return true;
    }
};

// The length in front of a payload: its own bytes, 0 as long as it is not complete.
struct length {
    std::size_t width;
    std::uint64_t payload;
    bool inside_limit;
};

struct u32be {
    static length read(const std::byte* at, std::size_t count) {
        if (count < 4) return {0, 0, true};
        std::uint32_t size;
        std::memcpy(&size, at, sizeof size);
        if constexpr (std::endian::native == std::endian::little) size = std::byteswap(size);
        return {4, size, size <= most - 4};  // the limit is that of the frame
    }
};

struct varint {
    static length read(const std::byte* at, std::size_t count) {
        std::uint64_t size = 0;
        for (std::size_t index = 0; index != count; ++index) {
            const auto byte = std::to_integer<std::uint64_t>(at[index]);
            size |= (byte & 0x7f) << (7 * index);
            if (size > most) return {0, 0, false};
            if (byte < 0x80) return {index + 1, size, true};
        }
        return {0, 0, true};
    }
};

// Frames behind a length.
template <class Length>
class behind_length {
public:
    // Frames are views into the chunk; one that began in an earlier chunk is completed in the buffer.
    bool view(const std::byte* at, std::size_t count, std::uint64_t& sum) {
        const std::byte* const end = at + count;
        while (tail_.size() != 0) {
            const std::size_t there = distance(at, end);
            const std::size_t taken = missing_ < there ? missing_ : there;
            if (!tail_.add(at, taken)) return false;
            at += taken;
            missing_ -= taken;
            if (missing_ != 0) return true;
            const length now = Length::read(tail_.data, tail_.size());
            if (!now.inside_limit) return false;
            missing_ = now.width == 0 ? 1 : now.width + static_cast<std::size_t>(now.payload) - tail_.size();
            if (now.width == 0 || missing_ != 0) continue;
            sum += look_at(tail_.data + now.width, static_cast<std::size_t>(now.payload));
            tail_.begin = tail_.end;
        }
        at = walk(at, end, sum);
        missing_ = 1;
        return at != nullptr && (at == end || tail_.add(at, distance(at, end)));
    }

    // The chunk is copied into the receive buffer first, as read() does, and frames are views there.
    bool copy(const std::byte* from, std::size_t count, std::uint64_t& sum) {
        if (!tail_.add(from, count)) return false;
        const std::byte* const rest = walk(tail_.data + tail_.begin, tail_.data + tail_.end, sum);
        if (rest == nullptr) return false;
        tail_.begin = distance(tail_.data, rest);
        return true;
    }

private:
    // Returns where the first unfinished frame begins; nullptr if it is bad.
    static const std::byte* walk(const std::byte* at, const std::byte* end, std::uint64_t& sum) {
        for (;;) {
            const std::size_t there = distance(at, end);
            const length now = Length::read(at, there);
            if (!now.inside_limit) return nullptr;
            if (now.width == 0 || there - now.width < now.payload) return at;
            sum += look_at(at + now.width, static_cast<std::size_t>(now.payload));
            at += now.width + now.payload;
        }
    }

    buffer tail_;
    std::size_t missing_ = 0;
};

// Bit n: whether at[n] is an LF.
inline std::uint64_t line_feeds(const std::byte* at) {
    std::uint64_t found = 0;
#if defined(__AVX2__)
    for (int index = 0; index != 64; index += 32) {
        const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at + index));
        const int mask = _mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\n')));
        found |= std::uint64_t{static_cast<std::uint32_t>(mask)} << index;
    }
#elif defined(__SSE2__)
    for (int index = 0; index != 64; index += 16) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at + index));
        const int mask = _mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n')));
        found |= std::uint64_t{static_cast<std::uint32_t>(mask)} << index;
    }
#else
    for (int index = 0; index != 64; ++index) found |= std::uint64_t{at[index] == std::byte{'\n'}} << index;
#endif
    return found;
}

inline const std::byte* find_line_feed(const std::byte* at, const std::byte* end) {
    if (at == end || *at == std::byte{'\n'}) return at;
    if (distance(at, end) == 1) return end;
    const void* const found = std::memchr(at, '\n', distance(at, end));
    return found == nullptr ? end : static_cast<const std::byte*>(found);
}

// Lines that end with LF. With `ReturnsToo` a CR in front of the LF belongs to the ending.
template <bool ReturnsToo>
class lines {
public:
    bool view(const std::byte* at, std::size_t count, std::uint64_t& sum) {
        const std::byte* const end = at + count;
        if (tail_.size() != 0) {
            const std::byte* const found = find_line_feed(at, end);
            if (!tail_.add(at, distance(at, found))) return false;
            if (found == end) return may_go_on(tail_.data, tail_.size());
            if (!take(tail_.data, tail_.data + tail_.size(), sum)) return false;
            tail_.begin = tail_.end;
            at = found + 1;
        }
        const std::byte* const rest = walk(at, at, end, sum);
        if (rest == nullptr || rest == end) return rest != nullptr;
        return may_go_on(rest, distance(rest, end)) && tail_.add(rest, distance(rest, end));
    }

    bool copy(const std::byte* from, std::size_t count, std::uint64_t& sum) {
        const std::size_t searched = tail_.size();
        if (!tail_.add(from, count)) return false;
        const std::byte* const line = tail_.data + tail_.begin;
        const std::byte* const rest = walk(line, line + searched, tail_.data + tail_.end, sum);
        if (rest == nullptr) return false;
        tail_.begin = distance(tail_.data, rest);
        return may_go_on(rest, tail_.size());
    }

private:
    static bool take(const std::byte* line, const std::byte* end, std::uint64_t& sum) {
        if (ReturnsToo && end != line && end[-1] == std::byte{'\r'}) --end;
        const std::size_t size = distance(line, end);
        if (size > most) return false;
        sum += look_at(line, size);
        return true;
    }

    static bool may_go_on(const std::byte* line, std::size_t size) {
        return size <= most || (ReturnsToo && size == most + 1 && line[most] == std::byte{'\r'});
    }

    // No LF is in front of `at`, behind `line`. Returns the first unfinished line; nullptr if one is too long.
    static const std::byte* walk(const std::byte* line, const std::byte* at, const std::byte* end, std::uint64_t& sum) {
        while (distance(at, end) >= 64) {
            for (std::uint64_t found = line_feeds(at); found != 0; found &= found - 1) {
                const std::byte* const line_feed = at + std::countr_zero(found);
                if (!take(line, line_feed, sum)) return nullptr;
                line = line_feed + 1;
            }
            at += 64;
            if (line + 256 < at) at = find_line_feed(at, end);  // long lines: memchr() has something wider
        }
        for (; at != end; ++at) {
            if (*at != std::byte{'\n'}) continue;
            if (!take(line, at, sum)) return nullptr;
            line = at + 1;
        }
        return line;
    }

    buffer tail_;
};

// Frames that end with CR LF CR LF, in a receive buffer only.
class blank_line {
public:
    bool copy(const std::byte* from, std::size_t count, std::uint64_t& sum) {
        std::size_t searched = tail_.size() < 3 ? 0 : tail_.size() - 3;
        if (!tail_.add(from, count)) return false;
        const std::byte* frame = tail_.data + tail_.begin;
        const std::byte* const end = tail_.data + tail_.end;
        while (distance(frame, end) >= searched + 4) {
            const void* const found = std::memchr(frame + searched, '\r', distance(frame, end) - searched - 3);
            if (found == nullptr) break;
            const auto* const at = static_cast<const std::byte*>(found);
            searched = distance(frame, at) + 1;
            if (std::memcmp(at, "\r\n\r\n", 4) != 0) continue;
            if (distance(frame, at) > most) return false;
            sum += look_at(frame, distance(frame, at));
            frame = at + 4;
            searched = 0;
        }
        tail_.begin = distance(tail_.data, frame);
        return tail_.size() < most + 4;
    }

private:
    buffer tail_;
};

}  // namespace limit

#endif
