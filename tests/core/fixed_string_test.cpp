// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/fixed_string.hpp>

#include <string_view>
#include <type_traits>

#include "support/both_times.hpp"

namespace {

using structwire::fixed_string;

template <fixed_string Text>
struct tag {};

}  // namespace

TEST_CASE("fixed_string: holds the characters in front of the terminating NUL", "[core][fixed_string]") {
    STRUCTWIRE_BOTH_TIMES(fixed_string(">IH").size() == 3 && fixed_string(">IH").view() == ">IH");
    STRUCTWIRE_BOTH_TIMES(fixed_string("").size() == 0 && fixed_string("").view().empty());
    STRUCTWIRE_BOTH_TIMES(fixed_string("a\0b").view() == std::string_view("a\0b", 3));
    STRUCTWIRE_BOTH_TIMES(fixed_string<2>{}.view() == std::string_view("\0\0", 2));
}

TEST_CASE("fixed_string: is the same template argument exactly for the same characters", "[core][fixed_string]") {
    STATIC_REQUIRE(std::is_same_v<tag<"abc">, tag<"abc">>);
    STATIC_REQUIRE_FALSE(std::is_same_v<tag<"abc">, tag<"abd">>);
    STATIC_REQUIRE_FALSE(std::is_same_v<tag<"abc">, tag<"abc\0">>);
}
