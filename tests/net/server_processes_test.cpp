// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tests of net::server with processes: none is left over, none holds what is another's, SIGCHLD is the program's.
#include <structwire/net/server.hpp>

#include <algorithm>
#include <csignal>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <vector>

#include "forked_server.hpp"
#include "process_support.hpp"
#include "support/catch.hpp"

namespace {

using namespace net_support;
using structwire::as_bytes;
using structwire::as_text;
using structwire::errc;
using structwire::frame;
using structwire::net::reply;
using structwire::net::server_options;
using structwire::net::server_style;

constexpr int most_connections = is_sanitized ? 100 : 1000;

struct process_handler {
    std::expected<void, structwire::error> operator()(const frame& in, reply& out) const {
        if (as_text(in.payload) == "crash") ::raise(SIGKILL);
        while (as_text(in.payload) == "hang") ::pause();
        return out.write(as_bytes(std::to_string(::getpid())));
    }
};
constexpr auto processes = [] { return process_handler{}; };

TEST_CASE("server: 1,000 forked connections leave neither zombies nor descriptors", "[net][server][process][rule-19]") {
    forked_server server(processes, {.style = server_style::process, .max_connections = 8});
    auto first = server.dial();
    REQUIRE_FALSE(ask(first, "").starts_with('!'));
    const std::size_t before = descriptors_of(server.number());
    std::vector<client> open;
    std::size_t most_children = 0;
    for (int index = 0; index < most_connections; ++index) {
        open.push_back(server.dial());
        REQUIRE(open.back().write_frame(as_bytes("")));
        if (open.size() < 12) continue;
        most_children = std::max(most_children, children_of(server.number()).size());
        REQUIRE(open.front().read_frame(patience()).has_value());
        open.erase(open.begin());
    }
    for (auto& each : open) {
        REQUIRE(each.read_frame(patience()).has_value());
        each.close();
    }
    CHECK(most_children <= 8);
    CHECK(eventually([&] { return children_of(server.number()).size() == 1; }));
    CHECK(eventually([&] { return descriptors_of(server.number()) == before; }));
    first.close();
    const auto result = server.finish();
    REQUIRE(result.has_value());
    CHECK(result->statistics.connections == most_connections + 1);
    CHECK(result->statistics.frames_sent == most_connections + 1);
    CHECK(result->statistics.handler_failures == 0);
    CHECK(result->statistics.overloads == 0);
}

volatile std::sig_atomic_t ended_children = 0;

// What a program may do about its children.
void ignore_children() { std::signal(SIGCHLD, SIG_IGN); }
void notice_children() {
    std::signal(SIGCHLD, [](int) { ended_children = ended_children + 1; });
}
void reap_children() {
    std::signal(SIGCHLD, [](int) {
        const int kept = errno;
        while (::waitpid(-1, nullptr, WNOHANG) > 0) {
        }
        errno = kept;
    });
}

TEST_CASE("server: leaves SIGCHLD to the program, whatever that does", "[net][server][process][rule-19]") {
    struct habit {
        void (*prepare)();
        const char* disposition;  // the line of /proc/PID/status in which SIGCHLD has to stay
    };
    for (const habit each :
         {habit{ignore_children, "SigIgn:"}, habit{notice_children, "SigCgt:"}, habit{reap_children, "SigCgt:"}}) {
        CAPTURE(each.disposition);
        forked_server server(processes, {.style = server_style::process}, each.prepare);
        auto first = server.dial();
        REQUIRE_FALSE(ask(first, "").starts_with('!'));
        const std::size_t before = descriptors_of(server.number());
        for (int index = 0; index < 60; ++index) {
            auto peer = server.dial();
            if (index % 2 != 0) continue;
            CHECK_FALSE(ask(peer, "").starts_with('!'));
        }
        CHECK(eventually([&] { return children_of(server.number()).size() == 1; }));
        CHECK(eventually([&] { return descriptors_of(server.number()) == before; }));
        const auto dispositions = std::stoull(status_of(server.number(), each.disposition), nullptr, 16);
        CHECK((dispositions >> (SIGCHLD - 1) & 1) == 1);
        first.close();
        const auto result = server.finish();
        REQUIRE(result.has_value());
        CHECK(result->statistics.connections == 61);
        CHECK(result->statistics.overloads == 0);
        CHECK(result->statistics.handler_failures == 0);
    }
}

TEST_CASE("server: a process holds no other connection", "[net][server][process][rule-19]") {
    forked_server server(processes, {.style = server_style::process});
    auto first = server.dial();
    REQUIRE_FALSE(ask(first, "").starts_with('!'));
    auto second = server.dial();
    REQUIRE_FALSE(ask(second, "").starts_with('!'));
    auto third = server.dial();
    REQUIRE_FALSE(ask(third, "").starts_with('!'));
    // Killed, so that nothing but the last close of the descriptor can tell the peer.
    CHECK(ask(second, "crash").starts_with('!'));
    CHECK(ask(first, "crash").starts_with('!'));
    CHECK_FALSE(ask(third, "").starts_with('!'));
}

TEST_CASE("server: a process does not hold the listener", "[net][server][process][rule-19]") {
    const forked_server server(processes, {.style = server_style::process});
    auto stuck = server.dial();
    REQUIRE(stuck.write_frame(as_bytes("hang")));
    REQUIRE(eventually([&] { return children_of(server.number()).size() == 1; }));
    const pid_t child = children_of(server.number()).front();
    const auto sockets = [&] {
        std::size_t count = 0;
        for (const auto& each : std::filesystem::directory_iterator(proc(child, "fd"))) {
            std::error_code gone;
            if (std::filesystem::read_symlink(each.path(), gone).string().starts_with("socket:")) ++count;
        }
        return count;
    };
    std::size_t inherited = 0;  // of the program that runs the tests
    for (const auto& each : std::filesystem::directory_iterator("/proc/self/fd")) {
        std::error_code gone;
        if (std::filesystem::read_symlink(each.path(), gone).string().starts_with("socket:")) ++inherited;
    }
    --inherited;  // the client's end here is not the server's
    CHECK(eventually([&] { return sockets() == inherited + 1; }));
    REQUIRE(::kill(server.number(), SIGKILL) == 0);
    const auto refused = [&] {
        const auto late = structwire::net::connect(server.at(), {.until = patience()});
        return !late && late.error().code == errc::refused;
    };
    CHECK(eventually(refused));
    REQUIRE(::kill(child, SIGKILL) == 0);
}

TEST_CASE("server: processes that serve end in order when the server's process is killed", "[net][server][process]") {
    const forked_server server(processes, {.style = server_style::process});
    auto peer = server.dial();
    REQUIRE_FALSE(ask(peer, "").starts_with('!'));
    REQUIRE(::kill(server.number(), SIGKILL) == 0);
    CHECK(peer.read_frame(patience()).error().code == errc::closed);
}

TEST_CASE("server::run: refuses to fork beside other threads, unless told to", "[net][server][process][rule-19]") {
    const server_options options{.style = server_style::process};
    structwire::net::server server(open_door(), messages{}, processes, options);
    {
        const std::jthread other([](const std::stop_token& stop) {
            while (!stop.stop_requested()) std::this_thread::sleep_for(1ms);
        });
        const auto refused = server.run();
        REQUIRE_FALSE(refused.has_value());
        CHECK(refused.error().code == errc::threads_running);
    }
    forked_server told(processes, {.style = server_style::process, .allow_threads = true},
                       [] { std::thread([] { ::pause(); }).detach(); });
    auto peer = told.dial();
    CHECK_FALSE(ask(peer, "").starts_with('!'));
    peer.close();
    CHECK(told.finish().has_value());
}

}  // namespace
