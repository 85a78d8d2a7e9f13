// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A server that adds pairs of numbers, and its client, over TCP on this machine.
#include <structwire/framing.hpp>
#include <structwire/net.hpp>
#include <structwire/pack.hpp>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <expected>
#include <thread>

namespace {

using namespace std::chrono_literals;
namespace net = structwire::net;
using messages = structwire::framing<"u16be,limit=1k">;

constexpr structwire::fixed_string question = ">i:left: i:right:";
constexpr structwire::fixed_string answer = ">q:sum:";

// One handler for each connection: called for each frame, in order.
struct adder {
    std::expected<void, structwire::error> operator()(const structwire::frame& in, net::reply& out) const {
        const auto numbers = structwire::try_unpack<question>(in.payload);
        if (!numbers) return std::unexpected(numbers.error());  // ends this connection only
        const std::int64_t left = numbers->get<"left">();
        return out.write(structwire::pack<answer>(left + numbers->get<"right">()));
    }
};

std::expected<std::int64_t, structwire::error> ask(const net::endpoint& at, std::int32_t left, std::int32_t right) {
    const auto until = net::deadline::in(5s);  // for everything that follows
    auto line = net::connect(at, {.until = until});
    if (!line) return std::unexpected(line.error());
    net::connection<messages> peer(*std::move(line));
    if (auto sent = peer.write_frame(structwire::pack<question>(left, right), until); !sent) {
        return std::unexpected(sent.error());
    }
    const auto got = peer.read_frame(until);
    if (!got) return std::unexpected(got.error());
    const auto sum = structwire::try_unpack<answer>(got->payload);
    if (!sum) return std::unexpected(sum.error());
    return sum->get<"sum">();
}

}  // namespace

int main() {
    auto door = net::listener::open(net::endpoint::tcp("127.0.0.1", 0));  // port 0: any that is free
    if (!door) return 1;
    const auto at = door->local_endpoint();
    if (!at) return 1;

    net::server server(*std::move(door), messages{}, [] { return adder{}; });
    std::expected<net::server_statistics, structwire::error> done;
    std::thread serving([&] { done = server.run(); });
    const auto sum = ask(*at, 2'000'000'000, 2'000'000'000);
    server.stop();
    serving.join();

    if (!sum) {
        std::printf("%s\n", structwire::describe(sum.error()).c_str());
        return 1;
    }
    std::printf("%s says %lld\n", at->to_string().c_str(), static_cast<long long>(*sum));
    return *sum == 4'000'000'000 && done ? 0 : 1;
}
