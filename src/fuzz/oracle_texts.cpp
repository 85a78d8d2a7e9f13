// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/fuzz/detail/round_trip.hpp>
#include <structwire/fuzz/detail/run_schedules.hpp>
#include <structwire/fuzz/oracles/same.hpp>

#include <algorithm>
#include <string>
#include <string_view>

namespace structwire::fuzz::detail {

namespace {

std::string bytes_text(std::size_t size) { return std::to_string(size) + (size == 1 ? " byte" : " bytes"); }

std::string hexadecimal(std::byte byte) {
    constexpr std::string_view digits = "0123456789abcdef";
    const auto number = std::to_integer<std::size_t>(byte);
    return {'0', 'x', digits[number / 16], digits[number % 16]};
}

std::string parting_text(byte_view first, byte_view second, std::size_t at) {
    std::string text = bytes_text(first.size()) + " became " + bytes_text(second.size());
    if (at == first.size() || at == second.size()) return text + ", the same up to offset " + std::to_string(at);
    return text + ", the first difference at offset " + std::to_string(at) + ": " + hexadecimal(first[at]) +
           " became " + hexadecimal(second[at]);
}

std::size_t parting(byte_view first, byte_view second) {
    return static_cast<std::size_t>(std::ranges::mismatch(first, second).in1 - first.begin());
}

}  // namespace

finding split_finding(byte_view stream, std::span<const std::size_t> cuts) {
    return {"the result does not depend on how the stream is cut", cuts_text(stream, cuts)};
}

finding acceptance_finding(bool first_accepts, std::size_t size) {
    return {"both parsers accept the same inputs", std::string(first_accepts ? "the first" : "the second") +
                                                       " parser accepts " + bytes_text(size) + ", the " +
                                                       (first_accepts ? "second" : "first") + " one refuses them"};
}

finding values_finding(std::size_t size) {
    return {"both parsers read the same values", "they differ for an input of " + bytes_text(size)};
}

finding not_serialized(std::size_t parsed) {
    return {"what was parsed can be serialized", "serialize refuses the value of " + bytes_text(parsed)};
}

finding not_parsed_again(std::size_t parsed, std::size_t serialized) {
    return {"what was serialized can be parsed",
            bytes_text(parsed) + " became " + bytes_text(serialized) + ", which parse refuses"};
}

finding another_value(std::size_t parsed, std::size_t serialized) {
    return {"a value that was serialized and parsed is the same value",
            bytes_text(parsed) + " became " + bytes_text(serialized) + " of another value"};
}

finding another_serialization(byte_view first, byte_view second) {
    return {"a value that was serialized and parsed serializes to the same bytes",
            parting_text(first, second, parting(first, second))};
}

finding not_canonical(byte_view parsed, byte_view serialized) {
    return not_canonical_at(parsed, serialized, parting(parsed, serialized));
}

finding not_canonical_at(byte_view parsed, byte_view serialized, std::size_t offset) {
    return {"what was parsed serializes to the bytes that it was parsed from",
            parting_text(parsed, serialized, offset)};
}

}  // namespace structwire::fuzz::detail
