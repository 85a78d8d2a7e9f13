// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/error.hpp>
#include <structwire/fuzz/oracles/same.hpp>

#include <cmath>
#include <csignal>
#include <expected>
#include <memory>
#include <optional>
#include <string>

#include "fuzz/child_process.hpp"
#include "support/catch.hpp"

namespace fuzz = structwire::fuzz;
using structwire::as_bytes;
using structwire::byte_view;
using structwire::errc;
using test_support::in_child;

namespace {

std::optional<int> first_byte(byte_view bytes) {
    if (bytes.empty()) return std::nullopt;
    return std::to_integer<int>(bytes[0]);
}

std::expected<int, errc> first_byte_or_error(byte_view bytes) {
    if (bytes.empty()) return std::unexpected(errc::short_buffer);
    return std::to_integer<int>(bytes[0]);
}

std::expected<int, errc> another_error(byte_view bytes) {
    if (bytes.empty()) return std::unexpected(errc::too_long);
    return first_byte_or_error(bytes);
}

std::optional<int> seven_bits(byte_view bytes) {
    return first_byte(bytes).transform([](int number) { return number & 0x7f; });
}

bool any(byte_view) { return true; }
bool not_empty(byte_view bytes) { return !bytes.empty(); }
double nan_of(byte_view) { return std::nan(""); }

}  // namespace

TEST_CASE("check_same: two right parsers", "[fuzz][same]") {
    for (const auto bytes : {as_bytes(""), as_bytes("a"), as_bytes("\xff")}) {
        CHECK(!fuzz::check_same(&first_byte, &first_byte_or_error, bytes));
        CHECK(!fuzz::check_same(&first_byte_or_error, &another_error, bytes));
        CHECK(!fuzz::check_same(&first_byte, &not_empty, bytes));
        CHECK(!fuzz::check_same(&nan_of, &nan_of, bytes));
    }
}

TEST_CASE("check_same: one accepts what the other one refuses", "[fuzz][same]") {
    CHECK(!fuzz::check_same(&any, &not_empty, as_bytes("abc")));
    auto found = fuzz::check_same(&any, &not_empty, {});
    REQUIRE(found);
    CHECK(found->oracle == "both parsers accept the same inputs");
    CHECK(found->text == "the first parser accepts 0 bytes, the second one refuses them");
    CHECK(fuzz::check_same(&first_byte, &any, {})->text ==
          "the second parser accepts 0 bytes, the first one refuses them");
}

TEST_CASE("check_same: values that differ", "[fuzz][same]") {
    CHECK(!fuzz::check_same(&first_byte, &seven_bits, as_bytes("\x7f")));
    const auto found = fuzz::check_same(&first_byte, &seven_bits, as_bytes("\x80"));
    REQUIRE(found);
    CHECK(found->oracle == "both parsers read the same values");
    CHECK(found->text == "they differ for an input of 1 byte");
    const auto one = [](byte_view) { return 1; };
    const auto two = [](byte_view) { return 2; };
    CHECK(fuzz::check_same(one, two, {}));  // numbers, not verdicts
    CHECK(!fuzz::check_same(one, one, {}));
    CHECK(fuzz::check_same(&nan_of, [](byte_view) { return 1.0; }, {}));
    const auto held = [](byte_view bytes) { return std::make_unique<std::size_t>(bytes.size()); };
    CHECK(!fuzz::check_same(held, held, {}));
}

TEST_CASE("check_same: each parser gets a copy of exactly the size", "[fuzz][same]") {
    const std::string text = "abc";
    const auto elsewhere = [&](byte_view bytes) { return bytes.data() != as_bytes(text).data() && bytes.size() == 3; };
    CHECK(!fuzz::check_same(elsewhere, &any, as_bytes(text)));
}

TEST_CASE("same: returns whether both accept, stops where they differ", "[fuzz][same]") {
    auto both = fuzz::same(&first_byte, &seven_bits);
    CHECK(both(as_bytes("a")));
    CHECK(!both(byte_view()));
    const auto end = in_child([&] { both(as_bytes("\xff")); });
    CHECK(end.signal == SIGABRT);
    CHECK(end.says("both parsers read the same values"));
    auto frames = fuzz::same([](const structwire::frame& whole) { return whole.header.size(); },
                             [](const structwire::frame& whole) { return whole.payload.size(); });
    CHECK(frames(structwire::frame{as_bytes("h"), as_bytes("p"), 0}));
    CHECK(in_child([&] { frames(structwire::frame{{}, as_bytes("p"), 0}); }).signal == SIGABRT);
}
