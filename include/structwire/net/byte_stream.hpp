// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What a connection needs from the thing below it.
#ifndef STRUCTWIRE_NET_BYTE_STREAM_HPP
#define STRUCTWIRE_NET_BYTE_STREAM_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/net/deadline.hpp>

#include <concepts>
#include <cstddef>
#include <expected>
#include <span>
#include <stop_token>

namespace structwire::net {

/// An ordered stream of bytes in two directions that can be waited for with a deadline and a stop.
///
/// - `read_some(room, until, stop)` waits until at least one byte is there and takes what is there, at most `room`.
///   0 is the end of the peer's sending side; we may still write.
/// - `write_some(pieces, until, stop)` waits until at least one byte can be written and writes the pieces in order as
///   far as they go, as one write. Returns how many bytes went, at least 1 unless all pieces are empty.
/// - `shutdown_write()`: the peer sees the end of our sending side; reading goes on.
/// - `close()` ends both directions; never fails.
///
/// Errors:     errc::timed_out when `until` passed and errc::cancelled when a stop was requested, in both cases
///             without having taken or written a byte: the call can be repeated. Bytes that are there are taken even
///             when `until` has passed; a requested stop comes first. errc::overload is repeatable too. Any other
///             error is final, and it need not be reported a second time.
/// Models:     net::stream (sockets), net::fd_stream (pipes, terminals, serial lines), net::memory_stream (tests)
template <class Stream>
concept byte_stream = std::movable<Stream> && requires(Stream& peer, byte_span room, std::span<const byte_view> pieces,
                                                       const deadline& until, const std::stop_token& stop) {
    { peer.read_some(room, until, stop) } -> std::same_as<std::expected<std::size_t, error>>;
    { peer.write_some(pieces, until, stop) } -> std::same_as<std::expected<std::size_t, error>>;
    { peer.shutdown_write() } -> std::same_as<std::expected<void, error>>;
    { peer.close() } noexcept;
};

}  // namespace structwire::net

#endif
