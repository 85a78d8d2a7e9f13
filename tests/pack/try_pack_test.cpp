// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/pack/try_pack.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "support/both_times.hpp"

namespace {

using structwire::errc;
using structwire::error;
using structwire::fixed_string;
using structwire::operation;
using structwire::try_pack;
using structwire::try_pack_into;
using structwire::testing::bytes;

constexpr std::int64_t int64_min = std::numeric_limits<std::int64_t>::min();
constexpr std::uint64_t uint64_max = std::numeric_limits<std::uint64_t>::max();

template <fixed_string Text, class... Values>
constexpr bool fits(const Values&... values) {
    return try_pack<Text>(values...).has_value();
}

// Whether the second of three fields, `B Text B`, is refused for this reason.
template <fixed_string Text, class Value>
constexpr bool refused(const Value& value, errc code, std::uint64_t wanted, std::uint64_t given) {
    const auto got = try_pack<Text>(1, value, 1);
    if (got) return false;
    return got.error().code == code && got.error().during == operation::pack && got.error().item == 1 &&
           got.error().position == 3 && got.error().offset == 1 && got.error().letter == Text.view()[3] &&
           got.error().wanted == wanted && got.error().given == given;
}

}  // namespace

TEST_CASE("try_pack: run-time values give the same bytes as pack", "[try_pack]") {
    STRUCTWIRE_BOTH_TIMES([] {
        const long long id = 42;
        const std::string_view symbol = "BTCUSD";
        return *try_pack<">I H 8s">(id, 7, symbol) == structwire::pack<">I H 8s">(42, 7, "BTCUSD");
    }());
    STATIC_REQUIRE(noexcept(try_pack<">I">(1)));
    STATIC_REQUIRE(std::is_same_v<decltype(try_pack<">H">(1)), std::expected<std::array<std::byte, 2>, error>>);
}

TEST_CASE("try_pack: integers at -1, exactly, +1 of every limit", "[try_pack][limits]") {
    STRUCTWIRE_BOTH_TIMES(!fits<"b">(-129) && fits<"b">(-128) && fits<"b">(127) && !fits<"b">(128));
    STRUCTWIRE_BOTH_TIMES(!fits<"B">(-1) && fits<"B">(0) && fits<"B">(255) && !fits<"B">(256));
    STRUCTWIRE_BOTH_TIMES(!fits<">h">(-32769) && fits<">h">(-32768) && fits<">h">(32767) && !fits<">h">(32768));
    STRUCTWIRE_BOTH_TIMES(!fits<">H">(-1) && fits<">H">(65535) && !fits<">H">(65536));
    STRUCTWIRE_BOTH_TIMES(!fits<">i">(-2147483649ll) && fits<">i">(-2147483648ll));
    STRUCTWIRE_BOTH_TIMES(fits<">l">(2147483647ll) && !fits<">l">(2147483648ll));
    STRUCTWIRE_BOTH_TIMES(!fits<">I">(-1) && fits<">I">(4294967295ll) && !fits<">L">(4294967296ll));
    STRUCTWIRE_BOTH_TIMES(fits<">q">(int64_min) && fits<">q">(uint64_max >> 1) && !fits<">q">((uint64_max >> 1) + 1));
    STRUCTWIRE_BOTH_TIMES(!fits<">Q">(-1) && !fits<">Q">(int64_min) && fits<">Q">(uint64_max));
}

TEST_CASE("try_pack: an integer out of range says the field and its bytes", "[try_pack][errors]") {
    STRUCTWIRE_BOTH_TIMES(refused<">B HB">(65536, errc::out_of_range, 16, 65536));
    STRUCTWIRE_BOTH_TIMES(refused<">B HB">(-1, errc::out_of_range, 16, uint64_max));
    STRUCTWIRE_BOTH_TIMES(refused<">B bB">(128ull, errc::out_of_range, 8, 128));
}

TEST_CASE("try_pack: floating values may round but not to infinity", "[try_pack][limits]") {
    STRUCTWIRE_BOTH_TIMES(fits<">f">(3.4028235677973362e38) && !fits<">f">(3.4028235677973366e38));
    STRUCTWIRE_BOTH_TIMES(fits<"@f">(-3.4028235677973362e38) && !fits<"@f">(-3.4028235677973366e38));
    STRUCTWIRE_BOTH_TIMES(fits<">e">(65519.99) && !fits<">e">(65520.0) && !fits<">e">(-65520.0f));
    STRUCTWIRE_BOTH_TIMES(fits<">f">(std::numeric_limits<double>::infinity()));
    STRUCTWIRE_BOTH_TIMES(fits<">e">(std::numeric_limits<float>::quiet_NaN()));
    STRUCTWIRE_BOTH_TIMES(*try_pack<">f">(0.1) == bytes(0x3d, 0xcc, 0xcc, 0xcd));
    STRUCTWIRE_BOTH_TIMES(*try_pack<">f">(16777217) == bytes(0x4b, 0x80, 0, 0));
    STRUCTWIRE_BOTH_TIMES(fits<">e">(65519) && !fits<">e">(65520) && fits<">d">(uint64_max));
    STRUCTWIRE_BOTH_TIMES(refused<">B fB">(1e39, errc::out_of_range, 32, 0));
}

TEST_CASE("try_pack: text of run-time length", "[try_pack][text][limits]") {
    STRUCTWIRE_BOTH_TIMES(fits<"3s">(std::string_view("ab")) && fits<"3s">(std::string_view("abc")));
    STRUCTWIRE_BOTH_TIMES(refused<"B   3sB">(std::string_view("abcd"), errc::wrong_length, 3, 4) == false);
    STRUCTWIRE_BOTH_TIMES([] {
        const auto got = try_pack<"B3s">(1, std::string_view("abcd"));
        return !got && got.error() == error{.code = errc::wrong_length,
                                            .during = operation::pack,
                                            .letter = 's',
                                            .item = 1,
                                            .position = 2,
                                            .offset = 1,
                                            .wanted = 3,
                                            .given = 4};
    }());
    STRUCTWIRE_BOTH_TIMES(fits<"3p">(std::string_view("ab")) && !fits<"3p">(std::string_view("abc")));
    STRUCTWIRE_BOTH_TIMES(fits<"p">(std::string_view()) && !fits<"p">(std::string_view("a")));
    STRUCTWIRE_BOTH_TIMES(fits<"0s">(std::string_view()) && fits<"0p">(std::string_view()));
    const std::string long_text(256, 'x');
    CHECK(try_pack<"300p">(std::string_view(long_text).substr(1)).has_value());
    CHECK(try_pack<"300p">(long_text).error().wanted == 255);
    CHECK(try_pack<"300p">(long_text).error().given == 256);
}

TEST_CASE("try_pack: a char array is taken whole, less one NUL at its end", "[try_pack][text]") {
    STRUCTWIRE_BOTH_TIMES(*try_pack<"4s">("ab") == bytes('a', 'b', 0, 0));
    STRUCTWIRE_BOTH_TIMES([] {
        const char unterminated[] = {'a', 'b'};
        return *try_pack<"3p">(unterminated) == bytes(2, 'a', 'b');
    }());
}

TEST_CASE("try_pack: text from strings, vectors and pointers", "[try_pack][text]") {
    const std::string string = "ab";
    CHECK(*try_pack<"3s">(string) == bytes('a', 'b', 0));
    const std::vector<std::byte> vector{std::byte{1}, std::byte{2}};
    CHECK(*try_pack<"3p">(vector) == bytes(2, 1, 2));
    const char* pointer = "x";
    CHECK(*try_pack<"2s">(pointer) == bytes('x', 0));
}

TEST_CASE("try_pack: counted fields check number and range of their elements", "[try_pack][errors]") {
    STRUCTWIRE_BOTH_TIMES(*try_pack<">3H">(std::array{1, 2, 3}) == bytes(0, 1, 0, 2, 0, 3));
    const std::vector<int> two{1, 2};
    CHECK(*try_pack<">2H">(two) == bytes(0, 1, 0, 2));
    const error few = try_pack<">x3H">(two).error();
    CHECK(few == error{.code = errc::too_few_values,
                       .during = operation::pack,
                       .letter = 'H',
                       .item = 0,
                       .position = 3,
                       .offset = 1,
                       .wanted = 3,
                       .given = 2});
    const error many = try_pack<">x0H1H2B">(1, std::vector<int>{1, 2, 3}).error();
    CHECK(many.code == errc::too_many_values);
    CHECK(many.item == 1);
    CHECK(many.wanted == 2);
    CHECK(many.given == 3);
    const error range = try_pack<">x2H">(std::vector<int>{1, 65536}).error();
    CHECK(range.code == errc::out_of_range);
    CHECK(range.item == 0);
    CHECK(range.position == 3);
    CHECK(range.wanted == 16);
    CHECK(range.offset == 3);
    CHECK(range.given == 65536);
}

TEST_CASE("try_pack: the first field that does not fit is the one told", "[try_pack][errors]") {
    STRUCTWIRE_BOTH_TIMES(try_pack<">HHH">(1, 65536, -1).error().item == 1u);
}

TEST_CASE("try_pack_into: writes the record and nothing outside it", "[try_pack][pack_into]") {
    STRUCTWIRE_BOTH_TIMES([] {
        auto buffer = bytes(255, 255, 255, 255, 255);
        return try_pack_into<"BxB">(buffer, 1, 1, 2) && buffer == bytes(255, 1, 0, 2, 255);
    }());
    STRUCTWIRE_BOTH_TIMES([] {
        auto buffer = bytes(255, 255, 255, 255, 255);
        return try_pack_into<"BxB">(buffer, -3, 1, 2) && buffer == bytes(255, 255, 1, 0, 2);
    }());
    std::vector<unsigned char> vector(2);
    CHECK(try_pack_into<">H">(vector, 0, 0x0102).has_value());
    CHECK(vector == std::vector<unsigned char>{1, 2});
}

TEST_CASE("try_pack_into: writes nothing on error", "[try_pack][pack_into][errors]") {
    STRUCTWIRE_BOTH_TIMES([] {
        auto buffer = bytes(255, 255, 255, 255, 255);
        const auto value = try_pack_into<"BxB">(buffer, 1, 1, 256);
        const auto behind = try_pack_into<"BxB">(buffer, 3, 1, 2);
        const auto negative = try_pack_into<"BxB">(buffer, -2, 1, 2);
        const auto before = try_pack_into<"BxB">(buffer, -6, 1, 2);
        return value.error().code == errc::out_of_range && value.error().during == operation::pack_into &&
               value.error().item == 1u && value.error().offset == 2 && value.error().position == 2u &&
               behind.error() == error{.code = errc::short_buffer,
                                       .during = operation::pack_into,
                                       .offset = 3,
                                       .wanted = 3,
                                       .given = 5} &&
               negative.error().code == errc::short_buffer && negative.error().letter == '-' &&
               negative.error().given == 2 && before.error().code == errc::bad_offset &&
               buffer == bytes(255, 255, 255, 255, 255);
    }());
}

TEST_CASE("try_pack_into: text may lie in the output", "[try_pack][pack_into]") {
    auto buffer = bytes('a', 'b', 'c');
    const structwire::bytes_view<2> view(buffer.data());
    CHECK(try_pack_into<"c2s">(buffer, 0, 'x', view).has_value());
    CHECK(buffer == bytes('x', 'a', 'b'));
}
