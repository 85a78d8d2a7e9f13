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
#include <memory>
#include <stop_token>
#include <sys/types.h>

namespace structwire::net {

namespace detail {
class socket_file;
}

/// How to listen.
struct listener_options {
    int backlog = 4096;          ///< connections that wait for accept; the system caps it at its own SOMAXCONN
    bool v6only = false;         ///< an IPv6 listener takes IPv6 only; said explicitly, the systems' defaults differ
    stream_options socket = {};  ///< what is set on every accepted TCP socket
    bool reuse_port = false;     ///< TCP: live listeners that all say so share the port, and the connections to it
    mode_t unix_mode = 0600;     ///< permissions of a unix socket's file: who may write to it may connect
};

/// A listening socket, closed by its destructor.
///
/// Threads:    one thread at a time.
/// Processes:  after a fork both processes hold the socket. The one that shall not serve calls forget, which leaves
///             the file of a unix socket alone.
class listener {
public:
    listener(listener&& other) noexcept;
    listener& operator=(listener&& other) noexcept;
    ~listener();

    /// Binds and listens on the first address of the endpoint's host, or on a unix path or name.
    ///
    /// TCP: a restarted program gets its port back at once (SO_REUSEADDR on every listener); two live listeners never
    /// share one, unless both say reuse_port.
    /// Unix path: the file has the permissions unix_mode before anybody can connect, whatever the process's umask is.
    /// A socket file that nobody listens on any more is replaced; to find out, it is connected to. Anything else
    /// that has the name stays as it is. The file is removed again when the listener is closed, unless somebody has
    /// put another one in its place. Two programs that open the same path in the same instant are not kept
    /// apart: one may take the other's file, not yet listened on, for an old one.
    /// Abstract name: has no permissions, every local process can connect; see stream::peer_credentials.
    /// Errors:     errc::address_in_use, also for a path that is not a socket; errc::unreachable when there is no such
    ///             host or the address is not ours; errc::bad_endpoint for a path that is empty, too long or holds a
    ///             NUL (position in it); errc::overload; errc::system_error otherwise, for example for a port that
    ///             needs privileges or a folder that does not exist
    /// Source:     socket(7), ipv6(7), unix(7)
    /// Example:    `auto door = net::listener::open(*net::endpoint::parse("tcp://127.0.0.1:0"));`
    [[nodiscard]] static std::expected<listener, error> open(const endpoint& at, const listener_options& options = {});

    /// Takes over a socket that listens already, from a parent process for example. Flags and options of the
    /// descriptor are left as they are, and no file is removed at the end.
    ///
    /// accept waits with poll before it accepts, since the descriptor may be a blocking one. One thing remains
    /// there: if another process accepts on the same socket and is quicker, a blocking descriptor holds accept up to
    /// the next connection, past its deadline. Make shared listeners non-blocking before handing them over.
    /// @param socket  TCP or unix, of type stream; closed if it is not usable
    /// @param options only options.socket is used
    /// Errors:     errc::system_error: EBADF, ENOTSOCK, EINVAL when it does not listen or options.socket cannot be,
    ///             EPROTOTYPE when it is no stream socket, EAFNOSUPPORT when it is neither TCP nor unix
    [[nodiscard]] static std::expected<listener, error> from_fd(descriptor socket,
                                                                const listener_options& options = {});

    /// Waits for a connection and takes it.
    ///
    /// Connections that ended before they were taken, and network errors of single connections, are skipped.
    /// @return     the connected stream: blocking, close-on-exec, the listener's options.socket set if it is TCP
    /// Errors:     errc::timed_out and errc::cancelled; errc::overload when out of descriptors or memory, where the
    ///             connection stays in the queue and the caller should wait before the next try; errc::closed
    ///             when this listener is closed; else errc::system_error
    /// Source:     accept(2), section on error handling
    [[nodiscard]] std::expected<stream, error> accept(const deadline& until = deadline::never,
                                                      const std::stop_token& stop = {});

    /// The address that is listened on, with the port that the system chose.
    [[nodiscard]] std::expected<endpoint, error> local_endpoint() const;

    /// Stops listening. Connections that wait in the queue are reset; the file that open made is removed.
    void close() noexcept;

    /// Closes the descriptor and nothing else: for the child of a fork, whose parent goes on listening.
    void forget() noexcept;

    /// Gives the socket away, non-blocking unless it came from from_fd. Its file is not removed any more.
    [[nodiscard]] descriptor release() noexcept;

    /// Whether a socket is held.
    [[nodiscard]] bool is_open() const noexcept { return static_cast<bool>(socket_); }

    /// The socket's number, still owned by the listener; -1 when closed.
    [[nodiscard]] int native_handle() const noexcept { return socket_.get(); }

private:
    listener(descriptor socket, const stream_options& options, int family, bool adopted) noexcept;

    descriptor socket_;
    descriptor wake_;
    std::unique_ptr<detail::socket_file> file_;  // the one that open made
    stream_options options_;
    int family_;
    bool adopted_;
};

}  // namespace structwire::net

#endif
