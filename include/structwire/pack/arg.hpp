// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The parameter types of pack: they take what cannot be lost, and explain what can.
#ifndef STRUCTWIRE_PACK_ARG_HPP
#define STRUCTWIRE_PACK_ARG_HPP

#include <structwire/fixed_string.hpp>
#include <structwire/pack/detail/convert.hpp>
#include <structwire/pack/detail/record_codec.hpp>
#include <structwire/pack/escapes.hpp>

#include <array>
#include <cstddef>
#include <limits>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

namespace structwire {

/// Why an argument of pack does not compile. Stands in the first line of the compiler's error.
enum class misuse {
    floating_value_for_integer_code,      ///< say how to round: `static_cast`, or use try_pack
    character_for_integer_code,           ///< a `char` is text; cast it to the integer that is meant
    integer_for_bool_code,                ///< `?` takes `bool`; write `n != 0`
    wrong_type_for_this_code,             ///< for example text for a number
    text_longer_than_the_field,           ///< the text has more bytes than the count
    text_of_unknown_length_use_try_pack,  ///< a run-time string may be too long: try_pack checks
    wrong_number_of_elements,             ///< an array of another size than the count
};

/// Never defined: a member of it stops the compiler with the reason, the format character, the number of the field
/// and the type that was given.
template <misuse Reason, char Letter, std::size_t Field, class Given>
struct bad_argument;

/// Never defined: too few or too many elements in braces for a counted field, or members for a structure.
template <char Letter, std::size_t Field, std::size_t Taken, std::size_t Given>
struct bad_element_count;

/// Never defined: too few or too many arguments.
template <std::size_t Taken, std::size_t Given>
struct wrong_number_of_arguments;

/// Names a parameter of pack in the compiler's messages: format character, number of the field from 0, its name.
template <char Letter, std::size_t Index, fixed_string... Name>
struct field {
    static constexpr char letter = Letter;
    static constexpr std::size_t index = Index;
};

/// Names, in the compiler's messages, the rule that a run-time value broke: only a constant from `Low` to `High` is
/// taken where the type could also hold other values. Cast, or use try_pack, which checks at run time.
template <auto Low, auto High>
struct only_constants_from;

/// As only_constants_from, for floating-point fields: the type could hold values that do not fit or do not fit exactly.
struct only_constants_that_fit;

/// As only_constants_from, for text: a literal or another constant of at most `Size` bytes. try_pack takes any text.
template <std::size_t Size>
struct only_constant_text_up_to;

/// A parameter of pack for one field; `Stored` is what the field keeps of it.
///
/// Implicit on purpose, so that calls read like calls. At run time it takes what converts without loss; of
/// constants, whatever fits. Bytes are kept by value, up to the size of the field.
template <class Stored, class Field>
class arg;

namespace detail {

/// Not constexpr: calling it in a constant expression is the error, and its name the explanation.
template <class Field, class Rule>
struct constant_out_of_range {
    static void report();
};

template <class Given>
inline constexpr misuse why_not_a_number = std::is_floating_point_v<Given> ? misuse::floating_value_for_integer_code
                                           : character_type<Given>         ? misuse::character_for_integer_code
                                                                           : misuse::wrong_type_for_this_code;

}  // namespace detail

/// Integers: integer types, bool and enums whose every value fits, and any constant that fits. Characters are text
/// and are not taken.
template <class Stored, class Field>
    requires detail::integer_stored<Stored>
class arg<Stored, Field> {
    using limits = detail::integer_limits<Stored>;
    using rule = only_constants_from<limits::low, limits::high>;

public:
    template <detail::lossless_to<Stored> Given>
    constexpr arg(Given given) noexcept : value_(detail::to_stored<Stored>(given)) {}

    template <detail::integer_like Given, class Rule = rule>
        requires(!detail::lossless_to<Given, Stored>)
    consteval arg(const Given& given) : value_(detail::to_stored<Stored>(given)) {
        if (!detail::integer_fits<Stored>(given)) detail::constant_out_of_range<Field, Rule>::report();
    }

    template <detail::integer_like Given>
    constexpr arg(low_bits<Given> given) noexcept : value_(detail::to_stored<Stored>(given.value)) {}

    template <detail::integer_like Given>
    constexpr arg(clamped<Given> given) noexcept : value_(detail::to_stored<Stored>(limits::low)) {
        if (detail::integer_fits<Stored>(given.value)) {
            value_ = detail::to_stored<Stored>(given.value);
        } else if (detail::integer_value(given.value) > 0) {
            value_ = detail::to_stored<Stored>(limits::high);
        }
    }

    template <class Given>
        requires(!detail::integer_like<Given> && !std::is_same_v<Given, arg>)
    constexpr arg(const Given&)
        : value_(bad_argument<detail::why_not_a_number<Given>, Field::letter, Field::index, Given>::fault) {}

    [[nodiscard]] constexpr Stored value() const noexcept { return value_; }

private:
    Stored value_;
};

/// Floating-point numbers: whatever the type holds exactly at run time; constants in range, which may round.
template <class Stored, class Field>
    requires detail::floating_stored<Stored>
class arg<Stored, Field> {
public:
    template <detail::lossless_to<Stored> Given>
    constexpr arg(Given given) noexcept : value_(detail::to_floating<Stored>(given)) {}

    template <detail::number_like Given, class Rule = only_constants_that_fit>
        requires(!detail::lossless_to<Given, Stored>)
    consteval arg(const Given& given) : value_(detail::to_floating<Stored>(given)) {
        if (!detail::floating_fits<Stored>(given)) detail::constant_out_of_range<Field, Rule>::report();
    }

    template <detail::number_like Given>
    constexpr arg(rounded<Given> given) noexcept : value_(detail::to_floating<Stored>(given.value)) {}

    template <std::floating_point Given>
    constexpr arg(clamped<Given> given) noexcept : value_(detail::clamp_floating<Stored>(given.value)) {}

    template <class Given>
        requires(!detail::number_like<Given> && !std::is_same_v<Given, arg>)
    constexpr arg(const Given&)
        : value_(bad_argument<misuse::wrong_type_for_this_code, Field::letter, Field::index, Given>::fault) {}

    [[nodiscard]] constexpr Stored value() const noexcept { return value_; }

private:
    Stored value_;
};

/// `?` takes bool and `c` takes char, and nothing that only converts to them.
template <class Stored, class Field>
    requires(std::is_same_v<Stored, bool> || std::is_same_v<Stored, char>)
class arg<Stored, Field> {
    static constexpr misuse reason =
        std::is_same_v<Stored, bool> ? misuse::integer_for_bool_code : misuse::wrong_type_for_this_code;

public:
    constexpr arg(Stored given) noexcept : value_(given) {}

    template <class Given>
        requires(!std::is_same_v<Given, Stored> && !std::is_same_v<Given, arg>)
    constexpr arg(const Given&) : value_(bad_argument<reason, Field::letter, Field::index, Given>::fault) {}

    [[nodiscard]] constexpr Stored value() const noexcept { return value_; }

private:
    Stored value_;
};

/// Complex numbers (`F`, `D`, `Zf`, `Zd`): two parts, each taken like a floating-point number; or a real number.
template <class Part, class Field>
class arg<complex<Part>, Field> {
    template <class Given>
    static constexpr bool loses_nothing =
        detail::lossless_to<decltype(detail::real_part(std::declval<const Given&>())), Part>;

public:
    template <detail::number_or_complex Given>
        requires(loses_nothing<Given>)
    constexpr arg(const Given& given) noexcept : value_(convert(given)) {}

    template <detail::number_or_complex Given, class Rule = only_constants_that_fit>
        requires(!loses_nothing<Given>)
    consteval arg(const Given& given) : value_(convert(given)) {
        const bool fits = detail::floating_fits<Part>(detail::real_part(given)) &&
                          detail::floating_fits<Part>(detail::imaginary_part(given));
        if (!fits) detail::constant_out_of_range<Field, Rule>::report();
    }

    template <class Given>
    constexpr arg(rounded<Given> given) noexcept : value_(convert(given.value)) {}

    template <class Given>
        requires(!detail::number_or_complex<Given> && !std::is_same_v<Given, arg>)
    constexpr arg(const Given&)
        : value_(bad_argument<misuse::wrong_type_for_this_code, Field::letter, Field::index, Given>::fault) {}

    [[nodiscard]] constexpr complex<Part> value() const noexcept { return value_; }

private:
    template <class Given>
    static constexpr complex<Part> convert(const Given& given) noexcept {
        return {detail::to_floating<Part>(detail::real_part(given)),
                detail::to_floating<Part>(detail::imaginary_part(given))};
    }

    complex<Part> value_;
};

/// Text and bytes (`s`, `p`): a literal, another constant text, or bytes whose type says a size that fits.
template <char Letter, std::size_t Size, class Field>
class arg<detail::stored_text<Letter, Size>, Field> {
    using stored = detail::stored_text<Letter, Size>;

public:
    /// A literal; its terminating NUL does not count, embedded NULs do.
    template <std::size_t Length, class Rule = only_constant_text_up_to<stored::capacity>>
    consteval arg(const char (&literal)[Length]) : value_(stored::from(detail::without_nul(literal))) {
        if constexpr (Length - 1 > stored::capacity) {
            (void)bad_argument<misuse::text_longer_than_the_field, Field::letter, Field::index, char[Length]>::fault;
        } else if (detail::without_nul(literal).size() > stored::capacity) {
            detail::constant_out_of_range<Field, Rule>::report();
        }
    }

    /// Another constant text.
    template <class Rule = only_constant_text_up_to<stored::capacity>>
    consteval arg(const std::string_view& text) : value_(stored::from(text)) {
        if (text.size() > stored::capacity) detail::constant_out_of_range<Field, Rule>::report();
    }

    /// Bytes or characters in a type of fixed size: std::array, std::span, bytes_view.
    template <detail::bytes_of_static_size Given>
    constexpr arg(const Given& given) noexcept : value_(stored::from(given)) {
        if constexpr (detail::static_size<Given> > stored::capacity) {
            (void)bad_argument<misuse::text_longer_than_the_field, Field::letter, Field::index, Given>::fault;
        }
    }

    template <detail::text_like Given>
    constexpr arg(truncated<Given> given) noexcept : value_(stored::from(detail::text_of(given.value))) {}

    template <std::size_t Length>
    constexpr arg(fixed<Length> given) noexcept : value_(stored::from(given.value)) {
        if constexpr (Length > stored::capacity) {
            (void)bad_argument<misuse::text_longer_than_the_field, Field::letter, Field::index, char[Length]>::fault;
        }
    }

    template <class Given>
        requires(!detail::bytes_of_static_size<Given> && !std::is_same_v<Given, arg> && !std::is_array_v<Given> &&
                 !std::is_same_v<Given, std::string_view>)
    constexpr arg(const Given&)
        : value_(bad_argument < detail::text_like<Given> ? misuse::text_of_unknown_length_use_try_pack
                                                         : misuse::wrong_type_for_this_code,
                 Field::letter, Field::index, Given > ::fault) {}

    [[nodiscard]] constexpr const stored& value() const noexcept { return value_; }

private:
    stored value_;
};

namespace detail {

// The values of a counted field: those of the caller where they need no conversion, or a copy. Borrowing is what makes
// an array cost no more than its loads and stores.
template <class Scalar, std::size_t Size>
struct counted_values {
    constexpr explicit counted_values(const Scalar* borrowed) noexcept : values_(borrowed) {}
    constexpr explicit counted_values(const std::array<Scalar, Size>& values) noexcept
        : own_(values), values_(own_.data()) {}
    counted_values(const counted_values&) = delete;
    counted_values& operator=(const counted_values&) = delete;

    std::array<Scalar, Size> own_;
    const Scalar* values_;
};

// `{1, 2, 3, 4}` for `4I`: one parameter per element, each checked like a single value.
template <class Scalar, class Field, class Indices>
struct braced_elements;

template <class Scalar, class Field, std::size_t... Index>
struct braced_elements<Scalar, Field, std::index_sequence<Index...>> : counted_values<Scalar, sizeof...(Index)> {
    using values = counted_values<Scalar, sizeof...(Index)>;
    template <std::size_t>
    using element_arg = arg<Scalar, Field>;

    using values::values;
    constexpr braced_elements(element_arg<Index>... elements) noexcept
        : values(std::array<Scalar, sizeof...(Index)>{owned(elements.value())...}) {}

    template <class... Given>
        requires(sizeof...(Given) != sizeof...(Index) && sizeof...(Given) > 1)
    constexpr braced_elements(const Given&...)
        : values(bad_element_count<Field::letter, Field::index, sizeof...(Index), sizeof...(Given)>::fault) {}
};

inline constexpr std::size_t longest_braced = 64;

// The base for counts too long to be written in braces is counted_values itself.
template <class Scalar, class Field, std::size_t Size>
using array_base =
    std::conditional_t<(Size <= longest_braced), braced_elements<Scalar, Field, std::make_index_sequence<Size>>,
                       counted_values<Scalar, Size>>;

}  // namespace detail

/// Counted values (`4I`, `3c`, `(2,3)f`): an array, std::array or std::span of exactly that size, or `{a, b, c, d}`.
///
/// Elements of exactly the code's type are not copied: pack_into reads them while it writes. They may be the very
/// bytes that they are packed to, or bytes that do not overlap these.
template <class Scalar, std::size_t Size, class Field>
class arg<std::array<Scalar, Size>, Field> : detail::array_base<Scalar, Field, Size> {
    using base = detail::array_base<Scalar, Field, Size>;

public:
    using base::base;

    template <detail::elements_of_static_size Given>
    constexpr arg(const Given& given) noexcept : base(convert<Given>(std::data(given))) {}

    template <class Given>
        requires(!detail::elements_of_static_size<Given> && !std::is_base_of_v<base, Given>)
    constexpr arg(const Given&)
        : base(bad_argument<misuse::wrong_type_for_this_code, Field::letter, Field::index, Given>::fault) {}

    [[nodiscard]] constexpr detail::stored_run<Scalar, Size> value() const noexcept { return {this->values_}; }

private:
    template <class Given, class From>
    static constexpr auto convert(const From* from) noexcept {
        if constexpr (detail::static_size<Given> != Size) {
            return bad_argument<misuse::wrong_number_of_elements, Field::letter, Field::index, Given>::fault;
        } else if constexpr (std::is_same_v<From, Scalar>) {
            return from;
        } else if constexpr (detail::one_value<Scalar> && !detail::element_lossless<From, Scalar>) {
            return bad_argument<misuse::wrong_type_for_this_code, Field::letter, Field::index, Given>::fault;
        } else {
            std::array<Scalar, Size> values;
            for (std::size_t index = 0; index != Size; ++index) {
                if constexpr (detail::one_value<Scalar>) {
                    values[index] = detail::to_stored<Scalar>(from[index]);
                } else {
                    values[index] = detail::owned(arg<Scalar, Field>(from[index]).value());
                }
            }
            return values;
        }
    }
};

/// Structures (`T{...}`): `{a, b}` with one value for each member, or the `fields` that a structure unpacks to.
template <class... Stored, class Field>
class arg<detail::stored_fields<Stored...>, Field> {
    using stored = detail::stored_fields<Stored...>;
    template <class Member>
    using member_arg = arg<Member, Field>;

public:
    constexpr arg(member_arg<Stored>... members) noexcept : value_{{{detail::owned(members.value())}...}} {}

    template <fixed_string Names, class... Elements>
    constexpr arg(const fields<Names, Elements...>& given) noexcept
        : value_(convert(given, std::index_sequence_for<Elements...>{})) {}

    template <class... Given>
        requires(sizeof...(Given) != sizeof...(Stored) && sizeof...(Given) > 1)
    constexpr arg(const Given&...)
        : value_(bad_element_count<Field::letter, Field::index, sizeof...(Stored), sizeof...(Given)>::fault) {}

    [[nodiscard]] constexpr const stored& value() const noexcept { return value_; }

private:
    template <class Given, std::size_t... Index>
    static constexpr stored convert(const Given& given, std::index_sequence<Index...>) noexcept {
        if constexpr (sizeof...(Index) != sizeof...(Stored)) {
            return bad_element_count<Field::letter, Field::index, sizeof...(Stored), sizeof...(Index)>::fault;
        } else {
            return {{{detail::owned(member_arg<Stored>(given.template get<Index>()).value())}...}};
        }
    }

    stored value_;
};

}  // namespace structwire

#endif
