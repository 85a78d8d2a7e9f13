// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/error.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>

#include "support/both_times.hpp"

namespace {

using structwire::errc;
using structwire::error;
using structwire::error_text;

constexpr auto last = static_cast<int>(errc::uninitialized);

constexpr bool holds_at_most(std::size_t given) {
    error_text text;
    for (std::size_t index = 0; index != given; ++index) text.append("x");
    const std::size_t held = given < error_text::capacity ? given : error_text::capacity;
    return text.view().size() == held && text.c_str()[held] == '\0';
}

}  // namespace

TEST_CASE("error: is one small trivial value", "[core][error]") {
    STATIC_REQUIRE(sizeof(error) == 40);
    STATIC_REQUIRE(std::is_trivially_copyable_v<error>);
    STATIC_REQUIRE(std::is_nothrow_copy_constructible_v<error>);
}

TEST_CASE("error: says nothing about places that do not apply", "[core][error]") {
    STRUCTWIRE_BOTH_TIMES([] {
        const error failure{.code = errc::timed_out};
        return failure.during == structwire::operation::none && failure.letter == '\0' && failure.native == 0 &&
               failure.item == error::no_item && failure.position == error::no_item &&
               failure.offset == error::nowhere && failure.wanted == 0 && failure.given == 0;
    }());
}

TEST_CASE("error: compares every member", "[core][error]") {
    STRUCTWIRE_BOTH_TIMES(error{.code = errc::closed} == error{.code = errc::closed});
    STRUCTWIRE_BOTH_TIMES(error{.code = errc::closed} != error{.code = errc::reset});
    STRUCTWIRE_BOTH_TIMES(error{.code = errc::closed} != error{.code = errc::closed, .given = 1});
}

TEST_CASE("error_text: cuts at its capacity and always ends with NUL", "[core][error][limits]") {
    STRUCTWIRE_BOTH_TIMES(holds_at_most(0));
    STRUCTWIRE_BOTH_TIMES(holds_at_most(error_text::capacity - 1));
    STRUCTWIRE_BOTH_TIMES(holds_at_most(error_text::capacity));
    STRUCTWIRE_BOTH_TIMES(holds_at_most(error_text::capacity + 1));
    STRUCTWIRE_BOTH_TIMES(std::string_view(error_text().append("a").append("").append("bc")) == "abc");
}

TEST_CASE("name: every reason has its own name and sentence", "[core][error]") {
    std::string seen = " ";
    for (int code = 1; code <= last; ++code) {
        const auto name = std::string(structwire::name(static_cast<errc>(code)));
        INFO(name);
        CHECK_FALSE(name.empty());
        CHECK(name != "unknown");
        CHECK(seen.find(" " + name + " ") == std::string::npos);
        seen += name + " ";
        CHECK_FALSE(structwire::describe({.code = static_cast<errc>(code)}).view().empty());
    }
    CHECK(structwire::name(errc::unknown_code) == "unknown_code");
    CHECK(structwire::name(errc::short_buffer) == "short_buffer");
    CHECK(structwire::name(errc::timed_out) == "timed_out");
    CHECK(structwire::name(errc::uninitialized) == "uninitialized");
}

TEST_CASE("describe: survives values that are no reason or no operation", "[core][error]") {
    for (const int code : {0, last + 1, 255}) {
        const error failure{.code = static_cast<errc>(code)};
        CHECK(structwire::name(failure.code) == "unknown");
        CHECK(structwire::describe(failure).view().substr(0, 13) == "unknown error");
    }
    for (int code = 0; code <= last + 1; ++code) {
        const error failure{.code = static_cast<errc>(code), .during = static_cast<structwire::operation>(200)};
        CHECK_FALSE(structwire::describe(failure).view().empty());
    }
}

TEST_CASE("describe: the longest sentence fits", "[core][error][limits]") {
    for (int code = 1; code <= last; ++code) {
        error failure{.code = static_cast<errc>(code), .during = structwire::operation::serialize_message};
        failure.letter = '\x80';
        failure.native = -2147483647;
        failure.item = failure.position = error::no_item - 1;
        failure.offset = error::nowhere - 1;
        failure.wanted = failure.given = ~std::uint64_t{0};
        for (const auto during : {structwire::operation::serialize_message, structwire::operation::pack_into,
                                  structwire::operation::unpack_from, structwire::operation::iter_unpack}) {
            failure.during = during;
            CHECK(structwire::describe(failure).view().size() < error_text::capacity);
            CHECK(structwire::describe(failure).view().back() == ')');
        }
    }
}
