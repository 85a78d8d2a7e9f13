// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What a read means for the decoder, for the blocking and the asynchronous form. Not for direct use.
#ifndef STRUCTWIRE_ASIO_DETAIL_RECEIVE_HPP
#define STRUCTWIRE_ASIO_DETAIL_RECEIVE_HPP

#include <structwire/asio/detail/io_error.hpp>
#include <structwire/asio/error_code.hpp>
#include <structwire/error.hpp>
#include <structwire/framing/frame.hpp>
#include <structwire/framing/frame_decoder.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <optional>

namespace structwire::asio::detail {

/// The least room that a read is given.
inline constexpr std::size_t read_bytes = 16 * 1024;

/// What a read operation completes with.
struct received_frame {
    boost::system::error_code code;
    frame got;
};

inline std::optional<received_frame> completion_of(const std::optional<frame_event>& event) noexcept {
    if (!event) return std::nullopt;
    if (*event) return received_frame{{}, **event};
    const error& failure = event->error();
    if (failure.native != 0) return received_frame{{failure.native, boost::system::system_category()}, {}};
    return received_frame{make_error_code(failure.code), {}};
}

/// What is there without a read; nothing if one is needed. Behind the end none is: Asio's epoll reactor would wait for
/// ever for a socket whose end it has reported before.
template <class Decoder>
std::optional<received_frame> buffered(Decoder& decoder) noexcept {
    if (!decoder.ended()) return completion_of(decoder.next());
    if (const auto last = completion_of(decoder.finish())) return last;
    return received_frame{boost::asio::error::eof, {}};
}

/// What is there after a read of `count` bytes, which failed if `failure` says so; nothing if another one is needed.
template <class Decoder>
std::optional<received_frame> received(Decoder& decoder, const boost::system::error_code& failure,
                                       std::size_t count) noexcept {
    if (!failure) {
        decoder.commit(count);
        return buffered(decoder);
    }
    // Only this one is an end. TLS without its close_notify, for example, is not.
    if (failure == boost::asio::error::eof) {
        if (const auto last = completion_of(decoder.finish())) return last;
    } else if (is_final(failure)) {
        decoder.fail(io_error(failure, operation::read));
    }
    return received_frame{failure, {}};
}

}  // namespace structwire::asio::detail

#endif
