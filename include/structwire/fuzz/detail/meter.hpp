// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Counts allocations and time of a call. Not for direct use.
#ifndef STRUCTWIRE_FUZZ_DETAIL_METER_HPP
#define STRUCTWIRE_FUZZ_DETAIL_METER_HPP

#include <structwire/fuzz/detail/call.hpp>
#include <structwire/fuzz/limits.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <type_traits>

namespace structwire::fuzz::detail {

/// Sees to it that allocations call meter::allocated() and meter::freed(): by hooks of AddressSanitizer or
/// ThreadSanitizer, or because the program has the operator new of this library. Where neither is so it prints that and
/// ends the process.
void count_by_hooks();
void count_by_new();

// Not decided at run time: UBSan's runtime has the function for hooks as well, and never calls them.
#if defined(__SANITIZE_ADDRESS__)
#define STRUCTWIRE_FUZZ_HAS_ADDRESS_SANITIZER 1
#elif defined(__SANITIZE_THREAD__)
#define STRUCTWIRE_FUZZ_HAS_THREAD_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define STRUCTWIRE_FUZZ_HAS_ADDRESS_SANITIZER 1
#elif __has_feature(thread_sanitizer)
#define STRUCTWIRE_FUZZ_HAS_THREAD_SANITIZER 1
#endif
#endif
#if defined(STRUCTWIRE_FUZZ_HAS_ADDRESS_SANITIZER) || defined(STRUCTWIRE_FUZZ_HAS_THREAD_SANITIZER)
inline constexpr auto counting = &count_by_hooks;
#else
inline constexpr auto counting = &count_by_new;
#endif

/// Measures the calling thread between its construction and finish().
class meter {
public:
    enum class when_exceeded : std::uint8_t { go_on, stop };

    meter(void (*start_counting)(), const limits& allowed, std::size_t input_bytes, when_exceeded then);
    meter(const meter&) = delete;
    meter& operator=(const meter&) = delete;
    ~meter();

    /// What was used. Nothing is counted from here on.
    usage finish() noexcept;

    /// Called for all allocations of the program, of any size and in any thread.
    static void allocated(const volatile void* memory, std::size_t size) noexcept;
    static void freed(const volatile void* memory) noexcept;

    /// How often allocated() was called in this thread.
    [[nodiscard]] static std::uint64_t calls() noexcept;

private:
    struct state;
    std::unique_ptr<state> state_;
};

/// While it lives, allocations of this thread are not counted.
class uncounted {
public:
    uncounted() noexcept;
    ~uncounted();
    uncounted(const uncounted&) = delete;
    uncounted& operator=(const uncounted&) = delete;

private:
    bool was_;
};

/// Prints why and ends the process unless `counts`.
void require_counting(bool counts, const char* why);

// Calls, whatever comes back.
template <class Function, class Argument>
STRUCTWIRE_FUZZ_NO_COVERAGE void call_for_nothing(Function& function, const Argument& argument) {
    if constexpr (std::is_void_v<std::invoke_result_t<Function&, const Argument&>>) {
        function(argument);
    } else {
        [[maybe_unused]] const auto result = function(argument);
    }
}

}  // namespace structwire::fuzz::detail

#endif
