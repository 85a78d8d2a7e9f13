// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Serves one line: a pipe, a terminal, an open descriptor.
#ifndef STRUCTWIRE_CLI_SERVE_LINE_HPP
#define STRUCTWIRE_CLI_SERVE_LINE_HPP

#include <structwire/framing/any_framing.hpp>
#include <structwire/net/server_statistics.hpp>

#include <stop_token>

#include "cli/channel.hpp"
#include "cli/frame_service.hpp"

namespace structwire::cli {

/// Handles frames until the line ends or a stop is requested; then those that have arrived. What a server does for each
/// of its connections.
[[nodiscard]] net::server_statistics serve_line(channel line, const any_framing& framing, frame_service& service,
                                                const std::stop_token& stop);

}  // namespace structwire::cli

#endif
