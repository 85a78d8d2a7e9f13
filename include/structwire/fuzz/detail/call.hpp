// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What the kit calls, and what it makes of the results. Not for direct use.
#ifndef STRUCTWIRE_FUZZ_DETAIL_CALL_HPP
#define STRUCTWIRE_FUZZ_DETAIL_CALL_HPP

#include <structwire/bytes.hpp>
#include <structwire/framing/frame.hpp>
#include <structwire/fuzz/chunks.hpp>
#include <structwire/fuzz/finding.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

// Around the user's function nothing shall count as coverage of his.
#if defined(__clang__)
#define STRUCTWIRE_FUZZ_NO_COVERAGE __attribute__((no_sanitize("coverage")))
#elif defined(__GNUC__)
#define STRUCTWIRE_FUZZ_NO_COVERAGE __attribute__((no_sanitize_coverage))
#else
#define STRUCTWIRE_FUZZ_NO_COVERAGE
#endif

namespace structwire::fuzz::detail {

/// What the function under test said.
enum class verdict : std::uint8_t { none, accepted, refused };

/// Counts verdicts; noted by every call.
struct verdict_sink {
    std::uint64_t calls = 0;
    std::uint64_t accepted = 0;
    std::uint64_t refused = 0;

    void note(verdict what) noexcept {
        ++calls;
        accepted += what == verdict::accepted ? 1 : 0;
        refused += what == verdict::refused ? 1 : 0;
    }
};

/// What an oracle saw.
struct outcome {
    std::optional<finding> found{};
    verdict said = verdict::none;
};

template <class Result>
concept says_whether = requires(const Result& result) { static_cast<bool>(result); };

// std::optional, std::expected, smart pointers: something that may be there.
template <class Result>
concept holds_value = says_whether<Result> && requires(const Result& result) { *result; };

// A number is a value, whatever it converts to.
template <class Result>
concept says_only_whether =
    says_whether<Result> && !holds_value<Result> && (std::same_as<Result, bool> || std::is_class_v<Result>);

template <class Result>
[[nodiscard]] STRUCTWIRE_FUZZ_NO_COVERAGE verdict verdict_of(const Result& result) {
    if constexpr (says_whether<Result>) {
        return static_cast<bool>(result) ? verdict::accepted : verdict::refused;
    } else {
        return verdict::none;
    }
}

// Coverage counts between these two, where the engine is the one for g++. Other engines count all the time.
void begin_coverage(std::size_t size) noexcept;
void end_coverage() noexcept;

/// While it lives, coverage counts: the parser is at work on `size` bytes.
class counted_coverage {
public:
    STRUCTWIRE_FUZZ_NO_COVERAGE explicit counted_coverage(std::size_t size) noexcept { begin_coverage(size); }
    counted_coverage(const counted_coverage&) = delete;
    counted_coverage& operator=(const counted_coverage&) = delete;
    STRUCTWIRE_FUZZ_NO_COVERAGE ~counted_coverage() { end_coverage(); }
};

// Calls, and turns what comes back into a verdict.
template <class Function, class Argument>
STRUCTWIRE_FUZZ_NO_COVERAGE verdict call(Function& function, const Argument& argument) {
    using result = std::invoke_result_t<Function&, const Argument&>;
    // A number is no verdict: 0 is success to some functions and failure to others.
    if constexpr (says_only_whether<result> || holds_value<result>) {
        return static_cast<bool>(function(argument)) ? verdict::accepted : verdict::refused;
    } else {
        static_assert(std::is_void_v<result>, "structwire: the function returns nothing, bool or std::expected");
        function(argument);
        return verdict::none;
    }
}

// Whether Function makes what is to be called, anew for each input.
template <class Function>
concept maker = std::invocable<Function&>;

template <class Function>
concept takes_frame = std::invocable<Function&, const frame&>;
template <class Function>
concept takes_byte_view = std::invocable<Function&, const byte_view&>;
template <class Function>
concept takes_chunks = std::invocable<Function&, const chunks&>;

/// How much of the input a function gets.
[[nodiscard]] inline std::size_t input_size(byte_view bytes) noexcept { return bytes.size(); }
[[nodiscard]] inline std::size_t input_size(std::string_view bytes) noexcept { return bytes.size(); }
[[nodiscard]] inline std::size_t input_size(std::span<const char> bytes) noexcept { return bytes.size(); }
[[nodiscard]] inline std::size_t input_size(std::span<const std::uint8_t> bytes) noexcept { return bytes.size(); }
[[nodiscard]] inline std::size_t input_size(const frame& whole) noexcept {
    return whole.header.size() + whole.payload.size();
}
[[nodiscard]] inline std::size_t input_size(const chunks& pieces) noexcept { return pieces.stream().size(); }

/// Whether a value equals itself: not if there is a NaN in it.
template <class Value>
[[nodiscard]] STRUCTWIRE_FUZZ_NO_COVERAGE bool has_equality(const Value& value) {
    if constexpr (std::equality_comparable<Value>) {
        return static_cast<bool>(value == value);
    } else {
        return true;
    }
}

/// Whether two values are certainly different: two that do not even equal themselves say nothing.
template <class First, class Second>
[[nodiscard]] STRUCTWIRE_FUZZ_NO_COVERAGE bool differ(const First& first, const Second& second) {
    return !static_cast<bool>(first == second) && (has_equality(first) || has_equality(second));
}

/// Between two calls of a parser what the kit does itself: comparing what it returned would look like a parser at work.
///
/// @param size  of the input, in bytes
template <class Work>
[[nodiscard]] STRUCTWIRE_FUZZ_NO_COVERAGE auto outside_coverage(std::size_t size, const Work& work) {
    end_coverage();
    const auto result = work();
    begin_coverage(size);
    return result;
}

}  // namespace structwire::fuzz::detail

#endif
