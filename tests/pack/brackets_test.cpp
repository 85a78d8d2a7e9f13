// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// Bits and bytes in braces, on the headers that they are for.
#include <structwire/pack.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "support/both_times.hpp"

namespace {

using structwire::calcsize;
using structwire::fields_for;
using structwire::pack;
using structwire::unpack;
using structwire::testing::bytes;

}  // namespace

TEST_CASE("brackets: an IPv4 header", "[pack][brackets][ipv4]") {
    // RFC 791, 3.1: version, IHL, DSCP, ECN, length, id, flags, fragment offset, TTL, protocol, checksum, addresses.
    static constexpr auto header =
        bytes(0x45, 0xb8, 0x05, 0xdc, 0x1c, 0x46, 0x40, 0x00, 0x40, 0x06, 0xb1, 0xe6, 192, 168, 0, 104, 192, 168, 0, 1);
    STRUCTWIRE_BOTH_TIMES([&] {
        const auto got = unpack<
            ">{u4}:version: {u4}:ihl: {u6}:dscp: {u2}:ecn: H:length: H:id: {x1} {u1}:df: {u1}:mf: {u13}:offset:"
            "B:ttl: B:protocol: H:checksum: 4B:source: 4B:destination:">(header);
        return got.get<"version">() == 4 && got.get<"ihl">() == 5 && got.get<"dscp">() == 46 && got.get<"ecn">() == 0 &&
               got.get<"length">() == 1500 && got.get<"df">() == 1 && got.get<"mf">() == 0 &&
               got.get<"offset">() == 0 && got.get<"protocol">() == 6 && got.get<"source">()[3] == 104;
    }());
    STRUCTWIRE_BOTH_TIMES(pack<">{u4}{u4}{u6}{u2}HH{x1}{u1}{u1}{u13}BBH4B4B">(4, 5, 46, 0, 1500, 0x1c46, 1, 0, 0, 64, 6,
                                                                              0xb1e6, {192, 168, 0, 104},
                                                                              {192, 168, 0, 1}) == header);
}

TEST_CASE("brackets: an IPv6 header begins with 4, 8 and 20 bits", "[pack][brackets][ipv6]") {
    STRUCTWIRE_BOTH_TIMES(pack<">{u4}{u8}{u20} H B B">(6, 0xab, 0x12345, 1280, 58, 64) ==
                          bytes(0x6a, 0xb1, 0x23, 0x45, 5, 0, 58, 64));
    STRUCTWIRE_BOTH_TIMES([] {
        const auto [version, traffic, flow] = unpack<">{u4}{u8}{u20}">(bytes(0x6a, 0xb1, 0x23, 0x45));
        return version == 6 && traffic == 0xab && flow == 0x12345;
    }());
}

TEST_CASE("brackets: TCP flags", "[pack][brackets][tcp]") {
    // RFC 9293, 3.1: data offset, reserved, CWR ECE URG ACK PSH RST SYN FIN.
    STRUCTWIRE_BOTH_TIMES(pack<">{u4}{x4}8{u1}">(8, {0, 0, 0, 1, 0, 0, 1, 0}) == bytes(0x80, 0x12));
    STRUCTWIRE_BOTH_TIMES([] {
        const auto [offset, flags] = unpack<">{u4}{x4}8{u1}">(bytes(0x8f, 0x11));
        return offset == 8 && flags == std::array<std::uint8_t, 8>{0, 0, 0, 1, 0, 0, 0, 1};
    }());
}

TEST_CASE("brackets: DNS flags", "[pack][brackets][dns]") {
    // RFC 1035, 4.1.1: QR, opcode, AA, TC, RD, RA, Z, RCODE.
    STRUCTWIRE_BOTH_TIMES(pack<">H {u1}{u4}{u1}{u1}{u1} {u1}{x3}{u4}">(0x1234, 1, 0, 0, 0, 1, 1, 3) ==
                          bytes(0x12, 0x34, 0x81, 0x83));
}

TEST_CASE("brackets: a CAN identifier", "[pack][brackets][can]") {
    // Linux can.h: EFF, RTR and ERR flags over 29 bits, in host order; here both orders of the same word.
    STRUCTWIRE_BOTH_TIMES(pack<">{u1}{u1}{u1}{u29}">(1, 0, 0, 0x18daf110) == bytes(0x98, 0xda, 0xf1, 0x10));
    STRUCTWIRE_BOTH_TIMES(pack<"<{u29}{u1}{u1}{u1}">(0x18daf110, 0, 0, 1) == bytes(0x10, 0xf1, 0xda, 0x98));
    STRUCTWIRE_BOTH_TIMES(unpack<"<{u29}{u1}{u1}{u1}">(bytes(0x10, 0xf1, 0xda, 0x98)).get<0>() == 0x18daf110);
}

TEST_CASE("brackets: an AIS position report", "[pack][brackets][ais]") {
    // ITU-R M.1371, message 1: signed fields of 8, 28 and 27 bits at odd bits.
    using report = fields_for<">{u6}{u2}{u30}{u4}{i8}{u10}{u1}{i28}{i27}{x4}">;
    STATIC_REQUIRE(calcsize<">{u6}{u2}{u30}{u4}{i8}{u10}{u1}{i28}{i27}{x4}"> == 15);
    STATIC_REQUIRE(std::is_same_v<std::tuple_element_t<7, report>, std::int32_t>);
    STRUCTWIRE_BOTH_TIMES([] {
        constexpr auto wire =
            pack<">{u6}{u2}{u30}{u4}{i8}{u10}{u1}{i28}{i27}{x4}">(1, 0, 366053209, 3, -128, 0, 0, -73407500, 24481900);
        const auto got = unpack<">{u6}{u2}{u30}{u4}{i8}{u10}{u1}{i28}{i27}{x4}">(wire);
        return got.get<2>() == 366053209 && got.get<4>() == -128 && got.get<7>() == -73407500 &&
               got.get<8>() == 24481900 && (wire[14] & std::byte{0x0f}) == std::byte{0};
    }());
}

TEST_CASE("brackets: integers of odd numbers of bytes", "[pack][brackets]") {
    STRUCTWIRE_BOTH_TIMES(pack<">{u24}">(0x123456) == bytes(0x12, 0x34, 0x56));
    STRUCTWIRE_BOTH_TIMES(pack<"<{u24}">(0x123456) == bytes(0x56, 0x34, 0x12));
    STRUCTWIRE_BOTH_TIMES(pack<">{i24}">(-2) == bytes(0xff, 0xff, 0xfe) &&
                          unpack<">{i24}">(bytes(0xff, 0xff, 0xfe)).get<0>() == -2);
    STRUCTWIRE_BOTH_TIMES(pack<"<{u56}">(0x1122334455667788 >> 8) == bytes(0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11));
    STRUCTWIRE_BOTH_TIMES(unpack<"<{u40}">(bytes(5, 4, 3, 2, 1)).get<0>() == 0x0102030405);
    STRUCTWIRE_BOTH_TIMES(unpack<">{i48}">(bytes(0x80, 0, 0, 0, 0, 0)).get<0>() == -0x800000000000);
    STRUCTWIRE_BOTH_TIMES(pack<">3{u24}">({1, 2, 0xffffff}) == bytes(0, 0, 1, 0, 0, 2, 0xff, 0xff, 0xff));
    STRUCTWIRE_BOTH_TIMES(pack<">{u64}">(0x0102030405060708) == bytes(1, 2, 3, 4, 5, 6, 7, 8));
    STATIC_REQUIRE(std::is_same_v<std::tuple_element_t<0, fields_for<">{u9}{x7}">>, std::uint16_t>);
    STATIC_REQUIRE(std::is_same_v<std::tuple_element_t<0, fields_for<">{i33}{x7}">>, std::int64_t>);
}

TEST_CASE("brackets: 64 bits across nine bytes", "[pack][brackets]") {
    static constexpr auto big = pack<">{u3}{u64}{u5}">(5, 0xfedcba9876543210, 9);
    static constexpr auto little = pack<"<{u3}{u64}{u5}">(5, 0xfedcba9876543210, 9);
    STATIC_REQUIRE(big.size() == 9);
    STRUCTWIRE_BOTH_TIMES(unpack<">{u3}{u64}{u5}">(big).get<1>() == 0xfedcba9876543210);
    STRUCTWIRE_BOTH_TIMES(unpack<"<{u3}{u64}{u5}">(little).get<1>() == 0xfedcba9876543210);
    STRUCTWIRE_BOTH_TIMES(unpack<">{u3}{u64}{u5}">(big).get<0>() == 5 && unpack<">{u3}{u64}{u5}">(big).get<2>() == 9);
    STRUCTWIRE_BOTH_TIMES((big[0] & std::byte{0xe0}) == std::byte{0xa0} && (little[0] & std::byte{7}) == std::byte{5} &&
                          (little[8] >> 3) == std::byte{9});
}

TEST_CASE("brackets: shapes of bits", "[pack][brackets][shape]") {
    static constexpr auto wire = pack<">(2,3){u4}">({{1, 2, 3}, {4, 5, 6}});
    STRUCTWIRE_BOTH_TIMES(wire == bytes(0x12, 0x34, 0x56));
    STRUCTWIRE_BOTH_TIMES(unpack<">(2,3){u4}">(wire).get<0>()[1][2] == 6);
    STRUCTWIRE_BOTH_TIMES(pack<">{u4}3{u4}">(1, {2, 3, 4}) == bytes(0x12, 0x34));
}

TEST_CASE("brackets: reserved bits are zero and not looked at", "[pack][brackets]") {
    STRUCTWIRE_BOTH_TIMES(pack<">{x3}{u5}">(31) == bytes(0x1f) && pack<">{u5}{x11}">(31) == bytes(0xf8, 0));
    STRUCTWIRE_BOTH_TIMES(unpack<">{x3}{u5}">(bytes(0xff)).get<0>() == 31);
    STRUCTWIRE_BOTH_TIMES(pack<"<{x3}{u5}">(1) == bytes(8) && pack<">{x12}{u4}">(5) == bytes(0, 5));
    STRUCTWIRE_BOTH_TIMES(pack<">{x16}B">(1) == bytes(0, 0, 1));
}

TEST_CASE("brackets: brain floats round once", "[pack][brackets][bfloat16]") {
    STRUCTWIRE_BOTH_TIMES(pack<">{bf16}">(1.0) == bytes(0x3f, 0x80) && pack<"<{bf16}">(-2.0f) == bytes(0, 0xc0));
    STRUCTWIRE_BOTH_TIMES(unpack<">{bf16}">(bytes(0x3f, 0xc0)).get<0>() == 1.5f);
    // 1 + 2^-8 is a tie between 1 and 1 + 2^-7; one double step above it is not.
    STRUCTWIRE_BOTH_TIMES(pack<">{bf16}">(1.00390625) == bytes(0x3f, 0x80));
    STRUCTWIRE_BOTH_TIMES(pack<">{bf16}">(0x1.0100000000001p0) == bytes(0x3f, 0x81));
    STRUCTWIRE_BOTH_TIMES(pack<">2{bf16}">({1.0, 2.0}) == bytes(0x3f, 0x80, 0x40, 0));
}

TEST_CASE("brackets: structures, arrays of structures, shapes", "[pack][structure]") {
    static constexpr auto wire = pack<">T{H:x: H:y:}:from: 2T{BB} (2)3s">({1, 2}, {{3, 4}, {5, 6}}, {"ab", "cde"});
    STRUCTWIRE_BOTH_TIMES(wire == bytes(0, 1, 0, 2, 3, 4, 5, 6, 'a', 'b', 0, 'c', 'd', 'e'));
    STRUCTWIRE_BOTH_TIMES([&] {
        const auto got = unpack<">T{H:x: H:y:}:from: 2T{BB} (2)3s">(wire);
        const auto [x, y] = got.get<"from">();
        return x == 1 && y == 2 && got.get<"from">().get<"y">() == 2 && got.get<1>()[1].get<0>() == 5 &&
               got.get<2>()[0] == "ab" && got.get<2>()[1] == "cde";
    }());
    STRUCTWIRE_BOTH_TIMES([&] {
        const auto got = unpack<">T{H:x: H:y:}:from: 2T{BB} (2)3s">(wire);
        return pack<">T{HH}">(got.get<"from">()) == bytes(0, 1, 0, 2);
    }());
}

TEST_CASE("brackets: padding inside and behind structures is zero", "[pack][structure][native]") {
    static constexpr auto wire = pack<"@T{bi}b">({-1, -1}, 1);
    STRUCTWIRE_BOTH_TIMES(wire[1] == std::byte{0} && wire[3] == std::byte{0} && wire.size() == 9);
    STRUCTWIRE_BOTH_TIMES(pack<"@T{ib}b">({-1, -1}, 1) == bytes(255, 255, 255, 255, 255, 0, 0, 0, 1));
}

TEST_CASE("brackets: complex numbers", "[pack][complex]") {
    STRUCTWIRE_BOTH_TIMES(pack<">F">(structwire::complex{1.0f, -2.0f}) == bytes(0x3f, 0x80, 0, 0, 0xc0, 0, 0, 0));
    STRUCTWIRE_BOTH_TIMES(pack<">Zd">(1.5) == pack<">dd">(1.5, 0.0));
    STRUCTWIRE_BOTH_TIMES(unpack<"<F">(pack<"<F">(structwire::complex{1.0f, -2.0f})).get<0>() ==
                          structwire::complex{1.0f, -2.0f});
    STRUCTWIRE_BOTH_TIMES(unpack<">(2)2D">(pack<">(2)2D">({{1.0, 2.0}, {3.0, 4.0}})).get<0>()[1][0].real == 3.0);
}
