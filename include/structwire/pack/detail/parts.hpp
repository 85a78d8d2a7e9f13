// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Taking tuples and aggregates apart. Not for direct use.
#ifndef STRUCTWIRE_PACK_DETAIL_PARTS_HPP
#define STRUCTWIRE_PACK_DETAIL_PARTS_HPP

#include <structwire/pack/detail/members.hpp>
#include <structwire/pack/fields.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace structwire::detail {

template <class Type, std::size_t Count>
consteval bool is_tuple_of() {
    if constexpr (requires { std::tuple_size<Type>::value; }) {
        return std::tuple_size<Type>::value == Count;
    } else {
        return false;
    }
}

template <class Type, std::size_t Count>
concept tuple_of = is_tuple_of<Type, Count>();

/// Whether `Type` consists of `Count` values: a tuple or an aggregate.
template <class Type, std::size_t Count>
concept whole_of = tuple_of<Type, Count> || aggregate_of<Type, Count>;

/// Whether with_parts() finds `Count` values in it: in a tuple or an aggregate, or one, the value itself.
template <class Type, std::size_t Count>
concept has_parts = whole_of<Type, Count> || Count == 1;

/// Calls `function` with the `Count` parts of `whole`.
template <std::size_t Count, class Whole, class Function>
constexpr decltype(auto) with_parts(Whole& whole, Function&& function) {
    using plain = std::remove_const_t<Whole>;
    if constexpr (tuple_of<plain, Count>) {
        return [&]<std::size_t... Index>(std::index_sequence<Index...>) -> decltype(auto) {
            if constexpr (requires { (whole.template get<Index>(), ...); }) {  // fields give references to change
                return std::forward<Function>(function)(whole.template get<Index>()...);
            } else {
                using std::get;  // so that std::get<Index> of a tuple is found by its argument, without <tuple>
                return std::forward<Function>(function)(get<Index>(whole)...);
            }
        }(std::make_index_sequence<Count>{});
    } else if constexpr (aggregate_of<plain, Count>) {
        return with_members<Count>(whole, std::forward<Function>(function));
    } else {
        return std::forward<Function>(function)(whole);
    }
}

template <class... Types>
struct type_list {};

struct list_types {
    template <class... Part>
    constexpr type_list<std::remove_cvref_t<Part>...> operator()(Part&&...) const noexcept {
        return {};
    }
};

/// The types of the parts that with_parts() finds, as a type_list.
template <class Whole, std::size_t Count>
using parts_of = decltype(with_parts<Count>(std::declval<const Whole&>(), list_types{}));

template <std::size_t Index, class Type>
struct indexed_type {};

template <class Indices, class... Types>
struct indexed_types;
template <std::size_t... Index, class... Types>
struct indexed_types<std::index_sequence<Index...>, Types...> : indexed_type<Index, Types>... {};

template <std::size_t Index, class Type>
std::type_identity<Type> find_type(const indexed_type<Index, Type>&);

/// Type number `Index`, found in one step and not by counting.
template <std::size_t Index, class... Types>
using type_at = typename decltype(find_type<Index>(indexed_types<std::index_sequence_for<Types...>, Types...>{}))::type;

}  // namespace structwire::detail

#endif
