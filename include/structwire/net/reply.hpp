// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The way back to the peer for a server's handler.
#ifndef STRUCTWIRE_NET_REPLY_HPP
#define STRUCTWIRE_NET_REPLY_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>

#include <expected>

namespace structwire::net {

/// Writes frames to the peer of one connection of a server, in the server's framing.
///
/// Belongs to the server and is valid during a call of the handler, only in that thread.
class reply {
public:
    reply(const reply&) = delete;
    reply& operator=(const reply&) = delete;

    /// Sends one frame and returns when it is in the send buffer.
    ///
    /// Errors:     those of connection::write_frame, with server_options::write_timeout as the deadline. After a
    ///             final one the connection ends when the handler returns; returning it is enough.
    [[nodiscard]] virtual std::expected<void, error> write(byte_view payload, byte_view header = {}) = 0;

    /// Ends the connection in good order when the handler returns: no further frame is handled.
    virtual void close() noexcept = 0;

protected:
    reply() = default;
    ~reply() = default;
};

}  // namespace structwire::net

#endif
