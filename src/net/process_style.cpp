// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// One process for each connection.
#include <structwire/net/descriptor.hpp>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <new>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include "wait.hpp"
#include "workers.hpp"

namespace structwire::net::detail {
namespace {

// glibc declares these two without C linkage up to 2.36, and not at all up to 2.35.
int open_pidfd(pid_t process) noexcept { return static_cast<int>(::syscall(SYS_pidfd_open, process, 0)); }
void kill_by_pidfd(int process) noexcept { ::syscall(SYS_pidfd_send_signal, process, SIGKILL, nullptr, 0); }

// One connection's process. A pidfd, because it can be waited for beside sockets, names nobody else when the number is
// used again, and leaves SIGCHLD to the program.
struct child {
    descriptor process;

    enum class state : std::uint8_t { running, finished, died, unknown };

    // `unknown`: it has ended, but the program ignores or reaps its children itself.
    [[nodiscard]] state look(int options) const noexcept {
        siginfo_t info{};
        for (;;) {
            if (::waitid(P_PIDFD, static_cast<id_t>(process.get()), &info, WEXITED | options) == 0) break;
            if (errno != EINTR) return state::unknown;
        }
        if (info.si_pid == 0) return state::running;
        return info.si_code == CLD_EXITED && info.si_status == 0 ? state::finished : state::died;
    }
};

class process_workers final : public workers {
public:
    process_workers(const run_context& context, drain_signal& drain, descriptor watch) noexcept
        : context_(context), drain_(drain), watch_(std::move(watch)) {}
    ~process_workers() override { finish(); }

    bool make_ready() override;
    bool start(stream&& peer) override;
    std::size_t reap() override;
    void finish() override;
    // Whoever can ends itself at the drain timeout, and has counted that before it is killed.
    [[nodiscard]] std::chrono::milliseconds grace() const noexcept override { return std::chrono::milliseconds(50); }
    [[nodiscard]] std::size_t size() const noexcept override { return children_.size(); }
    [[nodiscard]] int ended() const noexcept override { return watch_.get(); }

private:
    void serve(stream&& peer) noexcept;
    bool watch(pid_t number) noexcept;

    const run_context& context_;
    drain_signal& drain_;
    descriptor watch_;     // an epoll of all pidfds
    descriptor reserved_;  // held in advance, so that there is a number for the pidfd when the process runs already
    std::vector<child> children_;
};

bool process_workers::make_ready() {
    try {
        children_.reserve(children_.size() + 1);
    } catch (const std::bad_alloc&) {
        return false;
    }
    if (!reserved_) reserved_ = descriptor(::fcntl(watch_.get(), F_DUPFD_CLOEXEC, 0));
    return static_cast<bool>(reserved_);
}

bool process_workers::start(stream&& peer) {
    const pid_t number = ::fork();
    if (number < 0) return false;
    if (number == 0) {
        serve(std::move(peer));
        ::_exit(0);
    }
    reserved_.reset();
    return watch(number);
}

bool process_workers::watch(pid_t number) noexcept {
    child next{descriptor(open_pidfd(number))};
    // It has ended, and the program ignores or reaps its children itself. Nobody may be killed by that number any more.
    if (!next.process && errno == ESRCH) return true;
    epoll_event event{.events = EPOLLIN, .data = {.fd = next.process.get()}};
    if (next.process && ::epoll_ctl(watch_.get(), EPOLL_CTL_ADD, next.process.get(), &event) == 0) {
        children_.push_back(std::move(next));
        return true;
    }
    ::kill(number, SIGKILL);
    while (::waitpid(number, nullptr, 0) < 0 && errno == EINTR) {
    }
    return false;
}

// In the child: what belongs to the server is closed, what belongs to the program is left as it is.
void process_workers::serve(stream&& peer) noexcept {
    context_.leave();
    drain_.only_listen();
    children_.clear();
    watch_.reset();
    reserved_.reset();
    const service_context service{.options = context_.options, .ledger = context_.ledger, .drain = drain_.waited_for()};
    const auto work = context_.open(context_.owner);
    if (!work) {
        context_.ledger.add({.handler_failures = 1});
        return;
    }
    try {
        blocking_service(std::move(peer), service).run(*work);
    } catch (const std::bad_alloc&) {
        context_.ledger.add({.overloads = 1});
    }
}

std::size_t process_workers::reap() {
    return std::erase_if(children_, [this](const child& each) {
        const auto now = each.look(WNOHANG);
        if (now == child::state::died) context_.ledger.add({.handler_failures = 1});
        return now != child::state::running;
    });
}

void process_workers::finish() {
    reap();
    for (const child& each : children_) {
        kill_by_pidfd(each.process.get());
        // One that was about to end by itself has counted that.
        if (each.look(0) != child::state::finished) context_.ledger.add({.resets_at_drain = 1});
    }
    children_.clear();
}

// A lock that another thread holds at the moment of the fork stays locked in the child for ever.
bool has_other_threads() noexcept {
    const std::unique_ptr<DIR, int (*)(DIR*)> threads(::opendir("/proc/self/task"), &::closedir);
    if (!threads) return true;  // as far as anybody can know
    std::size_t count = 0;
    while (count < 2) {
        const dirent* const each = ::readdir(threads.get());
        if (each == nullptr) break;
        if (each->d_name[0] != '.') ++count;
    }
    return count > 1;
}

}  // namespace

std::expected<void, error> run_processes(const run_context& context) {
    if (!context.options.allow_threads && has_other_threads()) return failure(errc::threads_running, operation::accept);
    auto drain = drain_signal::make();
    if (!drain) return std::unexpected(drain.error());
    descriptor watch(::epoll_create1(EPOLL_CLOEXEC));
    if (!watch) return system_failure(operation::accept, errno);
    process_workers staff(context, *drain, std::move(watch));
    return worker_loop(context, staff, *drain).run();
}

}  // namespace structwire::net::detail
