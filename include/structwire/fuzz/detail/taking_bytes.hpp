// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Functions of bytes, whichever way they spell them. Not for direct use.
#ifndef STRUCTWIRE_FUZZ_DETAIL_TAKING_BYTES_HPP
#define STRUCTWIRE_FUZZ_DETAIL_TAKING_BYTES_HPP

#include <structwire/bytes.hpp>
#include <structwire/fuzz/detail/call.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace structwire::fuzz::detail {

template <class Function, class Letter>
concept takes_span = std::invocable<Function&, std::span<const Letter>>;
template <class Function, class Letter>
concept takes_pointer = std::invocable<Function&, const Letter*, std::size_t>;

// A function that takes the kit's own types gets these, whatever else it takes.
template <class Function>
concept takes_other_bytes =
    !takes_byte_view<Function> && !takes_frame<Function> && !takes_chunks<Function> &&
    (takes_span<Function, std::uint8_t> || takes_span<Function, char> || std::invocable<Function&, std::string_view> ||
     takes_pointer<Function, std::uint8_t> || takes_pointer<Function, std::byte> || takes_pointer<Function, char>);

/// Functions that get plain bytes.
template <class Function>
concept takes_bytes = takes_byte_view<Function> || takes_other_bytes<Function>;

/// Calls a function with bytes as it takes them; where it takes several forms, with the first one in this list. Nothing
/// but the function counts as coverage.
template <takes_bytes Function>
[[nodiscard]] STRUCTWIRE_FUZZ_NO_COVERAGE verdict verdict_on(Function& function, byte_view bytes) {
    const auto* const octets = reinterpret_cast<const std::uint8_t*>(bytes.data());
    const auto* const letters = reinterpret_cast<const char*>(bytes.data());
    const std::size_t size = bytes.size();
    const auto counted_call = [size](auto& called, const auto& argument) STRUCTWIRE_FUZZ_NO_COVERAGE {
        const counted_coverage counted(size);
        return call(called, argument);
    };
    const auto with_size = [&function, size](const auto* data)
                               STRUCTWIRE_FUZZ_NO_COVERAGE -> decltype(auto) { return function(data, size); };
    if constexpr (takes_byte_view<Function>) {
        return counted_call(function, bytes);
    } else if constexpr (takes_span<Function, std::uint8_t>) {
        return counted_call(function, std::span(octets, size));
    } else if constexpr (std::invocable<Function&, std::string_view>) {
        return counted_call(function, std::string_view(letters, size));
    } else if constexpr (takes_span<Function, char>) {
        return counted_call(function, std::span(letters, size));
    } else if constexpr (takes_pointer<Function, std::uint8_t>) {
        return counted_call(with_size, octets);
    } else if constexpr (takes_pointer<Function, std::byte>) {
        return counted_call(with_size, bytes.data());
    } else {
        return counted_call(with_size, letters);
    }
}

}  // namespace structwire::fuzz::detail

#endif
