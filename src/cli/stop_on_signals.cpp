// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "cli/stop_on_signals.hpp"

#include <structwire/net/descriptor.hpp>
#include <structwire/net/fd_stream.hpp>

#include <array>
#include <cerrno>
#include <cstddef>
#include <sys/signalfd.h>
#include <system_error>

namespace structwire::cli {

stop_on_signals::stop_on_signals() {
    sigset_t both;
    ::sigemptyset(&both);
    ::sigaddset(&both, SIGINT);
    ::sigaddset(&both, SIGTERM);
    ::pthread_sigmask(SIG_BLOCK, &both, &before_);
    const int signals = ::signalfd(-1, &both, SFD_CLOEXEC);
    if (signals < 0) throw std::system_error(errno, std::generic_category(), "signals");
    waiting_ = std::jthread([this, signals](const std::stop_token& over) { wait(over, signals); });
}

stop_on_signals::~stop_on_signals() {
    waiting_ = std::jthread();  // stops and joins
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

void stop_on_signals::wait(const std::stop_token& over, int signals) {
    net::fd_stream stream{net::descriptor(signals)};
    std::array<std::byte, sizeof(signalfd_siginfo)> room;
    if (!stream.read_some(room, net::deadline::never, over)) return;
    source_.request_stop();
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);  // the second one comes to this thread
}

}  // namespace structwire::cli
