// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of net::resolve. No name but localhost is asked for: there may be no network.
#include <structwire/net/resolve.hpp>

#include <cstdint>
#include <netdb.h>
#include <string>

#include "net_support.hpp"
#include "socket_support.hpp"
#include "support/catch.hpp"

namespace {

using namespace net_support;
using structwire::errc;
using structwire::operation;
using structwire::net::endpoint;
using structwire::net::endpoint_kind;
namespace net = structwire::net;

TEST_CASE("resolve: numeric addresses are their own", "[net][resolve]") {
    for (const endpoint& at :
         {endpoint::tcp("127.0.0.1", 7000), endpoint::tcp("::1", 0), endpoint::tcp("0.0.0.0", 1)}) {
        const auto all = net::resolve(at);
        REQUIRE(all.has_value());
        REQUIRE(all->size() == 1);
        CHECK(all->front() == at);
    }
}

TEST_CASE("resolve: IPv4 mapped into IPv6 is IPv4, and long forms become short", "[net][resolve][rule-23]") {
    CHECK(net::resolve(endpoint::tcp("::ffff:1.2.3.4", 5)).value().front() == endpoint::tcp("1.2.3.4", 5));
    CHECK(net::resolve(endpoint::tcp("2001:DB8:0:0::1", 5)).value().front() == endpoint::tcp("2001:db8::1", 5));
}

TEST_CASE("resolve: scopes are kept", "[net][resolve]") {
    const auto all = net::resolve(endpoint::tcp("fe80::1%lo", 7000));
    REQUIRE(all.has_value());
    CHECK(all->front() == endpoint::tcp("fe80::1%lo", 7000));
    CHECK(endpoint::parse(all->front().to_string()) == all->front());
}

TEST_CASE("resolve: unix endpoints are their own", "[net][resolve]") {
    for (const endpoint& at : {endpoint::unix_path("p"), fresh_name()}) {
        const auto all = net::resolve(at);
        REQUIRE(all.has_value());
        REQUIRE(all->size() == 1);
        CHECK(all->front() == at);
    }
}

TEST_CASE("resolve: a name gives numeric endpoints with its port", "[net][resolve]") {
    addrinfo* known = nullptr;
    const bool resolvable = ::getaddrinfo("localhost", nullptr, nullptr, &known) == 0;
    if (resolvable) ::freeaddrinfo(known);
    const auto all = net::resolve(endpoint::tcp("localhost", 7000));
    REQUIRE(all.has_value() == resolvable);
    if (!resolvable) return;
    CHECK_FALSE(all->empty());
    for (const endpoint& each : *all) {
        CHECK((each.host() == "127.0.0.1" || each.host() == "::1"));
        CHECK(each.port() == 7000);
        CHECK(net::resolve(each).value().front() == each);
    }
}

TEST_CASE("resolve: says why there is no address", "[net][resolve]") {
    for (const std::string host : {"", "::1::2", ":"}) {
        const auto none = net::resolve(endpoint::tcp(host, 1));
        REQUIRE_FALSE(none.has_value());
        CHECK(none.error().code == errc::unreachable);
        CHECK(none.error().during == operation::resolve);
    }
    struct {
        endpoint at;
        std::uint32_t position;
        char letter;
    } const rows[] = {
        {endpoint::tcp(std::string("localhost\0x", 11), 1), 9, '\0'},
        {endpoint::unix_path(""), 0, '\0'},
        {endpoint::unix_path(std::string("a\0b", 3)), 1, '\0'},
        {endpoint::unix_abstract(std::string(108, 'n')), 107, 'n'},
        {endpoint::unix_path(std::string(108, 'p')), 107, 'p'},
    };
    for (const auto& row : rows) {
        const auto none = net::resolve(row.at);
        REQUIRE_FALSE(none.has_value());
        CHECK(none.error().code == errc::bad_endpoint);
        CHECK(none.error().during == operation::resolve);
        CHECK(none.error().position == row.position);
        CHECK(none.error().letter == row.letter);
    }
}

}  // namespace
