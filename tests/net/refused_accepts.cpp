// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A function accept4 in front of the system's.
#include "refused_accepts.hpp"

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <dlfcn.h>
#include <mutex>
#include <sys/socket.h>
#include <utility>

namespace net_support {
namespace {

using time_point = std::chrono::steady_clock::time_point;

std::mutex lock;
std::condition_variable changed;
std::vector<time_point> times;
std::vector<int> injected;  // the last one is the next

void note(time_point now) {
    const std::scoped_lock guard(lock);
    times.push_back(now);
    changed.notify_all();
}

// The errno value that the next accept shall fail with, 0 if none.
int take_injected() {
    const std::scoped_lock guard(lock);
    if (injected.empty()) return 0;
    const int next = injected.back();
    injected.pop_back();
    return next;
}

}  // namespace

refused_accepts::refused_accepts() {
    const std::scoped_lock guard(lock);
    times.clear();
}

std::size_t refused_accepts::count() const {
    const std::scoped_lock guard(lock);
    return times.size();
}

std::vector<time_point> refused_accepts::wait_for(std::size_t count) const {
    std::unique_lock guard(lock);
    const bool came = changed.wait_for(guard, std::chrono::seconds(20), [&] { return times.size() >= count; });
    return {times.begin(), came ? times.begin() + static_cast<std::ptrdiff_t>(count) : times.end()};
}

injected_accepts::injected_accepts(std::vector<int> natives) {
    const std::scoped_lock guard(lock);
    std::ranges::reverse(natives);
    injected = std::move(natives);
}

injected_accepts::~injected_accepts() {
    const std::scoped_lock guard(lock);
    injected.clear();
}

std::size_t injected_accepts::left() const {
    const std::scoped_lock guard(lock);
    return injected.size();
}

}  // namespace net_support

// The one that a sanitizer has put in front stays in between.
extern "C" [[gnu::visibility("default")]] int accept4(int socket, sockaddr* peer, socklen_t* size, int flags) {
    static const auto next = reinterpret_cast<decltype(&::accept4)>(::dlsym(RTLD_NEXT, "accept4"));
    if (const int injected = net_support::take_injected(); injected != 0) {
        errno = injected;
        return -1;
    }
    const int taken = next(socket, peer, size, flags);
    const int native = errno;
    if (taken < 0 && native == EMFILE) net_support::note(std::chrono::steady_clock::now());
    errno = native;
    return taken;
}
