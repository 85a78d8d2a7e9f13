// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What a server did.
#ifndef STRUCTWIRE_NET_SERVER_STATISTICS_HPP
#define STRUCTWIRE_NET_SERVER_STATISTICS_HPP

#include <cstdint>

namespace structwire::net {

/// Counts since the server was made, of all its connections together.
struct server_statistics {
    std::uint64_t connections = 0;       ///< connections accepted and not refused
    std::uint64_t refused = 0;           ///< connections closed at once, because the server was full
    std::uint64_t frames_received = 0;   ///< frames given to handlers
    std::uint64_t frames_sent = 0;       ///< frames that handlers wrote
    std::uint64_t framing_errors = 0;    ///< errors of the framing, also those behind which it goes on
    std::uint64_t timeouts = 0;          ///< times that idle_timeout, frame_timeout or write_timeout ended a connection
    std::uint64_t handler_failures = 0;  ///< handlers, factories and hooks that threw, processes that died
    std::uint64_t overloads = 0;  ///< accepts without a descriptor or memory, connections without thread or process
    std::uint64_t drained = 0;    ///< connections that stop() ended in good order
    std::uint64_t resets_at_drain = 0;  ///< connections that were not finished when the drain timeout came

    friend constexpr bool operator==(const server_statistics&, const server_statistics&) = default;
};

}  // namespace structwire::net

#endif
