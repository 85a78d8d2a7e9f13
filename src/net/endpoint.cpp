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

struct scheme {
    std::string_view text;
    endpoint_kind kind;
};

constexpr scheme schemes[] = {
    {"tcp://", endpoint_kind::tcp},
    {"unix:", endpoint_kind::unix_path},
    {"unix-abstract:", endpoint_kind::unix_abstract},
};
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

// The scheme that `text` begins with, or an error at the first character that none of them has there.
std::expected<scheme, error> parse_scheme(std::string_view text) noexcept {
    std::size_t most = 0;
    for (const scheme& each : schemes) {
        const auto [in_text, in_scheme] = std::ranges::mismatch(text, each.text);
        if (in_scheme == each.text.end()) return each;
        most = std::max(most, static_cast<std::size_t>(in_text - text.begin()));
    }
    return bad(text, most);
}

std::expected<void, error> check_path(std::string_view text, std::size_t begin) noexcept {
    if (begin == text.size()) return bad(text, begin);
    const std::size_t end = std::min(text.find('\0', begin), text.size());
    if (end - begin > endpoint::most_path_bytes) return bad(text, begin + endpoint::most_path_bytes);
    if (end < text.size()) return bad(text, end);
    return {};
}

}  // namespace

std::expected<endpoint, error> endpoint::parse(std::string_view text) {
    const auto found = parse_scheme(text);
    if (!found) return std::unexpected(found.error());
    const std::size_t begin = found->text.size();
    if (found->kind != endpoint_kind::tcp) {
        if (const auto checked = check_path(text, begin); !checked) return std::unexpected(checked.error());
        return endpoint(found->kind, std::string(text.substr(begin)), 0);
    }
    const auto host = parse_host(text, begin);
    if (!host) return std::unexpected(host.error());
    if (host->end == text.size() || text[host->end] != ':') return bad(text, host->end);
    const auto port = parse_port(text, host->end + 1);
    if (!port) return std::unexpected(port.error());
    return tcp(std::string(host->host), *port);
}

std::string endpoint::to_string() const {
    std::string text;
    for (const scheme& each : schemes) {
        if (each.kind == kind_) text = each.text;
    }
    if (kind_ != endpoint_kind::tcp) return text + name_;
    const bool brackets = name_.find(':') != std::string::npos;
    if (brackets) text += '[';
    text += name_;
    if (brackets) text += ']';
    text += ':';
    text += std::to_string(port_);
    return text;
}

}  // namespace structwire::net
