// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of net::endpoint.
#include <structwire/net/endpoint.hpp>

#include <cstdint>
#include <string_view>

#include "support/catch.hpp"

namespace {

using namespace std::string_view_literals;
using structwire::errc;
using structwire::operation;
using structwire::net::endpoint;

TEST_CASE("endpoint::parse: reads hosts and addresses, and to_string writes them back", "[net][endpoint]") {
    struct {
        std::string_view text;
        std::string_view host;
        std::uint16_t port;
    } const rows[] = {
        {"tcp://localhost:7000", "localhost", 7000},
        {"tcp://a-b_c.example.org:65535", "a-b_c.example.org", 65535},
        {"tcp://127.0.0.1:0", "127.0.0.1", 0},
        {"tcp://[::1]:0", "::1", 0},
        {"tcp://[::]:80", "::", 80},
        {"tcp://[::ffff:1.2.3.4]:1", "::ffff:1.2.3.4", 1},
        {"tcp://[fe80::1%eth0]:9", "fe80::1%eth0", 9},
    };
    for (const auto& row : rows) {
        CAPTURE(row.text);
        const auto got = endpoint::parse(row.text);
        REQUIRE(got.has_value());
        CHECK(got->host() == row.host);
        CHECK(got->port() == row.port);
        CHECK(got->to_string() == row.text);
        CHECK(*got == endpoint::tcp(std::string(row.host), row.port));
    }
}

TEST_CASE("endpoint::parse: leading zeros of a port do not change it", "[net][endpoint]") {
    const auto got = endpoint::parse("tcp://h:00080");
    REQUIRE(got.has_value());
    CHECK(got->port() == 80);
    CHECK(got->to_string() == "tcp://h:80");
}

TEST_CASE("endpoint::parse: names the first character that cannot be there", "[net][endpoint]") {
    struct {
        std::string_view text;
        std::uint32_t position;
        char letter;
    } const rows[] = {
        {"", 0, '\0'},
        {"tcp", 3, '\0'},
        {"udp://h:1", 1, 'd'},
        {"tcp:/h:1", 5, 'h'},
        {"tcp://", 6, '\0'},
        {"tcp://:1", 6, ':'},
        {"tcp://host", 10, '\0'},
        {"tcp://host:", 11, '\0'},
        {"tcp://ho st:1", 8, ' '},
        {"tcp://ho\0st:1"sv, 8, '\0'},
        {"tcp://host:1x", 12, 'x'},
        {"tcp://host:-1", 11, '-'},
        {"tcp://host:65536", 15, '6'},
        {"tcp://host:99999999999999999999", 15, '9'},
        {"tcp://host:1/", 12, '/'},
        {"tcp://[::1:1", 12, '\0'},
        {"tcp://[::1]", 11, '\0'},
        {"tcp://[::1]1", 11, '1'},
        {"tcp://[::g]:1", 9, 'g'},
        {"tcp://[]:1", 7, ']'},
        {"tcp://[1.2.3.4]:1", 7, '1'},
        {"tcp://[:::1]:1", 7, ':'},
        {"tcp://[fe80::1%]:1", 15, ']'},
        {"tcp://::1:80", 6, ':'},
        {"tcp://h:1 ", 9, ' '},
    };
    for (const auto& row : rows) {
        CAPTURE(row.text);
        const auto got = endpoint::parse(row.text);
        REQUIRE_FALSE(got.has_value());
        CHECK(got.error().code == errc::bad_endpoint);
        CHECK(got.error().during == operation::parse_endpoint);
        CHECK(got.error().position == row.position);
        CHECK(got.error().letter == row.letter);
        CHECK(got.error().native == 0);
    }
}

}  // namespace
