// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// What pack takes. What it refuses is in tests/compile_fail/pack.
#include <structwire/pack/pack.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

#include "support/both_times.hpp"

namespace {

using structwire::pack;
using structwire::testing::bytes;

enum class plain : std::uint8_t { seven = 7 };
enum class wide : std::int64_t { minus_one = -1 };

constexpr float largest = std::numeric_limits<float>::max();

}  // namespace

TEST_CASE("arg: run-time integers whose every value fits", "[pack][arg]") {
    const std::uint8_t byte = 200;
    const std::int8_t negative = -3;
    const unsigned short half_word = 40000;
    CHECK(pack<">H">(byte) == bytes(0, 200));
    CHECK(pack<">I">(half_word) == bytes(0, 0, 0x9c, 0x40));
    CHECK(pack<">h">(byte) == bytes(0, 200));
    CHECK(pack<">q">(negative) == bytes(255, 255, 255, 255, 255, 255, 255, 253));
    CHECK(pack<"b">(negative) == bytes(253));
    CHECK(pack<">i">(half_word) == bytes(0, 0, 0x9c, 0x40));
}

TEST_CASE("arg: bool is an integer for integer codes", "[pack][arg]") {
    bool truth = true;
    CHECK(pack<">H">(truth) == bytes(0, 1));
    STRUCTWIRE_BOTH_TIMES(pack<">bQ">(true, false) == bytes(1, 0, 0, 0, 0, 0, 0, 0, 0));
}

TEST_CASE("arg: enums and std::byte count as their integers", "[pack][arg]") {
    std::byte one{1};
    CHECK(pack<"B">(one) == bytes(1));
    STRUCTWIRE_BOTH_TIMES(pack<">H">(plain::seven) == bytes(0, 7));
    STRUCTWIRE_BOTH_TIMES(pack<"b">(wide::minus_one) == bytes(255));
}

TEST_CASE("arg: constants of any integer type that fit, at their limits", "[pack][arg][limits]") {
    STRUCTWIRE_BOTH_TIMES(pack<"B">(255ull) == bytes(255) && pack<"b">(-128ll) == bytes(128));
    STRUCTWIRE_BOTH_TIMES(pack<">H">(65535l) == bytes(255, 255) && pack<">h">(32767u) == bytes(127, 255));
    STRUCTWIRE_BOTH_TIMES(pack<">I">(4294967295ll) == bytes(255, 255, 255, 255));
    STRUCTWIRE_BOTH_TIMES(pack<">q">(9223372036854775807ull) == bytes(127, 255, 255, 255, 255, 255, 255, 255));
    STRUCTWIRE_BOTH_TIMES(pack<">Q">(0) == bytes(0, 0, 0, 0, 0, 0, 0, 0));
}

TEST_CASE("arg: run-time floating values that the field holds exactly", "[pack][arg]") {
    float number = 0.1f;
    CHECK(pack<">f">(number) == bytes(0x3d, 0xcc, 0xcc, 0xcd));
    CHECK(pack<">d">(number) == bytes(0x3f, 0xb9, 0x99, 0x99, 0xa0, 0, 0, 0));
    std::int32_t integer = -2;
    CHECK(pack<">d">(integer) == bytes(0xc0, 0, 0, 0, 0, 0, 0, 0));
    std::uint16_t small_integer = 3;
    CHECK(pack<">f">(small_integer) == bytes(0x40, 0x40, 0, 0));
    std::uint8_t tiny = 1;
    CHECK(pack<">e">(tiny) == bytes(0x3c, 0));
}

TEST_CASE("arg: floating constants in range may round", "[pack][arg][limits]") {
    STRUCTWIRE_BOTH_TIMES(pack<">f">(0.1) == pack<">f">(0.1f));
    STRUCTWIRE_BOTH_TIMES(pack<">f">(3.4028235677973362e38) == pack<">f">(largest));
    STRUCTWIRE_BOTH_TIMES(pack<">f">(-3.4028235677973362e38) == pack<">f">(-largest));
    STRUCTWIRE_BOTH_TIMES(pack<">f">(1e-60) == bytes(0, 0, 0, 0));
    STRUCTWIRE_BOTH_TIMES(pack<">e">(65519.99) == bytes(0x7b, 0xff));
    STRUCTWIRE_BOTH_TIMES(pack<">e">(65519.99f) == bytes(0x7b, 0xff));
    STRUCTWIRE_BOTH_TIMES(pack<">f">(std::numeric_limits<double>::infinity()) == bytes(0x7f, 0x80, 0, 0));
    STRUCTWIRE_BOTH_TIMES(pack<">e">(std::numeric_limits<double>::quiet_NaN()) == bytes(0x7e, 0));
}

TEST_CASE("arg: integer constants for floating codes that are exact", "[pack][arg][limits]") {
    STRUCTWIRE_BOTH_TIMES(pack<">f">(16777216) == bytes(0x4b, 0x80, 0, 0));
    STRUCTWIRE_BOTH_TIMES(pack<">f">(-16777216) == bytes(0xcb, 0x80, 0, 0));
    STRUCTWIRE_BOTH_TIMES(pack<">e">(2048) == bytes(0x68, 0) && pack<">e">(-65504) == bytes(0xfb, 0xff));
    STRUCTWIRE_BOTH_TIMES(pack<">d">(9007199254740992) == bytes(0x43, 0x40, 0, 0, 0, 0, 0, 0));
    STRUCTWIRE_BOTH_TIMES(pack<">d">(1ull << 63) == bytes(0x43, 0xe0, 0, 0, 0, 0, 0, 0));
    STRUCTWIRE_BOTH_TIMES(pack<">d">(std::numeric_limits<std::int64_t>::min()) == bytes(0xc3, 0xe0, 0, 0, 0, 0, 0, 0));
}

TEST_CASE("arg: a double for e is rounded once", "[pack][arg]") {
    STRUCTWIRE_BOTH_TIMES(pack<">e">(1.0 + 0x1p-11 + 0x1p-40) == bytes(0x3c, 1));
}

TEST_CASE("arg: ? takes bool and c takes char", "[pack][arg]") {
    bool truth = false;
    char letter = 'q';
    CHECK(pack<"?c">(truth, letter) == bytes(0, 'q'));
    const char array[] = {'a', '\0'};
    CHECK(pack<"2c">(array) == bytes('a', 0));
}

TEST_CASE("arg: text from arrays and spans of fixed size", "[pack][arg][text]") {
    const std::array<char, 2> characters{'a', 'b'};
    CHECK(pack<"3s">(characters) == bytes('a', 'b', 0));
    const auto raw = bytes(0, 255);
    CHECK(pack<"2s">(raw) == bytes(0, 255));
    CHECK(pack<"4p">(std::span<const std::byte, 2>(raw)) == bytes(2, 0, 255, 0));
    CHECK(pack<"2s">(std::array<unsigned char, 1>{9}) == bytes(9, 0));
    const structwire::bytes_view<2> view(raw.data());
    CHECK(pack<"2s">(view) == raw);
}

TEST_CASE("arg: text constants of exactly the field's size", "[pack][arg][text][limits]") {
    STRUCTWIRE_BOTH_TIMES(pack<"3s">("abc") == bytes('a', 'b', 'c') && pack<"4p">("abc") == bytes(3, 'a', 'b', 'c'));
    STRUCTWIRE_BOTH_TIMES(pack<"3s">(std::string_view("abc")) == bytes('a', 'b', 'c'));
}

TEST_CASE("arg: counted fields take whole arrays of lossless elements", "[pack][arg]") {
    const std::array<std::uint8_t, 2> narrow{1, 2};
    CHECK(pack<">2H">(narrow) == bytes(0, 1, 0, 2));
    const std::uint16_t c_array[] = {3, 4};
    CHECK(pack<">2H">(c_array) == bytes(0, 3, 0, 4));
    CHECK(pack<">2h">(std::span<const std::uint8_t, 2>(narrow)) == bytes(0, 1, 0, 2));
    const float numbers[] = {1.0f, 2.0f};
    CHECK(pack<">2d">(numbers) == bytes(0x3f, 0xf0, 0, 0, 0, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0));
    const std::array<bool, 2> truths{true, false};
    CHECK(pack<"2?">(truths) == bytes(1, 0));
}

TEST_CASE("arg: braces take each element like a single value", "[pack][arg]") {
    const std::uint8_t variable = 5;
    CHECK(pack<">3H">({variable, 65535, true}) == bytes(0, 5, 255, 255, 0, 1));
    STRUCTWIRE_BOTH_TIMES(pack<">2f">({0.1, 1}) == bytes(0x3d, 0xcc, 0xcc, 0xcd, 0x3f, 0x80, 0, 0));
    STRUCTWIRE_BOTH_TIMES(pack<"B2bB">(1, {-1, 2}, 3) == bytes(1, 255, 2, 3));
}

TEST_CASE("arg: a counted field longer than braces reach takes arrays", "[pack][arg][limits]") {
    std::array<std::uint16_t, 65> numbers{};
    numbers.back() = 0x0102;
    const auto wire = pack<">65H">(numbers);
    CHECK(wire[128] == std::byte{1});
    CHECK(wire[129] == std::byte{2});
}
