// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "cli/place.hpp"

#include <structwire/error.hpp>
#include <structwire/inspect/mark.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <system_error>
#include <unistd.h>

#include "cli/command.hpp"

namespace structwire::cli {

namespace {

[[noreturn]] void refuse(std::string_view text, std::size_t position) {
    error bad{.code = errc::bad_endpoint, .during = operation::parse_endpoint};
    bad.letter = position < text.size() ? text[position] : '\0';
    bad.position = static_cast<std::uint32_t>(position);
    throw bad_input{mark(text, bad), 2};
}

// The number from `at` on, which then is behind it.
int read_number(std::string_view text, std::size_t& at) {
    unsigned short number = 0;
    const auto [end, fault] = std::from_chars(text.data() + at, text.data() + text.size(), number);
    if (fault != std::errc{}) refuse(text, at);
    at = static_cast<std::size_t>(end - text.data());
    return number;
}

place parse_descriptors(std::string_view text, std::size_t at) {
    place found;
    found.input = found.output = read_number(text, at);
    if (at < text.size() && text[at] == ',') found.output = read_number(text, ++at);
    if (at != text.size()) refuse(text, at);
    return found;
}

place at_path(std::string_view path) {
    place found;
    found.path = path;
    return found;
}

}  // namespace

void endpoint_argument::add_to(CLI::App& command) {
    command
        .add_option("ENDPOINT", text,
                    "tcp://HOST:PORT, unix:PATH, unix-abstract:NAME, or a line: -, fd:N, fd:IN,OUT, PATH")
        ->required();
}

place endpoint_argument::parse() const {
    constexpr std::string_view fd = "fd:";
    constexpr std::string_view tty = "tty:";
    const std::string_view given = text;
    if (given == "-") return {.address = {}, .input = STDIN_FILENO, .output = STDOUT_FILENO, .path = {}};
    if (given.starts_with(fd)) return parse_descriptors(given, fd.size());
    if (given.starts_with(tty) && given.size() == tty.size()) refuse(given, tty.size());
    if (given.starts_with(tty)) return at_path(given.substr(tty.size()));
    const bool has_scheme = given.find("://") != std::string_view::npos || given.starts_with("unix");
    if (!has_scheme && given.find('/') != std::string_view::npos) return at_path(given);
    const auto parsed = net::endpoint::parse(given);
    if (!parsed) throw bad_input{mark(given, parsed.error()), 2};
    return {.address = *parsed, .input = -1, .output = -1, .path = {}};
}

}  // namespace structwire::cli
