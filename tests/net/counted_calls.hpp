// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// How many system calls that move bytes or wait for them a thread makes.
#ifndef STRUCTWIRE_TESTS_NET_COUNTED_CALLS_HPP
#define STRUCTWIRE_TESTS_NET_COUNTED_CALLS_HPP

namespace net_support {

struct call_counts {
    int reads = 0;   // recv, recvmsg, read, readv
    int writes = 0;  // send, sendmsg, write, writev
    int waits = 0;   // poll, ppoll, epoll_wait
    int others = 0;  // pthread_sigmask

    friend bool operator==(const call_counts&, const call_counts&) = default;
};

/// Those of the calling thread since it began.
call_counts calls_so_far() noexcept;

/// Those of the calling thread while `function` runs.
template <class Function>
call_counts calls_of(Function function) {
    const call_counts before = calls_so_far();
    function();
    const call_counts after = calls_so_far();
    return {after.reads - before.reads, after.writes - before.writes, after.waits - before.waits,
            after.others - before.others};
}

}  // namespace net_support

#endif
