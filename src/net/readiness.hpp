// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Which of many descriptors are ready: epoll.
#ifndef STRUCTWIRE_SRC_NET_READINESS_HPP
#define STRUCTWIRE_SRC_NET_READINESS_HPP

#include <structwire/net/deadline.hpp>
#include <structwire/net/descriptor.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <sys/epoll.h>
#include <utility>

#include "wait.hpp"

namespace structwire::net::detail {

class readiness {
public:
    explicit readiness(descriptor set) noexcept : set_(std::move(set)) {}

    /// Watches a descriptor under a key of the caller's. Errors and hang-ups are always reported. False without memory.
    bool add(int number, std::uint32_t events, std::uint64_t key) noexcept {
        return control(EPOLL_CTL_ADD, number, events, key);
    }

    void change(int number, std::uint32_t events, std::uint64_t key) noexcept {
        control(EPOLL_CTL_MOD, number, events, key);
    }

    /// Forgets a descriptor. Closing it is not enough when a process that was forked meanwhile holds it too.
    void remove(int number) noexcept { control(EPOLL_CTL_DEL, number, 0, 0); }

    /// What is ready, waiting until `until` at most; nothing also when a signal came.
    [[nodiscard]] std::span<const epoll_event> wait(const deadline& until) noexcept {
        const int count =
            ::epoll_wait(set_.get(), events_.data(), static_cast<int>(events_.size()), poll_timeout(until));
        return std::span(events_).first(count < 0 ? 0 : static_cast<std::size_t>(count));
    }

private:
    bool control(int what, int number, std::uint32_t events, std::uint64_t key) noexcept {
        epoll_event event{.events = events, .data = {.u64 = key}};
        return ::epoll_ctl(set_.get(), what, number, &event) == 0;
    }

    descriptor set_;
    std::array<epoll_event, 256> events_{};
};

}  // namespace structwire::net::detail

#endif
