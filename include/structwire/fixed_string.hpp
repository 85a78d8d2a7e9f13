// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Text as a template argument.
#ifndef STRUCTWIRE_FIXED_STRING_HPP
#define STRUCTWIRE_FIXED_STRING_HPP

#include <cstddef>
#include <string_view>

namespace structwire {

/// A string literal that can be a template argument, as in `pack<">IH">` and `framing<"u32be">`.
///
/// Two of them are the same argument exactly when their characters are equal. It checks nothing: what the
/// text means is decided, and complained about, by the template that takes it.
template <std::size_t Size>
struct fixed_string {
    char characters[Size + 1]{};  ///< the text and a NUL; public because template arguments demand it

    constexpr fixed_string() = default;

    /// Takes the characters in front of the literal's terminating NUL; embedded NULs are kept.
    consteval fixed_string(const char (&literal)[Size + 1]) noexcept {
        for (std::size_t index = 0; index != Size; ++index) characters[index] = literal[index];
    }

    [[nodiscard]] static constexpr std::size_t size() noexcept { return Size; }
    [[nodiscard]] constexpr std::string_view view() const noexcept { return {characters, size()}; }
};

template <std::size_t SizeWithNul>
fixed_string(const char (&)[SizeWithNul]) -> fixed_string<SizeWithNul - 1>;

}  // namespace structwire

#endif
