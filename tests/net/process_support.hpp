// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What can be seen of a process from outside: CPU time, descriptors, children, memory.
#ifndef STRUCTWIRE_TESTS_NET_PROCESS_SUPPORT_HPP
#define STRUCTWIRE_TESTS_NET_PROCESS_SUPPORT_HPP

#include <structwire/net/descriptor.hpp>

#include <chrono>
#include <cstddef>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/resource.h>
#include <sys/types.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include "net_support.hpp"

namespace net_support {

/// The CPU time of all threads of a process, to the nanosecond.
inline std::chrono::nanoseconds cpu_time(pid_t process) {
    clockid_t id{};
    timespec used{};
    if (::clock_getcpuclockid(process, &id) != 0 || ::clock_gettime(id, &used) != 0) return std::chrono::hours(1);
    return std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
}

/// The part of the next `span` that a process computes.
inline double cpu_load(pid_t process, std::chrono::milliseconds span) {
    const auto used = cpu_time(process);
    const auto begin = clock::now();
    std::this_thread::sleep_for(span);
    return std::chrono::duration<double>(cpu_time(process) - used) / (clock::now() - begin);
}

inline std::string proc(pid_t process, const std::string& name) {
    return "/proc/" + std::to_string(process) + "/" + name;
}

inline std::size_t descriptors_of(pid_t process) {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& each : std::filesystem::directory_iterator(proc(process, "fd"))) ++count;
    return count;
}

/// The children of a process's first thread, zombies too.
inline std::vector<pid_t> children_of(pid_t process) {
    std::ifstream file(proc(process, "task/" + std::to_string(process) + "/children"));
    std::vector<pid_t> numbers;
    for (pid_t each = 0; file >> each;) numbers.push_back(each);
    return numbers;
}

/// One line of /proc/PID/status, for example `VmRSS:`, without its name.
inline std::string status_of(pid_t process, const std::string& name) {
    std::ifstream file(proc(process, "status"));
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with(name)) return line.substr(name.size());
    }
    return {};
}

inline std::size_t resident_bytes(pid_t process) { return std::stoul(status_of(process, "VmRSS:")) * 1024; }

/// Whether it becomes true before the test's patience ends.
template <class Condition>
bool eventually(const Condition& condition) {
    const auto until = patience();
    while (!condition()) {
        if (until.expired()) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return true;
}

/// Lets this process have so many descriptors, as far as it may.
inline void allow_descriptors(rlim_t count) {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max == RLIM_INFINITY ? count : std::min(count, limit.rlim_max);
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

/// Holds all descriptors below `number`, so that the next ones lie above.
inline std::vector<structwire::net::descriptor> descriptors_below(int number) {
    std::vector<structwire::net::descriptor> held;
    do held.emplace_back(::dup(2));
    while (held.back() && held.back().get() < number);
    return held;
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool is_sanitized = true;
#else
inline constexpr bool is_sanitized = false;
#endif

}  // namespace net_support

#endif
