// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What a server may use and wait for, and what it did.
#ifndef STRUCTWIRE_NET_SERVER_OPTIONS_HPP
#define STRUCTWIRE_NET_SERVER_OPTIONS_HPP

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace structwire::net {

/// How connections are served at the same time.
enum class server_style : std::uint8_t {
    thread,  ///< one thread for each connection
};

/// The limits of a server. The limits on frames are the framer's alone.
struct server_options {
    server_style style = server_style::thread;

    /// Connections served at the same time. Further ones wait in the listener's queue until one ends.
    std::size_t max_connections = 256;

    /// A connection from which no whole frame came for so long ends; a trickle of bytes does not extend it.
    std::chrono::milliseconds idle_timeout = std::chrono::seconds(60);

    /// The longest that one reply::write may take.
    std::chrono::milliseconds write_timeout = std::chrono::seconds(10);

    /// How long the end of a connection waits for the peer to finish too, so that no reply is lost to a reset.
    std::chrono::milliseconds close_timeout = std::chrono::seconds(1);

    /// How long run goes on after stop to finish frames and to let the peers finish.
    std::chrono::milliseconds drain_timeout = std::chrono::seconds(5);

    /// The stack of a connection's thread in bytes, 0 for the system's default.
    std::size_t stack_bytes = 0;
};

/// What a server did, returned by server::run.
struct server_statistics {
    std::uint64_t connections = 0;       ///< connections accepted
    std::uint64_t frames_received = 0;   ///< frames given to handlers
    std::uint64_t frames_sent = 0;       ///< frames written by handlers
    std::uint64_t handler_failures = 0;  ///< handlers, factories and hooks that threw; each ended its connection
    std::uint64_t overloads = 0;         ///< accepts that found no descriptor or memory, connections without a thread
    std::uint64_t resets_at_drain = 0;   ///< connections that were not finished when the drain timeout came

    /// Adds each count.
    constexpr server_statistics& operator+=(const server_statistics& other) noexcept {
        connections += other.connections;
        frames_received += other.frames_received;
        frames_sent += other.frames_sent;
        handler_failures += other.handler_failures;
        overloads += other.overloads;
        resets_at_drain += other.resets_at_drain;
        return *this;
    }

    friend constexpr bool operator==(const server_statistics&, const server_statistics&) = default;
};

}  // namespace structwire::net

#endif
