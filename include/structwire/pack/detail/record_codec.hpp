// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// How several fields are stored and loaded together: arrays and records. Not for direct use.
#ifndef STRUCTWIRE_PACK_DETAIL_RECORD_CODEC_HPP
#define STRUCTWIRE_PACK_DETAIL_RECORD_CODEC_HPP

#include <structwire/pack/detail/byte_swap.hpp>
#include <structwire/pack/detail/scalar_codec.hpp>
#include <structwire/pack/detail/variable_codec.hpp>
#include <structwire/pack/fields.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace structwire::detail {

// Long runs of numbers in foreign order go through the kernels in src/pack.
template <std::size_t Unit>
inline void copy_swapped(std::byte* to, const std::byte* from, std::size_t count) noexcept {
    if constexpr (Unit == 2) copy_swapped_2(to, from, count);
    if constexpr (Unit == 4) copy_swapped_4(to, from, count);
    if constexpr (Unit == 8) copy_swapped_8(to, from, count);
}

/// The values of an array, wherever they are.
template <class Scalar, std::size_t Size>
struct stored_run {
    const Scalar* first;

    [[nodiscard]] constexpr const Scalar* data() const noexcept { return first; }
    [[nodiscard]] static constexpr std::size_t size() noexcept { return Size; }
    [[nodiscard]] constexpr const Scalar& operator[](std::size_t index) const noexcept { return first[index]; }
};

/// What an argument stores, as a value of its own.
template <class Stored>
constexpr Stored owned(const Stored& stored) noexcept {
    return stored;
}
template <class Scalar, std::size_t Size>
constexpr std::array<Scalar, Size> owned(const stored_run<Scalar, Size>& run) noexcept {
    std::array<Scalar, Size> values;
    for (std::size_t index = 0; index != Size; ++index) values[index] = run[index];
    return values;
}

// Whether a run of these values stands in memory as on the wire.
template <class One, std::uint64_t Unit>
consteval bool is_copy() {
    if constexpr (One::swappable) {
        return Unit == 1 || One::order == std::endian::native;
    } else {
        return false;
    }
}

// `4I`, `(2)8s`, `3T{IH}`: short runs are written out, which compilers do not do with loops at -O2.
template <class One, std::uint64_t Unit, std::size_t Count>
struct array_codec {
    using value_type = std::array<typename One::value_type, Count>;
    using stored_type = std::array<typename One::stored_type, Count>;
    static constexpr bool variable = false;
    static constexpr bool swappable = false;
    static constexpr std::size_t longest_unrolled = 64;
    static constexpr bool whole_copy = One::swappable && (is_copy<One, Unit>() || Count * Unit > 64);

    template <class Values>
    static constexpr void store(std::byte* to, const Values& values) noexcept {
        if constexpr (whole_copy) {
            if (!std::is_constant_evaluated()) return copy(to, reinterpret_cast<const std::byte*>(values.data()));
        }
        if constexpr (Count <= longest_unrolled) {
            [&]<std::size_t... Index>(std::index_sequence<Index...>) {
                (One::store(to + Index * Unit, values[Index]), ...);
            }(std::make_index_sequence<Count>{});
        } else {
            for (std::size_t index = 0; index != Count; ++index) One::store(to + index * Unit, values[index]);
        }
    }

    static constexpr value_type load(const std::byte* from) noexcept {
        if constexpr (whole_copy) {
            if (!std::is_constant_evaluated()) {
                value_type values;
                copy(reinterpret_cast<std::byte*>(values.data()), from);
                return values;
            }
        }
        if constexpr (Count <= longest_unrolled) {
            return [&]<std::size_t... Index>(std::index_sequence<Index...>) {
                return value_type{One::load(from + Index * Unit)...};
            }(std::make_index_sequence<Count>{});
        } else {
            value_type values;
            for (std::size_t index = 0; index != Count; ++index) values[index] = One::load(from + index * Unit);
            return values;
        }
    }

private:
    // Short runs go through registers, which is right also where both places overlap.
    static void copy(std::byte* to, const std::byte* from) noexcept {
        if constexpr (!is_copy<One, Unit>()) {
            copy_swapped<Unit>(to, from, Count);
        } else if constexpr (Count * Unit <= 64) {
            std::array<std::byte, Count * Unit> run;
            std::memcpy(run.data(), from, Count * Unit);
            std::memcpy(to, run.data(), Count * Unit);
        } else {
            std::memmove(to, from, Count * Unit);
        }
    }
};

// An array of structures of variable size.
template <class One, std::size_t Count>
struct variable_array_codec {
    using value_type = std::array<typename One::value_type, Count>;
    using one = One;
    static constexpr bool variable = true;
    static constexpr std::uint64_t least = One::least * Count;

    static constexpr bool decode(decode_cursor& in, value_type& out) noexcept {
        in.reserved += least;
        for (auto& value : out) {
            in.reserved -= One::least;
            if (!One::decode(in, value)) return false;
        }
        return true;
    }
};

/// One field of a record. Offset and Covered count from the end of the last field of variable size in front of it;
/// from Covered to Offset no field has bytes. Position is the code's place in the text.
template <char Letter, class Codec, std::uint64_t Offset, std::uint64_t Covered, std::uint32_t Position>
struct member {
    static constexpr char letter = Letter;
    static constexpr std::uint32_t position = Position;
    using codec = Codec;
    static constexpr std::uint64_t offset = Offset;
    static constexpr std::uint64_t covered = Covered;
};

/// What packing keeps of the arguments of a structure.
template <class... Stored>
using stored_fields = fields<"", element<'\0', Stored>...>;

template <std::uint64_t Begin, std::uint64_t End>
constexpr void store_zeros(std::byte* record) noexcept {
    if constexpr (Begin < End) {
        if consteval {
            for (std::uint64_t index = Begin; index != End; ++index) record[index] = std::byte{0};
        } else {
            std::memset(record + Begin, 0, End - Begin);
        }
    }
}

/// A record, a structure, or one element of a group.
///
/// Least is its size, or where a member is variable the least one; Tail the bytes behind the last variable member,
/// of which the last field covers those up to TailCovered.
template <fixed_string Names, std::uint64_t Least, bool Variable, std::uint64_t Tail, std::uint64_t TailCovered,
          class... Members>
struct record_codec {
    using value_type = fields<Names, element<Members::letter, typename Members::codec::value_type>...>;
    static constexpr bool variable = Variable;
    static constexpr bool swappable = false;
    static constexpr std::uint64_t least = Least;
    static constexpr std::uint64_t tail = Tail;
    static constexpr std::uint64_t tail_covered = TailCovered;

    static constexpr bool decode(decode_cursor& in, value_type& out) noexcept {
        in.reserved += Least;
        if (!decode_members(in, out, std::index_sequence_for<Members...>{})) return false;
        in.reserved -= Tail;
        in.skip(Tail);
        return true;
    }

private:
    template <std::size_t... Index>
    static constexpr bool decode_members(decode_cursor& in, value_type& out, std::index_sequence<Index...>) noexcept {
        bool good = true;
        using each = int[];
        (void)each{0, (good = good && decode_member<Members>(in, out.template get<Index>()), 0)...};
        return good;
    }

    template <class Member>
    static constexpr bool decode_member(decode_cursor& in, typename Member::codec::value_type& out) noexcept {
        using codec = typename Member::codec;
        if constexpr (codec::variable) {
            in.reserved -= Member::offset + codec::least;
            in.skip(Member::offset);
            return codec::decode(in, out);
        } else {
            out = codec::load(in.at + Member::offset);
            return true;
        }
    }
};

template <fixed_string Names, std::uint64_t Least, std::uint64_t Tail, std::uint64_t TailCovered, class... Members>
struct record_codec<Names, Least, false, Tail, TailCovered, Members...> {
    using value_type = fields<Names, element<Members::letter, typename Members::codec::value_type>...>;
    using stored_type = stored_fields<typename Members::codec::stored_type...>;
    static constexpr bool variable = false;
    static constexpr bool swappable = false;
    static constexpr std::uint64_t least = Least;

    // An initializer list, not a fold: clang limits folds to 256 operands.
    template <class... Stored>
    static constexpr void store_each(std::byte* record, const Stored&... values) noexcept {
        using each = int[];
        (void)each{(store_zeros<TailCovered, Tail>(record), 0),
                   (store_zeros<Members::covered, Members::offset>(record),
                    Members::codec::store(record + Members::offset, values), 0)...};
    }

    static constexpr void store(std::byte* record, const stored_type& values) noexcept {
        [&]<std::size_t... Index>(std::index_sequence<Index...>) {
            store_each(record, values.template get<Index>()...);
        }(std::index_sequence_for<Members...>{});
    }

    static constexpr value_type load([[maybe_unused]] const std::byte* record) noexcept {
        return value_type{{{Members::codec::load(record + Members::offset)}...}};
    }
};

}  // namespace structwire::detail

#endif
