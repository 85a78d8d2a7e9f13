// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// System calls and allocations of a server per frame, exactly, counted in the thread that serves.
#include <structwire/net/server.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "counted_calls.hpp"
#include "server_support.hpp"
#include "support/catch.hpp"

// Of the calling thread; the program's one replacement of operator new is in cost_test.cpp.
namespace structwire::testing {
extern thread_local constinit std::size_t allocations;
}

namespace {

using namespace net_support;
using structwire::as_bytes;
using structwire::as_text;
using structwire::frame;
using structwire::net::reply;

constexpr int questions = 100;

// What its thread did between the frames `start` and `stop`.
struct cost {
    call_counts calls{};
    std::size_t allocations = 0;
};

// Echoes; its peer waits for each answer before it sends the next frame.
struct counting_echo {
    cost* result;
    cost begin{};

    static cost now() { return {calls_so_far(), structwire::testing::allocations}; }

    std::expected<void, structwire::error> operator()(const frame& in, reply& out) {
        if (as_text(in.payload) == "start") begin = now();
        if (as_text(in.payload) == "stop") {
            const cost end = now();
            result->calls = {end.calls.reads - begin.calls.reads, end.calls.writes - begin.calls.writes,
                             end.calls.waits - begin.calls.waits, end.calls.others - begin.calls.others};
            result->allocations = end.allocations - begin.allocations;
        }
        return out.write(in.payload);
    }
};

TEST_CASE("server: an answered frame is one wait, one read, one write and no allocation", "[net][server][cost]") {
    in_each_style();
    cost spent;
    running_server server([&spent] { return counting_echo{&spent}; });
    auto peer = server.dial();
    for (const char* warm_up : {"first", "a question", "start"}) REQUIRE(ask(peer, warm_up) == warm_up);
    for (int count = 1; count < questions; ++count) REQUIRE(ask(peer, "a question") == "a question");
    REQUIRE(ask(peer, "stop") == "stop");
    CHECK(spent.calls == call_counts{.reads = questions, .writes = questions, .waits = questions});
    CHECK(spent.allocations == 0);
}

TEST_CASE("server: frames that came together are answered together", "[net][server][cost]") {
    in_each_style();
    cost spent;
    running_server server([&spent] { return counting_echo{&spent}; });
    auto peer = server.dial();
    REQUIRE(ask(peer, "first") == "first");
    REQUIRE(peer.queue_frame(as_bytes("start")));
    for (int count = 0; count < 10; ++count) REQUIRE(peer.queue_frame(as_bytes("a question")));
    REQUIRE(peer.queue_frame(as_bytes("stop")));
    REQUIRE(peer.flush());
    for (int count = 0; count < 12; ++count) REQUIRE(peer.read_frame(patience()));
    CHECK(spent.calls == call_counts{});
    REQUIRE(peer.queue_frame(as_bytes("start")));
    REQUIRE(peer.flush());
    REQUIRE(peer.read_frame(patience()));
    REQUIRE(ask(peer, "stop") == "stop");
    CHECK(spent.calls == call_counts{.reads = 1, .writes = 1, .waits = 1});
}

}  // namespace
