// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/pack.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "support/both_times.hpp"

namespace {

using structwire::clamped;
using structwire::fixed;
using structwire::low_bits;
using structwire::pack;
using structwire::rounded;
using structwire::truncated;
using structwire::testing::bytes;

constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("low_bits: keeps what the field has room for", "[escapes][low_bits]") {
    STRUCTWIRE_BOTH_TIMES(pack<">H">(low_bits(0x12345678)) == bytes(0x56, 0x78));
    STRUCTWIRE_BOTH_TIMES(pack<">h">(low_bits(0x18000)) == bytes(0x80, 0) && pack<"B">(low_bits(-1)) == bytes(255));
    STRUCTWIRE_BOTH_TIMES(pack<">{u4}{i4}">(low_bits(0x1f), low_bits(0x19)) == bytes(0xf9));
    STRUCTWIRE_BOTH_TIMES(pack<">2H">({low_bits(65536), low_bits(65537u)}) == bytes(0, 0, 0, 1));
}

TEST_CASE("clamped: goes to the nearest end of an integer field", "[escapes][clamped]") {
    STRUCTWIRE_BOTH_TIMES(pack<"b">(clamped(127)) == bytes(127) && pack<"b">(clamped(128)) == bytes(127));
    STRUCTWIRE_BOTH_TIMES(pack<"b">(clamped(-128)) == bytes(128) && pack<"b">(clamped(-129)) == bytes(128));
    STRUCTWIRE_BOTH_TIMES(pack<"B">(clamped(-1)) == bytes(0) && pack<"B">(clamped(256ull)) == bytes(255));
    STRUCTWIRE_BOTH_TIMES(pack<">{i4}{u4}">(clamped(-9), clamped(16)) == bytes(0x8f));
    STRUCTWIRE_BOTH_TIMES(pack<">q">(clamped(~0ull)) == pack<">q">(std::numeric_limits<std::int64_t>::max()));
}

TEST_CASE("clamped: keeps finite numbers finite", "[escapes][clamped]") {
    STRUCTWIRE_BOTH_TIMES(pack<">f">(clamped(1e300)) == pack<">f">(std::numeric_limits<float>::max()));
    STRUCTWIRE_BOTH_TIMES(pack<">e">(clamped(-1e300)) == bytes(0xfb, 0xff));
    STRUCTWIRE_BOTH_TIMES(pack<">e">(clamped(65520.0)) == bytes(0x7b, 0xff) &&
                          pack<">e">(clamped(65519.0)) == bytes(0x7b, 0xff));
    STRUCTWIRE_BOTH_TIMES(pack<">{bf16}">(clamped(-1e300)) == bytes(0xff, 0x7f));
    STRUCTWIRE_BOTH_TIMES(pack<">f">(clamped(infinity)) == bytes(0x7f, 0x80, 0, 0));
    STRUCTWIRE_BOTH_TIMES(pack<">f">(clamped(0.1)) == pack<">f">(0.1f));
}

TEST_CASE("rounded: to nearest, and to infinity beyond", "[escapes][rounded]") {
    STRUCTWIRE_BOTH_TIMES(pack<">f">(rounded(0.1)) == pack<">f">(0.1f));
    STRUCTWIRE_BOTH_TIMES(pack<">e">(rounded(65520.0)) == bytes(0x7c, 0));
    STRUCTWIRE_BOTH_TIMES(pack<">f">(rounded(16777217)) == pack<">f">(16777216.0f));
    STRUCTWIRE_BOTH_TIMES(pack<">{bf16}">(rounded(1.00390625f)) == bytes(0x3f, 0x80));
}

TEST_CASE("truncated: as much of run-time text as fits", "[escapes][truncated]") {
    STRUCTWIRE_BOTH_TIMES([] {
        const std::string_view text = "truncated";
        return pack<"4s">(truncated(text)) == bytes('t', 'r', 'u', 'n') &&
               pack<"4p">(truncated(text)) == bytes(3, 't', 'r', 'u');
    }());
    CHECK(pack<"4s">(truncated(std::string("ab"))) == bytes('a', 'b', 0, 0));
    CHECK(pack<"2s">(truncated(std::vector<unsigned char>{1, 2, 3})) == bytes(1, 2));
    CHECK(pack<"2s">(truncated(std::string())) == bytes(0, 0));
}

TEST_CASE("fixed: all characters of an array", "[escapes][fixed]") {
    STRUCTWIRE_BOTH_TIMES([] {
        const char name[4] = {'a', '\0', 'b', '\0'};
        return pack<"4s">(fixed(name)) == bytes('a', 0, 'b', 0) &&
               pack<"6s">(fixed(name)) == bytes('a', 0, 'b', 0, 0, 0);
    }());
}
