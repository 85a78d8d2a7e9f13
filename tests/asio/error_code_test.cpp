// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of structwire/asio/error_code.hpp.
#include <structwire/asio/error_code.hpp>

#include <boost/system/system_error.hpp>

#include <array>
#include <string>
#include <string_view>

#include "support/catch.hpp"

namespace {

using boost::system::error_code;
using structwire::errc;

TEST_CASE("asio::error_category: an errc becomes an error_code and compares with one", "[asio][error_code]") {
    const error_code code = errc::truncated;
    CHECK(code == errc::truncated);
    CHECK(code != errc::too_long);
    CHECK(code);
    CHECK(code.value() == static_cast<int>(errc::truncated));
    CHECK(code.category() == structwire::asio::error_category());
    CHECK(error_code(code.value(), boost::system::system_category()) != errc::truncated);
    CHECK_FALSE(error_code{} == errc::truncated);
}

TEST_CASE("asio::error_category: messages are the reasons' names", "[asio][error_code]") {
    const error_code code = errc::bad_checksum;
    CHECK(code.category().name() == std::string_view("structwire"));
    CHECK(code.message() == "bad_checksum");
    CHECK(std::string_view(boost::system::system_error(code).what()).find("bad_checksum") != std::string_view::npos);
    std::array<char, 6> room{};
    CHECK(code.message(room.data(), room.size()) == std::string_view("bad_c"));  // cut, and NUL behind it
    room[0] = 'x';
    CHECK(code.message(room.data(), 0) == room.data());
    CHECK(room[0] == 'x');
}

}  // namespace
