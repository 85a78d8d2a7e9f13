// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/format.hpp>
#include <structwire/pack/value.hpp>

#include <array>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "support/both_times.hpp"

namespace {

using structwire::complex;
using structwire::value;
using kind = structwire::value::type;

constexpr auto lowest = std::numeric_limits<std::int64_t>::min();
constexpr auto highest = std::numeric_limits<std::uint64_t>::max();

}  // namespace

TEST_CASE("value: takes text of every kind, also inside a list of values", "[pack][value]") {
    const auto record = structwire::format::compile("2s2s2s");
    REQUIRE(record);
    const std::string owned = "ab";
    const auto packed = record->pack({"ab", owned, std::string_view(owned)});
    REQUIRE(packed);
    CHECK(structwire::as_text(*packed) == "ababab");
}

TEST_CASE("value: kinds follow the C++ types", "[value]") {
    STRUCTWIRE_BOTH_TIMES(value(true).kind() == kind::boolean && value().kind() == kind::signed_integer);
    STRUCTWIRE_BOTH_TIMES(value(1).kind() == kind::signed_integer && value(1u).kind() == kind::unsigned_integer);
    STRUCTWIRE_BOTH_TIMES(value(1.5f).kind() == kind::floating && value(1.5).kind() == kind::floating);
    STRUCTWIRE_BOTH_TIMES(value(structwire::byte_view()).kind() == kind::bytes);
    CHECK(value("text").kind() == kind::bytes);
    CHECK(value(std::string_view("text")).kind() == kind::bytes);
    CHECK(value(std::string("text")).kind() == kind::bytes);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<value, char>);
}

TEST_CASE("value: is small, trivially copyable and 0 by default", "[value]") {
    STATIC_REQUIRE(std::is_trivially_copyable_v<value>);
    CHECK(value() == value(0));
}

TEST_CASE("value: integers of every size keep their number", "[value][limits]") {
    STRUCTWIRE_BOTH_TIMES(value(std::int8_t{-1}).as_int64() == -1 && value(std::int8_t{-1}).is_negative());
    STRUCTWIRE_BOTH_TIMES(value(lowest).as_int64() == lowest && !value(lowest).as_uint64());
    STRUCTWIRE_BOTH_TIMES(value(highest).as_uint64() == highest && !value(highest).as_int64());
    STRUCTWIRE_BOTH_TIMES(value(highest >> 1).as_int64() == std::numeric_limits<std::int64_t>::max());
    STRUCTWIRE_BOTH_TIMES(!value((highest >> 1) + 1).as_int64() && value(-1).low_bits() == highest);
    STRUCTWIRE_BOTH_TIMES(value(true).as_int64() == 1 && value(true).as_uint64() == 1u && value(true).is_integer());
}

TEST_CASE("value: numbers as doubles", "[value]") {
    STRUCTWIRE_BOTH_TIMES(value(-3).as_double() == -3.0 && value(highest).as_double() == 0x1p64);
    STRUCTWIRE_BOTH_TIMES(value(true).as_double() == 1.0 && value(0.5f).as_double() == 0.5);
    STRUCTWIRE_BOTH_TIMES(!value(structwire::byte_view()).as_double() && !value(1.5).as_int64());
    STRUCTWIRE_BOTH_TIMES(!value(1.5).as_uint64() && !value(1.5).is_integer() && value(1.5).low_bits() == 0);
}

TEST_CASE("value: complex numbers, and others as complex ones", "[value][complex]") {
    STRUCTWIRE_BOTH_TIMES(value(complex{1.5, -2.5}).as_complex() == complex{1.5, -2.5});
    STRUCTWIRE_BOTH_TIMES(value(complex{1.5f, -2.5f}).kind() == kind::complex);
    STRUCTWIRE_BOTH_TIMES(value(3).as_complex() == complex{3.0, 0.0} && value(true).as_complex()->real == 1.0);
    STRUCTWIRE_BOTH_TIMES(!value(complex{1.0, 0.0}).as_double() && !value(complex{1.0, 0.0}).is_integer());
    STRUCTWIRE_BOTH_TIMES(!value(structwire::byte_view()).as_complex() && value(complex{1.0, 0.0}).low_bits() == 0);
    STRUCTWIRE_BOTH_TIMES(value(complex{0.0, 1.0}).truth() && !value(complex{0.0, -0.0}).truth());
    CHECK(value(std::complex<float>(1, 2)) == value(complex{1.0, 2.0}));
    CHECK(value(complex{1.0, 2.0}) != value(complex{1.0, 3.0}));
    CHECK(value(complex{1.0, 0.0}) != value(1.0));
    CHECK(std::complex<double>(*value(complex{1.0, 2.0}).as_complex()).imag() == 2.0);
}

TEST_CASE("value: takes ranges of bytes of every kind", "[value]") {
    const std::vector<std::byte> some(3, std::byte{7});
    const std::array<std::byte, 2> fixed{};
    CHECK(value(some).as_bytes()->data() == some.data());
    CHECK(value(fixed).as_bytes()->size() == 2);
    CHECK(value(std::span(some).first(1)).as_bytes()->size() == 1);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<value, std::vector<int>>);
}

TEST_CASE("value: bytes are borrowed", "[value]") {
    static constexpr auto some = structwire::testing::bytes(1, 2);
    STRUCTWIRE_BOTH_TIMES(value(structwire::byte_view(some)).as_bytes()->data() == some.data());
    STRUCTWIRE_BOTH_TIMES(!value(1).as_bytes() && !value(structwire::byte_view(some)).is_integer());
    const std::string_view text("a\0b", 3);
    CHECK(value(text).as_bytes()->size() == 3);
    CHECK(value("ab").as_bytes()->size() == 2);
}

TEST_CASE("value: truth is not zero and not empty", "[value]") {
    STRUCTWIRE_BOTH_TIMES(value(1).truth() && value(-1).truth() && !value(0).truth() && !value(0u).truth());
    STRUCTWIRE_BOTH_TIMES(value(0.5).truth() && !value(0.0).truth() && !value(-0.0).truth());
    STRUCTWIRE_BOTH_TIMES(value(std::numeric_limits<double>::quiet_NaN()).truth());
    CHECK(value(std::string_view("\0", 1)).truth());
    CHECK_FALSE(value("").truth());
}

TEST_CASE("value: equality compares numbers, not their C++ types", "[value]") {
    CHECK(value(1) == value(1u));
    CHECK(value(true) == value(1));
    CHECK(value(-1) != value(highest));
    CHECK(value(1) != value(1.0));
    CHECK(value(0.0) == value(-0.0));
    CHECK(value("ab") == value(std::string_view("ab")));
    CHECK(value("ab") != value("abc"));
    CHECK(value("") == value(structwire::byte_view()));
    CHECK(value("1") != value(1));
}
