// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// From errno to structwire::error.
#ifndef STRUCTWIRE_SRC_NET_FAILURE_HPP
#define STRUCTWIRE_SRC_NET_FAILURE_HPP

#include <structwire/error.hpp>

#include <cerrno>
#include <expected>

namespace structwire::net::detail {

/// The reason behind an errno value. errc::timed_out is never among them: it means the caller's own deadline.
constexpr errc reason_of(int native) noexcept {
    switch (native) {
        case ECONNRESET:
        case ECONNABORTED:
        case EPIPE: return errc::reset;
        case ECONNREFUSED: return errc::refused;
        case EADDRINUSE: return errc::address_in_use;
        case EADDRNOTAVAIL:
        case EHOSTDOWN:
        case EHOSTUNREACH:
        case ENETDOWN:
        case ENETUNREACH:
        case ETIMEDOUT: return errc::unreachable;
        case EMFILE:
        case ENFILE:
        case ENOBUFS:
        case ENOMEM: return errc::overload;
        default: return errc::system_error;
    }
}

constexpr std::unexpected<error> failure(errc code, operation during, int native = 0) noexcept {
    return std::unexpected(error{.code = code, .during = during, .native = native});
}

constexpr std::unexpected<error> system_failure(operation during, int native) noexcept {
    return failure(reason_of(native), during, native);
}

}  // namespace structwire::net::detail

#endif
