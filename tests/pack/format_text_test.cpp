// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/pack/format_text.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "pack/format_support.hpp"

namespace {

using namespace structwire::testing;
using structwire::errc;
using structwire::error;
using structwire::format;
using structwire::grammar;
using structwire::operation;

constexpr bool little = std::endian::native == std::endian::little;

// The canonical text, which compiles to an equal format and is its own canonical text.
std::string canonical(std::string_view text, grammar rules = grammar::structwire) {
    const auto original = format::compile(text, rules);
    REQUIRE(original.has_value());
    const std::string written = structwire::canonical_text(*original);
    INFO(text << " becomes " << written);
    const auto again = format::compile(written);
    REQUIRE(again.has_value());
    CHECK(*again == *original);
    CHECK(again->size() == original->size());
    CHECK(structwire::canonical_text(*again) == written);
    return written;
}

// Python's text, which has as many bytes and values.
std::string python(std::string_view text) {
    const format original = compiled(text);
    const auto written = structwire::python_text(original);
    INFO(text);
    REQUIRE(written.has_value());
    const auto again = format::compile(*written, grammar::python);
    REQUIRE(again.has_value());
    CHECK(again->size() == original.size());
    CHECK(again->values() == original.values());
    return *written;
}

std::string pep3118(std::string_view text) {
    const format original = compiled(text);
    const auto written = structwire::pep3118_text(original);
    INFO(text);
    REQUIRE(written.has_value());
    CHECK(format::compile_pep3118(*written, original.size()).has_value());
    return *written;
}

template <class Text>
error refused(Text function, std::string_view text) {
    const auto written = function(compiled(text));
    return written ? error{.code = errc{}} : written.error();
}

error no_form(std::uint32_t position, char letter) {
    return {.code = errc::unsupported_code, .letter = letter, .position = position};
}

}  // namespace

TEST_CASE("canonical_text: says orders where they change something", "[format][text]") {
    CHECK(canonical("! B {x8} I:id: 3H") == "Bx>I:id:3H");
    CHECK(canonical(">I<H>B") == ">I<HB");
    CHECK(canonical("@B 2x 4s") == "B2x4s");
    CHECK(canonical("><>I") == ">I");
    CHECK(canonical("") == "");
    CHECK(canonical("=H") == (little ? "<H" : ">H"));
    CHECK(canonical("IH", grammar::python) == (little ? "<IH" : ">IH"));
}

TEST_CASE("canonical_text: gaps, counts and shapes", "[format][text]") {
    CHECK(canonical("@B H") == (little ? "Bx<H" : "Bx>H"));
    CHECK(canonical("xx 3x B xx") == "5xB2x");
    CHECK(canonical(">1I 0H 4I (4)I") == ">I4I4I");
    CHECK(canonical(">(2)3I (1)H (2)8s 8s") == "(2,3)>I(1)H(2)8s8s");
    CHECK(canonical("<Zf Zd F") == "<FDF");
    CHECK(canonical("0s 0p s") == "0s0p1s");
}

TEST_CASE("canonical_text: native sizes that only @ has", "[format][text][native]") {
    if (sizeof(long) == 8) CHECK(canonical("@B l:a: B H") == "B7x@l:a:Bx" + std::string(little ? "<" : ">") + "H");
    CHECK(canonical("@P n N").starts_with("@P"));
    CHECK(canonical("@T{B P B}:t:B").starts_with("T{B"));
    CHECK(canonical("@{n:s}") == "@{n:s}");
}

TEST_CASE("canonical_text: structures and groups", "[format][text][nested]") {
    CHECK(canonical("@T{I:a: B:b:}:t: B") == (little ? "T{<I:a:B:b:3x}:t:B" : "T{>I:a:B:b:3x}:t:B"));
    CHECK(canonical(">2T{B T{H}} (2,2)T{}") == "2T{BT{>H}}(2,2)T{}");
    CHECK(canonical(">{H:(B I:id: x)}:g: I") == ">{H:(BI:id:x)}:g:I");
    CHECK(canonical("{B:(>H)}B") == "{B:(>H)}B");
    CHECK(canonical("{B:(>H)}>I") == "{B:(>H)}>I");
    CHECK(canonical("<H {B:(>H)} <I") == "<H{B:(>H)}I");
    CHECK(canonical(">T{{z}2x}3x{uv}x") == "T{{z}2x}3x{uv}x");
}

TEST_CASE("canonical_text: brackets", "[format][text][bits]") {
    CHECK(canonical(">{u04}{x4}{x8}{u4}{u4}") == ">{u4}{x4}x{u4}{u4}");
    CHECK(canonical(">{x3}{u5}{x16}{x2}3{i2}B") == ">{x3}{u5}2x{x2}3{i2}B");
    CHECK(canonical(">{u12}{x12}{u8}{x3}{x5}") == ">{u12}{x4}x{u8}x");
    CHECK(canonical("{u8}{i8}3{u8}") == "{u8}{i8}3{u8}");
    CHECK(canonical("<{bf16}{uv}{zz}{z}{u24:s}{i32:s}{i64:s}{uv:(B)}{*}") ==
          "<{bf16}{uv}{zz}{z}{u24:s}{i:s}{i64:s}{uv:(B)}{*}");
}

TEST_CASE("python_text: names go, structures and shapes become flat, gaps become x", "[format][text][python]") {
    CHECK(python(">I:id: 4h 8s") == ">I4h8s");
    CHECK(python(">B 2T{H:a: x 3s}:t: (2,3)d (2)3p") == ">BHx3sHx3s6d3p3p");
    CHECK(python("@B I") == "@B3xI");
    CHECK(python("@B T{I B}") == (little ? "<B3xIB3x" : ">B3xIB3x"));
    CHECK(python("4sB?") == "4sB?");
    CHECK(python("<0I B 9223372036854775800T{} 3T{x}") == "B3x");
    CHECK(python("<Zf D") == "<FD");
    CHECK(python("") == "");
}

TEST_CASE("python_text: native codes", "[format][text][python][native]") {
    CHECK(python("@l P n") == "@lPn");
    if (sizeof(long) == 8) CHECK(python("@T{l:a: L} P n") == (little ? "<qQQq" : ">qQQq"));
    if (little) CHECK(python("@I <H") == "<IH");
}

TEST_CASE("python_text: names the first item without a form", "[format][text][python][errors]") {
    CHECK(refused(structwire::python_text, ">I {u4}{u4}") == no_form(3, '{'));
    CHECK(refused(structwire::python_text, "B{z}>H<H") == no_form(1, '{'));
    CHECK(refused(structwire::python_text, ">H T{B <I}") == no_form(8, 'I'));
    CHECK(refused(structwire::python_text, "{B:(B)}") == no_form(0, '{'));
}

TEST_CASE("python_text: the length of the text, at -1, exactly, +1", "[format][text][python][limits][errors]") {
    const structwire::format_limits limits{.max_text_bytes = 6};
    CHECK(structwire::python_text(compiled("5T{B}", limits)) == std::string(5, 'B'));
    CHECK(structwire::python_text(compiled("6T{B}", limits)) == std::string(6, 'B'));
    CHECK(structwire::python_text(compiled("7T{B}", limits)).error() ==
          error{.code = errc::text_too_long, .wanted = 6});
    CHECK(structwire::python_text(compiled("9223372036854775807T{0s}")).error().code == errc::text_too_long);
}

TEST_CASE("pep3118_text: keeps names, structures and shapes, and has no @", "[format][text][pep3118]") {
    CHECK(pep3118(">I:id: 4h:x: 8s") == ">I:id:4h:x:8s");
    CHECK(pep3118("(2,3)<f:m: >H") == "(2,3)<f:m:>H");
    CHECK(pep3118("@T{d:a: b:b:}:t:") == (little ? "T{<d:a:b:b:7x}:t:" : "T{>d:a:b:b:7x}:t:"));
    CHECK(pep3118(">F D") == ">ZfZd");
    if (sizeof(long) == 8) CHECK(pep3118("@l P") == (little ? "<qQ" : ">qQ"));
}

TEST_CASE("pep3118_text: names the first item without a form", "[format][text][pep3118][errors]") {
    CHECK(refused(structwire::pep3118_text, ">H T{B {u4}{u4}}") == no_form(7, '{'));
    CHECK(refused(structwire::pep3118_text, "{z}") == no_form(0, '{'));
}

TEST_CASE("format::compile_pep3118: native where no order is said", "[format][compile][pep3118]") {
    const auto native = format::compile_pep3118("T{b:a:d:b:}", 2 * sizeof(double));
    REQUIRE(native.has_value());
    CHECK(native->text() == "@T{b:a:d:b:}");
    CHECK(format::compile_pep3118("T{<i:a:<h:b:}", 6)->text() == "T{<i:a:<h:b:}");
    CHECK(format::compile_pep3118("d:x:k", 8).error() ==
          error{.code = errc::unknown_code, .during = operation::parse_format, .letter = 'k', .position = 4});
}

TEST_CASE("format::compile_pep3118: the itemsize, at -1, exactly, +1", "[format][compile][pep3118][errors][limits]") {
    CHECK(format::compile_pep3118("T{<i:a:<h:b:}", 6).has_value());
    CHECK(format::compile_pep3118("T{<i:a:<h:b:}", 5).error() == error{.code = errc::short_buffer,
                                                                       .during = operation::parse_format,
                                                                       .item = 0,
                                                                       .position = 0,
                                                                       .offset = 5,
                                                                       .wanted = 6,
                                                                       .given = 5});
    CHECK(format::compile_pep3118("T{<i:a:<h:b:}", 8).error() ==
          error{.code = errc::extra_bytes, .during = operation::parse_format, .offset = 6, .wanted = 6, .given = 8});
    const error fault = format::compile_pep3118("<i{z}", 4).error();
    CHECK(fault.code == errc::variable_size);
    CHECK(fault.position == 2);
}
