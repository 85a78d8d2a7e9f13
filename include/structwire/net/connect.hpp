// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Opening a connection to an endpoint.
#ifndef STRUCTWIRE_NET_CONNECT_HPP
#define STRUCTWIRE_NET_CONNECT_HPP

#include <structwire/error.hpp>
#include <structwire/net/deadline.hpp>
#include <structwire/net/endpoint.hpp>
#include <structwire/net/stream.hpp>

#include <chrono>
#include <expected>
#include <optional>
#include <stop_token>
#include <vector>

namespace structwire::net {

/// An address that could not be connected to, and why.
struct connect_attempt {
    endpoint address;  ///< numeric, or the unix endpoint
    error reason;      ///< that of the whole call, errc::timed_out for example, where the attempt was still going on
};

/// How to connect.
struct connect_options {
    deadline until = deadline::never;                  ///< for all addresses of the host together
    std::stop_token stop = {};                         ///< gives up with errc::cancelled
    std::chrono::milliseconds stagger{250};            ///< an address gets so much time before the next is tried too
    std::optional<endpoint> bind_to = std::nullopt;    ///< our own address; port 0 lets the system choose
    stream_options socket = {};                        ///< what is set on a TCP socket
    std::vector<connect_attempt>* attempts = nullptr;  ///< gets every address's failure, in order
};

/// Connects to the endpoint.
///
/// TCP: the addresses of the host are tried in the resolver's order, but with IPv6 and IPv4 taking turns. The next
/// one starts when an attempt has failed, or `stagger` after the one before, while that goes on. The first that
/// connects wins; the others are closed. So one dead address costs a quarter of a second, not the whole deadline.
/// A socket that came to be connected to itself, which happens on loopback when nobody listens on an ephemeral
/// port, is refused. A full queue of the listener looks like a dead address: the system goes on asking.
/// Unix: a full queue of the listener is waited for, with pauses of 1 ms doubling to 50 ms, since the system has
/// nothing that could be polled for it.
/// Name resolution is the system's: it has neither deadline nor stop (see resolve). Numeric addresses need none. With
/// an expired deadline the addresses are tried up to the first one that has to be waited for.
/// `bind_to` goes with addresses of its own family only; an address of the other one fails with errc::unreachable. The
/// file of a unix path that was bound to stays behind and is the caller's to remove.
/// @return     the connected stream: blocking, close-on-exec, options.socket set
/// Errors:     errc::refused when nobody listens there, also where a unix path does not exist; errc::unreachable when
///             there is no such host or no route, or when the system gave up; errc::timed_out and errc::cancelled;
///             errc::overload when out of descriptors or memory; errc::address_in_use for bind_to; errc::bad_endpoint
///             for a path that is empty, too long or holds a NUL (position in it), and for a bind_to of another kind;
///             else errc::system_error, for example for a unix socket without permission. With several addresses it
///             is the first one's error, but timed_out, cancelled and overload end everything and are returned.
/// Source:     RFC 8305 sections 4 and 5; POSIX connect() (EINTR and EINPROGRESS), tcp(7), unix(7)
/// Example:    `auto peer = net::connect(*at, {.until = net::deadline::in(5s)});`
[[nodiscard]] std::expected<stream, error> connect(const endpoint& to, const connect_options& options = {});

}  // namespace structwire::net

#endif
