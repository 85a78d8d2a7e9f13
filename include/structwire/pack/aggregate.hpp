// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// unpack_as and try_unpack_as: bytes to the members of your own struct.
///
/// @code
/// struct tick { std::uint32_t id; std::uint16_t kind; char symbol[8]; };
/// const auto t = structwire::unpack_as<tick, ">I H 8s">(wire);
/// @endcode
///
/// One member for one field, in order. Names in the format are not compared with those of members, which C++ cannot
/// tell. A member takes a field when every value of the field is also one of the member; anything else does not
/// compile, and the error's first line says why, for which code, and which member it is:
///
/// | field                   | members that take it                                                               |
/// |-------------------------|------------------------------------------------------------------------------------|
/// | integer, also of bits   | integers at least as wide, no `char`; enums over them; bool for one unsigned bit   |
/// | `e f d {bf16}`          | floating types at least as wide                                                    |
/// | `?`, `c`                | bool, char                                                                         |
/// | `8s`                    | 8 bytes: `char[8]`, `std::byte[8]`, `std::array<char, 8>`, ...; views, see below   |
/// | `p {z} {H:s} {*}`       | views: bytes_view<>, byte_view, std::string_view, which takes all bytes            |
/// | `4I`, `(2,3)f`          | C arrays and std::array of exactly these sizes                                     |
/// | `T{...}`, `3T{...}`     | aggregates and tuples of as many members; arrays of them                           |
/// | `F D`                   | complex, std::complex of the same part                                             |
/// | `{H:(...)}`             | the group that unpack gives                                                        |
///
/// Views borrow the input. Structs are aggregates of at most 64 members, none of them a reference, an anonymous union, a
/// bit-field or a packed number (packing takes the last two); bases must be empty. Tuples, pairs and `fields` are taken
/// apart like structs.
#ifndef STRUCTWIRE_PACK_AGGREGATE_HPP
#define STRUCTWIRE_PACK_AGGREGATE_HPP

#include <structwire/error.hpp>
#include <structwire/pack/detail/pack_members.hpp>
#include <structwire/pack/detail/unpack_members.hpp>
#include <structwire/pack/unpack.hpp>

#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <type_traits>

namespace structwire {

namespace detail {

template <fixed_string Text>
using unpacker_of = member_unpacker<record_of<Text>, '\0'>;

// Stops the compiler where fields and members do not go together, and where members would view a temporary.
template <class Type, fixed_string Text, bool MayFail, class Input>
consteval bool checked_unpack_as() {
    using plain = std::remove_cvref_t<Input>;
    if constexpr (!layout_of<Text>.valid) {
        (void)bad_format_of<Text>::fault;
    } else if constexpr (layout_of<Text>.variable() && !MayFail) {
        constexpr const format_item& item = first_variable(layout_of<Text>.items);
        (void)variable_size_use_try_unpack<item.position, item.letter>::fault;
    } else {
        constexpr member_check found = unpacker_of<Text>::template check<Type, MayFail>();
        if constexpr (!checked_parts<found, layout_of<Text>.fields.size(), Type>()) {
            return false;
        } else if constexpr (found.borrows && !std::is_lvalue_reference_v<Input> &&
                             !std::ranges::borrowed_range<plain>) {
            (void)view_of_a_temporary<plain>::fault;
        } else {
            return returnable<sizeof(Type)>() && returnable<sizeof(fields_for<Text>)>();
        }
    }
    return false;
}

// The fields of a good record at `first` as an object, unless a validator refuses one of them.
template <class Type, fixed_string Text>
constexpr std::expected<Type, error> validated(const fields_for<Text>& values, [[maybe_unused]] const std::byte* first,
                                               [[maybe_unused]] std::uint64_t size) noexcept {
    using unpacker = unpacker_of<Text>;
    Type object;
    if constexpr (unpacker::template check<Type, true>().validates) {
        validation state;
        if (!unpacker::take(values, object, state)) [[unlikely]] {
            state.fault.offset = unpacker::find_field(first, size, state.fault.item) + state.bits / 8;
            return std::unexpected(state.fault);
        }
    } else {
        no_validation state;
        (void)unpacker::take(values, object, state);
    }
    return object;
}

}  // namespace detail

/// Unpacks an input whose type states exactly the format's size into an object of `Type`.
///
/// @tparam Type  an aggregate or a tuple with one member for each field, see above; of a format with one field also
///               the type of that value. Default-initialized, then every member is assigned. Neither it nor the
///               fields may be larger than largest_result
/// @param input  as for unpack. A temporary that owns its bytes does not compile where a member views it
/// @return       a `Type`
/// Guarantee:    cannot fail; noexcept, allocates nothing, usable in constant expressions on arrays of std::byte; costs
///               what handwritten loads cost
/// Example:      `const auto header = structwire::unpack_as<Elf64_Ehdr, "<16sHHIQQQIHHHHHH">(bytes.first<64>());`
template <class Type, fixed_string Text, class Input>
[[nodiscard]] constexpr auto unpack_as(Input&& input) noexcept {
    if constexpr (detail::checked_unpack_as<Type, Text, false, Input>()) {
        constexpr std::size_t given = detail::static_size<std::remove_cvref_t<Input>>;
        constexpr std::size_t needed = layout_of<Text>.size;
        if constexpr (given == std::dynamic_extent) {
            return input_size_unknown_use_try_unpack<needed>::fault;
        } else if constexpr (given != needed) {
            return wrong_input_size<needed, given>::fault;
        } else {
            const auto values = detail::record_of<Text>::load(detail::byte_pointer(input));
            Type object;
            detail::no_validation state;
            (void)detail::unpacker_of<Text>::take(values, object, state);
            return object;
        }
    }
}

/// Unpacks an input whose size is known at run time, or whose values must be validated, into an object of `Type`.
///
/// @tparam Type  as for unpack_as; enums with an enum_validator are asked
/// @param input  any contiguous range of bytes or characters; otherwise as for unpack_as. The format may be of
///               variable size
/// @return       `std::expected<Type, error>`
/// Errors:       those of try_unpack; errc::invalid_value (0 / the value's low 64 bits) where an enum_validator refuses
///               a value, with the field's number in `item`, and `position`, `letter` and `offset` of the value itself
///               (inside a structure or array of variable size: the offset where that starts)
/// Guarantee:    noexcept, so validators may not throw; allocates nothing
/// Example:      `if (auto t = structwire::try_unpack_as<tick, ">I H 8s">(received)) use(t->symbol);`
template <class Type, fixed_string Text, class Input>
[[nodiscard]] constexpr auto try_unpack_as(Input&& input) noexcept {
    if constexpr (detail::checked_unpack_as<Type, Text, true, Input>()) {
        using result = std::expected<Type, error>;
        const auto values = try_unpack<Text>(input);
        if (!values) [[unlikely]]
            return result(std::unexpected(values.error()));
        return detail::validated<Type, Text>(*values, detail::byte_pointer(input), std::size(input));
    }
}

}  // namespace structwire

#endif
