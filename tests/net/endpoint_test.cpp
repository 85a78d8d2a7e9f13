// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of net::endpoint.
#include <structwire/net/endpoint.hpp>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <random>
#include <string>
#include <string_view>

#include "support/catch.hpp"

namespace {

using namespace std::string_view_literals;
using structwire::errc;
using structwire::operation;
using structwire::net::endpoint;
using structwire::net::endpoint_kind;

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

TEST_CASE("endpoint::parse: reads unix paths and names, and to_string writes them back", "[net][endpoint][rule-22]") {
    struct {
        std::string_view text;
        endpoint wanted;
    } const rows[] = {
        {"unix:/run/app.sock", endpoint::unix_path("/run/app.sock")},
        {"unix:app.sock", endpoint::unix_path("app.sock")},
        {"unix:.", endpoint::unix_path(".")},
        {"unix://p", endpoint::unix_path("//p")},
        {"unix: a:b%\xff\n", endpoint::unix_path(" a:b%\xff\n")},
        {"unix-abstract:app", endpoint::unix_abstract("app")},
        {"unix-abstract:/app:1", endpoint::unix_abstract("/app:1")},
    };
    for (const auto& row : rows) {
        CAPTURE(row.text);
        const auto got = endpoint::parse(row.text);
        REQUIRE(got.has_value());
        CHECK(*got == row.wanted);
        CHECK(got->kind() == row.wanted.kind());
        CHECK(got->path() == row.wanted.path());
        CHECK(got->to_string() == row.text);
        CHECK(got->host().empty());
        CHECK(got->port() == 0);
    }
    CHECK(endpoint::unix_path("x") != endpoint::unix_abstract("x"));
    CHECK(endpoint::unix_path("x") != endpoint::tcp("x", 0));
    CHECK(endpoint::tcp("x", 0).kind() == endpoint_kind::tcp);
    CHECK(endpoint::tcp("x", 0).path().empty());
}

TEST_CASE("endpoint::parse: a path or name has at most 107 bytes", "[net][endpoint][rule-22][limits]") {
    for (const std::string scheme : {"unix:", "unix-abstract:"}) {
        for (const std::size_t size : {106U, 107U}) {
            const auto fits = endpoint::parse(scheme + std::string(size, 'p'));
            REQUIRE(fits.has_value());
            CHECK(fits->path().size() == size);
        }
        const auto long_one = endpoint::parse(scheme + std::string(107, 'p') + "qr");
        REQUIRE_FALSE(long_one.has_value());
        CHECK(long_one.error().code == errc::bad_endpoint);
        CHECK(long_one.error().position == scheme.size() + 107);
        CHECK(long_one.error().letter == 'q');
    }
}

TEST_CASE("endpoint: a unix socket without a name is written as what parse refuses", "[net][endpoint]") {
    CHECK(endpoint::unix_path("").to_string() == "unix:");
    CHECK_FALSE(endpoint::parse("unix:").has_value());
}

// Text of pieces that endpoints are made of, so that a good part of it is one.
std::string random_text(std::minstd_rand& random) {
    static constexpr std::string_view pieces[] = {"tcp://",
                                                  "unix:",
                                                  "unix-abstract:",
                                                  "unix",
                                                  "tcp",
                                                  ":",
                                                  "/",
                                                  "[",
                                                  "]",
                                                  "::",
                                                  "1",
                                                  "0",
                                                  "65535",
                                                  "65536",
                                                  "%",
                                                  "a",
                                                  "host",
                                                  "127.0.0.1",
                                                  "fe80::1",
                                                  ".",
                                                  "-",
                                                  "_",
                                                  " ",
                                                  "\0"sv,
                                                  "\xff",
                                                  "long-path-of-thirty-characters-"};
    std::string text;
    for (auto count = random() % 8; count != 0; --count) text += pieces[random() % std::size(pieces)];
    return text;
}

TEST_CASE("endpoint::parse: whatever it takes comes back the same, and what it refuses has a place",
          "[net][endpoint]") {
    std::minstd_rand random(7);
    int taken = 0;
    for (int round = 0; round < 200'000; ++round) {
        const std::string text = random_text(random);
        const auto got = endpoint::parse(text);
        if (got) {
            ++taken;
            const auto again = endpoint::parse(got->to_string());
            if (again != got) FAIL_CHECK("does not come back: " << text);
            continue;
        }
        const auto& why = got.error();
        const char letter = why.position < text.size() ? text[why.position] : '\0';
        if (why.code != errc::bad_endpoint || why.position > text.size() || why.letter != letter) FAIL_CHECK(text);
    }
    CHECK(taken > 1000);
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
        {"xdp://h:1", 0, 'x'},
        {"unix", 4, '\0'},
        {"unix/p", 4, '/'},
        {"unix:", 5, '\0'},
        {"unix:a\0b"sv, 6, '\0'},
        {"unix-", 5, '\0'},
        {"unix-abstracT:n", 12, 'T'},
        {"unix-abstract:", 14, '\0'},
        {"unix-abstract:\0"sv, 14, '\0'},
        {"Unix:/p", 0, 'U'},
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
