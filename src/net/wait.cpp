// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Waiting for descriptors with a deadline and a stop.
#include "wait.hpp"

#include <algorithm>
#include <chrono>
#include <climits>
#include <cstdint>
#include <sys/eventfd.h>
#include <unistd.h>

#include "failure.hpp"

namespace structwire::net::detail {

int poll_timeout(const deadline& until) noexcept {
    if (until.is_never()) return -1;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until.remaining()).count();
    return static_cast<int>(std::min<std::int64_t>(left, INT_MAX));
}

std::expected<void, error> poll_until(std::span<pollfd> set, const deadline& until, operation during) noexcept {
    for (;;) {
        const int ready = ::poll(set.data(), set.size(), poll_timeout(until));
        if (ready > 0) return {};
        if (ready < 0 && errno != EINTR) return system_failure(during, errno);
        if (ready == 0 && until.expired()) return failure(errc::timed_out, during);
    }
}

std::expected<void, error> wait_ready(int number, short events, descriptor& wake, const deadline& until,
                                      const std::stop_token& stop, operation during) noexcept {
    pollfd set[] = {{.fd = number, .events = events, .revents = 0}, {.fd = -1, .events = POLLIN, .revents = 0}};
    return wait_any(set, wake, until, stop, during);
}

std::expected<void, error> wait_any(std::span<pollfd> set, descriptor& wake, const deadline& until,
                                    const std::stop_token& stop, operation during) noexcept {
    if (!stop.stop_possible()) return poll_until(set.first(set.size() - 1), until, during);
    if (!wake) wake = make_wake();
    if (!wake) return system_failure(during, errno);
    set.back() = {.fd = wake.get(), .events = POLLIN, .revents = 0};
    std::expected<void, error> result;
    {
        const std::stop_callback on_stop(stop, [&wake]() noexcept { wake_up(wake.get()); });
        result = poll_until(set, until, during);
    }
    // The callback is gone, so nobody writes any more: what it wrote must not wake the next call.
    if (!stop.stop_requested()) return result;
    forget_wakes(wake.get());
    return failure(errc::cancelled, during);
}

descriptor make_wake() noexcept { return descriptor(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)); }

void wake_up(int wake) noexcept {
    const int kept = errno;
    const std::uint64_t one = 1;
    // Fails only when the counter is full, and then the poll is awake already.
    [[maybe_unused]] const auto written = ::write(wake, &one, sizeof one);
    errno = kept;
}

void forget_wakes(int wake) noexcept {
    std::uint64_t count = 0;
    [[maybe_unused]] const auto taken = ::read(wake, &count, sizeof count);
}

}  // namespace structwire::net::detail
