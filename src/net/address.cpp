// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Socket addresses: from and to endpoints, and of sockets.
#include "address.hpp"

#include <arpa/inet.h>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <memory>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string>

#include "failure.hpp"

namespace structwire::net::detail {
namespace {

constexpr int keepalive_idle_seconds = 60;
constexpr int keepalive_interval_seconds = 15;
constexpr int keepalive_probes = 4;

std::unexpected<error> resolver_failure(int reason) noexcept {
    if (reason == EAI_SYSTEM) return system_failure(operation::resolve, errno);
    if (reason == EAI_MEMORY) return failure(errc::overload, operation::resolve);
    return failure(errc::unreachable, operation::resolve);
}

// An IPv4 address inside an IPv6 one, or the address as it is.
address unmapped(const address& from) noexcept {
    if (from.family() != AF_INET6) return from;
    sockaddr_in6 wide{};
    std::memcpy(&wide, &from.storage, sizeof wide);
    if (!IN6_IS_ADDR_V4MAPPED(&wide.sin6_addr)) return from;
    sockaddr_in narrow{};
    narrow.sin_family = AF_INET;
    narrow.sin_port = wide.sin6_port;
    std::memcpy(&narrow.sin_addr, wide.sin6_addr.s6_addr + 12, 4);
    address result;
    std::memcpy(&result.storage, &narrow, sizeof narrow);
    result.size = sizeof narrow;
    return result;
}

using ask_for_address = int (*)(int, sockaddr*, socklen_t*);

std::expected<endpoint, error> ask(ask_for_address question, int socket) {
    if (socket < 0) return failure(errc::closed, operation::none);
    address answer;
    if (question(socket, answer.raw(), &answer.size) == 0) return to_endpoint(answer);
    return failure(errno == ENOTCONN ? errc::reset : errc::system_error, operation::none, errno);
}

}  // namespace

std::expected<std::vector<address>, error> resolve(const endpoint& from, bool to_listen) {
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICSERV | (to_listen ? AI_PASSIVE : 0);
    addrinfo* found = nullptr;
    const std::string port = std::to_string(from.port());
    const int reason = ::getaddrinfo(from.host().c_str(), port.c_str(), &hints, &found);
    if (reason != 0) return resolver_failure(reason);
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(found, &::freeaddrinfo);
    std::vector<address> addresses;
    for (const addrinfo* each = found; each != nullptr; each = each->ai_next) {
        address& next = addresses.emplace_back();
        std::memcpy(&next.storage, each->ai_addr, each->ai_addrlen);
        next.size = each->ai_addrlen;
    }
    return addresses;
}

std::expected<endpoint, error> to_endpoint(const address& from) {
    const address shown = unmapped(from);
    char host[NI_MAXHOST];
    char port[NI_MAXSERV];
    const int reason =
        ::getnameinfo(shown.raw(), shown.size, host, sizeof host, port, sizeof port, NI_NUMERICHOST | NI_NUMERICSERV);
    if (reason != 0) return resolver_failure(reason);
    std::uint16_t number = 0;
    std::from_chars(port, port + std::strlen(port), number);
    return endpoint::tcp(host, number);
}

std::expected<endpoint, error> local_endpoint_of(int socket) { return ask(&::getsockname, socket); }

std::expected<endpoint, error> peer_endpoint_of(int socket) { return ask(&::getpeername, socket); }

bool is_self_connected(int socket) noexcept {
    address local;
    address peer;
    if (::getsockname(socket, local.raw(), &local.size) != 0) return false;
    if (::getpeername(socket, peer.raw(), &peer.size) != 0) return false;
    return local.size == peer.size && std::memcmp(&local.storage, &peer.storage, local.size) == 0;
}

std::expected<void, error> set_option(int socket, int level, int name, int value, operation during) noexcept {
    if (::setsockopt(socket, level, name, &value, sizeof value) == 0) return {};
    return system_failure(during, errno);
}

std::expected<void, error> apply(const stream_options& options, int socket, operation during) noexcept {
    const auto set = [&](int level, int name, int value) { return set_option(socket, level, name, value, during); };
    if (auto done = set(IPPROTO_TCP, TCP_NODELAY, options.no_delay ? 1 : 0); !done) return done;
    if (auto done = set(SOL_SOCKET, SO_KEEPALIVE, options.keepalive ? 1 : 0); !done || !options.keepalive) return done;
    if (auto done = set(IPPROTO_TCP, TCP_KEEPIDLE, keepalive_idle_seconds); !done) return done;
    if (auto done = set(IPPROTO_TCP, TCP_KEEPINTVL, keepalive_interval_seconds); !done) return done;
    return set(IPPROTO_TCP, TCP_KEEPCNT, keepalive_probes);
}

}  // namespace structwire::net::detail
