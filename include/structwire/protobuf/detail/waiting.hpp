// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What reading over a stream of bytes knows about deadlines and errors, without naming their types' header. Not for
/// direct use.
#ifndef STRUCTWIRE_PROTOBUF_DETAIL_WAITING_HPP
#define STRUCTWIRE_PROTOBUF_DETAIL_WAITING_HPP

#include <structwire/error.hpp>

namespace structwire::protobuf::detail {

/// Whether a call can be repeated after this error of a stream.
[[nodiscard]] inline bool repeatable(const error& failure) noexcept {
    return failure.code == errc::timed_out || failure.code == errc::cancelled || failure.code == errc::overload;
}

/// Whether the time of a call is up; what is no deadline has none.
template <class Limit>
[[nodiscard]] bool is_over(const Limit& limit) noexcept {
    if constexpr (requires { limit.expired(); }) {
        return limit.expired();
    } else {
        return false;
    }
}

}  // namespace structwire::protobuf::detail

#endif
