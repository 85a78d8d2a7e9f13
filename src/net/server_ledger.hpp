// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What the threads or processes of a server share: counts, and the news that the server stops.
#ifndef STRUCTWIRE_SRC_NET_SERVER_LEDGER_HPP
#define STRUCTWIRE_SRC_NET_SERVER_LEDGER_HPP

#include <structwire/net/deadline.hpp>
#include <structwire/net/detail/server_core.hpp>
#include <structwire/net/server_statistics.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>

namespace structwire::net::detail {

/// Lies in memory that forked processes share, so it holds no pointer and needs no lock.
class server_ledger {
public:
    /// None without memory.
    static ledger_pointer make() noexcept;

    void add(const server_statistics& counts) noexcept;

    [[nodiscard]] server_statistics total() const noexcept;

    /// When the connections have to be finished; never while the server serves. The steady clock is the same in all
    /// processes.
    [[nodiscard]] deadline drain_until() const noexcept {
        return deadline::at(deadline::clock::time_point(deadline::clock::duration(drain_until_.load())));
    }

    [[nodiscard]] bool is_draining() const noexcept { return !drain_until().is_never(); }

    void drain(const deadline& until) noexcept { drain_until_.store(until.time().time_since_epoch().count()); }

private:
    using counter = std::atomic<std::uint64_t>;
    static_assert(counter::is_always_lock_free && std::atomic<std::int64_t>::is_always_lock_free);

    std::array<counter, 10> counters_{};
    std::atomic<std::int64_t> drain_until_ = deadline::clock::time_point::max().time_since_epoch().count();
};

}  // namespace structwire::net::detail

#endif
