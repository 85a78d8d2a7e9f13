// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// The {...} family: bits, brain floats, LEB128, text of variable size, counted groups.
#include <structwire/format/reader.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "format/reader_support.hpp"
#include "support/both_times.hpp"

namespace {

using structwire::errc;
using structwire::format_item;
using structwire::unlimited_size;
using structwire::value_kind;
using structwire::testing::fails;
using structwire::testing::item_of;
using structwire::testing::max_size_of;
using structwire::testing::size_of;

constexpr bool stands_at(const format_item& item, std::uint64_t offset, unsigned bit_offset, unsigned bits) {
    return item.offset == offset && item.bit_offset == bit_offset && item.bits == bits;
}

}  // namespace

TEST_CASE("format_reader: bits follow one another", "[format][reader][bits]") {
    STRUCTWIRE_BOTH_TIMES(
        stands_at(item_of(">{u4}{u8}{u20}H", 0), 0, 0, 4) && stands_at(item_of(">{u4}{u8}{u20}H", 1), 0, 4, 8) &&
        stands_at(item_of(">{u4}{u8}{u20}H", 2), 1, 4, 20) && item_of(">{u4}{u8}{u20}H", 3).offset == 4);
    STRUCTWIRE_BOTH_TIMES(item_of(">{u24}", 0).unit == 3 && item_of(">{u4}{u12}", 1).unit == 0);
    STRUCTWIRE_BOTH_TIMES(size_of(">{i1}{u63}") == 8 && size_of("<{u1}{u64}{u7}") == 9);
    STRUCTWIRE_BOTH_TIMES(item_of(">{i5}{x3}", 0).kind == value_kind::signed_integer);
    STRUCTWIRE_BOTH_TIMES(item_of(">{i5}{x3}", 1).kind == value_kind::pad && item_of(">{i5}{x3}", 1).values() == 0);
    STRUCTWIRE_BOTH_TIMES(item_of(">{u4}:a: {u4}:b:", 1).name(">{u4}:a: {u4}:b:") == "b");
    STRUCTWIRE_BOTH_TIMES(item_of(">{u5}{u4}{x7}", 1).size() == 2 && item_of(">{u5}{u3}", 1).size() == 1);
}

TEST_CASE("format_reader: bits are never aligned", "[format][reader][bits][native]") {
    STRUCTWIRE_BOTH_TIMES(item_of("@B{u32}", 1).offset == 1 && size_of("@B{u32}") == 5);
    STRUCTWIRE_BOTH_TIMES(size_of("@{u8}I") == 8 && size_of("@T{{u32}B}") == 5);
}

TEST_CASE("format_reader: counts repeat bits", "[format][reader][bits]") {
    STRUCTWIRE_BOTH_TIMES(size_of(">8{u1}") == 1 && item_of(">8{u1}", 0).values() == 8);
    STRUCTWIRE_BOTH_TIMES(size_of(">3{u24}") == 9 && size_of(">(2,4){u12}") == 12);
    STRUCTWIRE_BOTH_TIMES(size_of(">3{u5}{x1}") == 2 && stands_at(item_of(">3{u5}{x1}", 1), 1, 7, 1));
    STRUCTWIRE_BOTH_TIMES(size_of(">0{u5}") == 0 && !item_of(">0{u5}", 0).is_field());
    STRUCTWIRE_BOTH_TIMES(fails(">2{x4}", errc::count_not_allowed, 1, '2'));
}

TEST_CASE("format_reader: a bit run ends at a byte boundary", "[format][reader][bits][errors]") {
    STRUCTWIRE_BOTH_TIMES(fails(">{u4}H", errc::off_byte_boundary, 1, '{'));
    STRUCTWIRE_BOTH_TIMES(fails(">B {u7}", errc::off_byte_boundary, 3, '{'));
    STRUCTWIRE_BOTH_TIMES(fails(">{u8}{u4}{uv}", errc::off_byte_boundary, 5, '{'));
    STRUCTWIRE_BOTH_TIMES(fails(">T{{u4}}{u4}", errc::off_byte_boundary, 3, '{'));
    STRUCTWIRE_BOTH_TIMES(fails(">{u4}T{{u4}}", errc::off_byte_boundary, 1, '{'));
    STRUCTWIRE_BOTH_TIMES(fails(">{u4}x", errc::off_byte_boundary, 1, '{'));
    STRUCTWIRE_BOTH_TIMES(fails(">{B:({u4})}", errc::off_byte_boundary, 5, '{'));
    STRUCTWIRE_BOTH_TIMES(fails(">{u4}<{u4}", errc::off_byte_boundary, 1, '{'));
    STRUCTWIRE_BOTH_TIMES(size_of(">{u4}!{u4}") == 1);
}

TEST_CASE("format_reader: widths are from 1 to 64 bits", "[format][reader][bits][limits]") {
    STRUCTWIRE_BOTH_TIMES(size_of(">{u1}{x7}") == 1 && size_of(">{u64}") == 8 && size_of(">{u08}") == 1);
    STRUCTWIRE_BOTH_TIMES(fails(">{u0}", errc::bad_width, 2, 'u', 64) && fails(">{i65}", errc::bad_width, 2, 'i', 64));
    STRUCTWIRE_BOTH_TIMES(fails(">{x18446744073709551617}", errc::bad_width, 2, 'x', 64));
    STRUCTWIRE_BOTH_TIMES(fails(">{u12:s}", errc::bad_width, 2, 'u', 64));
}

TEST_CASE("format_reader: bits that an order would move need one", "[format][reader][bits][order][errors]") {
    STRUCTWIRE_BOTH_TIMES(size_of("{u8}{i8}{x8}{x24}") == 6);
    STRUCTWIRE_BOTH_TIMES(fails("{u4}{u4}", errc::missing_byte_order, 1, 'u'));
    STRUCTWIRE_BOTH_TIMES(fails("{u16}", errc::missing_byte_order, 1, 'u'));
    STRUCTWIRE_BOTH_TIMES(fails("{x4}", errc::missing_byte_order, 1, 'x'));
    STRUCTWIRE_BOTH_TIMES(fails("{bf16}", errc::missing_byte_order, 1, 'b'));
    STRUCTWIRE_BOTH_TIMES(fails("{H:s}", errc::missing_byte_order, 1, 'H'));
    STRUCTWIRE_BOTH_TIMES(fails("{u16:s}", errc::missing_byte_order, 1, 'u'));
    STRUCTWIRE_BOTH_TIMES(size_of("{B:s}{u8:s}{uv}{zz}{z}{*}") == 5);
}

TEST_CASE("format_reader: too many bits are refused, not wrapped", "[format][reader][bits][limits]") {
    STRUCTWIRE_BOTH_TIMES(size_of(">9223372036854775807{u8}") == 9223372036854775807u);
    STRUCTWIRE_BOTH_TIMES(fails(">9223372036854775807{u9}", errc::total_too_large, 20, '{'));
    STRUCTWIRE_BOTH_TIMES(fails(">9223372036854775807{u64}", errc::total_too_large, 20, '{'));
    STRUCTWIRE_BOTH_TIMES(fails(">9223372036854775807x8{u1}", errc::total_too_large, 22, '{'));
    STRUCTWIRE_BOTH_TIMES(size_of(">9223372036854775806x8{u1}") == 9223372036854775807u);
    STRUCTWIRE_BOTH_TIMES(fails(">9223372036854775806x9{u1}7{u1}", errc::total_too_large, 22, '{'));
}

TEST_CASE("format_reader: least and most bytes of variable items", "[format][reader][variable]") {
    STRUCTWIRE_BOTH_TIMES(size_of("{uv}") == 1 && max_size_of("{uv}") == 10 && max_size_of("{zz}") == 10);
    STRUCTWIRE_BOTH_TIMES(size_of("{z}") == 1 && max_size_of("{z}") == unlimited_size);
    STRUCTWIRE_BOTH_TIMES(size_of(">{H:s}") == 2 && max_size_of(">{H:s}") == 2 + 65535);
    STRUCTWIRE_BOTH_TIMES(max_size_of("{b:s}") == 1 + 127 && max_size_of(">{u24:s}") == 3 + 0xffffff);
    STRUCTWIRE_BOTH_TIMES(max_size_of(">{Q:s}") == unlimited_size && max_size_of("{uv:s}") == unlimited_size);
    STRUCTWIRE_BOTH_TIMES(size_of(">{B:(IH)}") == 1 && max_size_of(">{B:(IH)}") == 1 + 255 * 6);
    STRUCTWIRE_BOTH_TIMES(max_size_of(">{B:({B:s})}") == 1 + 255 * 256);
    STRUCTWIRE_BOTH_TIMES(size_of("{*}") == 0 && max_size_of("{*}") == unlimited_size);
    STRUCTWIRE_BOTH_TIMES(size_of(">H2T{{B:s}}I") == 8 && max_size_of(">H2T{{B:s}}I") == 6 + 2 * 256);
    STRUCTWIRE_BOTH_TIMES(max_size_of(">HI") == 6);
}

TEST_CASE("format_reader: offsets start anew behind a variable item", "[format][reader][variable]") {
    STRUCTWIRE_BOTH_TIMES(item_of(">H{H:s}BI", 1).offset == 2 && item_of(">H{H:s}BI", 2).offset == 0 &&
                          item_of(">H{H:s}BI", 3).offset == 1);
    STRUCTWIRE_BOTH_TIMES(item_of(">T{B{z}H}B", 3).offset == 0 && item_of(">T{B{z}H}B", 4).offset == 0);
}

TEST_CASE("format_reader: no structures of variable size are of size 0", "[format][reader][variable]") {
    STRUCTWIRE_BOTH_TIMES(!item_of("p0T{{uv}}p", 1).variable && item_of("p0T{{uv}}p", 3).offset == 1);
    STRUCTWIRE_BOTH_TIMES(max_size_of("p0T{{uv}}p") == 2 && size_of("@B0T{{z}}H") == 4);
}

TEST_CASE("format_reader: lengths and counts", "[format][reader][variable]") {
    STRUCTWIRE_BOTH_TIMES(item_of(">{H:s}", 0).length_bytes == 2 && !item_of(">{H:s}", 0).length_signed);
    STRUCTWIRE_BOTH_TIMES(item_of(">{i24:s}", 0).length_bytes == 3 && item_of(">{i24:s}", 0).length_signed);
    STRUCTWIRE_BOTH_TIMES(item_of("{uv:s}", 0).length_bytes == 0 && item_of("@{n:s}", 0).length_bytes == sizeof(void*));
    STRUCTWIRE_BOTH_TIMES([] {
        const format_item group = item_of(">{H:(I:a: T{HB}:b:)}:g: B", 0);
        return group.kind == value_kind::counted_group && group.members == 4 && group.element_bytes == 7 &&
               group.values() == 1 && group.variable;
    }());
    STRUCTWIRE_BOTH_TIMES(fails(">{n:s}", errc::bad_bracket, 2, 'n') && fails("@{P:s}", errc::bad_bracket, 2, 'P'));
}

TEST_CASE("format_reader: refuses codes that braces do not have", "[format][reader][brackets][errors]") {
    STRUCTWIRE_BOTH_TIMES(fails(">{}", errc::bad_bracket, 2, '}') && fails(">{q}", errc::bad_bracket, 2, 'q'));
    STRUCTWIRE_BOTH_TIMES(fails(">{u}", errc::bad_bracket, 2, 'u') && fails(">{u4 }", errc::bad_bracket, 4, ' '));
    STRUCTWIRE_BOTH_TIMES(fails(">{d:s}", errc::bad_bracket, 2, 'd') && fails(">{H:I}", errc::bad_bracket, 4, 'I'));
    STRUCTWIRE_BOTH_TIMES(fails(">{z:s}", errc::bad_bracket, 3, ':') && fails(">{x8:s}", errc::bad_bracket, 2, 'x'));
    STRUCTWIRE_BOTH_TIMES(fails(">{bf16", errc::unbalanced, 1, '{') && fails(">{H:s", errc::unbalanced, 1, '{'));
    STRUCTWIRE_BOTH_TIMES(fails(">{", errc::unbalanced, 1, '{') && fails(">{H:", errc::unbalanced, 1, '{'));
    STRUCTWIRE_BOTH_TIMES(fails(">{B:(I)", errc::unbalanced, 1, '{') && fails(">{B:(I", errc::unbalanced, 1, '{'));
    STRUCTWIRE_BOTH_TIMES(fails(">{B:(I}", errc::unbalanced, 6, '}') && fails(">{B:(I)x}", errc::unbalanced, 7, 'x'));
}

TEST_CASE("format_reader: refuses what cannot be decoded safely", "[format][reader][variable][errors]") {
    STRUCTWIRE_BOTH_TIMES(fails("2{z}", errc::count_not_allowed, 0, '2') &&
                          fails("(2){uv}", errc::count_not_allowed, 0, '('));
    STRUCTWIRE_BOTH_TIMES(fails("{B:(0s)}", errc::empty_element, 0, '{') &&
                          fails("{B:()}", errc::empty_element, 0, '{'));
    STRUCTWIRE_BOTH_TIMES(fails("{*}B", errc::rest_not_last, 3, 'B') &&
                          fails("{B:({*})}", errc::rest_not_last, 4, '{'));
    STRUCTWIRE_BOTH_TIMES(fails("T{{*}}", errc::rest_not_last, 2, '{') && size_of("{*}:rest: ") == 0);
    STRUCTWIRE_BOTH_TIMES(fails("@{z}I", errc::alignment_unknown, 4, 'I') && size_of("@{z}B") == 2);
    STRUCTWIRE_BOTH_TIMES(fails("@T{I{z}}", errc::alignment_unknown, 1, 'T') && size_of("@I{z}") == 5);
    STRUCTWIRE_BOTH_TIMES(size_of("@{z}T{<I}") == 5);
}
