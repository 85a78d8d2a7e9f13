// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The members of an aggregate, by structured bindings: C arrays work, which initialization alone cannot tell apart.
/// Not for direct use.
#ifndef STRUCTWIRE_PACK_DETAIL_MEMBERS_HPP
#define STRUCTWIRE_PACK_DETAIL_MEMBERS_HPP

#include <cstddef>
#include <span>
#include <type_traits>
#include <utility>

namespace structwire::detail {

/// Aggregates with more members are not taken: C++23 needs one line for each number of members, and a struct of 64
/// members describes a header nobody wants to pass as one argument.
inline constexpr std::size_t most_members = 64;

// clang-format off
#define STRUCTWIRE_1(letter) STRUCTWIRE_ONE(letter, 0)
#define STRUCTWIRE_2(letter) STRUCTWIRE_1(letter), STRUCTWIRE_ONE(letter, 1)
#define STRUCTWIRE_3(letter) STRUCTWIRE_2(letter), STRUCTWIRE_ONE(letter, 2)
#define STRUCTWIRE_4(letter) STRUCTWIRE_3(letter), STRUCTWIRE_ONE(letter, 3)
#define STRUCTWIRE_5(letter) STRUCTWIRE_4(letter), STRUCTWIRE_ONE(letter, 4)
#define STRUCTWIRE_6(letter) STRUCTWIRE_5(letter), STRUCTWIRE_ONE(letter, 5)
#define STRUCTWIRE_7(letter) STRUCTWIRE_6(letter), STRUCTWIRE_ONE(letter, 6)
#define STRUCTWIRE_8(letter) STRUCTWIRE_7(letter), STRUCTWIRE_ONE(letter, 7)
// One more than most_members, for the question whether there is another member.
#define STRUCTWIRE_EACH_COUNT(each) \
    each(1, STRUCTWIRE_1(a)) \
    each(2, STRUCTWIRE_2(a)) \
    each(3, STRUCTWIRE_3(a)) \
    each(4, STRUCTWIRE_4(a)) \
    each(5, STRUCTWIRE_5(a)) \
    each(6, STRUCTWIRE_6(a)) \
    each(7, STRUCTWIRE_7(a)) \
    each(8, STRUCTWIRE_8(a)) \
    each(9, STRUCTWIRE_8(a), STRUCTWIRE_1(b)) \
    each(10, STRUCTWIRE_8(a), STRUCTWIRE_2(b)) \
    each(11, STRUCTWIRE_8(a), STRUCTWIRE_3(b)) \
    each(12, STRUCTWIRE_8(a), STRUCTWIRE_4(b)) \
    each(13, STRUCTWIRE_8(a), STRUCTWIRE_5(b)) \
    each(14, STRUCTWIRE_8(a), STRUCTWIRE_6(b)) \
    each(15, STRUCTWIRE_8(a), STRUCTWIRE_7(b)) \
    each(16, STRUCTWIRE_8(a), STRUCTWIRE_8(b)) \
    each(17, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_1(c)) \
    each(18, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_2(c)) \
    each(19, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_3(c)) \
    each(20, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_4(c)) \
    each(21, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_5(c)) \
    each(22, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_6(c)) \
    each(23, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_7(c)) \
    each(24, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_8(c)) \
    each(25, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_8(c), STRUCTWIRE_1(d)) \
    each(26, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_8(c), STRUCTWIRE_2(d)) \
    each(27, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_8(c), STRUCTWIRE_3(d)) \
    each(28, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_8(c), STRUCTWIRE_4(d)) \
    each(29, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_8(c), STRUCTWIRE_5(d)) \
    each(30, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_8(c), STRUCTWIRE_6(d)) \
    each(31, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_8(c), STRUCTWIRE_7(d)) \
    each(32, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_8(c), STRUCTWIRE_8(d)) \
    each(33, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_8(c), STRUCTWIRE_8(d), STRUCTWIRE_1(e)) \
    each(34, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_8(c), STRUCTWIRE_8(d), STRUCTWIRE_2(e)) \
    each(35, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_8(c), STRUCTWIRE_8(d), STRUCTWIRE_3(e)) \
    each(36, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_8(c), STRUCTWIRE_8(d), STRUCTWIRE_4(e)) \
    each(37, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_8(c), STRUCTWIRE_8(d), STRUCTWIRE_5(e)) \
    each(38, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_8(c), STRUCTWIRE_8(d), STRUCTWIRE_6(e)) \
    each(39, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_8(c), STRUCTWIRE_8(d), STRUCTWIRE_7(e)) \
    each(40, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_8(c), STRUCTWIRE_8(d), STRUCTWIRE_8(e)) \
    each(41, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_8(c), STRUCTWIRE_8(d), STRUCTWIRE_8(e), STRUCTWIRE_1(f)) \
    each(42, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_8(c), STRUCTWIRE_8(d), STRUCTWIRE_8(e), STRUCTWIRE_2(f)) \
    each(43, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_8(c), STRUCTWIRE_8(d), STRUCTWIRE_8(e), STRUCTWIRE_3(f)) \
    each(44, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_8(c), STRUCTWIRE_8(d), STRUCTWIRE_8(e), STRUCTWIRE_4(f)) \
    each(45, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_8(c), STRUCTWIRE_8(d), STRUCTWIRE_8(e), STRUCTWIRE_5(f)) \
    each(46, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_8(c), STRUCTWIRE_8(d), STRUCTWIRE_8(e), STRUCTWIRE_6(f)) \
    each(47, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_8(c), STRUCTWIRE_8(d), STRUCTWIRE_8(e), STRUCTWIRE_7(f)) \
    each(48, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_8(c), STRUCTWIRE_8(d), STRUCTWIRE_8(e), STRUCTWIRE_8(f)) \
    each(49, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_8(c), STRUCTWIRE_8(d), STRUCTWIRE_8(e), STRUCTWIRE_8(f), STRUCTWIRE_1(g)) \
    each(50, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_8(c), STRUCTWIRE_8(d), STRUCTWIRE_8(e), STRUCTWIRE_8(f), STRUCTWIRE_2(g)) \
    each(51, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_8(c), STRUCTWIRE_8(d), STRUCTWIRE_8(e), STRUCTWIRE_8(f), STRUCTWIRE_3(g)) \
    each(52, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_8(c), STRUCTWIRE_8(d), STRUCTWIRE_8(e), STRUCTWIRE_8(f), STRUCTWIRE_4(g)) \
    each(53, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_8(c), STRUCTWIRE_8(d), STRUCTWIRE_8(e), STRUCTWIRE_8(f), STRUCTWIRE_5(g)) \
    each(54, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_8(c), STRUCTWIRE_8(d), STRUCTWIRE_8(e), STRUCTWIRE_8(f), STRUCTWIRE_6(g)) \
    each(55, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_8(c), STRUCTWIRE_8(d), STRUCTWIRE_8(e), STRUCTWIRE_8(f), STRUCTWIRE_7(g)) \
    each(56, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_8(c), STRUCTWIRE_8(d), STRUCTWIRE_8(e), STRUCTWIRE_8(f), STRUCTWIRE_8(g)) \
    each(57, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_8(c), STRUCTWIRE_8(d), STRUCTWIRE_8(e), STRUCTWIRE_8(f), STRUCTWIRE_8(g), STRUCTWIRE_1(h)) \
    each(58, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_8(c), STRUCTWIRE_8(d), STRUCTWIRE_8(e), STRUCTWIRE_8(f), STRUCTWIRE_8(g), STRUCTWIRE_2(h)) \
    each(59, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_8(c), STRUCTWIRE_8(d), STRUCTWIRE_8(e), STRUCTWIRE_8(f), STRUCTWIRE_8(g), STRUCTWIRE_3(h)) \
    each(60, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_8(c), STRUCTWIRE_8(d), STRUCTWIRE_8(e), STRUCTWIRE_8(f), STRUCTWIRE_8(g), STRUCTWIRE_4(h)) \
    each(61, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_8(c), STRUCTWIRE_8(d), STRUCTWIRE_8(e), STRUCTWIRE_8(f), STRUCTWIRE_8(g), STRUCTWIRE_5(h)) \
    each(62, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_8(c), STRUCTWIRE_8(d), STRUCTWIRE_8(e), STRUCTWIRE_8(f), STRUCTWIRE_8(g), STRUCTWIRE_6(h)) \
    each(63, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_8(c), STRUCTWIRE_8(d), STRUCTWIRE_8(e), STRUCTWIRE_8(f), STRUCTWIRE_8(g), STRUCTWIRE_7(h)) \
    each(64, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_8(c), STRUCTWIRE_8(d), STRUCTWIRE_8(e), STRUCTWIRE_8(f), STRUCTWIRE_8(g), STRUCTWIRE_8(h)) \
    each(65, STRUCTWIRE_8(a), STRUCTWIRE_8(b), STRUCTWIRE_8(c), STRUCTWIRE_8(d), STRUCTWIRE_8(e), STRUCTWIRE_8(f), STRUCTWIRE_8(g), STRUCTWIRE_8(h), STRUCTWIRE_1(i))
// clang-format on

// Whether `Count` pairs of empty braces initialize `Type`. They stand for any member and for no more than one: no array
// or structure is taken apart, and no conversion is ambiguous.
template <class Type, std::size_t Count>
consteval bool takes_braces() {
    // clang-format off
#define STRUCTWIRE_ONE(letter, digit) {}
// clang-format on
#define STRUCTWIRE_TAKES(count, ...)            \
    if constexpr (Count == (count)) {           \
        return requires { Type{__VA_ARGS__}; }; \
    } else
    STRUCTWIRE_EACH_COUNT(STRUCTWIRE_TAKES)
    return requires { Type{}; };
#undef STRUCTWIRE_TAKES
#undef STRUCTWIRE_ONE
}

// Stands for a value of any type but `Whole` in an initializer that is never evaluated.
template <class Whole>
struct any_member_of {
    template <class Type>
        requires(!std::is_same_v<Type, Whole>)
    operator Type() const;
};

// Stands for an empty base, or for any base.
template <class Whole, bool Empty>
struct any_base_of {
    template <class Base>
        requires(std::is_base_of_v<Base, Whole> && !std::is_same_v<Base, Whole> && (!Empty || std::is_empty_v<Base>))
    operator Base() const;
};

template <class Stand, std::size_t>
using stand_in = Stand;

// The same with values, which convert to everything but an array.
template <class Type, class Stand, std::size_t... Index>
consteval bool takes_values(std::index_sequence<Index...>) {
    return requires { Type{stand_in<Stand, Index>{}...}; };
}

// Values only where some member cannot be left empty, for example a span of static extent: arrays count several times.
template <class Type, std::size_t Count>
consteval bool takes() {
    if constexpr (takes_braces<Type, 0>()) {
        return takes_braces<Type, Count>();
    } else {
        return takes_values<Type, any_member_of<Type>>(std::make_index_sequence<Count>{});
    }
}

// Bases come first among the initializers of an aggregate; structured bindings pass over the empty ones.
template <class Type, bool Empty, std::size_t Count = 0>
consteval std::size_t count_bases() {
    if constexpr (takes_values<Type, any_base_of<Type, Empty>>(std::make_index_sequence<Count + 1>{})) {
        return count_bases<Type, Empty, Count + 1>();
    } else {
        return Count;
    }
}

template <class Type>
consteval bool can_be_taken_apart() {
    if constexpr (!std::is_class_v<Type> || !std::is_aggregate_v<Type> ||
                  requires(const Type& range) { std::begin(range); }) {
        return false;
    } else {
        return count_bases<Type, true>() == count_bases<Type, false>();
    }
}

template <class Type, std::size_t Count>
consteval bool has_members() {
    if constexpr (Count > most_members || !can_be_taken_apart<Type>()) {
        return false;
    } else {
        constexpr std::size_t initializers = Count + count_bases<Type, true>();
        if constexpr (initializers > most_members) {
            return false;
        } else {
            return takes<Type, initializers>() && !takes<Type, initializers + 1>();
        }
    }
}

/// Whether `Type` is an aggregate class, not a range, of `Count` members. Bases must be empty, and the first member of
/// another class than they are.
template <class Type, std::size_t Count>
concept aggregate_of = has_members<Type, Count>();

// The number of members of an aggregate of which nothing is known, or of anything else most_members + 1.
template <class Type, std::size_t Count = 0>
consteval std::size_t count_members() {
    if constexpr (Count > most_members || aggregate_of<Type, Count>) {
        return Count;
    } else {
        return count_members<Type, Count + 1>();
    }
}

/// Calls `function` with references to the `Count` members of `object`.
template <std::size_t Count, class Object, class Function>
constexpr decltype(auto) with_members([[maybe_unused]] Object& object, Function&& function) {
#define STRUCTWIRE_ONE(letter, digit) letter##digit
#define STRUCTWIRE_BIND(count, ...)                           \
    if constexpr (Count == (count)) {                         \
        auto& [__VA_ARGS__] = object;                         \
        return std::forward<Function>(function)(__VA_ARGS__); \
    } else
    STRUCTWIRE_EACH_COUNT(STRUCTWIRE_BIND)
    return std::forward<Function>(function)();
#undef STRUCTWIRE_BIND
#undef STRUCTWIRE_ONE
}

#undef STRUCTWIRE_EACH_COUNT
#undef STRUCTWIRE_1
#undef STRUCTWIRE_2
#undef STRUCTWIRE_3
#undef STRUCTWIRE_4
#undef STRUCTWIRE_5
#undef STRUCTWIRE_6
#undef STRUCTWIRE_7
#undef STRUCTWIRE_8

}  // namespace structwire::detail

#endif
