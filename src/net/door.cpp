// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// When a server accepts, and when it leaves its listener alone.
#include "door.hpp"

#include <algorithm>
#include <utility>

namespace structwire::net::detail {

std::expected<std::optional<stream>, error> door::accept(std::size_t connections) {
    pause_until_ = deadline::never;
    auto peer = socket_.accept(deadline::in(std::chrono::seconds(0)));
    if (!peer) {
        if (peer.error().code == errc::overload) pause();
        if (peer.error().code == errc::overload || peer.error().code == errc::timed_out) return std::nullopt;
        return std::unexpected(peer.error());
    }
    if (connections < options_.max_connections) return std::optional<stream>(*std::move(peer));
    peer->reset();
    ledger_.add({.refused = 1});
    return std::nullopt;
}

void door::pause() noexcept {
    ledger_.add({.overloads = 1});
    pause_ = std::clamp(pause_ * 2, options_.shortest_pause, options_.longest_pause);
    pause_until_ = deadline::in(pause_);
}

}  // namespace structwire::net::detail
