// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// For LD_PRELOAD: fork() fails from the call on whose number is in the variable NO_FORK, 1 for the first.
#include <cerrno>
#include <cstdlib>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

extern "C" pid_t fork() noexcept {
    static int calls = 0;
    const char* const first = std::getenv("NO_FORK");
    if (first == nullptr || ++calls < std::atoi(first)) return static_cast<pid_t>(::syscall(SYS_fork));
    errno = EAGAIN;
    return -1;
}
