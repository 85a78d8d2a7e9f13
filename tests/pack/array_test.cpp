// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/pack/array.hpp>
#include <structwire/pack/pack.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "support/both_times.hpp"

namespace {

using structwire::errc;
using structwire::error;
using structwire::operation;
using structwire::pack;
using structwire::pack_array;
using structwire::try_pack_array;
using structwire::try_unpack_array;
using structwire::unpack_array;
using structwire::testing::bytes;

// Whether three values pack to what pack makes of them with the count in the text, and come back.
template <structwire::fixed_string Text, structwire::fixed_string Counted, class Element>
constexpr bool agrees_with_pack(Element first, Element second, Element third) {
    const std::array values{first, second, third};
    const auto expected = pack<Counted>(values);
    auto wire = expected;
    wire.fill(std::byte{0xa5});
    pack_array<Text>(wire, values);
    std::array<Element, 3> back{};
    unpack_array<Text>(wire, back);
    return wire == expected && back == values;
}

enum class color : std::uint16_t { red = 0x0102, green = 7, blue = 0xfffe };
enum class level : std::int32_t { low = -2, high = 1 };

constexpr error pack_error(std::size_t output_bytes) {
    const std::array<std::uint16_t, 3> values{1, 2, 3};
    std::array<std::byte, 8> wire{};
    const auto packed = try_pack_array<">H">(std::span(wire).first(output_bytes), values);
    if (packed) return {.code = errc{}, .given = *packed};
    return wire == std::array<std::byte, 8>{} ? packed.error() : error{.code = errc::system_error};
}

constexpr error unpack_error(std::size_t input_bytes) {
    const auto wire = bytes(1, 2, 3, 4, 5, 6, 7, 8);
    std::array<std::uint16_t, 3> values{};
    const auto unpacked = try_unpack_array<">H">(std::span(wire).first(input_bytes), values);
    if (unpacked) return {.code = errc{}, .given = values[2]};
    return values == std::array<std::uint16_t, 3>{} ? unpacked.error() : error{.code = errc::system_error};
}

constexpr error short_buffer(operation during, std::uint64_t offset, std::uint64_t wanted, std::uint64_t given) {
    return {.code = errc::short_buffer, .during = during, .offset = offset, .wanted = wanted, .given = given};
}

// Some values of the whole range, more than any vector holds.
template <class Number>
std::vector<Number> some_numbers(std::size_t count) {
    std::vector<Number> numbers;
    for (std::size_t index = 0; index != count; ++index) {
        numbers.push_back(static_cast<Number>((index + 1) * 0x9e37'79b9'7f4a'7c15U));
    }
    return numbers;
}

template <structwire::fixed_string Text, class Number>
std::vector<std::byte> one_by_one(const std::vector<Number>& numbers) {
    std::vector<std::byte> wire;
    for (const Number number : numbers) {
        for (const std::byte each : pack<Text>(number)) wire.push_back(each);
    }
    return wire;
}

template <structwire::fixed_string Text, class Number>
void check_long_run() {
    const auto numbers = some_numbers<Number>(10'007);
    const auto expected = one_by_one<Text>(numbers);
    std::vector<std::byte> wire(expected.size());
    CHECK(try_pack_array<Text>(wire, numbers).value_or(0) == expected.size());
    CHECK((wire == expected));

    std::vector<Number> back(numbers.size());
    CHECK(try_unpack_array<Text>(wire, back));
    CHECK((back == numbers));

    CHECK(try_pack_array<Text>(std::as_writable_bytes(std::span(back)), back));
    CHECK(std::memcmp(back.data(), expected.data(), expected.size()) == 0);
    CHECK(try_unpack_array<Text>(std::as_bytes(std::span(back)), back));
    CHECK((back == numbers));
}

}  // namespace

TEST_CASE("pack_array: the bytes of pack with a count, and unpack_array gives the values back", "[array]") {
    STRUCTWIRE_BOTH_TIMES(agrees_with_pack<"b", "3b", std::int8_t>(-128, -1, 127));
    STRUCTWIRE_BOTH_TIMES(agrees_with_pack<"B", "3B", std::uint8_t>(0, 1, 255));
    STRUCTWIRE_BOTH_TIMES(agrees_with_pack<">h", ">3h", std::int16_t>(-32768, -2, 0x0102));
    STRUCTWIRE_BOTH_TIMES(agrees_with_pack<"<h", "<3h", std::int16_t>(-32768, -2, 0x0102));
    STRUCTWIRE_BOTH_TIMES(agrees_with_pack<"!H", "!3H", std::uint16_t>(0, 0x0102, 0xfffe));
    STRUCTWIRE_BOTH_TIMES(agrees_with_pack<">i", ">3i", std::int32_t>(-2, 0x01020304, 7));
    STRUCTWIRE_BOTH_TIMES(agrees_with_pack<"<I", "<3I", std::uint32_t>(0xfffffffe, 0x01020304, 7));
    STRUCTWIRE_BOTH_TIMES(agrees_with_pack<">l", ">3l", std::int32_t>(-2, 0x01020304, 7));
    STRUCTWIRE_BOTH_TIMES(agrees_with_pack<"=L", "=3L", std::uint32_t>(0xfffffffe, 0x01020304, 7));
    STRUCTWIRE_BOTH_TIMES(agrees_with_pack<">q", ">3q", std::int64_t>(-2, 0x0102030405060708, 7));
    STRUCTWIRE_BOTH_TIMES(agrees_with_pack<"<Q", "<3Q", std::uint64_t>(~1ULL, 0x0102030405060708, 7));
    STRUCTWIRE_BOTH_TIMES(agrees_with_pack<">f", ">3f", float>(1.5F, -0.25F, 3e38F));
    STRUCTWIRE_BOTH_TIMES(agrees_with_pack<"<d", "<3d", double>(1.5, -0.25, 3e300));
    STRUCTWIRE_BOTH_TIMES(agrees_with_pack<">d", ">3d", double>(1.5, -0.25, 3e300));
    STRUCTWIRE_BOTH_TIMES(agrees_with_pack<"c", "3c", char>('a', '\0', 'z'));
    STRUCTWIRE_BOTH_TIMES(agrees_with_pack<"?", "3?", bool>(true, false, true));
}

TEST_CASE("pack_array: native sizes in @", "[array]") {
    STRUCTWIRE_BOTH_TIMES(agrees_with_pack<"@h", "@3h", short>(-2, 0x0102, 7));
    STRUCTWIRE_BOTH_TIMES(agrees_with_pack<"@l", "@3l", long>(-2, 0x01020304, 7));
    STRUCTWIRE_BOTH_TIMES(agrees_with_pack<"@Q", "@3Q", unsigned long long>(2, 0x01020304, 7));
    STRUCTWIRE_BOTH_TIMES(agrees_with_pack<"@n", "@3n", std::ptrdiff_t>(-2, 0x01020304, 7));
    STRUCTWIRE_BOTH_TIMES(agrees_with_pack<"@N", "@3N", std::size_t>(2, 0x01020304, 7));
    STRUCTWIRE_BOTH_TIMES(agrees_with_pack<"@P", "@3P", std::uintptr_t>(2, 0x01020304, 7));
    STRUCTWIRE_BOTH_TIMES(agrees_with_pack<"@d", "@3d", double>(1.5, -0.25, 3e300));
}

TEST_CASE("pack_array: enums, std::byte, every integer type of the size", "[array]") {
    STRUCTWIRE_BOTH_TIMES(agrees_with_pack<">H", ">3H">(color::red, color::blue, color::green));
    STRUCTWIRE_BOTH_TIMES([] {
        const std::array values{level::low, level::high};
        std::array<std::byte, 8> wire{};
        pack_array<"<i">(wire, values);
        return wire == bytes(0xfe, 0xff, 0xff, 0xff, 1, 0, 0, 0);
    }());
    STRUCTWIRE_BOTH_TIMES([] {
        std::array<std::byte, 2> copied{};
        pack_array<"B">(copied, bytes(1, 0xff));
        return copied == bytes(1, 0xff);
    }());
    STRUCTWIRE_BOTH_TIMES([] {
        std::array<std::byte, 16> wire{};
        pack_array<">q">(std::span(wire).first<8>(), std::array<long long, 1>{1});
        using other = std::conditional_t<sizeof(long) == 8, long, long long>;
        pack_array<">q">(std::span(wire).last<8>(), std::array<other, 1>{2});
        return wire == bytes(0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2);
    }());
}

TEST_CASE("pack_array: takes C arrays and spans, and leaves the bytes behind the values alone", "[array]") {
    STRUCTWIRE_BOTH_TIMES([] {
        const std::uint16_t values[]{1, 0x0203};
        std::byte wire[]{std::byte{9}, std::byte{9}, std::byte{9}, std::byte{9}, std::byte{9}};
        pack_array<">H">(wire, values);
        std::uint16_t back[2]{};
        unpack_array<">H">(std::span(wire).first<4>(), std::span<std::uint16_t, 2>(back));
        return wire[1] == std::byte{1} && wire[3] == std::byte{3} && wire[4] == std::byte{9} && back[1] == 0x0203;
    }());
}

TEST_CASE("unpack_array: every nonzero byte is a true ?", "[array]") {
    STRUCTWIRE_BOTH_TIMES([] {
        std::array<bool, 4> values{true, false, false, false};
        unpack_array<"?">(bytes(0, 1, 2, 255), values);
        return values == std::array{false, true, true, true};
    }());
}

TEST_CASE("pack_array: keeps the bits of signalling NaNs", "[array]") {
    const auto quiet = std::bit_cast<std::uint64_t>(std::numeric_limits<double>::quiet_NaN());
    const std::uint64_t signalling = (quiet & ~(std::uint64_t{1} << 51U)) | 5U;
    std::array<double, 9> values{};
    for (double& each : values) std::memcpy(&each, &signalling, sizeof each);
    std::array<std::byte, 72> wire{};
    std::array<std::uint64_t, 9> seen{};
    pack_array<">d">(wire, values);
    unpack_array<">Q">(wire, seen);
    for (const std::uint64_t each : seen) CHECK(each == signalling);
    unpack_array<">d">(wire, values);
    CHECK(std::memcmp(&values[8], &signalling, sizeof signalling) == 0);
}

TEST_CASE("pack_array, unpack_array: in place", "[array]") {
    std::array<std::uint32_t, 5> values{1, 2, 3, 4, 0x01020304};
    const auto expected = pack<">5I">(values);
    pack_array<">I">(std::as_writable_bytes(std::span(values)), values);
    CHECK(std::memcmp(values.data(), expected.data(), expected.size()) == 0);
    unpack_array<">I">(std::as_bytes(std::span(values)), values);
    CHECK(values == std::array<std::uint32_t, 5>{1, 2, 3, 4, 0x01020304});

    pack_array<"=I">(std::as_writable_bytes(std::span(values)), values);
    CHECK(values == std::array<std::uint32_t, 5>{1, 2, 3, 4, 0x01020304});
}

TEST_CASE("try_pack_array: gives the bytes written, does not touch a short output", "[array][limits][errors]") {
    STRUCTWIRE_BOTH_TIMES(pack_error(5) == short_buffer(operation::pack_into, 0, 6, 5));
    STRUCTWIRE_BOTH_TIMES(pack_error(0) == short_buffer(operation::pack_into, 0, 6, 0));
    STRUCTWIRE_BOTH_TIMES(pack_error(6) == error{.code = errc{}, .given = 6});
    STRUCTWIRE_BOTH_TIMES(pack_error(7) == error{.code = errc{}, .given = 6});
}

TEST_CASE("try_unpack_array: takes exactly the bytes of the values", "[array][limits][errors]") {
    STRUCTWIRE_BOTH_TIMES(unpack_error(5) == short_buffer(operation::unpack, 5, 6, 5));
    STRUCTWIRE_BOTH_TIMES(unpack_error(0) == short_buffer(operation::unpack, 0, 6, 0));
    STRUCTWIRE_BOTH_TIMES(unpack_error(6) == error{.code = errc{}, .given = 0x0506});
    STRUCTWIRE_BOTH_TIMES(
        unpack_error(7) ==
        error{.code = errc::extra_bytes, .during = operation::unpack, .offset = 6, .wanted = 6, .given = 7});
}

TEST_CASE("try_pack_array: writes values and nothing behind them", "[array]") {
    const std::vector<std::uint16_t> values{1, 0x0203, 3};
    std::vector<unsigned char> wire(8, 0xa5);
    CHECK(try_pack_array<">H">(wire, values).value_or(0) == 6);
    CHECK(wire == std::vector<unsigned char>{0, 1, 2, 3, 0, 3, 0xa5, 0xa5});
}

TEST_CASE("try_pack_array, try_unpack_array: no values", "[array][limits]") {
    std::vector<std::uint32_t> values;
    std::vector<std::byte> wire;
    CHECK(try_pack_array<">I">(wire, values).value_or(9) == 0);
    CHECK(try_pack_array<"<I">(wire, std::span<const std::uint32_t>()).value_or(9) == 0);
    CHECK(try_unpack_array<">I">(wire, values));
    CHECK(try_unpack_array<"<I">(std::string(), std::span<std::uint32_t>()));
    STRUCTWIRE_BOTH_TIMES([] {
        std::array<std::byte, 0> none{};
        std::array<std::uint32_t, 0> nothing{};
        pack_array<">I">(none, nothing);
        unpack_array<">I">(none, nothing);
        return true;
    }());
}

TEST_CASE("try_pack_array: long runs agree with pack of each, also in place", "[array]") {
    check_long_run<">H", std::uint16_t>();
    check_long_run<"<H", std::uint16_t>();
    check_long_run<">i", std::int32_t>();
    check_long_run<"<i", std::int32_t>();
    check_long_run<">Q", std::uint64_t>();
    check_long_run<"<Q", std::uint64_t>();
    check_long_run<">d", double>();
    check_long_run<">f", float>();
    check_long_run<"b", std::int8_t>();
}
