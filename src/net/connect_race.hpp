// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Connecting to the first of several addresses that answers.
#ifndef STRUCTWIRE_SRC_NET_CONNECT_RACE_HPP
#define STRUCTWIRE_SRC_NET_CONNECT_RACE_HPP

#include <structwire/error.hpp>
#include <structwire/net/connect.hpp>
#include <structwire/net/descriptor.hpp>
#include <structwire/net/stream.hpp>

#include <expected>
#include <span>
#include <vector>

#include "address.hpp"

namespace structwire::net::detail {

/// The same addresses with the families taking turns, beginning with the first one's: RFC 8305 section 4.
std::vector<address> interleaved(std::span<const address> addresses);

/// Opens a non-blocking close-on-exec stream socket to connect to `to` with: bound to the one of `bind_to` that is of
/// its family, unless `bind_to` is empty, and with the options set.
std::expected<descriptor, error> open_socket_for(const address& to, std::span<const address> bind_to,
                                                 const stream_options& options);

/// Makes a connected socket blocking.
std::expected<stream, error> finish(descriptor socket);

/// Connects to TCP addresses, in the given order, each begun `stagger` after the one before or when one has failed:
/// RFC 8305 section 5. One object, one run.
class connect_race {
public:
    /// All arguments are borrowed until run has returned. `bind_to` counts, not `options.bind_to`.
    connect_race(std::span<const address> addresses, std::span<const address> bind_to, const connect_options& options)
        : addresses_(addresses), bind_to_(bind_to), options_(options) {}

    /// The first connected socket, or the first address's error; errc::timed_out, cancelled and overload come first.
    std::expected<stream, error> run();

    /// After run: the addresses that failed, in their order, and those that were given up when the run failed.
    [[nodiscard]] std::vector<connect_attempt> failures() const;

private:
    enum class state { running, connected, failed };

    // One address that has been begun with.
    struct attempt {
        descriptor socket;
        state now = state::running;
        error reason{};
    };

    std::expected<void, error> begin_next();
    std::expected<void, error> await_any();
    std::expected<void, error> conclude(attempt& ended) noexcept;
    std::expected<void, error> fail(attempt& which, const error& reason) noexcept;
    std::unexpected<error> give_up(const error& reason) noexcept;
    attempt* first(state wanted) noexcept;

    std::span<const address> addresses_;
    std::span<const address> bind_to_;
    const connect_options& options_;
    std::vector<attempt> attempts_;                                     // one for each of the first addresses
    deadline next_ = deadline::at(deadline::clock::time_point::min());  // when the next address has its turn
    descriptor wake_;
};

}  // namespace structwire::net::detail

#endif
