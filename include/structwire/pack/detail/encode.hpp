// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// How arguments are checked, measured and stored where the size of a field is known at run time only. Not for direct
/// use.
#ifndef STRUCTWIRE_PACK_DETAIL_ENCODE_HPP
#define STRUCTWIRE_PACK_DETAIL_ENCODE_HPP

#include <structwire/pack/detail/try_convert.hpp>
#include <structwire/pack/group.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>

namespace structwire::detail {

// An encoder measures a value, which checks all of it, and then writes it, which cannot fail. By default: a fixed size.
template <class Codec, char Letter, std::size_t Index>
struct encoder;

template <bool Zigzag, char Letter, std::size_t Index>
struct encoder<varint_codec<Zigzag>, Letter, Index> {
    using codec = varint_codec<Zigzag>;

    template <class Given>
    static constexpr bool measure(const Given& given, std::uint64_t& size, conversion& state) noexcept {
        typename codec::stored_type number{};
        if (!checked<Letter, Index>::scalar(given, number, state)) return false;
        size += varint_size(codec::raw(number));
        return true;
    }
    template <class Given>
    static constexpr std::byte* write(std::byte* to, const Given& given) noexcept {
        return encode_varint(to, codec::raw(to_stored<typename codec::stored_type>(given)));
    }
};

// The bytes of text in whatever form it is given.
template <char Letter, std::size_t Index, class Given>
constexpr auto text_given(const Given& given) noexcept {
    if constexpr (text_like<Given>) {
        return all_text(given);
    } else {
        return bad_argument<misuse::wrong_type_for_this_code, Letter, Index, Given>::fault;
    }
}

template <class Text>
constexpr std::byte* write_text(std::byte* to, const Text& text) noexcept {
    if consteval {
        for (std::size_t index = 0; index != std::size(text); ++index) to[index] = static_cast<std::byte>(text[index]);
    } else {
        if (std::size(text) != 0) std::memmove(to, std::data(text), std::size(text));
    }
    return to + std::size(text);
}

template <char Letter, std::size_t Index>
struct encoder<terminated_codec, Letter, Index> {
    template <class Given>
    static constexpr bool measure(const Given& given, std::uint64_t& size, conversion& state) noexcept {
        const auto text = text_given<Letter, Index>(given);
        for (std::size_t index = 0; index != std::size(text); ++index) {
            if (static_cast<unsigned char>(text[index]) == 0) return state.fail(errc::invalid_value, 0, index);
        }
        size += std::size(text) + 1;
        return true;
    }
    template <class Given>
    static constexpr std::byte* write(std::byte* to, const Given& given) noexcept {
        to = write_text(to, text_given<Letter, Index>(given));
        *to = std::byte{0};
        return to + 1;
    }
};

template <class Length, char Letter, std::size_t Index>
struct encoder<counted_codec<Length>, Letter, Index> {
    template <class Given>
    static constexpr bool measure(const Given& given, std::uint64_t& size, conversion& state) noexcept {
        const std::uint64_t given_bytes = std::size(text_given<Letter, Index>(given));
        if (given_bytes > Length::longest) return state.fail(errc::wrong_length, Length::longest, given_bytes);
        size += Length::size(given_bytes) + given_bytes;
        return true;
    }
    template <class Given>
    static constexpr std::byte* write(std::byte* to, const Given& given) noexcept {
        const auto text = text_given<Letter, Index>(given);
        return write_text(Length::encode(to, std::size(text)), text);
    }
};

template <char Letter, std::size_t Index>
struct encoder<rest_codec, Letter, Index> {
    template <class Given>
    static constexpr bool measure(const Given& given, std::uint64_t& size, conversion&) noexcept {
        size += std::size(text_given<Letter, Index>(given));
        return true;
    }
    template <class Given>
    static constexpr std::byte* write(std::byte* to, const Given& given) noexcept {
        return write_text(to, text_given<Letter, Index>(given));
    }
};

// A structure, an element of a group, or the record itself. State says where it starts.
template <class Record, char Letter, std::size_t Index>
struct record_encoder;

template <fixed_string Names, std::uint64_t Least, bool Variable, std::uint64_t Tail, std::uint64_t Covered,
          class... Members, char Letter, std::size_t Index>
struct record_encoder<record_codec<Names, Least, Variable, Tail, Covered, Members...>, Letter, Index> {
    template <class Given>
    static constexpr bool measure(const Given& given, std::uint64_t& size, conversion& state) noexcept {
        if constexpr (has_parts<Given, sizeof...(Members)>) {
            return with_parts<sizeof...(Members)>(given, [&](const auto&... values) {
                return measure_each(std::make_index_sequence<sizeof...(Members)>{}, size, state, values...);
            });
        } else {
            return bad_argument<misuse::wrong_type_for_this_code, Letter, Index, Given>::fault;
        }
    }
    template <class Given>
    static constexpr std::byte* write(std::byte* to, const Given& given) noexcept {
        return with_parts<sizeof...(Members)>(given, [&](const auto&... values) { return write_each(to, values...); });
    }

    // The fields of the record itself have numbers of their own.
    template <std::size_t... Number, class... Given>
    static constexpr bool measure_each(std::index_sequence<Number...>, std::uint64_t& size, conversion& state,
                                       const Given&... values) noexcept {
        const std::uint64_t before = size;
        bool fits = true;
        using each = int[];
        (void)each{
            0, (fits = fits && measure_one < Members,
                Letter == '\0' ? Number : Index > (values, Letter == '\0' ? Number : no_number, size, state), 0)...};
        size += Tail;
        return fits && size >= before;
    }

    template <class... Given>
    static constexpr std::byte* write_each(std::byte* to, const Given&... values) noexcept {
        using each = int[];
        (void)each{0, (write_one<Members>(to, values), 0)...};
        store_zeros<Covered, Tail>(to);
        return to + Tail;
    }

private:
    static constexpr std::size_t no_number = ~std::size_t{0};

    template <class Member, std::size_t Number, class Given>
    static constexpr bool measure_one(const Given& given, std::size_t item, std::uint64_t& size,
                                      conversion& state) noexcept {
        using codec = typename Member::codec;
        state.template enter<Member>();
        if (item != no_number) state.fault.item = static_cast<std::uint32_t>(item);
        state.fault.offset = size + Member::offset;
        if constexpr (codec::variable) {
            size += Member::offset;
            return encoder<codec, Member::letter, Number>::measure(given, size, state);
        } else {
            typename codec::stored_type stored{};
            return converter<codec, Member::letter, Number>::convert(given, stored, state);
        }
    }

    // Moves `to` behind a member of variable size.
    template <class Member, class Given>
    static constexpr void write_one(std::byte*& to, const Given& given) noexcept {
        using codec = typename Member::codec;
        store_zeros<Member::covered, Member::offset>(to);
        if constexpr (codec::variable) {
            to = encoder<codec, Member::letter, 0>::write(to + Member::offset, given);
        } else {
            typename codec::stored_type stored{};
            conversion ignored{error{.code = errc::out_of_range}};
            (void)converter<codec, Member::letter, 0>::convert(given, stored, ignored);
            codec::store(to + Member::offset, stored);
        }
    }
};

template <fixed_string Names, std::uint64_t Least, bool Variable, std::uint64_t Tail, std::uint64_t Covered,
          class... Members, char Letter, std::size_t Index>
struct encoder<record_codec<Names, Least, Variable, Tail, Covered, Members...>, Letter, Index>
    : record_encoder<record_codec<Names, Least, Variable, Tail, Covered, Members...>, Letter, Index> {};

template <class Length, class Element, char Letter, std::size_t Index>
struct encoder<group_codec<Length, Element>, Letter, Index> {
    using elements = record_encoder<Element, Letter, Index>;

    template <class Given>
    static constexpr bool measure(const Given& given, std::uint64_t& size, conversion& state) noexcept {
        if constexpr (requires { std::size(given); }) {
            const std::uint64_t count = std::size(given);
            if (count > Length::longest) return state.fail(errc::too_many_values, Length::longest, count);
            size += Length::size(count);
            for (const auto& element : given) {
                if (!elements::measure(element, size, state)) return false;
            }
            return true;
        } else {
            return bad_argument<misuse::wrong_type_for_this_code, Letter, Index, Given>::fault;
        }
    }
    template <class Given>
    static constexpr std::byte* write(std::byte* to, const Given& given) noexcept {
        to = Length::encode(to, std::size(given));
        for (const auto& element : given) to = elements::write(to, element);
        return to;
    }
};

template <class One, std::size_t Count, char Letter, std::size_t Index>
struct encoder<variable_array_codec<One, Count>, Letter, Index> {
    template <class Given>
    static constexpr bool measure(const Given& given, std::uint64_t& size, conversion& state) noexcept {
        if (std::size(given) != Count) {
            const bool more = std::size(given) > Count;
            return state.fail(more ? errc::too_many_values : errc::too_few_values, Count, std::size(given));
        }
        for (const auto& element : given) {
            if (!encoder<One, Letter, Index>::measure(element, size, state)) return false;
        }
        return true;
    }
    template <class Given>
    static constexpr std::byte* write(std::byte* to, const Given& given) noexcept {
        for (const auto& element : given) to = encoder<One, Letter, Index>::write(to, element);
        return to;
    }
};

}  // namespace structwire::detail

#endif
