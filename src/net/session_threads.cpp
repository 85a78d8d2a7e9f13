// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// One joined thread for each session.
#include "session_threads.hpp"

#include "wait.hpp"

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

}  // namespace

session_threads::session_threads(std::size_t stack_bytes, int wake) noexcept
    : stack_bytes_(stack_bytes),
      wake_(wake),
      drain_{.draining = draining_.get_token(), .over = over_.get_token(), .until = deadline::never} {}

session_threads::~session_threads() { finish(); }

bool session_threads::start(std::unique_ptr<session> work) {
    thread& next = running_.emplace_back(std::move(work), &drain_, wake_);
    if (create_thread(next.handle, stack_bytes_, &session_threads::main, &next)) return true;
    running_.pop_back();
    return false;
}

void* session_threads::main(void* argument) noexcept {
    thread& self = *static_cast<thread*>(argument);
    self.statistics = self.work->run(*self.drain);
    self.work.reset();
    const int wake = self.wake;
    self.done.store(true, std::memory_order_release);
    wake_up(wake);
    return nullptr;
}

void session_threads::join(thread& ended) {
    ::pthread_join(ended.handle, nullptr);
    statistics_ += ended.statistics;
}

void session_threads::reap() {
    for (auto each = running_.begin(); each != running_.end();) {
        if (!each->done.load(std::memory_order_acquire)) {
            ++each;
            continue;
        }
        join(*each);
        each = running_.erase(each);
    }
}

void session_threads::start_draining(const deadline& until) noexcept {
    drain_.until = until;
    draining_.request_stop();
}

void session_threads::finish() {
    draining_.request_stop();
    over_.request_stop();
    for (thread& each : running_) join(each);
    running_.clear();
}

}  // namespace structwire::net::detail
