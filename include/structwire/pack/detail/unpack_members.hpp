// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Puts unpacked fields into the members of an aggregate. Not for direct use.
#ifndef STRUCTWIRE_PACK_DETAIL_UNPACK_MEMBERS_HPP
#define STRUCTWIRE_PACK_DETAIL_UNPACK_MEMBERS_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/pack/detail/pack_members.hpp>

#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string_view>
#include <type_traits>
#include <utility>

namespace structwire {

/// Says which integers are values of an enum: a predicate that takes the enum. By default there is none, and every
/// integer of the underlying type is one.
///
/// With a predicate only try_unpack_as unpacks the enum, and what the predicate refuses is errc::invalid_value. Packing
/// does not ask it. Specialize it next to the enum; a function that merely has a likely name is never taken for it.
///
/// Example:
/// @code
/// enum class color : std::uint8_t { red = 1, green, blue };
/// template <>
/// inline constexpr auto structwire::enum_validator<color> = [](color c) { return c >= color::red && c <= color::blue; };
/// @endcode
template <class Enum>
inline constexpr auto enum_validator = nullptr;

namespace detail {

template <class Enum>
inline constexpr bool has_validator = !std::is_null_pointer_v<std::remove_const_t<decltype(enum_validator<Enum>)>>;

// Only such enums take a value that none of their enumerators has: braces initialize no others from an integer.
template <class Enum>
concept enum_of_fixed_type = requires { Enum{std::underlying_type_t<Enum>{}}; };

// What views any bytes of the input, whatever their number.
template <class Type>
concept byte_viewer = one_of<Type, bytes_view<>, byte_view, std::string_view>;

template <class Codec>
inline constexpr unsigned skipped_bits = 0;
template <class One, bool Signed, unsigned Bits, unsigned Skipped, std::endian Order, bool Joins,
          std::size_t... Dimensions>
inline constexpr unsigned skipped_bits<bit_array_codec<One, Signed, Bits, Skipped, Order, Joins, Dimensions...>> =
    Skipped;

// Where a validator may refuse a value: the error that this completes.
struct validation {
    static constexpr bool tracks = true;
    error fault{.code = errc::invalid_value, .during = operation::unpack};
    std::uint64_t bits = 0;  // from the start of the record's field to the value, as far as it has a fixed size

    template <class Member>
    constexpr void enter(std::uint64_t start) noexcept {
        fault.letter = Member::letter;
        fault.position = Member::position;
        bits = start + skipped_bits<typename Member::codec>;
    }
};

// Where nothing can be refused.
struct no_validation {
    static constexpr bool tracks = false;
};

template <class Stored, class To>
consteval bool integer_goes_into() {
    using limits = integer_limits<Stored>;
    if constexpr (std::same_as<To, bool>) {
        return limits::low == 0 && limits::high == 1;
    } else {
        using to = decltype(integer_value(To{}));
        return integer_fits<to>(limits::low) && integer_fits<to>(limits::high);
    }
}

// How a field becomes a member: one value, text or a group by default.
template <class Codec, char Letter>
struct member_unpacker {
    using value_type = typename Codec::value_type;
    static constexpr bool is_text = requires { value_type::extent; };
    static constexpr bool is_number = plain_integer<value_type>;

    template <class To, bool MayFail>
    static consteval member_check check() {
        member_check found{member_fault::none, Letter};
        if constexpr (std::same_as<To, value_type>) {
            found.borrows = is_text || requires(const value_type& group) { group.bytes(); };
        } else if constexpr (is_number && integer_like<To>) {
            found.validates = has_validator<To>;
            if (!integer_goes_into<typename Codec::stored_type, To>()) {
                found.fault = member_fault::unpacking_could_lose_values;
            } else if (std::is_enum_v<To> && !enum_of_fixed_type<To>) {
                found.fault = member_fault::enum_without_fixed_underlying_type;
            } else if (found.validates && !MayFail) {
                found.fault = member_fault::enum_has_a_validator_use_the_try_form;
            }
        } else if constexpr (std::floating_point<value_type> && std::floating_point<To>) {
            constexpr bool fits = std::numeric_limits<To>::digits >= std::numeric_limits<value_type>::digits;
            if (!fits) found.fault = member_fault::unpacking_could_lose_values;
        } else if constexpr (is_text && byte_viewer<To>) {
            found.borrows = true;
        } else if constexpr (is_text && (c_array_of_bytes<To> || is_std_array<To>)) {
            check_copy<To>(found);
        } else if constexpr (!is_complex<value_type> || !complex_like<To> || !std::convertible_to<value_type, To>) {
            found.fault = member_fault::wrong_type_for_this_code;
        }
        return found;
    }

    template <class To, class State>
    static constexpr bool take(const value_type& value, To& to, [[maybe_unused]] State& state) noexcept {
        if constexpr (std::is_enum_v<To>) {
            to = static_cast<To>(value);
            if constexpr (has_validator<To>) {
                state.fault.given = static_cast<std::uint64_t>(value);
                return static_cast<bool>(enum_validator<To>(to));
            }
        } else if constexpr (std::same_as<To, value_type>) {
            to = value;
        } else if constexpr (std::same_as<To, std::string_view>) {
            to = value.text();
        } else if constexpr (byte_viewer<To>) {
            to = {value.data(), value.size()};
        } else if constexpr (is_text) {
            copy_text(std::data(to), value);
        } else {
            to = static_cast<To>(value);
        }
        return true;
    }

private:
    template <class To>
    static consteval void check_copy(member_check& found) {
        if (!byte_type<element_type_of<To>> || value_type::extent == std::dynamic_extent) {
            found.fault = member_fault::wrong_type_for_this_code;
        } else if (static_size<To> != value_type::extent) {
            found.fault = member_fault::wrong_number_of_elements;
        }
    }

    template <class Byte>
    static constexpr void copy_text(Byte* to, const value_type& value) noexcept {
        if consteval {
            for (std::size_t index = 0; index != value.size(); ++index) to[index] = static_cast<Byte>(value[index]);
        } else {
            if (!value.empty()) std::memcpy(to, value.data(), value.size());
        }
    }
};

// Elements are taken by `One`, one by one; each begins `Stride` bits behind the one before.
template <class One, std::size_t Count, std::uint64_t Stride, char Letter>
struct element_unpacker {
    using value_type = std::array<typename One::value_type, Count>;

    template <class To, bool MayFail>
    static consteval member_check check() {
        if constexpr (!std::is_bounded_array_v<To> && !is_std_array<To>) {
            return {member_fault::wrong_type_for_this_code, Letter};
        } else if constexpr (static_size<To> != Count) {
            return {member_fault::wrong_number_of_elements, Letter};
        } else {
            return One::template check<element_type_of<To>, MayFail>();
        }
    }

    template <class To, class State>
    static constexpr bool take(const value_type& values, To& to, State& state) noexcept {
        using value = typename One::value_type;
        if constexpr (std::same_as<element_type_of<To>, value> && std::is_scalar_v<value>) {
            if (!std::is_constant_evaluated()) {
                std::memcpy(std::data(to), values.data(), sizeof values);
                return true;
            }
        }
        if constexpr (Count <= 64) {
            return [&]<std::size_t... Index>(std::index_sequence<Index...>) {
                return (take_one(values[Index], std::data(to)[Index], state, Index) && ...);
            }(std::make_index_sequence<Count>{});
        } else {
            for (std::size_t index = 0; index != Count; ++index) {
                if (!take_one(values[index], std::data(to)[index], state, index)) return false;
            }
            return true;
        }
    }

private:
    template <class To, class State>
    static constexpr bool take_one(const typename One::value_type& value, To& to, State& state,
                                   [[maybe_unused]] std::uint64_t index) noexcept {
        if constexpr (State::tracks) {
            const std::uint64_t start = state.bits;
            state.bits += index * Stride;
            if (!One::take(value, to, state)) return false;
            state.bits = start;
            return true;
        } else {
            return One::take(value, to, state);
        }
    }
};

template <class One, std::uint64_t Unit, std::size_t Count, char Letter>
struct member_unpacker<array_codec<One, Unit, Count>, Letter>
    : element_unpacker<member_unpacker<One, Letter>, Count, 8 * Unit, Letter> {};

// Where the elements of an array of variable size are is not known.
template <class One, std::size_t Count, char Letter>
struct member_unpacker<variable_array_codec<One, Count>, Letter>
    : element_unpacker<member_unpacker<One, Letter>, Count, 0, Letter> {};

template <class One, bool Signed, unsigned Bits, unsigned Skipped, std::endian Order, bool Joins, std::size_t Count,
          char Letter>
struct member_unpacker<bit_array_codec<One, Signed, Bits, Skipped, Order, Joins, Count>, Letter>
    : element_unpacker<member_unpacker<One, Letter>, Count, Bits, Letter> {};

template <class One, bool Signed, unsigned Bits, unsigned Skipped, std::endian Order, bool Joins, std::size_t First,
          std::size_t Second, std::size_t... Rest, char Letter>
struct member_unpacker<bit_array_codec<One, Signed, Bits, Skipped, Order, Joins, First, Second, Rest...>, Letter>
    : element_unpacker<
          member_unpacker<bit_array_codec<One, Signed, Bits, Skipped, Order, Joins, Second, Rest...>, Letter>, First,
          ((Bits * Second) * ... * Rest), Letter> {};

// A record of a format is the one without a letter.
template <fixed_string Names, std::uint64_t Least, bool Variable, std::uint64_t Tail, std::uint64_t Covered,
          class... Members, char Letter>
struct member_unpacker<record_codec<Names, Least, Variable, Tail, Covered, Members...>, Letter> {
    using value_type = typename record_codec<Names, Least, Variable, Tail, Covered, Members...>::value_type;

    template <class To, bool MayFail>
    static consteval member_check check() {
        if constexpr (!has_parts<To, sizeof...(Members)>) {
            constexpr bool is_class = std::is_class_v<To>;
            return {is_class ? member_fault::wrong_number_of_members : member_fault::wrong_type_for_this_code, Letter};
        } else {
            return check_parts<MayFail>(parts_of<To, sizeof...(Members)>{});
        }
    }

    template <class To, class State>
    static constexpr bool take(const value_type& values, To& to, State& state) noexcept {
        return with_parts<sizeof...(Members)>(to, [&](auto&... members) {
            return take_each(values, state, std::index_sequence_for<Members...>{}, members...);
        });
    }

    /// Where in a record of `size` bytes from `first`, which is a good one, field number `wanted` starts.
    static constexpr std::uint64_t find_field(const std::byte* first, std::uint64_t size,
                                              std::uint32_t wanted) noexcept {
        decode_cursor in{first, size, Least};
        std::uint64_t start = 0;
        std::uint32_t index = 0;
        using each = int[];
        (void)each{0, (start = index <= wanted ? pass<Members>(in, first) : start, ++index, 0)...};
        return start;
    }

private:
    template <bool MayFail, class... To>
    static consteval member_check check_parts(type_list<To...>) {
        member_check whole;
        std::size_t member = 0;
        using each = int[];
        (void)each{
            0, (merge(whole, member_unpacker<typename Members::codec, Members::letter>::template check<To, MayFail>(),
                      member++),
                0)...};
        return whole;
    }

    template <class State, std::size_t... Index, class... To>
    static constexpr bool take_each([[maybe_unused]] const value_type& values, State& state,
                                    std::index_sequence<Index...>, To&... members) noexcept {
        [[maybe_unused]] std::uint64_t start = 0;
        if constexpr (State::tracks) start = state.bits;
        bool good = true;
        using each = int[];
        (void)each{
            0, (good = good && take_one<Members, Index>(values.template get<Index>(), members, state, start), 0)...};
        return good;
    }

    template <class Member, std::size_t Index, class To, class State>
    static constexpr bool take_one(const typename Member::codec::value_type& value, To& to, State& state,
                                   [[maybe_unused]] std::uint64_t start) noexcept {
        if constexpr (State::tracks) {
            if constexpr (Letter == '\0') state.fault.item = Index;
            state.template enter<Member>(Letter == '\0' || Variable ? start : start + 8 * Member::offset);
        }
        return member_unpacker<typename Member::codec, Member::letter>::take(value, to, state);
    }

    template <class Member>
    static constexpr std::uint64_t pass(decode_cursor& in, const std::byte* first) noexcept {
        using codec = typename Member::codec;
        const auto start = static_cast<std::uint64_t>(in.at - first) + Member::offset;
        if constexpr (codec::variable) {
            typename codec::value_type ignored{};
            in.reserved -= Member::offset + codec::least;
            in.skip(Member::offset);
            (void)codec::decode(in, ignored);
        }
        return start;
    }
};

}  // namespace detail

}  // namespace structwire

#endif
