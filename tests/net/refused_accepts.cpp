// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A function accept4 in front of the system's.
#include "refused_accepts.hpp"

#include <cerrno>
#include <condition_variable>
#include <dlfcn.h>
#include <mutex>
#include <sys/socket.h>

namespace net_support {
namespace {

using time_point = std::chrono::steady_clock::time_point;

std::mutex lock;
std::condition_variable changed;
std::vector<time_point> times;

void note(time_point now) {
    const std::scoped_lock guard(lock);
    times.push_back(now);
    changed.notify_all();
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

}  // namespace net_support

// The one that a sanitizer has put in front stays in between.
extern "C" [[gnu::visibility("default")]] int accept4(int socket, sockaddr* peer, socklen_t* size, int flags) {
    static const auto next = reinterpret_cast<decltype(&::accept4)>(::dlsym(RTLD_NEXT, "accept4"));
    const int taken = next(socket, peer, size, flags);
    const int native = errno;
    if (taken < 0 && native == EMFILE) net_support::note(std::chrono::steady_clock::now());
    errno = native;
    return taken;
}
