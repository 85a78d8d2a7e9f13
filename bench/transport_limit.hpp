// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The limit for moving frames over sockets: blocking calls and an echo server by epoll, written by hand for the one
/// framing (a length of 4 bytes, most significant first) with the checks that safety needs and nothing more.
#ifndef STRUCTWIRE_BENCH_TRANSPORT_LIMIT_HPP
#define STRUCTWIRE_BENCH_TRANSPORT_LIMIT_HPP

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <poll.h>
#include <span>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>
#include <vector>

namespace limit {

inline constexpr std::size_t most_payload = 256 * 1024;
inline constexpr std::size_t prefix = 4;
inline constexpr std::size_t chunk = 64 * 1024;  // read and written at once where frames are small

using bytes = std::span<const std::byte>;

inline std::size_t length_at(const std::byte* from) {
    std::uint32_t value = 0;
    std::memcpy(&value, from, sizeof value);
    if constexpr (std::endian::native == std::endian::little) value = __builtin_bswap32(value);
    return value;
}

inline void put_length(std::byte* to, std::size_t size) {
    auto value = static_cast<std::uint32_t>(size);
    if constexpr (std::endian::native == std::endian::little) value = __builtin_bswap32(value);
    std::memcpy(to, &value, sizeof value);
}

/// Frames over a blocking socket. With `Polls`, each read waits in poll() first, for the socket or an eventfd or ten
/// seconds: the system calls that a deadline and a cancellation need.
template <bool Polls = false>
class peer {
public:
    explicit peer(int socket) : socket_(socket), in_(prefix + most_payload + chunk), out_(prefix + chunk) {}

    /// One frame with one system call: small ones in one piece.
    bool write(bytes payload) {
        if (payload.size() > most_payload) return false;
        if (payload.size() <= chunk) return queue(payload) && flush();
        std::byte head[prefix];
        put_length(head, payload.size());
        iovec pieces[2] = {{head, prefix}, {const_cast<std::byte*>(payload.data()), payload.size()}};
        return send_all(pieces);
    }

    /// One frame into the buffer; sends what is there when it does not fit.
    bool queue(bytes payload) {
        const std::size_t size = prefix + payload.size();
        if (size > out_.size()) return false;
        if (out_.size() - queued_ < size && !flush()) return false;
        put_length(out_.data() + queued_, payload.size());
        std::memcpy(out_.data() + queued_ + prefix, payload.data(), payload.size());
        queued_ += size;
        return true;
    }

    bool flush() {
        for (std::size_t sent = 0; sent < queued_;) {
            const ssize_t count = ::send(socket_, out_.data() + sent, queued_ - sent, MSG_NOSIGNAL);
            if (count < 0 && errno != EINTR) return false;
            if (count > 0) sent += static_cast<std::size_t>(count);
        }
        queued_ = 0;
        return true;
    }

    /// The next frame, valid until the next call; nothing at the end or for a length that is too large.
    bytes read() {
        for (;;) {
            const std::size_t have = end_ - begin_;
            std::size_t need = prefix;
            if (have >= prefix) {
                const std::size_t size = length_at(in_.data() + begin_);
                if (size > most_payload) return {};
                need += size;
                if (have >= need) {
                    const bytes payload(in_.data() + begin_ + prefix, size);
                    begin_ += need;
                    return payload;
                }
            }
            if (!receive(need - have)) return {};
        }
    }

private:
    // Where more than a chunk is missing, no more than that is asked for, so that nothing has to be moved afterwards.
    bool receive(std::size_t missing) {
        const std::size_t wanted = std::max(missing, chunk);
        if (begin_ == end_) begin_ = end_ = 0;
        if (in_.size() - end_ < wanted) {
            std::memmove(in_.data(), in_.data() + begin_, end_ - begin_);
            end_ -= begin_;
            begin_ = 0;
        }
        if (Polls && !wait()) return false;
        for (;;) {
            const ssize_t count = ::recv(socket_, in_.data() + end_, wanted, 0);
            if (count > 0) end_ += static_cast<std::size_t>(count);
            if (count >= 0 || errno != EINTR) return count > 0;
        }
    }

    bool wait() {
        if (wake_ < 0) wake_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        pollfd set[2] = {{socket_, POLLIN, 0}, {wake_, POLLIN, 0}};
        return ::poll(set, 2, 10'000) == 1 && set[1].revents == 0;
    }

    bool send_all(std::span<iovec> pieces) {
        while (!pieces.empty()) {
            msghdr message{};
            message.msg_iov = pieces.data();
            message.msg_iovlen = pieces.size();
            const ssize_t count = ::sendmsg(socket_, &message, MSG_NOSIGNAL);
            if (count < 0 && errno != EINTR) return false;
            for (auto left = static_cast<std::size_t>(std::max<ssize_t>(count, 0)); left != 0;) {
                const std::size_t taken = std::min(left, pieces.front().iov_len);
                pieces.front().iov_base = static_cast<std::byte*>(pieces.front().iov_base) + taken;
                pieces.front().iov_len -= taken;
                left -= taken;
                if (pieces.front().iov_len == 0) pieces = pieces.subspan(1);
            }
        }
        return true;
    }

    int socket_;
    int wake_ = -1;
    std::vector<std::byte> in_, out_;
    std::size_t begin_ = 0, end_ = 0, queued_ = 0;
};

/// One connection of the echo server; both buffers are empty as long as frames and sends come as a whole.
struct echoed {
    std::vector<std::byte> in;   // the begin of a frame
    std::vector<std::byte> out;  // what the send buffer did not take
};

/// Answers every whole frame in one send. False at the end of the connection.
inline bool echo(int socket, echoed& peer, std::vector<std::byte>& room) {
    const std::size_t before = peer.in.size();
    std::memcpy(room.data(), peer.in.data(), before);
    const ssize_t count = ::recv(socket, room.data() + before, chunk, MSG_DONTWAIT);
    if (count <= 0) return count < 0 && (errno == EAGAIN || errno == EINTR);
    const std::size_t have = before + static_cast<std::size_t>(count);
    std::size_t whole = 0;
    while (have - whole >= prefix) {
        const std::size_t size = length_at(room.data() + whole);
        if (size > most_payload) return false;
        if (have - whole < prefix + size) break;
        whole += prefix + size;
    }
    if (whole != have || before != 0) peer.in.assign(room.data() + whole, room.data() + have);
    std::size_t sent = 0;
    if (whole != 0 && peer.out.empty()) {
        const ssize_t went = ::send(socket, room.data(), whole, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (went < 0 && errno != EAGAIN && errno != EINTR) return false;
        sent = static_cast<std::size_t>(std::max<ssize_t>(went, 0));
    }
    peer.out.insert(peer.out.end(), room.data() + sent, room.data() + whole);
    return true;
}

inline bool send_rest(int socket, echoed& peer) {
    const ssize_t went = ::send(socket, peer.out.data(), peer.out.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (went < 0) return errno == EAGAIN || errno == EINTR;
    peer.out.erase(peer.out.begin(), peer.out.begin() + went);
    return true;
}

/// Serves until it is killed.
inline void serve_by_epoll(int listener) {
    const int set = ::epoll_create1(EPOLL_CLOEXEC);
    const auto watch = [&](int what, int socket, std::uint32_t events) {
        epoll_event event{.events = events, .data = {.fd = socket}};
        ::epoll_ctl(set, what, socket, &event);
    };
    watch(EPOLL_CTL_ADD, listener, EPOLLIN);
    std::vector<echoed> peers;
    std::vector<std::byte> room(prefix + most_payload + chunk);
    std::array<epoll_event, 256> events{};
    for (;;) {
        const int count = ::epoll_wait(set, events.data(), static_cast<int>(events.size()), -1);
        for (int index = 0; index < count; ++index) {
            const epoll_event& event = events[static_cast<std::size_t>(index)];
            const int socket = event.data.fd;
            if (socket == listener) {
                const int next = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
                if (next < 0) continue;
                if (peers.size() <= static_cast<std::size_t>(next)) peers.resize(static_cast<std::size_t>(next) + 1);
                watch(EPOLL_CTL_ADD, next, EPOLLIN);
                continue;
            }
            echoed& peer = peers[static_cast<std::size_t>(socket)];
            const bool waited = !peer.out.empty();
            const bool lives = (event.events & EPOLLOUT) != 0 ? send_rest(socket, peer) : echo(socket, peer, room);
            // Nothing is read while the peer does not take what it has asked for.
            if (lives && waited != !peer.out.empty()) watch(EPOLL_CTL_MOD, socket, waited ? EPOLLIN : EPOLLOUT);
            if (lives) continue;
            peer = {};
            ::close(socket);
        }
    }
}

}  // namespace limit

#endif
