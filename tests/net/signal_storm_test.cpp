// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A large transfer while timers interrupt both threads' system calls thousands of times a second.
#include <structwire/framing.hpp>
#include <structwire/net/connection.hpp>

#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <ctime>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

#include "net_support.hpp"
#include "support/catch.hpp"

namespace {

using namespace net_support;
using structwire::byte_view;
using structwire::errc;
using structwire::framing;
using structwire::net::connection;
using structwire::net::deadline;

#ifndef __has_feature
#define __has_feature(name) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || __has_feature(address_sanitizer)
constexpr std::uint64_t transferred = std::uint64_t{1} << 25;
#else
constexpr std::uint64_t transferred = std::uint64_t{1} << 30;
#endif
constexpr std::size_t frame_bytes = 64 * 1024;
constexpr long interval_ns = 200'000;  // 5000 interruptions a second in each thread

thread_local constinit int interruptions = 0;

// Interrupts the calling thread while this lives.
class thread_timer {
public:
    thread_timer() {
        sigevent event{};
        event.sigev_notify = SIGEV_THREAD_ID;
        event.sigev_signo = SIGALRM;
        event._sigev_un._tid = ::gettid();
        made_ = ::timer_create(CLOCK_MONOTONIC, &event, &timer_) == 0;
        const itimerspec every{.it_interval = {0, interval_ns}, .it_value = {0, interval_ns}};
        if (made_) ::timer_settime(timer_, 0, &every, nullptr);
    }
    ~thread_timer() {
        if (made_) ::timer_delete(timer_);
    }
    thread_timer(const thread_timer&) = delete;
    thread_timer& operator=(const thread_timer&) = delete;

private:
    timer_t timer_{};
    bool made_ = false;
};

// Counts SIGALRM while this lives; without SA_RESTART, so that calls are interrupted.
class alarm_handler {
public:
    alarm_handler() {
        struct sigaction counting{};
        counting.sa_handler = [](int) { ++interruptions; };
        ::sigaction(SIGALRM, &counting, &before_);
    }
    ~alarm_handler() { ::sigaction(SIGALRM, &before_, nullptr); }
    alarm_handler(const alarm_handler&) = delete;
    alarm_handler& operator=(const alarm_handler&) = delete;

private:
    struct sigaction before_{};
};

std::uint64_t hashed(std::uint64_t hash, byte_view bytes) {
    for (; bytes.size() >= 8; bytes = bytes.subspan(8)) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data(), 8);
        hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
        hash ^= hash >> 32;
    }
    return hash;
}

using peer_connection = connection<framing<"u32be,limit=1M">>;

// Every second call with a deadline: those poll.
deadline limit_of(std::uint64_t number) { return number % 2 == 0 ? deadline::never : patience(); }

// Now and then one side lets the other wait, so that calls are interrupted that have nothing to show yet: with and
// without a deadline.
void pause_at(std::uint64_t number, std::uint64_t place) {
    if (number % 256 - place < 2) std::this_thread::sleep_for(1ms);
}

std::uint64_t send_numbered(peer_connection& to) {
    std::vector<std::byte> block(frame_bytes);
    for (std::size_t index = 0; index < block.size(); ++index) block[index] = static_cast<std::byte>(index * 167 >> 3);
    std::uint64_t hash = 0;
    for (std::uint64_t number = 0; number < transferred / frame_bytes; ++number) {
        std::memcpy(block.data(), &number, sizeof number);
        hash = hashed(hash, block);
        pause_at(number, 0);
        if (!to.write_frame(block, limit_of(number))) {
            to.close();  // ends the reader too
            return 0;
        }
    }
    return hash;
}

struct received {
    std::uint64_t bytes = 0;
    std::uint64_t hash = 0;
    errc end{};
};

received receive_all(peer_connection& from) {
    received all;
    for (std::uint64_t number = 0;; ++number) {
        pause_at(number, 128);
        const auto got = from.read_frame(limit_of(number));
        if (!got) {
            all.end = got.error().code;
            return all;
        }
        all.bytes += got->payload.size();
        all.hash = hashed(all.hash, got->payload);
    }
}

TEST_CASE("connection: 1 GiB arrives unharmed while signals interrupt both sides", "[net][storm][rule-09]") {
    auto [near_end, far_end] = make_pair();
    peer_connection sender(std::move(near_end));
    peer_connection receiver(std::move(far_end));
    const alarm_handler handler;
    std::uint64_t sent = 0;
    int sender_interrupted = 0;
    std::jthread sending([&] {
        const thread_timer timer;
        interruptions = 0;
        sent = send_numbered(sender);
        if (!sender.shutdown_write()) sent = 0;
        sender_interrupted = interruptions;
    });
    received got;
    {
        const thread_timer timer;
        interruptions = 0;
        got = receive_all(receiver);
    }
    sending.join();
    CHECK(got.end == errc::closed);
    CHECK(got.bytes == transferred);
    CHECK(got.hash == sent);
    CHECK(interruptions > 10);
    CHECK(sender_interrupted > 10);
}

}  // namespace
