// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Options of sockets.
#include "socket_options.hpp"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdint>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "failure.hpp"

namespace structwire::net::detail {
namespace {

// What is out of an int's range is out of the option's, too.
template <class Duration>
int to_int(Duration length) noexcept {
    return static_cast<int>(std::clamp<std::int64_t>(length.count(), INT_MIN, INT_MAX));
}

}  // namespace

std::expected<void, error> set_option(int socket, int level, int name, int value, operation during) noexcept {
    if (::setsockopt(socket, level, name, &value, sizeof value) == 0) return {};
    return system_failure(during, errno);
}

std::expected<int, error> get_option(int socket, int level, int name, operation during) noexcept {
    int value = 0;
    socklen_t size = sizeof value;
    if (::getsockopt(socket, level, name, &value, &size) == 0) return value;
    return system_failure(during, errno);
}

std::expected<void, error> apply(const stream_options& options, int socket, int family, operation during) noexcept {
    if (family == AF_UNIX) return {};
    struct {
        int level;
        int name;
        int value;
        bool wanted;
    } const settings[] = {
        {IPPROTO_TCP, TCP_NODELAY, options.no_delay ? 1 : 0, true},
        {IPPROTO_TCP, TCP_USER_TIMEOUT, to_int(options.user_timeout), true},
        {SOL_SOCKET, SO_KEEPALIVE, options.keepalive ? 1 : 0, true},
        {IPPROTO_TCP, TCP_KEEPIDLE, to_int(options.keepalive_idle), options.keepalive},
        {IPPROTO_TCP, TCP_KEEPINTVL, to_int(options.keepalive_interval), options.keepalive},
        {IPPROTO_TCP, TCP_KEEPCNT, options.keepalive_probes, options.keepalive},
    };
    for (const auto& each : settings) {
        if (!each.wanted) continue;
        if (auto done = set_option(socket, each.level, each.name, each.value, during); !done) return done;
    }
    return {};
}

}  // namespace structwire::net::detail
