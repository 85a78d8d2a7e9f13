// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// What the default grammar has from PEP 3118: structures, shapes, complex numbers.
#include <structwire/format/collect.hpp>
#include <structwire/format/reader.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "format/reader_support.hpp"
#include "support/both_times.hpp"

namespace {

using structwire::errc;
using structwire::format_item;
using structwire::value_kind;
using structwire::testing::fails;
using structwire::testing::item_of;
using structwire::testing::size_of;

struct nested {
    std::size_t levels;
    std::array<char, 3 * 40> characters{};

    constexpr explicit nested(std::size_t count) : levels(count) {
        for (std::size_t level = 0; level != levels; ++level) {
            characters[2 * level] = 'T';
            characters[2 * level + 1] = '{';
            characters[2 * levels + level] = '}';
        }
    }
    constexpr operator std::string_view() const { return {characters.data(), 3 * levels}; }
};

}  // namespace

TEST_CASE("format_reader: complex numbers have two spellings", "[format][reader][complex]") {
    STRUCTWIRE_BOTH_TIMES(size_of(">FD") == 24 && size_of(">ZfZd") == 24);
    STRUCTWIRE_BOTH_TIMES(item_of(">Zf", 0).letter == 'F' && item_of(">Zf", 0).kind == value_kind::complex);
    STRUCTWIRE_BOTH_TIMES(item_of(">2Zd", 0).unit == 16 && item_of(">2Zd", 0).values() == 2);
    STRUCTWIRE_BOTH_TIMES(size_of("@bF") == 4 + 8 && size_of("@bD") == 8 + 16);
    STRUCTWIRE_BOTH_TIMES(fails(">Z", errc::unknown_code, 1, 'Z') && fails(">Zx", errc::unknown_code, 1, 'Z'));
    STRUCTWIRE_BOTH_TIMES(fails("F", errc::missing_byte_order, 0, 'F') &&
                          fails("Zf", errc::missing_byte_order, 0, 'Z'));
    STRUCTWIRE_BOTH_TIMES(fails(">Zg", errc::unsupported_code, 1, 'Z') && fails("^i", errc::unsupported_code, 0, '^'));
}

TEST_CASE("format_reader: a structure has size, members and offsets of its own", "[format][reader][structure]") {
    STRUCTWIRE_BOTH_TIMES([] {
        const format_item outer = item_of(">B T{H:a: I:b:}:t: B", 1);
        const format_item inner = item_of(">B T{H:a: I:b:}:t: B", 3);
        const format_item behind = item_of(">B T{H:a: I:b:}:t: B", 4);
        return outer.kind == value_kind::structure && outer.offset == 1 && outer.unit == 6 && outer.members == 2 &&
               outer.values() == 2 && inner.letter == 'I' && inner.offset == 2 && behind.offset == 7;
    }());
    STRUCTWIRE_BOTH_TIMES(item_of(">B T{H:a: I:b:}:t: B", 1).name(">B T{H:a: I:b:}:t: B") == "t");
    STRUCTWIRE_BOTH_TIMES(size_of(">3T{HB}") == 9 && item_of(">3T{HB}", 0).values() == 6);
    STRUCTWIRE_BOTH_TIMES(size_of("T{}") == 0 && size_of("B T{T{B}T{}}") == 2);
    STRUCTWIRE_BOTH_TIMES(item_of(">T{B T{H I} B}", 0).members == 5 && item_of(">T{B T{H I} B}", 2).members == 2);
}

TEST_CASE("format_reader: in @ a structure is aligned and padded as in C", "[format][reader][structure][native]") {
    STRUCTWIRE_BOTH_TIMES(size_of("@T{d:a:b:b:}") == 16 && size_of("@db") == 9);
    STRUCTWIRE_BOTH_TIMES(size_of("@b T{i b} b") == 13 && item_of("@b T{i b} b", 1).offset == 4);
    STRUCTWIRE_BOTH_TIMES(size_of("@2T{ib}") == 16);
    STRUCTWIRE_BOTH_TIMES(size_of("@T{b T{q b}}") == 24);
    STRUCTWIRE_BOTH_TIMES(size_of("=T{ib}b") == 6);
}

TEST_CASE("format_reader: an order inside a structure stays in force behind it", "[format][reader][structure][order]") {
    STRUCTWIRE_BOTH_TIMES(item_of(">T{<H}H", 2).order == std::endian::little);
    STRUCTWIRE_BOTH_TIMES(size_of("@T{<i:a:}b") == 5 && size_of("@b T{i <b}") == 6);
    STRUCTWIRE_BOTH_TIMES(item_of(">{B:(<H)}H", 2).order == std::endian::big);
}

TEST_CASE("format_reader: shapes multiply", "[format][reader][shape]") {
    STRUCTWIRE_BOTH_TIMES(size_of(">(2,3)f") == 24 && item_of(">(2,3)f", 0).values() == 6 &&
                          item_of(">(2,3)f", 0).shape_dimensions == 2);
    STRUCTWIRE_BOTH_TIMES(size_of("(2,3)<f") == 24 && item_of("(2,3)<f", 0).order == std::endian::little);
    STRUCTWIRE_BOTH_TIMES(item_of(">(2)3f", 0).shape_dimensions == 2 && size_of(">(2)3f") == 24);
    STRUCTWIRE_BOTH_TIMES(size_of("(2)3s") == 6 && item_of("(2)3s", 0).values() == 2 && item_of("(2)3s", 0).unit == 3);
    STRUCTWIRE_BOTH_TIMES(item_of(">(1)I", 0).is_array() && !item_of(">1I", 0).is_array());
    STRUCTWIRE_BOTH_TIMES(size_of(">(2,2)T{HB}") == 12 && !item_of(">(2,0)I", 0).is_field());
}

TEST_CASE("format_reader: refuses bad shapes where they stop making sense", "[format][reader][shape][errors]") {
    STRUCTWIRE_BOTH_TIMES(fails(">()I", errc::bad_shape, 2, ')') && fails(">(2,)I", errc::bad_shape, 4, ')'));
    STRUCTWIRE_BOTH_TIMES(size_of(">( 2 , 3 )I") == 24 && fails(">(2;3)I", errc::bad_shape, 3, ';') &&
                          fails(">(-1)I", errc::bad_shape, 2, '-'));
    STRUCTWIRE_BOTH_TIMES(fails(">(2,3", errc::bad_shape, 1, '(') && fails(">(2", errc::bad_shape, 1, '('));
    STRUCTWIRE_BOTH_TIMES(fails(">(2,3)", errc::bad_shape, 1, '(') && fails("(2)>", errc::bad_shape, 0, '('));
    STRUCTWIRE_BOTH_TIMES(fails("(4294967296,4294967296)B", errc::total_too_large, 0, '('));
    STRUCTWIRE_BOTH_TIMES(fails(">(2) I", errc::unknown_code, 4, ' '));
}

TEST_CASE("format_reader: refuses brackets without their other half", "[format][reader][structure][errors]") {
    STRUCTWIRE_BOTH_TIMES(fails(">T{I", errc::unbalanced, 1, 'T') && fails(">I}", errc::unbalanced, 2, '}'));
    STRUCTWIRE_BOTH_TIMES(fails(">T{I)", errc::unbalanced, 4, ')') && fails(">I)", errc::unbalanced, 2, ')'));
    STRUCTWIRE_BOTH_TIMES(fails(">T", errc::unknown_code, 1, 'T') && fails(">T I", errc::unknown_code, 1, 'T'));
    STRUCTWIRE_BOTH_TIMES(fails(">2", errc::count_without_code, 1, '2'));
    STRUCTWIRE_BOTH_TIMES(fails(">T{2}", errc::unknown_code, 4, '}'));
}

TEST_CASE("format_reader: values are counted before any product can overflow", "[format][reader][limits]") {
    STRUCTWIRE_BOTH_TIMES(fails("9223372036854775807T{0s0s0s}", errc::total_too_large, 19, 'T'));
    STRUCTWIRE_BOTH_TIMES(size_of("9223372036854775807T{0s0s}") == 0);
    STRUCTWIRE_BOTH_TIMES(size_of("0s9223372036854775807?") == 9223372036854775807u);
    STRUCTWIRE_BOTH_TIMES(fails("9223372036854775807T{2B}", errc::total_too_large, 19, 'T'));
    STRUCTWIRE_BOTH_TIMES(size_of("9223372036854775807T{B}") == 9223372036854775807u);
    STRUCTWIRE_BOTH_TIMES(fails("9223372036854775807T{B}B", errc::total_too_large, 23, 'B'));
}

TEST_CASE("format_reader: nesting has a limit", "[format][reader][limits]") {
    constexpr std::size_t most = structwire::format_reader::max_nesting;
    STRUCTWIRE_BOTH_TIMES(size_of(nested(most - 1)) == 0);
    STRUCTWIRE_BOTH_TIMES(size_of(nested(most)) == 0);
    STRUCTWIRE_BOTH_TIMES(fails(nested(most + 1), errc::nested_too_deep, 2 * most, 'T', most));
}

TEST_CASE("collect_items: structures and groups come once and complete", "[format][collect]") {
    STRUCTWIRE_BOTH_TIMES([] {
        constexpr std::string_view text = ">T{H:a: 2T{B}:b:}:t: {B:(I)} x";
        std::array<format_item, 8> items{};
        structwire::format_reader reader(text);
        const std::size_t count = structwire::collect_items(reader, items);
        return count == 7 && structwire::count_items(text) == 7 && items[0].kind == value_kind::structure &&
               items[0].members == 3 && items[2].members == 1 && items[2].unit == 1 && items[2].count == 2 &&
               items[4].kind == value_kind::counted_group && items[4].members == 1 && items[4].element_bytes == 4 &&
               structwire::next_sibling(items, 0) == 4 && structwire::next_sibling(items, 4) == 6;
    }());
}
