// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A proxy on loopback with faults.
#include "support/fault_proxy.hpp"

#include <structwire/bytes.hpp>
#include <structwire/net/detail/fault_cursor.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <linux/sockios.h>
#include <memory>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/un.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace test_support {

using structwire::net::descriptor;
using structwire::net::fault;
using structwire::net::fault_script;
using structwire::net::detail::fault_cursor;
using clock = std::chrono::steady_clock;

namespace {

const sockaddr* generic(const socket_address& address) { return reinterpret_cast<const sockaddr*>(&address.bytes); }

descriptor open_socket(int family) {
    descriptor made(::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const int on = 1;
    if (family == AF_INET) ::setsockopt(made.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return made;
}

// Returns when what was sent has left the send buffer, which on loopback makes it readable.
void wait_until_sent(int socket) {
    for (int round = 0; round < 1000; ++round) {
        int unsent = 0;
        if (::ioctl(socket, SIOCOUTQNSD, &unsent) != 0 || unsent == 0) return;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

}  // namespace

descriptor listen_anywhere(transport kind, socket_address& chosen) {
    chosen = {};
    const int family = kind == transport::tcp ? AF_INET : AF_UNIX;
    chosen.bytes.ss_family = static_cast<sa_family_t>(family);
    chosen.size = sizeof(sa_family_t);  // of a Unix address this asks for an abstract name
    if (kind == transport::tcp) {
        auto& tcp = reinterpret_cast<sockaddr_in&>(chosen.bytes);
        tcp.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        chosen.size = sizeof tcp;
    }
    descriptor door = open_socket(family);
    ::bind(door.get(), generic(chosen), chosen.size);
    ::listen(door.get(), 16);
    chosen.size = sizeof chosen.bytes;
    ::getsockname(door.get(), reinterpret_cast<sockaddr*>(&chosen.bytes), &chosen.size);
    return door;
}

descriptor dial(const socket_address& to) {
    descriptor socket = open_socket(to.bytes.ss_family);
    if (::connect(socket.get(), generic(to), to.size) != 0) socket.reset();
    return socket;
}

bool reset_now(int socket) {
    const sockaddr nowhere{.sa_family = AF_UNSPEC, .sa_data = {}};
    return ::connect(socket, &nowhere, sizeof nowhere) == 0;
}

// One way through a relay.
struct fault_proxy::direction {
    direction(int source, int target, const fault_script& script, bool keeps_unread)
        : cursor(script), from(source), to(target), peeks(keeps_unread), faulty(!script.empty()) {}

    enum class progress { none, some, reset };

    // What a failed call means; an interrupted one is made again.
    static progress refused(int native) {
        if (native == EINTR) return progress::some;
        return native == EAGAIN ? progress::none : progress::reset;
    }

    progress advance(clock::time_point now);
    progress forward(std::size_t most);
    progress send_on();

    fault_cursor cursor;
    int from;
    int to;
    bool peeks;   // leaves everything unread in the source
    bool faulty;  // has a script
    bool over = false;
    bool swallows = false;  // the script has ended it: later bytes vanish
    clock::time_point held_until{};
    std::vector<std::byte> arrived;
    std::vector<std::byte> passed;  // by the script, not yet sent
};

auto fault_proxy::direction::advance(clock::time_point now) -> progress {
    if (over || now < held_until) return progress::none;
    if (!passed.empty()) return send_on();
    const auto [what, amount] = cursor.here();
    switch (what) {
        case fault::kind::delay: held_until = now + std::chrono::milliseconds(amount); return progress::some;
        case fault::kind::stall: over = true; return progress::some;
        case fault::kind::rst: return progress::reset;
        case fault::kind::fin:
            if (!std::exchange(swallows, true)) ::shutdown(to, SHUT_WR);
            return forward(SIZE_MAX);
        default: return forward(static_cast<std::size_t>(amount));
    }
}

// Reads where nothing has arrived, and lets at most so many bytes pass.
auto fault_proxy::direction::forward(std::size_t most) -> progress {
    if (arrived.empty()) {
        std::array<std::byte, 16384> room;
        const ssize_t count = ::recv(from, room.data(), room.size(), MSG_DONTWAIT | (peeks ? MSG_PEEK : 0));
        if (count < 0) return refused(errno);
        over = count == 0;
        if (over && !swallows) ::shutdown(to, SHUT_WR);
        arrived.assign(room.begin(), room.begin() + count);
        return progress::some;
    }
    const auto count = static_cast<std::ptrdiff_t>(std::min(most, arrived.size()));
    if (!swallows) {
        passed.assign(arrived.begin(), arrived.begin() + count);
        cursor.pass(passed);
    }
    arrived.erase(arrived.begin(), arrived.begin() + count);
    return progress::some;
}

auto fault_proxy::direction::send_on() -> progress {
    const ssize_t count = ::send(to, passed.data(), passed.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (count < 0) return refused(errno);
    passed.erase(passed.begin(), passed.begin() + count);
    return progress::some;
}

// One client with its upstream.
struct fault_proxy::relay {
    relay(descriptor from_client, descriptor to_server, const fault_script& up, const fault_script& down, bool peeks)
        : client(std::move(from_client)),
          server(std::move(to_server)),
          ways{direction(client.get(), server.get(), up, peeks), direction(server.get(), client.get(), down, peeks)} {
        if (ways[0].faulty) std::swap(ways[0], ways[1]);
        const int from_the_front = 0;
        for (const int each : {client.get(), server.get()}) {
            if (peeks) ::setsockopt(each, SOL_SOCKET, SO_PEEK_OFF, &from_the_front, sizeof from_the_front);
        }
    }

    // Relays what can be relayed without waiting.
    void advance() {
        for (direction& way : ways) {
            while (!is_over()) {
                const auto done = way.advance(clock::now());
                if (done == direction::progress::none) break;
                if (done == direction::progress::reset) reset();
            }
        }
    }

    void reset() {
        for (descriptor* const each : {&client, &server}) {
            wait_until_sent(each->get());
            reset_now(each->get());  // of TCP; a Unix socket resets when it is closed with unread bytes
            each->reset();
        }
    }

    [[nodiscard]] bool is_over() const { return !client; }

    void wait_for(std::vector<pollfd>& set, int& timeout) const {
        for (const direction& way : ways) {
            if (way.over) continue;
            const auto held = std::chrono::ceil<std::chrono::milliseconds>(way.held_until - clock::now()).count();
            if (held > 0) timeout = timeout < 0 ? static_cast<int>(held) : std::min(timeout, static_cast<int>(held));
            if (held > 0) continue;
            if (!way.passed.empty()) {
                set.push_back({.fd = way.to, .events = POLLOUT, .revents = 0});
            } else if (way.peeks) {
                timeout = 1;  // what was only looked at stays readable, so poll would not wait
            } else {
                set.push_back({.fd = way.from, .events = POLLIN, .revents = 0});
            }
        }
    }

    descriptor client;
    descriptor server;
    std::array<direction, 2> ways;  // the one without faults first
};

fault_proxy::fault_proxy(transport kind, const socket_address& upstream, fault_script to_upstream,
                         fault_script to_client)
    : kind_(kind),
      upstream_(upstream),
      to_upstream_(std::move(to_upstream)),
      to_client_(std::move(to_client)),
      door_(listen_anywhere(kind, where_)),
      wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      thread_([this] { run(); }) {}

fault_proxy::~fault_proxy() {
    stopped_ = true;
    start();
    thread_.join();
}

void fault_proxy::start() {
    started_ = true;
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(wake_.get(), &one, sizeof one);
}

void fault_proxy::run() {
    const auto resets = [](const fault& each) { return each.what == fault::kind::rst; };
    const bool peeks = kind_ == transport::local &&
                       (std::ranges::any_of(to_upstream_, resets) || std::ranges::any_of(to_client_, resets));
    std::vector<std::unique_ptr<relay>> relays;
    while (!stopped_) {
        int timeout = -1;
        std::vector<pollfd> set{{.fd = wake_.get(), .events = POLLIN, .revents = 0},
                                {.fd = door_.get(), .events = POLLIN, .revents = 0}};
        for (const auto& each : relays) {
            if (started_) each->wait_for(set, timeout);
        }
        ::poll(set.data(), set.size(), timeout);
        std::uint64_t count = 0;
        if (set[0].revents != 0) [[maybe_unused]]
            const auto taken = ::read(wake_.get(), &count, sizeof count);
        if (set[1].revents != 0) {
            descriptor client(::accept4(door_.get(), nullptr, nullptr, SOCK_CLOEXEC));
            relays.push_back(
                std::make_unique<relay>(std::move(client), dial(upstream_), to_upstream_, to_client_, peeks));
        }
        if (!started_) continue;
        for (const auto& each : relays) each->advance();
        std::erase_if(relays, [](const auto& each) { return each->is_over(); });
    }
}

}  // namespace test_support
