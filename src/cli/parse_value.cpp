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
    switch (item.kind) {
        case value_kind::boolean:
            if (word == "true" || word == "false") return value(word == "true");
            return parse_integer(word);
        case value_kind::floating:
            if (const auto number = whole<double>(word)) return value(*number);
            return parse_integer(word);
        case value_kind::character:
        case value_kind::bytes:
        case value_kind::pascal_bytes:
            if (auto text = unescaped(word)) return value(std::string_view(storage.emplace_back(*std::move(text))));
            return std::nullopt;
        case value_kind::signed_integer:
        case value_kind::unsigned_integer:
        case value_kind::pad: break;
    }
    return parse_integer(word);
}

}  // namespace

value parse_value(const format_item& item, std::string_view word, std::deque<std::string>& storage) {
    if (const auto parsed = parse(item, word, storage)) return *parsed;
    const char* const wanted = item.kind == value_kind::floating                      ? "a number"
                               : item.kind == value_kind::boolean                     ? "true, false or an integer"
                               : item.is_text() || item.kind == value_kind::character ? "text with whole escapes"
                                                                                      : "an integer of at most 64 bits";
    throw bad_input{fmt::format("'{}' is not {}, which '{}' takes", word, wanted, item.letter)};
}

}  // namespace structwire::cli
