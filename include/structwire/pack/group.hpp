// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What a counted group unpacks to: a range of its elements, decoded as they are read.
#ifndef STRUCTWIRE_PACK_GROUP_HPP
#define STRUCTWIRE_PACK_GROUP_HPP

#include <structwire/bytes.hpp>
#include <structwire/pack/detail/variable_codec.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace structwire {

/// The elements of `{H:(...)}` inside a buffer that somebody else owns.
///
/// try_unpack has validated them once; reading one cannot fail and allocates nothing. Each element is a `fields` of
/// the items between the parentheses.
///
/// Guarantee:  copying is free; a forward range, with operator[] where elements have a fixed size
/// Complexity: O(1) for each element of fixed size, O(its bytes) for others
/// Example:    `for (const auto [price, size] : got->get<"levels">()) use(price, size);`
template <class Codec>
class group {
public:
    using value_type = typename Codec::value_type;

    /// Reads one element after the other.
    class iterator {
    public:
        using value_type = group::value_type;
        using difference_type = std::ptrdiff_t;
        using iterator_concept = std::forward_iterator_tag;

        constexpr iterator() = default;

        [[nodiscard]] constexpr value_type operator*() const noexcept {
            detail::decode_cursor from{at_, left_};
            return group::read(from);
        }
        constexpr iterator& operator++() noexcept {
            detail::decode_cursor from{at_, left_};
            (void)group::read(from);
            at_ = from.at;
            left_ = from.left;
            ++index_;
            return *this;
        }
        constexpr iterator operator++(int) noexcept {
            const iterator before = *this;
            ++*this;
            return before;
        }
        friend constexpr bool operator==(const iterator& one, const iterator& other) noexcept {
            return one.index_ == other.index_;
        }

    private:
        friend group;
        constexpr iterator(const std::byte* at, std::uint64_t left, std::uint64_t index) noexcept
            : at_(at), left_(left), index_(index) {}

        const std::byte* at_ = nullptr;
        std::uint64_t left_ = 0;
        std::uint64_t index_ = 0;
    };

    constexpr group() = default;

    /// Views `count` elements in `bytes`, which try_unpack has validated.
    constexpr group(byte_view bytes, std::uint64_t count) noexcept : bytes_(bytes), count_(count) {}

    [[nodiscard]] constexpr std::size_t size() const noexcept { return static_cast<std::size_t>(count_); }
    [[nodiscard]] constexpr bool empty() const noexcept { return count_ == 0; }
    [[nodiscard]] constexpr iterator begin() const noexcept { return {bytes_.data(), bytes_.size(), 0}; }
    [[nodiscard]] constexpr iterator end() const noexcept { return {nullptr, 0, count_}; }

    /// Element number `index`, from 0, which must be below size().
    [[nodiscard]] constexpr value_type operator[](std::size_t index) const noexcept
        requires(!Codec::variable)
    {
        return Codec::load(bytes_.data() + index * Codec::least);
    }

    /// The bytes of all elements, without the count.
    [[nodiscard]] constexpr byte_view bytes() const noexcept { return bytes_; }

    /// Equal when there are as many elements and they are equal.
    friend constexpr bool operator==(const group& left, const group& right) noexcept {
        if (left.size() != right.size()) return false;
        for (iterator one = left.begin(), other = right.begin(); one != left.end(); ++one, ++other) {
            if (!(*one == *other)) return false;
        }
        return true;
    }

private:
    static constexpr value_type read(detail::decode_cursor& from) noexcept {
        value_type element{};
        if constexpr (Codec::variable) {
            (void)Codec::decode(from, element);
        } else {
            element = Codec::load(from.at);
            from.skip(Codec::least);
        }
        return element;
    }

    byte_view bytes_{};
    std::uint64_t count_ = 0;
};

namespace detail {

// `{H:(...)}`.
template <class Length, class Element>
struct group_codec {
    using value_type = group<Element>;
    using length = Length;
    using element = Element;
    static constexpr bool variable = true;
    static constexpr std::uint64_t least = Length::least;

    static constexpr bool decode(decode_cursor& in, value_type& out) noexcept {
        std::uint64_t count = 0;
        if (!Length::decode(in, count) || in.left < in.reserved) return false;
        if (count > (in.left - in.reserved) / Element::least) return false;
        const std::byte* const first = in.at;
        if constexpr (Element::variable) {
            in.reserved += count * Element::least;
            for (std::uint64_t index = 0; index != count; ++index) {
                in.reserved -= Element::least;
                typename Element::value_type ignored{};
                if (!Element::decode(in, ignored)) return false;
            }
        } else {
            in.skip(count * Element::least);
        }
        out = {byte_view(first, static_cast<std::size_t>(in.at - first)), count};
        return true;
    }
};

}  // namespace detail

}  // namespace structwire

template <class Codec>
inline constexpr bool std::ranges::enable_borrowed_range<structwire::group<Codec>> = true;

#endif
