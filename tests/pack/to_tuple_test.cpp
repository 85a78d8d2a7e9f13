// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/pack/pack.hpp>
#include <structwire/pack/to_tuple.hpp>
#include <structwire/pack/unpack.hpp>

#include <array>
#include <cstdint>
#include <tuple>
#include <type_traits>

#include "support/both_times.hpp"

namespace {

using structwire::pack;
using structwire::to_tuple;
using structwire::unpack;

}  // namespace

TEST_CASE("to_tuple: has the values and their types in order", "[to_tuple]") {
    STATIC_REQUIRE(std::is_same_v<decltype(to_tuple(unpack<">I:id: 2H ?">(pack<">I2H?">(7, {1, 2}, true)))),
                                  std::tuple<std::uint32_t, std::array<std::uint16_t, 2>, bool>>);
    STRUCTWIRE_BOTH_TIMES(to_tuple(unpack<">I:id: 2H ?">(pack<">I2H?">(7, {1, 2}, true))) ==
                          std::tuple(7u, std::array<std::uint16_t, 2>{1, 2}, true));
    STRUCTWIRE_BOTH_TIMES(to_tuple(unpack<"">(pack<"">())) == std::tuple());
}

TEST_CASE("to_tuple: text stays a view of the input", "[to_tuple]") {
    const auto wire = pack<"B3s">(1, "abc");
    const auto [number, text] = to_tuple(unpack<"B3s">(wire));
    CHECK(number == 1);
    CHECK(text.data() == wire.data() + 1);
}
