// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What a server may use and wait for.
#ifndef STRUCTWIRE_NET_SERVER_OPTIONS_HPP
#define STRUCTWIRE_NET_SERVER_OPTIONS_HPP

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace structwire::net {

/// How connections are served at the same time. The handler is the same in all three.
enum class server_style : std::uint8_t {
    thread,   ///< one thread for each connection: handlers may wait
    process,  ///< one process for each connection: handlers may wait, and a crash ends one connection only
    poll,     ///< all in the thread of run, by readiness: thousands of connections; a handler that waits stops them all
};

/// What happens to clients beyond max_connections.
enum class server_full : std::uint8_t {
    wait,    ///< they wait in the listener's queue until a connection ends
    refuse,  ///< they are accepted and closed with a reset, which tells them at once
};

/// The limits of a server. The limits on frames are the framer's alone.
///
/// Every wait for a peer is bounded. Where bytes flow, a bound grows with them: a peer that keeps up `min_rate` is never
/// cut off for being slow, a peer that trickles is.
/// A timeout of 0 allows no waiting at all; for no limit say a long one, `std::chrono::hours(24 * 365)`.
/// The table of all defaults with their reasons is in docs/transport.md.
struct server_options {
    server_style style = server_style::thread;

    /// Connections served at the same time; 0 stands for 256 threads, 64 processes or 4096 polled connections.
    std::size_t max_connections = 0;

    server_full when_full = server_full::wait;

    /// How long a connection may be silent between two frames; inside a frame, and while output waits, it may send or take
    /// nothing for so long too, or for as long as the timeout there where that is longer.
    std::chrono::milliseconds idle_timeout = std::chrono::seconds(60);

    /// How long a frame may take from its first byte to its last, on top of its bytes so far / `min_rate`.
    std::chrono::milliseconds frame_timeout = std::chrono::seconds(20);

    /// How long output may wait for the peer to take it, on top of the bytes taken so far / `min_rate`.
    std::chrono::milliseconds write_timeout = std::chrono::seconds(10);

    /// Bytes per second at which a peer is not yet too slow; 0: time alone counts.
    std::size_t min_rate = 500;

    /// Bytes of output that a connection may hold back. Beyond, its input is left alone until the output is down to
    /// `output_low`; reply::write waits (thread, process) or fails with errc::overload (poll).
    std::size_t output_high = 1024 * 1024;
    std::size_t output_low = 256 * 1024;

    /// Frames that one connection may have handled before it is another one's turn (poll).
    std::size_t frames_per_wakeup = 64;

    /// Connections accepted before it is the others' turn.
    std::size_t accepts_per_wakeup = 16;

    /// How long the listener is left alone for want of descriptors, memory, threads or processes: at first, and at most,
    /// when doubling. It ends early when a connection of this server ends.
    std::chrono::milliseconds shortest_pause = std::chrono::milliseconds(5);
    std::chrono::milliseconds longest_pause = std::chrono::seconds(1);

    /// How long the end of a connection waits for the peer to finish too, so that no reply is lost to a reset. After
    /// stop() it is what is left of drain_timeout.
    std::chrono::milliseconds close_timeout = std::chrono::seconds(1);

    /// How long run goes on after stop to finish frames and to let the peers finish.
    std::chrono::milliseconds drain_timeout = std::chrono::seconds(5);

    /// The stack of a connection's thread in bytes, at least the system's least, 0 for its default (thread).
    std::size_t stack_bytes = 0;

    /// Fork although the process has other threads (process). The handler may then call async-signal-safe functions only
    /// until it executes another program: a lock that another thread held at the fork stays locked.
    bool allow_threads = false;
};

}  // namespace structwire::net

#endif
