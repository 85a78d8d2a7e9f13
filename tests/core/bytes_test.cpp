// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/bytes.hpp>

#include <string_view>

#include "support/both_times.hpp"

using structwire::as_bytes;
using structwire::as_text;
using structwire::testing::bytes;

TEST_CASE("as_bytes: views the characters, embedded NULs included", "[core][bytes]") {
    constexpr std::string_view text("a\0\xff", 3);
    const structwire::byte_view view = as_bytes(text);
    REQUIRE(view.size() == 3);
    CHECK(static_cast<const void*>(view.data()) == static_cast<const void*>(text.data()));
    CHECK(view[0] == std::byte{'a'});
    CHECK(view[1] == std::byte{0});
    CHECK(view[2] == std::byte{0xff});
    CHECK(as_bytes("").empty());
    CHECK(as_bytes(std::string_view()).empty());
}

TEST_CASE("as_text: views the bytes, embedded NULs included", "[core][bytes]") {
    const auto array = bytes('h', 0, 'i');
    CHECK(as_text(array) == std::string_view("h\0i", 3));
    CHECK(as_text({}).empty());
}
