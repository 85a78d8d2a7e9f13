// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "cli/run_command.hpp"

#include <structwire/error.hpp>
#include <structwire/net/deadline.hpp>
#include <structwire/net/descriptor.hpp>
#include <structwire/net/fd_stream.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace structwire::cli {

namespace {

using net::deadline;
using net::descriptor;

std::unexpected<std::string> system_failure(int reason) { return std::unexpected<std::string>(std::strerror(reason)); }

// A file in memory and no pipe: it takes everything at once, and a command that does not read it harms nobody.
descriptor memory_file(byte_view content) {
    descriptor file(::memfd_create("structwire", MFD_CLOEXEC));
    while (file && !content.empty()) {
        const ssize_t count = ::write(file.get(), content.data(), content.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return {};
        content = content.subspan(static_cast<std::size_t>(count));
    }
    if (file) ::lseek(file.get(), 0, SEEK_SET);
    return file;
}

// What the shell gets: two descriptors, a group of its own, and signals as if nobody had touched them.
class spawn_settings {
public:
    spawn_settings(int input, int output) {
        ::posix_spawn_file_actions_init(&actions_);
        ::posix_spawnattr_init(&attributes_);
        ::posix_spawn_file_actions_adddup2(&actions_, input, STDIN_FILENO);
        ::posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
        sigset_t none;
        sigset_t all;
        ::sigemptyset(&none);
        ::sigfillset(&all);
        ::posix_spawnattr_setsigmask(&attributes_, &none);
        ::posix_spawnattr_setsigdefault(&attributes_, &all);
        ::posix_spawnattr_setpgroup(&attributes_, 0);
        ::posix_spawnattr_setflags(&attributes_,
                                   POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }
    spawn_settings(const spawn_settings&) = delete;
    spawn_settings& operator=(const spawn_settings&) = delete;
    ~spawn_settings() {
        ::posix_spawn_file_actions_destroy(&actions_);
        ::posix_spawnattr_destroy(&attributes_);
    }

    // 0 or errno.
    int spawn(pid_t& number, const std::string& command) {
        std::string words[] = {"sh", "-c", command};
        char* const arguments[] = {words[0].data(), words[1].data(), words[2].data(), nullptr};
        return ::posix_spawn(&number, "/bin/sh", &actions_, &attributes_, arguments, environ);
    }

private:
    posix_spawn_file_actions_t actions_;
    posix_spawnattr_t attributes_;
};

// The shell and what it started; killed unless it has been waited for.
class process_group {
public:
    explicit process_group(pid_t number)
        : number_(number), ended_(static_cast<int>(::syscall(SYS_pidfd_open, number, 0))) {}
    process_group(const process_group&) = delete;
    process_group& operator=(const process_group&) = delete;
    ~process_group() {
        if (number_ <= 0) return;
        ::kill(-number_, SIGKILL);
        reap();
    }

    // How it ended, in the form of waitpid; nothing if it has not by then.
    std::optional<int> wait(const deadline& until) {
        pollfd ready{.fd = ended_.get(), .events = POLLIN, .revents = 0};
        while (ready.revents == 0) {
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(until.remaining());
            const int count = ::poll(&ready, 1, static_cast<int>(left.count()));
            if (count == 0 || (count < 0 && errno != EINTR)) return std::nullopt;
        }
        return reap();
    }

private:
    int reap() {
        const pid_t number = std::exchange(number_, -1);
        int status = 0;
        while (::waitpid(number, &status, 0) < 0 && errno == EINTR) {
        }
        return status;
    }

    pid_t number_;
    descriptor ended_;
};

std::string seconds_text(std::chrono::nanoseconds time) {
    return fmt::format("{} s", std::chrono::duration<double>(time).count());
}

std::expected<std::vector<std::byte>, std::string> read_output(descriptor output, const command_limits& limits,
                                                               const deadline& until) {
    net::fd_stream stream(std::move(output), descriptor());
    std::vector<std::byte> got;
    std::array<std::byte, 16 * 1024> room;
    while (true) {
        const auto count = stream.read_some(room, until);
        if (!count && count.error().code == errc::timed_out) {
            return std::unexpected(fmt::format("did not finish within {}", seconds_text(limits.runtime)));
        }
        if (!count) return system_failure(count.error().native);
        if (*count == 0) return got;
        if (*count > limits.output_bytes - got.size()) {
            return std::unexpected(fmt::format("wrote more than {} bytes", limits.output_bytes));
        }
        got.insert(got.end(), room.begin(), room.begin() + static_cast<std::ptrdiff_t>(*count));
    }
}

std::string end_text(int status) {
    if (WIFSIGNALED(status)) return fmt::format("was killed by signal {}", WTERMSIG(status));
    return fmt::format("ended with exit status {}", WEXITSTATUS(status));
}

}  // namespace

std::expected<std::vector<std::byte>, std::string> run_command(const std::string& command, byte_view input,
                                                               const command_limits& limits) {
    const deadline until = deadline::in(limits.runtime);
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return system_failure(errno);
    descriptor output(ends[0]);
    descriptor written(ends[1]);
    descriptor file = memory_file(input);
    if (!file) return system_failure(errno);
    pid_t number = -1;
    if (const int failed = spawn_settings(file.get(), written.get()).spawn(number, command)) {
        return system_failure(failed);
    }
    process_group shell(number);
    written.reset();
    auto answer = read_output(std::move(output), limits, until);
    if (!answer) return answer;
    const auto ended = shell.wait(until);
    if (!ended) return std::unexpected(fmt::format("did not finish within {}", seconds_text(limits.runtime)));
    if (*ended != 0) return std::unexpected(end_text(*ended));
    return answer;
}

}  // namespace structwire::cli
