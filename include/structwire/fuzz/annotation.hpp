// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What a format cannot say about its fields: ranges, choices, constants, lengths and checksums.
#ifndef STRUCTWIRE_FUZZ_ANNOTATION_HPP
#define STRUCTWIRE_FUZZ_ANNOTATION_HPP

#include <structwire/bytes.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace structwire::fuzz {

/// A statement about one field. Made by range(), one_of(), magic(), length_of() and checksum_of().
///
/// Most values that the kit writes into the field keep to it; a small share does not, so that the checks of the parser
/// are tried as well.
/// Lifetime:  the texts are borrowed: they are meant to be literals
struct annotation {
    enum class statement : std::uint8_t { range, one_of, magic, length_of, checksum_of };

    statement what = statement::range;
    std::string_view field{};               ///< path of the field: names with dots between them
    std::vector<std::uint64_t> numbers{};   ///< integers, negative ones in two's complement
    std::vector<double> floats{};           ///< for floating-point fields
    std::vector<std::string_view> texts{};  ///< for fields of bytes
    std::string_view first{};               ///< of lengths and checksums: the first field that they are about
    std::string_view last{};                ///< the last one; empty for the same as first
    std::string_view checksum{};            ///< its name in framing strings
    std::int64_t adjust = 0;                ///< added to a length
};

namespace detail {

template <std::integral Number>
[[nodiscard]] constexpr std::uint64_t bits_of(Number number) noexcept {
    return static_cast<std::uint64_t>(number);
}

}  // namespace detail

/// The field holds a number from `least` to `most`.
template <std::integral Least, std::integral Most>
[[nodiscard]] constexpr annotation range(std::string_view field, Least least, Most most) {
    return {.what = annotation::statement::range,
            .field = field,
            .numbers = {detail::bits_of(least), detail::bits_of(most)}};
}
[[nodiscard]] constexpr annotation range(std::string_view field, double least, double most) {
    return {.what = annotation::statement::range, .field = field, .floats = {least, most}};
}

/// The field holds one of these numbers.
template <std::integral Number>
[[nodiscard]] constexpr annotation one_of(std::string_view field, std::initializer_list<Number> numbers) {
    annotation made{.what = annotation::statement::one_of, .field = field};
    for (const Number number : numbers) made.numbers.push_back(detail::bits_of(number));
    return made;
}
/// The field of bytes holds one of these texts. A text with a NUL in it is written as a std::string_view: `"\0asm"sv`.
[[nodiscard]] constexpr annotation one_of(std::string_view field, std::initializer_list<std::string_view> texts) {
    return {.what = annotation::statement::one_of, .field = field, .texts = texts};
}

/// The field always holds this number.
template <std::integral Number>
[[nodiscard]] constexpr annotation magic(std::string_view field, Number number) {
    return {.what = annotation::statement::magic, .field = field, .numbers = {detail::bits_of(number)}};
}
/// The field of bytes always begins with this text; NULs follow where the field is longer. All characters of a literal count,
/// NULs in it too, but for the one at its end.
template <std::size_t Size>
[[nodiscard]] constexpr annotation magic(std::string_view field, const char (&text)[Size]) {
    return {.what = annotation::statement::magic, .field = field, .texts = {std::string_view(text, Size - 1)}};
}
[[nodiscard]] constexpr annotation magic(std::string_view field, std::string_view text) {
    return {.what = annotation::statement::magic, .field = field, .texts = {text}};
}

/// The field holds a size.
///
/// Units:   bytes of the field `counted`; of a counted group and an array its elements. Without a name all bytes of
///          the payload behind the field itself. There is no scale: a field that counts in another unit, or holds an
///          offset or a product, is best left without an annotation, or with a range().
/// @param adjust  what the field says more than that, for example its own size
[[nodiscard]] constexpr annotation length_of(std::string_view field, std::string_view counted = {},
                                             std::int64_t adjust = 0) {
    return {.what = annotation::statement::length_of, .field = field, .first = counted, .adjust = adjust};
}

/// The field holds a checksum over the bytes from field `first` to field `last`, both included; without names over all
/// bytes of the payload in front of the field. Where the field stands among them, as in an IP header, its own bytes count
/// as zeros.
///
/// @param checksum  its name in framing strings: `crc32`, `crc16x25`, `sum8`
[[nodiscard]] constexpr annotation checksum_of(std::string_view field, std::string_view checksum,
                                               std::string_view first = {}, std::string_view last = {}) {
    return {
        .what = annotation::statement::checksum_of, .field = field, .first = first, .last = last, .checksum = checksum};
}

}  // namespace structwire::fuzz

#endif
