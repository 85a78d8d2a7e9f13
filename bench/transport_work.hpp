// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The work of the transport benchmarks, the same for all contestants: sockets, the second process, the clocks.
///
/// Both ends run on one core and what counts is the processor time of both, so that other programs disturb little: it
/// is the time that the work takes on a core of its own.
#ifndef STRUCTWIRE_BENCH_TRANSPORT_WORK_HPP
#define STRUCTWIRE_BENCH_TRANSPORT_WORK_HPP

#include <array>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <span>
#include <string_view>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include "transport_limit.hpp"

namespace work {

using limit::bytes;

/// Ends the benchmark: a figure of work that was not done is worse than none.
[[noreturn]] inline void fail(const char* what) {
    std::perror(what);
    std::_Exit(1);
}

inline int check(int result, const char* what) {
    if (result < 0) fail(what);
    return result;
}

inline void require(bool done, const char* what) {
    if (!done) fail(what);
}

/// The last core that this process may use, for it and its children. They take turns when one has to wait, not whenever
/// one wakes the other: else a few nanoseconds decide which one that is, and with it about the size of all batches.
inline void use_one_core() {
    const sched_param none{};
    check(::sched_setscheduler(0, SCHED_BATCH, &none), "sched_setscheduler");
    cpu_set_t allowed;
    check(::sched_getaffinity(0, sizeof allowed, &allowed), "sched_getaffinity");
    std::size_t last = CPU_SETSIZE - 1;
    while (!CPU_ISSET(last, &allowed)) --last;
    CPU_ZERO(&allowed);
    CPU_SET(last, &allowed);
    check(::sched_setaffinity(0, sizeof allowed, &allowed), "sched_setaffinity");
}

/// A listening socket on the loopback: "tcp", else an abstract name that the system chooses.
inline int listen_on(std::string_view family) {
    const bool tcp = family == "tcp";
    const int socket = check(::socket(tcp ? AF_INET : AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const sockaddr_un unnamed{.sun_family = AF_UNIX, .sun_path = {}};
    check(tcp ? ::bind(socket, reinterpret_cast<const sockaddr*>(&at), sizeof at)
              : ::bind(socket, reinterpret_cast<const sockaddr*>(&unnamed), sizeof(sa_family_t)),
          "bind");
    check(::listen(socket, 4096), "listen");
    return socket;
}

inline int connect_to(int listener) {
    sockaddr_storage at{};
    socklen_t size = sizeof at;
    check(::getsockname(listener, reinterpret_cast<sockaddr*>(&at), &size), "getsockname");
    const int socket = check(::socket(at.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
    check(::connect(socket, reinterpret_cast<const sockaddr*>(&at), size), "connect");
    const int on = 1;
    if (at.ss_family == AF_INET) check(::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on), "TCP_NODELAY");
    return socket;
}

/// Two connected sockets.
inline std::pair<int, int> connected(std::string_view family) {
    const int listener = listen_on(family);
    const int first = connect_to(listener);
    const int second = check(::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC), "accept");
    const int on = 1;
    if (family == "tcp") check(::setsockopt(second, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on), "TCP_NODELAY");
    ::close(listener);
    return {first, second};
}

/// A forked process that does something and ends with this one.
class other_process {
public:
    template <class Action>
    explicit other_process(const Action& action) : id_(check(::fork(), "fork")) {
        if (id_ != 0) return;
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        action();
        std::_Exit(0);
    }
    other_process(const other_process&) = delete;
    other_process& operator=(const other_process&) = delete;
    ~other_process() {
        ::kill(id_, SIGKILL);
        ::waitpid(id_, nullptr, 0);
    }

    /// Processor time used so far, in nanoseconds.
    [[nodiscard]] double used() const {
        clockid_t clock{};
        require(::clock_getcpuclockid(id_, &clock) == 0, "clock_getcpuclockid");
        return read(clock);
    }

    static double read(clockid_t clock) {
        timespec now{};
        check(::clock_gettime(clock, &now), "clock_gettime");
        return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
    }

private:
    pid_t id_;
};

/// Nanoseconds for one operation.
struct cost {
    double both;   // processes
    double other;  // alone
};

/// What `action` costs here and in the other process.
template <class Action>
cost measured(const other_process& other, double operations, const Action& action) {
    const double here = other_process::read(CLOCK_PROCESS_CPUTIME_ID), there = other.used();
    action();
    const double used = other.used() - there;
    const double both = other_process::read(CLOCK_PROCESS_CPUTIME_ID) - here + used;
    return {both / operations, used / operations};
}

inline std::vector<std::byte> payload_of(std::size_t size) { return std::vector<std::byte>(size, std::byte{'x'}); }

/// One frame there, the same back, and again.
template <class Peer>
cost ping_pong(std::string_view family, std::size_t size, std::size_t count) {
    const auto [mine, theirs] = connected(family);
    const other_process other([&] {
        ::close(mine);
        Peer peer(theirs);
        for (bytes got = peer.read(); !got.empty(); got = peer.read()) require(peer.write(got), "echo");
    });
    ::close(theirs);
    Peer peer(mine);
    const auto payload = payload_of(size);
    const auto trip = [&](std::size_t trips) {
        for (; trips != 0; --trips) {
            require(peer.write(payload), "write");
            require(peer.read().size() == size, "read");
        }
    };
    trip(count / 16 + 1);
    return measured(other, static_cast<double>(count), [&] { trip(count); });
}

/// Frames in one direction; the other end looks at the last byte of each and says so in the end.
template <class Peer, bool Buffered>
cost one_way(std::string_view family, std::size_t size, std::size_t count) {
    const auto [mine, theirs] = connected(family);
    const std::size_t first = count / 16 + 1;
    const other_process other([&] {
        ::close(mine);
        Peer peer(theirs);
        const auto receive = [&](std::size_t frames) {
            std::uint64_t sum = 0;
            for (; frames != 0; --frames) {
                const bytes got = peer.read();
                require(got.size() == size, "read");
                sum += std::to_integer<std::uint64_t>(got.back());
            }
            require(sum % 'x' == 0 && peer.write(payload_of(1)), "sum");
        };
        receive(first);
        receive(count);
        peer.read();
    });
    ::close(theirs);
    Peer peer(mine);
    const auto payload = payload_of(size);
    const auto send = [&](std::size_t frames) {
        for (; frames != 0; --frames) {
            if constexpr (Buffered) {
                require(peer.queue(payload), "queue");
            } else {
                require(peer.write(payload), "write");
            }
        }
        if constexpr (Buffered) require(peer.flush(), "flush");
        require(peer.read().size() == 1, "sum");
    };
    send(first);
    return measured(other, static_cast<double>(count), [&] { send(count); });
}

/// So many connections to an echo server, of which some are active, each with one frame on its way.
template <class Serve>
cost echo(std::string_view family, std::size_t connections, std::size_t active, std::size_t count, const Serve& serve) {
    const int listener = listen_on(family);
    const other_process other([&] { serve(listener); });
    const int set = check(::epoll_create1(EPOLL_CLOEXEC), "epoll_create1");
    std::vector<int> sockets(connections);
    for (std::size_t index = 0; index < connections; ++index) {
        int& socket = sockets[index] = connect_to(listener);
        const linger reset{.l_onoff = 1, .l_linger = 0};  // leaves no port in TIME_WAIT
        check(::setsockopt(socket, SOL_SOCKET, SO_LINGER, &reset, sizeof reset), "SO_LINGER");
        epoll_event event{.events = EPOLLIN, .data = {.fd = socket}};
        check(::epoll_ctl(set, EPOLL_CTL_ADD, socket, &event), "epoll_ctl");
    }
    std::array<std::byte, limit::prefix + 64> frame{};
    limit::put_length(frame.data(), 64);
    std::array<std::byte, 4096> room{};
    std::size_t begun = 0, done = 0;
    const auto begin = [&](int socket) {
        ++begun;
        require(::send(socket, frame.data(), frame.size(), MSG_NOSIGNAL) == ssize_t{frame.size()}, "send");
    };
    const auto trips = [&](std::size_t wanted) {
        begun = done = 0;
        for (std::size_t index = 0; index < active && begun < wanted; ++index) {
            begin(sockets[index * (connections / active)]);
        }
        std::array<epoll_event, 256> events{};
        while (done < wanted) {
            const int ready = ::epoll_wait(set, events.data(), static_cast<int>(events.size()), -1);
            for (const epoll_event& event : std::span(events).first(static_cast<std::size_t>(std::max(ready, 0)))) {
                const ssize_t got = ::recv(event.data.fd, room.data(), room.size(), MSG_DONTWAIT);
                require(got == ssize_t{frame.size()}, "recv");
                ++done;
                if (begun < wanted) begin(event.data.fd);
            }
        }
    };
    for (const int socket : sockets) {  // all are accepted and have been served once
        begin(socket);
        require(::recv(socket, room.data(), room.size(), 0) == ssize_t{frame.size()}, "recv");
    }
    trips(count / 16 + active);
    const cost result = measured(other, static_cast<double>(count), [&] { trips(count); });
    for (const int socket : sockets) ::close(socket);
    ::close(set);
    ::close(listener);
    return result;
}

}  // namespace work

#endif
