// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// to_tuple: fields as a std::tuple, for code that knows only that.
#ifndef STRUCTWIRE_PACK_TO_TUPLE_HPP
#define STRUCTWIRE_PACK_TO_TUPLE_HPP

#include <structwire/pack/fields.hpp>

#include <tuple>

namespace structwire {

/// The values of `record` in order, copied into a std::tuple; names and format characters are lost.
///
/// It has its own header because std::tuple costs compile time, far more than linearly in the number of fields: use it
/// for records of a few fields. structured bindings, `get` and `apply` need no tuple.
///
/// @param record  what unpacking gave; views of its text and bytes stay views
/// Example:       `std::tuple<std::uint32_t, std::uint16_t> t = to_tuple(structwire::unpack<">IH">(wire));`
template <fixed_string Names, class... Elements>
[[nodiscard]] constexpr std::tuple<typename Elements::type...> to_tuple(const fields<Names, Elements...>& record) {
    return record.apply([](const auto&... values) { return std::tuple<typename Elements::type...>(values...); });
}

}  // namespace structwire

#endif
