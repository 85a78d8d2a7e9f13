// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Functions in front of the system's that count their calls.
#include "counted_calls.hpp"

#include <csignal>
#include <ctime>
#include <dlfcn.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

namespace {

thread_local constinit net_support::call_counts counts;

template <class Function>
Function* next_of(const char* name) {
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

net_support::call_counts net_support::calls_so_far() noexcept { return counts; }

// What a sanitizer has put in front stays in between.
#define STRUCTWIRE_COUNTED(result, name, parameters, arguments, counter) \
    extern "C" [[gnu::visibility("default")]] result name parameters {   \
        static const auto next = next_of<result parameters>(#name);      \
        ++counts.counter;                                                \
        return next arguments;                                           \
    }

STRUCTWIRE_COUNTED(ssize_t, recv, (int number, void* room, size_t size, int flags), (number, room, size, flags), reads)
STRUCTWIRE_COUNTED(ssize_t, recvmsg, (int number, msghdr* message, int flags), (number, message, flags), reads)
STRUCTWIRE_COUNTED(ssize_t, read, (int number, void* room, size_t size), (number, room, size), reads)
STRUCTWIRE_COUNTED(ssize_t, readv, (int number, const iovec* vectors, int count), (number, vectors, count), reads)
STRUCTWIRE_COUNTED(ssize_t, send, (int number, const void* bytes, size_t size, int flags), (number, bytes, size, flags),
                   writes)
STRUCTWIRE_COUNTED(ssize_t, sendmsg, (int number, const msghdr* message, int flags), (number, message, flags), writes)
STRUCTWIRE_COUNTED(ssize_t, write, (int number, const void* bytes, size_t size), (number, bytes, size), writes)
STRUCTWIRE_COUNTED(ssize_t, writev, (int number, const iovec* vectors, int count), (number, vectors, count), writes)
STRUCTWIRE_COUNTED(int, poll, (pollfd * set, nfds_t count, int timeout), (set, count, timeout), waits)
STRUCTWIRE_COUNTED(int, ppoll, (pollfd * set, nfds_t count, const timespec* timeout, const sigset_t* mask),
                   (set, count, timeout, mask), waits)
STRUCTWIRE_COUNTED(int, epoll_wait, (int set, epoll_event* events, int most, int timeout), (set, events, most, timeout),
                   waits)
STRUCTWIRE_COUNTED(int, pthread_sigmask, (int how, const sigset_t* set, sigset_t* before), (how, set, before), others)
