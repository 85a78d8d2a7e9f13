// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "cli/parse_value.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>
#include <limits>
#include <optional>
#include <system_error>

#include "cli/command.hpp"

namespace structwire::cli {

namespace {

template <class Number, class... How>
std::optional<Number> whole(std::string_view word, How... how) {
    Number number{};
    const auto [end, fault] = std::from_chars(word.data(), word.data() + word.size(), number, how...);
    if (fault != std::errc{} || end != word.data() + word.size()) return std::nullopt;
    return number;
}

std::optional<value> parse_integer(std::string_view word) {
    const bool negative = word.starts_with('-');
    if (negative || word.starts_with('+')) word.remove_prefix(1);
    int base = 10;
    if (word.size() > 2 && word[0] == '0') {
        const char marker = static_cast<char>(word[1] | 0x20);
        base = marker == 'x' ? 16 : marker == 'o' ? 8 : marker == 'b' ? 2 : 10;
        if (base != 10) word.remove_prefix(2);
    }
    const auto magnitude = whole<std::uint64_t>(word, base);
    if (!magnitude) return std::nullopt;
    if (!negative) return value(*magnitude);
    constexpr std::uint64_t most = std::uint64_t{1} << 63;
    if (*magnitude > most) return std::nullopt;
    return value(static_cast<std::int64_t>(std::uint64_t{0} - *magnitude));
}

std::optional<double> parse_number(std::string_view word) {
    if (word.starts_with('+')) word.remove_prefix(1);
    if (const auto number = whole<double>(word)) return number;
    const auto integer = parse_integer(word);
    return integer ? integer->as_double() : std::nullopt;
}

// As Python writes it: `1-0.5j`, also in parentheses, `2j`, `1`.
std::optional<value> parse_complex(std::string_view word) {
    if (word.starts_with('(') && word.ends_with(')')) word = word.substr(1, word.size() - 2);
    if (!word.ends_with('j')) {
        const auto number = parse_number(word);
        return number ? std::optional(value(*number)) : std::nullopt;
    }
    word.remove_suffix(1);
    // The sign between the parts is the last one that is no exponent's.
    auto split = word.find_last_of("+-");
    while (split != std::string_view::npos && split != 0 && (word[split - 1] == 'e' || word[split - 1] == 'E')) {
        split = word.find_last_of("+-", split - 1);
    }
    const bool two = split != std::string_view::npos && split != 0;
    const auto real = two ? parse_number(word.substr(0, split)) : 0.0;
    const auto imag = parse_number(two ? word.substr(split) : word);
    if (!real || !imag) return std::nullopt;
    return value(complex<double>{*real, *imag});
}

bool takes_text(value_kind kind) {
    switch (kind) {
        case value_kind::character:
        case value_kind::bytes:
        case value_kind::pascal_bytes:
        case value_kind::terminated_bytes:
        case value_kind::counted_bytes:
        case value_kind::rest: return true;
        default: return false;
    }
}

std::optional<std::string> unescaped(std::string_view word) {
    std::string out;
    for (std::size_t at = 0; at < word.size(); ++at) {
        if (word[at] != '\\') {
            out += word[at];
            continue;
        }
        if (++at == word.size()) return std::nullopt;
        constexpr std::string_view letters = "0nrt\\\"";
        constexpr std::string_view meanings("\0\n\r\t\\\"", 6);
        if (const auto known = letters.find(word[at]); known != std::string_view::npos) {
            out += meanings[known];
        } else if (word[at] == 'x') {
            const auto byte = whole<unsigned char>(word.substr(at + 1, 2), 16);
            if (!byte || at + 2 >= word.size()) return std::nullopt;
            out += static_cast<char>(*byte);
            at += 2;
        } else {
            return std::nullopt;
        }
    }
    return out;
}

std::optional<value> parse(const format_item& item, std::string_view word, std::deque<std::string>& storage) {
    if (takes_text(item.kind)) {
        auto text = unescaped(word);
        if (!text) return std::nullopt;
        return value(std::string_view(storage.emplace_back(*std::move(text))));
    }
    switch (item.kind) {
        case value_kind::boolean:
            if (word == "true" || word == "false") return value(word == "true");
            return parse_integer(word);
        case value_kind::floating:
        case value_kind::brain_floating:
            if (const auto number = whole<double>(word)) return value(*number);
            return parse_integer(word);
        case value_kind::complex: return parse_complex(word);
        default: return parse_integer(word);
    }
}

std::string_view wanted_by(value_kind kind) {
    if (takes_text(kind)) return "text with whole escapes";
    switch (kind) {
        case value_kind::floating:
        case value_kind::brain_floating: return "a number";
        case value_kind::complex: return "a complex number like 1-0.5j";
        case value_kind::boolean: return "true, false or an integer";
        default: return "an integer of at most 64 bits";
    }
}

}  // namespace

value parse_value(const format_item& item, std::string_view code, std::string_view word,
                  std::deque<std::string>& storage) {
    if (const auto parsed = parse(item, word, storage)) return *parsed;
    throw bad_input{fmt::format("'{}' is not {}, which '{}' takes", word, wanted_by(item.kind), code)};
}

}  // namespace structwire::cli
