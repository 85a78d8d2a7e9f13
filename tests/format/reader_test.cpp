// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// The default grammar. Python's own is in reader_python_test.cpp.
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
using structwire::testing::fails;
using structwire::testing::item_of;
using structwire::testing::size_of;

}  // namespace

TEST_CASE("format_reader: an item says letter, count, unit, offset, order and position", "[format][reader]") {
    STRUCTWIRE_BOTH_TIMES([] {
        const format_item item = item_of(">H 3I", 1);
        return item.letter == 'I' && item.kind == structwire::value_kind::unsigned_integer && item.count == 3 &&
               item.counted && item.unit == 4 && item.offset == 2 && item.size() == 12 && item.values() == 3 &&
               item.order == std::endian::big && !item.native && item.position == 4 && item.name_size == 0;
    }());
    STRUCTWIRE_BOTH_TIMES(!item_of(">I", 0).counted && item_of(">1I", 0).counted);
    STRUCTWIRE_BOTH_TIMES(item_of(">8s", 0).values() == 1 && item_of(">0s", 0).values() == 1);
    STRUCTWIRE_BOTH_TIMES(item_of(">8p", 0).values() == 1 && item_of(">8x", 0).values() == 0);
    STRUCTWIRE_BOTH_TIMES(!item_of(">0I", 0).is_field() && !item_of(">x", 0).is_field() &&
                          item_of(">0p", 0).is_field());
}

TEST_CASE("format_reader: the order characters", "[format][reader][order]") {
    STRUCTWIRE_BOTH_TIMES(item_of("<I", 0).order == std::endian::little && !item_of("<I", 0).native);
    STRUCTWIRE_BOTH_TIMES(item_of(">I", 0).order == std::endian::big);
    STRUCTWIRE_BOTH_TIMES(item_of("!I", 0).order == std::endian::big && !item_of("!I", 0).native);
    STRUCTWIRE_BOTH_TIMES(item_of("=I", 0).order == std::endian::native && !item_of("=I", 0).native);
    STRUCTWIRE_BOTH_TIMES(item_of("@I", 0).order == std::endian::native && item_of("@I", 0).native);
}

TEST_CASE("format_reader: an order binds from where it stands", "[format][reader][order]") {
    STRUCTWIRE_BOTH_TIMES(item_of("<I>I", 0).order == std::endian::little &&
                          item_of("<I>I", 1).order == std::endian::big);
    STRUCTWIRE_BOTH_TIMES(item_of("B >H", 1).order == std::endian::big);
    STRUCTWIRE_BOTH_TIMES(item_of("><I", 0).order == std::endian::little);
    STRUCTWIRE_BOTH_TIMES(size_of(">I<") == 4);
    STRUCTWIRE_BOTH_TIMES(size_of("<B@h") == 4 && size_of("<B@B<h") == 4);
}

TEST_CASE("format_reader: bytes without order need none said", "[format][reader][order]") {
    STRUCTWIRE_BOTH_TIMES(size_of("3x c b B ? 4s 5p") == 16);
}

TEST_CASE("format_reader: an order must be said where bytes depend on it", "[format][reader][order][errors]") {
    STRUCTWIRE_BOTH_TIMES(fails("I", errc::missing_byte_order, 0, 'I'));
    STRUCTWIRE_BOTH_TIMES(fails("4sB 12h", errc::missing_byte_order, 6, 'h'));
    STRUCTWIRE_BOTH_TIMES([] {
        for (const char letter : std::string_view("hHiIlLqQnNefdP")) {
            if (!fails(std::string_view(&letter, 1), errc::missing_byte_order, 0, letter)) return false;
        }
        return true;
    }());
}

TEST_CASE("format_reader: white space stands between items", "[format][reader]") {
    STRUCTWIRE_BOTH_TIMES(size_of(" \t\n\r\f\v> \v\f\r\n\tI \t\n\r\f\vH ") == 6);
    STRUCTWIRE_BOTH_TIMES(fails("> 4 h", errc::unknown_code, 3, ' '));
    STRUCTWIRE_BOTH_TIMES(fails(">4\th", errc::unknown_code, 2, '\t'));
}

TEST_CASE("format_reader: names stand right behind an item", "[format][reader][names]") {
    STRUCTWIRE_BOTH_TIMES([] {
        constexpr std::string_view text = ">I:id: 4h:price levels:B";
        return item_of(text, 0).name(text) == "id" && item_of(text, 1).name(text) == "price levels" &&
               item_of(text, 1).name_begin == 10 && item_of(text, 2).name(text).empty();
    }());
    STRUCTWIRE_BOTH_TIMES(size_of(">x:pad:") == 1);
    STRUCTWIRE_BOTH_TIMES(size_of(">I:<>@:H:\":") == 6);
}

TEST_CASE("format_reader: refuses bad names", "[format][reader][names][errors]") {
    STRUCTWIRE_BOTH_TIMES(fails(">I::", errc::bad_name, 2, ':'));
    STRUCTWIRE_BOTH_TIMES(fails(">I:", errc::bad_name, 2, ':'));
    STRUCTWIRE_BOTH_TIMES(fails(">I:id", errc::bad_name, 2, ':'));
    STRUCTWIRE_BOTH_TIMES(fails(":id:I", errc::bad_name, 0, ':'));
    STRUCTWIRE_BOTH_TIMES(fails(">:id:I", errc::bad_name, 1, ':'));
    STRUCTWIRE_BOTH_TIMES(fails(">I :id:", errc::bad_name, 3, ':'));
    STRUCTWIRE_BOTH_TIMES(fails(">I:a::b:", errc::bad_name, 5, ':'));
    STRUCTWIRE_BOTH_TIMES(fails(">4:id:", errc::bad_name, 2, ':'));
}

TEST_CASE("format_reader: refuses unknown characters with their position", "[format][reader][errors]") {
    STRUCTWIRE_BOTH_TIMES(fails(">Ik", errc::unknown_code, 2, 'k'));
    STRUCTWIRE_BOTH_TIMES(fails(">I 12k", errc::unknown_code, 5, 'k'));
    STRUCTWIRE_BOTH_TIMES(fails("^I", errc::unsupported_code, 0, '^'));
    STRUCTWIRE_BOTH_TIMES(fails(">I|H", errc::unknown_code, 2, '|'));
    STRUCTWIRE_BOTH_TIMES(fails(">-1I", errc::unknown_code, 1, '-'));
    STRUCTWIRE_BOTH_TIMES(fails(">*I", errc::unknown_code, 1, '*'));
    STRUCTWIRE_BOTH_TIMES(fails(">4<h", errc::unknown_code, 2, '<'));
    STRUCTWIRE_BOTH_TIMES(fails(">I\x80", errc::unknown_code, 2, '\x80'));
    STRUCTWIRE_BOTH_TIMES(fails(">Z", errc::unknown_code, 1, 'Z'));
}

TEST_CASE("format_reader: n, N and P are unknown outside @", "[format][reader][errors]") {
    STRUCTWIRE_BOTH_TIMES(fails(">P", errc::unknown_code, 1, 'P'));
    STRUCTWIRE_BOTH_TIMES(fails("=n", errc::unknown_code, 1, 'n'));
    STRUCTWIRE_BOTH_TIMES(fails("<IN", errc::unknown_code, 2, 'N'));
    STRUCTWIRE_BOTH_TIMES(fails("@P<P", errc::unknown_code, 3, 'P'));
    STRUCTWIRE_BOTH_TIMES(size_of("@nNP") == 3 * sizeof(std::size_t));
}

TEST_CASE("format_reader: refuses the codes of PEP 3118 that it does not have by name", "[format][reader][errors]") {
    STRUCTWIRE_BOTH_TIMES(fails(">g", errc::unsupported_code, 1, 'g'));
    STRUCTWIRE_BOTH_TIMES([] {
        for (const char letter : std::string_view("gtuwO&X")) {
            const char text[] = {'>', 'I', letter};
            if (!fails(std::string_view(text, 3), errc::unsupported_code, 2, letter)) return false;
        }
        return true;
    }());
}

TEST_CASE("format_reader: refuses a count without a code", "[format][reader][errors]") {
    STRUCTWIRE_BOTH_TIMES(fails("4", errc::count_without_code, 0, '4'));
    STRUCTWIRE_BOTH_TIMES(fails(">h  123", errc::count_without_code, 4, '1'));
}

TEST_CASE("format_reader: refuses an embedded NUL wherever it stands", "[format][reader][errors]") {
    STRUCTWIRE_BOTH_TIMES(fails(std::string_view("\0", 1), errc::embedded_null, 0, '\0'));
    STRUCTWIRE_BOTH_TIMES(fails(std::string_view(">I\0", 3), errc::embedded_null, 2, '\0'));
    STRUCTWIRE_BOTH_TIMES(fails(std::string_view(">k:a\0:", 6), errc::embedded_null, 4, '\0'));
}

TEST_CASE("format_reader: alignment starts at the record and binds in @ only", "[format][reader][native]") {
    constexpr std::size_t aligned_long = structwire::find_code('l').native_alignment;
    STRUCTWIRE_BOTH_TIMES(size_of("@b0l") == aligned_long);
    STRUCTWIRE_BOTH_TIMES(size_of("@0l") == 0);
    STRUCTWIRE_BOTH_TIMES(size_of("=b0l") == 1);
    STRUCTWIRE_BOTH_TIMES(size_of("@lb") == sizeof(long) + 1);
    STRUCTWIRE_BOTH_TIMES(item_of("@bl", 1).offset == aligned_long);
    STRUCTWIRE_BOTH_TIMES(item_of("@be", 1).offset == 2);
    STRUCTWIRE_BOTH_TIMES(size_of("@b8sb") == 10);
}
