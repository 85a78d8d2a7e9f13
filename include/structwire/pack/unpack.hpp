// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// unpack, try_unpack, unpack_from, try_unpack_from: bytes to values.
#ifndef STRUCTWIRE_PACK_UNPACK_HPP
#define STRUCTWIRE_PACK_UNPACK_HPP

#include <structwire/error.hpp>
#include <structwire/pack/buffer.hpp>
#include <structwire/pack/detail/codec_of.hpp>

#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <type_traits>

namespace structwire {

namespace detail {

/// Why the first bytes of `input` are no record of `layout`, found by the run-time form: errors of both forms are the
/// same because they come from the same place. In src/pack.
[[nodiscard]] error find_unpack_fault(const layout_view& layout, byte_view input, operation during) noexcept;

// In constant expressions a failure stops the compiler, or is only asked for its existence.
[[nodiscard]] constexpr error explain_unpack(const layout_view& layout, byte_view input, operation during) noexcept {
    if consteval {
        return {.code = errc::short_buffer, .during = during, .wanted = layout.size, .given = input.size()};
    } else {
        return find_unpack_fault(layout, input, during);
    }
}

}  // namespace detail

/// What a record of the format `Text` unpacks to.
template <fixed_string Text>
using fields_for = typename detail::record_of<Text>::value_type;

/// Never defined: the input's type states another size than the format has.
template <std::size_t BytesNeeded, std::size_t BytesGiven>
struct wrong_input_size;

/// Never defined: the input's size is known at run time only, which try_unpack is for.
template <std::size_t BytesNeeded>
struct input_size_unknown_use_try_unpack;

/// Never defined: the format has no fixed size, which only try_unpack and unpack_prefix can do without. The item at that
/// position has none.
template <std::size_t Position, char Character>
struct variable_size_use_try_unpack;

/// Never defined: `s` and `p` fields would view an object that is gone at the end of the statement.
template <class Input>
struct view_of_a_temporary;

namespace detail {

// Stops the compiler at a bad format, and at an input that would be gone before the views into it.
template <fixed_string Text, class Input>
consteval bool checked_input() {
    using plain = std::remove_cvref_t<Input>;
    if constexpr (!layout_of<Text>.valid) {
        (void)bad_format_of<Text>::fault;
        return false;
    } else if constexpr (has_views<Text>() && !std::is_lvalue_reference_v<Input> &&
                         !std::ranges::borrowed_range<plain>) {
        (void)view_of_a_temporary<plain>::fault;
        return false;
    } else {
        return returnable<sizeof(fields_for<Text>)>();
    }
}

// As checked_input(), and stops at a format of variable size.
template <fixed_string Text, class Input>
consteval bool checked_fixed_input() {
    if constexpr (!checked_input<Text, Input>()) {
        return false;
    } else if constexpr (layout_of<Text>.variable()) {
        constexpr const format_item& item = first_variable(layout_of<Text>.items);
        (void)variable_size_use_try_unpack<item.position, item.letter>::fault;
        return false;
    } else {
        return true;
    }
}

// Unpacks a record of variable size at the start of `size` bytes from `first`. Size becomes that of the record.
template <fixed_string Text>
constexpr std::expected<fields_for<Text>, error> decode_record(const std::byte* first, std::size_t& size,
                                                               operation during) noexcept {
    using record = record_of<Text>;
    std::expected<fields_for<Text>, error> result{std::in_place};
    decode_cursor in{first, size};
    if (size < record::least || !record::decode(in, *result)) [[unlikely]] {
        return std::unexpected(explain_unpack(layout_view_of<Text>, byte_view(first, size), during));
    }
    size -= static_cast<std::size_t>(in.left);
    return result;
}

template <fixed_string Text>
constexpr std::expected<fields_for<Text>, error> try_unpack_variable(const std::byte* first,
                                                                     std::size_t given) noexcept {
    std::size_t size = given;
    auto result = decode_record<Text>(first, size, operation::unpack);
    if (!result || size == given) return result;
    error extra{.code = errc::extra_bytes, .during = operation::unpack, .offset = size};
    extra.wanted = size;
    extra.given = given;
    return std::unexpected(extra);
}

}  // namespace detail

/// Unpacks an input whose type states exactly the format's size.
///
/// @param input  std::array, C array, std::span or bytes_view of bytes with a static extent; any alignment. A size
///               that differs and a size that is known at run time only do not compile: see try_unpack. With `s` or
///               `p` fields the result views the input, and a temporary that owns its bytes does not compile.
/// @return       the fields, see fields_for: for `auto [id, kind] = ...` or `.get<"id">()`
/// Guarantee:    cannot fail, noexcept, allocates nothing, usable in constant expressions on arrays of std::byte.
///               Content of pads is not looked at; every nonzero byte is a true `?`
/// Source:       Python struct documentation, struct.unpack
/// Example:      `auto [id, kind, symbol] = structwire::unpack<">I H 8s">(wire);`
template <fixed_string Text, class Input>
[[nodiscard]] constexpr auto unpack(Input&& input) noexcept {
    if constexpr (detail::checked_fixed_input<Text, Input>()) {
        constexpr std::size_t given = detail::static_size<std::remove_cvref_t<Input>>;
        constexpr std::size_t needed = layout_of<Text>.size;
        if constexpr (given == std::dynamic_extent) {
            return input_size_unknown_use_try_unpack<needed>::fault;
        } else if constexpr (given != needed) {
            return wrong_input_size<needed, given>::fault;
        } else {
            return detail::record_of<Text>::load(detail::byte_pointer(input));
        }
    }
}

/// Unpacks from byte `Offset` of an input whose type states enough bytes. Otherwise as unpack.
///
/// Source:   Python struct documentation, struct.unpack_from
/// Example:  `auto [sequence] = structwire::unpack_from<">I", 4>(header);`
template <fixed_string Text, std::size_t Offset = 0, class Input>
[[nodiscard]] constexpr auto unpack_from(Input&& input) noexcept {
    if constexpr (detail::checked_fixed_input<Text, Input>()) {
        constexpr std::size_t given = detail::static_size<std::remove_cvref_t<Input>>;
        constexpr std::size_t needed = Offset + layout_of<Text>.size;
        if constexpr (given == std::dynamic_extent) {
            return input_size_unknown_use_try_unpack<needed>::fault;
        } else if constexpr (given < needed) {
            return wrong_input_size<needed, given>::fault;
        } else {
            return detail::record_of<Text>::load(detail::byte_pointer(input) + Offset);
        }
    }
}

/// Unpacks an input whose size is known at run time and must be exactly the format's.
///
/// @param input  any contiguous range of bytes or characters; otherwise as for unpack
/// @return       `std::expected<fields_for<Text>, error>`
/// Errors:       errc::short_buffer (bytes certainly needed / bytes there) with the first missing byte in `offset` and
///               the field that it belongs to in `item`; errc::bad_varint (LEB128 that is longer than it need be or
///               than 64 bits) and errc::bad_count (a negative length) with that field's `item` and `offset`; errc::extra_bytes (bytes described / bytes there) with the first extra
///               byte in `offset`
/// Guarantee:    noexcept, allocates nothing, reads nothing outside the input
/// Example:      `if (auto got = structwire::try_unpack<">I H 8s">(received)) use(got->get<2>());`
template <fixed_string Text, class Input>
[[nodiscard]] constexpr auto try_unpack(Input&& input) noexcept {
    if constexpr (detail::checked_input<Text, Input>()) {
        if constexpr (layout_of<Text>.variable()) {
            return detail::try_unpack_variable<Text>(detail::byte_pointer(input), std::size(input));
        } else {
            using result = std::expected<fields_for<Text>, error>;
            constexpr std::uint64_t size = layout_of<Text>.size;
            const std::size_t given = std::size(input);
            if (given != size) [[unlikely]] {
                return result(
                    std::unexpected(wrong_record_size(layout_of<Text>.items, size, given, operation::unpack)));
            }
            return result(detail::record_of<Text>::load(detail::byte_pointer(input)));
        }
    }
}

/// Unpacks a record that starts at byte `offset` of an input; a negative offset counts from the end.
///
/// Errors:   errc::short_buffer and errc::bad_offset as locate_record gives them
/// Source:   Python struct documentation, struct.unpack_from
template <fixed_string Text, class Input>
[[nodiscard]] constexpr auto try_unpack_from(Input&& input, std::ptrdiff_t offset = 0) noexcept {
    if constexpr (detail::checked_input<Text, Input>()) {
        using result = std::expected<fields_for<Text>, error>;
        const auto start = locate_record(std::size(input), offset, layout_of<Text>.size, operation::unpack_from);
        if (!start) [[unlikely]]
            return result(std::unexpected(start.error()));
        const std::byte* const first = detail::byte_pointer(input) + *start;
        if constexpr (layout_of<Text>.variable()) {
            std::size_t size = std::size(input) - *start;
            auto got = detail::decode_record<Text>(first, size, operation::unpack_from);
            if (!got) got.error() = record_cut_off(got.error(), std::size(input), offset, *start);
            return got;
        } else {
            return result(detail::record_of<Text>::load(first));
        }
    }
}

/// What unpack_prefix gives: the fields, and what stands behind the record.
template <fixed_string Text>
struct prefix {
    fields_for<Text> fields;  ///< views into the input where the format has text
    byte_view rest;           ///< the bytes behind the record
};

/// Unpacks a record at the start of an input that may go on behind it.
///
/// @return   `std::expected<prefix<Text>, error>`
/// Errors:   errc::short_buffer (bytes certainly needed / bytes there): `wanted - given` more must come before another
///           try can succeed; errc::bad_varint and errc::bad_count as try_unpack
/// Example:  `while (auto next = unpack_prefix<">{H:s}">(bytes)) { use(next->fields.get<0>()); bytes = next->rest; }`
template <fixed_string Text, class Input>
[[nodiscard]] constexpr auto unpack_prefix(Input&& input) noexcept {
    if constexpr (detail::checked_input<Text, Input>()) {
        using result = std::expected<prefix<Text>, error>;
        const std::byte* const first = detail::byte_pointer(input);
        std::size_t size = std::size(input);
        if constexpr (layout_of<Text>.variable()) {
            const auto got = detail::decode_record<Text>(first, size, operation::unpack);
            if (!got) return result(std::unexpected(got.error()));
            return result(prefix<Text>{*got, byte_view(first + size, std::size(input) - size)});
        } else {
            constexpr std::size_t needed = layout_of<Text>.size;
            if (size < needed) [[unlikely]] {
                return result(
                    std::unexpected(wrong_record_size(layout_of<Text>.items, needed, size, operation::unpack)));
            }
            return result(prefix<Text>{detail::record_of<Text>::load(first), byte_view(first + needed, size - needed)});
        }
    }
}

}  // namespace structwire

#endif
