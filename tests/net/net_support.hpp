// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What the tests of the transport share: loopback pairs, signals that interrupt, counts of descriptors.
#ifndef STRUCTWIRE_TESTS_NET_NET_SUPPORT_HPP
#define STRUCTWIRE_TESTS_NET_NET_SUPPORT_HPP

#include <structwire/bytes.hpp>
#include <structwire/net/connect.hpp>
#include <structwire/net/endpoint.hpp>
#include <structwire/net/listener.hpp>
#include <structwire/net/stream.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <pthread.h>
#include <set>
#include <signal.h>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <thread>
#include <utility>

namespace net_support {

using namespace std::chrono_literals;
using clock = std::chrono::steady_clock;

/// The end of a test that hangs, never reached otherwise.
inline structwire::net::deadline patience() { return structwire::net::deadline::in(20s); }

inline structwire::net::endpoint loopback() { return structwire::net::endpoint::tcp("127.0.0.1", 0); }

inline structwire::net::listener open_door(const structwire::net::listener_options& options = {}) {
    return std::move(structwire::net::listener::open(loopback(), options).value());
}

/// A listener whose connections have send buffers as small as the system allows: little output is enough to wait.
inline structwire::net::listener open_narrow_door() {
    auto door = open_door();
    const int least = 1;
    ::setsockopt(door.native_handle(), SOL_SOCKET, SO_SNDBUF, &least, sizeof least);
    return door;
}

inline structwire::net::stream dial(const structwire::net::endpoint& to) {
    return std::move(structwire::net::connect(to, {.until = patience()}).value());
}

/// Two connected streams.
struct stream_pair {
    structwire::net::stream near_end;
    structwire::net::stream far_end;
};

inline stream_pair make_pair() {
    auto door = open_door();
    auto near_end = dial(door.local_endpoint().value());
    return {std::move(near_end), std::move(door.accept(patience()).value())};
}

/// Gives a socket a send buffer as small as the system allows, so that writes go in parts.
inline void shrink_send_buffer(const structwire::net::stream& socket) {
    const int least = 1;
    ::setsockopt(socket.native_handle(), SOL_SOCKET, SO_SNDBUF, &least, sizeof least);
}

inline int option(const structwire::net::stream& socket, int level, int name) {
    int value = -1;
    socklen_t size = sizeof value;
    ::getsockopt(socket.native_handle(), level, name, &value, &size);
    return value;
}

inline std::size_t open_descriptors() {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& each : std::filesystem::directory_iterator("/proc/self/fd")) ++count;
    return count;
}

/// The ids of the process's threads.
inline std::set<std::string> threads() {
    std::set<std::string> ids;
    for (const auto& each : std::filesystem::directory_iterator("/proc/self/task")) ids.insert(each.path().filename());
    return ids;
}

/// Writes all of `text`, however many calls that takes.
inline bool write_all(structwire::net::stream& to, std::string_view text) {
    while (!text.empty()) {
        const structwire::byte_view piece = structwire::as_bytes(text);
        const auto count = to.write_some(std::span(&piece, 1), patience());
        if (!count) return false;
        text.remove_prefix(*count);
    }
    return true;
}

/// Reads up to the end of the peer's sending side; ends with "!" and the reason's name where that is an error.
inline std::string read_all(structwire::net::stream& from) {
    std::string all;
    char room[4096];
    for (;;) {
        const auto count = from.read_some(std::as_writable_bytes(std::span(room)), patience());
        if (!count) return all + "!" + std::string(structwire::name(count.error().code));
        if (*count == 0) return all;
        all.append(room, *count);
    }
}

/// Interrupts one thread's system calls with a signal, over and over, while it lives.
class signal_storm {
public:
    explicit signal_storm(pthread_t target = ::pthread_self()) {
        struct sigaction action{};
        action.sa_handler = [](int) { seen().fetch_add(1); };  // no SA_RESTART: calls are interrupted
        ::sigaction(SIGUSR1, &action, nullptr);                // stays: a signal may still be on its way at the end
        seen() = 0;
        sender_ = std::jthread([target](const std::stop_token& stop) {
            while (!stop.stop_requested()) {
                const int before = seen().load();
                ::pthread_kill(target, SIGUSR1);
                // Sent again when it does not arrive: ThreadSanitizer keeps one back that comes right before a call.
                const auto again = std::chrono::steady_clock::now() + 5ms;
                while (seen().load() == before && !stop.stop_requested() && std::chrono::steady_clock::now() < again) {
                    std::this_thread::yield();
                }
                std::this_thread::sleep_for(100us);  // leaves the interrupted thread some time of its own
            }
        });
    }
    ~signal_storm() {
        sender_.request_stop();
        sender_.join();
    }
    signal_storm(const signal_storm&) = delete;
    signal_storm& operator=(const signal_storm&) = delete;

    /// Returns when `count` more signals have arrived.
    static void wait_for(int count) {
        const int target = seen().load() + count;
        while (seen().load() < target) std::this_thread::yield();
    }

    static std::atomic<int>& seen() {
        static std::atomic<int> count = 0;
        return count;
    }

private:
    std::jthread sender_;
};

/// A bound on time is met when one of so many tries meets it: the machine may be busy with something else.
inline constexpr int most_tries = 30;

/// Whether a wait can end within 10 ms after a stop was requested by another thread. `wait` gets a token and returns
/// when cancelled.
template <class Wait>
bool cancelled_within_10_ms(const Wait& wait) {
    for (int round = 0; round < most_tries; ++round) {
        std::stop_source source;
        std::atomic<clock::time_point> requested{};
        std::jthread canceller([&] {
            std::this_thread::sleep_for(5ms);  // most rounds reach the wait; no result depends on it
            requested = clock::now();
            source.request_stop();
        });
        wait(source.get_token());
        const auto ended = clock::now();
        canceller.join();
        if (ended - requested.load() < 10ms) return true;
    }
    return false;
}

}  // namespace net_support

#endif
