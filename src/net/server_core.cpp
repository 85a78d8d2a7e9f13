// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The part of server that does not depend on the framing or the handler.
#include <structwire/net/detail/server_core.hpp>

#include <algorithm>
#include <chrono>
#include <unistd.h>
#include <utility>

#include "failure.hpp"
#include "server_ledger.hpp"
#include "wait.hpp"
#include "workers.hpp"

namespace structwire::net::detail {
namespace {

std::size_t default_connections(server_style style) noexcept {
    switch (style) {
        case server_style::thread: return 256;
        case server_style::process: return 64;
        case server_style::poll: return 4096;
    }
    return 256;
}

// What is longer than a century is cut to that, so that adding it to a point in time cannot overflow.
void bound(std::chrono::milliseconds& timeout) noexcept {
    constexpr std::chrono::milliseconds century = std::chrono::days(36525);
    timeout = std::clamp(timeout, std::chrono::milliseconds(0), century);
}

std::size_t least_stack_bytes() noexcept {
    const long least = ::sysconf(_SC_THREAD_STACK_MIN);
    return static_cast<std::size_t>(std::max(least, 16384L));
}

// Limits of which none makes progress impossible.
server_options completed(server_options options) noexcept {
    if (options.max_connections == 0) options.max_connections = default_connections(options.style);
    options.frames_per_wakeup = std::max<std::size_t>(options.frames_per_wakeup, 1);
    options.accepts_per_wakeup = std::max<std::size_t>(options.accepts_per_wakeup, 1);
    options.output_high = std::max<std::size_t>(options.output_high, 1);
    options.output_low = std::min(options.output_low, options.output_high - 1);
    options.shortest_pause = std::max(options.shortest_pause, std::chrono::milliseconds(1));
    options.longest_pause = std::max(options.longest_pause, options.shortest_pause);
    bound(options.idle_timeout);
    bound(options.frame_timeout);
    bound(options.write_timeout);
    bound(options.close_timeout);
    bound(options.drain_timeout);
    bound(options.longest_pause);
    options.shortest_pause = std::min(options.shortest_pause, options.longest_pause);
    if (options.stack_bytes != 0) options.stack_bytes = std::max(options.stack_bytes, least_stack_bytes());
    return options;
}

std::expected<void, error> run_style(const run_context& context) {
    switch (context.options.style) {
        case server_style::thread: return run_threads(context);
        case server_style::process: return run_processes(context);
        case server_style::poll: return run_poll(context);
    }
    return {};
}

}  // namespace

server_core::server_core(listener&& door, const server_options& options) noexcept
    : door_(std::move(door)), options_(completed(options)), wake_(make_wake()), ledger_(server_ledger::make()) {}

std::expected<server_statistics, error> server_core::run(void* owner, session_opener open) {
    if (!door_.is_open()) return failure(errc::closed, operation::accept);
    if (!wake_ || !ledger_) return failure(errc::overload, operation::accept);
    const run_context context{door_, options_, *ledger_, owner, open, wake_, stopping_};
    const auto done = run_style(context);
    if (!done) return std::unexpected(done.error());
    return statistics();
}

void server_core::stop() noexcept {
    stopping_.store(true);
    wake_up(wake_.get());
}

server_statistics server_core::statistics() const noexcept { return ledger_ ? ledger_->total() : server_statistics(); }

}  // namespace structwire::net::detail
