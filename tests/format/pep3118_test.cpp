// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// PEP 3118 as numpy and ctypes mean it: the texts of pep3118_table.hpp, which pep3118_tables.py writes and checks.
#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/pack/format.hpp>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "format/pep3118_table.hpp"
#include "support/catch.hpp"

namespace {

using structwire::errc;
using structwire::error;
using structwire::format;
using structwire::format_field;
using structwire::value;
using structwire::value_kind;
using structwire::testing::pep3118_case;

// Whether native sizes, alignments and order are those of the machine that the table was written on.
constexpr bool is_table_machine =
    std::endian::native == std::endian::little && sizeof(long) == 8 && structwire::find_code('d').native_alignment == 8;

std::vector<std::byte> bytes_of(std::string_view hexadecimal) {
    std::vector<std::byte> bytes(hexadecimal.size() / 2);
    for (std::size_t index = 0; index != bytes.size(); ++index) {
        const char* digits = hexadecimal.data() + 2 * index;
        unsigned char byte = 0;
        std::from_chars(digits, digits + 2, byte, 16);
        bytes[index] = std::byte{byte};
    }
    return bytes;
}

std::string hexadecimal_of(structwire::byte_view bytes) {
    std::string digits;
    for (const std::byte byte : bytes) {
        digits += "0123456789abcdef"[std::to_integer<unsigned>(byte) / 16];
        digits += "0123456789abcdef"[std::to_integer<unsigned>(byte) % 16];
    }
    return digits;
}

std::string hexadecimal_of(double number) {
    const auto bits = std::bit_cast<std::uint64_t>(number);
    std::string digits;
    for (int shift = 60; shift >= 0; shift -= 4) digits += "0123456789abcdef"[bits >> shift & 15];
    return digits;
}

// As the table writes values.
std::string text_of(const value& one) {
    switch (one.kind()) {
        case value::type::boolean: return one.truth() ? "?1" : "?0";
        case value::type::signed_integer: return "i" + std::to_string(one.as_int64().value());
        case value::type::unsigned_integer: return "u" + std::to_string(one.as_uint64().value());
        case value::type::floating: return "d" + hexadecimal_of(one.as_double().value());
        case value::type::complex: {
            const auto number = one.as_complex().value();
            return "z" + hexadecimal_of(number.real) + hexadecimal_of(number.imag);
        }
        default: return "s" + hexadecimal_of(one.as_bytes().value());
    }
}

std::string text_of(const std::vector<value>& values) {
    std::string text;
    for (const value& one : values) text += (text.empty() ? "" : " ") + text_of(one);
    return text;
}

// As the table writes fields.
std::string text_of(std::span<const format_field> fields, const format& compiled) {
    std::string text;
    auto next = fields.begin();
    for (std::size_t index = 0; index != compiled.items().size(); ++index) {
        const structwire::format_item& item = compiled.items()[index];
        if (next != fields.end() && next->item == index) {
            text.append(next->depth, '.').append(next->nested ? "T " : "v ").append(next->name);
            for (const std::uint64_t number : {next->offset, next->size, next->count}) {
                text += " " + std::to_string(number);
            }
            text += "\n";
            ++next;
        } else if (item.name_size != 0) {
            text.append("x ").append(item.name(compiled.text())).append(" ") += std::to_string(item.size()) + "\n";
        }
    }
    return text;
}

// The record may be longer than the text says, see padded_by_numpy.
void check_meaning(const pep3118_case& expected, const format& compiled) {
    CHECK(text_of(compiled.fields(), compiled) == expected.fields);
    const auto record = bytes_of(expected.record);
    const auto values = compiled.unpack_from(record);
    REQUIRE(values.has_value());
    CHECK(text_of(*values) == expected.values);
}

// A text and what becomes of it: "4 bytes", "bad_shape at 3", "extra_bytes: 5 of 8".
struct outcome {
    std::string_view text;
    std::string words;

    friend bool operator==(const outcome&, const outcome&) = default;
};

outcome outcome_of(std::string_view text, std::uint64_t itemsize) {
    const auto compiled = format::compile_pep3118(text, itemsize);
    if (compiled) return {text, std::to_string(itemsize) + " bytes"};
    const error& fault = compiled.error();
    const std::string name(structwire::name(fault.code));
    if (fault.code == errc::short_buffer || fault.code == errc::extra_bytes) {
        return {text, name + ": " + std::to_string(fault.wanted) + " of " + std::to_string(fault.given)};
    }
    CHECK(fault.letter == text[fault.position]);
    return {text, name + " at " + std::to_string(fault.position)};
}

using outcomes = std::vector<outcome>;

// Checks that texts mean what the table says, but for those in `refused`, which must all occur.
void check_texts(std::span<const pep3118_case> table, const outcomes& refused) {
    std::size_t refusals = 0;
    for (const pep3118_case& expected : table) {
        if (expected.native && !is_table_machine) continue;
        INFO("text: " << expected.text << ", itemsize: " << expected.itemsize);
        const auto compiled = format::compile_pep3118(expected.text, expected.itemsize);
        if (compiled) {
            if (expected.faithful) check_meaning(expected, *compiled);
        } else {
            const outcome found = outcome_of(expected.text, expected.itemsize);
            INFO("found: " << found.words);
            CHECK(std::ranges::count(refused, found) == 1);
            ++refusals;
        }
    }
    CHECK((refusals == refused.size() || !is_table_machine));
}

// Codes of numpy without a form here.
const outcomes unsupported_exports = {
    {"3w", "unsupported_code at 1"},
    {"T{b:a:=3w:b:}", "unsupported_code at 8"},
    {"T{b:a:xxx3w:b:}", "unsupported_code at 10"},
    {">2w", "unsupported_code at 2"},
    {"T{b:a:>2w:b:}", "unsupported_code at 8"},
    {"T{b:a:xxx>2w:b:}", "unsupported_code at 11"},
    {"O", "unsupported_code at 0"},
    {"T{b:a:xxxxxxxO:b:}", "unsupported_code at 13"},
    {"g", "unsupported_code at 0"},
    {"T{b:a:^g:b:}", "unsupported_code at 6"},
    {"T{b:a:xxxxxxxxxxxxxxxg:b:}", "unsupported_code at 21"},
    {"Zg", "unsupported_code at 0"},
    {"T{b:a:^Zg:b:}", "unsupported_code at 6"},
    {"T{b:a:xxxxxxxxxxxxxxxZg:b:}", "unsupported_code at 21"},
};
const outcomes unsupported = {
    {"g", "unsupported_code at 0"},  {"Zg", "unsupported_code at 0"},  {"w", "unsupported_code at 0"},
    {"2w", "unsupported_code at 1"}, {"<3w", "unsupported_code at 2"}, {"O", "unsupported_code at 0"},
    {"<O", "unsupported_code at 1"},
};

// `^`: native sizes without alignment. numpy writes it in front of `g` alone, pybind11 in front of every structure.
const outcomes unaligned = {
    {"^i", "unsupported_code at 0"},
    {"^bi", "unsupported_code at 0"},
    {"b^i", "unsupported_code at 1"},
    {"<h>h!h=h@h^h", "unsupported_code at 10"},
    {"^T{bi}b", "unsupported_code at 0"},
    {"^bT{bd}b", "unsupported_code at 0"},
    {"T{b^i}b", "unsupported_code at 3"},
    {"b^h@h", "unsupported_code at 1"},
    {"^T{3s:a:3s:b:}", "unsupported_code at 0"},
    {"^T{(3)4s:a:(2)i:b:(3)B:c:1x(4, 2)f:d:}", "unsupported_code at 0"},
    {"^T{q:e1:B:e2:}", "unsupported_code at 0"},
    {"^T{Zf:cflt:Zd:cdbl:}", "unsupported_code at 0"},
    {"^T{^T{?:bool_:3xI:uint_:f:float_:}:a:^T{?:bool_:I:uint_:f:float_:}:b:}", "unsupported_code at 0"},
    {"^T{8x^T{?:bool_:3xI:uint_:16x}:a:8x}", "unsupported_code at 0"},
    {"^T{?:bool_:I:uint_:f:float_:g:ldbl_:}", "unsupported_code at 0"},
    {"^g", "unsupported_code at 0"},
    {"^Zg", "unsupported_code at 0"},
};

// Behind a text without a structure numpy pads as if it were one; Python's struct does not, and nobody exports these.
const outcomes padded_by_numpy = {
    {"@ib", "extra_bytes: 5 of 8"},         {"db", "extra_bytes: 9 of 16"},
    {"@dbh", "extra_bytes: 12 of 16"},      {"i3x", "extra_bytes: 7 of 8"},
    {"d:a:b:b:", "extra_bytes: 9 of 16"},   {"ib", "extra_bytes: 5 of 8"},
    {"bT{ib}b", "extra_bytes: 13 of 16"},   {"(2,2)T{ib}b", "extra_bytes: 33 of 36"},
    {"<bT{@ib}b", "extra_bytes: 13 of 16"}, {"(2)T{b@d}b", "extra_bytes: 33 of 40"},
    {"<T{b@d}@b", "extra_bytes: 17 of 24"}, {"i:a.b:h:}{:", "extra_bytes: 6 of 8"},
    {"b(0)di", "extra_bytes: 12 of 16"},    {"b0T{i}b", "extra_bytes: 5 of 8"},
};

// numpy takes an empty name for none, reads counts of a shape with int(), and does not look for the end of a structure.
const outcomes lenient_numpy = {
    {"i::", "bad_name at 1"},  {"(+2)i", "bad_shape at 1"}, {"(1_0)b", "bad_shape at 2"},
    {"T{", "unbalanced at 0"}, {"T{i", "unbalanced at 0"},  {"T{i}}", "unbalanced at 4"},
    {"i}", "unbalanced at 1"}, {"i}b", "unbalanced at 1"},  {"}", "unbalanced at 0"},
};

// What numpy refuses and is read here: orders in front of a shape, several or in front of nothing, white space, and
// codes that numpy has no dtype for.
const outcomes read_here = {
    {">(2)3f", "24 bytes"}, {"<(2,3)f", "24 bytes"}, {"@(2)i", "8 bytes"},  {"@ i", "4 bytes"}, {"i i", "8 bytes"},
    {" i", "4 bytes"},      {"i ", "4 bytes"},       {"<>i", "4 bytes"},    {"@<i", "4 bytes"}, {"i<", "4 bytes"},
    {"T{i<}", "4 bytes"},   {"T{i }", "4 bytes"},    {"(2)<>f", "8 bytes"}, {"n", "8 bytes"},   {"@N", "8 bytes"},
    {"@P", "8 bytes"},      {"4p", "4 bytes"},       {"<F", "8 bytes"},     {"<D", "16 bytes"}, {"F", "8 bytes"},
};
const outcomes refused_by_both = {
    {"(2)0s", "0 bytes"},
    {"(2) i", "unknown_code at 3"},
    {"2 i", "unknown_code at 1"},
    {"i :a:", "bad_name at 2"},
    {"2<i", "unknown_code at 1"},
    {"2@T{i}", "unknown_code at 1"},
    {"<P", "unknown_code at 1"},
    {"<n", "unknown_code at 1"},
    {">g", "unsupported_code at 1"},
    {"<Zg", "unsupported_code at 1"},
    {"t", "unsupported_code at 0"},
    {"5t", "unsupported_code at 1"},
    {"u", "unsupported_code at 0"},
    {"<u", "unsupported_code at 1"},
    {"&i", "unsupported_code at 0"},
    {"&&i", "unsupported_code at 0"},
    {"&T{i}", "unsupported_code at 0"},
    {"X{}", "unsupported_code at 0"},
    {"X{i:i:}", "unsupported_code at 0"},
    {"|i", "unknown_code at 0"},
    {"z", "unknown_code at 0"},
    {"<z", "unknown_code at 1"},
    {"<Z", "unknown_code at 1"},
    {"Z", "unknown_code at 0"},
    {"Zq", "unknown_code at 0"},
    {"a", "unknown_code at 0"},
    {"'", "unknown_code at 0"},
    {"|V4", "unknown_code at 0"},
    {"i:", "bad_name at 1"},
    {"i:a", "bad_name at 1"},
    {"i:a:i:a:", "duplicate_name at 6"},
    {"x:a:x:a:", "duplicate_name at 6"},
    {"x:a:i:a:", "duplicate_name at 6"},
    {"()", "bad_shape at 1"},
    {"()i", "bad_shape at 1"},
    {"(2,)i", "bad_shape at 3"},
    {"(2i", "bad_shape at 2"},
    {"(2", "bad_shape at 0"},
    {"(-1)i", "bad_shape at 1"},
    {"(0x2)i", "bad_shape at 2"},
    {"(2)(3)i", "unknown_code at 3"},
    {"2(3)i", "unknown_code at 1"},
    {"2", "count_without_code at 0"},
    {"T", "unknown_code at 0"},
    {"{u5}", "off_byte_boundary at 0"},
    {"{i", "bad_bracket at 1"},
    {"{uv}", "variable_size at 0"},
    {"<{H:s}", "variable_size at 1"},
    {"T{i}3", "count_without_code at 4"},
    {"T{2}", "unknown_code at 3"},
    {"99999999999999999999s", "total_too_large at 0"},
};

// ctypes: codes without a form here, a name with a colon, and texts that do not describe the items: bit-fields are told
// as whole integers, unions as one byte, and of a derived structure only its own fields.
const outcomes refused_of_ctypes = {
    {"T{<i:c:d:}", "bad_name at 8"},
    {"T{<d:c:}", "extra_bytes: 8 of 16"},
    {"T{<i:a:<i:b:}", "short_buffer: 8 of 4"},
    {"T{<b:a:<b:b:x<h:c:}", "short_buffer: 5 of 4"},
    {"B", "extra_bytes: 1 of 8"},
    {"T{B:u:}", "extra_bytes: 1 of 4"},
    {"<g", "unsupported_code at 1"},
    {"T{<i:i:12x<g:p:}", "unsupported_code at 11"},
    {"<u", "unsupported_code at 1"},
    {"T{<i:i:<u:p:}", "unsupported_code at 8"},
    {"<z", "unknown_code at 1"},
    {"T{<i:i:4x<z:p:}", "unknown_code at 10"},
    {"<Z", "unknown_code at 1"},
    {"T{<i:i:4x<Z:p:}", "unknown_code at 10"},
    {"<P", "unknown_code at 1"},
    {"T{<i:i:4x<P:p:}", "unknown_code at 10"},
    {"&<i", "unsupported_code at 0"},
    {"T{<i:i:4x&<i:p:}", "unsupported_code at 9"},
    {"<O", "unsupported_code at 1"},
    {"T{<i:i:4x<O:p:}", "unsupported_code at 10"},
    {"X{}", "unsupported_code at 0"},
    {"T{<i:i:4xX{}:p:}", "unsupported_code at 9"},
    {"&T{<i:a:<i:b:}", "unsupported_code at 0"},
    {"T{<i:i:4x&T{<i:a:<i:b:}:p:}", "unsupported_code at 9"},
    {"T{<i:i:(4)<u:p:}", "unsupported_code at 11"},
};

// Before Python 3.12 also every structure with padding, and as one byte every packed one.
const outcomes refused_of_unpadded_ctypes = {
    {"T{<b:a:<i:b:}", "extra_bytes: 5 of 8"},
    {"T{<i:a:<b:b:}", "extra_bytes: 5 of 8"},
    {"B", "extra_bytes: 1 of 5"},
    {"B", "extra_bytes: 1 of 10"},
    {"T{<h:h:(3,2)<i:i:(4)<c:c:(2)<B:x:}", "extra_bytes: 32 of 36"},
    {"T{<d:d:T{<i:a:<b:b:}:s:(2)T{<i:a:<b:b:}:t:<b:c:}", "extra_bytes: 24 of 40"},
    {"T{>i:a:<b:b:}", "extra_bytes: 5 of 8"},
    {"T{<i:c:d:}", "bad_name at 8"},
    {"T{<d:c:}", "extra_bytes: 8 of 16"},
    {"T{<i:a:<i:b:}", "short_buffer: 8 of 4"},
    {"B", "extra_bytes: 1 of 8"},
    {"T{B:u:}", "extra_bytes: 1 of 4"},
    {"<g", "unsupported_code at 1"},
    {"T{<i:i:<g:p:}", "unsupported_code at 8"},
    {"<u", "unsupported_code at 1"},
    {"T{<i:i:<u:p:}", "unsupported_code at 8"},
    {"<z", "unknown_code at 1"},
    {"T{<i:i:<z:p:}", "unknown_code at 8"},
    {"<Z", "unknown_code at 1"},
    {"T{<i:i:<Z:p:}", "unknown_code at 8"},
    {"<P", "unknown_code at 1"},
    {"T{<i:i:<P:p:}", "unknown_code at 8"},
    {"&<i", "unsupported_code at 0"},
    {"T{<i:i:&<i:p:}", "unsupported_code at 7"},
    {"<O", "unsupported_code at 1"},
    {"T{<i:i:<O:p:}", "unsupported_code at 8"},
    {"X{}", "unsupported_code at 0"},
    {"T{<i:i:X{}:p:}", "unsupported_code at 7"},
    {"&T{<i:a:<i:b:}", "unsupported_code at 0"},
    {"T{<i:i:&T{<i:a:<i:b:}:p:}", "unsupported_code at 7"},
    {"T{<i:i:(4)<u:p:}", "unsupported_code at 11"},
};

}  // namespace

TEST_CASE("format::compile_pep3118: reads what numpy exports", "[format][pep3118][numpy]") {
    std::vector<pep3118_case> faithful;
    std::ranges::copy_if(structwire::testing::numpy_exports, std::back_inserter(faithful), &pep3118_case::faithful);
    check_texts(faithful, unsupported_exports);
}

// numpy leaves the padding at the end of nested structures out, or writes it behind their array: its own parser then
// reads another layout, and so does this one. The itemsize tells most of them, but not `T{(3)T{=i:x:b:y:}:s:9xH:z:}`.
TEST_CASE("format::compile_pep3118: reads as numpy does what numpy exports wrong", "[format][pep3118][numpy]") {
    for (const pep3118_case& wrong : structwire::testing::numpy_exports) {
        if (wrong.faithful || (wrong.native && !is_table_machine)) continue;
        INFO("text: " << wrong.text << ", itemsize: " << wrong.itemsize);
        const auto compiled = format::compile_pep3118(wrong.text, wrong.computed);
        if (!compiled && compiled.error().code == errc::unsupported_code) continue;
        REQUIRE(compiled.has_value());
        check_meaning(wrong, *compiled);
        if (wrong.itemsize == wrong.computed) continue;
        const auto fault = format::compile_pep3118(wrong.text, wrong.itemsize).error();
        CHECK(fault.code == (wrong.computed > wrong.itemsize ? errc::short_buffer : errc::extra_bytes));
        CHECK(fault.wanted == wrong.computed);
        CHECK(fault.given == wrong.itemsize);
    }
}

TEST_CASE("format::compile_pep3118: reads what numpy reads", "[format][pep3118][numpy]") {
    outcomes refused = unsupported;
    for (const outcomes& more : {unaligned, padded_by_numpy, lenient_numpy}) {
        refused.insert(refused.end(), more.begin(), more.end());
    }
    check_texts(structwire::testing::numpy_reads, refused);
}

TEST_CASE("format::compile_pep3118: does not pad at the end of the record", "[format][pep3118][numpy]") {
    for (const pep3118_case& padded : structwire::testing::numpy_reads) {
        const bool wanted = std::ranges::count(padded_by_numpy, padded.text, &outcome::text) != 0;
        if (!wanted || !is_table_machine) continue;
        INFO("text: " << padded.text);
        const auto described = format::compile_pep3118(padded.text, padded.itemsize).error().wanted;
        const auto compiled = format::compile_pep3118(padded.text, described);
        REQUIRE(compiled.has_value());
        check_meaning(padded, *compiled);
    }
}

TEST_CASE("format::compile_pep3118: texts that numpy refuses", "[format][pep3118][numpy][errors]") {
    if (!is_table_machine) return;
    std::size_t texts = 0;
    for (const std::string_view text : structwire::testing::numpy_refuses) {
        outcome found = outcome_of(text, 0);
        if (const auto fault = format::compile_pep3118(text, 0); !fault && fault.error().code == errc::short_buffer) {
            found = outcome_of(text, fault.error().wanted);
        }
        INFO("text: " << text << ", found: " << found.words);
        CHECK(std::ranges::count(read_here, found) + std::ranges::count(refused_by_both, found) == 1);
        ++texts;
    }
    CHECK(texts == read_here.size() + refused_by_both.size());
}

TEST_CASE("format::compile_pep3118: reads what ctypes exports", "[format][pep3118][ctypes]") {
    check_texts(structwire::testing::ctypes_exports, refused_of_ctypes);
}

TEST_CASE("format::compile_pep3118: reads what ctypes exported before Python 3.12", "[format][pep3118][ctypes]") {
    check_texts(structwire::testing::ctypes_exports_unpadded, refused_of_unpadded_ctypes);
}

// The sizes agree by chance: nothing in text and itemsize says that `a` and `b` share a byte.
TEST_CASE("format::compile_pep3118: bit-fields of ctypes may look like bytes", "[format][pep3118][ctypes]") {
    CHECK(outcome_of("T{<b:a:<b:b:<h:c:}", 4).words == "4 bytes");
}
