// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A connected stream socket.
#include <structwire/net/byte_stream.hpp>
#include <structwire/net/stream.hpp>

#include <cerrno>
#include <poll.h>
#include <sys/socket.h>

#include "address.hpp"
#include "failure.hpp"
#include "pieces.hpp"
#include "socket_options.hpp"
#include "wait.hpp"

namespace structwire::net {

static_assert(byte_stream<stream>);

namespace {

// A call that may have to give up tries without waiting; a call that never gives up lets the kernel wait.
int waiting_flag(const deadline& until, const std::stop_token& stop) noexcept {
    return until.is_never() && !stop.stop_possible() ? 0 : MSG_DONTWAIT;
}

const byte_view* last_of(std::span<const byte_view> pieces) noexcept { return pieces.data() + pieces.size(); }

// The first piece from `at` on that is not empty.
const byte_view* next_piece(const byte_view* at, std::span<const byte_view> pieces) noexcept {
    while (at != last_of(pieces) && at->empty()) ++at;
    return at;
}

// Not inlined: the room for the vectors lies far down the stack, in memory that is cold after a wait.
[[gnu::noinline]] ssize_t send_gathered(int socket, std::span<const byte_view> pieces, int flags) noexcept {
    iovec vectors[detail::most_pieces];
    msghdr message{};
    message.msg_iov = vectors;
    message.msg_iovlen = detail::gather(pieces, vectors);
    return ::sendmsg(socket, &message, flags);
}

bool would_wait(int native) noexcept { return native == EAGAIN || native == EWOULDBLOCK; }

}  // namespace

std::expected<std::size_t, error> stream::read_some(byte_span room, const deadline& until,
                                                    const std::stop_token& stop) {
    if (!socket_) return detail::failure(errc::closed, operation::read);
    const int flags = waiting_flag(until, stop);
    for (;;) {
        if (stop.stop_requested()) return detail::failure(errc::cancelled, operation::read);
        const ssize_t count = ::recv(socket_.get(), room.data(), room.size(), flags);
        if (count >= 0) return static_cast<std::size_t>(count);
        if (errno == EINTR) continue;
        if (!would_wait(errno)) return detail::system_failure(operation::read, errno);
        const auto ready = detail::wait_ready(socket_.get(), POLLIN, read_wake_, until, stop, operation::read);
        if (!ready) return std::unexpected(ready.error());
    }
}

std::expected<std::size_t, error> stream::write_some(std::span<const byte_view> pieces, const deadline& until,
                                                     const std::stop_token& stop) {
    if (!socket_) return detail::failure(errc::closed, operation::write);
    const byte_view* const first = next_piece(pieces.data(), pieces);
    if (first == last_of(pieces)) return 0;
    const bool alone = next_piece(first + 1, pieces) == last_of(pieces);
    const int flags = MSG_NOSIGNAL | waiting_flag(until, stop);
    for (;;) {
        if (stop.stop_requested()) return detail::failure(errc::cancelled, operation::write);
        // One piece needs no list of pieces, which costs the kernel a fifth of a short write.
        const ssize_t count = alone ? ::send(socket_.get(), first->data(), first->size(), flags)
                                    : send_gathered(socket_.get(), pieces, flags);
        if (count >= 0) return static_cast<std::size_t>(count);
        if (errno == EINTR) continue;
        if (!would_wait(errno)) return detail::system_failure(operation::write, errno);
        const auto ready = detail::wait_ready(socket_.get(), POLLOUT, write_wake_, until, stop, operation::write);
        if (!ready) return std::unexpected(ready.error());
    }
}

std::expected<void, error> stream::shutdown_write() noexcept {
    if (!socket_) return detail::failure(errc::closed, operation::shutdown);
    if (::shutdown(socket_.get(), SHUT_WR) == 0) return {};
    if (errno == ENOTCONN) return detail::failure(errc::reset, operation::shutdown, errno);
    return detail::system_failure(operation::shutdown, errno);
}

void stream::close() noexcept {
    socket_.reset();
    read_wake_.reset();
    write_wake_.reset();
}

void stream::reset() noexcept {
    const linger now{.l_onoff = 1, .l_linger = 0};
    if (socket_) ::setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &now, sizeof now);
    close();
}

std::expected<endpoint, error> stream::local_endpoint() const { return detail::local_endpoint_of(socket_.get()); }

std::expected<endpoint, error> stream::peer_endpoint() const { return detail::peer_endpoint_of(socket_.get()); }

std::expected<credentials, error> stream::peer_credentials() const noexcept {
    if (!socket_) return detail::failure(errc::closed, operation::none);
    // Other families answer, too, but with nobody.
    const auto family = detail::get_option(socket_.get(), SOL_SOCKET, SO_DOMAIN, operation::none);
    if (!family) return std::unexpected(family.error());
    if (*family != AF_UNIX) return detail::failure(errc::system_error, operation::none, EOPNOTSUPP);
    ucred peer{};
    socklen_t size = sizeof peer;
    if (::getsockopt(socket_.get(), SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) {
        return detail::system_failure(operation::none, errno);
    }
    return credentials{.pid = peer.pid, .uid = peer.uid, .gid = peer.gid};
}

}  // namespace structwire::net
