// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Socket addresses: from and to endpoints, and of sockets.
#ifndef STRUCTWIRE_SRC_NET_ADDRESS_HPP
#define STRUCTWIRE_SRC_NET_ADDRESS_HPP

#include <structwire/error.hpp>
#include <structwire/net/endpoint.hpp>

#include <cstddef>
#include <cstring>
#include <expected>
#include <sys/socket.h>
#include <vector>

namespace structwire::net::detail {

/// A socket address of any family.
struct address {
    sockaddr_storage storage{};
    socklen_t size = sizeof(sockaddr_storage);

    /// Copies any sockaddr.
    template <class Sockaddr>
    static address copy(const Sockaddr& from, std::size_t size = sizeof(Sockaddr)) noexcept {
        address result;
        std::memcpy(&result.storage, &from, size);
        result.size = static_cast<socklen_t>(size);
        return result;
    }

    [[nodiscard]] int family() const noexcept { return storage.ss_family; }
    [[nodiscard]] sockaddr* raw() noexcept { return reinterpret_cast<sockaddr*>(&storage); }
    [[nodiscard]] const sockaddr* raw() const noexcept { return reinterpret_cast<const sockaddr*>(&storage); }
};

/// All addresses of an endpoint, at least one, in the resolver's order. Paths and abstract names are checked here.
std::expected<std::vector<address>, error> resolve(const endpoint& from, bool to_listen);

/// The address as people write it; IPv4 mapped into IPv6 as IPv4.
std::expected<endpoint, error> to_endpoint(const address& from);

/// The endpoint of a socket's own side.
std::expected<endpoint, error> local_endpoint_of(int socket);

/// The endpoint of a socket's peer.
std::expected<endpoint, error> peer_endpoint_of(int socket);

/// Whether a TCP socket is connected to itself: both ends have the same address and port.
bool is_self_connected(int socket) noexcept;

}  // namespace structwire::net::detail

#endif
