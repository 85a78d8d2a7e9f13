// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What the compiler names where a literal is no format or no framing. Not for direct use.
#ifndef STRUCTWIRE_FUZZ_DETAIL_BAD_TEXT_HPP
#define STRUCTWIRE_FUZZ_DETAIL_BAD_TEXT_HPP

#include <structwire/error.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace structwire::fuzz::detail {

/// Never defined, and no constant expression: a literal that cannot be used calls it, so that the compiler says why
/// (`Reason`) and where in the text (`Position`, from 0; positions behind the last of bad_text_positions count as that).
template <errc Reason, std::uint32_t Position>
void bad_text();

inline constexpr std::size_t bad_text_positions = 64;
inline constexpr std::size_t bad_text_reasons = static_cast<std::size_t>(errc::unknown_checksum) + 1;

template <std::size_t... Index>
consteval auto bad_text_functions(std::index_sequence<Index...>) {
    return std::array<void (*)(), sizeof...(Index)>{
        &bad_text<errc(Index / bad_text_positions), Index % bad_text_positions>...};
}

// A value that only the evaluation knows cannot be an argument of a template. A variable of its own, so that the list of
// numbers does not stand in the compiler's messages.
inline constexpr auto bad_texts = bad_text_functions(std::make_index_sequence<bad_text_reasons * bad_text_positions>());

/// Which of bad_texts names a fault.
consteval std::size_t bad_text_for(const error& fault) {
    return static_cast<std::size_t>(fault.code) * bad_text_positions +
           std::min<std::size_t>(fault.position, bad_text_positions - 1);
}

/// Whether a literal stands in the function in which the macros look at it first, to name its fault as pack() does.
/// There it must not stop the compiler.
consteval bool is_looked_at(std::string_view function) { return function.starts_with("structwire_fuzz_text_"); }

}  // namespace structwire::fuzz::detail

#endif
