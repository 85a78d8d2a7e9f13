// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A second opinion on what bytes mean: bit by bit, slow, and with no line of the library's own decoding.
#ifndef STRUCTWIRE_FUZZ_NAIVE_HPP
#define STRUCTWIRE_FUZZ_NAIVE_HPP

#include <structwire/format.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

/// Reads one record of a layout. It takes the places of items from the layout and nothing else.
class naive_reader {
public:
    naive_reader(structwire::layout_view layout, structwire::byte_view bytes) : layout_(layout), bytes_(bytes) {}

    /// The flattened values, or nothing where the bytes are not exactly one record.
    std::optional<std::vector<structwire::value>> read() {
        std::uint64_t at = 0;
        if (!level(0, layout_.items.size(), layout_.size, at) || at != bytes_.size()) return std::nullopt;
        return values_;
    }

private:
    using item = structwire::format_item;
    using kind = structwire::value_kind;

    // The first bit is the highest one in big-endian order, the lowest one in little-endian order.
    std::uint64_t bits(std::uint64_t byte, std::uint64_t skipped, unsigned width, std::endian order) const {
        std::uint64_t number = 0;
        for (unsigned index = 0; index != width; ++index) {
            const std::uint64_t place = skipped + index;
            const auto octet = std::to_integer<unsigned>(bytes_[byte + place / 8]);
            const bool is_big = order == std::endian::big;
            const std::uint64_t bit = octet >> (is_big ? 7 - place % 8 : place % 8) & 1u;
            number |= bit << (is_big ? width - 1 - index : index);
        }
        return number;
    }

    bool has(std::uint64_t at, std::uint64_t size) const { return at <= bytes_.size() && size <= bytes_.size() - at; }

    static structwire::value signed_number(std::uint64_t number, unsigned width) {
        if (width < 64 && (number >> (width - 1) & 1) != 0) number -= std::uint64_t{1} << width;
        return static_cast<std::int64_t>(number);
    }

    // IEEE 754 from its parts, by arithmetic.
    static double floating(std::uint64_t number, int exponent_bits, int fraction_bits) {
        const int bias = (1 << (exponent_bits - 1)) - 1;
        const auto fraction = static_cast<double>(number & ((std::uint64_t{1} << fraction_bits) - 1));
        const int exponent = static_cast<int>(number >> fraction_bits & ((1u << exponent_bits) - 1));
        const double sign = (number >> (exponent_bits + fraction_bits) & 1) != 0 ? -1 : 1;
        if (exponent == (1 << exponent_bits) - 1) {
            return fraction != 0 ? std::numeric_limits<double>::quiet_NaN()
                                 : sign * std::numeric_limits<double>::infinity();
        }
        if (exponent == 0) return sign * std::ldexp(fraction, 1 - bias - fraction_bits);
        return sign * std::ldexp(fraction + std::ldexp(1.0, fraction_bits), exponent - bias - fraction_bits);
    }

    static double floating(std::uint64_t number, std::uint64_t bytes) {
        return bytes == 2 ? floating(number, 5, 10) : bytes == 4 ? floating(number, 8, 23) : floating(number, 11, 52);
    }

    void text(std::uint64_t at, std::uint64_t size) { values_.emplace_back(bytes_.subspan(at, size)); }

    // One value of an item of fixed size whose first bit is known.
    void one(const item& what, std::uint64_t at, std::uint64_t skipped) {
        const auto width = static_cast<unsigned>(what.bits != 0 ? what.bits : what.unit * 8);
        switch (what.kind) {
            case kind::unsigned_integer: values_.emplace_back(bits(at, skipped, width, what.order)); return;
            case kind::signed_integer:
                values_.push_back(signed_number(bits(at, skipped, width, what.order), width));
                return;
            case kind::boolean: values_.emplace_back(bytes_[at] != std::byte{0}); return;
            case kind::floating: values_.emplace_back(floating(bits(at, 0, width, what.order), what.unit)); return;
            case kind::brain_floating: values_.emplace_back(floating(bits(at, 0, 16, what.order), 8, 7)); return;
            case kind::complex: {
                const std::uint64_t half = what.unit / 2;
                const auto part = static_cast<unsigned>(half * 8);
                values_.emplace_back(structwire::complex<double>{floating(bits(at, 0, part, what.order), half),
                                                                 floating(bits(at + half, 0, part, what.order), half)});
                return;
            }
            case kind::pascal_bytes: {
                if (what.unit == 0) return text(at, 0);
                const auto length = std::to_integer<std::uint64_t>(bytes_[at]);
                return text(at + 1, length < what.unit ? length : what.unit - 1);
            }
            default: return text(at, what.unit);
        }
    }

    // LEB128 of at most 64 bits and no longer than it need be.
    bool varint(std::uint64_t& at, std::uint64_t& number) const {
        number = 0;
        for (unsigned group = 0; group != 10; ++group) {
            if (!has(at, 1)) return false;
            const auto octet = std::to_integer<std::uint64_t>(bytes_[at++]);
            if (group == 9 && octet > 1) return false;
            number |= (octet & 127) << (7 * group);
            if ((octet & 128) == 0) return octet != 0 || group == 0;
        }
        return false;
    }

    bool length(const item& what, std::uint64_t& at, std::uint64_t& number) const {
        if (what.length_bytes == 0) return varint(at, number);
        if (!has(at, what.length_bytes)) return false;
        const unsigned width = what.length_bytes * 8u;
        number = bits(at, 0, width, what.order);
        at += what.length_bytes;
        return !what.length_signed || (number >> (width - 1)) == 0;
    }

    bool variable(std::size_t index, std::uint64_t& at) {
        const item& what = layout_.items[index];
        std::uint64_t number = 0;
        switch (what.kind) {
            case kind::varint:
                if (!varint(at, number)) return false;
                values_.emplace_back(number);
                return true;
            case kind::zigzag:
                if (!varint(at, number)) return false;
                values_.emplace_back((number & 1) != 0 ? -1 - static_cast<std::int64_t>(number / 2)
                                                       : static_cast<std::int64_t>(number / 2));
                return true;
            case kind::terminated_bytes: {
                const std::uint64_t begin = at;
                for (;; ++at) {
                    if (!has(at, 1)) return false;
                    if (bytes_[at] == std::byte{0}) break;
                }
                text(begin, at++ - begin);
                return true;
            }
            case kind::counted_bytes:
                if (!length(what, at, number) || !has(at, number)) return false;
                text(at, number);
                at += number;
                return true;
            case kind::rest:
                text(at, bytes_.size() - at);
                at = bytes_.size();
                return true;
            default: return repeated(index, at);
        }
    }

    // A counted group, or structures of variable size.
    bool repeated(std::size_t index, std::uint64_t& at) {
        const item& what = layout_.items[index];
        const bool is_group = what.kind == kind::counted_group;
        std::uint64_t count = what.count;
        if (is_group) {
            if (!length(what, at, count)) return false;
            values_.emplace_back(count);
        }
        const std::uint64_t least = is_group ? what.element_bytes : what.unit;
        for (std::uint64_t done = 0; done != count; ++done) {
            if (!level(index + 1, index + 1 + what.members, least, at)) return false;
        }
        return true;
    }

    // The items of one level, of which a record takes at least `least` bytes. Moves `at` behind it.
    bool level(std::size_t first, std::size_t last, std::uint64_t least, std::uint64_t& at) {
        std::uint64_t base = at;
        std::uint64_t tail = least;
        for (std::size_t index = first; index < last; index += 1 + layout_.items[index].members) {
            const item& what = layout_.items[index];
            if (what.variable) {
                at = base + what.offset;
                tail -= what.offset + what.unit * what.count;
                if (!has(at, 0) || !variable(index, at)) return false;
                base = at;
            } else if (!fixed(index, base + what.offset)) {
                return false;
            }
        }
        at = base + tail;
        return has(at, 0);
    }

    bool fixed(std::size_t index, std::uint64_t start) {
        const item& what = layout_.items[index];
        if (!has(start, what.size())) return false;
        if (what.kind == kind::pad) return true;
        for (std::uint64_t done = 0; done != what.count; ++done) {
            const std::uint64_t bit = what.bit_offset + what.bits * done;
            std::uint64_t at = start + (what.bits != 0 ? bit / 8 : what.unit * done);
            if (what.kind == kind::structure) {
                if (!level(index + 1, index + 1 + what.members, what.unit, at)) return false;
            } else {
                one(what, at, what.bits != 0 ? bit % 8 : 0);
            }
        }
        return true;
    }

    structwire::layout_view layout_;
    structwire::byte_view bytes_;
    std::vector<structwire::value> values_;
};

#endif
