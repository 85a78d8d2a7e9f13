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

#include <expected>
#include <stop_token>

namespace structwire::net {

/// How to connect.
struct connect_options {
    deadline until = deadline::never;  ///< for all addresses of the host together
    std::stop_token stop = {};         ///< gives up with errc::cancelled
    stream_options socket = {};        ///< what is set on the socket
};

/// Connects to the first address of the endpoint's host that answers, in the order that the resolver gives.
///
/// A socket that came to be connected to itself, which happens on loopback when nobody listens on an ephemeral
/// port, is refused.
/// Name resolution is the system's: it has neither deadline nor stop. Numeric addresses need none.
/// @return     the connected stream: blocking, close-on-exec, options.socket set
/// Errors:     errc::refused when nobody listens there; errc::unreachable when there is no such host or no route, or
///             when the system gave up; errc::timed_out and errc::cancelled; errc::overload when out of descriptors
///             or memory; else errc::system_error. With several addresses it is the last address's error.
/// Source:     POSIX connect() (EINTR and EINPROGRESS), tcp(7)
/// Example:    `auto peer = net::connect(*at, {.until = net::deadline::in(5s)});`
[[nodiscard]] std::expected<stream, error> connect(const endpoint& to, const connect_options& options = {});

}  // namespace structwire::net

#endif
