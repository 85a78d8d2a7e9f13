// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Which C++ values a field takes, and what becomes of them. Not for direct use.
#ifndef STRUCTWIRE_PACK_DETAIL_CONVERT_HPP
#define STRUCTWIRE_PACK_DETAIL_CONVERT_HPP

#include <structwire/endian.hpp>
#include <structwire/pack/buffer.hpp>
#include <structwire/pack/detail/scalar_codec.hpp>

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
concept floating_stored = one_of<Type, half, bfloat16, float, double>;

// Which numbers an integer field stores, and as what.
template <class Stored>
struct integer_limits;
template <plain_integer Stored>
struct integer_limits<Stored> {
    using type = Stored;
    static constexpr unsigned bits = 8 * sizeof(Stored);
    static constexpr Stored low = std::numeric_limits<Stored>::min();
    static constexpr Stored high = std::numeric_limits<Stored>::max();
    static constexpr Stored make(std::uint64_t low_bits) noexcept { return static_cast<Stored>(low_bits); }
};
template <class Integer, unsigned Bits>
struct integer_limits<bit_integer<Integer, Bits>> {
    using type = Integer;
    static constexpr unsigned bits = Bits;
    static constexpr Integer high = static_cast<Integer>(low_mask(std::is_signed_v<Integer> ? Bits - 1 : Bits));
    static constexpr Integer low = std::is_signed_v<Integer> ? static_cast<Integer>(-high - 1) : Integer{0};
    static constexpr bit_integer<Integer, Bits> make(std::uint64_t low_bits) noexcept {
        return {static_cast<Integer>(std::is_signed_v<Integer> ? sign_extend(low_bits & low_mask(Bits), Bits)
                                                               : low_bits & low_mask(Bits))};
    }
};

// What the field of an integer code stores.
template <class Stored>
concept integer_stored = requires { integer_limits<Stored>::bits; };

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

template <integer_stored To, integer_like From>
constexpr bool integer_fits(From value) noexcept {
    const auto number = integer_value(value);
    using from = std::remove_const_t<decltype(number)>;
    using to = typename integer_limits<To>::type;
    constexpr to low = integer_limits<To>::low;
    constexpr to high = integer_limits<To>::high;
    if constexpr (std::is_signed_v<from> == std::is_signed_v<to>) {
        return number >= low && number <= high;
    } else if constexpr (std::is_signed_v<from>) {
        return number >= 0 && static_cast<std::make_unsigned_t<from>>(number) <= high;
    } else {
        return number <= static_cast<std::make_unsigned_t<to>>(high);
    }
}

// Significant bits that a stored floating-point type keeps.
template <floating_stored To>
inline constexpr int significant_bits = std::same_as<To, bfloat16> ? 8
                                        : std::same_as<To, half>   ? 11
                                        : std::same_as<To, float>  ? 24
                                                                   : 53;

template <class From, class To>
consteval bool loses_nothing() {
    if constexpr (std::same_as<From, bool> && integer_stored<To>) {
        return integer_limits<To>::high >= 1;
    } else if constexpr (integer_like<From> && integer_stored<To>) {
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
    if constexpr (one_of<To, half, bfloat16>) {
        return To::round(to_floating<double>(value));
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
    if constexpr (std::numeric_limits<From>::max_exponent <= 128 && one_of<To, float, double>) {
        return true;
    } else if constexpr (one_of<To, half, bfloat16>) {
        if constexpr (std::numeric_limits<From>::max_exponent > 1024) {
            if (magnitude > From{std::numeric_limits<double>::max()}) return false;
        }
        return To::fits(static_cast<double>(magnitude));
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

// The nearest value; a finite number stays finite.
template <floating_stored To, std::floating_point From>
constexpr To clamp_floating(From value) noexcept {
    if (floating_fits<To>(value)) return to_floating<To>(value);
    if constexpr (one_of<To, half, bfloat16>) {
        To greatest = To::greatest();
        if (value < 0) greatest.bits |= 0x8000u;
        return greatest;
    } else {
        return value < 0 ? std::numeric_limits<To>::lowest() : std::numeric_limits<To>::max();
    }
}

// A number, character or truth value into what its field stores; the caller has made sure that it fits.
template <class Stored, class From>
constexpr Stored to_stored(const From& value) noexcept {
    if constexpr (floating_stored<Stored>) {
        return to_floating<Stored>(value);
    } else if constexpr (integer_stored<Stored>) {
        return integer_limits<Stored>::make(static_cast<std::uint64_t>(integer_value(value)));
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

/// The characters of a literal, or of any char array: all of them, less one NUL at the end.
template <std::size_t Length>
constexpr std::string_view without_nul(const char (&literal)[Length]) noexcept {
    return {literal, literal[Length - 1] == '\0' ? Length - 1 : Length};
}

// Characters or bytes of anything that text_like holds.
template <text_like Type>
constexpr auto text_of(const Type& text) noexcept {
    if constexpr (contiguous_bytes<Type> && !std::is_array_v<Type>) {
        return std::span(std::data(text), std::size(text));
    } else {
        return std::string_view(text);
    }
}

// As text_of(), and of a char array all but one NUL at its end.
template <text_like Type>
constexpr auto all_text(const Type& text) noexcept {
    if constexpr (std::is_array_v<Type> && std::is_same_v<std::remove_extent_t<Type>, char>) {
        return without_nul(text);
    } else {
        return text_of(text);
    }
}

// What one value stores, as against arrays, text and structures.
template <class Stored>
concept one_value = integer_stored<Stored> || floating_stored<Stored> || one_of<Stored, bool, char>;

template <class From, class To>
concept element_lossless = lossless_to<From, To>;

// A type of two parts that is called complex somewhere.
template <class Type>
concept complex_like = requires(const Type& number) {
    { number.real() } -> std::floating_point;
    { number.imag() } -> std::floating_point;
};

template <class Type>
inline constexpr bool is_complex = false;
template <class Part>
inline constexpr bool is_complex<complex<Part>> = true;

template <class Type>
inline constexpr bool is_stored_text = false;
template <char Letter, std::size_t Size>
inline constexpr bool is_stored_text<stored_text<Letter, Size>> = true;

// Both parts of a complex number, or a real one.
template <class Given>
constexpr auto real_part(const Given& given) noexcept {
    if constexpr (complex_like<Given>) {
        return given.real();
    } else if constexpr (is_complex<Given>) {
        return given.real;
    } else {
        return given;
    }
}
template <class Given>
constexpr auto imaginary_part(const Given& given) noexcept {
    if constexpr (complex_like<Given>) {
        return given.imag();
    } else if constexpr (is_complex<Given>) {
        return given.imag;
    } else {
        return 0.0f;
    }
}

template <class Type>
concept number_or_complex = number_like<Type> || complex_like<Type> || is_complex<Type>;

}  // namespace structwire::detail

#endif
