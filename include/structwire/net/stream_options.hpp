// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The options of connected sockets.
#ifndef STRUCTWIRE_NET_STREAM_OPTIONS_HPP
#define STRUCTWIRE_NET_STREAM_OPTIONS_HPP

#include <chrono>

namespace structwire::net {

/// What connect and listener::accept set on every TCP socket. Unix sockets need none of it and get none of it.
///
/// A peer that vanishes without a word (power, cable, firewall) is found in two ways, and with the defaults both take
/// two minutes: a silent connection by keepalive, after `keepalive_idle` + `keepalive_probes` * `keepalive_interval`;
/// one with data on the way by `user_timeout`. The next call then gives errc::unreachable. Deadlines of calls are
/// independent of this and usually shorter.
/// Errors:     values that the system does not take are errc::system_error with EINVAL from connect, open and
///             from_fd: idle and interval are 1 to 32767 s, probes 1 to 127, the user timeout is not negative
/// Source:     tcp(7); RFC 1122 section 4.2.3.6 (keepalive); RFC 5482 (user timeout)
struct stream_options {
    bool no_delay = true;   ///< TCP_NODELAY: a frame is one write already, and waiting for more costs 40 ms
    bool keepalive = true;  ///< asks silent peers whether they are there (SO_KEEPALIVE)
    std::chrono::seconds keepalive_idle{60};      ///< silence before the first probe
    std::chrono::seconds keepalive_interval{15};  ///< between probes
    int keepalive_probes = 4;                     ///< unanswered ones that end the connection; see user_timeout

    /// How long sent data may stay unacknowledged (TCP_USER_TIMEOUT); 0 leaves it to the system, which retries for
    /// about 15 minutes. Where it is not 0 it decides for keepalive, too: probes go on until the peer has been silent
    /// for so long. It also ends a connection attempt that nobody answers, and a peer that is there but has not read
    /// for so long that its window was closed all the time.
    std::chrono::milliseconds user_timeout{120'000};
};

}  // namespace structwire::net

#endif
