// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The one stream of a conversation, whatever it runs over.
#ifndef STRUCTWIRE_CLI_CHANNEL_HPP
#define STRUCTWIRE_CLI_CHANNEL_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/net/deadline.hpp>
#include <structwire/net/fd_stream.hpp>
#include <structwire/net/stream.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <variant>

#include "cli/place.hpp"
#include "cli/raw_terminal.hpp"

namespace structwire::cli {

/// How long a conversation may be silent, no limit if it is not there.
using silence_limit = std::optional<std::chrono::nanoseconds>;

/// Seconds from the command line, which may have a fraction.
[[nodiscard]] silence_limit silence_of(const std::optional<double>& seconds);

/// A socket, or descriptors that are none. Models net::byte_stream.
///
/// Reading and writing end as errc::timed_out when no byte has moved in either direction for as long as the limit.
class channel {
public:
    channel(net::stream socket, silence_limit limit);
    channel(net::fd_stream line, std::unique_ptr<raw_terminal> terminal, silence_limit limit);

    std::expected<std::size_t, error> read_some(byte_span room, const net::deadline& until,
                                                const std::stop_token& stop);
    std::expected<std::size_t, error> write_some(std::span<const byte_view> pieces, const net::deadline& until,
                                                 const std::stop_token& stop);
    std::expected<void, error> shutdown_write();
    void close() noexcept;

    [[nodiscard]] bool has_input() const;
    [[nodiscard]] bool has_output() const;

    /// Whether somebody's terminal mode is to be restored.
    [[nodiscard]] bool is_raw_terminal() const { return terminal_ != nullptr; }

private:
    using clock = net::deadline::clock;

    [[nodiscard]] net::deadline end_of_silence() const;
    template <class Move>
    std::expected<std::size_t, error> until_silent(const net::deadline& until, Move move);

    std::variant<net::stream, net::fd_stream> lower_;
    std::unique_ptr<raw_terminal> terminal_;  // behind lower_: restored before that is closed
    silence_limit limit_;
    std::unique_ptr<std::atomic<clock::rep>> moved_;  // when a byte moved last; both directions' threads set it
};

/// What a line of one direction only is used for.
enum class line_use : bool { receive, send };

/// Opens a place that is a line: takes over its descriptors, or opens the path and puts a terminal into raw mode.
///
/// @param text  the place as messages call it
/// @param use   of a FIFO; other lines are opened in the directions that they have
/// Throws bad_input when that fails.
[[nodiscard]] channel open_line(const place& at, const std::string& text, line_use use, silence_limit limit);

}  // namespace structwire::cli

#endif
