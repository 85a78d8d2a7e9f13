// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Options of sockets.
#ifndef STRUCTWIRE_SRC_NET_SOCKET_OPTIONS_HPP
#define STRUCTWIRE_SRC_NET_SOCKET_OPTIONS_HPP

#include <structwire/error.hpp>
#include <structwire/net/stream_options.hpp>

#include <expected>

namespace structwire::net::detail {

/// Sets the options on a socket of that family: all of them on TCP, none on unix sockets.
std::expected<void, error> apply(const stream_options& options, int socket, int family, operation during) noexcept;

/// Sets one integer option.
std::expected<void, error> set_option(int socket, int level, int name, int value, operation during) noexcept;

/// Reads one integer option.
std::expected<int, error> get_option(int socket, int level, int name, operation during) noexcept;

}  // namespace structwire::net::detail

#endif
