// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// view, mutable_view and their try_ forms: a record in a buffer, of which fields are read and written one at a time.
///
/// Where unpack loads all fields, a view loads the one that is asked for. For routers and filters that look at two
/// fields of forty, and for changing a field in a buffer that is passed on:
/// @code
/// if (auto packet = structwire::try_mutable_view<">I:id: B:ttl: 40s:rest:">(received); packet && packet->get<"ttl">() > 0) {
///     packet->set<"ttl">(structwire::low_bits(packet->get<"ttl">() - 1));
/// }
/// @endcode
#ifndef STRUCTWIRE_PACK_VIEW_HPP
#define STRUCTWIRE_PACK_VIEW_HPP

#include <structwire/error.hpp>
#include <structwire/pack/arg.hpp>
#include <structwire/pack/buffer.hpp>
#include <structwire/pack/detail/parts.hpp>
#include <structwire/pack/pack.hpp>
#include <structwire/pack/unpack.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <type_traits>

namespace structwire {

/// Never defined: the input's size is known at run time only, which try_view and try_mutable_view are for.
template <std::size_t BytesNeeded>
struct input_size_unknown_use_try_view;

/// Never defined: mutable_view and try_mutable_view were given bytes that are const.
template <class Input>
struct view_cannot_write_to;

namespace detail {

// What a view needs to know of a record.
template <class Record>
struct record_members;

template <fixed_string Names, std::uint64_t Least, std::uint64_t Tail, std::uint64_t Covered, class... Members>
struct record_members<record_codec<Names, Least, false, Tail, Covered, Members...>> {
    static constexpr std::size_t count = sizeof...(Members);

    template <std::size_t Index>
    using at = type_at<Index, Members...>;

    template <fixed_string Name>
    static consteval std::size_t index() {
        constexpr std::size_t found = index_of_name(Names.view(), Name.view(), count);
        if constexpr (found == count || Name.size() == 0) {
            (void)unknown_name<Name>::fault;
            return 0;
        } else {
            return found;
        }
    }
};

// The bits of the `Bytes` bytes of an item that are its own.
template <std::size_t Bytes>
consteval std::array<std::byte, Bytes> own_bits(const format_item& item) {
    std::array<std::byte, Bytes> mask{};
    for (std::uint64_t bit = item.bit_offset; bit != item.bit_offset + item.bits * item.count; ++bit) {
        const auto shift = static_cast<unsigned>(item.order == std::endian::big ? 7 - bit % 8 : bit % 8);
        mask[bit / 8] |= std::byte{1} << shift;
    }
    return mask;
}

}  // namespace detail

/// One record of the format `Text` in a buffer that somebody else owns; `Byte` is `const std::byte`, or `std::byte`
/// where fields may be written.
///
/// Guarantee:  trivially copyable, as large as a pointer; nothing can fail and nothing allocates
/// Complexity: each call touches the bytes of its field alone
template <fixed_string Text, class Byte>
class basic_record_view {
    using members = detail::record_members<detail::record_of<Text>>;

    template <std::size_t Index>
    using parameter =
        arg<typename members::template at<Index>::codec::stored_type, detail::parameter_of<layout_of<Text>, Index>>;

public:
    /// Bytes of the record.
    static constexpr std::size_t extent = layout_of<Text>.size;

    /// Views the record that starts at `first`.
    constexpr explicit basic_record_view(Byte* first) noexcept : first_(first) {}

    /// A view that writes is also one that reads.
    template <class Other>
        requires(std::is_const_v<Byte> && !std::is_const_v<Other>)
    constexpr basic_record_view(basic_record_view<Text, Other> other) noexcept : first_(other.bytes().data()) {}

    /// Loads field number `Index`, from 0: the value that unpack gives, of at most largest_result bytes.
    template <std::size_t Index>
        requires(Index < members::count)
    [[nodiscard]] constexpr auto get() const noexcept {
        using member = typename members::template at<Index>;
        if constexpr (detail::returnable<sizeof(typename member::codec::value_type)>()) {
            return member::codec::load(first_ + member::offset);
        }
    }

    /// Loads the field called `Name`. A name that the format does not have is a compile error that says it.
    template <fixed_string Name>
    [[nodiscard]] constexpr auto get() const noexcept {
        return get<members::template index<Name>()>();
    }

    /// Stores `value` in field number `Index`: whatever pack takes for that field, and nothing else compiles.
    template <std::size_t Index>
        requires(Index < members::count && !std::is_const_v<Byte>)
    constexpr void set(parameter<Index> value) const noexcept {
        using member = typename members::template at<Index>;
        constexpr const format_item& item = layout_of<Text>.field(Index);
        if constexpr (item.bits == 0) {
            member::codec::store(first_ + member::offset, value.value());
        } else {
            set_bits<member, detail::own_bits<item.size()>(item)>(value.value());
        }
    }

    /// Stores `value` in the field called `Name`.
    template <fixed_string Name>
        requires(!std::is_const_v<Byte>)
    constexpr void set(parameter<members::template index<Name>()> value) const noexcept {
        set<members::template index<Name>()>(value);
    }

    /// Loads all fields: what unpack gives.
    [[nodiscard]] constexpr auto fields() const noexcept {
        if constexpr (detail::returnable<sizeof(fields_for<Text>)>()) {
            return detail::record_of<Text>::load(first_);
        }
    }

    /// The bytes of the record.
    [[nodiscard]] constexpr std::span<Byte, extent> bytes() const noexcept {
        return std::span<Byte, extent>(first_, extent);
    }

private:
    // Fields of odd bits share bytes with their neighbours.
    template <class Member, std::array Mask, class Stored>
    constexpr void set_bits(const Stored& value) const noexcept {
        std::array<std::byte, Mask.size()> bits{};
        Member::codec::store(bits.data(), value);
        for (std::size_t index = 0; index != Mask.size(); ++index) {
            std::byte& byte = first_[Member::offset + index];
            byte = (byte & ~Mask[index]) | (bits[index] & Mask[index]);
        }
    }

    Byte* first_;
};

/// A record that is only read.
template <fixed_string Text>
using record_view = basic_record_view<Text, const std::byte>;

/// A record whose fields may be written in place.
template <fixed_string Text>
using mutable_record_view = basic_record_view<Text, std::byte>;

namespace detail {

// Stops the compiler at what is no record of fixed size, at an input that would be gone before its view, and at writing
// where that is const.
template <fixed_string Text, class Byte, class Input>
consteval bool checked_view() {
    using plain = std::remove_cvref_t<Input>;
    if constexpr (!layout_of<Text>.valid) {
        (void)bad_format_of<Text>::fault;
    } else if constexpr (layout_of<Text>.variable()) {
        constexpr const format_item& item = first_variable(layout_of<Text>.items);
        (void)variable_size_use_try_unpack<item.position, item.letter>::fault;
    } else if constexpr (!std::is_lvalue_reference_v<Input> && !std::ranges::borrowed_range<plain>) {
        (void)view_of_a_temporary<plain>::fault;
    } else if constexpr (!std::is_convertible_v<decltype(byte_pointer(std::declval<Input&>())), Byte*>) {
        (void)view_cannot_write_to<std::remove_reference_t<Input>>::fault;
    } else {
        return true;
    }
    return false;
}

template <fixed_string Text, class View, class Input>
constexpr auto make_view(Input& input) noexcept {
    constexpr std::size_t given = static_size<std::remove_cv_t<Input>>;
    constexpr std::size_t needed = layout_of<Text>.size;
    if constexpr (given == std::dynamic_extent) {
        return input_size_unknown_use_try_view<needed>::fault;
    } else if constexpr (given != needed) {
        return wrong_input_size<needed, given>::fault;
    } else {
        return View(byte_pointer(input));
    }
}

template <fixed_string Text, class View, class Input>
constexpr std::expected<View, error> try_make_view(Input& input) noexcept {
    constexpr std::uint64_t size = layout_of<Text>.size;
    const std::size_t given = std::size(input);
    if (given != size) [[unlikely]] {
        return std::unexpected(wrong_record_size(layout_of<Text>.items, size, given, operation::unpack));
    }
    return View(byte_pointer(input));
}

}  // namespace detail

/// Views an input whose type states exactly the format's size.
///
/// @param input  std::array, C array, std::span or bytes_view of bytes with a static extent, borrowed; any alignment.
///               Another size, a size that is known at run time only (see try_view) and a temporary that owns its
///               bytes do not compile, and neither do formats of variable size
/// @return       record_view<Text>
/// Guarantee:    cannot fail, noexcept, usable in constant expressions on arrays of std::byte
/// Example:      `if (structwire::view<">I:id: H:kind: 32s">(wire).get<"kind">() == 7) forward(wire);`
template <fixed_string Text, class Input>
[[nodiscard]] constexpr auto view(Input&& input) noexcept {
    if constexpr (detail::checked_view<Text, const std::byte, Input>()) {
        return detail::make_view<Text, record_view<Text>>(input);
    }
}

/// As view(), of bytes that may be written.
///
/// @return   mutable_record_view<Text>
/// Example:  `structwire::mutable_view<">I:id: H:kind:">(wire).set<"kind">(7);`
template <fixed_string Text, class Input>
[[nodiscard]] constexpr auto mutable_view(Input&& input) noexcept {
    if constexpr (detail::checked_view<Text, std::byte, Input>()) {
        return detail::make_view<Text, mutable_record_view<Text>>(input);
    }
}

/// Views an input whose size is known at run time and must be exactly the format's.
///
/// @param input  any contiguous range of bytes or characters, borrowed
/// @return       `std::expected<record_view<Text>, error>`
/// Errors:       errc::short_buffer and errc::extra_bytes as try_unpack gives them
/// Guarantee:    noexcept, allocates nothing; reading fields cannot fail
/// Example:      `if (auto packet = structwire::try_view<">I:id: 60s">(received)) use(packet->get<"id">());`
template <fixed_string Text, class Input>
[[nodiscard]] constexpr auto try_view(Input&& input) noexcept {
    if constexpr (detail::checked_view<Text, const std::byte, Input>()) {
        return detail::try_make_view<Text, record_view<Text>>(input);
    }
}

/// As try_view(), of bytes that may be written.
///
/// @return   `std::expected<mutable_record_view<Text>, error>`
template <fixed_string Text, class Input>
[[nodiscard]] constexpr auto try_mutable_view(Input&& input) noexcept {
    if constexpr (detail::checked_view<Text, std::byte, Input>()) {
        return detail::try_make_view<Text, mutable_record_view<Text>>(input);
    }
}

}  // namespace structwire

#endif
