// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/endian.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "support/both_times.hpp"

namespace {

using structwire::load;
using structwire::testing::bytes;

constexpr auto big = std::endian::big;
constexpr auto little = std::endian::little;

// The bytes of a number, stored behind one other byte so that nothing is aligned.
template <std::endian Order, class Number>
constexpr auto stored(Number number) {
    std::array<std::byte, sizeof(Number) + 1> place{};
    structwire::store<Order>(place.data() + 1, number);
    std::array<std::byte, sizeof(Number)> result{};
    for (std::size_t index = 0; index != result.size(); ++index) result[index] = place[index + 1];
    return result;
}

template <class Number>
constexpr bool survives(Number number) {
    const auto in_big = stored<big>(number);
    const auto in_little = stored<little>(number);
    for (std::size_t index = 0; index != in_big.size(); ++index) {
        if (in_big[index] != in_little[in_little.size() - 1 - index]) return false;
    }
    return load<big, Number>(in_big.data()) == number && load<little, Number>(in_little.data()) == number;
}

template <class Number>
constexpr bool limits_survive() {
    using limits = std::numeric_limits<Number>;
    return survives(limits::min()) && survives(limits::max()) && survives(limits::lowest()) && survives(Number{}) &&
           survives(Number{1});
}

}  // namespace

TEST_CASE("store: writes integers in the order said", "[core][endian]") {
    STRUCTWIRE_BOTH_TIMES(stored<big>(std::uint32_t{0x01020304}) == bytes(1, 2, 3, 4));
    STRUCTWIRE_BOTH_TIMES(stored<little>(std::uint32_t{0x01020304}) == bytes(4, 3, 2, 1));
    STRUCTWIRE_BOTH_TIMES(stored<big>(std::int16_t{-2}) == bytes(0xff, 0xfe));
    STRUCTWIRE_BOTH_TIMES(stored<little>(std::uint64_t{0x0102030405060708}) == bytes(8, 7, 6, 5, 4, 3, 2, 1));
    STRUCTWIRE_BOTH_TIMES(stored<big>(std::uint8_t{7}) == bytes(7) && stored<little>(std::int8_t{-1}) == bytes(255));
}

TEST_CASE("store: writes floating-point numbers as IEEE 754", "[core][endian]") {
    STRUCTWIRE_BOTH_TIMES(stored<big>(1.0f) == bytes(0x3f, 0x80, 0, 0));
    STRUCTWIRE_BOTH_TIMES(stored<little>(-2.0) == bytes(0, 0, 0, 0, 0, 0, 0, 0xc0));
    STRUCTWIRE_BOTH_TIMES(stored<big>(-0.0) == bytes(0x80, 0, 0, 0, 0, 0, 0, 0));
}

TEST_CASE("load: gives back what store wrote, for every type's limits", "[core][endian]") {
    STRUCTWIRE_BOTH_TIMES(limits_survive<std::int8_t>() && limits_survive<std::uint8_t>());
    STRUCTWIRE_BOTH_TIMES(limits_survive<std::int16_t>() && limits_survive<std::uint16_t>());
    STRUCTWIRE_BOTH_TIMES(limits_survive<std::int32_t>() && limits_survive<std::uint32_t>());
    STRUCTWIRE_BOTH_TIMES(limits_survive<std::int64_t>() && limits_survive<std::uint64_t>());
    STRUCTWIRE_BOTH_TIMES(limits_survive<long>() && limits_survive<unsigned long long>() && limits_survive<char>());
    STRUCTWIRE_BOTH_TIMES(limits_survive<float>() && limits_survive<double>());
}

TEST_CASE("load: keeps the bits of a signalling NaN", "[core][endian]") {
    STRUCTWIRE_BOTH_TIMES([] {
        const auto bits = stored<big>(std::uint64_t{0x7ff4000000000001});
        return stored<big>(load<big, double>(bits.data())) == bits;
    }());
}

TEST_CASE("wire_number: integers and floating-point numbers of 4 and 8 bytes", "[core][endian]") {
    STATIC_REQUIRE(structwire::wire_number<char>);
    STATIC_REQUIRE(structwire::wire_number<std::uint64_t>);
    STATIC_REQUIRE(structwire::wire_number<float>);
    STATIC_REQUIRE_FALSE(structwire::wire_number<bool>);
    STATIC_REQUIRE_FALSE(structwire::wire_number<std::byte>);
    STATIC_REQUIRE_FALSE((sizeof(long double) > 8 && structwire::wire_number<long double>));
}
