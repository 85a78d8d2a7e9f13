// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// records and try_records: records of one format, one behind the other, as a random-access range.
///
/// The standard algorithms work on it; values are made when they are read:
/// @code
/// const auto ticks = structwire::records<">I:id: q:price:">(wire);
/// const auto found = std::ranges::lower_bound(ticks, 42u, {}, [](const auto& tick) { return tick.template get<"id">(); });
/// if (found != ticks.end()) use(found->get<"price">());
/// @endcode
#ifndef STRUCTWIRE_PACK_RECORDS_HPP
#define STRUCTWIRE_PACK_RECORDS_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/pack/buffer.hpp>
#include <structwire/pack/unpack.hpp>

#include <compare>
#include <cstddef>
#include <expected>
#include <span>
#include <type_traits>

namespace structwire {

/// Never defined: the input's type states a size that is no multiple of the record's.
template <std::size_t RecordBytes, std::size_t BytesGiven>
struct no_multiple_of_the_record;

/// Never defined: the input's size is known at run time only, which try_records is for.
template <std::size_t RecordBytes>
struct input_size_unknown_use_try_records;

/// Never defined: records of variable size cannot be counted without reading them. unpack_prefix takes one after the
/// other; the item at that position has no fixed size.
template <std::size_t Position, char Character>
struct variable_size_use_unpack_prefix;

/// Never defined: of records of no bytes there is no number. Python says "cannot iteratively unpack with a struct of
/// length 0".
template <std::size_t RecordBytes>
struct records_of_no_bytes;

/// What records() gives: the records in a buffer that somebody else owns.
///
/// Guarantee:   copying is free; reading cannot fail and allocates nothing. A random-access, sized, borrowed range and
///              a view; `*it` is a value and no reference, so that std::ranges algorithms take the iterators and the
///              older ones in `std` may not
/// Complexity:  O(1) for any record
template <fixed_string Text>
class record_range {
    using record = detail::record_of<Text>;
    static constexpr std::size_t stride = layout_of<Text>.size;

public:
    using value_type = fields_for<Text>;

    /// Stands in front of a record, or behind the last one.
    class iterator {
        // Lets `it->get<"id">()` reach into a value.
        struct pointer {
            value_type value;
            constexpr const value_type* operator->() const noexcept { return &value; }
        };

    public:
        using value_type = record_range::value_type;
        using difference_type = std::ptrdiff_t;
        using iterator_concept = std::random_access_iterator_tag;
        using iterator_category = std::input_iterator_tag;

        constexpr iterator() = default;

        [[nodiscard]] constexpr value_type operator*() const noexcept { return record::load(at_); }
        [[nodiscard]] constexpr pointer operator->() const noexcept { return {**this}; }
        [[nodiscard]] constexpr value_type operator[](difference_type index) const noexcept { return *(*this + index); }

        constexpr iterator& operator++() noexcept { return *this += 1; }
        constexpr iterator& operator--() noexcept { return *this -= 1; }
        constexpr iterator operator++(int) noexcept {
            const iterator before = *this;
            ++*this;
            return before;
        }
        constexpr iterator operator--(int) noexcept {
            const iterator before = *this;
            --*this;
            return before;
        }
        constexpr iterator& operator+=(difference_type count) noexcept {
            at_ += count * static_cast<difference_type>(stride);
            return *this;
        }
        constexpr iterator& operator-=(difference_type count) noexcept { return *this += -count; }
        friend constexpr iterator operator+(iterator from, difference_type count) noexcept { return from += count; }
        friend constexpr iterator operator+(difference_type count, iterator from) noexcept { return from += count; }
        friend constexpr iterator operator-(iterator from, difference_type count) noexcept { return from -= count; }
        friend constexpr difference_type operator-(iterator last, iterator first) noexcept {
            return (last.at_ - first.at_) / static_cast<difference_type>(stride);
        }
        friend constexpr bool operator==(iterator, iterator) = default;
        friend constexpr auto operator<=>(iterator, iterator) = default;

    private:
        friend record_range;
        constexpr explicit iterator(const std::byte* at) noexcept : at_(at) {}

        const std::byte* at_ = nullptr;
    };

    constexpr record_range() = default;

    /// Views `bytes`, whose size must be a multiple of the record's.
    constexpr explicit record_range(byte_view bytes) noexcept : bytes_(bytes) {}

    /// Number of records.
    [[nodiscard]] constexpr std::size_t size() const noexcept { return bytes_.size() / stride; }
    [[nodiscard]] constexpr bool empty() const noexcept { return bytes_.empty(); }
    [[nodiscard]] constexpr iterator begin() const noexcept { return iterator(bytes_.data()); }
    [[nodiscard]] constexpr iterator end() const noexcept { return iterator(bytes_.data() + bytes_.size()); }

    /// Record number `index`, from 0, which must be below size().
    [[nodiscard]] constexpr value_type operator[](std::size_t index) const noexcept {
        return record::load(bytes_.data() + index * stride);
    }

    /// The bytes of all records.
    [[nodiscard]] constexpr byte_view bytes() const noexcept { return bytes_; }

private:
    byte_view bytes_{};
};

namespace detail {

// Stops the compiler at what is no format of records, and at an input that would be gone before the range.
template <fixed_string Text, class Input>
consteval bool checked_records() {
    using plain = std::remove_cvref_t<Input>;
    if constexpr (!layout_of<Text>.valid) {
        (void)bad_format_of<Text>::fault;
    } else if constexpr (layout_of<Text>.variable()) {
        constexpr const format_item& item = first_variable(layout_of<Text>.items);
        (void)variable_size_use_unpack_prefix<item.position, item.letter>::fault;
    } else if constexpr (layout_of<Text>.size == 0) {
        (void)records_of_no_bytes<layout_of<Text>.size>::fault;
    } else if constexpr (!std::is_lvalue_reference_v<Input> && !std::ranges::borrowed_range<plain>) {
        (void)view_of_a_temporary<plain>::fault;
    } else {
        return returnable<sizeof(fields_for<Text>)>();
    }
    return false;
}

}  // namespace detail

/// The records of an input whose type states a multiple of their size.
///
/// @param input  std::array, C array, std::span or bytes_view of bytes with a static extent, borrowed; any alignment.
///               A size that is no multiple, a size that is known at run time only (see try_records), a temporary
///               that owns its bytes, and fields larger than largest_result do not compile
/// @return       record_range<Text>
/// Guarantee:    cannot fail, noexcept, usable in constant expressions on arrays of std::byte
/// Source:       Python struct documentation, struct.iter_unpack
/// Example:      `for (const auto [id, price] : structwire::records<">Iq">(wire)) use(id, price);`
template <fixed_string Text, class Input>
[[nodiscard]] constexpr auto records(Input&& input) noexcept {
    if constexpr (detail::checked_records<Text, Input>()) {
        constexpr std::size_t given = detail::static_size<std::remove_cvref_t<Input>>;
        constexpr std::size_t size = layout_of<Text>.size;
        if constexpr (given == std::dynamic_extent) {
            return input_size_unknown_use_try_records<size>::fault;
        } else if constexpr (given % size != 0) {
            return no_multiple_of_the_record<size, given>::fault;
        } else {
            return record_range<Text>(byte_view(detail::byte_pointer(input), given));
        }
    }
}

/// The records of an input whose size is known at run time.
///
/// @param input  any contiguous range of bytes or characters, borrowed; may be empty
/// @return       `std::expected<record_range<Text>, error>`
/// Errors:       errc::extra_bytes (bytes of a record / bytes there) with the first extra byte in `offset`
/// Guarantee:    noexcept, allocates nothing; reading the records cannot fail
/// Source:       Python struct documentation, struct.iter_unpack
/// Example:      `if (auto ticks = structwire::try_records<">Iq">(received)) use(ticks->size());`
template <fixed_string Text, class Input>
[[nodiscard]] constexpr auto try_records(Input&& input) noexcept {
    if constexpr (detail::checked_records<Text, Input>()) {
        using result = std::expected<record_range<Text>, error>;
        constexpr std::size_t size = layout_of<Text>.size;
        const std::size_t given = std::size(input);
        if (given % size != 0) [[unlikely]] {
            error fault{.code = errc::extra_bytes, .during = operation::iter_unpack};
            fault.offset = given - given % size;
            fault.wanted = size;
            fault.given = given;
            return result(std::unexpected(fault));
        }
        return result(record_range<Text>(byte_view(detail::byte_pointer(input), given)));
    }
}

/// Python's name of records().
template <fixed_string Text, class Input>
[[nodiscard]] constexpr auto iter_unpack(Input&& input) noexcept {
    return records<Text>(std::forward<Input>(input));
}

/// Python's name of try_records().
template <fixed_string Text, class Input>
[[nodiscard]] constexpr auto try_iter_unpack(Input&& input) noexcept {
    return try_records<Text>(std::forward<Input>(input));
}

}  // namespace structwire

template <structwire::fixed_string Text>
inline constexpr bool std::ranges::enable_borrowed_range<structwire::record_range<Text>> = true;

template <structwire::fixed_string Text>
inline constexpr bool std::ranges::enable_view<structwire::record_range<Text>> = true;

#endif
