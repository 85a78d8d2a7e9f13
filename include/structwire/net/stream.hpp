// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A connected stream socket.
#ifndef STRUCTWIRE_NET_STREAM_HPP
#define STRUCTWIRE_NET_STREAM_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/net/deadline.hpp>
#include <structwire/net/descriptor.hpp>
#include <structwire/net/endpoint.hpp>
#include <structwire/net/stream_options.hpp>

#include <cstddef>
#include <expected>
#include <span>
#include <stop_token>
#include <sys/types.h>
#include <utility>

namespace structwire::net {

/// The process at the other end of a unix socket, at the time it connected or began to listen.
struct credentials {
    pid_t pid;  ///< 0 where that process is not visible from here (another namespace)
    uid_t uid;  ///< its effective user
    gid_t gid;  ///< its effective group
};

/// A connected stream socket, TCP or unix, closed by its destructor. Models byte_stream.
///
/// The descriptor stays blocking. Where a deadline or a stop exists, the call tries first and polls only when it
/// has to wait; where neither exists it is one plain blocking system call.
///
/// Threads:    one thread may read while another writes. Two readers or two writers at a time are not allowed, nor
///             is any use while the stream is moved, closed or destroyed: request a stop, join, then close.
/// Signals:    interrupted calls go on with the time that is left; no write raises SIGPIPE.
class stream {
public:
    /// A closed stream.
    stream() noexcept = default;

    /// Takes over a connected stream socket. Its flags and options are left as they are.
    explicit stream(descriptor socket) noexcept : socket_(std::move(socket)) {}

    /// Receives what is there, waiting for the first byte.
    ///
    /// @param room where to; not empty
    /// @return     how many bytes, 0 when the peer has finished sending
    /// Errors:     errc::timed_out, errc::cancelled, errc::overload (nothing was taken, the call can be repeated);
    ///             errc::reset, which the system reports only once; errc::unreachable when keepalive gave up;
    ///             errc::closed when this stream is closed; else errc::system_error. `native` is errno.
    /// Guarantee:  allocates nothing; opens one eventfd when it first has to wait with a stop token
    [[nodiscard]] std::expected<std::size_t, error> read_some(byte_span room, const deadline& until = deadline::never,
                                                              const std::stop_token& stop = {});

    /// Sends the pieces in order with one system call, waiting until at least one byte goes.
    ///
    /// @param pieces borrowed until return; empty ones are skipped, those after the first 1024 are left over
    /// @return     how many bytes went; fewer than given is normal. 0 only when all pieces are empty
    /// Errors:     as read_some; errc::reset when the peer is gone (EPIPE or ECONNRESET). Success says that the
    ///             bytes went into the send buffer, not that anybody received them: with TCP the first write to a
    ///             peer that has closed succeeds and only a later one fails, with unix sockets the first one fails.
    [[nodiscard]] std::expected<std::size_t, error> write_some(std::span<const byte_view> pieces,
                                                               const deadline& until = deadline::never,
                                                               const std::stop_token& stop = {});

    /// Ends the sending side: the peer reads what was sent and then the end. Reading goes on.
    ///
    /// Errors:     errc::reset when the peer is gone; errc::closed when this stream is closed
    [[nodiscard]] std::expected<void, error> shutdown_write() noexcept;

    /// Closes the socket. Received bytes that were not read make the system send a reset, which can cost the peer
    /// our last bytes: see connection::close_gracefully.
    void close() noexcept;

    /// Closes the socket with a reset: what is not yet sent is thrown away and the peer reads errc::reset.
    ///
    /// Unix sockets have no such thing (SO_LINGER does nothing there), so this is close: the peer reads what was
    /// sent and then the end, or errc::reset if we had not read all of what it sent.
    void reset() noexcept;

    /// Whether a socket is held.
    [[nodiscard]] bool is_open() const noexcept { return static_cast<bool>(socket_); }

    /// Our address and port, or our path or name. IPv4 addresses mapped into IPv6 appear as IPv4; unix sockets
    /// without a name, such as those of most clients, as `unix:`.
    /// Errors:     errc::closed when this stream is closed; else errc::system_error
    [[nodiscard]] std::expected<endpoint, error> local_endpoint() const;

    /// The peer's address, as local_endpoint. errc::reset when the peer of a TCP connection is gone.
    [[nodiscard]] std::expected<endpoint, error> peer_endpoint() const;

    /// Who is at the other end of a unix socket, as the system vouches for it: process, user and group of the moment
    /// in which the peer called connect, or listen if the peer accepted us.
    ///
    /// Abstract names have no permissions: every process of the network namespace may connect to them, so a server on
    /// one that serves its own user only must ask here. A process id says little: the process may have ended, or have
    /// handed the socket on.
    /// Errors:     errc::closed when this stream is closed; errc::system_error with EOPNOTSUPP where the socket is not
    ///             a unix one
    /// Source:     unix(7), SO_PEERCRED
    [[nodiscard]] std::expected<credentials, error> peer_credentials() const noexcept;

    /// The socket's number, still owned by the stream; -1 when closed.
    [[nodiscard]] int native_handle() const noexcept { return socket_.get(); }

private:
    descriptor socket_;
    descriptor read_wake_;   // one eventfd for each direction, so that a reader and a writer cannot take
    descriptor write_wake_;  // each other's wake-up
};

}  // namespace structwire::net

#endif
