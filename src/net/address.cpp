// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Socket addresses: from and to endpoints, and of sockets.
#include "address.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <netdb.h>
#include <netinet/in.h>
#include <string>
#include <string_view>
#include <sys/un.h>

#include "failure.hpp"

namespace structwire::net::detail {
namespace {

constexpr std::size_t path_begin = offsetof(sockaddr_un, sun_path);

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
    return address::copy(narrow);
}

std::unexpected<error> bad_text(std::string_view text, std::size_t position) noexcept {
    return std::unexpected(error{.code = errc::bad_endpoint,
                                 .during = operation::resolve,
                                 .letter = position < text.size() ? text[position] : '\0',
                                 .position = static_cast<std::uint32_t>(position)});
}

// A path has a NUL behind it, an abstract name has one in front and nothing behind it.
std::expected<address, error> unix_address(const endpoint& from) noexcept {
    const std::string& path = from.path();
    if (path.empty()) return bad_text(path, 0);
    const std::size_t end = std::min(path.find('\0'), path.size());
    if (end > endpoint::most_path_bytes) return bad_text(path, endpoint::most_path_bytes);
    if (end < path.size()) return bad_text(path, end);
    sockaddr_un named{};
    named.sun_family = AF_UNIX;
    std::memcpy(named.sun_path + (from.kind() == endpoint_kind::unix_abstract ? 1 : 0), path.data(), path.size());
    return address::copy(named, path_begin + path.size() + 1);
}

endpoint unix_endpoint(const address& from) {
    sockaddr_un named{};
    const std::size_t size = std::clamp<std::size_t>(from.size, path_begin, sizeof named) - path_begin;
    std::memcpy(&named, &from.storage, path_begin + size);
    if (size != 0 && named.sun_path[0] == '\0') return endpoint::unix_abstract({named.sun_path + 1, size - 1});
    return endpoint::unix_path({named.sun_path, ::strnlen(named.sun_path, size)});
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
    if (from.kind() != endpoint_kind::tcp) {
        const auto only = unix_address(from);
        if (!only) return std::unexpected(only.error());
        return std::vector{*only};
    }
    if (const std::size_t end = from.host().find('\0'); end != std::string::npos) return bad_text(from.host(), end);
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICSERV | (to_listen ? AI_PASSIVE : 0);
    // No name server is asked for what cannot be a name.
    if (from.host().empty() || from.host().find(':') != std::string::npos) hints.ai_flags |= AI_NUMERICHOST;
    addrinfo* found = nullptr;
    const std::string port = std::to_string(from.port());
    const int reason = ::getaddrinfo(from.host().c_str(), port.c_str(), &hints, &found);
    if (reason != 0) return resolver_failure(reason);
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(found, &::freeaddrinfo);
    std::vector<address> addresses;
    for (const addrinfo* each = found; each != nullptr; each = each->ai_next) {
        addresses.push_back(address::copy(*each->ai_addr, each->ai_addrlen));
    }
    return addresses;
}

std::expected<endpoint, error> to_endpoint(const address& from) {
    if (from.family() == AF_UNIX) return unix_endpoint(from);
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
    if (local.family() != AF_INET6) {
        return local.size == peer.size && std::memcmp(&local.storage, &peer.storage, local.size) == 0;
    }
    // The peer's address may carry a flow label that ours does not.
    sockaddr_in6 ours{};
    sockaddr_in6 theirs{};
    std::memcpy(&ours, &local.storage, sizeof ours);
    std::memcpy(&theirs, &peer.storage, sizeof theirs);
    return ours.sin6_port == theirs.sin6_port && IN6_ARE_ADDR_EQUAL(&ours.sin6_addr, &theirs.sin6_addr);
}

}  // namespace structwire::net::detail
