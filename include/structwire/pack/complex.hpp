// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The value of the codes `F`, `D`, `Zf` and `Zd`: two floating-point numbers.
#ifndef STRUCTWIRE_PACK_COMPLEX_HPP
#define STRUCTWIRE_PACK_COMPLEX_HPP

#include <concepts>

namespace structwire {

/// A complex number as its two parts. std::complex would cost every user of pack its header; this one converts to it
/// and from it.
///
/// Guarantee:  an aggregate, trivially copyable, both parts bit for bit as they were packed
/// Example:    `std::complex<float> z = fields.get<0>();  structwire::pack<">F">(structwire::complex{1.0f, -1.0f});`
template <std::floating_point Floating>
struct complex {
    Floating real{};  ///< first on the wire
    Floating imag{};  ///< second on the wire

    /// A std::complex, or any other type that is made of two parts and tells them.
    template <class Other>
        requires std::constructible_from<Other, Floating, Floating> && requires(const Other& other) {
            { other.real() } -> std::same_as<Floating>;
            { other.imag() } -> std::same_as<Floating>;
        }
    [[nodiscard]] constexpr operator Other() const noexcept {
        return Other(real, imag);
    }

    friend constexpr bool operator==(const complex&, const complex&) = default;
};

}  // namespace structwire

#endif
