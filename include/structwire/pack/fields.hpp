// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What unpacking gives: a flat tuple whose elements have format characters and names.
#ifndef STRUCTWIRE_PACK_FIELDS_HPP
#define STRUCTWIRE_PACK_FIELDS_HPP

#include <structwire/detail/find_character.hpp>
#include <structwire/fixed_string.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

namespace structwire {

/// The type of one element of `fields`: its format character and its value.
template <char Letter, class Value>
struct element {
    using type = Value;
    static constexpr char letter = Letter;
};

/// Never defined: a member of it stops the compiler where a name is asked for that the format does not have.
template <fixed_string Name>
struct unknown_name;

namespace detail {

template <std::size_t Index, class Element>
struct field_leaf {
    typename Element::type value;

    friend constexpr bool operator==(const field_leaf&, const field_leaf&) = default;
};

// One base per element: wide tuples compile in linear time, which recursive ones do not.
template <class Indices, class... Elements>
struct field_leaves;

template <std::size_t... Index, class... Elements>
struct field_leaves<std::index_sequence<Index...>, Elements...> : field_leaf<Index, Elements>... {
    friend constexpr bool operator==(const field_leaves&, const field_leaves&) = default;
};

template <std::size_t Index, class Element>
Element element_at(const field_leaf<Index, Element>&);

// The index of `name` in names that each end with a colon, or `count`.
consteval std::size_t index_of_name(std::string_view names, std::string_view name, std::size_t count) {
    std::size_t begin = 0;
    for (std::size_t index = 0; index != count && begin != names.size(); ++index) {
        const std::size_t end = find_character(names, ':', begin);
        if (end - begin == name.size() && std::string_view(names.data() + begin, name.size()) == name) return index;
        begin = end + 1;
    }
    return count;
}

}  // namespace detail

/// The fields of one record, of one structure inside it, or of one element of a counted group, in the order of the
/// format.
///
/// `Names` holds all names, each with a colon behind it, or nothing where no field has one. Results of formats that
/// differ only in byte order or in padding have the same type. Use structured bindings,
/// `get<2>()`, `get<"id">()` or apply(); `s` and `p` fields view the input, which must outlive them.
///
/// Guarantee:  an aggregate; trivially copyable when its values are; compiles for 512 elements
/// Example:    `auto [id, kind] = structwire::unpack<">I:id: H:kind:">(wire);`
template <fixed_string Names, class... Elements>
struct fields : detail::field_leaves<std::index_sequence_for<Elements...>, Elements...> {
    /// The value of element number `Index`, from 0.
    template <std::size_t Index>
        requires(Index < sizeof...(Elements))
    [[nodiscard]] constexpr const auto& get() const noexcept {
        using found = decltype(detail::element_at<Index>(*this));
        return static_cast<const detail::field_leaf<Index, found>&>(*this).value;
    }

    template <std::size_t Index>
        requires(Index < sizeof...(Elements))
    [[nodiscard]] constexpr auto& get() noexcept {
        using found = decltype(detail::element_at<Index>(*this));
        return static_cast<detail::field_leaf<Index, found>&>(*this).value;
    }

    /// The value of the element called `Name`. A name that the format does not have is a compile error that says it.
    template <fixed_string Name>
    [[nodiscard]] constexpr const auto& get() const noexcept {
        constexpr std::size_t index = detail::index_of_name(Names.view(), Name.view(), sizeof...(Elements));
        if constexpr (index == sizeof...(Elements) || Name.size() == 0) {  // nameless fields are not called ""
            return unknown_name<Name>::fault;
        } else {
            return get<index>();
        }
    }

    /// Calls `function` with all values in order.
    template <class Function>
    constexpr decltype(auto) apply(Function&& function) const {
        return [&]<std::size_t... Index>(std::index_sequence<Index...>) -> decltype(auto) {
            return std::forward<Function>(function)(get<Index>()...);
        }(std::index_sequence_for<Elements...>{});
    }

    friend constexpr bool operator==(const fields&, const fields&) = default;
};

/// The value of element number `Index` of `record`.
template <std::size_t Index, fixed_string Names, class... Elements>
[[nodiscard]] constexpr const auto& get(const fields<Names, Elements...>& record) noexcept {
    return record.template get<Index>();
}

/// The value of the element called `Name` of `record`.
template <fixed_string Name, fixed_string Names, class... Elements>
[[nodiscard]] constexpr const auto& get(const fields<Names, Elements...>& record) noexcept {
    return record.template get<Name>();
}

}  // namespace structwire

template <structwire::fixed_string Names, class... Elements>
struct std::tuple_size<structwire::fields<Names, Elements...>>
    : std::integral_constant<std::size_t, sizeof...(Elements)> {};

template <std::size_t Index, structwire::fixed_string Names, class... Elements>
struct std::tuple_element<Index, structwire::fields<Names, Elements...>> {
    using type = typename decltype(structwire::detail::element_at<Index>(
        std::declval<const structwire::fields<Names, Elements...>&>()))::type;
};

#endif
