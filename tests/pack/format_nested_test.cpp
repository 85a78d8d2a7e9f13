// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// Structures, shapes, complex numbers and brain floats.
#include <structwire/format.hpp>

#include <array>
#include <bit>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "pack/format_support.hpp"

namespace {

using namespace structwire::testing;
using structwire::complex;
using structwire::errc;
using structwire::error;
using structwire::format;
using structwire::operation;
using structwire::value;

constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("format: structures are flattened", "[format][nested]") {
    CHECK(agree(">T{IH}:t: B", {1, 2, 3}, of({0, 0, 0, 1, 0, 2, 3})));
    CHECK(agree(">2T{BH} B", {1, 2, 3, 4, 5}, of({1, 0, 2, 3, 0, 4, 5})));
    CHECK(agree(">T{B T{H T{B}:c:}:b:}:a:", {1, 2, 3}, of({1, 0, 2, 3})));
    CHECK(agree(">2T{2T{B 2B}}", {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, of({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})));
    CHECK(agree("T{}B", {1}, of({1})));
    CHECK(agree("0T{B}B", {1}, of({1})));
}

TEST_CASE("format: structures in @ are aligned and padded like C", "[format][nested][native]") {
    struct pair {
        double first;
        char second;
    };
    CHECK(compiled("@T{d:a:b:b:}").size() == sizeof(pair));
    const octets wire = packed("@B 2T{d b}", {1, 0.0, 2, 0.0, 3});
    REQUIRE(wire.size() == 2 * sizeof(pair) + alignof(pair));
    CHECK(wire[alignof(pair) + sizeof(double)] == std::byte{2});
    CHECK(wire.back() == std::byte{0});
    CHECK(unpacked("@B 2T{d b}", wire) == values{1, 0.0, 2, 0.0, 3});
}

TEST_CASE("format: gaps and pads in structures are zero when packed and not looked at", "[format][nested]") {
    octets buffer(8, std::byte{255});
    CHECK(compiled(">2T{x B x}2x").pack_into(buffer, 0, 1, 2) == 8u);
    CHECK(buffer == of({0, 1, 0, 0, 2, 0, 0, 0}));
    CHECK(unpacked(">2T{x B x}2x", of({9, 1, 9, 9, 2, 9, 9, 9})) == values{1, 2});
}

TEST_CASE("format: any number of structures without values costs nothing", "[format][nested][limits]") {
    const format many = compiled("9223372036854775807T{}B");
    CHECK(many.size() == 1);
    CHECK(many.pack(7) == of({7}));
    CHECK(many.unpack(of({7})) == values{7});
    CHECK(compiled("B 9223372036854775806T{x}").unpack(of({7})).error().wanted == 9223372036854775807u);
}

TEST_CASE("format: shapes are flattened in C order", "[format][nested][shape]") {
    CHECK(agree(">(2,3)H", {1, 2, 3, 4, 5, 6}, of({0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6})));
    CHECK(agree(">(2)3B", {1, 2, 3, 4, 5, 6}, of({1, 2, 3, 4, 5, 6})));
    CHECK(agree("(2)3s", {"abc", "def"}, of({'a', 'b', 'c', 'd', 'e', 'f'})));
    CHECK(agree("(2)3p", {"a", "bc"}, of({1, 'a', 0, 2, 'b', 'c'})));
    CHECK(agree(">(2,1)T{BH}", {1, 2, 3, 4}, of({1, 0, 2, 3, 0, 4})));
    CHECK(pack_fault("(2)3s", {"abc", 1}) == error{.code = errc::wrong_type,
                                                   .during = operation::pack,
                                                   .letter = 's',
                                                   .item = 0,
                                                   .position = 4,
                                                   .offset = 3,
                                                   .wanted = 24,
                                                   .given = 1});
}

TEST_CASE("format::pack: the place of a wrong value in a structure", "[format][nested][errors]") {
    CHECK(pack_fault(">B 2T{x 2H}:t:", {0, 1, 2, 3, 65536}) == error{.code = errc::out_of_range,
                                                                     .during = operation::pack,
                                                                     .letter = 'H',
                                                                     .item = 1,
                                                                     .position = 9,
                                                                     .offset = 9,
                                                                     .wanted = 16,
                                                                     .given = 65536});
    CHECK(pack_fault(">2T{BH}", {1, 2, 3}).code == errc::too_few_values);
    CHECK(pack_fault(">2T{BH}", {1, 2, 3}).wanted == 4);
}

TEST_CASE("format::unpack: a structure that is cut", "[format][nested][errors]") {
    CHECK(unpack_fault(">B T{BH}:t:", of({1, 2, 3})) == error{.code = errc::short_buffer,
                                                              .during = operation::unpack,
                                                              .item = 1,
                                                              .position = 3,
                                                              .offset = 3,
                                                              .wanted = 4,
                                                              .given = 3});
}

TEST_CASE("format: complex numbers are two floating-point ones", "[format][complex]") {
    CHECK(agree(">F", {complex{1.0, -2.0}}, of({0x3f, 0x80, 0, 0, 0xc0, 0, 0, 0})));
    CHECK(agree("<Zd", {complex{0.5, -0.5}}, of({0, 0, 0, 0, 0, 0, 0xe0, 0x3f, 0, 0, 0, 0, 0, 0, 0xe0, 0xbf})));
    CHECK(packed(">2Zf", {std::complex<float>(1, 0), std::complex<double>(0, 1)}) ==
          of({0x3f, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x3f, 0x80, 0, 0}));
    const std::complex<double> back = *unpacked(">F", of({0x3f, 0x80, 0, 0, 0xc0, 0, 0, 0})).front().as_complex();
    CHECK(back == std::complex<double>(1, -2));
}

TEST_CASE("format: complex codes take any number and refuse what becomes infinite", "[format][complex][limits]") {
    CHECK(packed(">F", {1}) == packed(">F", {complex{1.0, 0.0}}));
    CHECK(packed(">F", {true}) == packed(">F", {1.0}));
    CHECK(pack_fault(">F", {"1"}).code == errc::wrong_type);
    CHECK(pack_fault(">d", {complex{1.0, 0.0}}).code == errc::wrong_type);
    CHECK(pack_fault(">I", {complex{1.0, 0.0}}).code == errc::wrong_type);
    CHECK(pack_fault(">F", {complex{0.0, 3.4028235677973362e38}}).code == errc{});
    CHECK(pack_fault(">F", {complex{0.0, 3.4028235677973366e38}}) == error{.code = errc::out_of_range,
                                                                           .during = operation::pack,
                                                                           .letter = 'F',
                                                                           .item = 0,
                                                                           .position = 1,
                                                                           .offset = 0,
                                                                           .wanted = 64});
    CHECK(pack_fault(">F", {complex{-3.4028235677973366e38, 0.0}}).code == errc::out_of_range);
    CHECK(pack_fault(">F", {complex{infinity, -infinity}}).code == errc{});
    CHECK(pack_fault(">D", {complex{1e300, -1e300}}).code == errc{});
}

TEST_CASE("format: {bf16} rounds once and refuses what becomes infinite", "[format][bf16][limits]") {
    CHECK(agree(">{bf16}", {1.0}, of({0x3f, 0x80})));
    CHECK(agree("<3{bf16}", {-2.0, 0.5, infinity}, of({0, 0xc0, 0, 0x3f, 0x80, 0x7f})));
    CHECK(packed(">{bf16}", {1.0 + 0x1p-8 + 0x1p-40}) == of({0x3f, 0x81}));
    CHECK(packed(">{bf16}", {1}) == of({0x3f, 0x80}));
    CHECK(packed(">{bf16}", {-std::numeric_limits<double>::quiet_NaN()}) == of({0xff, 0xc0}));
    CHECK(pack_fault(">{bf16}", {0x1.fep127}).code == errc{});
    CHECK(pack_fault(">{bf16}", {0x1.ffp127}) == error{.code = errc::out_of_range,
                                                       .during = operation::pack,
                                                       .letter = 'b',
                                                       .item = 0,
                                                       .position = 1,
                                                       .offset = 0,
                                                       .wanted = 16});
}

TEST_CASE("format: an order binds from where it stands, also out of a structure", "[format][nested][order]") {
    CHECK(agree("<H T{>H} H", {1, 2, 3}, of({1, 0, 0, 2, 0, 3})));
    CHECK(agree("<H{B:(>H)}H", {1, 1, 2, 3}, of({1, 0, 1, 0, 2, 3, 0})));
}
