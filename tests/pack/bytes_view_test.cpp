// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/pack/bytes_view.hpp>

#include <array>
#include <cstddef>
#include <ranges>
#include <string>
#include <string_view>
#include <type_traits>

#include "support/both_times.hpp"

namespace {

using structwire::bytes_view;
using structwire::testing::bytes;

constexpr auto padded = bytes('a', 'b', 0, 0);
constexpr bytes_view<4> fixed(padded.data());
constexpr bytes_view<> loose(padded.data(), 4);

}  // namespace

TEST_CASE("bytes_view: views all bytes, padding included", "[bytes_view]") {
    STRUCTWIRE_BOTH_TIMES(fixed.size() == 4 && loose.size() == 4 && !fixed.empty());
    STRUCTWIRE_BOTH_TIMES(fixed.data() == padded.data() && fixed[1] == std::byte{'b'} && fixed[3] == std::byte{0});
    STRUCTWIRE_BOTH_TIMES(fixed.end() - fixed.begin() == 4);
    STATIC_REQUIRE(bytes_view<4>::extent == 4 && bytes_view<>::extent == std::dynamic_extent);
}

TEST_CASE("bytes_view: of fixed extent equals text also when only NULs follow it", "[bytes_view]") {
    STRUCTWIRE_BOTH_TIMES(fixed == "ab" && "ab" == fixed);
    STRUCTWIRE_BOTH_TIMES(fixed == std::string_view("ab\0", 3) && fixed == std::string_view("ab\0\0", 4));
    STRUCTWIRE_BOTH_TIMES(fixed != "a" && fixed != "abc" && fixed != "ac" && fixed != "");
    STRUCTWIRE_BOTH_TIMES(fixed != std::string_view("ab\0\0\0", 5));
}

TEST_CASE("bytes_view: of dynamic extent equals text of the same bytes only", "[bytes_view]") {
    STRUCTWIRE_BOTH_TIMES(loose != "ab" && loose == std::string_view("ab\0\0", 4));
    STRUCTWIRE_BOTH_TIMES(loose.trimmed() == "ab");
}

TEST_CASE("bytes_view: bytes over 127 compare as characters", "[bytes_view]") {
    STRUCTWIRE_BOTH_TIMES([] {
        constexpr auto high = bytes(0xff, 0x80);
        return bytes_view<2>(high.data()) == "\xff\x80" && bytes_view<2>(high.data()) != "\xff\x81";
    }());
}

TEST_CASE("bytes_view: views compare size and bytes, padding included", "[bytes_view]") {
    STRUCTWIRE_BOTH_TIMES([] {
        constexpr auto same = bytes('a', 'b', 0, 0);
        constexpr auto other = bytes('a', 'b', 0, 1);
        return fixed == bytes_view<4>(same.data()) && fixed != bytes_view<4>(other.data());
    }());
    STRUCTWIRE_BOTH_TIMES(loose != loose.trimmed());
}

TEST_CASE("bytes_view: trimmed cuts trailing NULs and no others", "[bytes_view]") {
    STRUCTWIRE_BOTH_TIMES(fixed.trimmed().size() == 2);
    STRUCTWIRE_BOTH_TIMES([] {
        constexpr auto inner = bytes(0, 'a', 0, 'b', 0);
        return bytes_view<5>(inner.data()).trimmed() == std::string_view("\0a\0b", 4);
    }());
    STRUCTWIRE_BOTH_TIMES([] {
        constexpr auto zeros = bytes(0, 0);
        return bytes_view<2>(zeros.data()).trimmed().empty() && bytes_view<2>(zeros.data()) == "";
    }());
}

TEST_CASE("bytes_view: copies that own their bytes", "[bytes_view]") {
    STRUCTWIRE_BOTH_TIMES(fixed.copy() == padded);
    CHECK(fixed.str() == std::string("ab\0\0", 4));
    CHECK(fixed.trimmed().str() == "ab");
    CHECK(fixed.text() == std::string_view("ab\0\0", 4));
}

TEST_CASE("bytes_view: default values are zeros of the extent, or empty", "[bytes_view]") {
    STRUCTWIRE_BOTH_TIMES(bytes_view<>().empty() && bytes_view<0>().empty() && bytes_view<>() == "");
    STRUCTWIRE_BOTH_TIMES(bytes_view<3>().size() == 3 && bytes_view<3>() == "");
}

TEST_CASE("bytes_view: is a borrowed contiguous range of bytes", "[bytes_view]") {
    STATIC_REQUIRE(std::ranges::contiguous_range<bytes_view<4>>);
    STATIC_REQUIRE(std::ranges::borrowed_range<bytes_view<4>>);
    STATIC_REQUIRE(std::ranges::borrowed_range<bytes_view<>>);
    STATIC_REQUIRE(std::is_trivially_copyable_v<bytes_view<4>>);
}
