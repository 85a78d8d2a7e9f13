// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// One joined thread for each session.
#ifndef STRUCTWIRE_SRC_NET_SESSION_THREADS_HPP
#define STRUCTWIRE_SRC_NET_SESSION_THREADS_HPP

#include <structwire/net/detail/server_core.hpp>

#include <atomic>
#include <cstddef>
#include <list>
#include <memory>
#include <pthread.h>
#include <stop_token>

namespace structwire::net::detail {

/// Runs sessions in threads of their own. Used by one thread; every thread is joined.
class session_threads {
public:
    /// `wake` is an eventfd that is woken whenever a session ends.
    session_threads(std::size_t stack_bytes, int wake) noexcept;
    ~session_threads();
    session_threads(const session_threads&) = delete;
    session_threads& operator=(const session_threads&) = delete;

    /// Starts a thread for the session. False, and the session is gone, when the system has no thread to give.
    bool start(std::unique_ptr<session> work);

    /// Joins the threads whose sessions have ended.
    void reap();

    /// Tells the sessions to finish until `until`.
    void start_draining(const deadline& until) noexcept;

    /// Tells the sessions to leave at once and joins all of them.
    void finish();

    [[nodiscard]] std::size_t size() const noexcept { return running_.size(); }
    [[nodiscard]] const server_statistics& statistics() const noexcept { return statistics_; }

private:
    struct thread {
        std::unique_ptr<session> work;
        const drain_state* drain;
        int wake;
        pthread_t handle{};
        server_statistics statistics{};
        std::atomic<bool> done = false;
    };

    static void* main(void* argument) noexcept;
    void join(thread& ended);

    std::size_t stack_bytes_;
    int wake_;
    std::stop_source draining_;
    std::stop_source over_;
    drain_state drain_;
    std::list<thread> running_;
    server_statistics statistics_;
};

}  // namespace structwire::net::detail

#endif
