// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Everything of the transport: endpoints, connections of frames, and a server.
#ifndef STRUCTWIRE_NET_HPP
#define STRUCTWIRE_NET_HPP

#include <structwire/net/byte_stream.hpp>
#include <structwire/net/connect.hpp>
#include <structwire/net/connection.hpp>
#include <structwire/net/deadline.hpp>
#include <structwire/net/descriptor.hpp>
#include <structwire/net/endpoint.hpp>
#include <structwire/net/listener.hpp>
#include <structwire/net/reply.hpp>
#include <structwire/net/server.hpp>
#include <structwire/net/server_options.hpp>
#include <structwire/net/stream.hpp>

#endif
