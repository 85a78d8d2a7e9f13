// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The oracles "round trip" and "canonical": what is parsed can be written, and reads the same again.
#ifndef STRUCTWIRE_FUZZ_ORACLES_ROUND_TRIP_HPP
#define STRUCTWIRE_FUZZ_ORACLES_ROUND_TRIP_HPP

#include <structwire/bytes.hpp>
#include <structwire/fuzz/chunks.hpp>
#include <structwire/fuzz/detail/call.hpp>
#include <structwire/fuzz/detail/round_trip.hpp>
#include <structwire/fuzz/finding.hpp>
#include <structwire/fuzz/record.hpp>
#include <structwire/pack/format.hpp>

#include <optional>
#include <utility>

namespace structwire::fuzz {

/// Unpacks a record, packs its values, and unpacks these bytes again: the values are the same. Besides that the format
/// is canonical: the packed bytes are those of the record.
///
/// Bytes that have no say in a value may differ, and nothing else:
/// - pads and alignment (`x`, gaps in `@` and inside `T{...}`), reserved bits (`{x4}`): packed as zeros;
/// - a `?` that is neither 0 nor 1: packed as 1;
/// - the bits of a NaN (`e f d F D Zf Zd {bf16}`) apart from its being one;
/// - of a `p` the bytes behind its text, and a length byte that says more than fits.
/// LEB128 numbers that are longer than need be are refused, so that there is nothing to be lost of them. Of an array
/// the bytes of 256 values are compared, of a record those of 4096.
///
/// @param what   a compiled format, or a text checked by the compiler
/// @param bytes  exactly one record; other bytes are refused by the format, which is no finding
/// @return       the step that fails, and the first byte that differs
/// Example:  `REQUIRE(!fuzz::check_round_trip("<H:id: {uv}:size: {z}:name:", captured));`
[[nodiscard]] std::optional<finding> check_round_trip(const format& what, byte_view bytes);
[[nodiscard]] std::optional<finding> check_round_trip(format_text what, byte_view bytes);

/// Parses, serializes the value, and parses these bytes again: the values are the same.
///
/// @param parse      takes `std::span<const std::byte>` and returns std::optional, std::expected or a pointer to the
///                   value, or the value itself. A refusal is no finding; of a value itself, a conversion to bool says
///                   whether it is one.
/// @param serialize  takes what parse gives and returns a contiguous range of bytes (std::byte, char, unsigned char), or
///                   an std::optional or std::expected of one
/// @param bytes      any; parse gets copies on the heap of exactly their size
/// @return           that serialize refuses what was parsed, that parse refuses what was serialized, or that the values
///                   differ: by `==` where the type has it, else (and for a value with a NaN, which does not equal
///                   itself) by the bytes of a second serialize
/// Example:  `REQUIRE(!fuzz::check_round_trip(&parse_header, &write_header, input));`
template <class Parse, class Serialize>
[[nodiscard]] std::optional<finding> check_round_trip(Parse parse, Serialize serialize, byte_view bytes) {
    const exact_copy input(bytes);
    return detail::run_round_trip(parse, serialize, input.bytes()).found;
}

/// Parses and serializes: the very bytes come back. For formats with one way to write a value, and a parser that takes
/// all of its input.
///
/// @param parse, serialize  as for check_round_trip()
/// @return                  that serialize refuses what was parsed, or the first byte that differs
template <class Parse, class Serialize>
[[nodiscard]] std::optional<finding> check_canonical(Parse parse, Serialize serialize, byte_view bytes) {
    const exact_copy input(bytes);
    return detail::run_canonical(parse, serialize, input.bytes()).found;
}

/// check_round_trip() of a format as a function of a fuzz target. The text is compiled once.
/// Example:  `STRUCTWIRE_FUZZ(">H {B:s}", "u32be", fuzz::round_trip(">H {B:s}"))`
[[nodiscard]] inline auto round_trip(format what) { return detail::format_oracle(std::move(what)); }
[[nodiscard]] inline auto round_trip(format_text what) { return detail::format_oracle(detail::compiled(what)); }

/// check_round_trip() and check_canonical() of a pair of functions, as functions of a fuzz target, which return whether
/// parse accepts.
/// Example:  `STRUCTWIRE_FUZZ(">H {B:s}", "u32be", fuzz::round_trip(&parse_header, &write_header))`
template <class Parse, class Serialize>
[[nodiscard]] auto round_trip(Parse parse, Serialize serialize) {
    return detail::round_trip_oracle<Parse, Serialize>(std::move(parse), std::move(serialize));
}
template <class Parse, class Serialize>
[[nodiscard]] auto canonical(Parse parse, Serialize serialize) {
    return detail::canonical_oracle<Parse, Serialize>(std::move(parse), std::move(serialize));
}

}  // namespace structwire::fuzz

#endif
