// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Range-checked conversion of run-time values into what fields store. Not for direct use.
#ifndef STRUCTWIRE_PACK_DETAIL_TRY_CONVERT_HPP
#define STRUCTWIRE_PACK_DETAIL_TRY_CONVERT_HPP

#include <structwire/error.hpp>
#include <structwire/pack/arg.hpp>
#include <structwire/pack/detail/convert.hpp>
#include <structwire/pack/detail/parts.hpp>
#include <structwire/pack/detail/record_codec.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace structwire::detail {

/// Where a conversion stands: the error that a failure completes, with the place of the field that is at work.
struct conversion {
    error fault;

    constexpr bool fail(errc code, std::uint64_t wanted, std::uint64_t given) noexcept {
        fault.code = code;
        fault.wanted = wanted;
        fault.given = given;
        return false;
    }

    /// The member that is converted next.
    template <class Member>
    constexpr void enter() noexcept {
        fault.letter = Member::letter;
        fault.position = Member::position;
    }
};

// The conversion of one value for a field with this letter and number. Each function returns false with the reason in
// `state`.
template <char Letter, std::size_t Index>
struct checked {
    template <class Given, misuse Reason>
    using refuse = bad_argument<Reason, Letter, Index, Given>;

    template <class Stored, class Given>
    static constexpr bool scalar(const Given& given, Stored& to, conversion& state) noexcept {
        if constexpr (one_of<Stored, bool, char>) {
            if constexpr (std::same_as<Given, Stored>) {
                to = given;
                return true;
            } else {
                return refuse < Given, std::same_as<Stored, bool> ? misuse::integer_for_bool_code
                                                                  : misuse::wrong_type_for_this_code > ::fault;
            }
        } else if constexpr (integer_stored<Stored> && integer_like<Given>) {
            const auto number = static_cast<std::uint64_t>(integer_value(given));
            if (!integer_fits<Stored>(given)) {
                return state.fail(errc::out_of_range, integer_limits<Stored>::bits, number);
            }
            to = to_stored<Stored>(given);
            return true;
        } else if constexpr (floating_stored<Stored> && number_like<Given>) {
            if (!in_range<Stored>(given)) return state.fail(errc::out_of_range, 8 * sizeof(Stored), 0);
            to = to_floating<Stored>(given);
            return true;
        } else {
            return refuse<Given, why_not_a_number<Given>>::fault;
        }
    }

    // As in Python: a finite number may round, but not to infinity.
    template <class Stored, class Given>
    static constexpr bool in_range(Given given) noexcept {
        if constexpr (std::floating_point<Given>) {
            return floating_fits<Stored>(given);
        } else {
            return floating_fits<Stored>(static_cast<double>(integer_value(given)));
        }
    }

    template <class Part, class Given>
    static constexpr bool scalar(const Given& given, complex<Part>& to, conversion& state) noexcept {
        if constexpr (number_or_complex<Given>) {
            if (scalar(real_part(given), to.real, state) && scalar(imaginary_part(given), to.imag, state)) return true;
            state.fault.wanted = 16 * sizeof(Part);
            return false;
        } else {
            return refuse<Given, misuse::wrong_type_for_this_code>::fault;
        }
    }

    template <std::size_t Size, class Given>
    static constexpr bool scalar(const Given& given, stored_text<Letter, Size>& to, conversion& state) noexcept {
        using stored = stored_text<Letter, Size>;
        if constexpr (text_like<Given>) {
            const auto text = all_text(given);
            if (std::size(text) > stored::capacity) {
                return state.fail(errc::wrong_length, stored::capacity, std::size(text));
            }
            to = stored::from(text);
            return true;
        } else {
            return refuse<Given, misuse::wrong_type_for_this_code>::fault;
        }
    }

    // `each(element, place)` for every element.
    template <std::size_t Size, class Given, class Stored, class Each>
    static constexpr bool elements(const Given& given, std::array<Stored, Size>& to, conversion& state,
                                   Each each) noexcept {
        if constexpr (requires { std::size(given); }) {
            if (std::size(given) != Size) {
                const bool more = std::size(given) > Size;
                return state.fail(more ? errc::too_many_values : errc::too_few_values, Size, std::size(given));
            }
            std::size_t index = 0;
            for (const auto& element : given) {
                if (!each(element, to[index], index)) return false;
                ++index;
            }
            return true;
        } else {
            return refuse<Given, misuse::wrong_type_for_this_code>::fault;
        }
    }
};

// How the values of one codec are converted: a scalar or text by default.
template <class Codec, char Letter, std::size_t Index>
struct converter {
    template <class Given>
    static constexpr bool convert(const Given& given, typename Codec::stored_type& to, conversion& state) noexcept {
        return checked<Letter, Index>::scalar(given, to, state);
    }
};

template <class One, std::uint64_t Unit, std::size_t Count, char Letter, std::size_t Index>
struct converter<array_codec<One, Unit, Count>, Letter, Index> {
    using stored_type = typename array_codec<One, Unit, Count>::stored_type;

    template <class Given>
    static constexpr bool convert(const Given& given, stored_type& to, conversion& state) noexcept {
        const std::uint64_t start = state.fault.offset;
        const auto one = [&](const auto& element, auto& place, std::size_t index) {
            state.fault.offset = start + index * Unit;
            return converter<One, Letter, Index>::convert(element, place, state);
        };
        return checked<Letter, Index>::elements(given, to, state, one);
    }
};

template <class One, bool Signed, unsigned Bits, unsigned Skipped, std::endian Order, bool Joins,
          std::size_t... Dimensions, char Letter, std::size_t Index>
struct converter<bit_array_codec<One, Signed, Bits, Skipped, Order, Joins, Dimensions...>, Letter, Index> {
    template <class Given, class Stored>
    static constexpr bool convert(const Given& given, Stored& to, conversion& state) noexcept {
        const std::uint64_t start = state.fault.offset;
        std::uint64_t bit = Skipped;
        return each(given, to, state, start, bit);
    }

private:
    template <class Given, class Stored>
    static constexpr bool each(const Given& given, Stored& to, conversion& state, std::uint64_t start,
                               std::uint64_t& bit) noexcept {
        if constexpr (is_std_array<Stored>) {
            return checked<Letter, Index>::elements(given, to, state, [&](const auto& element, auto& place, auto) {
                return each(element, place, state, start, bit);
            });
        } else {
            state.fault.offset = start + bit / 8;
            bit += Bits;
            return checked<Letter, Index>::scalar(given, to, state);
        }
    }
};

template <fixed_string Names, std::uint64_t Least, std::uint64_t Tail, std::uint64_t Covered, class... Members,
          char Letter, std::size_t Index>
struct converter<record_codec<Names, Least, false, Tail, Covered, Members...>, Letter, Index> {
    using stored_type = typename record_codec<Names, Least, false, Tail, Covered, Members...>::stored_type;

    template <class Given>
    static constexpr bool convert(const Given& given, stored_type& to, conversion& state) noexcept {
        if constexpr (has_parts<Given, sizeof...(Members)>) {
            return with_parts<sizeof...(Members)>(given, [&](const auto&... values) {
                return convert_each(to, state, std::index_sequence_for<Members...>{}, values...);
            });
        } else {
            return bad_argument<misuse::wrong_type_for_this_code, Letter, Index, Given>::fault;
        }
    }

private:
    template <std::size_t... Member, class... Given>
    static constexpr bool convert_each(stored_type& to, conversion& state, std::index_sequence<Member...>,
                                       const Given&... values) noexcept {
        const std::uint64_t start = state.fault.offset;
        bool fits = true;
        using each = int[];
        (void)each{0, (fits = fits && one<Members>(values, to.template get<Member>(), state, start), 0)...};
        return fits;
    }

    template <class Member, class Given>
    static constexpr bool one(const Given& given, typename Member::codec::stored_type& to, conversion& state,
                              std::uint64_t start) noexcept {
        state.template enter<Member>();
        state.fault.offset = start + Member::offset;
        return converter<typename Member::codec, Member::letter, Index>::convert(given, to, state);
    }
};

// Converts `given` for field number Index of a record. On failure `state` says what, and which field.
template <class Member, std::size_t Index, class Given>
constexpr bool try_convert(const Given& given, typename Member::codec::stored_type& to, conversion& state) noexcept {
    state.template enter<Member>();
    state.fault.offset = Member::offset;
    state.fault.item = Index;
    return converter<typename Member::codec, Member::letter, Index>::convert(given, to, state);
}

}  // namespace structwire::detail

#endif
