// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A listening socket.
#include <structwire/net/listener.hpp>

#include <cerrno>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include "address.hpp"
#include "failure.hpp"
#include "wait.hpp"

namespace structwire::net {
namespace {

// Errors of one connection or of the moment, after which the next accept may well succeed: accept(2).
bool concerns_one_connection(int native) noexcept {
    switch (native) {
        case EINTR:
        case ECONNABORTED:
        case EPROTO:
        case EPERM:
        case ENOPROTOOPT:
        case ENETDOWN:
        case EHOSTDOWN:
        case ENONET:
        case EHOSTUNREACH:
        case ENETUNREACH:
        case EOPNOTSUPP:
        case ETIMEDOUT: return true;
        default: return false;
    }
}

std::expected<void, error> prepare(int socket, const detail::address& at, const listener_options& options) noexcept {
    auto done = detail::set_option(socket, SOL_SOCKET, SO_REUSEADDR, 1, operation::listen);
    if (done && at.family() == AF_INET6) {
        done = detail::set_option(socket, IPPROTO_IPV6, IPV6_V6ONLY, options.v6only ? 1 : 0, operation::listen);
    }
    if (!done) return done;
    if (::bind(socket, at.raw(), at.size) == 0 && ::listen(socket, options.backlog) == 0) return {};
    return detail::system_failure(operation::listen, errno);
}

}  // namespace

std::expected<listener, error> listener::open(const endpoint& at, const listener_options& options) {
    const auto addresses = detail::resolve(at, true);
    if (!addresses) return std::unexpected(addresses.error());
    const detail::address& first = addresses->front();
    // Non-blocking: a connection can vanish between poll and accept. It is our own descriptor.
    descriptor socket(::socket(first.family(), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!socket) return detail::system_failure(operation::listen, errno);
    const auto done = prepare(socket.get(), first, options);
    if (!done) return std::unexpected(done.error());
    return listener(std::move(socket), options.socket);
}

std::expected<stream, error> listener::accept(const deadline& until, const std::stop_token& stop) {
    if (!socket_) return detail::failure(errc::closed, operation::accept);
    for (;;) {
        if (stop.stop_requested()) return detail::failure(errc::cancelled, operation::accept);
        descriptor taken(::accept4(socket_.get(), nullptr, nullptr, SOCK_CLOEXEC));
        // Options can fail only on a connection that is gone already; then the next one counts.
        if (taken && detail::apply(options_, taken.get(), operation::accept)) return stream(std::move(taken));
        if (taken || concerns_one_connection(errno)) continue;
        if (errno != EAGAIN && errno != EWOULDBLOCK) return detail::system_failure(operation::accept, errno);
        const auto ready = detail::wait_ready(socket_.get(), POLLIN, wake_, until, stop, operation::accept);
        if (!ready) return std::unexpected(ready.error());
    }
}

std::expected<endpoint, error> listener::local_endpoint() const { return detail::local_endpoint_of(socket_.get()); }

void listener::close() noexcept {
    socket_.reset();
    wake_.reset();
}

}  // namespace structwire::net
