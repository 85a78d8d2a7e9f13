// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Which C++ values a field takes, and what becomes of them. Not for direct use.
#ifndef STRUCTWIRE_PACK_DETAIL_CONVERT_HPP
#define STRUCTWIRE_PACK_DETAIL_CONVERT_HPP

#include <structwire/endian.hpp>
#include <structwire/pack/buffer.hpp>
#include <structwire/pack/half.hpp>

#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <type_traits>

namespace structwire::detail {

template <class Type, class... Others>
concept one_of = (std::same_as<Type, Others> || ...);

template <class Type>
concept character_type = one_of<Type, char, wchar_t, char8_t, char16_t, char32_t>;

template <class Type>
concept byte_type = one_of<Type, std::byte, char, unsigned char, signed char>;

template <class Type>
concept plain_integer = std::integral<Type> && !std::same_as<Type, bool> && !character_type<Type>;

template <class Type>
consteval bool has_integer_value() {
    if constexpr (std::is_enum_v<Type>) {
        return plain_integer<std::underlying_type_t<Type>>;
    } else {
        return plain_integer<Type> || std::same_as<Type, bool>;
    }
}

// What an integer field can take: integers, bool, and enums with integers underneath (std::byte is one).
template <class Type>
concept integer_like = has_integer_value<Type>();

template <class Type>
concept floating_stored = one_of<Type, half, float, double>;

template <class Type>
concept number_like = integer_like<Type> || std::floating_point<Type>;

template <integer_like Type>
constexpr auto integer_value(Type value) noexcept {
    if constexpr (std::is_enum_v<Type>) {
        return static_cast<std::underlying_type_t<Type>>(value);
    } else if constexpr (std::same_as<Type, bool>) {
        return static_cast<unsigned char>(value);
    } else {
        return value;
    }
}

template <plain_integer To, integer_like From>
constexpr bool integer_fits(From value) noexcept {
    const auto number = integer_value(value);
    using from = std::remove_const_t<decltype(number)>;
    using limits = std::numeric_limits<To>;
    if constexpr (std::is_signed_v<from> == std::is_signed_v<To>) {
        return number >= limits::min() && number <= limits::max();
    } else if constexpr (std::is_signed_v<from>) {
        return number >= 0 && static_cast<std::make_unsigned_t<from>>(number) <= limits::max();
    } else {
        return number <= static_cast<std::make_unsigned_t<To>>(limits::max());
    }
}

// Significant bits that a stored floating-point type keeps.
template <floating_stored To>
inline constexpr int significant_bits = std::same_as<To, half>    ? 11
                                        : std::same_as<To, float> ? 24
                                                                  : 53;

template <class From, class To>
consteval bool loses_nothing() {
    if constexpr (integer_like<From> && plain_integer<To>) {
        using from = decltype(integer_value(From{}));
        return integer_fits<To>(std::numeric_limits<from>::min()) && integer_fits<To>(std::numeric_limits<from>::max());
    } else if constexpr (integer_like<From> && floating_stored<To>) {
        return std::numeric_limits<decltype(integer_value(From{}))>::digits <= significant_bits<To>;
    } else if constexpr (std::floating_point<From> && floating_stored<To>) {
        return std::numeric_limits<From>::digits <= significant_bits<To>;
    } else if constexpr (one_of<To, bool, char>) {
        return std::same_as<From, To>;
    } else {
        return false;
    }
}

/// Every value of From is also a value of To.
template <class From, class To>
concept lossless_to = loses_nothing<From, To>();

template <floating_stored To, number_like From>
constexpr To to_floating(From value) noexcept {
    if constexpr (std::same_as<To, half>) {
        return half::round(to_floating<double>(value));
    } else if constexpr (integer_like<From>) {
        return static_cast<To>(integer_value(value));
    } else {
        return static_cast<To>(value);
    }
}

// Whether a floating value stays finite in To; infinities and NaNs fit.
template <floating_stored To, std::floating_point From>
constexpr bool floating_fits(From value) noexcept {
    if (value != value) return true;
    const From magnitude = value < 0 ? -value : value;
    if (magnitude == std::numeric_limits<From>::infinity()) return true;
    if constexpr (std::same_as<To, half>) {
        return magnitude <= 65536 && half::fits(static_cast<double>(magnitude));
    } else if constexpr (std::same_as<To, float>) {
        return magnitude < From{0x1.ffffffp127};  // from here on, rounding to nearest gives infinity
    } else {
        return magnitude <= From{std::numeric_limits<double>::max()};
    }
}

// Whether an integer is exactly a value of To.
template <floating_stored To, integer_like From>
constexpr bool floating_fits(From value) noexcept {
    const auto number = integer_value(value);
    using wide = std::uint64_t;
    const wide magnitude = number < 0 ? wide{0} - static_cast<wide>(number) : static_cast<wide>(number);
    if (magnitude == 0) return true;
    if (std::same_as<To, half> && magnitude > 65504) return false;
    return std::bit_width(magnitude >> std::countr_zero(magnitude)) <= significant_bits<To>;
}

// Any value into what its field stores; the caller has made sure that it fits.
template <class Stored, class From>
constexpr Stored to_stored(const From& value) noexcept {
    if constexpr (floating_stored<Stored>) {
        return to_floating<Stored>(value);
    } else if constexpr (plain_integer<Stored>) {
        return static_cast<Stored>(integer_value(value));
    } else {
        return value;
    }
}

template <class Type>
using element_type_of = std::remove_cvref_t<decltype(*std::data(std::declval<const Type&>()))>;

template <class Type>
concept elements_of_static_size = static_size<Type> != std::dynamic_extent;

// A char array is left out: only its author knows whether a NUL ends it.
template <class Type>
concept bytes_of_static_size =
    elements_of_static_size<Type> && !std::is_array_v<Type> && byte_type<element_type_of<Type>>;

template <class Type>
concept contiguous_bytes = requires(const Type& range) {
    { std::size(range) } -> std::convertible_to<std::size_t>;
    requires byte_type<element_type_of<Type>>;
};

template <class Type>
concept text_like = std::convertible_to<const Type&, std::string_view> || contiguous_bytes<Type>;

template <class From, class To>
concept element_lossless = lossless_to<From, To>;

/// The characters of a literal, or of any char array: all of them, less one NUL at the end.
template <std::size_t Length>
constexpr std::string_view without_nul(const char (&literal)[Length]) noexcept {
    return {literal, literal[Length - 1] == '\0' ? Length - 1 : Length};
}

// What `s` and `p` keep: the padded bytes of the whole field.
template <char Letter, std::size_t Size>
struct text_stored {
    static constexpr std::size_t prefix = Letter == 'p' && Size != 0 ? 1 : 0;
    static constexpr std::size_t capacity = prefix == 1 && Size - 1 > 255 ? 255 : Size - prefix;

    template <class Range>
    static constexpr std::array<std::byte, Size> from(const Range& range) noexcept {
        std::array<std::byte, Size> bytes{};
        const std::size_t size = std::size(range) < capacity ? std::size(range) : capacity;
        if constexpr (prefix == 1) bytes[0] = static_cast<std::byte>(size);
        for (std::size_t index = 0; index != size; ++index) {
            bytes[prefix + index] = static_cast<std::byte>(std::data(range)[index]);
        }
        return bytes;
    }
};

}  // namespace structwire::detail

#endif
