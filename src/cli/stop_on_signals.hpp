// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// SIGINT and SIGTERM as a request to stop, for what has no server's stop().
#ifndef STRUCTWIRE_CLI_STOP_ON_SIGNALS_HPP
#define STRUCTWIRE_CLI_STOP_ON_SIGNALS_HPP

#include <csignal>
#include <stop_token>
#include <thread>

namespace structwire::cli {

/// Waits for the two signals in a thread of its own, from construction to destruction; a second one ends the program as
/// if nobody had waited. To be made before other threads, which inherit what is blocked.
class stop_on_signals {
public:
    stop_on_signals();
    stop_on_signals(const stop_on_signals&) = delete;
    stop_on_signals& operator=(const stop_on_signals&) = delete;
    ~stop_on_signals();

    /// Where the stop is requested.
    [[nodiscard]] std::stop_source& source() { return source_; }

private:
    void wait(const std::stop_token& over, int signals);

    std::stop_source source_;
    sigset_t before_;
    std::jthread waiting_;
};

}  // namespace structwire::cli

#endif
