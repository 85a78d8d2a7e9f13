// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The oracle "same": two parsers of one format agree.
#ifndef STRUCTWIRE_FUZZ_ORACLES_SAME_HPP
#define STRUCTWIRE_FUZZ_ORACLES_SAME_HPP

#include <structwire/bytes.hpp>
#include <structwire/fuzz/chunks.hpp>
#include <structwire/fuzz/detail/call.hpp>
#include <structwire/fuzz/finding.hpp>

#include <concepts>
#include <cstddef>
#include <optional>
#include <type_traits>
#include <utility>

namespace structwire::fuzz {

namespace detail {

/// The finding of one input that only one parser accepts, or of one that both read differently.
[[nodiscard]] finding acceptance_finding(bool first_accepts, std::size_t size);
[[nodiscard]] finding values_finding(std::size_t size);

template <class First, class Second, class Input>
[[nodiscard]] STRUCTWIRE_FUZZ_NO_COVERAGE outcome compare(First& first, Second& second, const Input& input) {
    const auto one = first(input);
    const auto other = second(input);
    using one_type = std::remove_const_t<decltype(one)>;
    using other_type = std::remove_const_t<decltype(other)>;
    constexpr bool one_says = holds_value<one_type> || says_only_whether<one_type>;
    constexpr bool other_says = holds_value<other_type> || says_only_whether<other_type>;
    static_assert(one_says == other_says, "structwire: one parser says whether it accepts, the other one does not");
    if constexpr (one_says) {
        const bool accepts = static_cast<bool>(one);
        if (accepts != static_cast<bool>(other)) {
            return {acceptance_finding(accepts, input_size(input)), verdict_of(one)};
        }
        if constexpr (holds_value<one_type> && holds_value<other_type>) {
            const std::size_t size = input_size(input);
            if (accepts && outside_coverage(size, [&] { return differ(*one, *other); })) {
                return {values_finding(size), verdict::accepted};
            }
        }
        return {{}, verdict_of(one)};
    } else {
        const std::size_t size = input_size(input);
        const bool is_different = outside_coverage(size, [&] { return differ(one, other); });
        return {is_different ? std::optional(values_finding(size)) : std::nullopt, verdict::none};
    }
}

template <class First, class Second>
class same_oracle {
public:
    same_oracle(First first, Second second) : first_(std::move(first)), second_(std::move(second)) {}

    /// Whether both accept.
    template <class Input>
        requires std::invocable<First&, const Input&> && std::invocable<Second&, const Input&>
    STRUCTWIRE_FUZZ_NO_COVERAGE bool operator()(const Input& input) {
        const outcome seen = compare(first_, second_, input);
        if (seen.found) stop(*seen.found);
        return seen.said != verdict::refused;
    }

private:
    First first_;
    Second second_;
};

}  // namespace detail

/// Gives one input to two parsers and compares what they make of it.
///
/// Both accept it or both refuse it, and where both return a value, the values are equal. Errors are not compared: two
/// parsers seldom have the same words for them.
///
/// @param first, second  take `std::span<const std::byte>`. They return bool or std::expected<void, ...>: whether they
///                       accept; or std::optional, std::expected or a pointer: compared by what they hold with `==`,
///                       or only whether they accept if the other one returns no value; or both return anything else
///                       that is comparable with `==`. Values of a NaN, which do not equal themselves, are equal here.
/// @param bytes          any; each parser gets a copy on the heap of exactly their size
/// @return               which parser accepts, or that the values differ
/// Example:  `REQUIRE(!fuzz::check_same(&parse_fast, &parse_slow, input));`
template <class First, class Second>
[[nodiscard]] std::optional<finding> check_same(First first, Second second, byte_view bytes) {
    const exact_copy input(bytes);
    return detail::compare(first, second, input.bytes()).found;
}

/// check_same() as a function of a fuzz target, which returns whether both accept. Two functions that take
/// `const structwire::frame&` or `const fuzz::chunks&` are compared on these.
/// Example:  `STRUCTWIRE_FUZZ(">H:kind: {B:s}:name:", "u32be", fuzz::same(&parse_fast, &parse_slow))`
template <class First, class Second>
[[nodiscard]] auto same(First first, Second second) {
    return detail::same_oracle<First, Second>(std::move(first), std::move(second));
}

}  // namespace structwire::fuzz

#endif
