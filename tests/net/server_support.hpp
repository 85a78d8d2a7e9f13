// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A server in a thread of its own, for tests.
#ifndef STRUCTWIRE_TESTS_NET_SERVER_SUPPORT_HPP
#define STRUCTWIRE_TESTS_NET_SERVER_SUPPORT_HPP

#include <structwire/framing.hpp>
#include <structwire/net/connection.hpp>
#include <structwire/net/server.hpp>

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "net_support.hpp"
#include "scripted_stream.hpp"
#include "support/catch.hpp"

namespace net_support {

using client = structwire::net::connection<messages>;

/// Makes handlers that send every frame back.
inline constexpr auto echo_factory = [] {
    return [](const structwire::frame& in, structwire::net::reply& out) { return out.write(in.payload); };
};

/// The style of the servers that the test makes next; processes have tests of their own, in programs without threads.
inline structwire::net::server_style current_style = structwire::net::server_style::thread;

/// Runs the rest of the test once for each style that can run beside other threads.
inline void in_each_style() {
    current_style = GENERATE(structwire::net::server_style::thread, structwire::net::server_style::poll);
    UNSCOPED_INFO((current_style == structwire::net::server_style::thread ? "threads" : "poll"));
}

inline void in_threads() { current_style = structwire::net::server_style::thread; }

inline structwire::net::server_options in_current_style(structwire::net::server_options options) {
    options.style = current_style;
    return options;
}

/// Runs a server until it is stopped.
template <class Factory>
class running_server {
public:
    explicit running_server(Factory factory, const structwire::net::server_options& options = {.drain_timeout = 100ms})
        : running_server(open_door(), std::move(factory), in_current_style(options)) {}

    running_server(structwire::net::listener door, Factory factory, const structwire::net::server_options& options)
        : at_(door.local_endpoint().value()), server_(std::move(door), messages{}, std::move(factory), options) {}

    ~running_server() { server_.stop(); }

    client dial() const { return client(net_support::dial(at_)); }
    const structwire::net::endpoint& at() const { return at_; }
    void stop() noexcept { server_.stop(); }
    structwire::net::server_statistics statistics() const noexcept { return server_.statistics(); }

    /// Stops the server and gives what run returned.
    std::expected<structwire::net::server_statistics, structwire::error> finish() {
        server_.stop();
        return join();
    }

    /// Waits for run to return.
    std::expected<structwire::net::server_statistics, structwire::error> join() {
        thread_.join();
        return *result_;
    }

private:
    structwire::net::endpoint at_;
    structwire::net::server<messages, Factory> server_;
    std::optional<std::expected<structwire::net::server_statistics, structwire::error>> result_;
    std::jthread thread_{[this] { result_ = server_.run(); }};
};

/// Sends `question` and gives the answer, or "!" and the reason's name.
inline std::string ask(client& to, std::string_view question) {
    if (const auto sent = to.write_frame(structwire::as_bytes(question), patience()); !sent) {
        return "!" + std::string(structwire::name(sent.error().code));
    }
    const auto got = to.read_frame(patience());
    if (!got) return "!" + std::string(structwire::name(got.error().code));
    return std::string(structwire::as_text(got->payload));
}

}  // namespace net_support

#endif
