// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// The built-in checksums: CRCs by Boost.CRC, sums here.
#include <structwire/endian.hpp>
#include <structwire/framing/checksum.hpp>

#include <boost/crc.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace structwire {

namespace {

// Width, polynomial, first register, final exclusive or, bits of a byte lowest first, register likewise.
using crc8 = boost::crc_optimal<8, 0x07, 0, 0, false, false>;
using crc8maxim = boost::crc_optimal<8, 0x31, 0, 0, true, true>;
using crc16arc = boost::crc_optimal<16, 0x8005, 0, 0, true, true>;
using crc16modbus = boost::crc_optimal<16, 0x8005, 0xffff, 0, true, true>;
using crc16xmodem = boost::crc_optimal<16, 0x1021, 0, 0, false, false>;
using crc16ccitt = boost::crc_optimal<16, 0x1021, 0xffff, 0, false, false>;
using crc16kermit = boost::crc_optimal<16, 0x1021, 0, 0, true, true>;
using crc16x25 = boost::crc_optimal<16, 0x1021, 0xffff, 0xffff, true, true>;
using crc24openpgp = boost::crc_optimal<24, 0x864cfb, 0xb704ce, 0, false, false>;
using crc32 = boost::crc_optimal<32, 0x04c11db7, 0xffffffff, 0xffffffff, true, true>;
using crc64xz = boost::crc_optimal<64, 0x42f0e1eba9ea3693, 0xffffffffffffffff, 0xffffffffffffffff, true, true>;

// Calls `act` with the CRC `kind` before the first byte, if that is one of Boost's.
template <class Act>
void with_crc(checksum_kind kind, Act act) noexcept {
    switch (kind) {
        case checksum_kind::crc8: act(crc8{}); return;
        case checksum_kind::crc8maxim: act(crc8maxim{}); return;
        case checksum_kind::crc16arc: act(crc16arc{}); return;
        case checksum_kind::crc16modbus: act(crc16modbus{}); return;
        case checksum_kind::crc16xmodem: act(crc16xmodem{}); return;
        case checksum_kind::crc16ccitt: act(crc16ccitt{}); return;
        case checksum_kind::crc16kermit: act(crc16kermit{}); return;
        case checksum_kind::crc16x25: act(crc16x25{}); return;
        case checksum_kind::crc24openpgp: act(crc24openpgp{}); return;
        case checksum_kind::crc32: act(crc32{}); return;
        case checksum_kind::crc64xz: act(crc64xz{}); return;
        default: return;
    }
}

// The object itself is kept rather than its remainder, which would have to be reflected bit by bit each time.
template <class Crc>
std::uint64_t saved(const Crc& crc) noexcept {
    static_assert(std::is_trivially_copyable_v<Crc> && sizeof crc <= sizeof(std::uint64_t));
    std::uint64_t bits = 0;
    std::memcpy(&bits, &crc, sizeof crc);
    return bits;
}

template <class Crc>
Crc restored(std::uint64_t bits) noexcept {
    std::array<std::byte, sizeof(Crc)> bytes{};
    std::memcpy(bytes.data(), &bits, bytes.size());
    return std::bit_cast<Crc>(bytes);
}

std::uint64_t sum_of(byte_view bytes) noexcept {
    std::uint64_t sum = 0;
    for (const std::byte byte : bytes) sum += std::to_integer<std::uint8_t>(byte);
    return sum;
}

std::uint64_t xor_of(byte_view bytes) noexcept {
    std::uint64_t all = 0;
    for (; bytes.size() >= 8; bytes = bytes.subspan(8)) all ^= load<std::endian::native, std::uint64_t>(bytes.data());
    all ^= all >> 32;
    all ^= all >> 16;
    all ^= all >> 8;
    for (const std::byte byte : bytes) all ^= std::to_integer<std::uint8_t>(byte);
    return all & 0xff;
}

// The sum of the bytes, and the sum of all values that it goes through, both below `modulus`.
void add_sums(std::uint64_t& low, std::uint32_t& high, std::uint32_t modulus, byte_view bytes) noexcept {
    constexpr std::size_t block = 5552;  // the most bytes after which no sum modulo 65521 can have left 32 bits
    auto first = static_cast<std::uint32_t>(low);
    while (!bytes.empty()) {
        const byte_view now = bytes.first(bytes.size() < block ? bytes.size() : block);
        for (const std::byte byte : now) {
            first += std::to_integer<std::uint8_t>(byte);
            high += first;
        }
        first %= modulus;
        high %= modulus;
        bytes = bytes.subspan(now.size());
    }
    low = first;
}

// A sum of 16-bit numbers whose carries have been added at the low end.
std::uint64_t folded(std::uint64_t sum) noexcept {
    while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
    return sum;
}

// The sum of big-endian pairs; `low_next` is 1 between the two bytes of one.
void add_pairs(std::uint64_t& sum, std::uint32_t& low_next, byte_view bytes) noexcept {
    if (low_next != 0 && !bytes.empty()) {
        sum += std::to_integer<std::uint8_t>(bytes.front());
        bytes = bytes.subspan(1);
        low_next = 0;
    }
    // Two pairs at once: their carries come back when the sum is folded. It is before it can leave 64 bits.
    for (std::uint32_t until_fold = 0; bytes.size() >= 4; bytes = bytes.subspan(4)) {
        sum += load<std::endian::big, std::uint32_t>(bytes.data());
        if (--until_fold == 0) sum = folded(sum);
    }
    for (const std::byte byte : bytes) {
        sum += std::to_integer<std::uint64_t>(byte) << (low_next != 0 ? 0 : 8);
        low_next ^= 1;
    }
    sum = folded(sum);
}

}  // namespace

running_checksum::running_checksum(checksum_kind kind) noexcept : kind_(kind) {
    with_crc(kind, [&](const auto& fresh) { register_ = saved(fresh); });
    if (kind == checksum_kind::crc32c) register_ = 0xffffffff;
    if (kind == checksum_kind::adler32) register_ = 1;
}

void running_checksum::add(byte_view bytes) noexcept {
    switch (kind_) {
        case checksum_kind::none: return;
        case checksum_kind::sum8:
        case checksum_kind::lrc8: register_ += sum_of(bytes); return;
        case checksum_kind::xor8: register_ ^= xor_of(bytes); return;
        case checksum_kind::crc32c:
            register_ = detail::add_crc32c(static_cast<std::uint32_t>(register_), bytes);
            return;
        case checksum_kind::fletcher16: add_sums(register_, second_, 255, bytes); return;
        case checksum_kind::adler32: add_sums(register_, second_, 65521, bytes); return;
        case checksum_kind::inet16: add_pairs(register_, second_, bytes); return;
        default: break;
    }
    with_crc(kind_, [&]<class Crc>(const Crc&) {
        Crc crc = restored<Crc>(register_);
        crc.process_bytes(bytes.data(), bytes.size());
        register_ = saved(crc);
    });
}

std::uint64_t running_checksum::value() const noexcept {
    switch (kind_) {
        case checksum_kind::sum8: return register_ & 0xff;
        case checksum_kind::lrc8: return (0 - register_) & 0xff;
        case checksum_kind::crc32c: return register_ ^ 0xffffffff;
        case checksum_kind::fletcher16: return register_ | std::uint64_t{second_} << 8;
        case checksum_kind::adler32: return register_ | std::uint64_t{second_} << 16;
        case checksum_kind::inet16: return ~register_ & 0xffff;
        default: break;
    }
    std::uint64_t result = register_;  // xor8 and none
    with_crc(kind_, [&]<class Crc>(const Crc&) { result = restored<Crc>(register_).checksum(); });
    return result;
}

}  // namespace structwire
