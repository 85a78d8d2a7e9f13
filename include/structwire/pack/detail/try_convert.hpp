// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Range-checked conversion of run-time values into what fields store. Not for direct use.
#ifndef STRUCTWIRE_PACK_DETAIL_TRY_CONVERT_HPP
#define STRUCTWIRE_PACK_DETAIL_TRY_CONVERT_HPP

#include <structwire/error.hpp>
#include <structwire/format/static_layout.hpp>
#include <structwire/pack/arg.hpp>
#include <structwire/pack/detail/convert.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace structwire::detail {

// The checks of one field. Each returns false with code, wanted and given set in `fault`.
template <char Letter, std::size_t Index>
struct checked {
    template <class Given, misuse Reason>
    using refuse = bad_argument<Reason, Letter, Index, Given>;

    static constexpr bool fail(error& fault, errc code, std::uint64_t wanted, std::uint64_t given) noexcept {
        fault.code = code;
        fault.wanted = wanted;
        fault.given = given;
        return false;
    }

    template <class Stored, class Given>
    static constexpr bool scalar(const Given& given, Stored& to, error& fault) noexcept {
        if constexpr (one_of<Stored, bool, char>) {
            if constexpr (std::same_as<Given, Stored>) {
                to = given;
                return true;
            } else {
                return refuse < Given, std::same_as<Stored, bool> ? misuse::integer_for_bool_code
                                                                  : misuse::wrong_type_for_this_code > ::fault;
            }
        } else if constexpr (plain_integer<Stored> && integer_like<Given>) {
            const auto number = static_cast<std::uint64_t>(integer_value(given));
            if (!integer_fits<Stored>(given)) return fail(fault, errc::out_of_range, sizeof(Stored), number);
            to = static_cast<Stored>(integer_value(given));
            return true;
        } else if constexpr (floating_stored<Stored> && number_like<Given>) {
            if (!in_range<Stored>(given)) return fail(fault, errc::out_of_range, sizeof(Stored), 0);
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

    template <class Stored, std::size_t Size, class Given>
    static constexpr bool elements(const Given& given, std::array<Stored, Size>& to, error& fault) noexcept {
        if (std::size(given) != Size) {
            const bool more = std::size(given) > Size;
            return fail(fault, more ? errc::too_many_values : errc::too_few_values, Size, std::size(given));
        }
        auto place = to.begin();
        for (const auto& element : given) {
            if (!scalar(element, *place, fault)) return false;
            ++place;
        }
        return true;
    }

    template <std::size_t Size, class Given>
    static constexpr bool text(const Given& given, std::array<std::byte, Size>& to, error& fault) noexcept {
        using stored = text_stored<Letter, Size>;
        if constexpr (std::same_as<std::remove_all_extents_t<Given>, char> && std::is_array_v<Given>) {
            return text(without_nul(given), to, fault);
        } else if constexpr (contiguous_bytes<Given>) {
            if (std::size(given) > stored::capacity) {
                return fail(fault, errc::wrong_length, stored::capacity, std::size(given));
            }
            to = stored::from(given);
            return true;
        } else if constexpr (std::convertible_to<const Given&, std::string_view>) {
            return text(std::string_view(given), to, fault);
        } else {
            return refuse<Given, misuse::wrong_type_for_this_code>::fault;
        }
    }
};

// Converts `given` for field number Index of Text. On failure `fault` says what, and which field.
template <fixed_string Text, std::size_t Index, class Stored, class Given>
constexpr bool try_convert(const Given& given, Stored& to, error& fault) noexcept {
    constexpr const format_item& item = layout_of<Text>.field(Index);
    using check = checked<item.letter, Index>;
    bool converted = false;
    if constexpr (item.is_text()) {
        converted = check::text(given, to, fault);
    } else if constexpr (requires { std::tuple_size<Stored>::value; }) {
        converted = check::elements(given, to, fault);
    } else {
        converted = check::scalar(given, to, fault);
    }
    if (!converted) {
        fault.letter = item.letter;
        fault.item = Index;
        fault.position = item.position;
        fault.offset = item.offset;
    }
    return converted;
}

}  // namespace structwire::detail

#endif
