// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The styles in which each connection has a worker of its own, a thread or a process.
#ifndef STRUCTWIRE_SRC_NET_WORKERS_HPP
#define STRUCTWIRE_SRC_NET_WORKERS_HPP

#include <structwire/error.hpp>
#include <structwire/net/descriptor.hpp>
#include <structwire/net/listener.hpp>
#include <structwire/net/stream.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <expected>

#include "blocking_service.hpp"
#include "door.hpp"
#include "drain_signal.hpp"

namespace structwire::net::detail {

/// What runs the connections. Used by one thread.
class workers {
public:
    virtual ~workers() = default;

    /// Gets hold of the descriptors that the next worker needs besides its connection; false when there are none. Asked
    /// before a connection is accepted, so that at the limit none is accepted only to be closed.
    virtual bool make_ready() = 0;

    /// Serves the connection. False, and it is closed, when the system has no worker to give.
    virtual bool start(stream&& peer) = 0;

    /// Takes leave of the workers that have ended and says how many those were.
    virtual std::size_t reap() = 0;

    /// Ends all that are left, now that the drain timeout has come.
    virtual void finish() = 0;

    /// How long after the drain timeout that is due.
    [[nodiscard]] virtual std::chrono::milliseconds grace() const noexcept = 0;

    [[nodiscard]] virtual std::size_t size() const noexcept = 0;

    /// A descriptor that is readable when reap has something to do.
    [[nodiscard]] virtual int ended() const noexcept = 0;
};

/// What a server's run hands to its style.
struct run_context {
    listener& socket;
    const server_options& options;
    server_ledger& ledger;
    void* owner;
    session_opener open;
    descriptor& wake;  ///< an eventfd that stop wakes
    const std::atomic<bool>& stopping;

    /// In a child: gives up what the server alone uses.
    void leave() const noexcept {
        socket.forget();
        wake.reset();
    }
};

/// Accepts until the server stops, then lets the workers finish.
class worker_loop {
public:
    worker_loop(const run_context& context, workers& staff, drain_signal& drain) noexcept
        : context_(context), staff_(staff), drain_(drain), door_(context.socket, context.options, context.ledger) {}

    std::expected<void, error> run();

private:
    std::expected<void, error> accept_until_stopped();
    std::expected<void, error> accept_some();
    void wait(int door, const deadline& until) noexcept;
    void drain();

    const run_context& context_;
    workers& staff_;
    drain_signal& drain_;
    door door_;
};

/// The styles.
std::expected<void, error> run_threads(const run_context& context);
std::expected<void, error> run_processes(const run_context& context);
std::expected<void, error> run_poll(const run_context& context);

}  // namespace structwire::net::detail

#endif
