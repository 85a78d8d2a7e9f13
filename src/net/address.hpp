// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Socket addresses: from and to endpoints, and of sockets.
#ifndef STRUCTWIRE_SRC_NET_ADDRESS_HPP
#define STRUCTWIRE_SRC_NET_ADDRESS_HPP

#include <structwire/error.hpp>
#include <structwire/net/endpoint.hpp>
#include <structwire/net/stream.hpp>

#include <expected>
#include <sys/socket.h>
#include <vector>

namespace structwire::net::detail {

/// A socket address of any family.
struct address {
    sockaddr_storage storage{};
    socklen_t size = sizeof(sockaddr_storage);

    [[nodiscard]] int family() const noexcept { return storage.ss_family; }
    [[nodiscard]] sockaddr* raw() noexcept { return reinterpret_cast<sockaddr*>(&storage); }
    [[nodiscard]] const sockaddr* raw() const noexcept { return reinterpret_cast<const sockaddr*>(&storage); }
};

/// All addresses of an endpoint's host, at least one, in the resolver's order.
std::expected<std::vector<address>, error> resolve(const endpoint& from, bool to_listen);

/// The address as people write it; IPv4 mapped into IPv6 as IPv4.
std::expected<endpoint, error> to_endpoint(const address& from);

/// The endpoint of a socket's own side.
std::expected<endpoint, error> local_endpoint_of(int socket);

/// The endpoint of a socket's peer.
std::expected<endpoint, error> peer_endpoint_of(int socket);

/// Whether a TCP socket is connected to itself: both ends have the same address and port.
bool is_self_connected(int socket) noexcept;

/// Sets the options on a TCP socket.
std::expected<void, error> apply(const stream_options& options, int socket, operation during) noexcept;

/// Sets one integer option.
std::expected<void, error> set_option(int socket, int level, int name, int value, operation during) noexcept;

}  // namespace structwire::net::detail

#endif
