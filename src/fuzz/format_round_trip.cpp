// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/fuzz/oracles/round_trip.hpp>
#include <structwire/pack/load_value.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "located_record.hpp"

namespace structwire::fuzz {

namespace {

/// Which bits of a record its values depend on. The record is a good one.
class significant_bits {
public:
    significant_bits(layout_view layout, byte_view record) : record_(record), marks_(record.size()) {
        for (const located_value& found : locate(layout, record).values) mark(layout.items[found.item], found);
    }

    /// The bits of `byte` that matter at that place.
    [[nodiscard]] std::byte at(std::size_t place, std::byte byte) const { return byte & marks_[place]; }

private:
    void mark(std::size_t begin, std::size_t end) {
        for (; begin < end; ++begin) marks_[begin] = std::byte{0xff};
    }

    // Of a NaN no bit is kept for sure, and that it is one shows in the value.
    void mark_number(double number, std::size_t begin, std::size_t end) {
        if (!std::isnan(number)) mark(begin, end);
    }

    void mark_pascal(const located_value& found) {
        if (found.begin == found.end) return;
        const auto length = std::to_integer<std::size_t>(record_[found.begin]);
        const std::size_t room = found.end - found.begin - 1;
        if (length <= room) mark(found.begin, found.begin + 1);
        mark(found.begin + 1, found.begin + 1 + std::min(length, room));
    }

    void mark(const format_item& item, const located_value& found) {
        const std::byte* const from = record_.data() + found.begin;
        switch (item.kind) {
            case value_kind::pad: return;
            case value_kind::boolean:
                if (std::to_integer<unsigned>(*from) <= 1) mark(found.begin, found.end);
                return;
            case value_kind::floating:
            case value_kind::brain_floating:
                return mark_number(load_value(item, from).as_double().value_or(0), found.begin, found.end);
            case value_kind::complex: {
                const auto parts = load_value(item, from).as_complex().value_or(complex<double>{});
                const std::size_t middle = found.begin + (found.end - found.begin) / 2;
                mark_number(parts.real, found.begin, middle);
                return mark_number(parts.imag, middle, found.end);
            }
            case value_kind::pascal_bytes: return mark_pascal(found);
            case value_kind::counted_group: return mark(found.begin, found.content_begin);
            default: break;
        }
        if (item.bits == 0) return mark(found.begin, found.end);
        store_bits(marks_, found.begin, found.skipped_bits, item.bits, item.order, ~std::uint64_t{0});
    }

    byte_view record_;
    std::vector<std::byte> marks_;
};

bool is_same(double left, double right) { return left == right || (std::isnan(left) && std::isnan(right)); }

bool is_same(const value& left, const value& right) {
    if (left == right) return true;
    const auto one = left.as_complex();
    const auto other = right.as_complex();
    return left.kind() == right.kind() && one && other && is_same(one->real, other->real) &&
           is_same(one->imag, other->imag);
}

std::string described(const error& failure) { return std::string(describe(failure).view()); }

// What differs between the values of a record and those that came back.
std::optional<finding> compare_values(const std::vector<value>& first, const std::vector<value>& second) {
    const auto parting =
        std::ranges::mismatch(first, second, [](const auto& one, const auto& other) { return is_same(one, other); });
    if (parting.in1 == first.end() && parting.in2 == second.end()) return std::nullopt;
    return finding{
        "values that were packed and unpacked are the same values",
        "value " + std::to_string(parting.in1 - first.begin()) + " of " + std::to_string(first.size()) + " differs"};
}

}  // namespace

namespace detail {

format compiled(format_text what) {
    auto made = format::compile(what.view());
    if (made) return std::move(*made);
    std::fprintf(stderr, "structwire: this format cannot be used: %s\n", describe(made.error()).c_str());
    std::abort();
}

std::optional<finding> compare_records(const format& what, byte_view record, byte_view packed) {
    if (std::ranges::equal(record, packed)) return std::nullopt;
    if (record.size() != packed.size()) return not_canonical(record, packed);
    const significant_bits significant(what.layout(), record);
    for (std::size_t place = 0; place != record.size(); ++place) {
        if (significant.at(place, record[place]) != significant.at(place, packed[place])) {
            return not_canonical_at(record, packed, place);
        }
    }
    return std::nullopt;
}

outcome run_format(const format& what, byte_view bytes) {
    const auto values = what.unpack(bytes);
    if (!values) return {{}, verdict::refused};
    const auto packed = what.pack(*values);
    if (!packed) return {finding{"what was unpacked can be packed", described(packed.error())}, verdict::accepted};
    const auto again = what.unpack(*packed);
    if (!again) return {finding{"what was packed can be unpacked", described(again.error())}, verdict::accepted};
    auto found = compare_values(*values, *again);
    if (!found) found = compare_records(what, bytes, *packed);
    return {std::move(found), verdict::accepted};
}

}  // namespace detail

std::optional<finding> check_round_trip(const format& what, byte_view bytes) {
    const exact_copy input(bytes);
    return detail::run_format(what, input.bytes()).found;
}

std::optional<finding> check_round_trip(format_text what, byte_view bytes) {
    return check_round_trip(detail::compiled(what), bytes);
}

}  // namespace structwire::fuzz
