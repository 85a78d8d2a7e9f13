// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Connecting to the first of several addresses that answers.
#include "connect_race.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <utility>

#include "failure.hpp"
#include "socket_options.hpp"
#include "wait.hpp"

namespace structwire::net::detail {
namespace {

constexpr deadline at_once = deadline::at(deadline::clock::time_point::min());

std::expected<void, error> bind_own_address(int socket, int family, std::span<const address> bind_to) noexcept {
    const auto own = std::ranges::find(bind_to, family, &address::family);
    if (own == bind_to.end()) return failure(errc::unreachable, operation::connect, EAFNOSUPPORT);
    if (family != AF_UNIX) {
        // A port that is chosen when the destination is known can serve for several destinations. Systems that do not
        // know the option have fewer ports to give.
        [[maybe_unused]] const auto late =
            set_option(socket, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, 1, operation::connect);
        // A port that was asked for may still be in TIME_WAIT from an earlier connection.
        auto done = set_option(socket, SOL_SOCKET, SO_REUSEADDR, 1, operation::connect);
        if (!done) return done;
    }
    if (::bind(socket, own->raw(), own->size) == 0) return {};
    return system_failure(operation::connect, errno);
}

}  // namespace

std::vector<address> interleaved(std::span<const address> addresses) {
    const auto of_first_family = [&](const address& each) { return each.family() == addresses.front().family(); };
    const auto end = addresses.end();
    auto first = addresses.begin();
    auto other = addresses.begin();
    std::vector<address> result;
    while (result.size() < addresses.size()) {
        first = std::find_if(first, end, of_first_family);
        if (first != end) result.push_back(*first++);
        other = std::find_if_not(other, end, of_first_family);
        if (other != end) result.push_back(*other++);
    }
    return result;
}

std::expected<descriptor, error> open_socket_for(const address& to, std::span<const address> bind_to,
                                                 const stream_options& options) {
    descriptor socket(::socket(to.family(), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!socket) return system_failure(operation::connect, errno);
    auto done = apply(options, socket.get(), to.family(), operation::connect);
    if (done && !bind_to.empty()) done = bind_own_address(socket.get(), to.family(), bind_to);
    if (!done) return std::unexpected(done.error());
    return socket;
}

std::expected<stream, error> finish(descriptor socket) {
    const int flags = ::fcntl(socket.get(), F_GETFL);
    if (flags < 0 || ::fcntl(socket.get(), F_SETFL, flags & ~O_NONBLOCK) != 0) {
        return system_failure(operation::connect, errno);
    }
    return stream(std::move(socket));
}

std::expected<stream, error> connect_race::run() {
    attempts_.reserve(addresses_.size());
    while (!first(state::connected)) {
        std::expected<void, error> done;
        if (options_.stop.stop_requested()) {
            done = failure(errc::cancelled, operation::connect);
        } else if (attempts_.size() < addresses_.size() && next_.expired()) {
            done = begin_next();
        } else if (first(state::running) != nullptr) {
            done = await_any();
        } else {
            return std::unexpected(attempts_.front().reason);
        }
        if (!done) return give_up(done.error());
    }
    return finish(std::move(first(state::connected)->socket));
}

std::expected<void, error> connect_race::begin_next() {
    const address& to = addresses_[attempts_.size()];
    attempt& next = attempts_.emplace_back();
    next_ = deadline::in(options_.stagger);
    auto socket = open_socket_for(to, bind_to_, options_.socket);
    if (!socket) return fail(next, socket.error());
    next.socket = *std::move(socket);
    if (::connect(next.socket.get(), to.raw(), to.size) == 0) return conclude(next);
    // Interrupted means that the attempt goes on, exactly as in progress: a second connect would be an error.
    if (errno == EINPROGRESS || errno == EINTR) return {};
    return fail(next, system_failure(operation::connect, errno).error());
}

// Waits until an attempt ends or the next address has its turn.
std::expected<void, error> connect_race::await_any() {
    std::vector<pollfd> set;
    std::vector<attempt*> running;
    for (attempt& each : attempts_) {
        if (each.now != state::running) continue;
        set.push_back({.fd = each.socket.get(), .events = POLLOUT, .revents = 0});
        running.push_back(&each);
    }
    set.emplace_back();
    const deadline turn = attempts_.size() < addresses_.size() ? next_ : deadline::never;
    const auto ready = wait_any(set, wake_, std::min(options_.until, turn), options_.stop, operation::connect);
    if (!ready && ready.error().code == errc::timed_out && !options_.until.expired()) return {};
    if (!ready) return ready;
    for (std::size_t index = 0; index < running.size(); ++index) {
        if (set[index].revents == 0) continue;
        if (auto done = conclude(*running[index]); !done) return done;
    }
    return {};
}

// What became of an attempt that has ended.
std::expected<void, error> connect_race::conclude(attempt& ended) noexcept {
    const auto native = get_option(ended.socket.get(), SOL_SOCKET, SO_ERROR, operation::connect);
    if (!native) return fail(ended, native.error());
    if (*native != 0) return fail(ended, system_failure(operation::connect, *native).error());
    if (is_self_connected(ended.socket.get())) return fail(ended, failure(errc::refused, operation::connect).error());
    ended.now = state::connected;
    return {};
}

// Gives the next address its turn, unless the system is out of something that the next would need, too.
std::expected<void, error> connect_race::fail(attempt& which, const error& reason) noexcept {
    which.socket.reset();
    which.now = state::failed;
    which.reason = reason;
    next_ = at_once;
    if (reason.code == errc::overload) return std::unexpected(reason);
    return {};
}

std::unexpected<error> connect_race::give_up(const error& reason) noexcept {
    for (attempt& each : attempts_) {
        if (each.now == state::running) each = {.socket = {}, .now = state::failed, .reason = reason};
    }
    return std::unexpected(reason);
}

connect_race::attempt* connect_race::first(state wanted) noexcept {
    const auto found = std::ranges::find(attempts_, wanted, &attempt::now);
    return found == attempts_.end() ? nullptr : &*found;
}

std::vector<connect_attempt> connect_race::failures() const {
    std::vector<connect_attempt> result;
    for (std::size_t index = 0; index < attempts_.size(); ++index) {
        if (attempts_[index].now != state::failed) continue;
        const auto where = to_endpoint(addresses_[index]);
        result.push_back({where ? *where : endpoint::tcp({}, 0), attempts_[index].reason});
    }
    return result;
}

}  // namespace structwire::net::detail
