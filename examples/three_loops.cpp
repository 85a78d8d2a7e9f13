// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// One handler, served in three ways: a thread or a process for each connection, or all connections in one thread.
///
///     three_loops [thread | process | poll]
#include <structwire/framing.hpp>
#include <structwire/net.hpp>
#include <structwire/pack.hpp>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <expected>
#include <string_view>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace {

using namespace std::chrono_literals;
namespace net = structwire::net;
using messages = structwire::framing<"varint,limit=1k">;

constexpr structwire::fixed_string number = "<q:value:";
constexpr std::string_view greeting = "numbers, please";
constexpr std::size_t connection_count = 40;
constexpr std::int64_t question_count = 25;

// Adds up the numbers of one connection. Nobody else has this object: no lock, in any style.
class adder {
public:
    std::expected<void, structwire::error> on_open(net::reply& out) {
        return out.write(structwire::as_bytes(greeting));
    }

    std::expected<void, structwire::error> operator()(const structwire::frame& in, net::reply& out) {
        const auto given = structwire::try_unpack<number>(in.payload);
        if (!given) return std::unexpected(given.error());          // ends this connection only
        sum_ += static_cast<std::uint64_t>(given->get<"value">());  // unsigned: may wrap
        return out.write(structwire::pack<number>(static_cast<std::int64_t>(sum_)));
    }

private:
    std::uint64_t sum_ = 0;
};
adder make_adder() { return {}; }
using adding_server = net::server<messages, decltype(&make_adder)>;

std::atomic<adding_server*> running = nullptr;  // for the signal handler

// Up to SIGTERM.
int serve(net::listener door, net::server_style style) {
    prctl(PR_SET_PDEATHSIG, SIGTERM);  // without its parent, nobody would stop it
    adding_server server(std::move(door), messages{}, make_adder, {.style = style});
    running = &server;
    struct sigaction on_terminate = {};
    on_terminate.sa_handler = [](int) { running.load()->stop(); };
    sigaction(SIGTERM, &on_terminate, nullptr);
    const auto done = server.run().value();
    return done.connections == connection_count && done.handler_failures == 0 ? 0 : 1;
}

// All connections at the same time, one number after the other on each.
bool sums_are_right(const net::endpoint& at) {
    const auto until = net::deadline::in(30s);
    std::vector<net::connection<messages>> peers;
    while (peers.size() != connection_count) peers.emplace_back(net::connect(at, {.until = until}).value());
    for (auto& peer : peers) {
        if (structwire::as_text(peer.read_frame(until).value().payload) != greeting) return false;
    }
    for (std::int64_t count = 1; count <= question_count; ++count) {
        for (auto& peer : peers) peer.write_frame(structwire::pack<number>(count), until).value();
        for (auto& peer : peers) {
            const auto got = peer.read_frame(until).value();
            const auto sum = structwire::try_unpack<number>(got.payload).value().get<"value">();
            if (sum != count * (count + 1) / 2) return false;
        }
    }
    for (auto& peer : peers) peer.close_gracefully(until).value();
    return true;
}

// Serves in a process of its own, so that processes can be forked there: this program has no threads before.
bool works(std::string_view name, net::server_style style) {
    auto door = net::listener::open(net::endpoint::tcp("127.0.0.1", 0)).value();  // clients may connect from here on
    const auto at = door.local_endpoint().value();
    std::fflush(stdout);
    const pid_t child = fork();
    if (child == -1) return false;
    if (child == 0) _exit(serve(std::move(door), style));
    door.forget();
    const auto start = std::chrono::steady_clock::now();
    const bool good = sums_are_right(at);
    const std::chrono::duration<double, std::milli> spent = std::chrono::steady_clock::now() - start;
    int status = 0;
    kill(child, SIGTERM);
    const bool ended = waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    std::printf("%.*s: %zu clients, %.1f ms\n", static_cast<int>(name.size()), name.data(), connection_count,
                spent.count());
    return good && ended;
}

}  // namespace

int main(int argc, char** argv) try {
    const std::pair<std::string_view, net::server_style> styles[] = {{"thread", net::server_style::thread},
                                                                     {"process", net::server_style::process},
                                                                     {"poll", net::server_style::poll}};
    bool good = true;
    bool known = false;
    for (const auto& [name, style] : styles) {
        if (argc > 1 && name != argv[1]) continue;
        known = true;
        good = works(name, style) && good;
    }
    return known && good ? 0 : 1;
} catch (const std::bad_expected_access<structwire::error>& failure) {
    std::puts(structwire::describe(failure.error()).c_str());
    return 1;
}
