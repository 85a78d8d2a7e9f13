// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A function in a process of its own, for what ends the process.
#ifndef STRUCTWIRE_TESTS_FUZZ_CHILD_PROCESS_HPP
#define STRUCTWIRE_TESTS_FUZZ_CHILD_PROCESS_HPP

#include <csignal>
#include <cstddef>
#include <cstdio>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

namespace test_support {

#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool has_address_sanitizer = true;
#elif defined(__has_feature)
inline constexpr bool has_address_sanitizer = __has_feature(address_sanitizer);
#else
inline constexpr bool has_address_sanitizer = false;
#endif

/// How a process ended.
struct ending {
    int signal = 0;  ///< 0 where it exited
    int status = 0;
    std::string printed{};  ///< on stderr

    [[nodiscard]] bool is_good() const { return signal == 0 && status == 0; }
    [[nodiscard]] bool says(const char* text) const { return printed.find(text) != std::string::npos; }
};

/// Runs `function` in a child of this process.
template <class Function>
ending in_child(Function function) {
    int pipe_ends[2];
    if (pipe(pipe_ends) != 0) return {.status = -1};
    std::fflush(nullptr);
    const pid_t child = fork();
    if (child == 0) {
        dup2(pipe_ends[1], STDERR_FILENO);
        close(pipe_ends[0]);
        // Catch2 would report the signal on stdout, as a second result of the test.
        for (const int number : {SIGABRT, SIGSEGV, SIGBUS}) signal(number, SIG_DFL);
        function();
        _exit(0);
    }
    close(pipe_ends[1]);
    ending result;
    char buffer[4096];
    for (ssize_t got = 0; (got = read(pipe_ends[0], buffer, sizeof buffer)) > 0;) {
        result.printed.append(buffer, static_cast<std::size_t>(got));
    }
    close(pipe_ends[0]);
    // The emulator of another processor says in a line of its own that its program was stopped by a signal.
    if (const auto emulator = result.printed.find("qemu: "); emulator != std::string::npos) {
        result.printed.erase(emulator, result.printed.find('\n', emulator) - emulator + 1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    if (WIFSIGNALED(status)) result.signal = WTERMSIG(status);
    if (WIFEXITED(status)) result.status = WEXITSTATUS(status);
    return result;
}

/// Reads a byte in a way that no compiler leaves out.
inline void touch(const std::byte* place) { static_cast<void>(*static_cast<const volatile std::byte*>(place)); }

}  // namespace test_support

#endif
