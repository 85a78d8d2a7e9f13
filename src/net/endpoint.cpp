// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Endpoints from and to text.
#include <structwire/net/endpoint.hpp>

#include <algorithm>
#include <arpa/inet.h>
#include <netinet/in.h>

namespace structwire::net {
namespace {

constexpr std::string_view scheme = "tcp://";
constexpr std::string_view name_characters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._";
constexpr std::string_view ipv6_characters = "0123456789abcdefABCDEF:.";

struct parsed_host {
    std::string_view host;
    std::size_t end;  // position behind the host and its brackets
};

std::unexpected<error> bad(std::string_view text, std::size_t position) noexcept {
    return std::unexpected(error{.code = errc::bad_endpoint,
                                 .during = operation::parse_endpoint,
                                 .letter = position < text.size() ? text[position] : '\0',
                                 .position = static_cast<std::uint32_t>(position)});
}

// The first position from `begin` whose character is not among `allowed`, at most the text's length.
std::size_t end_of(std::string_view text, std::size_t begin, std::string_view allowed) noexcept {
    return std::min(text.find_first_not_of(allowed, begin), text.size());
}

std::expected<parsed_host, error> parse_ipv6(std::string_view text, std::size_t begin) {
    const std::size_t address_end = end_of(text, begin, ipv6_characters);
    const std::string address(text.substr(begin, address_end - begin));
    std::size_t end = address_end;
    if (end < text.size() && text[end] == '%') {
        end = end_of(text, end + 1, name_characters);
        if (end == address_end + 1) return bad(text, end);
    }
    if (end == text.size() || text[end] != ']') return bad(text, end);
    in6_addr ignored{};
    if (::inet_pton(AF_INET6, address.c_str(), &ignored) != 1) return bad(text, begin);
    return parsed_host{text.substr(begin, end - begin), end + 1};
}

std::expected<parsed_host, error> parse_host(std::string_view text, std::size_t begin) {
    if (begin < text.size() && text[begin] == '[') return parse_ipv6(text, begin + 1);
    const std::size_t end = end_of(text, begin, name_characters);
    if (end == begin) return bad(text, begin);
    return parsed_host{text.substr(begin, end - begin), end};
}

std::expected<std::uint16_t, error> parse_port(std::string_view text, std::size_t begin) noexcept {
    if (begin == text.size()) return bad(text, begin);
    std::uint32_t port = 0;
    for (std::size_t position = begin; position < text.size(); ++position) {
        const char digit = text[position];
        if (digit < '0' || digit > '9') return bad(text, position);
        port = port * 10 + static_cast<std::uint32_t>(digit - '0');
        if (port > 65535) return bad(text, position);
    }
    return static_cast<std::uint16_t>(port);
}

}  // namespace

std::expected<endpoint, error> endpoint::parse(std::string_view text) {
    for (std::size_t position = 0; position < scheme.size(); ++position) {
        if (position == text.size() || text[position] != scheme[position]) return bad(text, position);
    }
    const auto host = parse_host(text, scheme.size());
    if (!host) return std::unexpected(host.error());
    if (host->end == text.size() || text[host->end] != ':') return bad(text, host->end);
    const auto port = parse_port(text, host->end + 1);
    if (!port) return std::unexpected(port.error());
    return endpoint(std::string(host->host), *port);
}

std::string endpoint::to_string() const {
    const bool brackets = host_.find(':') != std::string::npos;
    std::string text(scheme);
    if (brackets) text += '[';
    text += host_;
    if (brackets) text += ']';
    text += ':';
    text += std::to_string(port_);
    return text;
}

}  // namespace structwire::net
