// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// What the run-time form allocates: nothing but what it gives back, and nothing for a length before its bytes are
// there. A program of its own, because it replaces operator new.
#include <structwire/format.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "support/catch.hpp"
#include "support/counting_new.hpp"

namespace {

using structwire::format;
using structwire::value;
using structwire::testing::allocations_of;
using structwire::testing::bytes_of;

}  // namespace

TEST_CASE("format: a hostile count or length allocates nothing", "[format][allocation][limits]") {
    const std::vector<std::byte> hostile(10, std::byte{255});
    for (const std::string_view text :
         {"<{I:(B)}", "<{I:(Q)}", "<{I:s}", "<{Q:s}", "<{Q:(8{u1})}", "<{u24:({z})}", "<{H:(T{I}x)}B", "<{I:({I:(B)})}",
          "<{q:s}", "<{uv:s}", "<1000000000000Q", "<1000000000000T{{z}}", "(9223372036854775806)0s{*}"}) {
        INFO(text);
        const auto compiled = format::compile(text);
        REQUIRE(compiled);
        bool refused = false;
        CHECK(allocations_of([&] {
                  refused = !compiled->unpack(hostile) && !compiled->unpack_from(hostile, 0) &&
                            !compiled->unpack_prefix(hostile);
              }) == 0);
        CHECK(refused);
    }
}

TEST_CASE("format: functions with caller memory allocate nothing", "[format][allocation]") {
    const auto compiled = format::compile(">B T{H:a: {u4}{u4}}:t: {H:s}:text: {uv}{zz}{z} {B:(IB)}:g: F");
    const std::array<value, 13> record{1, 2, 3, 4, "text", 300, -3, "z", 1, 5, 6, 1.5};
    const std::span<const value> values = std::span(record).first(12);
    std::array<std::byte, 64> wire{};
    std::array<value, 13> room;
    int good = 0;
    CHECK(allocations_of([&] {
              const auto size = compiled->packed_size(values);
              good += size && compiled->pack_into(wire, 0, values) == *size;
              good += !compiled->pack_into(wire, 60, values);
              good += compiled->pack_into(wire, 0, 1, 2, 3, 4, "text", 300, -3, "z", 1, 5, 6, 1.5) == *size;
              const auto bytes = std::span<const std::byte>(wire).first(static_cast<std::size_t>(*size));
              good += compiled->measure(bytes)->values == 12;
              good += compiled->unpack_into(bytes, room) == 12u;
              const auto records = compiled->iter_unpack(bytes);
              for (const auto& each : *records) good += each.unpack_into(room) == 12u;
              good += compiled->find("t.a").has_value() && !compiled->find("t.b");
              good += *compiled == *compiled;
          }) == 0);
    CHECK(good == 8);
}

TEST_CASE("format: unpack and pack allocate what they give back, once", "[format][allocation]") {
    const auto compiled = format::compile(">{H:s}{B:(IB)}");
    const std::array<value, 6> record{"text", 2, 1, 2, 3, 4};
    std::vector<std::byte> wire;
    CHECK(allocations_of([&] { wire = *compiled->pack(record); }) == 1);
    CHECK(allocations_of([&] { CHECK(compiled->unpack(wire)->size() == 6); }) == 1);
    CHECK(allocations_of([&] { CHECK(!compiled->unpack(std::span(wire).first(9))); }) == 0);
    CHECK(allocations_of([&] { CHECK(!compiled->pack("text", 2, 1)); }) == 0);
}

TEST_CASE("format: takes memory in proportion to its text, and none for a text that is too long",
          "[format][allocation][limits]") {
    constexpr std::size_t for_each_character = 256;
    for (const std::string_view text : {"<4000000I", "9223372036854775807x", "<1000000T{IH}(1000,1000)d"}) {
        CHECK(bytes_of([&] { CHECK(format::compile(text)); }) <= for_each_character * text.size());
    }
    const std::string dense(1000, 'B');
    CHECK(bytes_of([&] { CHECK(format::compile(dense)); }) <= for_each_character * dense.size());
    const std::string items(20'000, 'B');
    CHECK(bytes_of([&] { CHECK(!format::compile(items)); }) == 0);
    const std::string long_text(70'000, ' ');
    CHECK(bytes_of([&] { CHECK(!format::compile(long_text)); }) == 0);
}
