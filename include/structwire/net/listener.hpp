// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A listening socket.
#ifndef STRUCTWIRE_NET_LISTENER_HPP
#define STRUCTWIRE_NET_LISTENER_HPP

#include <structwire/error.hpp>
#include <structwire/net/deadline.hpp>
#include <structwire/net/descriptor.hpp>
#include <structwire/net/endpoint.hpp>
#include <structwire/net/stream.hpp>

#include <expected>
#include <stop_token>
#include <utility>

namespace structwire::net {

/// How to listen.
struct listener_options {
    int backlog = 4096;          ///< connections that wait for accept; the system caps it at its own SOMAXCONN
    bool v6only = false;         ///< an IPv6 listener takes IPv6 only; said explicitly, the systems' defaults differ
    stream_options socket = {};  ///< what is set on every accepted socket
};

/// A listening socket, closed by its destructor.
///
/// Threads:    one thread at a time.
class listener {
public:
    /// Binds and listens on the first address of the endpoint's host.
    ///
    /// A restarted program gets its port back at once (SO_REUSEADDR on every listener); two live listeners never
    /// share one.
    /// Errors:     errc::address_in_use; errc::unreachable when there is no such host or the address is not ours;
    ///             errc::overload; errc::system_error otherwise, for example for a port that needs privileges
    /// Example:    `auto door = net::listener::open(*net::endpoint::parse("tcp://127.0.0.1:0"));`
    [[nodiscard]] static std::expected<listener, error> open(const endpoint& at, const listener_options& options = {});

    /// Waits for a connection and takes it.
    ///
    /// Connections that ended before they were taken, and network errors of single connections, are skipped.
    /// @return     the connected stream: blocking, close-on-exec, the listener's options.socket set
    /// Errors:     errc::timed_out and errc::cancelled; errc::overload when out of descriptors or memory, where the
    ///             connection stays in the queue and the caller should wait before the next try; errc::closed
    ///             when this listener is closed; else errc::system_error
    /// Source:     accept(2), section on error handling
    [[nodiscard]] std::expected<stream, error> accept(const deadline& until = deadline::never,
                                                      const std::stop_token& stop = {});

    /// The address and port that are listened on, with the port that the system chose.
    [[nodiscard]] std::expected<endpoint, error> local_endpoint() const;

    /// Stops listening. Connections that wait in the queue are reset.
    void close() noexcept;

    /// Closes the socket of a forked child; the parent goes on listening.
    void forget() noexcept { close(); }

    /// Whether a socket is held.
    [[nodiscard]] bool is_open() const noexcept { return static_cast<bool>(socket_); }

    /// The socket's number, still owned by the listener; -1 when closed.
    [[nodiscard]] int native_handle() const noexcept { return socket_.get(); }

private:
    listener(descriptor socket, const stream_options& options) noexcept
        : socket_(std::move(socket)), options_(options) {}

    descriptor socket_;
    descriptor wake_;
    stream_options options_;
};

}  // namespace structwire::net

#endif
