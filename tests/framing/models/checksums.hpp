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

#include "framing/models/unknown.hpp"

namespace test::models {

// A CRC whose polynomial and bytes are taken with the lowest bit first.
inline std::uint32_t reflected_crc(std::string_view bytes, std::uint32_t polynomial, std::uint32_t start,
                                   std::uint32_t last) {
    std::uint32_t value = start;
    for (const char letter : bytes) {
        value ^= static_cast<unsigned char>(letter);
        for (int bit = 0; bit != 8; ++bit) value = (value & 1) != 0 ? (value >> 1) ^ polynomial : value >> 1;
    }
    return value ^ last;
}

inline std::uint32_t crc32c(std::string_view bytes) { return reflected_crc(bytes, 0x82f63b78, 0xffffffff, 0xffffffff); }

// TFRecord: a CRC-32C that may itself be covered by one.
inline std::uint32_t masked_crc32c(std::string_view bytes) {
    const std::uint32_t plain = crc32c(bytes);
    return ((plain >> 15) | (plain << 17)) + 0xa282ead8;
}

inline std::uint32_t checksum(std::string_view name, std::string_view bytes) {
    if (name == "crc16x25") return reflected_crc(bytes, 0x8408, 0xffff, 0xffff);
    if (name == "crc16modbus") return reflected_crc(bytes, 0xa001, 0xffff, 0);
    if (name == "crc32") return reflected_crc(bytes, 0xedb88320, 0xffffffff, 0xffffffff);
    if (name == "crc32c") return crc32c(bytes);
    if (name != "sum8" && name != "xor8") unknown_to_model("checksum", name);
    unsigned value = 0;
    for (const char letter : bytes) {
        const unsigned byte = static_cast<unsigned char>(letter);
        value = name == "sum8" ? value + byte : value ^ byte;
    }
    return value & 0xff;
}

inline std::size_t checksum_size(std::string_view name) {
    if (name == "crc32" || name == "crc32c") return 4;
    return name == "sum8" || name == "xor8" ? 1 : 2;
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
