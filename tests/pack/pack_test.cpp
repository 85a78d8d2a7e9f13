// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/pack/pack.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <utility>

#include "support/both_times.hpp"

namespace {

using structwire::fixed_string;
using structwire::pack;
using structwire::pack_into;
using structwire::testing::bytes;

template <std::size_t Size>
constexpr std::array<std::byte, Size> filled(int with) {
    std::array<std::byte, Size> array{};
    for (std::byte& byte : array) byte = static_cast<std::byte>(with);
    return array;
}

// `count` fields of one byte.
template <std::size_t Count>
consteval auto many_bytes() {
    fixed_string<Count> text;
    for (char& c : text.characters) c = 'B';
    text.characters[Count] = '\0';
    return text;
}

template <std::size_t... Index>
constexpr bool packs_many(std::index_sequence<Index...>) {
    const auto wire = pack<many_bytes<sizeof...(Index)>()>(static_cast<std::uint8_t>(Index)...);
    for (std::size_t index = 0; index != wire.size(); ++index) {
        if (wire[index] != static_cast<std::byte>(index & 0xff)) return false;
    }
    return true;
}

}  // namespace

TEST_CASE("pack: the example of the documentation", "[pack]") {
    STRUCTWIRE_BOTH_TIMES(pack<">I H 8s">(42, 7, "BTCUSD") ==
                          bytes(0, 0, 0, 42, 0, 7, 'B', 'T', 'C', 'U', 'S', 'D', 0, 0));
}

TEST_CASE("pack: byte orders", "[pack][order]") {
    STRUCTWIRE_BOTH_TIMES(pack<">H">(0x0102) == bytes(1, 2) && pack<"!H">(0x0102) == bytes(1, 2));
    STRUCTWIRE_BOTH_TIMES(pack<"<H">(0x0102) == bytes(2, 1));
    STRUCTWIRE_BOTH_TIMES(pack<"=H">(0x0102) == (std::endian::native == std::endian::big ? bytes(1, 2) : bytes(2, 1)));
    STRUCTWIRE_BOTH_TIMES(pack<"<H>H">(0x0102, 0x0102) == bytes(2, 1, 1, 2));
}

TEST_CASE("pack: every code with its least and greatest value", "[pack][limits]") {
    STRUCTWIRE_BOTH_TIMES(pack<">bb">(-128, 127) == bytes(0x80, 0x7f));
    STRUCTWIRE_BOTH_TIMES(pack<">BB">(0, 255) == bytes(0, 255));
    STRUCTWIRE_BOTH_TIMES(pack<">hh">(-32768, 32767) == bytes(0x80, 0, 0x7f, 0xff));
    STRUCTWIRE_BOTH_TIMES(pack<">H">(65535) == bytes(255, 255));
    STRUCTWIRE_BOTH_TIMES(pack<">il">(-2147483647 - 1, 2147483647) == bytes(0x80, 0, 0, 0, 0x7f, 255, 255, 255));
    STRUCTWIRE_BOTH_TIMES(pack<"<IL">(4294967295, 1u) == bytes(255, 255, 255, 255, 1, 0, 0, 0));
    STRUCTWIRE_BOTH_TIMES(pack<">q">(std::numeric_limits<std::int64_t>::min()) == bytes(0x80, 0, 0, 0, 0, 0, 0, 0));
    STRUCTWIRE_BOTH_TIMES(pack<">Q">(~std::uint64_t{0}) == filled<8>(255));
    STRUCTWIRE_BOTH_TIMES(pack<"??c">(true, false, 'x') == bytes(1, 0, 'x'));
}

TEST_CASE("pack: floating codes", "[pack]") {
    STRUCTWIRE_BOTH_TIMES(pack<">f">(1.5f) == bytes(0x3f, 0xc0, 0, 0));
    STRUCTWIRE_BOTH_TIMES(pack<">f">(0.1) == bytes(0x3d, 0xcc, 0xcc, 0xcd));
    STRUCTWIRE_BOTH_TIMES(pack<">d">(-0.0) == bytes(0x80, 0, 0, 0, 0, 0, 0, 0));
    STRUCTWIRE_BOTH_TIMES(pack<">f">(-std::numeric_limits<float>::infinity()) == bytes(0xff, 0x80, 0, 0));
    STRUCTWIRE_BOTH_TIMES(pack<">e">(1.0) == bytes(0x3c, 0));
    STRUCTWIRE_BOTH_TIMES(pack<"<e">(1.5f) == bytes(0, 0x3e));
    STRUCTWIRE_BOTH_TIMES(pack<">d">(3) == bytes(0x40, 8, 0, 0, 0, 0, 0, 0));
    STRUCTWIRE_BOTH_TIMES(pack<">f">(std::bit_cast<float>(0x7fa00001u)) == bytes(0x7f, 0xa0, 0, 1));
}

TEST_CASE("pack: counts are arrays", "[pack]") {
    STRUCTWIRE_BOTH_TIMES(pack<">3H">({1, 2, 3}) == bytes(0, 1, 0, 2, 0, 3));
    STRUCTWIRE_BOTH_TIMES(pack<"<2I">(std::array<std::uint32_t, 2>{1, 2}) == bytes(1, 0, 0, 0, 2, 0, 0, 0));
    STRUCTWIRE_BOTH_TIMES(pack<"3c">({'a', 'b', 'c'}) == bytes('a', 'b', 'c'));
    STRUCTWIRE_BOTH_TIMES(pack<"2?">({true, false}) == bytes(1, 0));
    STRUCTWIRE_BOTH_TIMES(pack<">2e">({1.0f, -2.0f}) == bytes(0x3c, 0, 0xc0, 0));
    STRUCTWIRE_BOTH_TIMES(pack<"100B">(std::array<std::uint8_t, 100>{}) == filled<100>(0));
}

TEST_CASE("pack: a count of 1 is a scalar and a count of 0 no field", "[pack]") {
    STRUCTWIRE_BOTH_TIMES(pack<">1H">(5) == bytes(0, 5));
    STRUCTWIRE_BOTH_TIMES(pack<">0HB">(5) == bytes(5));
    STRUCTWIRE_BOTH_TIMES(pack<">0I">() == bytes());
}

TEST_CASE("pack: s is padded with NULs and a literal's own NUL does not count", "[pack][text]") {
    STRUCTWIRE_BOTH_TIMES(pack<"4s">("ab") == bytes('a', 'b', 0, 0));
    STRUCTWIRE_BOTH_TIMES(pack<"2s">("ab") == bytes('a', 'b'));
    STRUCTWIRE_BOTH_TIMES(pack<"s">("a") == bytes('a') && pack<"s">("") == bytes(0));
    STRUCTWIRE_BOTH_TIMES(pack<"0s">("") == bytes());
    STRUCTWIRE_BOTH_TIMES(pack<"4s">("a\0b") == bytes('a', 0, 'b', 0));
    STRUCTWIRE_BOTH_TIMES(pack<"4s">(std::string_view("a\0", 2)) == bytes('a', 0, 0, 0));
}

TEST_CASE("pack: p has a length byte", "[pack][text]") {
    STRUCTWIRE_BOTH_TIMES(pack<"5p">("abc") == bytes(3, 'a', 'b', 'c', 0));
    STRUCTWIRE_BOTH_TIMES(pack<"4p">("abc") == bytes(3, 'a', 'b', 'c'));
    STRUCTWIRE_BOTH_TIMES(pack<"p">("") == bytes(0) && pack<"1p">("") == bytes(0));
    STRUCTWIRE_BOTH_TIMES(pack<"0p">("") == bytes() && pack<"0pB">("", 9) == bytes(9));
    STRUCTWIRE_BOTH_TIMES(pack<"256p">(filled<255>('x'))[0] == std::byte{255});
    STRUCTWIRE_BOTH_TIMES(pack<"300p">(filled<255>('x'))[255] == std::byte{'x'});
    STRUCTWIRE_BOTH_TIMES(pack<"300p">(filled<255>('x'))[256] == std::byte{0});
}

TEST_CASE("pack: pads and alignment gaps are zero", "[pack][native]") {
    STRUCTWIRE_BOTH_TIMES(pack<"BxB">(1, 2) == bytes(1, 0, 2));
    STRUCTWIRE_BOTH_TIMES(pack<"2xB3x">(1) == bytes(0, 0, 1, 0, 0, 0));
    STRUCTWIRE_BOTH_TIMES(pack<"3x">() == bytes(0, 0, 0));
    STRUCTWIRE_BOTH_TIMES(pack<"@Bh">(1, 0) == bytes(1, 0, 0, 0));
    STRUCTWIRE_BOTH_TIMES(pack<"@B0h">(1) == bytes(1, 0));
}

TEST_CASE("pack: the empty format has no bytes", "[pack]") {
    STRUCTWIRE_BOTH_TIMES(pack<"">() == bytes() && pack<">">() == bytes());
}

TEST_CASE("pack: native sizes are the C types'", "[pack][native]") {
    STATIC_REQUIRE(pack<"@l">(1).size() == sizeof(long));
    STATIC_REQUIRE(pack<"@P">(0).size() == sizeof(void*));
    STATIC_REQUIRE(pack<"@n">(-1) == filled<sizeof(std::ptrdiff_t)>(255));
    const long number = -2;
    CHECK(pack<"@l">(number) == std::bit_cast<std::array<std::byte, sizeof(long)>>(number));
}

TEST_CASE("pack: names do not change the bytes", "[pack][names]") {
    STRUCTWIRE_BOTH_TIMES(pack<">I:id: H:kind:">(1, 2) == pack<">IH">(1, 2));
}

TEST_CASE("pack: is noexcept and gives an array of the format's size", "[pack]") {
    STATIC_REQUIRE(std::is_same_v<decltype(pack<">IH">(1, 2)), std::array<std::byte, 6>>);
    STATIC_REQUIRE(noexcept(pack<">IH">(std::uint32_t{1}, std::uint16_t{2})));
}

TEST_CASE("pack: 512 fields", "[pack][limits]") { STRUCTWIRE_BOTH_TIMES(packs_many(std::make_index_sequence<512>{})); }

TEST_CASE("pack_into: writes the record and nothing outside it", "[pack][pack_into]") {
    STRUCTWIRE_BOTH_TIMES([] {
        auto buffer = filled<6>(0xff);
        pack_into<"BxB">(buffer, 1, 2);
        return buffer == bytes(1, 0, 2, 255, 255, 255);
    }());
    STRUCTWIRE_BOTH_TIMES([] {
        auto buffer = filled<6>(0xff);
        pack_into<"BxB", 3>(buffer, 1, 2);
        return buffer == bytes(255, 255, 255, 1, 0, 2);
    }());
    STRUCTWIRE_BOTH_TIMES([] {
        auto buffer = filled<6>(0xff);
        pack_into<"@Bh", 1>(buffer, 1, 0);  // the layout starts at the record: no other gap than at offset 0
        return buffer == bytes(255, 1, 0, 0, 0, 255);
    }());
}

TEST_CASE("pack_into: takes arrays and spans of static extent", "[pack][pack_into]") {
    std::array<unsigned char, 4> array{9, 9, 9, 9};
    pack_into<">H">(array, 0x0102);
    CHECK(array == std::array<unsigned char, 4>{1, 2, 9, 9});
    char characters[3] = {'x', 'x', 'x'};
    pack_into<"2s", 1>(characters, "ab");
    CHECK(std::string_view(characters, 3) == "xab");
    pack_into<"B">(std::span(array).last<1>(), 7);
    CHECK(array[3] == 7);
}
