// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/pack/complex.hpp>
#include <structwire/pack/pack.hpp>
#include <structwire/pack/packable.hpp>
#include <structwire/pack/unpack.hpp>

#include <array>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/both_times.hpp"

namespace {

using structwire::clamped;
using structwire::fixed;
using structwire::low_bits;
using structwire::packable;
using structwire::rounded;
using structwire::truncated;

enum class byte_sized : std::uint8_t { one = 1 };

// Says yes, and lets pack say so too: the values are of run time because they are parameters.
template <structwire::fixed_string Text, class... Args>
    requires packable<Text, Args...>
bool packs(const Args&... values) {
    return structwire::pack<Text>(values...).size() == structwire::layout_of<Text>.size;
}

// That pack says no where packable does, tests/compile_fail/pack/ shows for one source of each kind.
template <structwire::fixed_string Text, class... Args>
inline constexpr bool refused = !packable<Text, Args...>;

}  // namespace

TEST_CASE("packable: integers are taken by the range of their type", "[packable]") {
    CHECK(packs<">H">(std::uint16_t{1}));
    CHECK(packs<">H">(std::uint8_t{1}));
    CHECK(packs<">H">(true));
    CHECK(packs<">H">(byte_sized::one));
    CHECK(packs<">i">(std::uint16_t{1}));
    CHECK(packs<"B">(std::byte{1}));
    CHECK(packs<">{u24}">(std::uint16_t{1}));
    CHECK(packs<">{u9}{x7}">(true));
    CHECK(packs<">H">(low_bits(70000)));
    CHECK(packs<">H">(clamped(-1)));
    STATIC_REQUIRE(refused<">H", int> && refused<">H", std::int16_t> && refused<">h", std::uint16_t>);
    STATIC_REQUIRE(refused<">{u24}", std::uint32_t> && refused<"B", char> && refused<"B", char8_t>);
    STATIC_REQUIRE(refused<">H", float> && refused<">H", rounded<double>> && refused<">H", clamped<double>>);
    STATIC_REQUIRE(refused<">H", std::string> && refused<">H", std::array<std::uint16_t, 1>>);
}

TEST_CASE("packable: floating-point numbers are taken when nothing is lost", "[packable]") {
    CHECK(packs<">f">(1.0f));
    CHECK(packs<">d">(1.0f));
    CHECK(packs<">f">(std::int16_t{1}));
    CHECK(packs<">d">(std::int32_t{1}));
    CHECK(packs<">e">(std::uint8_t{1}));
    CHECK(packs<">f">(rounded(1.0)));
    CHECK(packs<">e">(rounded(7)));
    CHECK(packs<">e">(clamped(1e9)));
    STATIC_REQUIRE(refused<">f", double> && refused<">f", int> && refused<">e", float> && refused<">d", std::int64_t>);
    STATIC_REQUIRE(refused<">f", clamped<int>> && refused<">f", low_bits<int>> && refused<">f", const char*>);
}

TEST_CASE("packable: ? takes bool and c takes char", "[packable]") {
    CHECK(packs<"?c">(true, 'x'));
    STATIC_REQUIRE(refused<"?", int> && refused<"?", const char*> && refused<"c", unsigned char> && refused<"c", int>);
}

TEST_CASE("packable: complex numbers", "[packable]") {
    CHECK(packs<">F">(structwire::complex<float>{1, 2}));
    CHECK(packs<">D">(std::complex<float>(1, 2)));
    CHECK(packs<">F">(1.5f));
    CHECK(packs<">F">(rounded(1.5)));
    CHECK(packs<">F">(rounded(std::complex<double>(1, 2))));
    STATIC_REQUIRE(refused<">F", std::complex<double>> && refused<">F", double> && refused<">F", std::string>);
}

TEST_CASE("packable: text is taken when its type says that it fits", "[packable]") {
    const char name[4] = {'a', 'b', 'c', 'd'};
    const std::string text = "abcdef";
    CHECK(packs<"4s">(std::array<char, 4>{}));
    CHECK(packs<"4s">(std::array<std::byte, 3>{}));
    CHECK(packs<"4s">(std::span<const unsigned char, 2>(reinterpret_cast<const unsigned char*>(name), 2)));
    CHECK(packs<"4s">(fixed(name)));
    CHECK(packs<"4s">(truncated(text)));
    CHECK(packs<"5p">(fixed(name)));
    STATIC_REQUIRE(refused<"4s", std::array<char, 5>> && refused<"4p", fixed<4>> && refused<"3s", fixed<4>>);
    STATIC_REQUIRE(refused<"4s", char[4]> && refused<"4s", std::string_view> && refused<"4s", std::string>);
    STATIC_REQUIRE(refused<"4s", const char*> && refused<"4s", int> && refused<"4s", std::array<int, 1>>);
    STATIC_REQUIRE(refused<"4s", truncated<std::vector<int>>>);
}

TEST_CASE("packable: counted fields take exactly as many elements that fit", "[packable]") {
    const std::uint16_t numbers[3] = {1, 2, 3};
    CHECK(packs<">3H">(numbers));
    CHECK(packs<">3H">(std::array<std::uint8_t, 3>{}));
    CHECK(packs<">3H">(std::span<const std::uint16_t, 3>(numbers)));
    CHECK(packs<">(1)H">(std::array<std::uint16_t, 1>{}));
    CHECK(packs<">(2,3)H">(std::array<std::array<std::uint16_t, 3>, 2>{}));
    CHECK(packs<"(2)3s">(std::array<std::array<char, 3>, 2>{}));
    CHECK(packs<">3f">(std::array<std::int8_t, 3>{}));
    CHECK(packs<">8{u9}">(std::array<bool, 8>{}));
    STATIC_REQUIRE(refused<">3H", std::array<std::uint16_t, 2>> && refused<">3H", std::array<int, 3>>);
    STATIC_REQUIRE(refused<">3H", std::vector<std::uint16_t>> && refused<">3H", std::span<std::uint16_t>>);
    STATIC_REQUIRE(refused<">(2,3)H", std::array<std::uint16_t, 6>> && refused<">(1)H", std::uint16_t>);
    STATIC_REQUIRE(refused<"(2)3s", std::array<std::array<char, 4>, 2>> && refused<"(2)3s", char[2][3]>);
    STATIC_REQUIRE(refused<">8{u7}", std::array<std::uint8_t, 8>>);
}

TEST_CASE("packable: structures are taken as the fields that unpacking gives", "[packable]") {
    CHECK(packs<">T{IH}H">(structwire::unpack<"<IH">(structwire::pack<"<IH">(1, 2)), std::uint16_t{3}));
    CHECK(packs<">2T{IH}">(structwire::unpack<"<2T{IB}">(std::array<std::byte, 10>{}).get<0>()));
    STATIC_REQUIRE(refused<">T{IH}", structwire::fields_for<">IHH">> &&
                   refused<">T{IH}", structwire::fields_for<">IQ">>);
    STATIC_REQUIRE(refused<">T{IH}", std::uint32_t>);
}

TEST_CASE("packable: one argument for each field, whatever its reference and cv", "[packable]") {
    CHECK(packs<"">());
    CHECK(packs<">IxH">(1u, std::uint16_t{2}));
    STATIC_REQUIRE(packable<">IH", const std::uint32_t&, std::uint16_t&&>);
    STATIC_REQUIRE(refused<">IH", std::uint32_t> && refused<">I", std::uint32_t, std::uint32_t> && refused<">I">);
    STATIC_REQUIRE(refused<">IH", std::uint32_t, int>);
}

TEST_CASE("packable: an aggregate or a tuple for all fields, by the same rules", "[packable][aggregate]") {
    struct pair_of_numbers {
        std::uint32_t id;
        std::uint16_t kind;
    };
    STATIC_REQUIRE(packable<">IH", pair_of_numbers> && packable<">Qi", const pair_of_numbers&>);
    STATIC_REQUIRE(packable<">If", std::pair<std::uint32_t, float>> && packable<">IH", structwire::fields_for<"<IH">>);
    STATIC_REQUIRE(refused<">HH", pair_of_numbers> && refused<">IHH", pair_of_numbers> &&
                   refused<">I", pair_of_numbers>);
    STATIC_REQUIRE(refused<">II", pair_of_numbers, pair_of_numbers> && refused<">IH", std::string>);
}

TEST_CASE("packable: bad formats and formats of variable size pack nothing", "[packable]") {
    STATIC_REQUIRE(refused<"I", std::uint32_t> && refused<">k", int> && refused<"{uv}", std::uint64_t>);
}
