// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A server of frames.
#ifndef STRUCTWIRE_NET_SERVER_HPP
#define STRUCTWIRE_NET_SERVER_HPP

#include <structwire/error.hpp>
#include <structwire/framing/frame.hpp>
#include <structwire/framing/framer.hpp>
#include <structwire/net/detail/framed_session.hpp>
#include <structwire/net/detail/server_core.hpp>
#include <structwire/net/listener.hpp>
#include <structwire/net/reply.hpp>
#include <structwire/net/server_options.hpp>
#include <structwire/net/stream.hpp>

#include <concepts>
#include <expected>
#include <memory>
#include <type_traits>
#include <utility>

namespace structwire::net {

/// What a server calls for each frame: `handler(const frame&, reply&)`, returning nothing or
/// `std::expected<void, error>`, where an error ends the connection.
///
/// Optional members: `on_open(reply&)` is called before the first frame (the server speaks first), `on_close(const
/// error& reason)` once at the end: errc::closed when the peer or reply::close ended it, errc::timed_out when it was
/// idle, errc::cancelled when the server stops or the handler threw, else the final state of the connection.
template <class Handler>
concept frame_handler =
    std::move_constructible<Handler> && std::invocable<Handler&, const frame&, reply&> &&
    (std::is_void_v<std::invoke_result_t<Handler&, const frame&, reply&>> ||
     std::same_as<std::invoke_result_t<Handler&, const frame&, reply&>, std::expected<void, error>>);

/// Something that makes a handler for each connection.
template <class Factory>
concept frame_handler_factory =
    std::invocable<Factory&> && frame_handler<std::remove_cvref_t<std::invoke_result_t<Factory&>>>;

/// Accepts connections and gives each its own handler.
///
/// The factory is called in the thread of run, once for each connection and never twice at a time. A handler is
/// called, and destroyed, in the thread of its connection: state inside it needs no lock, state that handlers share
/// does. A handler, factory or hook that throws ends its connection only.
/// A connection ends in good order: sending side ended, the peer's end awaited, closed. Peers beyond
/// max_connections wait in the listener's queue. Without descriptors, memory or threads the server pauses accepting,
/// 5 ms at first and up to 1 s, or until one of its connections ends.
/// Example:
/// ```
/// auto echo = [] { return [](const frame& in, net::reply& out) { return out.write(in.payload); }; };
/// net::server server(*net::listener::open(*at), framing<"u32be,limit=64k">{}, echo);
/// auto statistics = server.run();
/// ```
template <encoding_framer Framer, frame_handler_factory Factory>
class server {
public:
    /// Takes over the listener; nothing is accepted before run.
    server(listener door, Framer rules, Factory factory, const server_options& options = {})
        : rules_(rules), factory_(std::move(factory)), options_(options), core_(std::move(door), options) {}

    server(const server&) = delete;
    server& operator=(const server&) = delete;

    /// Serves until stop is called, then stops listening, lets the connections finish for at most
    /// options.drain_timeout, resets the rest, joins all threads and returns.
    ///
    /// A handler that does not return is waited for.
    /// @return     what was done
    /// Errors:     errc::closed when the listener is closed, also by an earlier run; errc::overload when there was
    ///             no descriptor for stopping; a failure of the listener, after the connections have been drained
    /// Guarantee:  changes no signal disposition or mask; no thread is left behind
    [[nodiscard]] std::expected<server_statistics, error> run() { return core_.run(this, &server::open_session); }

    /// Makes run return; an earlier or repeated call is fine. Safe from other threads and from signal handlers.
    void stop() noexcept { core_.stop(); }

private:
    using handler = std::remove_cvref_t<std::invoke_result_t<Factory&>>;

    static std::unique_ptr<detail::session> open_session(void* owner, stream&& peer) noexcept {
        server& self = *static_cast<server*>(owner);
        try {
            return std::make_unique<detail::framed_session<Framer, handler>>(std::move(peer), self.rules_,
                                                                             self.factory_(), self.options_);
        } catch (...) {
            return nullptr;
        }
    }

    Framer rules_;
    Factory factory_;
    server_options options_;
    detail::server_core core_;
};

}  // namespace structwire::net

#endif
