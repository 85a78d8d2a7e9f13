// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "cli/frame_text.hpp"

#include <structwire/inspect/value_text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/hex.hpp"

namespace structwire::cli {

namespace {

constexpr std::string_view cut_mark = "...";
constexpr std::size_t most_header_bytes = 16;  // shown of a header; the first ones say what the frame is

bool mostly_printable(byte_view bytes) {
    const auto printable = std::ranges::count_if(bytes, [](std::byte byte) {
        const auto letter = std::to_integer<char>(byte);
        return (letter >= ' ' && letter < 0x7f) || letter == '\t' || letter == '\n' || letter == '\r';
    });
    return static_cast<std::size_t>(printable) >= bytes.size() - bytes.size() / 4;
}

std::string quoted_text(byte_view bytes, std::size_t columns) {
    constexpr std::size_t quotes = 2;
    if (bytes.size() <= columns - quotes) {
        std::string whole = quoted(bytes);
        if (whole.size() <= columns) return whole;
    }
    std::string text = "\"";
    for (const std::byte& byte : bytes) {
        const std::string one = quoted({&byte, 1});
        if (text.size() + one.size() - 1 + cut_mark.size() > columns) break;  // with the closing quote
        text.append(one, 1, one.size() - quotes);
    }
    return text.append("\"").append(cut_mark);
}

}  // namespace

std::size_t output_columns() {
    winsize size{};
    const bool known = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col != 0;
    return known ? size.ws_col : 80;
}

std::string shortened(std::string text, std::size_t columns) {
    if (text.size() <= columns) return text;
    text.resize(columns - cut_mark.size());
    return text += cut_mark;
}

std::string hex_text(byte_view bytes, std::size_t columns) {
    const bool fits = bytes.size() <= columns / 2;
    std::string text;
    append_hex(text, fits ? bytes : bytes.first((columns - cut_mark.size()) / 2));
    if (!fits) text += cut_mark;
    return text;
}

std::string payload_text(byte_view payload, std::size_t columns) {
    return mostly_printable(payload) ? quoted_text(payload, columns) : hex_text(payload, columns);
}

frame_columns::frame_columns(std::size_t header_size) {
    constexpr std::size_t title = std::string_view("header").size();
    const std::size_t shown = std::min(header_size, most_header_bytes);
    const std::size_t digits = shown * 2 + (shown != header_size ? cut_mark.size() : 0);
    header_columns_ = header_size == 0 ? 0 : std::max(digits, title);
}

std::string frame_columns::heading(std::string_view last) const {
    std::string line = fmt::format("{:>8}  {:>6}  ", "offset", "wire");
    if (header_columns_ != 0) line += fmt::format("{:{}}  ", "header", header_columns_);
    return line += fmt::format("{:>6}  {}", "length", last);
}

std::string frame_columns::row(std::uint64_t offset, std::uint64_t wire, byte_view header, std::size_t length) const {
    std::string line = fmt::format("{:>8}  {:>6}  ", offset, wire);
    if (header_columns_ != 0) {
        constexpr std::size_t most = most_header_bytes * 2 + cut_mark.size();
        const std::size_t room = header.size() > most_header_bytes ? most : header.size() * 2;
        line += fmt::format("{:{}}  ", hex_text(header, room), header_columns_);
    }
    return line += fmt::format("{:>6}  ", length);
}

std::string frame_columns::field_row(std::uint64_t offset, std::uint64_t wire,
                                     std::optional<std::size_t> length) const {
    const std::size_t header = header_columns_ == 0 ? 0 : header_columns_ + 2;
    return fmt::format("{:>8}  {:>6}  {:{}}{:>6}  ", offset, wire, "", header, length ? fmt::to_string(*length) : "");
}

}  // namespace structwire::cli
