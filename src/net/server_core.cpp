// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The part of server that does not depend on the framing or the handler.
#include <structwire/net/detail/server_core.hpp>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <poll.h>

#include "failure.hpp"
#include "session_threads.hpp"
#include "wait.hpp"

namespace structwire::net::detail {
namespace {

constexpr std::chrono::milliseconds shortest_pause(5);
constexpr std::chrono::milliseconds longest_pause(1000);

// The state of one run: what it accepts with, and how long it leaves the listener alone.
class accept_loop {
public:
    accept_loop(listener& door, const server_options& options, int wake, void* owner, session_opener open)
        : door_(door),
          options_(options),
          wake_(wake),
          owner_(owner),
          open_(open),
          threads_(options.stack_bytes, wake) {}

    std::expected<void, error> accept_until(const std::atomic<bool>& stopping);
    server_statistics drain();

private:
    std::expected<void, error> accept_one();
    void wait(int door, const deadline& until) noexcept;
    void serve(stream&& peer);
    void pause() noexcept;

    listener& door_;
    const server_options& options_;
    int wake_;
    void* owner_;
    session_opener open_;
    session_threads threads_;
    server_statistics statistics_;
    std::chrono::milliseconds pause_{0};
};

// Waits for a connection, unless `door` is -1, for the end of a session or for stop.
void accept_loop::wait(int door, const deadline& until) noexcept {
    pollfd set[] = {{.fd = wake_, .events = POLLIN, .revents = 0}, {.fd = door, .events = POLLIN, .revents = 0}};
    // Its errors are only the lack of memory for a moment and the deadline: the caller looks around either way.
    [[maybe_unused]] const auto ready = poll_until(set, until, operation::accept);
    forget_wakes(wake_);
    threads_.reap();
}

std::expected<void, error> accept_loop::accept_until(const std::atomic<bool>& stopping) {
    while (!stopping.load()) {
        const bool paused = pause_.count() != 0;
        const bool room = threads_.size() < options_.max_connections;
        wait(room && !paused ? door_.native_handle() : -1, paused ? deadline::in(pause_) : deadline::never);
        if (stopping.load()) break;
        if (threads_.size() >= options_.max_connections) continue;
        if (const auto done = accept_one(); !done) return done;
    }
    return {};
}

std::expected<void, error> accept_loop::accept_one() {
    auto peer = door_.accept(deadline::in(std::chrono::seconds(0)));
    if (peer) {
        pause_ = {};
        serve(*std::move(peer));
        return {};
    }
    if (peer.error().code == errc::timed_out) {
        pause_ = {};
        return {};
    }
    if (peer.error().code != errc::overload) return std::unexpected(peer.error());
    pause();
    return {};
}

// A listener that cannot be served stays readable: without a pause this would be a busy loop.
void accept_loop::pause() noexcept {
    ++statistics_.overloads;
    pause_ = std::clamp(pause_ * 2, shortest_pause, longest_pause);
}

void accept_loop::serve(stream&& peer) {
    ++statistics_.connections;
    auto work = open_(owner_, std::move(peer));
    if (!work) {
        ++statistics_.handler_failures;
        return;
    }
    if (!threads_.start(std::move(work))) pause();
}

server_statistics accept_loop::drain() {
    const deadline until = deadline::in(options_.drain_timeout);
    threads_.start_draining(until);
    threads_.reap();
    while (threads_.size() != 0 && !until.expired()) wait(-1, until);
    threads_.finish();
    statistics_ += threads_.statistics();
    return statistics_;
}

}  // namespace

server_core::server_core(listener&& door, const server_options& options) noexcept
    : door_(std::move(door)), options_(options), wake_(make_wake()) {}

std::expected<server_statistics, error> server_core::run(void* owner, session_opener open) {
    if (!door_.is_open()) return failure(errc::closed, operation::accept);
    if (!wake_) return failure(errc::overload, operation::accept);
    accept_loop loop(door_, options_, wake_.get(), owner, open);
    const auto accepted = loop.accept_until(stopping_);
    door_.close();
    const server_statistics statistics = loop.drain();
    if (!accepted) return std::unexpected(accepted.error());
    return statistics;
}

void server_core::stop() noexcept {
    stopping_.store(true);
    wake_up(wake_.get());
}

}  // namespace structwire::net::detail
