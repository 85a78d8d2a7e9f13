// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Serves one connection in a thread or process of its own.
#ifndef STRUCTWIRE_SRC_NET_BLOCKING_SERVICE_HPP
#define STRUCTWIRE_SRC_NET_BLOCKING_SERVICE_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/net/deadline.hpp>
#include <structwire/net/detail/session.hpp>
#include <structwire/net/endpoint.hpp>
#include <structwire/net/server_options.hpp>
#include <structwire/net/stream.hpp>

#include <cstddef>
#include <expected>
#include <utility>
#include <vector>

#include "peer_limits.hpp"
#include "server_ledger.hpp"

namespace structwire::net::detail {

/// What every connection of a server has in common.
struct service_context {
    const server_options& options;
    server_ledger& ledger;
    int drain;  ///< readable, for ever, from the moment on that the server stops
};

/// Waits where it has to, always for the peer, for the server's stop and for a deadline at the same time.
class blocking_service final : public outlet {
public:
    blocking_service(stream&& peer, const service_context& context)
        : peer_(std::move(peer)), context_(context), room_(room_bytes) {}

    /// Serves until the connection has ended and closes it.
    void run(session& work) noexcept;

    // outlet
    std::expected<void, error> send(output_buffer& output) override;
    [[nodiscard]] std::expected<endpoint, error> peer() const override { return peer_.peer_endpoint(); }

private:
    static constexpr std::size_t room_bytes = 16 * 1024;

    error serve(session& work);
    std::expected<std::size_t, error> receive(session& work);
    void finish(session& work);
    std::expected<void, error> discard_input(const deadline& until);
    std::expected<void, error> wait_for_peer(short events, const deadline& due, operation during);
    std::expected<void, error> wait(short events, const deadline& until, operation during);
    appetite report(session& work, appetite state) noexcept;

    stream peer_;
    const service_context& context_;
    std::vector<std::byte> room_;
    input_clock input_{deadline::clock::now()};
    bool draining_ = false;
    bool waited_ = false;  // to send, while the input was left alone
    bool broken_ = false;  // a read has failed
    bool input_ended_ = false;
    bool drained_dry_ = true;  // the last read did not fill the room: there is hardly more
};

}  // namespace structwire::net::detail

#endif
