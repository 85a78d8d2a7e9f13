// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "cli/utf8.hpp"

#include <structwire/inspect/value_text.hpp>

#include <limits>
#include <string_view>

namespace structwire::cli {

namespace {

constexpr char32_t bad_character = 0xffffffff;

struct character {
    char32_t number = bad_character;
    std::size_t size = 1;
};

bool continues(std::byte byte) { return (std::to_integer<unsigned>(byte) & 0xc0) == 0x80; }

// The first of the characters, of which there is one.
character take_character(byte_view from) {
    const auto lead = std::to_integer<unsigned>(from[0]);
    if (lead < 0x80) return {.number = lead, .size = 1};
    const std::size_t size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || from.size() < size) return {};
    char32_t number = lead & (0x7fU >> size);
    for (std::size_t index = 1; index != size; ++index) {
        if (!continues(from[index])) return {};
        number = number << 6 | (std::to_integer<unsigned>(from[index]) & 0x3f);
    }
    const bool overlong = (size == 3 && number < 0x800) || (size == 4 && number < 0x10000);
    const bool surrogate = number >= 0xd800 && number <= 0xdfff;
    if (overlong || surrogate || number > 0x10ffff) return {};
    return {.number = number, .size = size};
}

bool is_blank(char32_t number) { return number == '\t' || number == '\n' || number == '\r'; }

// Controls, separators of lines, marks and overrides of direction.
bool is_control(char32_t number) {
    return number < ' ' || (number >= 0x7f && number < 0xa0) || number == 0x200e || number == 0x200f ||
           (number >= 0x2028 && number <= 0x202e) || (number >= 0x2066 && number <= 0x2069) || number == 0xfeff;
}

std::string escaped(byte_view one) {
    switch (std::to_integer<char>(one[0])) {
        case '\n': return "\\n";
        case '\r': return "\\r";
        case '\t': return "\\t";
        case '"': return "\\\"";
        case '\\': return "\\\\";
        default: break;
    }
    return std::string(as_text(one));
}

}  // namespace

text_kind text_kind_of(byte_view bytes) {
    text_kind kind = text_kind::printable;
    while (!bytes.empty()) {
        const character next = take_character(bytes);
        if (is_blank(next.number)) {
            kind = text_kind::lines;
        } else if (next.number == bad_character || is_control(next.number)) {
            return text_kind::none;
        }
        bytes = bytes.subspan(next.size);
    }
    return kind;
}

bool is_utf8(byte_view bytes) {
    while (!bytes.empty()) {
        const character next = take_character(bytes);
        if (next.number == bad_character) return false;
        bytes = bytes.subspan(next.size);
    }
    return true;
}

std::string without_controls(std::string_view text) {
    std::string out;
    for (byte_view rest = as_bytes(text); !rest.empty();) {
        const character next = take_character(rest);
        const byte_view one = rest.first(next.size);
        const bool shown = next.number != bad_character && !is_control(next.number);
        const std::string code = shown ? std::string(as_text(one)) : quoted(one);
        out += shown ? code : code.substr(1, code.size() - 2);
        rest = rest.subspan(next.size);
    }
    return out;
}

std::string quoted_utf8(byte_view text, std::size_t columns) {
    constexpr std::string_view cut_mark = "...";
    std::string out = "\"";
    std::size_t used = 2;           // both quotes
    std::size_t kept = out.size();  // as much of `out` as leaves room for the mark
    while (!text.empty()) {
        const character next = take_character(text);
        const std::string one = escaped(text.first(next.size));
        used += next.number < 0x80 ? one.size() : 1;
        if (used > columns) return out.erase(kept).append("\"").append(cut_mark);
        out += one;
        if (used + cut_mark.size() <= columns) kept = out.size();
        text = text.subspan(next.size);
    }
    return out += '"';
}

std::string json_utf8(byte_view text) {
    return quoted_utf8(text, std::numeric_limits<std::size_t>::max() - std::string_view("...").size());
}

}  // namespace structwire::cli
