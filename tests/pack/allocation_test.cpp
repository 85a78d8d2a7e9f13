// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// Packing and unpacking allocate nothing. A program of its own, because it replaces operator new.
#include <structwire/format.hpp>
#include <structwire/pack.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/counting_new.hpp"

namespace {

using structwire::testing::allocations_of;

using record = std::array<std::byte, structwire::calcsize<">I:id: H 8s 9p 3h e ?">>;

record sample() { return structwire::pack<">I:id: H 8s 9p 3h e ?">(1, 2, "BTCUSD", "text", {1, 2, 3}, 1.5, true); }

}  // namespace

TEST_CASE("operator new: is counted", "[pack][allocation]") {
    CHECK(allocations_of([] { CHECK(std::vector<std::byte>(100).size() == 100); }) != 0);
}

TEST_CASE("pack and unpack: allocate nothing", "[pack][allocation]") {
    record wire{};
    std::uint32_t id = 0;
    CHECK(allocations_of([&] {
              wire = sample();
              structwire::pack_into<">I">(wire, id);
              id = structwire::unpack<">I:id: H 8s 9p 3h e ?">(wire).get<"id">();
              id += structwire::unpack_from<">H", 4>(wire).get<0>();
          }) == 0);
    CHECK(id == 2);
}

TEST_CASE("try_pack and try_unpack: allocate nothing, errors and their sentences included", "[pack][allocation]") {
    const std::string text(9, 'x');
    std::array<std::byte, 64> buffer{};
    const record wire = sample();
    int good = 0;
    CHECK(allocations_of([&] {
              good += structwire::try_pack<">H 9s">(65535, text).has_value();
              good += !structwire::try_pack<">H 8s">(65536, text).has_value();
              good += structwire::try_pack_into<">H 9s">(std::span(buffer), -20, 1, text).has_value();
              good += !structwire::try_pack_into<">H 9s">(std::span(buffer), 60, 1, text).has_value();
              good += structwire::try_unpack<">I H 8s 9p 3h e ?">(structwire::byte_view(wire)).has_value();
              const auto fault = structwire::try_unpack<">I">(structwire::byte_view(wire));
              good += !fault.has_value() && !structwire::describe(fault.error()).view().empty();
              good += structwire::try_unpack_from<">I">(structwire::byte_view(wire), -4).has_value();
          }) == 0);
    CHECK(good == 7);
}

TEST_CASE("format: pack_into and unpack_into allocate nothing", "[format][allocation]") {
    const auto compiled = structwire::format::compile(">I:id: H 8s 9p 3h e ?");
    const record wire = sample();
    record copy{};
    std::array<structwire::value, 9> room;
    int good = 0;
    CHECK(allocations_of([&] {
              good += compiled->unpack_into(wire, room).has_value();
              good += compiled->pack_into(copy, 0, room).has_value();
              good += !compiled->pack_into(copy, 1, room).has_value();
              good += !compiled->unpack_into(std::span(wire).first(3), room).has_value();
          }) == 0);
    CHECK(good == 4);
    CHECK(copy == wire);
}
