// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Any CRC that Boost.CRC can compute, at the end of every frame. Needs boost/crc.hpp (Debian: libboost-dev).
///
/// Not part of `structwire/framing.hpp`.
#ifndef STRUCTWIRE_FRAMING_BOOST_CRC_HPP
#define STRUCTWIRE_FRAMING_BOOST_CRC_HPP

#include <structwire/bytes.hpp>
#include <structwire/framing/checked_framer.hpp>

#include <boost/crc.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>

namespace structwire {

/// A CRC by its parameters, as checksum_algorithm; the same parameters as those of `boost::crc_optimal`.
///
/// @tparam Bits        width of the CRC, 1 to 64; on the wire it has as many whole bytes as that takes
/// @tparam TruncPoly   the polynomial without its highest power
/// @tparam InitRem     the register before the first byte
/// @tparam FinalXor    exclusive-ored with the register after the last one
/// @tparam ReflectIn   bytes go in lowest bit first
/// @tparam ReflectRem  the register is reflected before FinalXor
/// @tparam Order       of the bytes on the wire
/// Complexity: one table look-up a byte; the table is made at first use
/// Source:     the documentation of Boost.CRC; parameters: the catalogue of parametrised CRC algorithms
/// Example:
/// ```cpp
/// using dnp = structwire::boost_crc<16, 0x3d65, 0, 0xffff, true, true, std::endian::little>;  // CRC-16/DNP
/// structwire::frame_decoder<structwire::checked_framer<structwire::framing<"u16be">, dnp>> in;
/// ```
template <std::size_t Bits, auto TruncPoly, auto InitRem, auto FinalXor, bool ReflectIn, bool ReflectRem,
          std::endian Order>
    requires(Bits >= 1 && Bits <= 64)
struct boost_crc {
    static constexpr std::size_t size = (Bits + 7) / 8;
    static constexpr std::endian order = Order;

    class running {
    public:
        /// Goes on over `bytes`.
        void add(byte_view bytes) noexcept { crc_.process_bytes(bytes.data(), bytes.size()); }
        /// The CRC of the bytes up to here.
        [[nodiscard]] std::uint64_t value() const noexcept { return crc_.checksum(); }

    private:
        boost::crc_optimal<Bits, TruncPoly, InitRem, FinalXor, ReflectIn, ReflectRem> crc_;
    };

    [[nodiscard]] static running start() noexcept { return {}; }
};

}  // namespace structwire

#endif
