// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// Compiling formats at run time, and their limits. Packing and unpacking is in format_pack_test.cpp and
// format_unpack_test.cpp; python_struct_test.py compares with Python.
#include <structwire/pack/format.hpp>

#include <cstddef>
#include <string>
#include <string_view>

#include "support/catch.hpp"

namespace {

using structwire::errc;
using structwire::error;
using structwire::format;
using structwire::format_limits;
using structwire::grammar;

error fault_of(std::string_view text, grammar rules = grammar::structwire, const format_limits& limits = {}) {
    const auto compiled = format::compile(text, rules, limits);
    return compiled ? error{.code = errc{}} : compiled.error();
}

error expected_fault(errc code, std::uint32_t position, char letter) {
    return {.code = code, .during = structwire::operation::parse_format, .letter = letter, .position = position};
}

}  // namespace

TEST_CASE("format: says its text, size, values and items", "[format][compile]") {
    const auto compiled = format::compile(">I:id: 2x 4h 8s");
    REQUIRE(compiled.has_value());
    CHECK(compiled->text() == ">I:id: 2x 4h 8s");
    CHECK(compiled->size() == 22);
    CHECK(compiled->values() == 6);
    REQUIRE(compiled->items().size() == 4);
    CHECK(compiled->items()[0].name(compiled->text()) == "id");
    CHECK(compiled->items()[2].count == 4);
    CHECK(compiled->items()[3].offset == 14);
}

TEST_CASE("format: keeps its own copy of the text", "[format][compile]") {
    std::string text = ">I:id:";
    const auto compiled = format::compile(text);
    text.assign("xxxxxx");
    CHECK(compiled->text() == ">I:id:");
    const format copy = *compiled;
    CHECK(copy.text() == ">I:id:");
    CHECK(copy.text().data() != compiled->text().data());
}

TEST_CASE("format: counts are never expanded", "[format][compile]") {
    const auto compiled = format::compile("<4000000I");
    CHECK(compiled->items().size() == 1);
    CHECK(compiled->values() == 4000000);
    CHECK(compiled->size() == 16000000);
}

TEST_CASE("format: the default grammar demands an order and Python's does not", "[format][compile][errors]") {
    CHECK(fault_of("IH") == expected_fault(errc::missing_byte_order, 0, 'I'));
    CHECK(format::compile("IH", grammar::python).has_value());
    CHECK(fault_of(">I:id:", grammar::python) == expected_fault(errc::unknown_code, 2, ':'));
}

TEST_CASE("format: errors say character and position", "[format][compile][errors]") {
    CHECK(fault_of(">Ik") == expected_fault(errc::unknown_code, 2, 'k'));
    CHECK(fault_of(">I12") == expected_fault(errc::count_without_code, 2, '1'));
    CHECK(fault_of(">I:a:I:a:") == expected_fault(errc::duplicate_name, 7, 'a'));
    CHECK(fault_of(">I:") == expected_fault(errc::bad_name, 2, ':'));
    CHECK(fault_of(std::string_view(">\0", 2)) == expected_fault(errc::embedded_null, 1, '\0'));
    CHECK(fault_of(">99999999999999999999x").code == errc::total_too_large);
}

TEST_CASE("format: Python's grammar has sizes up to the largest signed size", "[format][compile][limits]") {
    CHECK(format::compile("9223372036854775807x", grammar::python)->size() == 9223372036854775807u);
    CHECK(fault_of("9223372036854775807xx", grammar::python).code == errc::total_too_large);
    CHECK(format::compile("<9223372036854775807s", grammar::python)->values() == 1);
}

TEST_CASE("format_limits: text at -1, exactly, +1", "[format][compile][limits]") {
    const format_limits limits{.max_text_bytes = 4};
    CHECK(format::compile(">BB", grammar::structwire, limits).has_value());
    CHECK(format::compile(">BBB", grammar::structwire, limits).has_value());
    const error fault = fault_of(">BBBB", grammar::structwire, limits);
    CHECK(fault.code == errc::text_too_long);
    CHECK(fault.wanted == 4);
    CHECK(fault.given == 5);
}

TEST_CASE("format_limits: items at -1, exactly, +1", "[format][compile][limits]") {
    const format_limits limits{.max_items = 3};
    CHECK(format::compile(">BB", grammar::structwire, limits).has_value());
    CHECK(format::compile(">B9Bx", grammar::structwire, limits).has_value());
    const error fault = fault_of(">BBxB", grammar::structwire, limits);
    CHECK(fault.code == errc::too_many_items);
    CHECK(fault.wanted == 3);
}

TEST_CASE("format_limits: nesting at -1, exactly, +1", "[format][compile][limits]") {
    const format_limits limits{.max_nesting = 2};
    CHECK(fault_of("T{B}", grammar::structwire, limits).code == errc{});
    CHECK(fault_of("T{{B:(B)}}", grammar::structwire, limits).code == errc{});
    const error fault = fault_of("B T{ {B:( T{B} )} }", grammar::structwire, limits);
    CHECK(fault.code == errc::nested_too_deep);
    CHECK(fault.position == 10);
    CHECK(fault.letter == 'T');
    CHECK(fault.wanted == 2);
    std::string tower;
    for (std::size_t depth = 0; depth != limits.max_nesting + 31; ++depth) tower += "T{";
    CHECK(fault_of(tower, grammar::structwire, {.max_nesting = 1000}).code == errc::nested_too_deep);
}

TEST_CASE("format_limits: bytes of a record bind when packing, not when compiling", "[format][pack][limits]") {
    const format_limits limits{.max_record_bytes = 4};
    CHECK(format::compile("3s", grammar::structwire, limits)->pack({"x"}).has_value());
    CHECK(format::compile("4s", grammar::structwire, limits)->pack({"x"}).has_value());
    const auto large = format::compile("5s", grammar::structwire, limits);
    REQUIRE(large.has_value());
    CHECK(large->size() == 5);
    const error fault = large->pack({"x"}).error();
    CHECK(fault.code == errc::total_too_large);
    CHECK(fault.during == structwire::operation::pack);
    CHECK(fault.wanted == 4);
}

TEST_CASE("format: keeps its limits", "[format][compile][limits]") {
    CHECK(format::compile("B", grammar::structwire, {.max_values = 7})->limits().max_values == 7);
}

TEST_CASE("format_limits: the defaults hold", "[format][compile][limits]") {
    const format_limits limits;
    CHECK(fault_of(std::string(limits.max_text_bytes, ' ')).code == errc{});
    CHECK(fault_of(std::string(limits.max_text_bytes + 1, ' ')).code == errc::text_too_long);
    CHECK(fault_of(std::string(limits.max_items, 'B')).code == errc{});
    CHECK(fault_of(std::string(limits.max_items + 1, 'B')).code == errc::too_many_items);
    CHECK(format::compile("999999999s")->pack({"x"}).error().code == errc::total_too_large);
    CHECK(format::compile("9223372036854775807x")->pack({}).error().code == errc::total_too_large);
}
