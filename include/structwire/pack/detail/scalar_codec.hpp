// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// How one value of a fixed size is stored and loaded. Not for direct use.
#ifndef STRUCTWIRE_PACK_DETAIL_SCALAR_CODEC_HPP
#define STRUCTWIRE_PACK_DETAIL_SCALAR_CODEC_HPP

#include <structwire/endian.hpp>
#include <structwire/pack/bfloat16.hpp>
#include <structwire/pack/bytes_view.hpp>
#include <structwire/pack/complex.hpp>
#include <structwire/pack/detail/bits.hpp>
#include <structwire/pack/half.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <utility>

namespace structwire::detail {

// A codec has value_type, what unpacking gives; stored_type, what packing keeps of an argument; and, when its size is
// fixed, store() and load().

template <std::size_t Size>
using signed_of_size = std::make_signed_t<unsigned_of_size<Size>>;

// The C++ type of one value: fixed-width in `= < > !`, the C type in `@`.
template <char Letter, bool Native, std::size_t Unit>
consteval auto scalar_type() {
    // clang-format off
    if constexpr (Letter == 'c') return std::type_identity<char>{};
    else if constexpr (Letter == '?') return std::type_identity<bool>{};
    else if constexpr (Letter == 'e' || Letter == 'f') return std::type_identity<float>{};
    else if constexpr (Letter == 'd') return std::type_identity<double>{};
    else if constexpr (Letter == 'F') return std::type_identity<complex<float>>{};
    else if constexpr (Letter == 'D') return std::type_identity<complex<double>>{};
    else if constexpr (Letter == 'n') return std::type_identity<std::ptrdiff_t>{};
    else if constexpr (Letter == 'N') return std::type_identity<std::size_t>{};
    else if constexpr (Letter == 'P') return std::type_identity<std::uintptr_t>{};
    else if constexpr (Native && Letter == 'l') return std::type_identity<long>{};
    else if constexpr (Native && Letter == 'L') return std::type_identity<unsigned long>{};
    else if constexpr (Native && Letter == 'q') return std::type_identity<long long>{};
    else if constexpr (Native && Letter == 'Q') return std::type_identity<unsigned long long>{};
    else if constexpr (Letter >= 'a') return std::type_identity<signed_of_size<Unit>>{};
    else return std::type_identity<unsigned_of_size<Unit>>{};
    // clang-format on
}

// A single number, character or truth value.
template <char Letter, bool Native, std::size_t Unit, std::endian Order>
struct scalar_codec {
    using value_type = typename decltype(scalar_type<Letter, Native, Unit>())::type;
    using stored_type = std::conditional_t<Letter == 'e', half, value_type>;
    static constexpr bool variable = false;
    static constexpr bool swappable = Letter != 'e' && Letter != '?' && Letter != 'F' && Letter != 'D';
    static constexpr std::endian order = Order;

    static constexpr void store(std::byte* to, stored_type value) noexcept {
        if constexpr (Letter == 'e') {
            structwire::store<Order>(to, value.bits);
        } else if constexpr (Letter == '?') {
            *to = static_cast<std::byte>(value);
        } else if constexpr (Letter == 'F' || Letter == 'D') {
            structwire::store<Order>(to, value.real);
            structwire::store<Order>(to + Unit / 2, value.imag);
        } else {
            structwire::store<Order>(to, value);
        }
    }

    static constexpr value_type load(const std::byte* from) noexcept {
        if constexpr (Letter == 'e') {
            return half{structwire::load<Order, std::uint16_t>(from)}.to_float();
        } else if constexpr (Letter == '?') {
            return *from != std::byte{0};
        } else if constexpr (Letter == 'F' || Letter == 'D') {
            using part = decltype(value_type::real);
            return {structwire::load<Order, part>(from), structwire::load<Order, part>(from + Unit / 2)};
        } else {
            return structwire::load<Order, value_type>(from);
        }
    }
};

// `{bf16}`.
template <std::endian Order>
struct brain_codec {
    using value_type = float;
    using stored_type = bfloat16;
    static constexpr bool variable = false;
    static constexpr bool swappable = false;

    static constexpr void store(std::byte* to, stored_type value) noexcept { structwire::store<Order>(to, value.bits); }
    static constexpr value_type load(const std::byte* from) noexcept {
        return bfloat16{structwire::load<Order, std::uint16_t>(from)}.to_float();
    }
};

/// An integer of fewer bits than any C++ type of its size has.
template <class Integer, unsigned Bits>
struct bit_integer {
    Integer value;
};

// `{u5}`, `{i24}`. Joins: the bits in front of it in its first byte belong to a field and are kept.
template <bool Signed, unsigned Bits, unsigned Skipped, std::endian Order, bool Joins>
struct bits_codec {
    static constexpr std::size_t room = Bits <= 8 ? 1 : Bits <= 16 ? 2 : Bits <= 32 ? 4 : 8;
    using value_type = std::conditional_t<Signed, signed_of_size<room>, unsigned_of_size<room>>;
    using stored_type = std::conditional_t<Bits == 8 * room, value_type, bit_integer<value_type, Bits>>;
    static constexpr bool variable = false;
    static constexpr bool swappable = false;

    static constexpr std::uint64_t raw(stored_type value) noexcept {
        if constexpr (std::is_same_v<stored_type, value_type>) {
            return static_cast<std::uint64_t>(value);
        } else {
            return static_cast<std::uint64_t>(value.value);
        }
    }
    static constexpr value_type cooked(std::uint64_t number) noexcept {
        return static_cast<value_type>(Signed ? sign_extend(number, Bits) : number);
    }

    static constexpr void store(std::byte* to, stored_type value) noexcept {
        store_bits<Order, Joins>(to, Skipped, Bits, raw(value));
    }
    static constexpr value_type load(const std::byte* from) noexcept {
        return cooked(load_bits<Order>(from, Skipped, Bits));
    }
};

template <class Element, std::size_t... Dimensions>
struct array_of_dimensions {
    using type = Element;
};
template <class Element, std::size_t First, std::size_t... Rest>
struct array_of_dimensions<Element, First, Rest...> {
    using type = std::array<typename array_of_dimensions<Element, Rest...>::type, First>;
};

template <class Type>
inline constexpr bool is_std_array = false;
template <class Element, std::size_t Size>
inline constexpr bool is_std_array<std::array<Element, Size>> = true;

// `8{u1}`, `(2,3){i12}`: values side by side, of which only the first may join what is in front.
template <class One, bool Signed, unsigned Bits, unsigned Skipped, std::endian Order, bool Joins,
          std::size_t... Dimensions>
struct bit_array_codec {
    using value_type = typename array_of_dimensions<typename One::value_type, Dimensions...>::type;
    using stored_type = typename array_of_dimensions<typename One::stored_type, Dimensions...>::type;
    static constexpr bool variable = false;
    static constexpr bool swappable = false;

    template <class Values>
    static constexpr void store(std::byte* to, const Values& values) noexcept {
        std::size_t bit = Skipped;
        store_each(to, bit, values);
    }
    static constexpr value_type load(const std::byte* from) noexcept {
        value_type values;
        if constexpr ((Dimensions * ...) <= longest_unrolled) {
            load_at<Skipped>(from, values);
        } else {
            std::size_t bit = Skipped;
            load_each(from, bit, values);
        }
        return values;
    }

private:
    template <class Values>
    static constexpr void store_each(std::byte* to, std::size_t& bit, const Values& values) noexcept {
        if constexpr (requires { values[0]; }) {
            for (std::size_t index = 0; index != values.size(); ++index) store_each(to, bit, values[index]);
        } else {
            const auto skipped = static_cast<unsigned>(bit % 8);
            if (bit == Skipped && !Joins) {
                store_bits<Order, false>(to, skipped, Bits, One::raw(values));
            } else {
                store_bits<Order, true>(to + bit / 8, skipped, Bits, One::raw(values));
            }
            bit += Bits;
        }
    }
    static constexpr std::size_t longest_unrolled = 64;

    template <class Values>
    static consteval std::size_t bits_of() {
        if constexpr (is_std_array<Values>) {
            return std::tuple_size_v<Values> * bits_of<typename Values::value_type>();
        } else {
            return Bits;
        }
    }

    // Written out with constant places: otherwise g++ 12 warns of reads behind a record that it does not make.
    template <std::size_t Bit, class Values>
    static constexpr void load_at(const std::byte* from, Values& values) noexcept {
        if constexpr (is_std_array<Values>) {
            [&]<std::size_t... Index>(std::index_sequence<Index...>) {
                (load_at<Bit + Index * bits_of<typename Values::value_type>()>(from, values[Index]), ...);
            }(std::make_index_sequence<std::tuple_size_v<Values>>{});
        } else {
            values = One::cooked(load_bits<Order>(from + Bit / 8, Bit % 8, Bits));
        }
    }

    template <class Values>
    static constexpr void load_each(const std::byte* from, std::size_t& bit, Values& values) noexcept {
        if constexpr (is_std_array<Values>) {
            for (auto& value : values) load_each(from, bit, value);
        } else {
            values = One::cooked(load_bits<Order>(from + bit / 8, static_cast<unsigned>(bit % 8), Bits));
            bit += Bits;
        }
    }
};

constexpr void copy_bytes(std::byte* to, const std::byte* from, std::size_t size) noexcept {
    if consteval {
        for (std::size_t index = 0; index != size; ++index) to[index] = from[index];
    } else {
        if (size != 0) std::memcpy(to, from, size);
    }
}

/// What `s` and `p` keep of an argument: the padded bytes of the whole field.
template <char Letter, std::size_t Size>
struct stored_text {
    static constexpr std::size_t prefix = Letter == 'p' && Size != 0 ? 1 : 0;
    static constexpr std::size_t capacity = prefix == 1 && Size - 1 > 255 ? 255 : Size - prefix;

    std::array<std::byte, Size> bytes;

    /// Takes as much of `range` as fits.
    template <class Range>
    static constexpr stored_text from(const Range& range) noexcept {
        stored_text text{};
        const std::size_t size = std::size(range) < capacity ? std::size(range) : capacity;
        if constexpr (prefix == 1) text.bytes[0] = static_cast<std::byte>(size);
        for (std::size_t index = 0; index != size; ++index) {
            text.bytes[prefix + index] = static_cast<std::byte>(std::data(range)[index]);
        }
        return text;
    }
};

// `8s`, and `8p`: a length byte, then up to 7 bytes.
template <char Letter, std::size_t Size>
struct text_codec {
    using value_type = std::conditional_t<Letter == 's', bytes_view<Size>, bytes_view<>>;
    using stored_type = stored_text<Letter, Size>;
    static constexpr bool variable = false;
    static constexpr bool swappable = false;

    static constexpr void store(std::byte* to, const stored_type& text) noexcept {
        copy_bytes(to, text.bytes.data(), Size);
    }
    static constexpr value_type load(const std::byte* from) noexcept {
        if constexpr (Letter == 's') {
            return value_type(from);
        } else if constexpr (Size == 0) {
            return {};
        } else {
            const auto length = std::to_integer<std::size_t>(from[0]);
            return {from + 1, length < Size ? length : Size - 1};
        }
    }
};

}  // namespace structwire::detail

#endif
