// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/format/code.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "support/both_times.hpp"

namespace {

using structwire::find_code;
using structwire::value_kind;

constexpr std::string_view python_codes = "xcbB?hHiIlLqQnNefdFDspP";

// Letters of codes with this size in `= < > !`, in the order of Python's documentation.
constexpr bool standard_sizes_are(std::string_view letters, std::size_t size) {
    for (const char letter : letters) {
        if (!find_code(letter).exists() || find_code(letter).standard_size != size) return false;
    }
    return true;
}

constexpr bool kinds_are(std::string_view letters, value_kind kind) {
    for (const char letter : letters) {
        if (find_code(letter).kind != kind) return false;
    }
    return true;
}

template <class Type>
struct behind_char {
    char before;
    Type member;
};

template <class Type>
bool is_native(char letter) {
    return find_code(letter).native_size == sizeof(Type) &&
           find_code(letter).native_alignment == sizeof(behind_char<Type>) - sizeof(Type);
}

}  // namespace

TEST_CASE("find_code: knows Python's characters and no other", "[format][code]") {
    STRUCTWIRE_BOTH_TIMES([] {
        for (int c = -128; c != 128; ++c) {
            const char letter = static_cast<char>(c);
            const bool known = letter != '\0' && python_codes.find(letter) != std::string_view::npos;
            if (find_code(letter).exists() != known) return false;
            if (known && find_code(letter).letter != letter) return false;
        }
        return true;
    }());
    STRUCTWIRE_BOTH_TIMES(std::size(structwire::format_codes) == python_codes.size());
}

TEST_CASE("format_codes: standard sizes are Python's", "[format][code]") {
    STRUCTWIRE_BOTH_TIMES(standard_sizes_are("xcbB?sp", 1));
    STRUCTWIRE_BOTH_TIMES(standard_sizes_are("hHe", 2));
    STRUCTWIRE_BOTH_TIMES(standard_sizes_are("iIlLf", 4));
    STRUCTWIRE_BOTH_TIMES(standard_sizes_are("qQd", 8));
}

TEST_CASE("format_codes: n, N and P exist in native mode only", "[format][code]") {
    STRUCTWIRE_BOTH_TIMES(standard_sizes_are("nNP", 0));
}

TEST_CASE("format_codes: every code says its kind of value", "[format][code]") {
    STRUCTWIRE_BOTH_TIMES(kinds_are("x", value_kind::pad) && kinds_are("c", value_kind::character));
    STRUCTWIRE_BOTH_TIMES(kinds_are("?", value_kind::boolean));
    STRUCTWIRE_BOTH_TIMES(kinds_are("bhilqn", value_kind::signed_integer));
    STRUCTWIRE_BOTH_TIMES(kinds_are("BHILQNP", value_kind::unsigned_integer));
    STRUCTWIRE_BOTH_TIMES(kinds_are("efd", value_kind::floating));
    STRUCTWIRE_BOTH_TIMES(kinds_are("s", value_kind::bytes) && kinds_are("p", value_kind::pascal_bytes));
}

TEST_CASE("format_codes: native size and alignment are the C type's as a member", "[format][code][native]") {
    CHECK(is_native<signed char>('b'));
    CHECK(is_native<bool>('?'));
    CHECK(is_native<short>('h'));
    CHECK(is_native<unsigned short>('H'));
    CHECK(is_native<int>('i'));
    CHECK(is_native<unsigned>('I'));
    CHECK(is_native<long>('l'));
    CHECK(is_native<unsigned long>('L'));
    CHECK(is_native<long long>('q'));
    CHECK(is_native<unsigned long long>('Q'));
    CHECK(is_native<std::ptrdiff_t>('n'));
    CHECK(is_native<std::size_t>('N'));
    CHECK(is_native<void*>('P'));
    CHECK(is_native<float>('f'));
    CHECK(is_native<double>('d'));
    CHECK(is_native<std::int16_t>('e'));
}

TEST_CASE("format_codes: s, p, x, c, b and B never align", "[format][code][native]") {
    STRUCTWIRE_BOTH_TIMES([] {
        for (const char letter : std::string_view("spxcbB")) {
            if (find_code(letter).native_alignment != 1 || find_code(letter).native_size != 1) return false;
        }
        return true;
    }());
}
