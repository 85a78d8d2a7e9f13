// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// One connection of the poll style: what it does next, without ever waiting.
#ifndef STRUCTWIRE_SRC_NET_POLLED_CONNECTION_HPP
#define STRUCTWIRE_SRC_NET_POLLED_CONNECTION_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/net/deadline.hpp>
#include <structwire/net/detail/session.hpp>
#include <structwire/net/endpoint.hpp>
#include <structwire/net/server_options.hpp>
#include <structwire/net/stream.hpp>

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <utility>

#include "peer_limits.hpp"
#include "server_ledger.hpp"

namespace structwire::net::detail {

/// Serves, then sends what is left, then waits for the peer's end, then is closed.
class polled_connection final : public outlet {
public:
    using time_point = deadline::clock::time_point;

    polled_connection(stream&& peer, std::unique_ptr<session> work, const server_options& options,
                      server_ledger& ledger, time_point now) noexcept
        : peer_(std::move(peer)), work_(std::move(work)), options_(options), ledger_(ledger), input_(now) {}

    /// Closes the descriptor, in order or with a reset.
    ~polled_connection();

    polled_connection(const polled_connection&) = delete;
    polled_connection& operator=(const polled_connection&) = delete;

    /// Lets the handler speak first.
    void open(time_point now);

    /// Does what can be done now: reads once, handles its share of frames, sends.
    ///
    /// @param room where to receive; what is in it does not outlive the call
    void proceed(bool readable, byte_span room, time_point now);

    /// The server stops: what has arrived is still handled, a frame that has begun may be finished.
    void drain() noexcept;

    /// `due` has come.
    void give_up(time_point now);

    /// Ends it at once, at the end of the drain timeout.
    void abandon() noexcept;

    /// What epoll should watch for: EPOLLIN, EPOLLOUT, both or none.
    [[nodiscard]] std::uint32_t interest() const noexcept;

    /// Whether proceed has something to do without anything new from the peer.
    [[nodiscard]] bool has_more() const noexcept;

    /// When give_up has to be called.
    [[nodiscard]] deadline due() const noexcept;

    /// Whether it has ended. The descriptor is open up to the destructor.
    [[nodiscard]] bool is_closed() const noexcept { return phase_ == phase::closed; }
    [[nodiscard]] int native_handle() const noexcept { return peer_.native_handle(); }

    // outlet
    std::expected<void, error> send(output_buffer& output) override;
    [[nodiscard]] std::expected<endpoint, error> peer() const override { return peer_.peer_endpoint(); }

private:
    enum class phase : std::uint8_t { serving, flushing, lingering, closed };

    void serve(bool readable, byte_span room, time_point now);
    appetite receive(byte_span room);
    void settle(appetite state, time_point now);
    void end(const error& reason, time_point now);
    void flush(time_point now);
    void discard(byte_span room);
    void close(bool in_order) noexcept;
    void cut_off() noexcept;

    stream peer_;
    std::unique_ptr<session> work_;
    const server_options& options_;
    server_ledger& ledger_;
    input_clock input_;
    output_clock output_;
    time_point lingers_since_;
    std::size_t discarded_ = 0;
    phase phase_ = phase::serving;
    bool in_order_ = true;
    bool broken_ = false;        // a read or write has failed
    bool busy_ = false;          // frames that it has received are not handled yet
    bool held_back_ = false;     // its input waits for its output
    bool output_waits_ = false;  // the send buffer did not take everything
    bool input_ended_ = false;
    bool draining_ = false;
    bool dry_ = false;  // while draining: nothing more has arrived
};

}  // namespace structwire::net::detail

#endif
