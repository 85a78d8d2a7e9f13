// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of net::server in one thread: nobody starves. What has arrived while a handler holds everything up is handled
/// in an order that depends on nothing but the server's rules.
#include <structwire/net/server.hpp>

#include <algorithm>
#include <atomic>
#include <functional>
#include <latch>
#include <string>
#include <vector>

#include "process_support.hpp"
#include "server_support.hpp"
#include "support/catch.hpp"

namespace {

using namespace net_support;
using structwire::as_bytes;
using structwire::as_text;
using structwire::frame;
using structwire::net::reply;
using structwire::net::server_style;

constexpr int quiet_clients = 99;
constexpr std::size_t share = 16;

// A server whose only thread can be held up; notes the first byte of each frame that it handles.
struct held_server {
    std::latch held{1};
    std::latch released{1};
    std::atomic<int> made = 0;
    std::string handled;
    std::vector<int> made_before;  // connections when each of these was handled
    std::function<void(int)> on_made = [](int) {};

    running_server<std::function<std::function<void(const frame&, reply&)>()>> server{
        open_door(),
        [this]() -> std::function<void(const frame&, reply&)> {
            on_made(++made);
            return [this](const frame& in, reply& out) { handle(in, out); };
        },
        {.style = server_style::poll, .frames_per_wakeup = share, .accepts_per_wakeup = 4, .drain_timeout = 100ms}};
    client gate = server.dial();

    void handle(const frame& in, reply& out) {
        const char first = as_text(in.payload).front();
        if (first == 'h') {
            held.count_down();
            released.wait();
        }
        handled += first;
        made_before.push_back(made);
        if (!out.write(in.payload)) out.close();
    }

    void hold() {
        REQUIRE(gate.write_frame(as_bytes("hold"), patience()));
        held.wait();
    }
};

TEST_CASE("server: one that floods does not keep 99 others waiting", "[net][server][poll][rule-28]") {
    held_server hall;
    auto flooder = hall.server.dial();
    REQUIRE(ask(flooder, "f") == "f");
    std::vector<client> quiet;
    for (int index = 0; index < quiet_clients; ++index) {
        quiet.push_back(hall.server.dial());
        REQUIRE(ask(quiet.back(), "q") == "q");
    }
    hall.hold();
    const std::size_t begin = hall.handled.size();
    for (int index = 0; index < 5000; ++index) REQUIRE(flooder.queue_frame(as_bytes("f")));
    REQUIRE(flooder.flush(patience()));
    for (auto& each : quiet) REQUIRE(each.write_frame(as_bytes("q"), patience()));
    hall.released.count_down();
    for (auto& each : quiet) CHECK(as_text(each.read_frame(patience()).value().payload) == "q");
    for (int index = 0; index < 5000; ++index) REQUIRE(flooder.read_frame(patience()).has_value());
    REQUIRE(hall.server.finish().has_value());
    const std::string order = hall.handled.substr(begin);
    const auto flood_before_last = std::count(order.begin(), order.begin() + std::ptrdiff_t(order.rfind('q')), 'f');
    CHECK(flood_before_last <= std::ptrdiff_t(2 * share));
    CHECK(std::count(order.begin(), order.end(), 'f') == 5000);
}

TEST_CASE("server: connections have their shares by turns", "[net][server][poll][rule-28]") {
    held_server hall;
    auto one = hall.server.dial();
    auto other = hall.server.dial();
    REQUIRE(ask(one, "a") == "a");
    REQUIRE(ask(other, "b") == "b");
    hall.hold();
    const std::size_t begin = hall.handled.size() + 1;  // behind the one that holds
    for (int index = 0; index < 200; ++index) {
        REQUIRE(one.queue_frame(as_bytes("a")));
        REQUIRE(other.queue_frame(as_bytes("b")));
    }
    REQUIRE(one.flush(patience()));
    REQUIRE(other.flush(patience()));
    hall.released.count_down();
    for (int index = 0; index < 200; ++index) {
        REQUIRE(one.read_frame(patience()).has_value());
        REQUIRE(other.read_frame(patience()).has_value());
    }
    REQUIRE(hall.server.finish().has_value());
    // No run of one is longer than its share, as long as the other has something to say.
    const std::string order = hall.handled.substr(begin);
    const std::size_t both = std::min(order.rfind('a'), order.rfind('b'));
    std::size_t longest = 0;
    for (std::size_t first = 0, last = 0; first < both; first = last) {
        last = std::min(order.find_first_not_of(order[first], first), both);
        longest = std::max(longest, last - first);
    }
    CHECK(longest <= 2 * share);
    CHECK(longest >= share);
}

TEST_CASE("server: a crowd at the door does not keep a connection waiting", "[net][server][poll][rule-28]") {
    held_server hall;
    auto inside = hall.server.dial();
    REQUIRE(ask(inside, "i") == "i");
    hall.hold();
    const int before = hall.made;
    std::vector<client> crowd;
    for (int index = 0; index < 100; ++index) crowd.push_back(hall.server.dial());
    REQUIRE(inside.write_frame(as_bytes("i"), patience()));
    // Again when the first of the crowd comes in.
    hall.on_made = [&](int made) {
        if (made == before + 1) [[maybe_unused]]
            const auto sent = inside.write_frame(as_bytes("i"), patience());
    };
    hall.released.count_down();
    for (int index = 0; index < 2; ++index) CHECK(as_text(inside.read_frame(patience()).value().payload) == "i");
    CHECK(eventually([&] { return hall.made == before + 100; }));
    REQUIRE(hall.server.finish().has_value());
    CHECK(hall.made_before.end()[-2] <= before + 2 * 4);
    CHECK(hall.made_before.back() <= before + 50);
}

TEST_CASE("server: while one floods for as long as it likes, another's answers come quickly",
          "[net][server][poll][rule-28]") {
    current_style = server_style::poll;
    running_server server(echo_factory);
    auto flooder = server.dial();
    std::jthread reader([&] {
        while (flooder.read_frame(patience()).has_value()) {
        }
    });
    std::atomic<bool> enough = false;
    std::jthread writer([&] {
        for (int index = 0; !enough; ++index) {
            if (!flooder.queue_frame(as_bytes("flood"))) break;
            if (index % 1000 == 0 && !flooder.flush(patience())) break;
        }
        [[maybe_unused]] const auto ended = flooder.shutdown_write();
    });
    auto quiet = server.dial();
    auto best = clock::duration::max();
    for (int round = 0; round < 200; ++round) {
        const auto begin = clock::now();
        REQUIRE(ask(quiet, "quiet") == "quiet");
        best = std::min<clock::duration>(best, clock::now() - begin);
    }
    enough = true;
    CHECK(best < 5ms);
}

}  // namespace
