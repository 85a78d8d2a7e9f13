// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// One connection of a server: reads frames, calls the handler, ends in order.
#ifndef STRUCTWIRE_NET_DETAIL_FRAMED_SESSION_HPP
#define STRUCTWIRE_NET_DETAIL_FRAMED_SESSION_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/framing/frame.hpp>
#include <structwire/net/connection.hpp>
#include <structwire/net/deadline.hpp>
#include <structwire/net/detail/server_core.hpp>
#include <structwire/net/reply.hpp>
#include <structwire/net/server_options.hpp>
#include <structwire/net/stream.hpp>

#include <chrono>
#include <expected>
#include <type_traits>
#include <utility>

namespace structwire::net::detail {

/// The session of one framing and one type of handler.
template <class Framer, class Handler>
class framed_session final : public session, public reply {
public:
    framed_session(stream&& peer, Framer rules, Handler&& handler, const server_options& options)
        : connection_(std::move(peer), rules), handler_(std::move(handler)), options_(options) {}

    server_statistics run(const drain_state& drain) noexcept override {
        drain_ = &drain;
        error reason{.code = errc::cancelled};
        guard([&] { reason = serve(); });
        if constexpr (requires { handler_.on_close(reason); }) {
            guard([&] { handler_.on_close(std::as_const(reason)); });
        }
        guard([&] { finish(); });
        return statistics_;
    }

    std::expected<void, error> write(byte_view payload, byte_view header) override {
        auto sent = connection_.write_frame(payload, header, deadline::in(options_.write_timeout), drain_->over);
        if (sent) ++statistics_.frames_sent;
        return sent;
    }

    void close() noexcept override { closing_ = true; }

private:
    template <class Action>
    void guard(const Action& action) noexcept {
        try {
            action();
        } catch (...) {
            ++statistics_.handler_failures;
        }
    }

    // Handles frames until the connection has to end, and says why.
    error serve() {
        if constexpr (requires { handler_.on_open(static_cast<reply&>(*this)); }) {
            handler_.on_open(static_cast<reply&>(*this));
        }
        while (!closing_ && !connection_.write_state()) {
            const auto received = next_frame();
            if (!received) return received.error();
            ++statistics_.frames_received;
            if (const auto answered = answer(*received); !answered) return answered.error();
        }
        return connection_.write_state().value_or(error{.code = errc::closed});
    }

    std::expected<void, error> answer(const frame& received) {
        if constexpr (std::is_void_v<std::invoke_result_t<Handler&, const frame&, reply&>>) {
            handler_(received, static_cast<reply&>(*this));
            return {};
        } else {
            return handler_(received, static_cast<reply&>(*this));
        }
    }

    // While the server drains, what has arrived is still handled, and a frame that has begun may be finished.
    std::expected<frame, error> next_frame() {
        const auto received = connection_.read_frame(deadline::in(options_.idle_timeout), drain_->draining);
        if (received || received.error().code != errc::cancelled) return received;
        const auto arrived = connection_.read_frame(deadline::in(std::chrono::seconds(0)), drain_->over);
        if (arrived || arrived.error().code != errc::timed_out) return arrived;
        if (connection_.pending_bytes() == 0) return received;
        return connection_.read_frame(drain_->until, drain_->over);
    }

    void finish() {
        const bool draining = drain_->draining.stop_requested();
        const deadline until = draining ? drain_->until : deadline::in(options_.close_timeout);
        const auto closed = connection_.close_gracefully(until, drain_->over);
        if (!closed && drain_->draining.stop_requested()) ++statistics_.resets_at_drain;
    }

    connection<Framer, stream> connection_;
    Handler handler_;
    const server_options& options_;
    const drain_state* drain_ = nullptr;
    server_statistics statistics_;
    bool closing_ = false;
};

}  // namespace structwire::net::detail

#endif
