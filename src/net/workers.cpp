// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The styles in which each connection has a worker of its own, a thread or a process.
#include "workers.hpp"

#include <algorithm>
#include <poll.h>
#include <utility>

#include "wait.hpp"

namespace structwire::net::detail {

std::expected<void, error> worker_loop::run() {
    const auto accepted = accept_until_stopped();
    context_.socket.close();
    drain();
    return accepted;
}

std::expected<void, error> worker_loop::accept_until_stopped() {
    while (!context_.stopping.load()) {
        const bool open = door_.is_open(staff_.size());
        wait(open ? door_.native_handle() : -1, door_.pause_until());
        if (context_.stopping.load()) break;
        if (staff_.reap() != 0) door_.connection_ended();
        if (auto done = accept_some(); !done) return done;
    }
    return {};
}

std::expected<void, error> worker_loop::accept_some() {
    for (std::size_t count = 0; count < context_.options.accepts_per_wakeup; ++count) {
        if (!door_.is_open(staff_.size())) break;
        if (!staff_.make_ready()) {
            door_.pause();
            break;
        }
        auto peer = door_.accept(staff_.size());
        if (!peer) return std::unexpected(peer.error());
        if (!*peer) break;
        context_.ledger.add({.connections = 1});
        staff_.start(std::move(**peer)) ? door_.connection_served() : door_.pause();
    }
    return {};
}

// Waits for a connection, unless `door` is -1, for the end of a worker or for stop.
void worker_loop::wait(int door, const deadline& until) noexcept {
    pollfd set[] = {{.fd = context_.wake.get(), .events = POLLIN, .revents = 0},
                    {.fd = staff_.ended(), .events = POLLIN, .revents = 0},
                    {.fd = door, .events = POLLIN, .revents = 0}};
    // Its errors are only the lack of memory for a moment and the deadline: the caller looks around either way.
    [[maybe_unused]] const auto ready = poll_until(set, until, operation::accept);
    forget_wakes(context_.wake.get());
}

void worker_loop::drain() {
    const deadline until = deadline::in(context_.options.drain_timeout);
    context_.ledger.drain(until);
    drain_.give();
    staff_.reap();
    const deadline end = deadline::at(until.time() + staff_.grace());
    while (staff_.size() != 0 && !end.expired()) {
        wait(-1, end);
        staff_.reap();
    }
    staff_.finish();
}

}  // namespace structwire::net::detail
