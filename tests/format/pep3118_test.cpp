// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// PEP 3118 as numpy and ctypes mean it: the texts of pep3118_table.hpp, which pep3118_tables.py writes and checks.
#include "format/pep3118_table.hpp"

#include <structwire/bytes.hpp>
#include <structwire/pack/format.hpp>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "support/catch.hpp"

namespace {

using structwire::errc;
using structwire::error;
using structwire::format;
using structwire::format_field;
using structwire::value;
using structwire::value_kind;
using structwire::testing::pep3118_case;
using structwire::testing::pep3118_field;

// Native sizes, alignments and order as where the table was written.
constexpr bool is_table_machine = std::endian::native == std::endian::little && sizeof(long) == 8 &&
                                  structwire::find_code('d').native_alignment == 8;

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

std::string text_of(std::string_view name, std::size_t depth, std::uint64_t offset, std::uint64_t size,
                    std::uint64_t count, char role) {
    std::string text(2 * depth, ' ');
    text.append(1, role).append(" ").append(name);
    return text + " at " + std::to_string(offset) + ", " + std::to_string(size) + " bytes, count " +
           std::to_string(count) + "\n";
}

// The fields that the table has, and pads with names, which are no fields of a format.
std::string fields_expected(const pep3118_case& expected) {
    std::string text;
    for (const pep3118_field& field : expected.fields) {
        if (field.role == 'x' || field.count == 0) continue;
        text += text_of(field.name, field.depth, field.offset, field.size, field.count, field.role);
    }
    return text;
}

std::string fields_found(const format& compiled) {
    std::string text;
    for (const format_field& field : compiled.fields()) {
        text += text_of(field.name, field.depth, field.offset, field.size, field.count, field.nested ? 'T' : 'v');
    }
    return text;
}

// Names and sizes of pads with names.
std::string pads_expected(const pep3118_case& expected) {
    std::string text;
    for (const pep3118_field& field : expected.fields) {
        if (field.role == 'x') text += std::string(field.name) + " " + std::to_string(field.size) + "\n";
    }
    return text;
}

std::string pads_found(const format& compiled) {
    std::string text;
    for (const structwire::format_item& item : compiled.items()) {
        if (item.kind != value_kind::pad || item.name_size == 0) continue;
        text += std::string(item.name(compiled.text())) + " " + std::to_string(item.size()) + "\n";
    }
    return text;
}

// What the text means, whoever says how large an item is.
void check_meaning(const pep3118_case& expected, const format& compiled) {
    CHECK(fields_found(compiled) == fields_expected(expected));
    CHECK(pads_found(compiled) == pads_expected(expected));
    const auto record = bytes_of(expected.record);
    const auto values = compiled.unpack_from(record);
    REQUIRE(values.has_value());
    CHECK(text_of(*values) == expected.values);
}

// A text that is not read, and why. Of short_buffer and extra_bytes the numbers: bytes in the text, bytes of an item.
struct refusal {
    std::string_view text;
    errc code;
    std::uint64_t position_or_wanted = 0;
    std::uint64_t letter_or_given = 0;
};

std::string text_of(const error& fault) {
    return std::string(structwire::name(fault.code)) + " at " + std::to_string(fault.position) + " '" + fault.letter + "'";
}

const refusal* find(std::span<const refusal> refusals, std::string_view text) {
    const auto found = std::ranges::find(refusals, text, &refusal::text);
    return found == refusals.end() ? nullptr : &*found;
}

}  // namespace
TEST_CASE("dis") {
    auto run = [](auto& table, bool known) {
        for (const pep3118_case& c : table) {
            INFO(c.text); INFO("faithful "<<c.faithful);
            auto f = format::compile_pep3118(c.text, c.computed?c.computed:c.itemsize);
            if (!f) { UNSCOPED_INFO(text_of(f.error()) << " " << f.error().wanted << " " << f.error().given << " itemsize " << c.itemsize << " computed " << c.computed); CHECK(false); continue; }
            check_meaning(c, *f);
        }
    };
    SECTION("e") { run(structwire::testing::numpy_exports, true); }
    SECTION("r") { run(structwire::testing::numpy_reads, true); }
    SECTION("c") { run(structwire::testing::ctypes_exports, true); }
    SECTION("u") { run(structwire::testing::ctypes_exports_unpadded, true); }
    SECTION("x") { for (auto t : structwire::testing::numpy_refuses) { auto f = format::compile_pep3118(t, 0); 
       printf("R %s -> ", std::string(t).c_str()); auto& e = f.error(); if (f) puts("0 bytes"); else printf("%s %lu %lu\n", text_of(e).c_str(), (unsigned long)e.wanted, (unsigned long)e.given); } }
}
