// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A server behind a proxy that says in a header who the client is: the PROXY protocol, version 2, as HAProxy's
/// `send-proxy-v2` and others send it. https://www.haproxy.org/download/2.6/doc/proxy-protocol.txt, section 2.2.
///
///     behind_haproxy                              plays the proxy itself, as a test
///     behind_haproxy --listen tcp://127.0.0.1:0   serves until SIGTERM
#include <structwire/framing.hpp>
#include <structwire/net.hpp>
#include <structwire/pack.hpp>
#include <structwire/pack/variable.hpp>

#include <arpa/inet.h>
#include <array>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <expected>
#include <future>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

namespace {

using namespace std::chrono_literals;
using namespace std::string_view_literals;
using structwire::as_bytes, structwire::byte_view, structwire::errc;
using structwire::pack, structwire::try_unpack, structwire::unpack_prefix;
namespace net = structwire::net;

// 12 bytes of signature and 2 that `opening` describes, then the length of the rest: addresses and extensions. Headers
// are made to fit into 536 bytes, the smallest segment of TCP.
using proxy_header = structwire::framing<"u16be,offset=14,magic=0d0a0d0a000d0a515549540a,limit=536">;
using messages = structwire::framing<"u32be,limit=64k">;  // the protocol itself

constexpr structwire::fixed_string opening = ">12s:signature: {u4}:version: {u4}:command: {u4}:family: {u4}:transport:";
constexpr structwire::fixed_string ipv4 = ">4B:source: 4B:destination: H:source_port: H:destination_port:";
constexpr structwire::fixed_string ipv6 = ">16B:source: 16B:destination: H:source_port: H:destination_port:";
constexpr structwire::fixed_string answer = ">i:pid: H:port: {B:s}:host: {*}:text:";
constexpr std::size_t most_sessions = 256;

using failure = std::bad_expected_access<structwire::error>;  // what value() throws: the end of one connection

template <structwire::fixed_string Format>
net::endpoint source_in(structwire::byte_view addresses, int family) {
    const auto fields = unpack_prefix<Format>(addresses).value().fields;  // behind them: extensions, not needed here
    char text[INET6_ADDRSTRLEN] = {};
    inet_ntop(family, fields.template get<"source">().data(), text, sizeof text);
    return net::endpoint::tcp(text, fields.template get<"source_port">());
}

// Whom a connection is for: nobody but the proxy if it is a health check, or if the header does not say.
net::endpoint client_in(const structwire::frame& header, const net::endpoint& proxy) {
    const auto [signature, version, command, family, transport] = try_unpack<opening>(header.header).value();
    const failure unassigned({.code = errc::bad_prefix, .offset = header.offset});
    if (version != 2 || command > 1) throw unassigned;
    if (command == 0) return proxy;  // LOCAL, whatever the family
    if (family > 3 || transport > 2) throw unassigned;
    if (family == 1 && transport == 1) return source_in<ipv4>(header.payload, AF_INET);
    if (family == 2 && transport == 1) return source_in<ipv6>(header.payload, AF_INET6);
    return proxy;  // datagrams, unix sockets, and what the proxy does not know
}

// Believes the header: see to it that nobody but the proxy can connect.
void serve(net::stream line, const std::stop_token& stop) try {
    const auto proxy = line.peer_endpoint().value();
    net::connection<proxy_header> opened(std::move(line));
    const auto client = client_in(opened.read_frame(net::deadline::in(5s), stop).value(), proxy);
    auto peer = std::move(opened).switch_to(messages{});
    for (;;) {
        const auto got = peer.read_frame(net::deadline::in(60s), stop);
        if (!got && got.error().code == errc::closed) return peer.close_gracefully(net::deadline::in(1s), stop).value();
        const auto text = structwire::as_text(got.value().payload);
        const auto told = structwire::try_pack<answer>(getpid(), client.port(), client.host(), text).value();
        peer.write_frame(told, net::deadline::in(10s), stop).value();
    }
} catch (const failure& reason) {
    std::fprintf(stderr, "%s\n", structwire::describe(reason.error()).c_str());
}

void accept_all(net::listener door, const std::stop_token& stop) {
    std::vector<std::future<void>> sessions;
    for (;;) {
        auto line = door.accept(net::deadline::never, stop);
        std::erase_if(sessions, [](auto& session) { return session.wait_for(0s) == std::future_status::ready; });
        if (!line && line.error().code != errc::overload) return;
        if (!line) std::this_thread::sleep_for(100ms);
        if (!line || sessions.size() == most_sessions) continue;  // one too many is closed
        sessions.push_back(std::async(std::launch::async, serve, *std::move(line), stop));
    }
}

// Sends a header byte by byte and a question behind it. Returns whom the answer is for, nothing if there is none.
std::string client_as_seen(const net::endpoint& at, byte_view start, byte_view addresses) {
    const auto until = net::deadline::in(10s);
    std::string wire;
    (void)structwire::append(wire, structwire::framing<"u16be,offset=14">{}, addresses, start).value();
    (void)structwire::append(wire, messages{}, as_bytes("hello")).value();
    net::connection<messages> peer(net::connect(at, {.until = until}).value());
    for (byte_view rest = as_bytes(wire); !rest.empty(); rest = rest.subspan(1)) {
        const byte_view piece = rest.first(1);
        if (!peer.lower().write_some({&piece, 1}, until)) break;  // refused already
        std::this_thread::sleep_for(100us);                       // so that the server gets it in pieces
    }
    const auto got = peer.read_frame(until);
    if (!got && (got.error().code == errc::closed || got.error().code == errc::reset)) return {};
    const auto told = try_unpack<answer>(got.value().payload).value();
    if (told.get<"text">().str() != "hello") return {};
    return net::endpoint::tcp(told.get<"host">().str(), told.get<"port">()).to_string();
}

bool plays_the_proxy(const net::endpoint& at) {
    const auto seen = [&](unsigned command, unsigned family, byte_view addresses, unsigned version = 2) {
        const auto start =
            structwire::try_pack<opening>("\r\n\r\n\0\r\nQUIT\n"sv, version, command, family / 16, family % 16).value();
        const std::string client = client_as_seen(at, start, addresses);
        std::printf("version %u command %u family %02x, %zu bytes: %s\n", version, command, family, addresses.size(),
                    client.empty() ? "refused" : client.c_str());
        return client;
    };
    const auto from4 = pack<ipv4>({192, 0, 2, 7}, {192, 0, 2, 1}, 50000, 443);
    constexpr std::array<std::uint8_t, 16> host6{0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7};
    const auto from6 = pack<ipv6>(host6, host6, 50000, 443);
    std::vector<std::byte> long4(from4.begin(), from4.end());
    long4.resize(536 - 16);  // as much as there can be behind the addresses
    const auto is_own = [](std::string_view client) { return client.starts_with("tcp://127.0.0.1:"); };

    bool good = seen(1, 0x11, from4) == "tcp://192.0.2.7:50000" && seen(1, 0x21, from6) == "tcp://[2001:db8::7]:50000";
    good = good && seen(1, 0x11, long4) == "tcp://192.0.2.7:50000" && is_own(seen(1, 0x31, long4));
    good = good && is_own(seen(0, 0x00, {})) && is_own(seen(0, 0xff, from4)) && is_own(seen(1, 0x00, {}));
    long4.push_back({});
    good = good && seen(1, 0x11, long4).empty() && seen(1, 0x21, from4).empty();  // sizes
    return good && seen(2, 0x11, from4).empty() && seen(1, 0x41, from4).empty() && seen(1, 0x13, from4).empty() &&
           seen(1, 0x11, from4, 1).empty() && client_as_seen(at, pack<"14s">("GET / HTTP/1.1"), from4).empty();
}

}  // namespace

int main(int argc, char** argv) try {
    const bool is_backend = argc == 3 && argv[1] == "--listen"sv;
    sigset_t ending;
    sigemptyset(&ending);
    sigaddset(&ending, SIGTERM);
    if (is_backend) pthread_sigmask(SIG_BLOCK, &ending, nullptr);  // in every thread: waited for below

    auto door = net::listener::open(net::endpoint::parse(is_backend ? argv[2] : "tcp://127.0.0.1:0").value()).value();
    const auto at = door.local_endpoint().value();
    std::jthread accepting([&](const std::stop_token& stop) { accept_all(std::move(door), stop); });
    if (!is_backend) return plays_the_proxy(at) ? 0 : 1;
    std::printf("%s\n", at.to_string().c_str());
    std::fflush(stdout);
    int signal = 0;
    return sigwait(&ending, &signal);
} catch (const failure& reason) {
    std::puts(structwire::describe(reason.error()).c_str());
    return 1;
}
