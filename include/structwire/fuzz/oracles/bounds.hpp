// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The oracle "bounded": a call allocates no more memory and takes no more time than its input justifies.
#ifndef STRUCTWIRE_FUZZ_ORACLES_BOUNDS_HPP
#define STRUCTWIRE_FUZZ_ORACLES_BOUNDS_HPP

#include <structwire/bytes.hpp>
#include <structwire/fuzz/chunks.hpp>
#include <structwire/fuzz/detail/call.hpp>
#include <structwire/fuzz/detail/meter.hpp>
#include <structwire/fuzz/finding.hpp>
#include <structwire/fuzz/limits.hpp>

#include <concepts>
#include <cstddef>
#include <optional>
#include <type_traits>
#include <utility>

namespace structwire::fuzz {

/// Calls a function with one input and compares what that cost with its limits.
///
/// Memory:   what the calling thread allocates during the call. Under AddressSanitizer and ThreadSanitizer that is
///           everything, malloc too, seen through the sanitizer's hooks. Else it is what goes through operator new:
///           a program that links structwire::fuzz gets the library's operators new and delete, which call malloc and
///           free. If it has such operators of its own nothing can be counted: the first call says so and ends the
///           process.
/// Time:     CPU time of the calling thread, so that a busy machine makes no difference, but a sanitizer does. It is
///           looked at when the function returns: a function that never returns is a matter for the engine's timeout.
/// @param allowed   see limits
/// @param function  takes `std::span<const std::byte>`; what it returns is not looked at
/// @param bytes     any; the function gets a copy on the heap of exactly their size, which is not counted
/// @return          the first limit that is exceeded, the number, and the size of the input
/// Example:  `REQUIRE(!fuzz::check_bounds({.max_allocated_bytes = 4096}, &parse_header, hostile));`
template <class Function>
[[nodiscard]] std::optional<finding> check_bounds(const limits& allowed, Function function, byte_view bytes) {
    const exact_copy input(bytes);
    detail::meter meter(detail::counting, allowed, bytes.size(), detail::meter::when_exceeded::go_on);
    detail::call_for_nothing(function, input.bytes());
    return check_usage(allowed, meter.finish(), bytes.size());
}

/// What one call of a function without parameters costs: to find out where limits should be.
template <class Function>
[[nodiscard]] usage usage_of(Function function) {
    detail::meter meter(detail::counting, {}, 0, detail::meter::when_exceeded::go_on);
    function();
    return meter.finish();
}

namespace detail {

template <class Function>
class bounded_oracle {
public:
    bounded_oracle(const limits& allowed, Function function) : allowed_(allowed), function_(std::move(function)) {}

    template <class Input>
        requires std::invocable<Function&, const Input&>
    STRUCTWIRE_FUZZ_NO_COVERAGE auto operator()(const Input& input) {
        meter meter(counting, allowed_, input_size(input), meter::when_exceeded::stop);
        if constexpr (std::is_void_v<std::invoke_result_t<Function&, const Input&>>) {
            function_(input);
            stop_if(check_usage(allowed_, meter.finish(), input_size(input)));
        } else {
            auto result = function_(input);
            stop_if(check_usage(allowed_, meter.finish(), input_size(input)));
            return result;
        }
    }

private:
    static void stop_if(const std::optional<finding>& found) {
        if (found) stop(*found);
    }

    limits allowed_;
    Function function_;
};

}  // namespace detail

/// check_bounds() as a function of a fuzz target, which returns what the function returns. It also takes functions of
/// `const structwire::frame&` (its input is header and payload) and of `const fuzz::chunks&` (each way to cut the
/// stream is one call).
///
/// The process stops inside the allocation that exceeds a limit, so that the stack trace leads to it.
/// Example:
/// ```cpp
/// STRUCTWIRE_FUZZ(">H {B:s}", "u32be", fuzz::bounded({.max_allocated_bytes = 256, .allocated_bytes_per_input_byte = 4},
///                                                    &parse_header))
/// ```
template <class Function>
[[nodiscard]] auto bounded(const limits& allowed, Function function) {
    return detail::bounded_oracle<Function>(allowed, std::move(function));
}

}  // namespace structwire::fuzz

#endif
