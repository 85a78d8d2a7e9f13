// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/inspect/value_text.hpp>

#include <array>
#include <charconv>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>

namespace structwire {

namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

template <class Number, class... Base>
std::string shortest(Number number, Base... base) {
    std::array<char, 64> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, base...).ptr;
    return {buffer.data(), end};
}

// `e` and `{bf16}` have no type of their own here: nine digits of float would be more than they hold, but always name
// the same number.
std::string floating_text(const format_item& item, double number) {
    if (std::isnan(number)) return "nan";
    if (std::isinf(number)) return number < 0 ? "-inf" : "inf";
    const std::uint64_t size = item.kind == value_kind::complex ? item.unit / 2 : item.unit;
    return size == sizeof(double) ? shortest(number) : shortest(static_cast<float>(number));
}

std::string complex_text(const format_item& item, complex<double> number) {
    std::string imag = floating_text(item, number.imag);
    if (!imag.starts_with('-')) imag.insert(0, 1, '+');
    return '(' + floating_text(item, number.real) + imag + "j)";
}

std::string floating_json(const format_item& item, double number) {
    return std::isfinite(number) ? floating_text(item, number) : '"' + floating_text(item, number) + '"';
}

std::string integer_text(const value& number) {
    return number.is_negative() ? shortest(*number.as_int64()) : shortest(number.low_bits());
}

void append_escaped(std::string& out, unsigned byte) {
    switch (byte) {
        case '\0': out += "\\0"; return;
        case '\n': out += "\\n"; return;
        case '\r': out += "\\r"; return;
        case '\t': out += "\\t"; return;
        case '"': out += "\\\""; return;
        case '\\': out += "\\\\"; return;
        default: break;
    }
    if (byte >= ' ' && byte < 0x7f) {
        out += static_cast<char>(byte);
    } else {
        out += "\\x";
        out += hex_digits[byte >> 4];
        out += hex_digits[byte & 15];
    }
}

std::string json_string(byte_view bytes) {
    std::string out = "\"";
    for (const std::byte byte : bytes) {
        const auto number = std::to_integer<unsigned>(byte);
        if (number == '"' || number == '\\') out += '\\';
        if (number >= ' ' && number < 0x7f) {
            out += static_cast<char>(number);
        } else {
            out += "\\u00";
            out += hex_digits[number >> 4];
            out += hex_digits[number & 15];
        }
    }
    return out += '"';
}

}  // namespace

std::string quoted(byte_view bytes) {
    std::string out = "\"";
    for (std::size_t index = 0; index != bytes.size(); ++index) {
        append_escaped(out, std::to_integer<unsigned>(bytes[index]));
    }
    return out += '"';
}

std::string value_text(const format_item& item, const value& shown) {
    switch (shown.kind()) {
        case value::type::boolean: return shown.truth() ? "true" : "false";
        case value::type::floating: return floating_text(item, *shown.as_double());
        case value::type::complex: return complex_text(item, *shown.as_complex());
        case value::type::bytes: return quoted(*shown.as_bytes());
        case value::type::signed_integer:
        case value::type::unsigned_integer: break;
    }
    return item.letter == 'P' ? std::string("0x").append(shortest(shown.low_bits(), 16)) : integer_text(shown);
}

std::string value_json(const format_item& item, const value& shown) {
    switch (shown.kind()) {
        case value::type::bytes: return json_string(*shown.as_bytes());
        case value::type::floating: return floating_json(item, *shown.as_double());
        case value::type::complex:
            return '[' + floating_json(item, shown.as_complex()->real) + ", " +
                   floating_json(item, shown.as_complex()->imag) + ']';
        case value::type::boolean: return shown.truth() ? "true" : "false";
        case value::type::signed_integer:
        case value::type::unsigned_integer: break;
    }
    return integer_text(shown);
}

}  // namespace structwire
