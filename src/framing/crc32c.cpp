// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// CRC-32C with the instruction of the CPU that runs, else with tables for 8 bytes at a time.
//
// The instruction takes three cycles and can start in every one of them, so long inputs are cut into three streams
// that run side by side. A CRC register is linear: what zero bytes behind it do to it is the sum of what they do to
// each of its bits, so that a table moves the first stream's register behind the second one.
#include <structwire/endian.hpp>
#include <structwire/framing/checksum.hpp>

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>

#if defined(__x86_64__)
#include <nmmintrin.h>
#elif defined(__ARM_FEATURE_CRC32)
#include <arm_acle.h>
#endif

namespace structwire::detail {

namespace {

constexpr std::uint32_t polynomial = 0x82f63b78;  // 0x1edc6f41, lowest bit first

// Row n: what a byte becomes in the register when n zero bytes have followed it.
using byte_tables = std::array<std::array<std::uint32_t, 256>, 8>;

consteval byte_tables following_bytes() {
    byte_tables tables{};
    for (std::uint32_t byte = 0; byte != 256; ++byte) {
        std::uint32_t crc = byte;
        for (int bit = 0; bit != 8; ++bit) crc = crc >> 1 ^ (crc % 2 != 0 ? polynomial : 0);
        tables[0][byte] = crc;
    }
    for (std::size_t row = 1; row != tables.size(); ++row) {
        for (std::size_t byte = 0; byte != 256; ++byte) {
            const std::uint32_t before = tables[row - 1][byte];
            tables[row][byte] = before >> 8 ^ tables[0][before & 0xff];
        }
    }
    return tables;
}

constexpr byte_tables tables = following_bytes();

std::uint32_t add_by_table(std::uint32_t crc, const std::byte* from, std::size_t size) noexcept {
    for (; size >= 8; size -= 8, from += 8) {
        const std::uint64_t mixed = load<std::endian::little, std::uint64_t>(from) ^ crc;
        crc = 0;
        for (std::size_t byte = 0; byte != 8; ++byte) crc ^= tables[7 - byte][mixed >> (8 * byte) & 0xff];
    }
    for (; size != 0; --size, ++from) crc = crc >> 8 ^ tables[0][(crc ^ std::to_integer<std::uint32_t>(*from)) & 0xff];
    return crc;
}

#if defined(__x86_64__) || defined(__ARM_FEATURE_CRC32)

#if defined(__x86_64__)
#define STRUCTWIRE_CRC32C_TARGET gnu::target("sse4.2")
#else
#define STRUCTWIRE_CRC32C_TARGET
#endif

[[STRUCTWIRE_CRC32C_TARGET]] inline std::uint64_t add_1(std::uint64_t crc, std::byte byte) noexcept {
#if defined(__x86_64__)
    return _mm_crc32_u8(static_cast<std::uint32_t>(crc), std::to_integer<std::uint8_t>(byte));
#else
    return __crc32cb(static_cast<std::uint32_t>(crc), std::to_integer<std::uint8_t>(byte));
#endif
}

[[STRUCTWIRE_CRC32C_TARGET]] inline std::uint64_t add_8(std::uint64_t crc, const std::byte* from) noexcept {
    const auto bytes = load<std::endian::little, std::uint64_t>(from);
#if defined(__x86_64__)
    return _mm_crc32_u64(crc, bytes);  // takes and gives 64 bits, of which the upper half is zero
#else
    return __crc32cd(static_cast<std::uint32_t>(crc), bytes);
#endif
}

constexpr std::size_t stream_bytes = 512;  // of each of three

// Row n: what byte n of the register becomes when stream_bytes zero bytes follow.
using shift_tables = std::array<std::array<std::uint32_t, 256>, 4>;

consteval shift_tables following_stream() {
    shift_tables shifts{};
    for (std::size_t bit = 0; bit != 32; ++bit) {
        std::uint32_t crc = std::uint32_t{1} << bit;
        for (std::size_t zero = 0; zero != stream_bytes; ++zero) crc = crc >> 8 ^ tables[0][crc & 0xff];
        shifts[bit / 8][std::size_t{1} << bit % 8] = crc;
    }
    for (auto& row : shifts) {
        for (std::size_t byte = 1; byte != 256; ++byte) {
            const std::size_t others = byte & (byte - 1);
            row[byte] = row[others] ^ row[byte ^ others];
        }
    }
    return shifts;
}

constexpr shift_tables shifts = following_stream();

inline std::uint64_t behind_stream(std::uint64_t crc) noexcept {
    return shifts[0][crc & 0xff] ^ shifts[1][crc >> 8 & 0xff] ^ shifts[2][crc >> 16 & 0xff] ^ shifts[3][crc >> 24];
}

[[STRUCTWIRE_CRC32C_TARGET]] std::uint32_t add_by_instruction(std::uint32_t before, const std::byte* from,
                                                              std::size_t size) noexcept {
    std::uint64_t crc = before;
    for (; size >= 3 * stream_bytes; size -= 3 * stream_bytes, from += 3 * stream_bytes) {
        std::uint64_t second = 0;
        std::uint64_t third = 0;
        for (std::size_t at = 0; at != stream_bytes; at += 8) {
            crc = add_8(crc, from + at);
            second = add_8(second, from + stream_bytes + at);
            third = add_8(third, from + 2 * stream_bytes + at);
        }
        crc = behind_stream(behind_stream(crc) ^ second) ^ third;
    }
    for (; size >= 8; size -= 8, from += 8) crc = add_8(crc, from);
    for (; size != 0; --size, ++from) crc = add_1(crc, *from);
    return static_cast<std::uint32_t>(crc);
}

#undef STRUCTWIRE_CRC32C_TARGET

#endif

#if defined(__x86_64__)

using add_function = std::uint32_t (*)(std::uint32_t crc, const std::byte* from, std::size_t size) noexcept;

std::uint32_t choose(std::uint32_t crc, const std::byte* from, std::size_t size) noexcept;

// Holds at first a function that looks at the CPU, puts the one to use in its own place, and calls it. That needs no
// constructor to have run, and threads that meet there all write the same.
constinit std::atomic<add_function> chosen{&choose};

std::uint32_t choose(std::uint32_t crc, const std::byte* from, std::size_t size) noexcept {
    __builtin_cpu_init();  // this may run in a constructor, before libgcc's own
    const add_function best = __builtin_cpu_supports("sse4.2") ? add_by_instruction : add_by_table;
    chosen.store(best, std::memory_order_relaxed);
    return best(crc, from, size);
}

#endif

}  // namespace

std::uint32_t add_crc32c(std::uint32_t before, byte_view bytes) noexcept {
#if defined(__x86_64__)
    return chosen.load(std::memory_order_relaxed)(before, bytes.data(), bytes.size());
#elif defined(__ARM_FEATURE_CRC32)
    return add_by_instruction(before, bytes.data(), bytes.size());
#else
    return add_by_table(before, bytes.data(), bytes.size());
#endif
}

std::uint32_t add_crc32c_by_table(std::uint32_t before, byte_view bytes) noexcept {
    return add_by_table(before, bytes.data(), bytes.size());
}

}  // namespace structwire::detail

namespace structwire {

std::uint32_t crc32c(byte_view bytes) noexcept { return ~detail::add_crc32c(~std::uint32_t{0}, bytes); }

}  // namespace structwire
