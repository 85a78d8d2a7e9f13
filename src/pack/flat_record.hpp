// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Records of fixed size as a flat list of steps: what makes a format that is compiled once fast.
#ifndef STRUCTWIRE_SRC_PACK_FLAT_RECORD_HPP
#define STRUCTWIRE_SRC_PACK_FLAT_RECORD_HPP

#include <structwire/endian.hpp>
#include <structwire/pack/format.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "fixed_record.hpp"

namespace structwire::detail {

// Single integers are moved in place; a call for each would take longer than the rest.
enum step_code : std::uint8_t {
    u8,
    i8,
    u16_big,
    i16_big,
    u32_big,
    i32_big,
    u64_big,
    i64_big,
    u16_little,
    i16_little,
    u32_little,
    i32_little,
    u64_little,
    i64_little,
    run,        // all values of an item
    structure,  // several elements
    zeros,      // `most` bytes
};

/// The steps for a record of `size` bytes. Single structures are dissolved in them; gaps become steps of their own.
std::vector<format_step> plan_steps(const record_plan& plan, std::uint64_t size);

// The rest is here because it is worth being inlined.

// All kinds of integers at once: the number is shifted up to be never negative, and then compared with the greatest.
inline bool fits(const format_step& step, const value& given) noexcept {
    const std::uint64_t number = given.low_bits();
    if (!given.is_integer() || number + step.bias > step.most) return false;
    const bool high = static_cast<std::int64_t>(number) < 0;
    return !high || (given.kind() == value::type::signed_integer) == (step.bias != 0);
}

template <std::endian Order, class Integer>
void put(std::byte* to, const value& given) noexcept {
    store<Order>(to, static_cast<Integer>(checked_bits(given)));
}

/// Whether all values can be packed; otherwise `bad` says which cannot.
inline bool check_steps(std::span<const format_step> steps, const record_plan& plan, const value* from,
                        bad_value& bad) noexcept {
    for (const format_step& step : steps) {
        if (step.code < run && fits(step, *from)) [[likely]] {
            ++from;
        } else if (step.code != zeros && !check_item(plan, step.item, step.offset, from, bad)) {
            return false;
        }
    }
    return true;
}

inline void store_steps(std::span<const format_step> steps, const record_plan& plan, std::byte* to,
                        const value* from) noexcept {
    constexpr auto big = std::endian::big;
    constexpr auto little = std::endian::little;
    for (const format_step& step : steps) {
        std::byte* const at = to + step.offset;
        switch (step.code) {
            case u8:
            case i8: put<big, std::uint8_t>(at, *from++); break;
            case u16_big:
            case i16_big: put<big, std::uint16_t>(at, *from++); break;
            case u32_big:
            case i32_big: put<big, std::uint32_t>(at, *from++); break;
            case u64_big:
            case i64_big: put<big, std::uint64_t>(at, *from++); break;
            case u16_little:
            case i16_little: put<little, std::uint16_t>(at, *from++); break;
            case u32_little:
            case i32_little: put<little, std::uint32_t>(at, *from++); break;
            case u64_little:
            case i64_little: put<little, std::uint64_t>(at, *from++); break;
            case zeros: std::memset(at, 0, static_cast<std::size_t>(step.most)); break;
            default: from = store_item(plan, step.item, at, from); break;
        }
    }
}

inline void load_steps(std::span<const format_step> steps, const record_plan& plan, const std::byte* from,
                       value* to) noexcept {
    constexpr auto big = std::endian::big;
    constexpr auto little = std::endian::little;
    for (const format_step& step : steps) {
        const std::byte* const at = from + step.offset;
        switch (step.code) {
            case u8: *to++ = load<big, std::uint8_t>(at); break;
            case i8: *to++ = load<big, std::int8_t>(at); break;
            case u16_big: *to++ = load<big, std::uint16_t>(at); break;
            case i16_big: *to++ = load<big, std::int16_t>(at); break;
            case u32_big: *to++ = load<big, std::uint32_t>(at); break;
            case i32_big: *to++ = load<big, std::int32_t>(at); break;
            case u64_big: *to++ = load<big, std::uint64_t>(at); break;
            case i64_big: *to++ = load<big, std::int64_t>(at); break;
            case u16_little: *to++ = load<little, std::uint16_t>(at); break;
            case i16_little: *to++ = load<little, std::int16_t>(at); break;
            case u32_little: *to++ = load<little, std::uint32_t>(at); break;
            case i32_little: *to++ = load<little, std::int32_t>(at); break;
            case u64_little: *to++ = load<little, std::uint64_t>(at); break;
            case i64_little: *to++ = load<little, std::int64_t>(at); break;
            case zeros: break;
            default: to = load_item(plan, step.item, at, to); break;
        }
    }
}

}  // namespace structwire::detail

#endif
