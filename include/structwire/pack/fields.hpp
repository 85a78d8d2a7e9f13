// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What unpacking gives: a flat tuple whose elements have format characters and names.
#ifndef STRUCTWIRE_PACK_FIELDS_HPP
#define STRUCTWIRE_PACK_FIELDS_HPP

#include <structwire/fixed_string.hpp>

#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

namespace structwire {

/// The type of one element of `fields`: its format character, its value and its name (empty if it has none).
template <char Letter, class Value, fixed_string Name = "">
struct element {
    using type = Value;
    static constexpr char letter = Letter;
    static constexpr std::string_view name = Name.view();
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

template <fixed_string Name, class... Elements>
consteval std::size_t index_of_name() {
    constexpr std::array<std::string_view, sizeof...(Elements)> names{Elements::name...};
    for (std::size_t index = 0; index != names.size(); ++index) {
        if (names[index] == Name.view()) return index;
    }
    return names.size();
}

}  // namespace detail

/// The fields of one record, in the order of the format.
///
/// Results of formats that differ only in byte order or in padding have the same type. Use structured bindings,
/// `get<2>()`, `get<"id">()` or apply(); `s` and `p` fields view the input, which must outlive them.
///
/// Guarantee:  an aggregate; trivially copyable when its values are; compiles for 512 elements
/// Example:    `auto [id, kind] = structwire::unpack<">I:id: H:kind:">(wire);`
template <class... Elements>
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
        constexpr std::size_t index = detail::index_of_name<Name, Elements...>();
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
template <std::size_t Index, class... Elements>
[[nodiscard]] constexpr const auto& get(const fields<Elements...>& record) noexcept {
    return record.template get<Index>();
}

/// The value of the element called `Name` of `record`.
template <fixed_string Name, class... Elements>
[[nodiscard]] constexpr const auto& get(const fields<Elements...>& record) noexcept {
    return record.template get<Name>();
}

}  // namespace structwire

template <class... Elements>
struct std::tuple_size<structwire::fields<Elements...>> : std::integral_constant<std::size_t, sizeof...(Elements)> {};

template <std::size_t Index, class... Elements>
struct std::tuple_element<Index, structwire::fields<Elements...>> {
    using type = typename decltype(structwire::detail::element_at<Index>(
        std::declval<const structwire::fields<Elements...>&>()))::type;
};

#endif
