// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Opening a connection to an endpoint.
#include <structwire/net/connect.hpp>

#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>

#include "address.hpp"
#include "failure.hpp"
#include "wait.hpp"

namespace structwire::net {
namespace {

// What became of a connection attempt that went on in the background.
std::expected<void, error> outcome(int socket) noexcept {
    int native = 0;
    socklen_t size = sizeof native;
    if (::getsockopt(socket, SOL_SOCKET, SO_ERROR, &native, &size) != 0) native = errno;
    if (native != 0) return detail::system_failure(operation::connect, native);
    return {};
}

std::expected<void, error> await_connection(int socket, const detail::address& to, const connect_options& options) {
    if (::connect(socket, to.raw(), to.size) == 0) return {};
    // Interrupted means that the attempt goes on, exactly as in progress: a second connect would be an error.
    if (errno != EINPROGRESS && errno != EINTR) return detail::system_failure(operation::connect, errno);
    descriptor wake;
    const auto ready = detail::wait_ready(socket, POLLOUT, wake, options.until, options.stop, operation::connect);
    if (!ready) return ready;
    return outcome(socket);
}

std::expected<void, error> make_blocking(int socket) noexcept {
    const int flags = ::fcntl(socket, F_GETFL);
    if (flags >= 0 && ::fcntl(socket, F_SETFL, flags & ~O_NONBLOCK) == 0) return {};
    return detail::system_failure(operation::connect, errno);
}

std::expected<stream, error> connect_to(const detail::address& to, const connect_options& options) {
    if (options.stop.stop_requested()) return detail::failure(errc::cancelled, operation::connect);
    descriptor socket(::socket(to.family(), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!socket) return detail::system_failure(operation::connect, errno);
    auto done = detail::apply(options.socket, socket.get(), operation::connect);
    if (done) done = await_connection(socket.get(), to, options);
    if (done) done = make_blocking(socket.get());
    if (!done) return std::unexpected(done.error());
    if (detail::is_self_connected(socket.get())) return detail::failure(errc::refused, operation::connect);
    return stream(std::move(socket));
}

bool gives_up(const error& reason) noexcept {
    return reason.code == errc::timed_out || reason.code == errc::cancelled || reason.code == errc::overload;
}

}  // namespace

std::expected<stream, error> connect(const endpoint& to, const connect_options& options) {
    const auto addresses = detail::resolve(to, false);
    if (!addresses) return std::unexpected(addresses.error());
    std::expected<stream, error> result = detail::failure(errc::unreachable, operation::resolve);
    for (const detail::address& each : *addresses) {
        result = connect_to(each, options);
        if (result || gives_up(result.error())) break;
    }
    return result;
}

}  // namespace structwire::net
