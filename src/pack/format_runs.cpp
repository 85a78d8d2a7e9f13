// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "format_runs.hpp"

#include <structwire/endian.hpp>
#include <structwire/pack/bfloat16.hpp>
#include <structwire/pack/detail/bits.hpp>
#include <structwire/pack/format.hpp>
#include <structwire/pack/half.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <type_traits>
#include <utility>

namespace structwire::detail {

namespace {

// A codec of one value has `size` bytes, check(), store() and load().

template <class Integer, std::endian Order>
struct integer_codec {
    static constexpr std::size_t size = sizeof(Integer);

    static errc check(const value& given) noexcept {
        if (!given.is_integer()) return errc::wrong_type;
        const std::uint64_t bits = given.low_bits();
        bool fits = true;
        if constexpr (std::is_signed_v<Integer>) {
            const auto number = static_cast<std::int64_t>(bits);
            fits = number == static_cast<Integer>(number) && (number < 0) == given.is_negative();
        } else {
            // The high bits of a negative number are beyond those of any shorter one.
            fits = bits <= std::numeric_limits<Integer>::max() && (size < 8 || !given.is_negative());
        }
        return fits ? errc{} : errc::out_of_range;
    }
    static void store(std::byte* to, const value& given) noexcept {
        structwire::store<Order>(to, static_cast<Integer>(checked_bits(given)));
    }
    static value load(const std::byte* from) noexcept { return structwire::load<Order, Integer>(from); }
};

// `P` takes negative addresses, as in Python.
struct address_codec : integer_codec<std::uintptr_t, std::endian::native> {
    using signed_address = integer_codec<std::intptr_t, std::endian::native>;

    static errc check(const value& given) noexcept {
        return given.is_negative() ? signed_address::check(given) : integer_codec::check(given);
    }
};

bool float_fits(double number) noexcept {
    const double magnitude = number < 0 ? -number : number;
    // From 0x1.ffffffp127 on, rounding to nearest gives infinity.
    return !(magnitude >= 0x1.ffffffp127) || magnitude == std::numeric_limits<double>::infinity();
}

template <std::endian Order>
struct half_codec {
    static constexpr std::size_t size = 2;
    static bool fits(double number) noexcept { return half::fits(number); }
    static void store(std::byte* to, double number) noexcept { structwire::store<Order>(to, half::round(number).bits); }
    static double load(const std::byte* from) noexcept {
        return static_cast<double>(half{structwire::load<Order, std::uint16_t>(from)}.to_float());
    }
};

template <std::endian Order>
struct brain_codec {
    static constexpr std::size_t size = 2;
    static bool fits(double number) noexcept { return bfloat16::fits(number); }
    static void store(std::byte* to, double number) noexcept {
        structwire::store<Order>(to, bfloat16::round(number).bits);
    }
    static double load(const std::byte* from) noexcept {
        return static_cast<double>(bfloat16{structwire::load<Order, std::uint16_t>(from)}.to_float());
    }
};

template <std::endian Order>
struct float_codec {
    static constexpr std::size_t size = 4;
    static bool fits(double number) noexcept { return float_fits(number); }
    static void store(std::byte* to, double number) noexcept {
        structwire::store<Order>(to, static_cast<float>(number));
    }
    static double load(const std::byte* from) noexcept {
        return static_cast<double>(structwire::load<Order, float>(from));
    }
};

template <std::endian Order>
struct double_codec {
    static constexpr std::size_t size = 8;
    static bool fits(double) noexcept { return true; }
    static void store(std::byte* to, double number) noexcept { structwire::store<Order>(to, number); }
    static double load(const std::byte* from) noexcept { return structwire::load<Order, double>(from); }
};

template <class Part>
struct floating_codec {
    static constexpr std::size_t size = Part::size;

    static errc check(const value& given) noexcept {
        const auto number = given.as_double();
        if (!number) return errc::wrong_type;
        return Part::fits(*number) ? errc{} : errc::out_of_range;
    }
    static void store(std::byte* to, const value& given) noexcept { Part::store(to, *given.as_double()); }
    static value load(const std::byte* from) noexcept { return Part::load(from); }
};

template <class Part>
struct complex_codec {
    static constexpr std::size_t size = 2 * Part::size;

    static errc check(const value& given) noexcept {
        const auto number = given.as_complex();
        if (!number) return errc::wrong_type;
        return Part::fits(number->real) && Part::fits(number->imag) ? errc{} : errc::out_of_range;
    }
    static void store(std::byte* to, const value& given) noexcept {
        const auto number = *given.as_complex();
        Part::store(to, number.real);
        Part::store(to + Part::size, number.imag);
    }
    static value load(const std::byte* from) noexcept {
        return complex<double>{Part::load(from), Part::load(from + Part::size)};
    }
};

struct boolean_codec {
    static constexpr std::size_t size = 1;
    static errc check(const value&) noexcept { return errc{}; }
    static void store(std::byte* to, const value& given) noexcept { *to = static_cast<std::byte>(given.truth()); }
    static value load(const std::byte* from) noexcept { return *from != std::byte{0}; }
};

struct character_codec {
    static constexpr std::size_t size = 1;
    static errc check(const value& given) noexcept {
        const auto text = given.as_bytes();
        return text && text->size() == 1 ? errc{} : errc::wrong_type;
    }
    static void store(std::byte* to, const value& given) noexcept { *to = given.as_bytes()->front(); }
    static value load(const std::byte* from) noexcept { return byte_view(from, 1); }
};

template <class Codec>
struct run_of {
    static errc check(const format_item& item, const value* from, std::uint64_t& bad) noexcept {
        const value* const end = from + item.count;
        for (const value* at = from; at != end; ++at) {
            if (const errc reason = Codec::check(*at); reason != errc{}) [[unlikely]] {
                bad = static_cast<std::uint64_t>(at - from);
                return reason;
            }
        }
        return errc{};
    }
    static void store(const format_item& item, std::byte* to, const value* from) noexcept {
        for (const value* const end = from + item.count; from != end; ++from, to += Codec::size) {
            Codec::store(to, *from);
        }
    }
    static void load(const format_item& item, const std::byte* from, value* to) noexcept {
        for (const value* const end = to + item.count; to != end; ++to, from += Codec::size) *to = Codec::load(from);
    }
    static constexpr format_run table{check, store, load};
};

// Integers of any number of bits at any bit: `{u5}`, `{i24}`.
template <bool Signed, std::endian Order>
struct bits_run {
    static errc check(const format_item& item, const value* from, std::uint64_t& bad) noexcept {
        for (std::uint64_t index = 0; index != item.count; ++index) {
            const value& given = from[index];
            if (given.is_integer() && fits(width_of(item), given)) continue;
            bad = index;
            return given.is_integer() ? errc::out_of_range : errc::wrong_type;
        }
        return errc{};
    }
    static bool fits(unsigned bits, const value& given) noexcept {
        const std::uint64_t number = given.low_bits();
        if constexpr (Signed) {
            return sign_extend(number & low_mask(bits), bits) == number &&
                   (static_cast<std::int64_t>(number) < 0) == given.is_negative();
        } else {
            return number <= low_mask(bits) && !given.is_negative();
        }
    }
    static unsigned width_of(const format_item& item) noexcept {
        if (item.bits == 0 || item.bits > 64) std::unreachable();  // the parser has seen to that
        return item.bits;
    }
    static void store(const format_item& item, std::byte* to, const value* from) noexcept {
        const unsigned bits = width_of(item);
        std::uint64_t bit = item.bit_offset;
        for (std::uint64_t index = 0; index != item.count; ++index, bit += bits) {
            store_bits<Order, true>(to + bit / 8, static_cast<unsigned>(bit % 8), bits, checked_bits(from[index]));
        }
    }
    static void load(const format_item& item, const std::byte* from, value* to) noexcept {
        const unsigned bits = width_of(item);
        std::uint64_t bit = item.bit_offset;
        for (std::uint64_t index = 0; index != item.count; ++index, bit += bits) {
            const std::uint64_t number = load_bits<Order>(from + bit / 8, static_cast<unsigned>(bit % 8), bits);
            if constexpr (Signed) {
                to[index] = static_cast<std::int64_t>(sign_extend(number, bits));
            } else {
                to[index] = number;
            }
        }
    }
    static constexpr format_run table{check, store, load};
};

// The text may lie in the bytes that it is stored to, as after unpack_from and pack_into on one buffer: nothing of the
// field is written before it has moved.
void store_text(const format_item& item, std::byte* to, byte_view text) noexcept {
    const bool has_length = item.kind == value_kind::pascal_bytes && item.unit != 0;
    const auto room = static_cast<std::size_t>(item.unit) - (has_length ? 1 : 0);
    const std::size_t size = text.size() < room ? text.size() : room;
    std::byte* const place = has_length ? to + 1 : to;
    if (size != 0) std::memmove(place, text.data(), size);
    if (room != size) std::memset(place + size, 0, room - size);
    // As in CPython the length stops at 255 and the bytes do not.
    if (has_length) *to = static_cast<std::byte>(size < 255 ? size : 255);
}

byte_view load_text(const format_item& item, const std::byte* from) noexcept {
    const auto room = static_cast<std::size_t>(item.unit);
    if (item.kind == value_kind::bytes) return {from, room};
    if (room == 0) return {};
    const auto length = std::to_integer<std::size_t>(*from);
    return {from + 1, length < room ? length : room - 1};
}

// `s` and `p`, whose size is the item's.
struct text_run {
    static errc check(const format_item& item, const value* from, std::uint64_t& bad) noexcept {
        for (bad = 0; bad != item.count; ++bad) {
            if (from[bad].kind() != value::type::bytes) return errc::wrong_type;
        }
        return errc{};
    }
    static void store(const format_item& item, std::byte* to, const value* from) noexcept {
        for (std::uint64_t index = 0; index != item.count; ++index) {
            store_text(item, to + index * item.unit, *from[index].as_bytes());
        }
    }
    static void load(const format_item& item, const std::byte* from, value* to) noexcept {
        for (std::uint64_t index = 0; index != item.count; ++index) {
            to[index] = load_text(item, from + index * item.unit);
        }
    }
    static constexpr format_run table{check, store, load};
};

template <std::endian Order>
const format_run* find_integer(const format_item& item) noexcept {
    const bool is_signed = item.kind == value_kind::signed_integer;
    // clang-format off
    switch (item.unit) {  // 0 off a byte boundary and for odd bits
        case 1: return is_signed ? &run_of<integer_codec<std::int8_t, Order>>::table
                                 : &run_of<integer_codec<std::uint8_t, Order>>::table;
        case 2: return is_signed ? &run_of<integer_codec<std::int16_t, Order>>::table
                                 : &run_of<integer_codec<std::uint16_t, Order>>::table;
        case 4: return is_signed ? &run_of<integer_codec<std::int32_t, Order>>::table
                                 : &run_of<integer_codec<std::uint32_t, Order>>::table;
        case 8: return is_signed ? &run_of<integer_codec<std::int64_t, Order>>::table
                                 : &run_of<integer_codec<std::uint64_t, Order>>::table;
        default: return is_signed ? &bits_run<true, Order>::table : &bits_run<false, Order>::table;
    }
    // clang-format on
}

template <std::endian Order>
const format_run* find_ordered(const format_item& item) noexcept {
    switch (item.kind) {
        case value_kind::signed_integer:
        case value_kind::unsigned_integer: return find_integer<Order>(item);
        case value_kind::floating:
            return item.unit == 2   ? &run_of<floating_codec<half_codec<Order>>>::table
                   : item.unit == 4 ? &run_of<floating_codec<float_codec<Order>>>::table
                                    : &run_of<floating_codec<double_codec<Order>>>::table;
        case value_kind::brain_floating: return &run_of<floating_codec<brain_codec<Order>>>::table;
        case value_kind::complex:
            return item.unit == 8 ? &run_of<complex_codec<float_codec<Order>>>::table
                                  : &run_of<complex_codec<double_codec<Order>>>::table;
        default: return nullptr;
    }
}

}  // namespace

const format_run* find_run(const format_item& item) noexcept {
    switch (item.kind) {
        case value_kind::boolean: return &run_of<boolean_codec>::table;
        case value_kind::character: return &run_of<character_codec>::table;
        case value_kind::bytes:
        case value_kind::pascal_bytes: return &text_run::table;
        default: break;
    }
    if (item.letter == 'P') return &run_of<address_codec>::table;
    return item.order == std::endian::little ? find_ordered<std::endian::little>(item)
                                             : find_ordered<std::endian::big>(item);
}

}  // namespace structwire::detail

namespace structwire {

value load_value(const format_item& item, const std::byte* from, std::uint64_t index) noexcept {
    const detail::format_run* const run = detail::find_run(item);
    value loaded;
    if (run == nullptr) return loaded;
    format_item one = item;
    one.count = 1;
    if (item.unit != 0 || item.bits == 0) {
        run->load(one, from + index * item.unit, &loaded);
    } else {
        const std::uint64_t bit = item.bit_offset + index * item.bits;
        one.bit_offset = static_cast<std::uint8_t>(bit % 8);
        run->load(one, from + bit / 8, &loaded);
    }
    return loaded;
}

}  // namespace structwire
