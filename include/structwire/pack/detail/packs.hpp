// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Which run-time values a parameter of pack takes, as an answer and not as an error. Not for direct use.
#ifndef STRUCTWIRE_PACK_DETAIL_PACKS_HPP
#define STRUCTWIRE_PACK_DETAIL_PACKS_HPP

#include <structwire/pack/detail/convert.hpp>
#include <structwire/pack/detail/record_codec.hpp>
#include <structwire/pack/escapes.hpp>

#include <array>
#include <cstddef>
#include <type_traits>

namespace structwire::detail {

// The constructors of arg that exist only to explain what is wrong make it look as if it took everything. These are the
// others, said once more; packable_test.cpp holds the two together.

template <class Stored, class Given>
struct packs_escape {
    static constexpr bool value = false;
};
template <class Stored, class Number>
struct packs_escape<Stored, low_bits<Number>> {
    static constexpr bool value = integer_stored<Stored> && integer_like<Number>;
};
template <class Stored, class Number>
struct packs_escape<Stored, clamped<Number>> {
    static constexpr bool value =
        (integer_stored<Stored> && integer_like<Number>) || (floating_stored<Stored> && std::floating_point<Number>);
};
template <class Stored, class Number>
struct packs_escape<Stored, rounded<Number>> {
    static constexpr bool value =
        (floating_stored<Stored> && number_like<Number>) || (is_complex<Stored> && number_or_complex<Number>);
};
template <char Letter, std::size_t Size, class Text>
struct packs_escape<stored_text<Letter, Size>, truncated<Text>> {
    static constexpr bool value = text_like<Text>;
};
template <char Letter, std::size_t Size, std::size_t Length>
struct packs_escape<stored_text<Letter, Size>, fixed<Length>> {
    static constexpr bool value = Length <= stored_text<Letter, Size>::capacity;
};

// Arrays, and structures, which are taken as `fields`.
template <class Stored, class Given>
struct packs_whole {
    static constexpr bool value = false;
};

template <class Stored, class Given>
consteval bool packs_value() {
    if constexpr (packs_escape<Stored, Given>::value) {
        return true;
    } else if constexpr (one_value<Stored>) {
        return lossless_to<Given, Stored>;
    } else if constexpr (is_complex<Stored>) {
        if constexpr (number_or_complex<Given>) {
            return lossless_to<decltype(real_part(std::declval<const Given&>())), decltype(Stored::real)>;
        } else {
            return false;
        }
    } else if constexpr (is_stored_text<Stored>) {
        if constexpr (bytes_of_static_size<Given>) {
            return static_size<Given> <= Stored::capacity;
        } else {
            return false;
        }
    } else {
        return packs_whole<Stored, Given>::value;
    }
}

/// Whether a parameter of pack for a field that keeps `Stored` takes every run-time value of the type `Given`.
template <class Given, class Stored>
concept packs_as = packs_value<Stored, Given>();

template <class Scalar, std::size_t Size, class Given>
struct packs_whole<std::array<Scalar, Size>, Given> {
    static consteval bool takes() {
        if constexpr (elements_of_static_size<Given>) {
            return static_size<Given> == Size && packs_as<element_type_of<Given>, Scalar>;
        } else {
            return false;
        }
    }
    static constexpr bool value = takes();
};

template <class... Stored, fixed_string Names, class... Elements>
    requires(sizeof...(Stored) == sizeof...(Elements))
struct packs_whole<stored_fields<Stored...>, fields<Names, Elements...>> {
    static constexpr bool value = (packs_as<typename Elements::type, Stored> && ...);
};

}  // namespace structwire::detail

#endif
