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
#include <structwire/net/detail/session.hpp>
#include <structwire/net/listener.hpp>
#include <structwire/net/reply.hpp>
#include <structwire/net/server_options.hpp>
#include <structwire/net/server_statistics.hpp>

#include <concepts>
#include <expected>
#include <memory>
#include <type_traits>
#include <utility>

namespace structwire::net {

/// What a server calls for each frame: `handler(const frame&, reply&)`, returning nothing or
/// `std::expected<void, error>`, where an error ends the connection. The frame is valid during the call.
///
/// Optional members:
/// - `on_open(reply&)` is called before the first frame: the server speaks first.
/// - `on_error(const error&, reply&)` is called for each error of the framing, also for those behind which a framing with
///   `resync` goes on.
/// - `on_close(const error& reason)` is called once at the end: errc::closed when the peer or reply::close ended it,
///   errc::timed_out when a limit of server_options did, errc::cancelled when the server stops or the handler threw,
///   errc::truncated, errc::reset, an error of the framing, or what the handler returned.
template <class Handler>
concept frame_handler =
    std::move_constructible<Handler> && std::invocable<Handler&, const frame&, reply&> &&
    (std::is_void_v<std::invoke_result_t<Handler&, const frame&, reply&>> ||
     std::same_as<std::invoke_result_t<Handler&, const frame&, reply&>, std::expected<void, error>>);

/// Something that makes a handler for each connection.
template <class Factory>
concept frame_handler_factory =
    std::invocable<Factory&> && frame_handler<std::remove_cvref_t<std::invoke_result_t<Factory&>>>;

/// Accepts connections and gives each its own handler, in the style of the options: a thread or a process for each
/// connection, or all in one thread by readiness. The handler's source is the same in all three.
///
/// | | thread | process | poll |
/// |---|---|---|---|
/// | a handler that waits holds up | itself | itself | everybody |
/// | a handler that crashes ends | the program | its connection | the program |
/// | what handlers share | needs a lock | is not shared | needs no lock |
/// | the factory and `on_open` run in | run's thread, the connection's | the child | run's thread |
/// | connections, by default at most | 256 | 64 | 4096 |
///
/// The factory is called once for each connection and never twice at a time. A handler is called and destroyed in one
/// thread: state inside it needs no lock. A handler, factory or hook that throws ends its connection only.
/// A connection ends in good order: output sent, sending side ended, the peer's end awaited, closed. Without descriptors,
/// memory, threads or processes the server pauses accepting, 5 ms at first and up to 1 s, or until one of its
/// connections ends.
/// Processes:  a child closes what belongs to the server and nothing else, and leaves by `_exit`: no destructor of a
///             static object runs and standard output is not flushed. Its end is seen through a pidfd; SIGCHLD is the
///             program's. stop() in a child does nothing.
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
        : rules_(rules), factory_(std::move(factory)), core_(std::move(door), options) {}

    server(const server&) = delete;
    server& operator=(const server&) = delete;

    /// Serves until stop is called, then stops listening, lets the connections finish for at most
    /// options.drain_timeout, resets the rest and returns. Frames that have arrived are answered, and a frame that has
    /// begun may be finished.
    ///
    /// A handler that does not return is waited for (thread), killed at the drain timeout (process), or keeps everything
    /// waiting (poll).
    /// @return     what was done
    /// Errors:     errc::closed when the listener is closed, also by an earlier run; errc::overload when there was
    ///             no descriptor for stopping; errc::threads_running when processes are to be forked beside other
    ///             threads, unless options.allow_threads; a failure of the listener, after the connections have been
    ///             drained
    /// Guarantee:  changes no signal disposition or mask; leaves no thread, process or descriptor behind
    [[nodiscard]] std::expected<server_statistics, error> run() { return core_.run(this, &server::open_session); }

    /// Makes run return; an earlier or repeated call is fine. Safe from other threads and from signal handlers.
    void stop() noexcept { core_.stop(); }

    /// What was done so far. From any thread.
    [[nodiscard]] server_statistics statistics() const noexcept { return core_.statistics(); }

private:
    using handler = std::remove_cvref_t<std::invoke_result_t<Factory&>>;

    static std::unique_ptr<detail::session> open_session(void* owner) noexcept {
        server& self = *static_cast<server*>(owner);
        try {
            return std::make_unique<detail::framed_session<Framer, handler>>(self.rules_, self.factory_(),
                                                                             self.core_.options());
        } catch (...) {
            return nullptr;
        }
    }

    Framer rules_;
    Factory factory_;
    detail::server_core core_;
};

}  // namespace structwire::net

#endif
