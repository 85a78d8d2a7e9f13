// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// From the error codes of a stream to structwire::error. Not for direct use.
#ifndef STRUCTWIRE_ASIO_DETAIL_IO_ERROR_HPP
#define STRUCTWIRE_ASIO_DETAIL_IO_ERROR_HPP

#include <structwire/error.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

namespace structwire::asio::detail {

inline bool is_native(const boost::system::error_code& failure) noexcept {
    return failure.category() == boost::system::system_category();
}

/// The reason behind a system error, as structwire::net has it; said again here because this module also runs where that
/// one does not. errc::timed_out is not among them: it means a deadline of the caller's.
inline errc reason_of(const boost::system::error_code& failure) noexcept {
    namespace io = boost::asio::error;
    if (failure == io::eof) return errc::closed;
    if (!is_native(failure)) return errc::system_error;
    switch (failure.value()) {
        case io::operation_aborted: return errc::cancelled;
        case io::connection_reset:
        case io::connection_aborted:
        case io::broken_pipe: return errc::reset;
        case io::connection_refused: return errc::refused;
        case io::host_unreachable:
        case io::network_unreachable:
        case io::network_down:
        case io::timed_out: return errc::unreachable;
        case io::address_in_use: return errc::address_in_use;
        case io::no_descriptors:
        case io::no_memory:
        case io::no_buffer_space: return errc::overload;
        default: return errc::system_error;
    }
}

inline error io_error(const boost::system::error_code& failure, operation during) noexcept {
    return {.code = reason_of(failure), .during = during, .native = is_native(failure) ? failure.value() : 0};
}

/// Whether the stream cannot be read any more. The system says once what ended it, and end of file from then on, so
/// everything counts as final but what is known to pass.
inline bool is_final(const boost::system::error_code& failure) noexcept {
    if (!is_native(failure)) return true;
    const errc reason = reason_of(failure);
    const bool passes = reason == errc::cancelled || reason == errc::overload;
    return !passes && failure != boost::asio::error::interrupted && failure != boost::asio::error::would_block &&
           failure != boost::asio::error::try_again;
}

}  // namespace structwire::asio::detail

#endif
