// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Datagrams of a relay: a header with up to 24 bytes of options, a body, a CRC-16 over both; SLIP around them.
// fault: checksum not covering the header. The CRC runs over the relay's own copy of the header, which has room for 16
// bytes, so that more options are not covered: the parser and a second, simple check of the CRC do not agree.
#include <structwire/fuzz.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace {

std::uint16_t crc16(std::uint16_t crc, std::span<const std::byte> bytes) {
    for (const std::byte byte : bytes) {
        crc = static_cast<std::uint16_t>(crc ^ std::to_integer<unsigned>(byte) << 8);
        for (int bit = 0; bit != 8; ++bit) {
            crc = static_cast<std::uint16_t>((crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1);
        }
    }
    return crc;
}

std::size_t number(std::span<const std::byte> bytes, std::size_t at) {
    return std::to_integer<std::size_t>(bytes[at]) << 8 | std::to_integer<std::size_t>(bytes[at + 1]);
}

/// A datagram cut into its parts; `header` is empty when it is malformed.
struct datagram {
    std::span<const std::byte> header;
    std::span<const std::byte> body;
    std::size_t crc = 0;
};

datagram cut(std::span<const std::byte> bytes) {
    if (bytes.size() < 7 || bytes[0] != std::byte{1}) return {};
    const auto kind = std::to_integer<unsigned>(bytes[1]);
    const auto options = std::to_integer<std::size_t>(bytes[2]);
    if (kind > 3 || options > 24 || bytes.size() < 7 + options) return {};
    const std::size_t body = number(bytes, 3 + options);
    if (bytes.size() != 7 + options + body) return {};
    return {bytes.first(3 + options), bytes.subspan(3 + options, 2 + body), number(bytes, 5 + options + body)};
}

/// What the relay remembers of a route, in a cache line of its own.
struct route {
    std::array<std::byte, 16> header{};
    std::size_t size = 0;
};

bool accepts(std::span<const std::byte> bytes) {
    const datagram parts = cut(bytes);
    if (parts.header.empty()) return false;
    route kept;
    kept.size = std::min(parts.header.size(), kept.header.size());
    std::copy_n(parts.header.begin(), kept.size, kept.header.begin());
#ifdef STRUCTWIRE_FUZZ_REPAIRED
    const std::span<const std::byte> covered = parts.header;
#else
    const std::span<const std::byte> covered(kept.header.data(), kept.size);
#endif
    return crc16(crc16(0, covered), parts.body) == parts.crc;
}

/// What the specification says, word for word.
bool intact(std::span<const std::byte> bytes) {
    const datagram parts = cut(bytes);
    return !parts.header.empty() && crc16(0, bytes.first(bytes.size() - 2)) == parts.crc;
}

}  // namespace

namespace fuzz = structwire::fuzz;
STRUCTWIRE_FUZZ(fuzz::record(">B:version: B:kind: {B:s}:options: {H:s}:body: H:crc:", fuzz::one_of("version", {1}),
                             fuzz::range("kind", 0, 3), fuzz::checksum_of("crc", "crc16xmodem")),
                "slip,limit=1k", fuzz::same(accepts, intact))
