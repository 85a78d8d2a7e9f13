// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A user's parser and serializer there and back, and a format. Not for direct use.
#ifndef STRUCTWIRE_FUZZ_DETAIL_ROUND_TRIP_HPP
#define STRUCTWIRE_FUZZ_DETAIL_ROUND_TRIP_HPP

#include <structwire/bytes.hpp>
#include <structwire/fuzz/chunks.hpp>
#include <structwire/fuzz/detail/call.hpp>
#include <structwire/fuzz/finding.hpp>
#include <structwire/fuzz/record.hpp>
#include <structwire/pack/format.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <optional>
#include <ranges>
#include <span>
#include <type_traits>
#include <utility>

namespace structwire::fuzz::detail {

template <class Range>
concept byte_range = std::ranges::contiguous_range<const Range> && std::ranges::sized_range<const Range> &&
                     sizeof(std::ranges::range_value_t<const Range>) == 1;

// What there is of a result.
template <class Result>
[[nodiscard]] STRUCTWIRE_FUZZ_NO_COVERAGE const auto& value_in(const Result& result) {
    if constexpr (holds_value<Result> && !byte_range<Result>) {
        return *result;
    } else {
        return result;
    }
}

// Whether a parser, or a serializer, did its work.
template <class Result>
[[nodiscard]] STRUCTWIRE_FUZZ_NO_COVERAGE bool worked(const Result& result) {
    constexpr bool may_refuse = std::is_class_v<Result> || std::is_pointer_v<Result>;  // numbers and enums are values
    if constexpr (says_whether<Result> && may_refuse && !byte_range<Result>) {
        return static_cast<bool>(result);
    } else {
        return true;
    }
}

template <byte_range Range>
[[nodiscard]] STRUCTWIRE_FUZZ_NO_COVERAGE byte_view bytes_in(const Range& range) {
    return std::as_bytes(std::span(std::ranges::data(range), std::ranges::size(range)));
}

/// The findings of a pair of functions; sizes in bytes.
[[nodiscard]] finding not_serialized(std::size_t parsed);
[[nodiscard]] finding not_parsed_again(std::size_t parsed, std::size_t serialized);
[[nodiscard]] finding another_value(std::size_t parsed, std::size_t serialized);
[[nodiscard]] finding another_serialization(byte_view first, byte_view second);
[[nodiscard]] finding not_canonical(byte_view parsed, byte_view serialized);
[[nodiscard]] finding not_canonical_at(byte_view parsed, byte_view serialized, std::size_t offset);

template <class Parse, class Serialize>
[[nodiscard]] STRUCTWIRE_FUZZ_NO_COVERAGE outcome run_round_trip(Parse& parse, Serialize& serialize, byte_view input) {
    const auto parsed = parse(input);
    if (!worked(parsed)) return {{}, verdict::refused};
    const auto serialized = serialize(value_in(parsed));
    if (!worked(serialized)) return {not_serialized(input.size()), verdict::accepted};
    const exact_copy sent(bytes_in(value_in(serialized)));
    const auto again = parse(sent.bytes());
    if (!worked(again)) return {not_parsed_again(input.size(), sent.bytes().size()), verdict::accepted};
    const auto& first = value_in(parsed);
    const auto& second = value_in(again);
    if constexpr (std::equality_comparable<std::remove_cvref_t<decltype(first)>>) {
        const std::size_t size = input.size();
        if (outside_coverage(size, [&] { return differ(first, second); })) {
            return {another_value(size, sent.bytes().size()), verdict::accepted};
        }
        if (outside_coverage(size, [&] { return has_equality(first); })) return {{}, verdict::accepted};
    }
    const auto last = serialize(second);
    if (!worked(last)) return {not_serialized(sent.bytes().size()), verdict::accepted};
    const byte_view bytes = bytes_in(value_in(last));
    if (std::ranges::equal(bytes, sent.bytes())) return {{}, verdict::accepted};
    return {another_serialization(sent.bytes(), bytes), verdict::accepted};
}

template <class Parse, class Serialize>
[[nodiscard]] STRUCTWIRE_FUZZ_NO_COVERAGE outcome run_canonical(Parse& parse, Serialize& serialize, byte_view input) {
    const auto parsed = parse(input);
    if (!worked(parsed)) return {{}, verdict::refused};
    const auto serialized = serialize(value_in(parsed));
    if (!worked(serialized)) return {not_serialized(input.size()), verdict::accepted};
    const byte_view bytes = bytes_in(value_in(serialized));
    if (std::ranges::equal(bytes, input)) return {{}, verdict::accepted};
    return {not_canonical(input, bytes), verdict::accepted};
}

template <class Parse, class Serialize>
class round_trip_oracle {
public:
    round_trip_oracle(Parse parse, Serialize serialize) : parse_(std::move(parse)), serialize_(std::move(serialize)) {}

    STRUCTWIRE_FUZZ_NO_COVERAGE bool operator()(byte_view input) {
        const outcome seen = run_round_trip(parse_, serialize_, input);
        if (seen.found) stop(*seen.found);
        return seen.said == verdict::accepted;
    }

private:
    Parse parse_;
    Serialize serialize_;
};

template <class Parse, class Serialize>
class canonical_oracle {
public:
    canonical_oracle(Parse parse, Serialize serialize) : parse_(std::move(parse)), serialize_(std::move(serialize)) {}

    STRUCTWIRE_FUZZ_NO_COVERAGE bool operator()(byte_view input) {
        const outcome seen = run_canonical(parse_, serialize_, input);
        if (seen.found) stop(*seen.found);
        return seen.said == verdict::accepted;
    }

private:
    Parse parse_;
    Serialize serialize_;
};

/// A text that the compiler has checked; where a limit at run time refuses it, the program ends.
[[nodiscard]] format compiled(format_text what);

/// The first byte in which two records differ that have the same values; bytes without a say in any value may.
[[nodiscard]] std::optional<finding> compare_records(const format& what, byte_view record, byte_view packed);

/// Both oracles of a format.
[[nodiscard]] outcome run_format(const format& what, byte_view bytes);

class format_oracle {
public:
    explicit format_oracle(format what) : what_(std::move(what)) {}

    bool operator()(byte_view input) const {
        const outcome seen = run_format(what_, input);
        if (seen.found) stop(*seen.found);
        return seen.said == verdict::accepted;
    }

private:
    format what_;
};

}  // namespace structwire::fuzz::detail

#endif
