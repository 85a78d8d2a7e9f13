// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A stream over descriptors that are no sockets.
#include <structwire/net/byte_stream.hpp>
#include <structwire/net/fd_stream.hpp>

#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdint>
#include <ctime>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>
#include <utility>

#include "failure.hpp"
#include "pieces.hpp"
#include "wait.hpp"

namespace structwire::net {

static_assert(byte_stream<fd_stream>);

namespace {

// Keeps SIGPIPE from the calling thread: blocked while this lives, and what `consume` takes is never delivered.
class sigpipe_guard {
public:
    sigpipe_guard() noexcept {
        sigset_t before;
        sigemptyset(&only_);
        sigaddset(&only_, SIGPIPE);
        ::pthread_sigmask(SIG_BLOCK, &only_, &before);
        blocked_before_ = sigismember(&before, SIGPIPE) == 1;
        if (!blocked_before_) return;  // then none can be pending: it would have been delivered
        sigset_t pending;
        pending_before_ = ::sigpending(&pending) == 0 && sigismember(&pending, SIGPIPE) == 1;
    }
    ~sigpipe_guard() {
        const int kept = errno;
        if (!blocked_before_) ::pthread_sigmask(SIG_UNBLOCK, &only_, nullptr);
        errno = kept;
    }
    sigpipe_guard(const sigpipe_guard&) = delete;
    sigpipe_guard& operator=(const sigpipe_guard&) = delete;

    // A write has failed with EPIPE: the signal is pending for this thread. One that was pending before and this one
    // are the same by now, and that one is somebody else's.
    void consume() const noexcept {
        if (pending_before_) return;
        const int kept = errno;
        const timespec at_once{};
        while (::sigtimedwait(&only_, nullptr, &at_once) < 0 && errno == EINTR) {
        }
        errno = kept;
    }

private:
    sigset_t only_;
    bool blocked_before_ = false;
    bool pending_before_ = false;
};

ssize_t write_quietly(int number, std::span<const iovec> vectors) noexcept {
    const sigpipe_guard guard;
    const ssize_t count = ::writev(number, vectors.data(), static_cast<int>(vectors.size()));
    if (count < 0 && errno == EPIPE) guard.consume();
    return count;
}

ssize_t send_quietly(int number, std::span<iovec> vectors, int flags) noexcept {
    msghdr message{};
    message.msg_iov = vectors.data();
    message.msg_iovlen = vectors.size();
    return ::sendmsg(number, &message, MSG_NOSIGNAL | flags);
}

bool would_wait(int native) noexcept { return native == EAGAIN || native == EWOULDBLOCK; }

bool waits_for_ever(const deadline& until, const std::stop_token& stop) noexcept {
    return until.is_never() && !stop.stop_possible();
}

}  // namespace

fd_stream::fd_stream(descriptor both) noexcept
    : input_(std::move(both)),
      input_kind_(kind_of(input_.get())),
      output_kind_(input_kind_),
      shared_(static_cast<bool>(input_)) {}

fd_stream::fd_stream(descriptor input, descriptor output) noexcept
    : input_(std::move(input)),
      output_(std::move(output)),
      input_kind_(kind_of(input_.get())),
      output_kind_(kind_of(output_.get())) {}

fd_stream::kind fd_stream::kind_of(int number) noexcept {
    struct stat status{};
    if (number < 0 || ::fstat(number, &status) != 0) return kind::other;
    if (S_ISSOCK(status.st_mode)) return kind::socket;
    if (S_ISFIFO(status.st_mode)) return kind::pipe;
    return S_ISCHR(status.st_mode) && ::isatty(number) == 1 ? kind::terminal : kind::other;
}

std::expected<std::size_t, error> fd_stream::read_some(byte_span room, const deadline& until,
                                                       const std::stop_token& stop) {
    if (!input_) return detail::failure(errc::closed, operation::read);
    for (bool poll_first = !waits_for_ever(until, stop);;) {
        if (stop.stop_requested()) return detail::failure(errc::cancelled, operation::read);
        if (poll_first) {
            const auto ready = detail::wait_ready(input_.get(), POLLIN, read_wake_, until, stop, operation::read);
            if (!ready) return std::unexpected(ready.error());
        }
        const bool try_only = poll_first && input_kind_ == kind::socket;  // a ready socket can have nothing to give
        const ssize_t count = try_only ? ::recv(input_.get(), room.data(), room.size(), MSG_DONTWAIT)
                                       : ::read(input_.get(), room.data(), room.size());
        if (count >= 0) return received(static_cast<std::size_t>(count));
        if (errno == EINTR) continue;
        if (errno == EIO && input_kind_ == kind::terminal) return detail::failure(errc::reset, operation::read, errno);
        if (!would_wait(errno)) return detail::system_failure(operation::read, errno);
        poll_first = true;  // the descriptor was made non-blocking by its owner
    }
}

// The side of a pseudo-terminal that programs use, and a serial line, say 0 where the other side has hung up.
std::expected<std::size_t, error> fd_stream::received(std::size_t count) const noexcept {
    if (count != 0 || input_kind_ != kind::terminal) return count;
    pollfd line{.fd = input_.get(), .events = 0, .revents = 0};
    if (::poll(&line, 1, 0) != 1 || (line.revents & POLLHUP) == 0) return count;
    return detail::failure(errc::reset, operation::read, EIO);
}

// What a descriptor that is ready takes without waiting. A pipe is ready when a page of it is free, and writes of up to
// PIPE_BUF bytes go as one. A terminal is ready when fewer than 256 bytes are queued; the buffers of serial
// lines (4096 bytes) and of pseudo-terminals (blocks of 256) then have room for that many.
std::size_t fd_stream::most_at_once() const noexcept {
    switch (output_kind_) {
        case kind::pipe: return PIPE_BUF;
        case kind::terminal: return 256;
        default: return SIZE_MAX;
    }
}

std::expected<std::size_t, error> fd_stream::write_some(std::span<const byte_view> pieces, const deadline& until,
                                                        const std::stop_token& stop) {
    const int number = output_handle();
    if (number < 0) return detail::failure(errc::closed, operation::write);
    bool poll_first = !waits_for_ever(until, stop);
    iovec vectors[detail::most_pieces];
    const std::span used(vectors, detail::gather(pieces, vectors, poll_first ? most_at_once() : SIZE_MAX));
    if (used.empty()) return 0;
    const int flags = poll_first ? MSG_DONTWAIT : 0;
    for (;;) {
        if (stop.stop_requested()) return detail::failure(errc::cancelled, operation::write);
        if (poll_first) {
            const auto ready = detail::wait_ready(number, POLLOUT, write_wake_, until, stop, operation::write);
            if (!ready) return std::unexpected(ready.error());
        }
        const ssize_t count =
            output_kind_ == kind::socket ? send_quietly(number, used, flags) : write_quietly(number, used);
        if (count >= 0) return static_cast<std::size_t>(count);
        if (errno == EINTR) continue;
        if (errno == EIO && output_kind_ == kind::terminal) {
            return detail::failure(errc::reset, operation::write, errno);
        }
        if (!would_wait(errno)) return detail::system_failure(operation::write, errno);
        poll_first = true;
    }
}

std::expected<void, error> fd_stream::shutdown_write() noexcept {
    const int number = output_handle();
    if (number < 0) return detail::failure(errc::closed, operation::shutdown);
    if (!shared_) {
        output_.reset();
        return {};
    }
    if (output_kind_ != kind::socket) return detail::failure(errc::system_error, operation::shutdown, ENOTSUP);
    if (::shutdown(number, SHUT_WR) == 0) return {};
    if (errno == ENOTCONN) return detail::failure(errc::reset, operation::shutdown, errno);
    return detail::system_failure(operation::shutdown, errno);
}

void fd_stream::close() noexcept {
    input_.reset();
    output_.reset();
    read_wake_.reset();
    write_wake_.reset();
}

}  // namespace structwire::net
