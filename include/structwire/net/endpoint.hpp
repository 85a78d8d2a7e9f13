// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Where to connect to or to listen at, as text such as `tcp://localhost:7000`.
#ifndef STRUCTWIRE_NET_ENDPOINT_HPP
#define STRUCTWIRE_NET_ENDPOINT_HPP

#include <structwire/error.hpp>

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace structwire::net {

/// An address as people write it. Holding one opens nothing and resolves nothing.
///
/// Shape:
/// | text | meaning |
/// |---|---|
/// | `tcp://example.org:7000` | a host name: letters, digits, `-`, `.`, `_` |
/// | `tcp://127.0.0.1:7000`, `tcp://0.0.0.0:0` | an IPv4 address; `0.0.0.0` listens on all of them |
/// | `tcp://[::1]:0`, `tcp://[fe80::1%eth0]:7000` | an IPv6 address in brackets, with a scope where needed |
///
/// Port 0 lets the system choose when listening. There is no default host and no default port.
class endpoint {
public:
    /// Reads an endpoint from its text.
    ///
    /// @param text borrowed until return; may be empty
    /// Errors:     errc::bad_endpoint, position and letter of the first character that cannot be there (position
    ///             is the text's length where the text ends too early)
    /// Source:     RFC 3986 section 3.2 (authority), RFC 4007 section 11.2 (the `%scope`)
    /// Example:    `auto at = net::endpoint::parse("tcp://[::1]:7000");`
    [[nodiscard]] static std::expected<endpoint, error> parse(std::string_view text);

    /// Makes a TCP endpoint from its parts, unchecked: a host that cannot exist is found out by connect or open.
    ///
    /// @param host a name, an IPv4 address or an IPv6 address without brackets
    [[nodiscard]] static endpoint tcp(std::string host, std::uint16_t port) { return {std::move(host), port}; }

    /// The host name or address; IPv6 addresses without brackets.
    [[nodiscard]] const std::string& host() const noexcept { return host_; }

    /// The port, 0 if the system shall choose.
    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

    /// The text that parse reads back to an equal endpoint.
    [[nodiscard]] std::string to_string() const;

    friend bool operator==(const endpoint&, const endpoint&) = default;

private:
    endpoint(std::string host, std::uint16_t port) : host_(std::move(host)), port_(port) {}

    std::string host_;
    std::uint16_t port_;
};

}  // namespace structwire::net

#endif
