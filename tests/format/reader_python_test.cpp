// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// Python's grammar to the letter: struct documentation, Lib/test/test_struct.py and Modules/_struct.c of CPython 3.13.
#include <structwire/format/reader.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

#include "support/both_times.hpp"

namespace {

using structwire::errc;
using structwire::format_item;
using structwire::format_reader;
using structwire::grammar;

constexpr std::uint64_t bad = ~std::uint64_t{0};

constexpr std::uint64_t size_of(std::string_view text) {
    format_reader reader(text, grammar::python);
    for (format_item item{}; reader.next(item);) {
    }
    return reader.failed() ? bad : reader.size();
}

constexpr bool fails(std::string_view text, errc code, std::size_t position) {
    format_reader reader(text, grammar::python);
    for (format_item item{}; reader.next(item);) {
    }
    return reader.failed() && reader.fault().code == code && reader.fault().position == position &&
           reader.fault().letter == text[position];
}

constexpr format_item first_item(std::string_view text) {
    format_reader reader(text, grammar::python);
    format_item item{};
    reader.next(item);
    return item;
}

}  // namespace

TEST_CASE("python grammar: native is the default and = < > ! are standard", "[format][reader][python]") {
    STRUCTWIRE_BOTH_TIMES(first_item("l").native && first_item("l").order == std::endian::native);
    STRUCTWIRE_BOTH_TIMES(size_of("l") == sizeof(long) && size_of("@l") == sizeof(long));
    STRUCTWIRE_BOTH_TIMES(size_of("=l") == 4 && size_of("<l") == 4 && size_of(">l") == 4 && size_of("!l") == 4);
    STRUCTWIRE_BOTH_TIMES(first_item("!H").order == std::endian::big && first_item("<H").order == std::endian::little);
}

TEST_CASE("python grammar: the empty format and a lone prefix have size 0", "[format][reader][python]") {
    STRUCTWIRE_BOTH_TIMES(size_of("") == 0);
    STRUCTWIRE_BOTH_TIMES(size_of("@") == 0 && size_of("=") == 0 && size_of("<") == 0 && size_of(">") == 0);
    STRUCTWIRE_BOTH_TIMES(size_of("!") == 0 && size_of(" \t ") == 0 && size_of("<  ") == 0);
}

TEST_CASE("python grammar: a prefix stands first and once", "[format][reader][python][errors]") {
    STRUCTWIRE_BOTH_TIMES(fails("<<h", errc::unknown_code, 1));
    STRUCTWIRE_BOTH_TIMES(fails("h<", errc::unknown_code, 1));
    STRUCTWIRE_BOTH_TIMES(fails("4<h", errc::unknown_code, 1));
    STRUCTWIRE_BOTH_TIMES(fails(" <h", errc::unknown_code, 1));
    STRUCTWIRE_BOTH_TIMES(fails("^h", errc::unknown_code, 0));
    STRUCTWIRE_BOTH_TIMES(fails("|h", errc::unknown_code, 0));
    STRUCTWIRE_BOTH_TIMES(fails("Z", errc::unknown_code, 0));
}

TEST_CASE("python grammar: names and PEP 3118 codes are bad characters", "[format][reader][python][errors]") {
    STRUCTWIRE_BOTH_TIMES(fails("<I:id:", errc::unknown_code, 2));
    STRUCTWIRE_BOTH_TIMES(fails("g", errc::unknown_code, 0));
    STRUCTWIRE_BOTH_TIMES(fails("T{h}", errc::unknown_code, 0));
    STRUCTWIRE_BOTH_TIMES(fails("(2)h", errc::unknown_code, 0));
    STRUCTWIRE_BOTH_TIMES(fails("{u8}", errc::unknown_code, 0) && fails("h:name:", errc::unknown_code, 1));
    STRUCTWIRE_BOTH_TIMES(fails("Z", errc::unknown_code, 0) && fails("<Zg", errc::unknown_code, 1));
}

TEST_CASE("python grammar: white space stands between items only", "[format][reader][python]") {
    STRUCTWIRE_BOTH_TIMES(size_of("< i\t\n\r\f\vH ") == 6);
    STRUCTWIRE_BOTH_TIMES(size_of(" h") == 2);
    STRUCTWIRE_BOTH_TIMES(fails("< 4 h", errc::unknown_code, 3));
    STRUCTWIRE_BOTH_TIMES(fails("<12\t345", errc::unknown_code, 3));
}

TEST_CASE("python grammar: a count is decimal digits in front of a code", "[format][reader][python]") {
    STRUCTWIRE_BOTH_TIMES(size_of("<00004h") == 8 && first_item("<00004h").count == 4);
    STRUCTWIRE_BOTH_TIMES(size_of("<0x") == 0);
    STRUCTWIRE_BOTH_TIMES(fails("<4", errc::count_without_code, 1));
    STRUCTWIRE_BOTH_TIMES(fails("<h4", errc::count_without_code, 2));
    STRUCTWIRE_BOTH_TIMES(fails("14 12", errc::unknown_code, 2));
    STRUCTWIRE_BOTH_TIMES(fails("<+4h", errc::unknown_code, 1) && fails("<*h", errc::unknown_code, 1));
}

TEST_CASE("python grammar: n, N and P exist in native mode only", "[format][reader][python]") {
    STRUCTWIRE_BOTH_TIMES(size_of("nNP") == 3 * sizeof(std::size_t));
    STRUCTWIRE_BOTH_TIMES(fails("=n", errc::unknown_code, 1) && fails("<N", errc::unknown_code, 1));
    STRUCTWIRE_BOTH_TIMES(fails(">P", errc::unknown_code, 1) && fails("!n", errc::unknown_code, 1));
}

TEST_CASE("python grammar: embedded NUL is refused before anything else", "[format][reader][python][errors]") {
    STRUCTWIRE_BOTH_TIMES(fails(std::string_view("\0", 1), errc::embedded_null, 0));
    STRUCTWIRE_BOTH_TIMES(fails(std::string_view("kkk\0", 4), errc::embedded_null, 3));
    STRUCTWIRE_BOTH_TIMES(fails(std::string_view("<4i\0", 4), errc::embedded_null, 3));
    STRUCTWIRE_BOTH_TIMES(fails("h\xe9", errc::unknown_code, 1));
}

TEST_CASE("python grammar: the largest total size is that of signed sizes", "[format][reader][python][limits]") {
    static_assert(std::numeric_limits<std::ptrdiff_t>::max() == 9223372036854775807);
    STRUCTWIRE_BOTH_TIMES(size_of("9223372036854775806x") == 9223372036854775806u);
    STRUCTWIRE_BOTH_TIMES(size_of("9223372036854775807x") == 9223372036854775807u);
    STRUCTWIRE_BOTH_TIMES(fails("9223372036854775808x", errc::total_too_large, 0));
    STRUCTWIRE_BOTH_TIMES(size_of("9223372036854775806xx") == 9223372036854775807u);
    STRUCTWIRE_BOTH_TIMES(fails("9223372036854775807xx", errc::total_too_large, 20));
    STRUCTWIRE_BOTH_TIMES(fails("<x99999999999999999999999999x", errc::total_too_large, 2));
    STRUCTWIRE_BOTH_TIMES(size_of("<9223372036854775807s") == 9223372036854775807u);
    STRUCTWIRE_BOTH_TIMES(size_of("<9223372036854775807p") == 9223372036854775807u);
    STRUCTWIRE_BOTH_TIMES(size_of("<9223372036854775807?") == 9223372036854775807u);
    STRUCTWIRE_BOTH_TIMES(fails("<9223372036854775807?s", errc::total_too_large, 21));
    STRUCTWIRE_BOTH_TIMES(fails("<9223372036854775807?p", errc::total_too_large, 21));
}

TEST_CASE("python grammar: products and alignment cannot overflow the size", "[format][reader][python][limits]") {
    STRUCTWIRE_BOTH_TIMES(size_of("<4611686018427387903h") == 9223372036854775806u);
    STRUCTWIRE_BOTH_TIMES(fails("<4611686018427387904h", errc::total_too_large, 20));
    STRUCTWIRE_BOTH_TIMES(size_of("<1152921504606846975q") == 9223372036854775800u);
    STRUCTWIRE_BOTH_TIMES(fails("<1152921504606846976q", errc::total_too_large, 20));
    STRUCTWIRE_BOTH_TIMES(fails("<2305843009213693951i1152921504606846975q", errc::total_too_large, 40));
    // A gap of one byte in front of the zero-count item.
    STRUCTWIRE_BOTH_TIMES(fails("@9223372036854775807x0h", errc::total_too_large, 22));
    STRUCTWIRE_BOTH_TIMES(size_of("@9223372036854775806x0h") == 9223372036854775806u);
}

TEST_CASE("python grammar: total_too_large says the limit", "[format][reader][python][limits]") {
    format_reader reader("<99999999999999999999x", grammar::python);
    format_item item{};
    CHECK_FALSE(reader.next(item));
    CHECK(reader.fault().wanted == 9223372036854775807u);
}

TEST_CASE("python grammar: zero-count items align and nothing pads the end", "[format][reader][python][native]") {
    constexpr std::uint64_t size = sizeof(long);
    constexpr std::uint64_t alignment = structwire::find_code('l').native_alignment;
    constexpr std::uint64_t two_longs_and_a_short = (2 * size + 2 + alignment - 1) / alignment * alignment;
    STRUCTWIRE_BOTH_TIMES(size_of("llh0l") == two_longs_and_a_short);
    STRUCTWIRE_BOTH_TIMES(size_of("<llh0l") == 10);
    STRUCTWIRE_BOTH_TIMES(size_of("llh") == 2 * size + 2);
    STRUCTWIRE_BOTH_TIMES(size_of("@b0l") == alignment && size_of("@0l") == 0);
    STRUCTWIRE_BOTH_TIMES(size_of("b0e") == 2 && size_of("bP") == 2 * sizeof(void*));
    STRUCTWIRE_BOTH_TIMES(size_of("bs") == 2 && size_of("bp") == 2 && size_of("bx") == 2 && size_of("b?") == 2);
}

TEST_CASE("python grammar: a run stays one item", "[format][reader][python]") {
    STRUCTWIRE_BOTH_TIMES(first_item("<4000000I").count == 4000000 && size_of("<4000000I") == 16000000);
}

TEST_CASE("format_reader: the longest text is one that positions can address", "[format][reader][limits]") {
    // Only the size of the text is looked at: it cannot be read, nor does it exist.
    const char text[] = "";
    const format_reader reader(std::string_view(text, format_reader::max_text_bytes + 1));
    CHECK(reader.failed());
    CHECK(reader.fault().code == errc::text_too_long);
    CHECK(reader.fault().wanted == format_reader::max_text_bytes);
    CHECK(reader.fault().given == format_reader::max_text_bytes + 1);
}
