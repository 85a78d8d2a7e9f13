// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// unpack, try_unpack, unpack_from, try_unpack_from: bytes to values.
#ifndef STRUCTWIRE_PACK_UNPACK_HPP
#define STRUCTWIRE_PACK_UNPACK_HPP

#include <structwire/error.hpp>
#include <structwire/pack/buffer.hpp>
#include <structwire/pack/detail/codec.hpp>

#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <type_traits>

namespace structwire {

/// What a record of the format `Text` unpacks to.
template <fixed_string Text>
using fields_for = typename detail::fields_of<Text>::type;

/// Never defined: the input's type states another size than the format has.
template <std::size_t BytesNeeded, std::size_t BytesGiven>
struct wrong_input_size;

/// Never defined: the input's size is known at run time only, which try_unpack is for.
template <std::size_t BytesNeeded>
struct input_size_unknown_use_try_unpack;

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
    } else if constexpr (has_text_field<Text>() && !std::is_lvalue_reference_v<Input> &&
                         !std::ranges::borrowed_range<plain>) {
        (void)view_of_a_temporary<plain>::fault;
        return false;
    } else {
        return true;
    }
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
    if constexpr (detail::checked_input<Text, Input>()) {
        constexpr std::size_t given = detail::static_size<std::remove_cvref_t<Input>>;
        constexpr std::size_t needed = layout_of<Text>.size;
        if constexpr (given == std::dynamic_extent) {
            return input_size_unknown_use_try_unpack<needed>::fault;
        } else if constexpr (given != needed) {
            return wrong_input_size<needed, given>::fault;
        } else {
            return detail::fields_of<Text>::load(detail::byte_pointer(input));
        }
    }
}

/// Unpacks from byte `Offset` of an input whose type states enough bytes. Otherwise as unpack.
///
/// Source:   Python struct documentation, struct.unpack_from
/// Example:  `auto [sequence] = structwire::unpack_from<">I", 4>(header);`
template <fixed_string Text, std::size_t Offset = 0, class Input>
[[nodiscard]] constexpr auto unpack_from(Input&& input) noexcept {
    if constexpr (detail::checked_input<Text, Input>()) {
        constexpr std::size_t given = detail::static_size<std::remove_cvref_t<Input>>;
        constexpr std::size_t needed = Offset + layout_of<Text>.size;
        if constexpr (given == std::dynamic_extent) {
            return input_size_unknown_use_try_unpack<needed>::fault;
        } else if constexpr (given < needed) {
            return wrong_input_size<needed, given>::fault;
        } else {
            return detail::fields_of<Text>::load(detail::byte_pointer(input) + Offset);
        }
    }
}

/// Unpacks an input whose size is known at run time and must be exactly the format's.
///
/// @param input  any contiguous range of bytes or characters; otherwise as for unpack
/// @return       `std::expected<fields_for<Text>, error>`
/// Errors:       errc::short_buffer (bytes needed / bytes there) with the first missing byte in `offset` and the field
///               that it belongs to in `item`; errc::extra_bytes (bytes described / bytes there) with the first extra
///               byte in `offset`
/// Guarantee:    noexcept, allocates nothing, reads nothing outside the input
/// Example:      `if (auto got = structwire::try_unpack<">I H 8s">(received)) use(got->get<2>());`
template <fixed_string Text, class Input>
[[nodiscard]] constexpr auto try_unpack(Input&& input) noexcept {
    if constexpr (detail::checked_input<Text, Input>()) {
        using result = std::expected<fields_for<Text>, error>;
        constexpr std::uint64_t size = layout_of<Text>.size;
        const std::size_t given = std::size(input);
        if (given != size) [[unlikely]] {
            return result(std::unexpected(wrong_record_size(layout_of<Text>.items, size, given, operation::unpack)));
        }
        return result(detail::fields_of<Text>::load(detail::byte_pointer(input)));
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
        return result(detail::fields_of<Text>::load(detail::byte_pointer(input) + *start));
    }
}

}  // namespace structwire

#endif
