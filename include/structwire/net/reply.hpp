// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The way back to the peer for a server's handler.
#ifndef STRUCTWIRE_NET_REPLY_HPP
#define STRUCTWIRE_NET_REPLY_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/net/endpoint.hpp>

#include <cstddef>
#include <expected>

namespace structwire::net {

/// Writes frames to the peer of one connection of a server, in the server's framing.
///
/// Frames are collected and sent together: when the frames that had arrived are handled, before the server waits, and
/// when `server_options::output_high` bytes have come together.
/// Belongs to the server and is valid during a call of the handler, only in that thread.
class reply {
public:
    reply(const reply&) = delete;
    reply& operator=(const reply&) = delete;

    /// Takes one frame to be sent.
    ///
    /// @param payload copied before return
    /// @param header what the framing carries in front of the length, for framings that do; copied
    /// Errors:     those of Framer::encode, where nothing is sent and nothing ends; errc::overload without memory, and in the poll style when
    ///             output_high bytes wait already (nothing is taken; the peer does not read). In the other styles
    ///             the call then waits, and errc::timed_out and errc::reset are final: every later write gives
    ///             them again, and the connection ends when the handler returns. Returning the error is enough.
    [[nodiscard]] virtual std::expected<void, error> write(byte_view payload, byte_view header = {}) = 0;

    /// Sends what was written, for handlers that go on working: waits until it is in the send buffer (thread, process),
    /// or sends what that takes now (poll).
    ///
    /// Errors:     errc::timed_out and errc::reset, final as above
    [[nodiscard]] virtual std::expected<void, error> flush() = 0;

    /// Bytes written and not yet in the send buffer.
    [[nodiscard]] virtual std::size_t pending_bytes() const noexcept = 0;

    /// Ends the connection in good order when the handler returns: what was written is sent, no further frame is
    /// handled.
    virtual void close() noexcept = 0;

    /// The peer's address.
    /// Errors:     errc::reset when the peer is gone already
    [[nodiscard]] virtual std::expected<endpoint, error> peer_endpoint() const = 0;

protected:
    reply() = default;
    ~reply() = default;
};

}  // namespace structwire::net

#endif
