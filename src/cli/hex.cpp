// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "cli/hex.hpp"

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace structwire::cli {

namespace {

constexpr std::string_view digits = "0123456789abcdef";

// The number of a digit, or 16.
unsigned digit_value(char digit) {
    if (digit >= '0' && digit <= '9') return static_cast<unsigned>(digit - '0');
    if (digit >= 'a' && digit <= 'f') return static_cast<unsigned>(digit - 'a') + 10;
    if (digit >= 'A' && digit <= 'F') return static_cast<unsigned>(digit - 'A') + 10;
    return 16;
}

bool is_space(char letter) { return letter == ' ' || (letter >= '\t' && letter <= '\r'); }

}  // namespace

void append_hex(std::string& out, byte_view bytes) {
    for (const std::byte byte : bytes) {
        const auto number = std::to_integer<unsigned>(byte);
        out += digits[number >> 4];
        out += digits[number & 15];
    }
}

std::expected<std::vector<std::byte>, std::size_t> parse_hex(std::string_view text) {
    std::vector<std::byte> bytes;
    bytes.reserve(text.size() / 2);
    std::size_t at = 0;
    while (at != text.size()) {
        if (is_space(text[at])) {
            ++at;
            continue;
        }
        const unsigned high = digit_value(text[at]);
        if (high == 16) return std::unexpected(at);
        if (++at == text.size()) return std::unexpected(at);
        const unsigned low = digit_value(text[at]);
        if (low == 16) return std::unexpected(at);
        ++at;
        bytes.push_back(static_cast<std::byte>(high << 4 | low));
    }
    return bytes;
}

}  // namespace structwire::cli
