// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/fuzz/detail/meter.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <optional>
#include <time.h>
#include <unordered_map>
#include <utility>

#include "allowance.hpp"

namespace structwire::fuzz::detail {

namespace {

// Not through operator new, which is what is counted.
template <class Type>
struct malloc_allocator {
    using value_type = Type;

    malloc_allocator() = default;
    template <class Other>
    malloc_allocator(const malloc_allocator<Other>&) noexcept {}

    Type* allocate(std::size_t count) {
        // Pointers are meant. NOLINTNEXTLINE(bugprone-sizeof-expression)
        void* const memory = std::malloc(count * sizeof(Type));
        if (memory == nullptr) std::abort();
        return static_cast<Type*>(memory);
    }
    void deallocate(Type* memory, std::size_t) noexcept { std::free(static_cast<void*>(memory)); }

    friend bool operator==(const malloc_allocator&, const malloc_allocator&) = default;
};

using block_sizes =
    std::unordered_map<const volatile void*, std::size_t, std::hash<const volatile void*>, std::equal_to<>,
                       malloc_allocator<std::pair<const volatile void* const, std::size_t>>>;

std::chrono::nanoseconds cpu_time() noexcept {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

}  // namespace

struct meter::state {
    limits allowed;
    allowance most;
    std::size_t input_bytes;
    when_exceeded then;
    state* outer;  // a meter may run inside what another one measures
    usage seen{};
    std::uint64_t live_bytes = 0;
    block_sizes live{};
    std::chrono::nanoseconds start{};

    void take(const volatile void* memory, std::size_t size) {
        ++seen.allocations;
        seen.allocation_bytes = std::max<std::uint64_t>(seen.allocation_bytes, size);
        if (memory != nullptr) {
            live.insert_or_assign(memory, size);
            live_bytes += size;
            seen.allocated_bytes = std::max(seen.allocated_bytes, live_bytes);
        }
        const bool exceeds = seen.allocations > most.allocations || seen.allocation_bytes > most.allocation_bytes ||
                             seen.allocated_bytes > most.allocated_bytes;
        if (exceeds && then == when_exceeded::stop) stop(*check_usage(allowed, seen, input_bytes));
    }

    // What is not known was there before the call.
    void give_back(const volatile void* memory) {
        const auto found = live.find(memory);
        if (found == live.end()) return;
        live_bytes -= found->second;
        live.erase(found);
    }
};

namespace {

// Of this thread. The type of the state is known to the meter only.
constinit thread_local void* measuring = nullptr;
constinit thread_local bool is_paused = false;
constinit thread_local std::uint64_t calls_so_far = 0;

}  // namespace

uncounted::uncounted() noexcept : was_(std::exchange(is_paused, true)) {}
uncounted::~uncounted() { is_paused = was_; }

meter::meter(void (*start_counting)(), const limits& allowed, std::size_t input_bytes, when_exceeded then) {
    const uncounted pause;
    [[maybe_unused]] static const bool started = (start_counting(), true);
    state_ = std::make_unique<state>(state{.allowed = allowed,
                                           .most = allowance_of(allowed, input_bytes),
                                           .input_bytes = input_bytes,
                                           .then = then,
                                           .outer = static_cast<state*>(measuring)});
    measuring = state_.get();
    state_->start = cpu_time();
}

meter::~meter() { finish(); }

usage meter::finish() noexcept {
    if (measuring == state_.get()) {
        state_->seen.time = cpu_time() - state_->start;
        measuring = state_->outer;
    }
    return state_->seen;
}

void meter::allocated(const volatile void* memory, std::size_t size) noexcept {
    ++calls_so_far;
    if (measuring == nullptr || is_paused) return;
    const uncounted pause;
    for (auto* each = static_cast<state*>(measuring); each != nullptr; each = each->outer) each->take(memory, size);
}

void meter::freed(const volatile void* memory) noexcept {
    if (measuring == nullptr || is_paused || memory == nullptr) return;
    const uncounted pause;
    for (auto* each = static_cast<state*>(measuring); each != nullptr; each = each->outer) each->give_back(memory);
}

std::uint64_t meter::calls() noexcept { return calls_so_far; }

void require_counting(bool counts, const char* why) {
    if (counts) return;
    std::fprintf(stderr, "structwire: allocations cannot be counted: %s\n", why);
    std::abort();
}

}  // namespace structwire::fuzz::detail
