// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The time at which a blocking call gives up, as an absolute point that no retry can extend.
#ifndef STRUCTWIRE_NET_DEADLINE_HPP
#define STRUCTWIRE_NET_DEADLINE_HPP

#include <chrono>
#include <compare>

namespace structwire::net {

/// A point on the steady clock, or never.
///
/// A deadline is computed once and handed down: a call that has to wait several times, for several addresses or
/// through interrupted system calls, ends at the same point as a call that waits once. A deadline that has passed
/// still takes what is there without waiting, so `deadline::in(0s)` means *try once*.
/// Guarantee:  every member is noexcept; a trivially copyable value of eight bytes.
/// Example:    `auto got = connection.read_frame(deadline::in(5s));`
class deadline {
public:
    using clock = std::chrono::steady_clock;

    /// No deadline: the call may wait for ever.
    static const deadline never;

    /// The same as `never`.
    constexpr deadline() noexcept = default;

    /// The point `wait` from now, rounded up to the clock's tick. Durations beyond the clock's range mean never.
    template <class Rep, class Period>
    [[nodiscard]] static deadline in(std::chrono::duration<Rep, Period> wait) noexcept {
        const auto now = clock::now();
        using seconds = std::chrono::duration<long double>;
        if (seconds(wait) >= seconds(clock::time_point::max() - now) - seconds(1)) return {};
        if (seconds(wait) <= seconds(0)) return at(now);
        return at(now + std::chrono::ceil<clock::duration>(wait));
    }

    /// The point `time`.
    [[nodiscard]] static constexpr deadline at(clock::time_point time) noexcept { return deadline(time); }

    /// Whether this deadline never comes.
    [[nodiscard]] constexpr bool is_never() const noexcept { return time_ == clock::time_point::max(); }

    /// The point itself; `clock::time_point::max()` for never.
    [[nodiscard]] constexpr clock::time_point time() const noexcept { return time_; }

    /// Whether the point has come. Asks the clock, unless the answer is never.
    [[nodiscard]] bool expired() const noexcept { return !is_never() && clock::now() >= time_; }

    /// The time left: zero when the point has come, `clock::duration::max()` for never.
    [[nodiscard]] clock::duration remaining() const noexcept {
        if (is_never()) return clock::duration::max();
        const auto now = clock::now();
        return now >= time_ ? clock::duration::zero() : time_ - now;
    }

    /// The earlier deadline is the lesser one; never is the greatest. `std::min` gives the one that comes first.
    friend constexpr auto operator<=>(const deadline&, const deadline&) noexcept = default;

private:
    explicit constexpr deadline(clock::time_point time) noexcept : time_(time) {}

    clock::time_point time_ = clock::time_point::max();
};

inline constexpr deadline deadline::never{};

}  // namespace structwire::net

#endif
