// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// One system call each, without waiting: what the styles of a server read and write with.
#ifndef STRUCTWIRE_SRC_NET_TRANSFER_HPP
#define STRUCTWIRE_SRC_NET_TRANSFER_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>

#include <cerrno>
#include <cstddef>
#include <expected>
#include <optional>
#include <sys/socket.h>
#include <unistd.h>

#include "failure.hpp"

namespace structwire::net::detail {

/// How many bytes; nothing when the call would have had to wait.
using transferred = std::expected<std::optional<std::size_t>, error>;

inline transferred outcome_of(ssize_t count, operation during) noexcept {
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno == EAGAIN || errno == EWOULDBLOCK) return std::nullopt;
    return system_failure(during, errno);
}

/// Receives what is there; 0 is the end of the peer's sending side.
inline transferred receive_now(int socket, byte_span room) noexcept {
    for (;;) {
        const ssize_t count = ::recv(socket, room.data(), room.size(), MSG_DONTWAIT);
        if (count >= 0 || errno != EINTR) return outcome_of(count, operation::read);
    }
}

/// Sends as much as the send buffer takes.
inline transferred send_now(int socket, byte_view bytes) noexcept {
    for (;;) {
        const ssize_t count = ::send(socket, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (count >= 0 || errno != EINTR) return outcome_of(count, operation::write);
    }
}

}  // namespace structwire::net::detail

#endif
