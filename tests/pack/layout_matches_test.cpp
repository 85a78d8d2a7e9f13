// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/pack/layout_matches.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <elf.h>
#include <string>
#include <string_view>

#include "support/catch.hpp"

namespace {

using structwire::layout_matches;

constexpr bool is_little = std::endian::native == std::endian::little;

struct padded {
    std::uint8_t first;
    std::uint32_t second;
    std::uint16_t third;
};

struct aligned {
    std::uint8_t first;
    alignas(16) std::uint32_t second;
};

struct [[gnu::packed]] without_gaps {
    std::uint8_t first;
    std::uint32_t second;
};

enum class small_kind : std::int16_t {};

struct kinds {
    padded inner[3];
    char text[2][4];
    bool truth;
    float single;
    double twice;
    signed char small_number;
    char letter;
    small_kind kind;
};

struct arrays {
    std::array<std::uint16_t, 3> numbers;
    std::array<std::array<char, 2>, 3> texts;
    int grid[2][3];
    std::byte raw[4];
};

struct complexes {
    structwire::complex<float> one;
    structwire::complex<double> two[2];
};

struct empty {};
struct derived : empty {
    std::int32_t first;
    std::int64_t second;
};
struct holder {
    derived inner;
};
struct pointing {
    void* pointer;
};
struct owning {
    std::string text;
};
struct viewing {
    std::string_view text;
};

}  // namespace

TEST_CASE("layout_matches: the header of an ELF file", "[layout_matches]") {
    STATIC_REQUIRE(layout_matches<Elf64_Ehdr, "@16sHHIQQQIHHHHHH">);
    STATIC_REQUIRE(layout_matches<Elf64_Shdr, "@IIQQQQIIQQ">);
    STATIC_REQUIRE(layout_matches<Elf64_Sym, "@I:st_name: B B H Q Q">);
    STATIC_REQUIRE(layout_matches<Elf64_Rela, "@QQq"> && !layout_matches<Elf64_Rela, "@QQQ">);
    STATIC_REQUIRE(!layout_matches<Elf64_Ehdr, "@16sHHIQQQIHHHHHh">);
    STATIC_REQUIRE(!layout_matches<Elf64_Ehdr, "@16sHHIQQQIHHHHH2x">);
    STATIC_REQUIRE(!layout_matches<Elf64_Ehdr, "@16sHHIQQQIHHHHHHH">);
}

TEST_CASE("layout_matches: another order of members does not", "[layout_matches]") {
    STATIC_REQUIRE(layout_matches<padded, "@BIH0I">);
    STATIC_REQUIRE(!layout_matches<padded, "@IBH0I"> && !layout_matches<padded, "@BHI">);
}

TEST_CASE("layout_matches: padding counts, inside and at the end", "[layout_matches]") {
    STATIC_REQUIRE(!layout_matches<padded, "@BIH"> && layout_matches<padded, "@BIH2x">);
    STATIC_REQUIRE(!layout_matches<padded, "=BIH"> && !layout_matches<padded, "=BIH5x">);
    STATIC_REQUIRE(layout_matches<padded, "=B3xIH2x"> && !layout_matches<padded, "=B2xIH3x">);
    STATIC_REQUIRE(layout_matches<padded, "@T{BIH}"> == false);
    STATIC_REQUIRE(layout_matches<aligned, "=B15xI12x"> && !layout_matches<aligned, "@BI12x">);
    STATIC_REQUIRE(layout_matches<without_gaps, "=BI"> && !layout_matches<without_gaps, "@BI">);
}

TEST_CASE("layout_matches: byte order counts where there is one", "[layout_matches]") {
    STATIC_REQUIRE(layout_matches<padded, "<B3xIH2x"> == is_little);
    STATIC_REQUIRE(layout_matches<padded, ">B3xIH2x"> == !is_little);
    struct single_bytes {
        std::uint8_t number;
        char text[3];
        bool truth;
    };
    STATIC_REQUIRE(layout_matches<single_bytes, "<B3s?"> && layout_matches<single_bytes, ">B3s?">);
    STATIC_REQUIRE(layout_matches<single_bytes, "B3s?">);
}

TEST_CASE("layout_matches: classes of types count", "[layout_matches]") {
    STATIC_REQUIRE(layout_matches<kinds, "@3T{BIH}(2)4s?fdbch0d">);
    STATIC_REQUIRE(layout_matches<kinds, "@3T{BIH}8s?fdbch0d">);
    STATIC_REQUIRE(layout_matches<kinds, "@3T{BIH}8p?fdbch0d">);
    STATIC_REQUIRE(!layout_matches<kinds, "@3T{BIH}(2)4sBfdbch0d">);
    STATIC_REQUIRE(!layout_matches<kinds, "@3T{BIH}(2)4s?Idbch0d">);
    STATIC_REQUIRE(!layout_matches<kinds, "@3T{BIH}(2)4s?fqbch0d">);
    STATIC_REQUIRE(!layout_matches<kinds, "@3T{BIH}(2)4s?fdBch0d">);
    STATIC_REQUIRE(!layout_matches<kinds, "@3T{BIH}(2)4s?fdbbh0d">);
    STATIC_REQUIRE(!layout_matches<kinds, "@3T{BIH}(2)4s?fdbsh0d">);
    STATIC_REQUIRE(!layout_matches<kinds, "@3T{BIH}(2)4s?fdbcH0d">);
    STATIC_REQUIRE(!layout_matches<kinds, "@3T{BHI}(2)4s?fdbch0d">);
    STATIC_REQUIRE(!layout_matches<kinds, "@3T{BI}(2)4s?fdbch0d">);
    STATIC_REQUIRE(!layout_matches<kinds, "@2T{BIH}(2)4s?fdbch0d">);
    STATIC_REQUIRE(!layout_matches<kinds, "@36s(2)4s?fdbch0d">);
    STATIC_REQUIRE(layout_matches<complexes, "@F2D"> && !layout_matches<complexes, "@2f4d">);
}

TEST_CASE("layout_matches: arrays agree by their number of elements", "[layout_matches]") {
    STATIC_REQUIRE(layout_matches<arrays, "@3H(3)2s(2,3)i4s"> && layout_matches<arrays, "@3H6s6i4B">);
    STATIC_REQUIRE(!layout_matches<arrays, "@HHH(3)2s(2,3)i4s"> && !layout_matches<arrays, "@3H(3)2s(3)q4s">);
}

TEST_CASE("layout_matches: bases may be empty", "[layout_matches]") {
    STATIC_REQUIRE(layout_matches<derived, "@iq"> && layout_matches<holder, "@T{iq}">);
    STATIC_REQUIRE(!layout_matches<holder, "@iq"> && !layout_matches<empty, "x">);
}

TEST_CASE("layout_matches: nothing matches what is no plain struct of numbers", "[layout_matches]") {
    STATIC_REQUIRE(!layout_matches<pointing, "@P"> && !layout_matches<owning, "@32s"> && !layout_matches<int, "@i">);
    STATIC_REQUIRE(!layout_matches<viewing, "@QQ"> && !layout_matches<padded, "@BIH{*}">);
}
