// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Waiting for descriptors with a deadline and a stop: the only place that polls.
#ifndef STRUCTWIRE_SRC_NET_WAIT_HPP
#define STRUCTWIRE_SRC_NET_WAIT_HPP

#include <structwire/error.hpp>
#include <structwire/net/deadline.hpp>
#include <structwire/net/descriptor.hpp>

#include <expected>
#include <poll.h>
#include <span>
#include <stop_token>

namespace structwire::net::detail {

/// The time left in the milliseconds that poll and epoll_wait count in, rounded up so that nobody spins through the last
/// one; -1 for never.
int poll_timeout(const deadline& until) noexcept;

/// Polls until a descriptor of the set is ready. Signals do not extend the deadline.
std::expected<void, error> poll_until(std::span<pollfd> set, const deadline& until, operation during) noexcept;

/// Polls one descriptor until it is ready, `until` passes or `stop` is requested. `wake` is an eventfd of the
/// caller's that nobody else waits on at the same time; it is opened when first needed.
std::expected<void, error> wait_ready(int number, short events, descriptor& wake, const deadline& until,
                                      const std::stop_token& stop, operation during) noexcept;

/// The same for all but the last descriptor of a set; the last is free for `wake`.
std::expected<void, error> wait_any(std::span<pollfd> set, descriptor& wake, const deadline& until,
                                    const std::stop_token& stop, operation during) noexcept;

/// Opens a non-blocking close-on-exec eventfd; holds none and leaves errno on failure.
descriptor make_wake() noexcept;

/// Makes a poll on the eventfd return. Async-signal-safe.
void wake_up(int wake) noexcept;

/// Takes all wake-ups of the eventfd.
void forget_wakes(int wake) noexcept;

}  // namespace structwire::net::detail

#endif
