// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// packable: whether pack takes run-time values of some types, as an answer and not as an error.
#ifndef STRUCTWIRE_PACK_PACKABLE_HPP
#define STRUCTWIRE_PACK_PACKABLE_HPP

#include <structwire/pack/detail/codec_of.hpp>
#include <structwire/pack/detail/pack_members.hpp>
#include <structwire/pack/detail/packs.hpp>

#include <cstddef>
#include <type_traits>

namespace structwire {

namespace detail {

template <class Record, class... Given>
inline constexpr bool packs_record = false;

template <fixed_string Names, std::uint64_t Least, std::uint64_t Tail, std::uint64_t Covered, class... Members,
          class... Given>
    requires(sizeof...(Members) == sizeof...(Given))
inline constexpr bool packs_record<record_codec<Names, Least, false, Tail, Covered, Members...>, Given...> =
    (packs_as<Given, typename Members::codec::stored_type> && ...);

template <fixed_string Text, class... Given>
consteval bool is_packable() {
    if constexpr (!layout_of<Text>.valid || layout_of<Text>.variable()) {
        return false;
    } else if constexpr (sizeof...(Given) == 1 && (whole_record<Given, layout_of<Text>.fields.size()> && ...)) {
        using packer = member_packer<record_of<Text>, '\0'>;
        return ((packer::template check<Given>().fault == member_fault::none) && ...);
    } else {
        return packs_record<record_of<Text>, Given...>;
    }
}

}  // namespace detail

/// Whether `pack<Text>(args...)` compiles with run-time values of the types `Args`: one for each field, or one aggregate
/// or tuple for all.
///
/// Asking it of pack itself is an error and no answer, because pack takes everything in order to say what is wrong with
/// it. Constants may be packable where this says no: it knows types and not values. Braces and literals have no type
/// to ask about; a raw `char` array is not packable, `fixed` of it is.
///
/// @tparam Text  any format; a bad one and one of variable size pack nothing
/// @tparam Args  references and cv are ignored
/// Example:      `static_assert(packable<">H", std::uint16_t> && !packable<">H", int>);`
template <fixed_string Text, class... Args>
concept packable = detail::is_packable<Text, std::remove_cvref_t<Args>...>();

}  // namespace structwire

#endif
