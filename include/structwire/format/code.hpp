// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The format characters: what each one means, how many bytes it takes, and how it is aligned.
#ifndef STRUCTWIRE_FORMAT_CODE_HPP
#define STRUCTWIRE_FORMAT_CODE_HPP

#include <cstddef>
#include <cstdint>

namespace structwire {

/// What kind of value stands behind a format character.
enum class value_kind : std::uint8_t {
    pad,               ///< `x`: no value, zero bytes
    character,         ///< `c`: exactly one byte of text
    boolean,           ///< `?`
    signed_integer,    ///< `b h i l q n`
    unsigned_integer,  ///< `B H I L Q N P`
    floating,          ///< `e f d`
    bytes,             ///< `s`: the count is the number of bytes
    pascal_bytes,      ///< `p`: a length byte and up to count - 1 bytes
    complex,           ///< `F D Zf Zd`: real and imaginary part
    structure,         ///< `T{...}`: its members, count times
    brain_floating,    ///< `{bf16}`: the upper half of a binary32
    varint,            ///< `{uv}`: unsigned LEB128 of at most 64 bits
    zigzag,            ///< `{zz}`: signed LEB128 in zigzag form of at most 64 bits
    terminated_bytes,  ///< `{z}`: bytes up to a NUL
    counted_bytes,     ///< `{H:s}`: a length, then that many bytes
    counted_group,     ///< `{H:(...)}`: a count, then that many elements
    rest,              ///< `{*}`: all remaining bytes
    end,               ///< no item: format_reader gives it where a structure or group ends
};

/// One format character.
///
/// A size of 0 in `standard_size` says that the character exists in native mode (`@`) only.
struct code_info {
    char letter;  ///< `'\0'` if there is no such character, see exists()
    value_kind kind;
    std::uint8_t standard_size;     ///< bytes in `= < > !`
    std::uint8_t native_size;       ///< bytes in `@`: sizeof the C type on this target
    std::uint8_t native_alignment;  ///< bytes in `@`: where the C type may start inside a struct
    bool ordered;                   ///< the bytes depend on byte order or on native sizes

    /// Whether this is a format character at all.
    [[nodiscard]] constexpr bool exists() const noexcept { return letter != '\0'; }
};

namespace detail {

/// Where a member of this type starts behind a char. Not alignof, which is the preferred alignment of a whole
/// object and larger than this for 8-byte types on i386.
template <class Type>
struct member_offset {
    char before;
    Type member;
    static consteval std::uint8_t value() noexcept { return sizeof(member_offset) - sizeof(Type); }
};

template <class Type>
consteval code_info number_code(char letter, value_kind kind, std::uint8_t standard_size) {
    return {letter, kind, standard_size, sizeof(Type), member_offset<Type>::value(), sizeof(Type) > 1};
}

}  // namespace detail

/// Every character that stands for bytes, in the order of Python's documentation.
///
/// `Zf` and `Zd` are PEP 3118's spelling of `F` and `D` and share their entries.
///
/// Source: Python struct documentation, "Format Characters"; sizes in native mode are the target's own.
inline constexpr code_info format_codes[] = {
    {'x', value_kind::pad, 1, 1, 1, false},
    {'c', value_kind::character, 1, 1, 1, false},
    detail::number_code<signed char>('b', value_kind::signed_integer, 1),
    detail::number_code<unsigned char>('B', value_kind::unsigned_integer, 1),
    {'?', value_kind::boolean, 1, sizeof(bool), alignof(bool), false},
    detail::number_code<short>('h', value_kind::signed_integer, 2),
    detail::number_code<unsigned short>('H', value_kind::unsigned_integer, 2),
    detail::number_code<int>('i', value_kind::signed_integer, 4),
    detail::number_code<unsigned int>('I', value_kind::unsigned_integer, 4),
    detail::number_code<long>('l', value_kind::signed_integer, 4),
    detail::number_code<unsigned long>('L', value_kind::unsigned_integer, 4),
    detail::number_code<long long>('q', value_kind::signed_integer, 8),
    detail::number_code<unsigned long long>('Q', value_kind::unsigned_integer, 8),
    detail::number_code<std::ptrdiff_t>('n', value_kind::signed_integer, 0),
    detail::number_code<std::size_t>('N', value_kind::unsigned_integer, 0),
    {'e', value_kind::floating, 2, 2, 2, true},
    detail::number_code<float>('f', value_kind::floating, 4),
    detail::number_code<double>('d', value_kind::floating, 8),
    {'F', value_kind::complex, 8, 2 * sizeof(float), detail::member_offset<float>::value(), true},
    {'D', value_kind::complex, 16, 2 * sizeof(double), detail::member_offset<double>::value(), true},
    {'s', value_kind::bytes, 1, 1, 1, false},
    {'p', value_kind::pascal_bytes, 1, 1, 1, false},
    detail::number_code<std::uintptr_t>('P', value_kind::unsigned_integer, 0),
};

/// The entry of `letter`; one that does not exist() when the letter stands for no bytes.
[[nodiscard]] constexpr code_info find_code(char letter) noexcept {
    for (const code_info& info : format_codes) {
        if (info.letter == letter) return info;
    }
    return {};
}

}  // namespace structwire

#endif
