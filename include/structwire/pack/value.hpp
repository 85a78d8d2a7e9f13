// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// One value of a format that is known at run time only.
#ifndef STRUCTWIRE_PACK_VALUE_HPP
#define STRUCTWIRE_PACK_VALUE_HPP

#include <structwire/bytes.hpp>
#include <structwire/pack/complex.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>
#include <type_traits>

namespace structwire {

/// A bool, an integer of 64 bits, a double, a complex number of two doubles, or borrowed bytes: what one value of a
/// run-time format holds.
///
/// | unpacking gives  | for                                                                     |
/// |------------------|-------------------------------------------------------------------------|
/// | boolean          | `?`                                                                     |
/// | signed_integer   | `b h i l q n`, `{i5}`, `{zz}`                                           |
/// | unsigned_integer | `B H I L Q N P`, `{u5}`, `{uv}`, and the count of a group `{H:(...)}`   |
/// | floating         | `e f d`, `{bf16}`                                                       |
/// | complex          | `F D Zf Zd`                                                             |
/// | bytes            | `c s p`, `{z}`, `{H:s}`, `{*}`                                          |
///
/// Packing takes any integer kind for integer codes, any number for floating ones, and a complex number or any other
/// for complex ones, as Python does.
///
/// Ownership:  bytes are borrowed from the caller, or from the input that was unpacked
/// Guarantee:  trivially copyable; every function is noexcept and allocates nothing
class value {
public:
    /// What a value can hold.
    enum class type : std::uint8_t { boolean, signed_integer, unsigned_integer, floating, complex, bytes };

    /// The integer 0.
    constexpr value() noexcept : integer_(0), type_(type::signed_integer) {}

    /// Takes bool alone: a char or a pointer, which convert to it, are none.
    template <std::same_as<bool> Bool>
    constexpr value(Bool number) noexcept : integer_(number ? 1 : 0), type_(type::boolean) {}

    template <std::integral Integer>
        requires(!std::same_as<Integer, bool> && !std::same_as<Integer, char>)
    constexpr value(Integer number) noexcept
        : integer_(static_cast<std::uint64_t>(number)),
          type_(std::is_signed_v<Integer> ? type::signed_integer : type::unsigned_integer) {}

    template <std::floating_point Floating>
    constexpr value(Floating number) noexcept : floating_(static_cast<double>(number)), type_(type::floating) {}

    template <std::floating_point Part>
    constexpr value(complex<Part> number) noexcept
        : complex_{static_cast<double>(number.real), static_cast<double>(number.imag)}, type_(type::complex) {}

    /// std::complex, or any other type that tells its two parts.
    template <class Number>
        requires requires(const Number& number) {
            { number.real() } -> std::floating_point;
            { number.imag() } -> std::floating_point;
        }
    constexpr value(const Number& number) noexcept
        : complex_{static_cast<double>(number.real()), static_cast<double>(number.imag())}, type_(type::complex) {}

    constexpr value(byte_view bytes) noexcept : bytes_{bytes.data(), bytes.size()}, type_(type::bytes) {}

    /// Any contiguous range of std::byte: a vector, an array, a span, a bytes_view.
    template <class Bytes>
        requires(!std::same_as<Bytes, byte_view> && std::convertible_to<const Bytes&, byte_view>)
    constexpr value(const Bytes& bytes) noexcept : value(byte_view(bytes)) {}

    /// The characters of any text: a literal or another NUL-terminated one, std::string_view, std::string.
    template <class Text>
        requires std::convertible_to<const Text&, std::string_view>
    value(const Text& text) noexcept : value(structwire::as_bytes(std::string_view(text))) {}

    [[nodiscard]] constexpr type kind() const noexcept { return type_; }

    /// Whether it is a bool or an integer: what integer codes take.
    [[nodiscard]] constexpr bool is_integer() const noexcept { return type_ < type::floating; }

    /// The low 64 bits of an integer or bool; negative numbers in two's complement. 0 for other kinds.
    [[nodiscard]] constexpr std::uint64_t low_bits() const noexcept { return is_integer() ? integer_ : 0; }

    /// Whether it is an integer below zero.
    [[nodiscard]] constexpr bool is_negative() const noexcept {
        return type_ == type::signed_integer && static_cast<std::int64_t>(integer_) < 0;
    }

    /// The number as a signed integer, if it is a bool or an integer that fits.
    [[nodiscard]] constexpr std::optional<std::int64_t> as_int64() const noexcept {
        const auto number = static_cast<std::int64_t>(low_bits());
        if (!is_integer() || (number < 0) != is_negative()) return std::nullopt;
        return number;
    }

    /// The number as an unsigned integer, if it is a bool or an integer that fits.
    [[nodiscard]] constexpr std::optional<std::uint64_t> as_uint64() const noexcept {
        if (!is_integer() || is_negative()) return std::nullopt;
        return low_bits();
    }

    /// The number as a double, rounded to nearest; nothing for complex numbers and bytes.
    [[nodiscard]] constexpr std::optional<double> as_double() const noexcept {
        if (type_ == type::floating) return floating_;
        if (!is_integer()) return std::nullopt;
        if (is_negative()) return static_cast<double>(static_cast<std::int64_t>(integer_));
        return static_cast<double>(integer_);
    }

    /// The number as a complex one, whose imaginary part is 0 unless it is complex; nothing for bytes.
    [[nodiscard]] constexpr std::optional<complex<double>> as_complex() const noexcept {
        if (type_ == type::complex) return complex_;
        const auto number = as_double();
        if (!number) return std::nullopt;
        return complex<double>{*number, 0};
    }

    /// The bytes; nothing for numbers.
    [[nodiscard]] constexpr std::optional<byte_view> as_bytes() const noexcept {
        if (type_ != type::bytes) return std::nullopt;
        return byte_view(bytes_.data, bytes_.size);
    }

    /// Truth as Python sees it: not zero, not empty.
    [[nodiscard]] constexpr bool truth() const noexcept {
        if (type_ == type::floating) return floating_ != 0;
        if (type_ == type::complex) return complex_.real != 0 || complex_.imag != 0;
        return type_ == type::bytes ? bytes_.size != 0 : low_bits() != 0;
    }

    /// Equal when both are the same number (integers of any kind, true as 1), the same double, the same two doubles, or
    /// the same bytes.
    friend bool operator==(const value& left, const value& right) noexcept {
        if (left.is_integer() && right.is_integer()) {
            return left.low_bits() == right.low_bits() && left.is_negative() == right.is_negative();
        }
        if (left.type_ != right.type_) return false;
        if (left.type_ == type::floating) return left.floating_ == right.floating_;
        if (left.type_ == type::complex) return left.complex_ == right.complex_;
        return left.bytes_.size == right.bytes_.size &&
               (left.bytes_.size == 0 || std::memcmp(left.bytes_.data, right.bytes_.data, left.bytes_.size) == 0);
    }

private:
    struct borrowed {
        const std::byte* data;
        std::size_t size;
    };

    union {
        std::uint64_t integer_;  // a bool, or an integer of both kinds, negative numbers in two's complement
        double floating_;
        complex<double> complex_;
        borrowed bytes_;
    };
    type type_;
};

}  // namespace structwire

#endif
