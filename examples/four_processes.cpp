// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Four server processes on one port: each has a listener of its own, and the system spreads the connections over them.
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
#include <fcntl.h>
#include <map>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace {

using namespace std::chrono_literals;
namespace net = structwire::net;
using messages = structwire::framing<"u16be,limit=1k">;
using notes = structwire::framing<"fixed=2">;  // from a server to its parent: it listens, and where

constexpr structwire::fixed_string answer = ">i:pid:";
constexpr structwire::fixed_string listening = ">H:port:";
constexpr std::size_t process_count = 4;
constexpr std::size_t connection_count = 400;

struct pid_teller {
    std::expected<void, structwire::error> operator()(const structwire::frame&, net::reply& out) const {
        return out.write(structwire::pack<answer>(getpid()));
    }
};
pid_teller make_teller() { return {}; }
using pid_server = net::server<messages, decltype(&make_teller)>;

std::atomic<pid_server*> running = nullptr;  // for the signal handler

// What each process does, up to SIGTERM.
int serve(std::uint16_t port, net::descriptor to_parent) {
    prctl(PR_SET_PDEATHSIG, SIGTERM);  // without its parent, nobody would stop it
    auto door = net::listener::open(net::endpoint::tcp("127.0.0.1", port), {.reuse_port = true}).value();
    port = door.local_endpoint().value().port();
    pid_server server(std::move(door), messages{}, make_teller, {.style = net::server_style::poll});
    running = &server;
    struct sigaction on_terminate = {};
    on_terminate.sa_handler = [](int) { running.load()->stop(); };
    sigaction(SIGTERM, &on_terminate, nullptr);

    net::connection parent(net::fd_stream({}, std::move(to_parent)), notes{});
    parent.write_frame(structwire::pack<listening>(port)).value();
    parent.close();
    (void)server.run().value();
    return 0;
}

// Opens all connections before the first question, so that each server has a hundred or so of them at a time.
std::map<pid_t, std::size_t> ask_everybody(const net::endpoint& at) {
    const auto until = net::deadline::in(30s);
    std::vector<net::connection<messages>> peers;
    while (peers.size() != connection_count) peers.emplace_back(net::connect(at, {.until = until}).value());
    std::map<pid_t, std::size_t> answers;
    for (auto& peer : peers) peer.write_frame(structwire::as_bytes("who?"), until).value();
    for (auto& peer : peers) {
        const auto got = peer.read_frame(until).value();
        ++answers[structwire::try_unpack<answer>(got.payload).value().get<"pid">()];
    }
    return answers;
}

bool stop_in_good_order(pid_t child) {
    int status = 0;
    kill(child, SIGTERM);
    return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

int main() try {
    std::vector<pid_t> children;
    std::uint16_t port = 0;  // the first takes any that is free, the others take the same
    while (children.size() != process_count) {
        int ends[2] = {};
        if (pipe2(ends, O_CLOEXEC) != 0) return 1;
        net::descriptor from_child(ends[0]);
        net::descriptor to_parent(ends[1]);
        const pid_t child = fork();  // this program has no threads
        if (child == -1) return 1;
        if (child == 0) return serve(port, std::move(to_parent));
        children.push_back(child);
        to_parent.reset();  // or the child's end would not be seen
        net::connection note(net::fd_stream(std::move(from_child), {}), notes{});
        const auto got = note.read_frame(net::deadline::in(10s)).value();
        port = structwire::try_unpack<listening>(got.payload).value().get<"port">();
    }

    const auto answers = ask_everybody(net::endpoint::tcp("127.0.0.1", port));
    bool good = true;
    for (const pid_t child : children) {
        const auto found = answers.find(child);
        const std::size_t count = found == answers.end() ? 0 : found->second;
        std::printf("process %d served %zu of %zu connections\n", static_cast<int>(child), count, connection_count);
        good = stop_in_good_order(child) && count != 0 && good;
    }
    return good ? 0 : 1;
} catch (const std::bad_expected_access<structwire::error>& failure) {
    std::puts(structwire::describe(failure.error()).c_str());
    return 1;
}
