// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The part of server that does not depend on the framing or the handler.
#ifndef STRUCTWIRE_NET_DETAIL_SERVER_CORE_HPP
#define STRUCTWIRE_NET_DETAIL_SERVER_CORE_HPP

#include <structwire/error.hpp>
#include <structwire/net/descriptor.hpp>
#include <structwire/net/detail/session.hpp>
#include <structwire/net/listener.hpp>
#include <structwire/net/server_options.hpp>
#include <structwire/net/server_statistics.hpp>

#include <atomic>
#include <expected>
#include <memory>

namespace structwire::net::detail {

class server_ledger;

/// Gives back the memory that processes share.
struct ledger_deleter {
    void operator()(server_ledger* shared) const noexcept;
};
using ledger_pointer = std::unique_ptr<server_ledger, ledger_deleter>;

/// Accepts connections, runs their sessions in the style of the options and ends them in order.
class server_core {
public:
    server_core(listener&& door, const server_options& options) noexcept;

    std::expected<server_statistics, error> run(void* owner, session_opener open);

    void stop() noexcept;

    [[nodiscard]] server_statistics statistics() const noexcept;

    [[nodiscard]] const server_options& options() const noexcept { return options_; }

private:
    listener door_;
    server_options options_;
    descriptor wake_;
    ledger_pointer ledger_;
    std::atomic<bool> stopping_ = false;
    static_assert(std::atomic<bool>::is_always_lock_free, "stop is called from signal handlers");
};

}  // namespace structwire::net::detail

#endif
