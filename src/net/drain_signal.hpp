// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Tells threads and processes that the server stops.
#ifndef STRUCTWIRE_SRC_NET_DRAIN_SIGNAL_HPP
#define STRUCTWIRE_SRC_NET_DRAIN_SIGNAL_HPP

#include <structwire/net/descriptor.hpp>

#include <expected>
#include <fcntl.h>
#include <unistd.h>

#include "failure.hpp"

namespace structwire::net::detail {

/// A pipe: readable for everybody at once, and for ever, when the signal was given or the server's process is gone.
class drain_signal {
public:
    static std::expected<drain_signal, error> make() noexcept {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return system_failure(operation::accept, errno);
        return drain_signal(descriptor(ends[0]), descriptor(ends[1]));
    }

    /// What becomes readable.
    [[nodiscard]] int waited_for() const noexcept { return read_end_.get(); }

    void give() noexcept {
        const char any = 0;
        // A byte as well, because a process that the user forked may hold the other end open too.
        [[maybe_unused]] const auto written = ::write(write_end_.get(), &any, 1);
        write_end_.reset();
    }

    /// In a child: only the server gives the signal.
    void only_listen() noexcept { write_end_.reset(); }

private:
    drain_signal(descriptor read_end, descriptor write_end) noexcept
        : read_end_(std::move(read_end)), write_end_(std::move(write_end)) {}

    descriptor read_end_;
    descriptor write_end_;
};

}  // namespace structwire::net::detail

#endif
