// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// Byte swaps of long runs, with the vectors of the CPU that runs.
//
// Every vector kernel has the same shape. The first and the last vector of the run are read before anything is
// written, and written when everything else is. The loop between them writes aligned vectors and need not hit either
// end: where it overlaps them the same elements are swapped from the same original bytes, also in place.
#include <structwire/endian.hpp>
#include <structwire/pack/detail/byte_swap.hpp>

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "byte_swap_kernels.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

namespace structwire::detail {

namespace {

template <std::size_t Size>
void copy_swapped_plain(std::byte* to, const std::byte* from, std::size_t count) noexcept {
    for (const std::byte* const end = from + count * Size; from != end; from += Size, to += Size) {
        store<std::endian::little>(to, load<std::endian::big, unsigned_of_size<Size>>(from));
    }
}

#if defined(__x86_64__) || defined(__aarch64__)

// How many bytes of `to` are whole elements in front of the first aligned vector; less than a vector. Where elements
// straddle the vectors no store can be aligned, and the number matters little.
template <std::size_t Size>
std::size_t bytes_before_alignment(const std::byte* to, std::size_t vector_bytes) noexcept {
    return (0 - reinterpret_cast<std::uintptr_t>(to)) & (vector_bytes - 1) & ~(Size - 1);
}

#endif

#if defined(__x86_64__)

// For a shuffle in lanes of 16 bytes: which byte comes to each place.
template <std::size_t Size>
consteval std::array<std::uint8_t, 64> reversing_shuffle() {
    std::array<std::uint8_t, 64> places{};
    for (std::size_t place = 0; place != places.size(); ++place) {
        places[place] = static_cast<std::uint8_t>((place % 16) ^ (Size - 1));
    }
    return places;
}

template <std::size_t Size>
alignas(64) constexpr std::array<std::uint8_t, 64> reversing = reversing_shuffle<Size>();

[[gnu::target("ssse3")]] inline __m128i load_16(const void* from) noexcept {
    return _mm_loadu_si128(static_cast<const __m128i*>(from));
}

[[gnu::target("ssse3")]] inline void store_16(std::byte* to, __m128i vector) noexcept {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), vector);
}

[[gnu::target("avx2")]] inline __m256i load_32(const void* from) noexcept {
    return _mm256_loadu_si256(static_cast<const __m256i*>(from));
}

[[gnu::target("avx2")]] inline void store_32(std::byte* to, __m256i vector) noexcept {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), vector);
}

template <std::size_t Size>
[[gnu::target("ssse3")]] void copy_swapped_ssse3(std::byte* to, const std::byte* from, std::size_t count) noexcept {
    const std::size_t bytes = count * Size;
    if (bytes < 16) return copy_swapped_plain<Size>(to, from, count);
    const std::size_t last = bytes - 16;
    const __m128i shuffle = load_16(reversing<Size>.data());
    const __m128i first_vector = _mm_shuffle_epi8(load_16(from), shuffle);
    const __m128i last_vector = _mm_shuffle_epi8(load_16(from + last), shuffle);
    for (std::size_t at = bytes_before_alignment<Size>(to, 16); at < last; at += 16) {
        store_16(to + at, _mm_shuffle_epi8(load_16(from + at), shuffle));
    }
    store_16(to, first_vector);
    store_16(to + last, last_vector);
}

// Whether to write past the caches: the run is too long for them, is not in them already, and can be aligned.
template <std::size_t Size>
bool outgrows_caches(const std::byte* to, const std::byte* from, std::size_t bytes) noexcept {
    return bytes >= streamed_bytes && to != from && reinterpret_cast<std::uintptr_t>(to) % Size == 0;
}

template <std::size_t Size, bool Streamed>
[[gnu::target("avx2")]] void swap_by_32(std::byte* to, const std::byte* from, std::size_t bytes) noexcept {
    const std::size_t last = bytes - 32;
    const __m256i shuffle = load_32(reversing<Size>.data());
    const __m256i first_vector = _mm256_shuffle_epi8(load_32(from), shuffle);
    const __m256i last_vector = _mm256_shuffle_epi8(load_32(from + last), shuffle);
    for (std::size_t at = bytes_before_alignment<Size>(to, 32); at < last; at += 32) {
        const __m256i vector = _mm256_shuffle_epi8(load_32(from + at), shuffle);
        if constexpr (Streamed) {
            _mm256_stream_si256(reinterpret_cast<__m256i*>(to + at), vector);
        } else {
            store_32(to + at, vector);
        }
    }
    if constexpr (Streamed) _mm_sfence();  // streamed stores are not ordered with any that follow
    store_32(to, first_vector);
    store_32(to + last, last_vector);
}

template <std::size_t Size>
[[gnu::target("avx2")]] void copy_swapped_avx2(std::byte* to, const std::byte* from, std::size_t count) noexcept {
    const std::size_t bytes = count * Size;
    if (bytes < 32) return copy_swapped_ssse3<Size>(to, from, count);
    if (outgrows_caches<Size>(to, from, bytes)) return swap_by_32<Size, true>(to, from, bytes);
    swap_by_32<Size, false>(to, from, bytes);
}

template <std::size_t Size>
[[gnu::target("avx512f,avx512bw")]] void copy_swapped_avx512(std::byte* to, const std::byte* from,
                                                             std::size_t count) noexcept {
    const std::size_t bytes = count * Size;
    if (bytes < 64 || outgrows_caches<Size>(to, from, bytes)) return copy_swapped_avx2<Size>(to, from, count);
    const std::size_t last = bytes - 64;
    const __m512i shuffle = _mm512_loadu_si512(reversing<Size>.data());
    const __m512i first_vector = _mm512_shuffle_epi8(_mm512_loadu_si512(from), shuffle);
    const __m512i last_vector = _mm512_shuffle_epi8(_mm512_loadu_si512(from + last), shuffle);
    for (std::size_t at = bytes_before_alignment<Size>(to, 64); at < last; at += 64) {
        _mm512_storeu_si512(to + at, _mm512_shuffle_epi8(_mm512_loadu_si512(from + at), shuffle));
    }
    _mm512_storeu_si512(to, first_vector);
    _mm512_storeu_si512(to + last, last_vector);
}

#elif defined(__aarch64__)

template <std::size_t Size>
uint8x16_t load_swapped(const std::byte* from) noexcept {
    const uint8x16_t vector = vld1q_u8(reinterpret_cast<const std::uint8_t*>(from));
    if constexpr (Size == 2) {
        return vrev16q_u8(vector);
    } else if constexpr (Size == 4) {
        return vrev32q_u8(vector);
    } else {
        return vrev64q_u8(vector);
    }
}

inline void store_16(std::byte* to, uint8x16_t vector) noexcept {
    vst1q_u8(reinterpret_cast<std::uint8_t*>(to), vector);
}

template <std::size_t Size>
void copy_swapped_neon(std::byte* to, const std::byte* from, std::size_t count) noexcept {
    const std::size_t bytes = count * Size;
    if (bytes < 16) return copy_swapped_plain<Size>(to, from, count);
    const std::size_t last = bytes - 16;
    const uint8x16_t first_vector = load_swapped<Size>(from);
    const uint8x16_t last_vector = load_swapped<Size>(from + last);
    for (std::size_t at = bytes_before_alignment<Size>(to, 16); at < last; at += 16) {
        store_16(to + at, load_swapped<Size>(from + at));
    }
    store_16(to, first_vector);
    store_16(to + last, last_vector);
}

#endif

constexpr byte_swap_kernel plain{"plain", true, copy_swapped_plain<2>, copy_swapped_plain<4>, copy_swapped_plain<8>};

// Holds at first a function that looks at the CPU, puts the kernel to use in its own place, and calls it. That needs
// no constructor to have run, and threads that meet there all write the same.
template <copy_swapped_function byte_swap_kernel::* OfSize>
struct chosen {
    static void choose(std::byte* to, const std::byte* from, std::size_t count) noexcept {
        copy_swapped_function best = plain.*OfSize;
        for (const byte_swap_kernel& kernel : byte_swap_kernels()) {
            if (kernel.supported) best = kernel.*OfSize;
        }
        function.store(best, std::memory_order_relaxed);
        best(to, from, count);
    }

    static inline constinit std::atomic<copy_swapped_function> function{&choose};

    static void call(std::byte* to, const std::byte* from, std::size_t count) noexcept {
        function.load(std::memory_order_relaxed)(to, from, count);
    }
};

}  // namespace

std::array<byte_swap_kernel, byte_swap_kernel_count> byte_swap_kernels() noexcept {
#if defined(__x86_64__)
    __builtin_cpu_init();  // this may run in a constructor, before libgcc's own
    const bool ssse3 = __builtin_cpu_supports("ssse3");
    const bool avx2 = __builtin_cpu_supports("avx2");
    // Not before VBMI2 (2019): older CPUs slow down all of the core for a while when they use vectors of 64 bytes.
    const bool avx512 = __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi2");
    return {{
        plain,
        {"ssse3", ssse3, copy_swapped_ssse3<2>, copy_swapped_ssse3<4>, copy_swapped_ssse3<8>},
        {"avx2", avx2, copy_swapped_avx2<2>, copy_swapped_avx2<4>, copy_swapped_avx2<8>},
        {"avx512", avx512, copy_swapped_avx512<2>, copy_swapped_avx512<4>, copy_swapped_avx512<8>},
    }};
#elif defined(__aarch64__)
    return {{plain, {"neon", true, copy_swapped_neon<2>, copy_swapped_neon<4>, copy_swapped_neon<8>}}};
#else
    return {{plain}};
#endif
}

void copy_swapped_2(std::byte* to, const std::byte* from, std::size_t count) noexcept {
    chosen<&byte_swap_kernel::swap_2>::call(to, from, count);
}

void copy_swapped_4(std::byte* to, const std::byte* from, std::size_t count) noexcept {
    chosen<&byte_swap_kernel::swap_4>::call(to, from, count);
}

void copy_swapped_8(std::byte* to, const std::byte* from, std::size_t count) noexcept {
    chosen<&byte_swap_kernel::swap_8>::call(to, from, count);
}

}  // namespace structwire::detail
