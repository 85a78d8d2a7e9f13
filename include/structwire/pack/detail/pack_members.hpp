// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Packs the members of an aggregate by the rules for arguments of pack. Not for direct use.
#ifndef STRUCTWIRE_PACK_DETAIL_PACK_MEMBERS_HPP
#define STRUCTWIRE_PACK_DETAIL_PACK_MEMBERS_HPP

#include <structwire/pack/arg.hpp>
#include <structwire/pack/detail/packs.hpp>
#include <structwire/pack/detail/parts.hpp>
#include <structwire/pack/detail/record_codec.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace structwire {

/// Why a member of an aggregate and its field do not go together. Stands in the first line of the compiler's error.
enum class member_fault : std::uint8_t {
    none,
    wrong_type_for_this_code,               ///< for example a float for `I`, or a char for `B`
    packing_could_lose_values,              ///< the member has values that the field has not
    unpacking_could_lose_values,            ///< the field has values that the member has not
    wrong_number_of_elements,               ///< an array of another size than the count
    wrong_number_of_members,                ///< a structure of another number of members than the `T{...}`
    text_longer_than_the_field,             ///< a char array of more bytes than the count
    text_of_unknown_length,                 ///< a string may be too long for the field: try_pack checks
    enum_without_fixed_underlying_type,     ///< not every integer of its size is a value of it: write `enum kind : int`
    enum_has_a_validator_use_the_try_form,  ///< not every integer of its size is a good value: try_unpack_as asks
};

/// Never defined: a member of it stops the compiler with the reason, the format character, the number of the member from
/// 0, and its type.
template <member_fault Reason, char Letter, std::size_t Member, class Type>
struct bad_member;

/// Never defined: the type is no aggregate of as many members as the format has fields. `MembersGiven` is 65 for what
/// cannot be taken apart: no class or no aggregate, a range, a base that is not empty, or more than 64 members.
template <std::size_t MembersTaken, std::size_t MembersGiven, class Type>
struct wrong_number_of_members;

namespace detail {

struct member_check {
    member_fault fault = member_fault::none;
    char letter = '\0';
    std::size_t member = 0;
    bool borrows = false;    // it would view the input
    bool validates = false;  // a validator decides at run time
};

// What is true of some part of a whole.
constexpr void merge(member_check& whole, const member_check& part, std::size_t member) noexcept {
    whole.borrows = whole.borrows || part.borrows;
    whole.validates = whole.validates || part.validates;
    if (whole.fault != member_fault::none) return;
    whole.fault = part.fault;
    whole.letter = part.letter;
    whole.member = member;
}

template <class Type>
concept c_array_of_bytes = std::is_bounded_array_v<Type> && byte_type<std::remove_extent_t<Type>>;

// How a member becomes what the field stores: one value or text by default.
template <class Codec, char Letter>
struct member_packer {
    using stored_type = typename Codec::stored_type;

    template <class Given>
    static consteval member_check check() {
        if constexpr (packs_as<Given, stored_type>) {
            return {};
        } else if constexpr (is_stored_text<stored_type>) {
            if constexpr (c_array_of_bytes<Given>) {
                constexpr bool fits = std::extent_v<Given> <= stored_type::capacity;
                return {fits ? member_fault::none : member_fault::text_longer_than_the_field, Letter};
            } else if constexpr (bytes_of_static_size<Given>) {
                return {member_fault::text_longer_than_the_field, Letter};
            } else if constexpr (text_like<Given>) {
                return {member_fault::text_of_unknown_length, Letter};
            }
        } else if constexpr ((integer_stored<stored_type> && integer_like<Given>) ||
                             (floating_stored<stored_type> && number_like<Given>) ||
                             (is_complex<stored_type> && number_or_complex<Given>)) {
            return {member_fault::packing_could_lose_values, Letter};
        }
        return {member_fault::wrong_type_for_this_code, Letter};
    }

    template <class Given>
    static constexpr stored_type give(const Given& given) noexcept {
        if constexpr (c_array_of_bytes<Given>) {
            return stored_type::from(given);
        } else {
            return arg<stored_type, field<Letter, 0>>(given).value();
        }
    }
};

// Elements are given by `One`, one by one.
template <class One, class Stored, std::size_t Count, char Letter>
struct element_packer {
    using stored_type = std::array<Stored, Count>;

    template <class Given>
    static consteval member_check check() {
        if constexpr (!elements_of_static_size<Given>) {
            return {member_fault::wrong_type_for_this_code, Letter};
        } else if constexpr (static_size<Given> != Count) {
            return {member_fault::wrong_number_of_elements, Letter};
        } else {
            return One::template check<element_type_of<Given>>();
        }
    }

    template <class Given>
    static constexpr stored_type give(const Given& given) noexcept {
        if constexpr (Count <= 64) {
            return [&]<std::size_t... Index>(std::index_sequence<Index...>) {
                return stored_type{One::give(std::data(given)[Index])...};
            }(std::make_index_sequence<Count>{});
        } else {
            stored_type stored;
            for (std::size_t index = 0; index != Count; ++index) stored[index] = One::give(std::data(given)[index]);
            return stored;
        }
    }
};

template <class One, std::uint64_t Unit, std::size_t Count, char Letter>
struct member_packer<array_codec<One, Unit, Count>, Letter>
    : element_packer<member_packer<One, Letter>, typename One::stored_type, Count, Letter> {};

template <class One, bool Signed, unsigned Bits, unsigned Skipped, std::endian Order, bool Joins, std::size_t Count,
          char Letter>
struct member_packer<bit_array_codec<One, Signed, Bits, Skipped, Order, Joins, Count>, Letter>
    : element_packer<member_packer<One, Letter>, typename One::stored_type, Count, Letter> {};

template <class One, bool Signed, unsigned Bits, unsigned Skipped, std::endian Order, bool Joins, std::size_t First,
          std::size_t Second, std::size_t... Rest, char Letter>
struct member_packer<bit_array_codec<One, Signed, Bits, Skipped, Order, Joins, First, Second, Rest...>, Letter>
    : element_packer<member_packer<bit_array_codec<One, Signed, Bits, Skipped, Order, Joins, Second, Rest...>, Letter>,
                     typename bit_array_codec<One, Signed, Bits, Skipped, Order, Joins, Second, Rest...>::stored_type,
                     First, Letter> {};

template <fixed_string Names, std::uint64_t Least, std::uint64_t Tail, std::uint64_t Covered, class... Members,
          char Letter>
struct member_packer<record_codec<Names, Least, false, Tail, Covered, Members...>, Letter> {
    using record = record_codec<Names, Least, false, Tail, Covered, Members...>;
    using stored_type = typename record::stored_type;

    template <class Given>
    static consteval member_check check() {
        if constexpr (!has_parts<Given, sizeof...(Members)>) {
            constexpr bool is_class = std::is_class_v<Given>;
            return {is_class ? member_fault::wrong_number_of_members : member_fault::wrong_type_for_this_code, Letter};
        } else {
            return check_parts(parts_of<Given, sizeof...(Members)>{});
        }
    }

    template <class Given>
    static constexpr stored_type give(const Given& given) noexcept {
        return with_parts<sizeof...(Members)>(given, [](const auto&... members) {
            return stored_type{{{member_packer<typename Members::codec, Members::letter>::give(members)}...}};
        });
    }

    template <class Given>
    static constexpr void store(std::byte* to, const Given& given) noexcept {
        with_parts<sizeof...(Members)>(given, [to](const auto&... members) {
            record::store_each(to, member_packer<typename Members::codec, Members::letter>::give(members)...);
        });
    }

private:
    template <class... Given>
    static consteval member_check check_parts(type_list<Given...>) {
        member_check whole;
        std::size_t member = 0;
        using each = int[];
        (void)each{0, (merge(whole, member_packer<typename Members::codec, Members::letter>::template check<Given>(),
                             member++),
                       0)...};
        return whole;
    }
};

// The type of part number `Index`; the whole itself where it has no parts.
template <class Whole, std::size_t Count, std::size_t Index>
struct part_type {
    template <class... Types>
    static std::type_identity<type_at<Index, Types...>> find(type_list<Types...>);
    using type = typename decltype(find(parts_of<Whole, Count>{}))::type;
};

// Stops the compiler where `Check` found that parts of `Whole` and the fields of a record do not go together.
template <member_check Check, std::size_t Count, class Whole>
consteval bool checked_parts() {
    if constexpr (Check.fault == member_fault::none) {
        return true;
    } else if constexpr (has_parts<Whole, Count>) {
        using part = typename part_type<Whole, Count, Check.member>::type;
        (void)bad_member<Check.fault, Check.letter, Check.member, part>::fault;
    } else {
        (void)wrong_number_of_members<Count, count_members<Whole>(), Whole>::fault;
    }
    return false;
}

template <class Record>
inline constexpr std::size_t fields_of = 0;
template <fixed_string Names, std::uint64_t Least, bool Variable, std::uint64_t Tail, std::uint64_t Covered,
          class... Members>
inline constexpr std::size_t fields_of<record_codec<Names, Least, Variable, Tail, Covered, Members...>> =
    sizeof...(Members);

/// Whether `Given` stands for all arguments of pack: a tuple or an aggregate of `Count` values. With one field the
/// value is the argument for it.
template <class Given, std::size_t Count>
concept whole_record = Count != 1 && whole_of<Given, Count>;

/// Stores the parts of `given`, which is a whole_record, at `to`: as Record::store_each with one argument for each.
template <class Record, class Given>
constexpr void pack_parts_into(std::byte* to, const Given& given) noexcept {
    using packer = member_packer<Record, '\0'>;
    if constexpr (checked_parts<packer::template check<Given>(), fields_of<Record>, Given>()) {
        packer::store(to, given);
    }
}

/// The record that the parts of `given` pack to.
template <class Record, class Given>
[[nodiscard]] constexpr std::array<std::byte, Record::least> pack_parts(const Given& given) noexcept {
    std::array<std::byte, Record::least> record;
    pack_parts_into<Record>(record.data(), given);
    return record;
}

}  // namespace detail

}  // namespace structwire

#endif
