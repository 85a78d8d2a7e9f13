// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// How one field of a compile-time format is stored and loaded. Not for direct use.
#ifndef STRUCTWIRE_PACK_DETAIL_CODEC_HPP
#define STRUCTWIRE_PACK_DETAIL_CODEC_HPP

#include <structwire/endian.hpp>
#include <structwire/format/static_layout.hpp>
#include <structwire/pack/bytes_view.hpp>
#include <structwire/pack/fields.hpp>
#include <structwire/pack/half.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace structwire::detail {

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

    static constexpr void store(std::byte* to, stored_type value) noexcept {
        if constexpr (Letter == 'e') {
            structwire::store<Order>(to, value.bits);
        } else if constexpr (Letter == '?') {
            *to = static_cast<std::byte>(value);
        } else {
            structwire::store<Order>(to, value);
        }
    }

    static constexpr value_type load(const std::byte* from) noexcept {
        if constexpr (Letter == 'e') {
            return half{structwire::load<Order, std::uint16_t>(from)}.to_float();
        } else if constexpr (Letter == '?') {
            return *from != std::byte{0};
        } else {
            return structwire::load<Order, value_type>(from);
        }
    }
};

// `4I`: short runs are written out, which compilers do not do with loops at -O2.
template <class Scalar, std::size_t Unit, std::size_t Count>
struct array_codec {
    using value_type = std::array<typename Scalar::value_type, Count>;
    using stored_type = std::array<typename Scalar::stored_type, Count>;
    static constexpr std::size_t longest_unrolled = 64;

    static constexpr void store(std::byte* to, const stored_type& values) noexcept {
        if constexpr (Count <= longest_unrolled) {
            [&]<std::size_t... Index>(std::index_sequence<Index...>) {
                (Scalar::store(to + Index * Unit, values[Index]), ...);
            }(std::make_index_sequence<Count>{});
        } else {
            for (std::size_t index = 0; index != Count; ++index) Scalar::store(to + index * Unit, values[index]);
        }
    }

    static constexpr value_type load(const std::byte* from) noexcept {
        if constexpr (Count <= longest_unrolled) {
            return [&]<std::size_t... Index>(std::index_sequence<Index...>) {
                return value_type{Scalar::load(from + Index * Unit)...};
            }(std::make_index_sequence<Count>{});
        } else {
            value_type values;
            for (std::size_t index = 0; index != Count; ++index) values[index] = Scalar::load(from + index * Unit);
            return values;
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

// `8s`.
template <std::size_t Count>
struct text_codec {
    using value_type = bytes_view<Count>;
    using stored_type = std::array<std::byte, Count>;

    static constexpr void store(std::byte* to, const stored_type& bytes) noexcept {
        copy_bytes(to, bytes.data(), Count);
    }
    static constexpr value_type load(const std::byte* from) noexcept { return value_type(from); }
};

// `8p`: a length byte, then up to Count - 1 bytes, of which it counts at most 255.
template <std::size_t Count>
struct pascal_codec {
    static constexpr std::size_t capacity = Count == 0 ? 0 : Count - 1 < 255 ? Count - 1 : 255;
    using value_type = bytes_view<>;
    using stored_type = std::array<std::byte, Count>;

    static constexpr void store(std::byte* to, const stored_type& bytes) noexcept {
        copy_bytes(to, bytes.data(), Count);
    }
    static constexpr value_type load(const std::byte* from) noexcept {
        if constexpr (Count == 0) {
            return {};
        } else {
            const auto length = std::to_integer<std::size_t>(from[0]);
            return {from + 1, length < Count ? length : Count - 1};
        }
    }
};

// The codec of a field. `1I` is a scalar like `I`.
template <char Letter, bool Native, std::size_t Unit, std::endian Order, std::uint64_t Count>
consteval auto codec_type() {
    using scalar = scalar_codec<Letter, Native, Unit, Order>;
    if constexpr (Letter == 's') {
        return std::type_identity<text_codec<Count>>{};
    } else if constexpr (Letter == 'p') {
        return std::type_identity<pascal_codec<Count>>{};
    } else if constexpr (Count == 1) {
        return std::type_identity<scalar>{};
    } else {
        return std::type_identity<array_codec<scalar, Unit, Count>>{};
    }
}

// Everything about field number Index of Text.
template <fixed_string Text, std::size_t Index>
struct field_of {
    static constexpr format_item item = layout_of<Text>.field(Index);
    using codec = typename decltype(codec_type<item.letter, item.native, item.unit, item.order, item.count>())::type;

    static consteval auto name() {
        fixed_string<item.name_size> characters;
        for (std::size_t i = 0; i != item.name_size; ++i) characters.characters[i] = item.name(Text.view())[i];
        return characters;
    }
    using element_type = element<item.letter, typename codec::value_type, name()>;
};

template <fixed_string Text>
using field_indices = std::make_index_sequence<layout_of<Text>.fields.size()>;

// Whether unpacking gives views into the input.
template <fixed_string Text>
consteval bool has_text_field() {
    for (const format_item& item : layout_of<Text>.items) {
        if (item.is_text()) return true;
    }
    return false;
}

template <fixed_string Text, class Indices = field_indices<Text>>
struct fields_of;

template <fixed_string Text, std::size_t... Index>
struct fields_of<Text, std::index_sequence<Index...>> {
    using type = fields<typename field_of<Text, Index>::element_type...>;

    static constexpr type load([[maybe_unused]] const std::byte* record) noexcept {
        return type{{{field_of<Text, Index>::codec::load(record + field_of<Text, Index>::item.offset)}...}};
    }
};

}  // namespace structwire::detail

#endif
