// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Checksums bit by bit.
#ifndef STRUCTWIRE_TESTS_FRAMING_MODELS_CHECKSUMS_HPP
#define STRUCTWIRE_TESTS_FRAMING_MODELS_CHECKSUMS_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include "framing/models/unknown.hpp"

namespace test::models {

// A CRC whose polynomial and bytes are taken with the lowest bit first.
template <class Number>
Number reflected_crc(std::string_view bytes, Number polynomial, std::type_identity_t<Number> start,
                     std::type_identity_t<Number> last) {
    Number value = start;
    for (const char letter : bytes) {
        value ^= static_cast<unsigned char>(letter);
        for (int bit = 0; bit != 8; ++bit) value = (value & 1) != 0 ? (value >> 1) ^ polynomial : value >> 1;
    }
    return value ^ last;
}

inline std::uint32_t crc32c(std::string_view bytes) {
    return reflected_crc<std::uint32_t>(bytes, 0x82f63b78, 0xffffffff, 0xffffffff);
}

// TFRecord: a CRC-32C that may itself be covered by one.
inline std::uint32_t masked_crc32c(std::string_view bytes) {
    const std::uint32_t plain = crc32c(bytes);
    return ((plain >> 15) | (plain << 17)) + 0xa282ead8;
}

// The lowest `width` bits of a number.
inline std::uint64_t low_bits(std::uint64_t number, unsigned width) {
    return width == 64 ? number : number & ((std::uint64_t{1} << width) - 1);
}

// A CRC whose polynomial and bytes are taken with the highest bit first.
inline std::uint64_t straight_crc(std::string_view bytes, unsigned width, std::uint64_t polynomial,
                                  std::uint64_t start) {
    std::uint64_t value = start;
    for (const char letter : bytes) {
        for (int bit = 7; bit >= 0; --bit) {
            const std::uint64_t in = static_cast<unsigned char>(letter) >> bit & 1u;
            const bool out = ((value >> (width - 1)) ^ in) == 1;
            value = low_bits(value << 1, width) ^ (out ? polynomial : 0);
        }
    }
    return value;
}

// Two sums, the second one of the first; each modulo `modulus`.
inline std::uint64_t double_sum(std::string_view bytes, std::uint64_t start, std::uint64_t modulus, unsigned width) {
    std::uint64_t first = start;
    std::uint64_t second = 0;
    for (const char letter : bytes) {
        first = (first + static_cast<unsigned char>(letter)) % modulus;
        second = (second + first) % modulus;
    }
    return second << width | first;
}

// RFC 1071: 16-bit words in network order, added with the carry, then all bits turned.
inline std::uint64_t internet_checksum(std::string_view bytes) {
    std::uint64_t sum = 0;
    for (std::size_t at = 0; at != bytes.size(); ++at) {
        const std::uint64_t byte = static_cast<unsigned char>(bytes[at]);
        sum += at % 2 == 0 ? byte << 8 : byte;
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return ~sum & 0xffff;
}

inline std::uint64_t byte_checksum(std::string_view name, std::string_view bytes) {
    unsigned sum = 0;
    unsigned parity = 0;
    for (const char letter : bytes) {
        sum += static_cast<unsigned char>(letter);
        parity ^= static_cast<unsigned char>(letter);
    }
    if (name == "lrc8") return (0u - sum) & 0xff;
    return name == "sum8" ? sum & 0xff : parity;
}

inline std::uint64_t checksum(std::string_view name, std::string_view bytes) {
    if (name == "sum8" || name == "xor8" || name == "lrc8") return byte_checksum(name, bytes);
    if (name == "crc8") return straight_crc(bytes, 8, 0x07, 0);
    if (name == "crc8maxim") return reflected_crc<std::uint32_t>(bytes, 0x8c, 0, 0);
    if (name == "crc16arc") return reflected_crc<std::uint32_t>(bytes, 0xa001, 0, 0);
    if (name == "crc16modbus") return reflected_crc<std::uint32_t>(bytes, 0xa001, 0xffff, 0);
    if (name == "crc16kermit") return reflected_crc<std::uint32_t>(bytes, 0x8408, 0, 0);
    if (name == "crc16x25") return reflected_crc<std::uint32_t>(bytes, 0x8408, 0xffff, 0xffff);
    if (name == "crc16xmodem") return straight_crc(bytes, 16, 0x1021, 0);
    if (name == "crc16ccitt") return straight_crc(bytes, 16, 0x1021, 0xffff);
    if (name == "crc24openpgp") return straight_crc(bytes, 24, 0x864cfb, 0xb704ce);
    if (name == "crc32") return reflected_crc<std::uint32_t>(bytes, 0xedb88320, 0xffffffff, 0xffffffff);
    if (name == "crc32c") return crc32c(bytes);
    if (name == "crc64xz")
        return reflected_crc<std::uint64_t>(bytes, 0xc96c5795d7870f42, ~std::uint64_t{0}, ~std::uint64_t{0});
    if (name == "fletcher16") return double_sum(bytes, 0, 255, 8);
    if (name == "adler32") return double_sum(bytes, 1, 65521, 16);
    if (name == "inet16") return internet_checksum(bytes);
    unknown_to_model("checksum", name);
}

inline std::size_t checksum_size(std::string_view name) {
    if (name == "crc64xz") return 8;
    if (name == "crc24openpgp") return 3;
    if (name == "crc32" || name == "crc32c" || name == "adler32") return 4;
    const bool is_byte = name == "sum8" || name == "xor8" || name == "lrc8" || name == "crc8" || name == "crc8maxim";
    return is_byte ? 1 : 2;
}

// The order that a checksum has where the text does not say one.
inline bool is_usually_little(std::string_view name) {
    return name != "crc16xmodem" && name != "crc16ccitt" && name != "crc24openpgp" && name != "adler32" &&
           name != "inet16";
}

// The lowest `width` bytes of a number.
inline std::string number_bytes(std::uint64_t value, std::size_t width, bool little) {
    std::string bytes;
    for (std::size_t index = 0; index != width; ++index) {
        const auto byte = static_cast<char>(value >> (8 * index) & 0xff);
        if (little) {
            bytes.push_back(byte);
        } else {
            bytes.insert(bytes.begin(), byte);
        }
    }
    return bytes;
}

}  // namespace test::models

#endif
