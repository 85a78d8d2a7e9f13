// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The faults of the texts in STRUCTWIRE_FUZZ, as the compiler's first error. Not for direct use.
#ifndef STRUCTWIRE_FUZZ_DETAIL_TEXT_FAULT_HPP
#define STRUCTWIRE_FUZZ_DETAIL_TEXT_FAULT_HPP

#include <structwire/error.hpp>
#include <structwire/format/static_layout.hpp>
#include <structwire/framing/any_framing.hpp>
#include <structwire/framing/framer.hpp>
#include <structwire/framing/framing.hpp>
#include <structwire/fuzz/record.hpp>
#include <structwire/fuzz/wire_model.hpp>

#include <optional>
#include <type_traits>

namespace structwire::fuzz::detail {

/// The first fault in the texts of a description.
[[nodiscard]] constexpr std::optional<error> format_fault(const payload_description& what) {
    if (what.header) {
        if (const auto fault = fault_of_format(what.header->text)) return fault;
    }
    for (const record_description& record : what.payload) {
        if (const auto fault = fault_of_format(record.text)) return fault;
    }
    return std::nullopt;
}

/// The fault of a framing text; nothing for what is none. The overloads are those of wire_of().
[[nodiscard]] constexpr std::optional<error> framing_fault(framing_literal text) {
    const auto parsed = parse_framing(text.view());
    return parsed ? std::nullopt : std::optional(parsed.error());
}
[[nodiscard]] constexpr std::optional<error> framing_fault(const any_framing&) { return std::nullopt; }
[[nodiscard]] constexpr std::optional<error> framing_fault(unframed_t) { return std::nullopt; }
template <framer Framer>
[[nodiscard]] constexpr std::optional<error> framing_fault(const Framer&) {
    return std::nullopt;
}

/// Whether the compiler can say what `Look` returns. It cannot where a description is made of values of run time; then
/// each literal stops the compiler by itself, see bad_text.
template <auto Look>
concept known_to_compiler = requires { typename std::bool_constant<Look().has_value()>; };

template <auto Look>
consteval bool is_good_format() {
    if constexpr (known_to_compiler<Look>) {
        constexpr std::optional<error> fault = Look();
        if constexpr (fault) return bad_format<fault->code, fault->position, fault->letter>::fault;
    }
    return true;
}

template <auto Look>
consteval bool is_good_framing() {
    if constexpr (known_to_compiler<Look>) {
        constexpr std::optional<error> fault = Look();
        if constexpr (fault) return bad_framing<fault->code, fault->position, fault->letter>::fault;
    }
    return true;
}

}  // namespace structwire::fuzz::detail

// The functions are templates since a plain one, if constexpr, must be constant for some argument. is_looked_at() knows
// their names.
#define STRUCTWIRE_FUZZ_LOOK_AT_FORMAT(format)                                                  \
    namespace {                                                                                 \
    template <class = void>                                                                     \
    constexpr auto structwire_fuzz_text_format() {                                              \
        return ::structwire::fuzz::detail::format_fault(::structwire::fuzz::described(format)); \
    }                                                                                           \
    }                                                                                           \
    static_assert(::structwire::fuzz::detail::is_good_format<&structwire_fuzz_text_format<>>());

#define STRUCTWIRE_FUZZ_LOOK_AT_FRAMING(framing)                   \
    namespace {                                                    \
    template <class = void>                                        \
    constexpr auto structwire_fuzz_text_framing() {                \
        return ::structwire::fuzz::detail::framing_fault(framing); \
    }                                                              \
    }                                                              \
    static_assert(::structwire::fuzz::detail::is_good_framing<&structwire_fuzz_text_framing<>>());

#endif
