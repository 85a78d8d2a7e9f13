// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A server in a process of its own, for tests of the process style and of limits that concern a whole process.
#ifndef STRUCTWIRE_TESTS_NET_FORKED_SERVER_HPP
#define STRUCTWIRE_TESTS_NET_FORKED_SERVER_HPP

#include <structwire/net/server.hpp>

#include <atomic>
#include <chrono>
#include <csignal>
#include <expected>
#include <fcntl.h>
#include <optional>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

#include "net_support.hpp"
#include "server_support.hpp"

namespace net_support {

/// What run returned in the server's process.
struct run_result {
    structwire::net::server_statistics statistics;
    std::optional<structwire::error> failure;
    std::chrono::nanoseconds stopping{};  ///< from the signal to run's return
};

/// Runs the rest of the test once for each style, with forked servers.
inline void in_every_style() {
    using structwire::net::server_style;
    current_style = GENERATE(server_style::thread, server_style::process, server_style::poll);
    constexpr const char* names[] = {"threads", "processes", "poll"};
    UNSCOPED_INFO(names[static_cast<int>(current_style)]);
}

/// Forked from the test, which must have no other threads at that moment; SIGTERM stops it.
class forked_server {
public:
    /// `prepare` is called in the server's process first, to lower its limits for example.
    template <class Factory, class Prepare = void (*)()>
    explicit forked_server(
        Factory factory, const structwire::net::server_options& options = {}, Prepare prepare = [] {},
        structwire::net::listener door = open_door()) {
        at_.emplace(door.local_endpoint().value());
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) != 0) return;
        result_ = structwire::net::descriptor(ends[0]);
        structwire::net::descriptor report(ends[1]);
        // A stop must not come before there is a handler for it.
        sigset_t stops{};
        ::sigaddset(&stops, SIGTERM);
        ::pthread_sigmask(SIG_BLOCK, &stops, nullptr);
        number_ = ::fork();
        if (number_ != 0) ::pthread_sigmask(SIG_UNBLOCK, &stops, nullptr);
        if (number_ != 0) return;
        result_.reset();
        prepare();
        serve(std::move(door), std::move(factory), options, report.get());
    }

    ~forked_server() {
        if (number_ > 0) finish();
    }
    forked_server(const forked_server&) = delete;
    forked_server& operator=(const forked_server&) = delete;

    [[nodiscard]] client dial() const { return client(net_support::dial(at())); }
    [[nodiscard]] const structwire::net::endpoint& at() const { return *at_; }
    [[nodiscard]] pid_t number() const noexcept { return number_; }

    /// Makes run return, without waiting for it.
    void stop() const noexcept { ::kill(number_, SIGTERM); }

    /// Stops the server and gives what run returned; nothing when its process died.
    std::optional<run_result> finish() {
        stop();
        run_result result;
        const ssize_t got = ::read(result_.get(), &result, sizeof result);
        int status = -1;
        ::waitpid(std::exchange(number_, -1), &status, 0);
        if (got != sizeof result || status != 0) return std::nullopt;
        return result;
    }

private:
    template <class Factory>
    [[noreturn]] static void serve(structwire::net::listener door, Factory factory,
                                   structwire::net::server_options options, int report) {
#ifdef __SANITIZE_THREAD__
        options.allow_threads = true;  // the sanitizer has one of its own
#endif
        structwire::net::server server(std::move(door), messages{}, std::move(factory), options);
        static structwire::net::server<messages, Factory>* running = nullptr;
        static std::atomic<clock::time_point> stopped{};
        running = &server;
        struct sigaction action{};
        action.sa_handler = [](int) {
            stopped = clock::now();
            running->stop();
        };
        ::sigaction(SIGTERM, &action, nullptr);
        sigset_t stops{};
        ::sigaddset(&stops, SIGTERM);
        ::pthread_sigmask(SIG_UNBLOCK, &stops, nullptr);
        const auto done = server.run();
        run_result result{
            .statistics = server.statistics(), .failure = std::nullopt, .stopping = clock::now() - stopped.load()};
        if (!done) result.failure = done.error();
        [[maybe_unused]] const auto written = ::write(report, &result, sizeof result);
        ::_exit(0);
    }

    std::optional<structwire::net::endpoint> at_;
    structwire::net::descriptor result_;
    pid_t number_ = -1;
};

}  // namespace net_support

#endif
