// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Everything of the transport: endpoints, connections of frames, and a server.
///
/// - Addresses: net::endpoint. Waiting: net::deadline, and std::stop_token, which every blocking call takes too.
/// - Clients: net::connect gives a net::stream of bytes, net::connection makes frames of it.
/// - Servers: net::listener, and net::server with one handler for each connection.
///
/// Calls block; failures are values (structwire::error with errno in `native`). No signal disposition and no state of
/// the process is touched. Linux; TLS and event loops are beyond it.
#ifndef STRUCTWIRE_NET_HPP
#define STRUCTWIRE_NET_HPP

#include <structwire/net/byte_stream.hpp>
#include <structwire/net/connect.hpp>
#include <structwire/net/connection.hpp>
#include <structwire/net/deadline.hpp>
#include <structwire/net/descriptor.hpp>
#include <structwire/net/endpoint.hpp>
#include <structwire/net/fault_script.hpp>
#include <structwire/net/fd_stream.hpp>
#include <structwire/net/listener.hpp>
#include <structwire/net/memory_stream.hpp>
#include <structwire/net/reply.hpp>
#include <structwire/net/resolve.hpp>
#include <structwire/net/server.hpp>
#include <structwire/net/server_options.hpp>
#include <structwire/net/server_statistics.hpp>
#include <structwire/net/stream.hpp>
#include <structwire/net/stream_options.hpp>

#endif
