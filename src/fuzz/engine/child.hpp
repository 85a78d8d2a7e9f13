// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Runs that may end the process, in a process of their own.
#ifndef STRUCTWIRE_SRC_FUZZ_ENGINE_CHILD_HPP
#define STRUCTWIRE_SRC_FUZZ_ENGINE_CHILD_HPP

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <new>
#include <optional>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fuzz/engine/guard.hpp"

namespace structwire::fuzz::engine {

// Runs a function in a child process, silently; the status that waitpid gives, 0 if it came to its end.
// Nothing, and a message on stderr, if there is no process to be had.
template <class Function>
std::optional<int> run_child(Function function) {
    std::fflush(nullptr);
    const pid_t child = ::fork();
    if (child < 0) {
        std::fprintf(stderr, "ERROR: cannot start a process for the runs: %s\n", std::strerror(errno));
        return std::nullopt;
    }
    if (child == 0) {
        become_child();
        function();
        ::_exit(0);
    }
    set_child(child);
    int status = 0;
    while (::waitpid(child, &status, 0) != child) {
    }
    set_child(0);
    return status;
}

// A value that child processes change for their parent; its last member is an array of `extra` bytes more. False, and a
// message on stderr, if there is no memory to be had.
template <class Value>
class shared_memory {
public:
    explicit shared_memory(std::size_t extra) : size_(sizeof(Value) + extra) {
        void* memory = ::mmap(nullptr, size_, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        if (memory != MAP_FAILED) {
            value_ = ::new (memory) Value();
        } else {
            std::fprintf(stderr, "ERROR: cannot share memory with a process: %s\n", std::strerror(errno));
        }
    }
    shared_memory(const shared_memory&) = delete;
    shared_memory& operator=(const shared_memory&) = delete;
    ~shared_memory() {
        if (value_ != nullptr) ::munmap(value_, size_);
    }

    explicit operator bool() const { return value_ != nullptr; }
    Value& operator*() const { return *value_; }
    Value* operator->() const { return value_; }

private:
    std::size_t size_;
    Value* value_ = nullptr;
};

}  // namespace structwire::fuzz::engine

#endif
