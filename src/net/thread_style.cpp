// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// One joined thread for each connection.
#include <structwire/net/descriptor.hpp>

#include <atomic>
#include <exception>
#include <list>
#include <memory>
#include <pthread.h>
#include <utility>

#include "wait.hpp"
#include "workers.hpp"

namespace structwire::net::detail {
namespace {

// pthread_create, because std::thread has no stack size and reports a lack of threads by throwing.
bool create_thread(pthread_t& handle, std::size_t stack_bytes, void* (*main)(void*), void* argument) noexcept {
    pthread_attr_t attributes;
    if (::pthread_attr_init(&attributes) != 0) return false;
    const bool sized = stack_bytes == 0 || ::pthread_attr_setstacksize(&attributes, stack_bytes) == 0;
    const bool created = sized && ::pthread_create(&handle, &attributes, main, argument) == 0;
    ::pthread_attr_destroy(&attributes);
    return created;
}

class thread_workers final : public workers {
public:
    thread_workers(const run_context& context, const service_context& service, descriptor ended) noexcept
        : context_(context), service_(service), ended_(std::move(ended)) {}
    ~thread_workers() override { finish(); }

    bool make_ready() override { return true; }
    bool start(stream&& peer) override;
    std::size_t reap() override;
    void finish() override;
    [[nodiscard]] std::chrono::milliseconds grace() const noexcept override { return {}; }
    [[nodiscard]] std::size_t size() const noexcept override { return running_.size(); }
    [[nodiscard]] int ended() const noexcept override { return ended_.get(); }

private:
    struct thread {
        blocking_service service;
        std::unique_ptr<session> work;
        int ended;
        pthread_t handle{};
        std::atomic<bool> done = false;
    };

    bool launch(stream&& peer, std::unique_ptr<session> work);
    static void* main(void* argument) noexcept;

    const run_context& context_;
    const service_context& service_;
    descriptor ended_;  // an eventfd
    std::list<thread> running_;
};

bool thread_workers::start(stream&& peer) {
    auto work = context_.open(context_.owner);
    if (!work) {
        context_.ledger.add({.handler_failures = 1});
        peer.close();
        return true;
    }
    try {
        return launch(std::move(peer), std::move(work));
    } catch (const std::bad_alloc&) {
        return false;
    }
}

bool thread_workers::launch(stream&& peer, std::unique_ptr<session> work) {
    thread& next = running_.emplace_back(blocking_service(std::move(peer), service_), std::move(work), ended_.get());
    if (create_thread(next.handle, context_.options.stack_bytes, &thread_workers::main, &next)) return true;
    running_.pop_back();
    return false;
}

void* thread_workers::main(void* argument) noexcept {
    thread& self = *static_cast<thread*>(argument);
    self.service.run(*self.work);
    self.work.reset();
    const int ended = self.ended;
    self.done.store(true, std::memory_order_release);
    wake_up(ended);
    return nullptr;
}

std::size_t thread_workers::reap() {
    forget_wakes(ended_.get());
    return std::erase_if(running_, [](const thread& each) {
        const bool done = each.done.load(std::memory_order_acquire);
        if (done) ::pthread_join(each.handle, nullptr);
        return done;
    });
}

void thread_workers::finish() {
    for (const thread& each : running_) ::pthread_join(each.handle, nullptr);
    running_.clear();
}

}  // namespace

std::expected<void, error> run_threads(const run_context& context) {
    auto drain = drain_signal::make();
    if (!drain) return std::unexpected(drain.error());
    descriptor ended = make_wake();
    if (!ended) return system_failure(operation::accept, errno);
    const service_context service{.options = context.options, .ledger = context.ledger, .drain = drain->waited_for()};
    thread_workers staff(context, service, std::move(ended));
    return worker_loop(context, staff, *drain).run();
}

}  // namespace structwire::net::detail
