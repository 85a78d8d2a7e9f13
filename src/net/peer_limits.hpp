// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// How long a server waits for a peer: the same rules in all styles.
#ifndef STRUCTWIRE_SRC_NET_PEER_LIMITS_HPP
#define STRUCTWIRE_SRC_NET_PEER_LIMITS_HPP

#include <structwire/net/deadline.hpp>
#include <structwire/net/detail/session.hpp>
#include <structwire/net/server_options.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace structwire::net::detail {

/// The most that is read and thrown away while the end of a connection waits for the peer's.
inline constexpr std::size_t most_discarded_bytes = 1024 * 1024;

/// `allowed` from `begin` on, and longer for a peer that has moved so many bytes since.
inline deadline extended(deadline::clock::time_point begin, std::chrono::milliseconds allowed, std::size_t bytes,
                         const server_options& options) noexcept {
    constexpr std::size_t most_bytes = std::size_t{1} << 40;  // keeps the product in range, and a century the sum
    constexpr std::chrono::milliseconds century = std::chrono::days(36525);
    const auto rate = static_cast<std::int64_t>(options.min_rate);
    const auto moved = static_cast<std::int64_t>(std::min(bytes, most_bytes));
    const std::chrono::milliseconds earned(rate == 0 ? 0 : moved * 1000 / rate);
    return deadline::at(begin + allowed + std::min(earned, century));
}

/// When the next input is due. A frame that came fast in the beginning has much time left by its rate; the peer may not
/// spend that in silence.
class input_clock {
public:
    /// `now`: when the connection began to wait for its first frame.
    explicit input_clock(deadline::clock::time_point now) noexcept : begin_(now) {}

    /// After input was handled.
    void update(const session& work, deadline::clock::time_point now) noexcept {
        const bool begun = work.unfinished_bytes() != 0;
        if (work.frames() != frames_ || begun != begun_) begin_ = now;
        if (work.unfinished_bytes() != unfinished_) moved_ = now;
        frames_ = work.frames();
        begun_ = begun;
        unfinished_ = work.unfinished_bytes();
    }

    /// Whether a frame has begun; else the peer is silent.
    [[nodiscard]] bool has_begun() const noexcept { return begun_; }

    /// The input was left alone until now, or the silent peer was busy with our output.
    void restart(deadline::clock::time_point now) noexcept { begin_ = moved_ = now; }

    [[nodiscard]] deadline due(const session& work, const server_options& options) const noexcept {
        if (!begun_) return deadline::at(begin_ + options.idle_timeout);
        const deadline whole = extended(begin_, options.frame_timeout, work.unfinished_bytes(), options);
        return std::min(whole, deadline::at(moved_ + std::max(options.idle_timeout, options.frame_timeout)));
    }

private:
    deadline::clock::time_point begin_;  // of the frame that has begun, or of the silence
    deadline::clock::time_point moved_ = begin_;
    std::uint64_t frames_ = 0;
    std::size_t unfinished_ = 0;
    bool begun_ = false;
};

/// When the peer has to have taken the output, and how long it may take nothing of it.
class output_clock {
public:
    /// Output has come where there was none.
    void start(deadline::clock::time_point now) noexcept {
        begin_ = moved_ = now;
        sent_ = 0;
    }

    /// So many bytes of it have gone, if any.
    void sent(std::size_t bytes, deadline::clock::time_point now) noexcept {
        sent_ += bytes;
        if (bytes != 0) moved_ = now;
    }

    [[nodiscard]] deadline due(const server_options& options) const noexcept {
        const deadline whole = extended(begin_, options.write_timeout, sent_, options);
        return std::min(whole, deadline::at(moved_ + std::max(options.idle_timeout, options.write_timeout)));
    }

private:
    deadline::clock::time_point begin_;
    deadline::clock::time_point moved_;
    std::size_t sent_ = 0;
};

}  // namespace structwire::net::detail

#endif
