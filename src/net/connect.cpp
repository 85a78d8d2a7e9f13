// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Opening a connection to an endpoint.
#include <structwire/net/connect.hpp>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <span>
#include <sys/socket.h>
#include <utility>

#include "address.hpp"
#include "connect_race.hpp"
#include "failure.hpp"
#include "wait.hpp"

namespace structwire::net {
namespace {

using addresses = std::vector<detail::address>;

constexpr std::chrono::milliseconds shortest_pause(1);
constexpr std::chrono::milliseconds longest_pause(50);

// The system neither lets a non-blocking connect wait for a full queue nor says when there is room again.
std::expected<void, error> await_unix(int socket, const detail::address& to, const connect_options& options) {
    descriptor wake;
    for (auto pause = shortest_pause;; pause = std::min(pause * 2, longest_pause)) {
        if (options.stop.stop_requested()) return detail::failure(errc::cancelled, operation::connect);
        if (::connect(socket, to.raw(), to.size) == 0) return {};
        if (errno == ENOENT) return detail::failure(errc::refused, operation::connect, errno);
        if (errno != EAGAIN && errno != EINTR) return detail::system_failure(operation::connect, errno);
        const deadline again = std::min(options.until, deadline::in(pause));
        const auto paused = detail::wait_ready(-1, 0, wake, again, options.stop, operation::connect);
        if (!paused && (paused.error().code != errc::timed_out || options.until.expired())) return paused;
    }
}

std::expected<stream, error> connect_unix(const detail::address& to, std::span<const detail::address> bind_to,
                                          const connect_options& options) {
    auto socket = detail::open_socket_for(to, bind_to, options.socket);
    if (!socket) return std::unexpected(socket.error());
    const auto done = await_unix(socket->get(), to, options);
    if (!done) return std::unexpected(done.error());
    return detail::finish(*std::move(socket));
}

std::expected<addresses, error> own_addresses(const endpoint& to, const std::optional<endpoint>& bind_to) {
    if (!bind_to) return addresses();
    if ((to.kind() == endpoint_kind::tcp) != (bind_to->kind() == endpoint_kind::tcp)) {
        return detail::failure(errc::bad_endpoint, operation::connect);
    }
    return detail::resolve(*bind_to, true);
}

}  // namespace

std::expected<stream, error> connect(const endpoint& to, const connect_options& options) {
    if (options.attempts != nullptr) options.attempts->clear();
    if (options.stop.stop_requested()) return detail::failure(errc::cancelled, operation::connect);
    const auto found = detail::resolve(to, false);
    if (!found) return std::unexpected(found.error());
    const auto own = own_addresses(to, options.bind_to);
    if (!own) return std::unexpected(own.error());
    if (to.kind() != endpoint_kind::tcp) {
        auto result = connect_unix(found->front(), *own, options);
        if (!result && options.attempts != nullptr) options.attempts->push_back({to, result.error()});
        return result;
    }
    const addresses ordered = detail::interleaved(*found);
    detail::connect_race race(ordered, *own, options);
    auto result = race.run();
    if (options.attempts != nullptr) *options.attempts = race.failures();
    return result;
}

}  // namespace structwire::net
