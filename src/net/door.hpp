// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// When a server accepts, and when it leaves its listener alone.
#ifndef STRUCTWIRE_SRC_NET_DOOR_HPP
#define STRUCTWIRE_SRC_NET_DOOR_HPP

#include <structwire/error.hpp>
#include <structwire/net/deadline.hpp>
#include <structwire/net/listener.hpp>
#include <structwire/net/server_options.hpp>
#include <structwire/net/stream.hpp>

#include <chrono>
#include <cstddef>
#include <expected>
#include <optional>

#include "server_ledger.hpp"

namespace structwire::net::detail {

/// A listener that cannot be served stays readable: without a pause that would be a busy loop.
class door {
public:
    door(listener& socket, const server_options& options, server_ledger& ledger) noexcept
        : socket_(socket), options_(options), ledger_(ledger) {}

    /// Whether to wait for connections when so many are open.
    [[nodiscard]] bool is_open(std::size_t connections) const noexcept {
        if (!pause_until_.is_never() && !pause_until_.expired()) return false;
        return connections < options_.max_connections || options_.when_full == server_full::refuse;
    }

    /// When a pause ends; never if there is none.
    [[nodiscard]] const deadline& pause_until() const noexcept { return pause_until_; }

    /// Takes one connection that waits: nothing if there is none, or none that can be had or served now.
    /// Errors: a failure of the listener itself
    std::expected<std::optional<stream>, error> accept(std::size_t connections);

    /// Begins a pause, or a longer one.
    void pause() noexcept;

    /// One of the server's connections has ended: what was missing may be there.
    void connection_ended() noexcept { pause_until_ = deadline::never; }

    /// A connection is served: the next pause is a short one again.
    void connection_served() noexcept {
        pause_ = {};
        pause_until_ = deadline::never;
    }

    [[nodiscard]] int native_handle() const noexcept { return socket_.native_handle(); }

private:
    listener& socket_;
    const server_options& options_;
    server_ledger& ledger_;
    std::chrono::milliseconds pause_{0};
    deadline pause_until_;
};

}  // namespace structwire::net::detail

#endif
