// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The part of server that does not depend on the framing or the handler.
#ifndef STRUCTWIRE_NET_DETAIL_SERVER_CORE_HPP
#define STRUCTWIRE_NET_DETAIL_SERVER_CORE_HPP

#include <structwire/error.hpp>
#include <structwire/net/deadline.hpp>
#include <structwire/net/descriptor.hpp>
#include <structwire/net/listener.hpp>
#include <structwire/net/server_options.hpp>
#include <structwire/net/stream.hpp>

#include <atomic>
#include <expected>
#include <memory>
#include <stop_token>

namespace structwire::net::detail {

/// How a stopping server tells its sessions.
struct drain_state {
    std::stop_token draining;  ///< requested when the server stops: finish what has arrived, then close
    std::stop_token over;      ///< requested when the drain timeout has come: leave at once
    deadline until;            ///< when `over` will be requested; set before `draining` is, read only after it
};

/// One connection with its handler.
class session {
public:
    virtual ~session() = default;

    /// Serves the connection until it ends and says what was done.
    virtual server_statistics run(const drain_state& drain) noexcept = 0;
};

/// Makes the session of an accepted connection; none if the handler could not be made. `owner` is run's.
using session_opener = std::unique_ptr<session> (*)(void* owner, stream&& peer) noexcept;

/// Accepts connections, runs their sessions and ends them in order.
class server_core {
public:
    server_core(listener&& door, const server_options& options) noexcept;

    std::expected<server_statistics, error> run(void* owner, session_opener open);

    void stop() noexcept;

private:
    listener door_;
    server_options options_;
    descriptor wake_;
    std::atomic<bool> stopping_ = false;
    static_assert(std::atomic<bool>::is_always_lock_free, "stop is called from signal handlers");
};

}  // namespace structwire::net::detail

#endif
