// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Where to connect to or to listen at, as text such as `tcp://localhost:7000` or `unix:/run/app.sock`.
#ifndef STRUCTWIRE_NET_ENDPOINT_HPP
#define STRUCTWIRE_NET_ENDPOINT_HPP

#include <structwire/error.hpp>

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace structwire::net {

/// What an endpoint names.
enum class endpoint_kind : std::uint8_t {
    tcp,            ///< a host and a port
    unix_path,      ///< a unix socket with a file
    unix_abstract,  ///< a unix socket with a name that is no file and ends with its socket: Linux
};

/// An address as people write it. Holding one opens nothing and resolves nothing.
///
/// Shape:
/// | text | meaning |
/// |---|---|
/// | `tcp://example.org:7000` | a host name: letters, digits, `-`, `.`, `_` |
/// | `tcp://127.0.0.1:7000`, `tcp://0.0.0.0:0` | an IPv4 address; `0.0.0.0` listens on all of them |
/// | `tcp://[::1]:0`, `tcp://[fe80::1%eth0]:7000` | an IPv6 address in brackets, with a scope where needed |
/// | `unix:/run/app.sock`, `unix:app.sock` | the file of a unix socket; all characters but NUL |
/// | `unix-abstract:app` | a name outside the file system; all characters but NUL |
///
/// Port 0 lets the system choose when listening. There is no default host and no default port. A path or name has
/// 1 to most_path_bytes bytes; a relative path is relative to the working directory of the moment of its use.
class endpoint {
public:
    /// The longest path or abstract name: the system's 108 bytes with a NUL.
    static constexpr std::size_t most_path_bytes = 107;

    /// Reads an endpoint from its text.
    ///
    /// @param text borrowed until return; may be empty
    /// Errors:     errc::bad_endpoint, position and letter of the first character that cannot be there or does not
    ///             fit (position is the text's length where the text ends too early)
    /// Source:     RFC 3986 section 3.2 (authority), RFC 4007 section 11.2 (the `%scope`), unix(7)
    /// Example:    `auto at = net::endpoint::parse("tcp://[::1]:7000");`
    [[nodiscard]] static std::expected<endpoint, error> parse(std::string_view text);

    /// Makes a TCP endpoint from its parts, unchecked: a host that cannot exist is found out by connect or open.
    ///
    /// @param host a name, an IPv4 address or an IPv6 address without brackets
    [[nodiscard]] static endpoint tcp(std::string host, std::uint16_t port) {
        return {endpoint_kind::tcp, std::move(host), port};
    }

    /// Makes an endpoint of a unix socket's file, unchecked: connect and open refuse a path that cannot be used.
    [[nodiscard]] static endpoint unix_path(std::string path) { return {endpoint_kind::unix_path, std::move(path), 0}; }

    /// Makes an endpoint of an abstract name, without the NUL that the system puts in front; unchecked likewise.
    [[nodiscard]] static endpoint unix_abstract(std::string name) {
        return {endpoint_kind::unix_abstract, std::move(name), 0};
    }

    /// What is named.
    [[nodiscard]] endpoint_kind kind() const noexcept { return kind_; }

    /// TCP: the host name or address, IPv6 addresses without brackets. Otherwise empty.
    [[nodiscard]] const std::string& host() const noexcept { return kind_ == endpoint_kind::tcp ? name_ : none(); }

    /// TCP: the port, 0 if the system shall choose. Otherwise 0.
    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

    /// The path or the abstract name. Empty for TCP, and for a unix socket without a name, as most clients are.
    [[nodiscard]] const std::string& path() const noexcept { return kind_ == endpoint_kind::tcp ? none() : name_; }

    /// The text that parse reads back to an equal endpoint. A unix socket without a name is `unix:`, which parse
    /// refuses.
    [[nodiscard]] std::string to_string() const;

    friend bool operator==(const endpoint&, const endpoint&) = default;

private:
    endpoint(endpoint_kind kind, std::string name, std::uint16_t port)
        : name_(std::move(name)), port_(port), kind_(kind) {}

    [[nodiscard]] static const std::string& none() noexcept {
        static const std::string empty;
        return empty;
    }

    std::string name_;
    std::uint16_t port_;
    endpoint_kind kind_;
};

}  // namespace structwire::net

#endif
