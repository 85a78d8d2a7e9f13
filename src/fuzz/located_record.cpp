// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "located_record.hpp"

#include <structwire/pack/load_value.hpp>

#include <algorithm>
#include <bit>

namespace structwire::fuzz {

namespace {

constexpr std::size_t most_of_an_array = 256, most_values = 4096;

class record_walk {
public:
    record_walk(const layout_view& layout, byte_view bytes) : items_(layout.items), bytes_(bytes) {
        found_.values.reserve(items_.size() + 16);
        std::size_t at = 0;
        if (level(0, items_.size(), layout.size, at)) found_.end = at;
        found_.end = std::min(found_.end, bytes_.size());
        found_.is_cut_off = found_.values.size() >= most_values;
    }

    located_record take() && { return std::move(found_); }

private:
    [[nodiscard]] bool has(std::size_t at, std::uint64_t size) const {
        return at <= bytes_.size() && size <= bytes_.size() - at && found_.values.size() < most_values;
    }

    located_value& add(std::size_t item, std::size_t begin, std::size_t end) {
        found_.values.push_back({static_cast<std::uint32_t>(item), begin, end, 0, begin, end, {}, scope_});
        found_.end = std::max(found_.end, end);
        return found_.values.back();
    }

    // The items of one level, of which a record takes at least `least` bytes. Moves `at` behind it.
    bool level(std::size_t first, std::size_t last, std::uint64_t least, std::size_t& at) {
        const std::uint32_t outside = scope_;
        scope_ = static_cast<std::uint32_t>(found_.scopes.size());
        found_.scopes.push_back({outside, found_.values.size(), found_.values.size()});
        const bool all = items_of_level(first, last, least, at);
        found_.scopes[scope_].end = found_.values.size();
        scope_ = outside;
        return all;
    }

    bool items_of_level(std::size_t first, std::size_t last, std::uint64_t least, std::size_t& at) {
        std::size_t base = at;
        std::uint64_t tail = least;
        for (std::size_t index = first; index < last; index = next_sibling(items_, index)) {
            const format_item& item = items_[index];
            const std::size_t start =
                base + static_cast<std::size_t>(std::min<std::uint64_t>(item.offset, bytes_.size() + 1));
            if (!item.variable) {
                if (!fixed(index, start)) return false;
                continue;
            }
            at = start;
            tail -= item.offset + item.unit * item.count;
            if (!has(at, 0) || !variable(index, at)) return false;
            base = at;
        }
        at = base + static_cast<std::size_t>(std::min<std::uint64_t>(tail, bytes_.size() + 1));
        return has(at, 0);
    }

    bool fixed(std::size_t index, std::size_t start) {
        const format_item& item = items_[index];
        if (!has(start, 0)) return false;
        if (item.kind == value_kind::pad) {
            if (has(start, item.size())) add(index, start, start + static_cast<std::size_t>(item.size()));
            return has(start, item.size());
        }
        const bool is_structure = item.kind == value_kind::structure;
        if (is_structure && item.unit == 0) return true;  // as often as it may say: there is nothing in it
        for (std::uint64_t done = 0; done != item.count; ++done) {
            if (done == most_of_an_array && !is_structure) return has(start, item.size());
            const std::uint64_t bit = item.bit_offset + item.bits * done;
            std::size_t at = start + static_cast<std::size_t>(item.bits != 0 ? bit / 8 : item.unit * done);
            if (is_structure) {
                if (!level(index + 1, index + 1 + item.members, item.unit, at)) return false;
                continue;
            }
            const auto skipped = static_cast<unsigned>(item.bits != 0 ? bit % 8 : 0);
            const std::uint64_t size = item.bits != 0 ? (skipped + item.bits + 7u) / 8 : item.unit;
            if (!has(at, size)) return false;
            add(index, at, at + static_cast<std::size_t>(size)).skipped_bits = skipped;
        }
        return true;
    }

    bool variable(std::size_t index, std::size_t& at) {
        const format_item& item = items_[index];
        if (item.kind == value_kind::structure) {
            for (std::uint64_t done = 0; done != item.count; ++done) {
                if (!level(index + 1, index + 1 + item.members, item.unit, at)) return false;
            }
            return true;
        }
        const byte_view rest = bytes_.subspan(at);
        const auto read = load_variable(item, rest);
        if (!read) return damaged(index, at);
        const std::size_t size = static_cast<std::size_t>(read->bytes);
        located_value& value = add(index, at, at + size);
        if (item.kind == value_kind::counted_group) {
            const std::uint64_t count = read->content.low_bits();
            at += size;
            return elements(index, count, at);
        }
        const auto content = read->content.as_bytes();
        if (content) {
            value.content_begin = item.kind == value_kind::counted_bytes ? at + size - content->size() : at;
            value.content_end = value.content_begin + content->size();
        }
        at += size;
        return true;
    }

    // A length that says more than there is: what is there belongs to it.
    bool damaged(std::size_t index, std::size_t at) {
        const format_item& item = items_[index];
        const bool has_length = item.kind == value_kind::counted_bytes || item.kind == value_kind::counted_group;
        const bool is_open = item.kind == value_kind::terminated_bytes;
        const std::size_t front = has_length ? item.length_bytes : 0;
        if ((!has_length && !is_open) || (has_length && front == 0) || !has(at, front)) return false;
        located_value& value = add(index, at, bytes_.size());
        value.content_begin = at + front;
        value.content_end = bytes_.size();
        if (item.kind == value_kind::counted_group) {
            std::size_t from = at + front;
            elements(index, ~std::uint64_t{0}, from);
        }
        return false;
    }

    bool elements(std::size_t index, std::uint64_t count, std::size_t& at) {
        const format_item& item = items_[index];
        const std::size_t own = found_.values.size() - 1;
        found_.values[own].content_begin = at;
        std::vector<std::size_t> begins{at};
        bool all = true;
        for (std::uint64_t done = 0; done != count && all; ++done) {
            all = level(index + 1, index + 1 + item.members, item.element_bytes, at);
            if (all) begins.push_back(at);
        }
        located_value& group = found_.values[own];
        group.elements = std::move(begins);
        group.content_end = group.end = group.elements.back();
        return all;
    }

    std::span<const format_item> items_;
    byte_view bytes_;
    located_record found_;
    std::uint32_t scope_ = 0;
};

}  // namespace

located_record locate(const layout_view& layout, byte_view bytes) { return record_walk(layout, bytes).take(); }

std::uint64_t load_bits(byte_view bytes, std::size_t begin, unsigned skipped, unsigned width,
                        std::endian order) noexcept {
    std::uint64_t number = 0;
    for (unsigned index = 0; index != width; ++index) {
        const unsigned place = skipped + index;
        const auto octet = std::to_integer<unsigned>(bytes[begin + place / 8]);
        const bool is_big = order == std::endian::big;
        const std::uint64_t bit = octet >> (is_big ? 7 - place % 8 : place % 8) & 1u;
        number |= bit << (is_big ? width - 1 - index : index);
    }
    return number;
}

void store_bits(byte_span bytes, std::size_t begin, unsigned skipped, unsigned width, std::endian order,
                std::uint64_t number) noexcept {
    for (unsigned index = 0; index != width; ++index) {
        const unsigned place = skipped + index;
        const bool is_big = order == std::endian::big;
        const auto mask = static_cast<std::byte>(1u << (is_big ? 7 - place % 8 : place % 8));
        const bool bit = (number >> (is_big ? width - 1 - index : index) & 1u) != 0;
        std::byte& octet = bytes[begin + place / 8];
        octet = bit ? octet | mask : octet & ~mask;
    }
}

}  // namespace structwire::fuzz
