// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of connecting to several addresses: a full queue stands for an address that does not answer.
#include "connect_race.hpp"

#include <cerrno>
#include <initializer_list>
#include <string>
#include <vector>

#include "address.hpp"
#include "net_support.hpp"
#include "socket_support.hpp"
#include "support/catch.hpp"

namespace {

using namespace net_support;
using structwire::errc;
using structwire::error;
using structwire::operation;
using structwire::net::connect_attempt;
using structwire::net::deadline;
using structwire::net::endpoint;
namespace net = structwire::net;
namespace detail = structwire::net::detail;

using addresses = std::vector<detail::address>;

detail::address address_of(const endpoint& at) { return detail::resolve(at, false).value().front(); }

addresses addresses_of(std::initializer_list<endpoint> all) {
    addresses result;
    for (const endpoint& each : all) result.push_back(address_of(each));
    return result;
}

// A run and what it left.
struct race_result {
    std::expected<net::stream, error> winner;
    std::vector<connect_attempt> failures;

    race_result(const addresses& to, const net::connect_options& options, const addresses& bind_to = {})
        : race_result(detail::connect_race(to, bind_to, options)) {}

private:
    explicit race_result(detail::connect_race race) : winner(race.run()), failures(race.failures()) {}
};

std::string hosts_of(const addresses& all) {
    std::string text;
    for (const auto& each : all) text += detail::to_endpoint(each).value().host() + " ";
    return text;
}

std::string interleave(std::initializer_list<const char*> hosts) {
    addresses all;
    for (const char* each : hosts) all.push_back(address_of(endpoint::tcp(each, 1)));
    return hosts_of(detail::interleaved(all));
}

TEST_CASE("interleaved: families take turns, beginning with the first's", "[net][connect][rule-31]") {
    CHECK(interleave({}).empty());
    CHECK(interleave({"1.0.0.1"}) == "1.0.0.1 ");
    CHECK(interleave({"::1", "::2", "::3", "1.0.0.1", "1.0.0.2"}) == "::1 1.0.0.1 ::2 1.0.0.2 ::3 ");
    CHECK(interleave({"1.0.0.1", "::1", "::2", "::3"}) == "1.0.0.1 ::1 ::2 ::3 ");
    CHECK(interleave({"::1", "::2", "::3", "1.0.0.1"}) == "::1 1.0.0.1 ::2 ::3 ");
    CHECK(interleave({"1.0.0.1", "::1", "1.0.0.2", "::2"}) == "1.0.0.1 ::1 1.0.0.2 ::2 ");
    CHECK(interleave({"1.0.0.1", "1.0.0.2", "1.0.0.3"}) == "1.0.0.1 1.0.0.2 1.0.0.3 ");
}

TEST_CASE("connect_race: an address that does not answer costs the stagger", "[net][connect][rule-31]") {
    const full_door dead;
    for (const endpoint& family : loopbacks()) {
        auto live = net::listener::open(family).value();
        const auto at = live.local_endpoint().value();
        const std::size_t before = open_descriptors();
        const auto begin = clock::now();
        const race_result got(addresses_of({dead.at, at}), {.until = patience(), .stagger = 40ms});
        CHECK(clock::now() - begin >= 40ms);
        REQUIRE(got.winner.has_value());
        CHECK(got.winner->peer_endpoint().value() == at);
        CHECK(got.failures.empty());  // the loser has not failed
        CHECK(open_descriptors() == before + 1);
        CHECK(live.accept(patience()).has_value());
    }
}

TEST_CASE("connect_race: an address that refuses costs nothing", "[net][connect][rule-31]") {
    auto live = open_door();
    const auto at = live.local_endpoint().value();
    const auto dead = dead_end();
    const auto begin = clock::now();
    const race_result got(addresses_of({dead, at}), {.until = patience(), .stagger = 15s});
    CHECK(clock::now() - begin < 10s);
    REQUIRE(got.winner.has_value());
    CHECK(got.winner->peer_endpoint().value() == at);
    REQUIRE(got.failures.size() == 1);
    CHECK(got.failures[0].address == dead);
    CHECK(got.failures[0].reason.code == errc::refused);
}

TEST_CASE("connect_race: an attempt that fails later gives the next its turn", "[net][connect][rule-31]") {
    const full_door dead;
    auto live = open_door();
    const net::connect_options options{
        .until = patience(), .stagger = 15s, .socket = {.user_timeout = 100ms}};  // the system gives up the first
    const auto begin = clock::now();
    const race_result got(addresses_of({dead.at, live.local_endpoint().value()}), options);
    CHECK(clock::now() - begin < 10s);
    REQUIRE(got.winner.has_value());
    REQUIRE(got.failures.size() == 1);
    CHECK(got.failures[0].reason.code == errc::unreachable);
    CHECK(got.failures[0].reason.native == ETIMEDOUT);
}

TEST_CASE("connect_race: when all fail it is the first one's error, and all are kept", "[net][connect][rule-31]") {
    if (!has_ipv6()) return;
    const auto narrow = dead_end();
    const auto wide = dead_end(endpoint::tcp("::1", 0));
    const addresses own = addresses_of({endpoint::tcp("127.0.0.1", 0)});
    const race_result got(addresses_of({wide, narrow}), {.until = patience()}, own);
    REQUIRE_FALSE(got.winner.has_value());
    CHECK(got.winner.error().code == errc::unreachable);
    CHECK(got.winner.error().native == EAFNOSUPPORT);
    REQUIRE(got.failures.size() == 2);
    CHECK(got.failures[0].address == wide);
    CHECK(got.failures[0].reason == got.winner.error());
    CHECK(got.failures[1].address == narrow);
    CHECK(got.failures[1].reason.code == errc::refused);
    CHECK(got.failures[1].reason.native == ECONNREFUSED);
}

TEST_CASE("connect_race: the deadline is for all addresses together", "[net][connect][rule-31]") {
    const full_door one;
    const full_door two;
    const auto dead = dead_end();
    const std::size_t before = open_descriptors();
    const auto begin = clock::now();
    const race_result got(addresses_of({dead, one.at, two.at}), {.until = deadline::in(60ms), .stagger = 1ms});
    CHECK(clock::now() - begin >= 60ms);
    REQUIRE_FALSE(got.winner.has_value());
    CHECK(got.winner.error().code == errc::timed_out);
    CHECK(got.winner.error().during == operation::connect);
    REQUIRE(got.failures.size() == 3);
    CHECK(got.failures[0].reason.code == errc::refused);
    CHECK(got.failures[1].address == one.at);
    CHECK(got.failures[1].reason.code == errc::timed_out);
    CHECK(got.failures[2].address == two.at);
    CHECK(got.failures[2].reason.code == errc::timed_out);
    CHECK(open_descriptors() == before);
}

TEST_CASE("connect_race: an address that never had its turn has no error", "[net][connect][rule-31]") {
    const full_door dead;
    auto live = open_door();
    const race_result got(addresses_of({dead.at, live.local_endpoint().value()}),
                          {.until = deadline::in(30ms), .stagger = 15s});
    REQUIRE_FALSE(got.winner.has_value());
    CHECK(got.winner.error().code == errc::timed_out);
    CHECK(got.failures.size() == 1);
}

TEST_CASE("connect_race: an expired deadline lets addresses succeed that need no waiting", "[net][connect]") {
    auto live = open_door();
    const race_result got(addresses_of({dead_end(), live.local_endpoint().value()}), {.until = deadline::in(0s)});
    CHECK(got.winner.has_value());
}

TEST_CASE("connect_race: a stop ends all attempts within 10 ms", "[net][connect][rule-16][rule-31]") {
    const full_door one;
    const full_door two;
    const std::size_t before = open_descriptors();
    CHECK(cancelled_within_10_ms([&](const std::stop_token& stop) {
        const race_result got(addresses_of({one.at, two.at}), {.until = patience(), .stop = stop, .stagger = 0ms});
        CHECK(got.winner.error().code == errc::cancelled);
        for (const auto& each : got.failures) CHECK(each.reason.code == errc::cancelled);
    }));
    CHECK(open_descriptors() == before);
}

TEST_CASE("connect_race: without descriptors it ends, whatever addresses are left", "[net][connect][rule-13]") {
    auto live = open_door();
    const addresses all = addresses_of({live.local_endpoint().value(), live.local_endpoint().value()});
    const no_descriptors limit;
    const race_result got(all, {.until = patience()});
    REQUIRE_FALSE(got.winner.has_value());
    CHECK(got.winner.error().code == errc::overload);
    CHECK(got.winner.error().native == EMFILE);
    CHECK(got.failures.size() == 1);
}

TEST_CASE("connect_race: signals neither fail the attempts nor extend the deadline", "[net][connect][rule-09]") {
    const full_door one;
    const full_door two;
    const signal_storm storm;
    const auto begin = clock::now();
    const race_result got(addresses_of({one.at, two.at}), {.until = deadline::in(50ms), .stagger = 5ms});
    CHECK(got.winner.error().code == errc::timed_out);
    CHECK(clock::now() - begin >= 50ms);
    CHECK(clock::now() - begin < 5s);
}

}  // namespace
