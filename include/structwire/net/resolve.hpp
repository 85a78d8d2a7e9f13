// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// From host names to numeric addresses.
#ifndef STRUCTWIRE_NET_RESOLVE_HPP
#define STRUCTWIRE_NET_RESOLVE_HPP

#include <structwire/error.hpp>
#include <structwire/net/endpoint.hpp>

#include <expected>
#include <vector>

namespace structwire::net {

/// Asks the system for all addresses of an endpoint's host.
///
/// connect and listener::open do this themselves. It is the system's resolver (files, DNS, whatever it is set up to
/// ask), which has **neither deadline nor stop**: a name server that does not answer can hold the call for as long as
/// the system's configuration says, often 10 s and more. Numeric addresses and unix sockets ask nobody. A program
/// that must not wait resolves in a thread of its own and connects to the numeric endpoints.
/// @return     at least one numeric endpoint, in the resolver's order (RFC 6724), each with the port of `from` and
///             with its scope where it has one; IPv4 mapped into IPv6 as IPv4. A unix endpoint is its own address.
/// Errors:     errc::unreachable when there is no such host or nobody could be asked; errc::bad_endpoint for a NUL
///             in the host (position); errc::overload; errc::system_error
/// Source:     POSIX getaddrinfo()
/// Example:    `auto all = net::resolve(*at); if (all) for (const auto& each : *all) log(each.to_string());`
[[nodiscard]] std::expected<std::vector<endpoint>, error> resolve(const endpoint& from);

}  // namespace structwire::net

#endif
