// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The next frame of a stream.
#ifndef STRUCTWIRE_ASIO_READ_FRAME_HPP
#define STRUCTWIRE_ASIO_READ_FRAME_HPP

#include <structwire/asio/detail/read_frame_operation.hpp>
#include <structwire/asio/detail/receive.hpp>
#include <structwire/asio/detail/streams.hpp>
#include <structwire/asio/error_code.hpp>
#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/framing/frame.hpp>
#include <structwire/framing/frame_decoder.hpp>
#include <structwire/framing/framer.hpp>

#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/compose.hpp>
#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <expected>

namespace structwire::asio {

/// Starts to wait for the next frame.
///
/// The decoder belongs to the stream: one read can bring several frames, and those that follow stay in it. Where one
/// is there already, or an error is, the operation completes without a read.
/// @param stream   an AsyncReadStream: a socket, an ssl::stream, a pipe, your own; borrowed until completion
/// @param decoder  what the stream's bytes go through, kept from call to call; borrowed until completion
/// @param token    callback, boost::asio::use_future, boost::asio::use_awaitable, a yield context, ...
/// Completion: `void(boost::system::error_code, structwire::frame)`, on the handler's associated executor, never inside
///             this function. The frame is a view into the decoder, valid until the next read with it.
/// Errors:     boost::asio::error::eof when the peer finished between two frames; structwire's own category (see
///             error_code.hpp) with errc::truncated when it finished inside one, errc::too_long, errc::bad_checksum
///             and others of the framing, errc::overload without memory: then decoder.last_error() has offset and
///             numbers; whatever else the stream reports, as it reports it.
///
///             Frames that arrived whole are delivered before the error behind them. Only eof is an end: neither a
///             reset nor TLS without its close_notify (ssl::error::stream_truncated) makes a last frame. The end, a fatal
///             error of the framing, a reset and other ends by the network are given again by every later call,
///             without a read; a failure of a layer above the system (TLS) as errc::system_error. Behind an error of
///             a framing with `resync` the next call goes on.
/// Cancellation: nothing is lost: what has arrived stays in the decoder, and the call can be repeated. By
///             stream.cancel(), and from Boost 1.77 on by a cancellation slot of any type.
/// Threads:    one read at a time; a write may be under way meanwhile, in the same strand.
/// Guarantee:  allocates nothing of its own per frame, but for the decoder's buffer as that grows
/// Example:
/// ```
/// structwire::frame_decoder<structwire::framing<"u32be,limit=64k">> in;
/// const auto got = co_await structwire::asio::async_read_frame(socket, in, boost::asio::use_awaitable);
/// ```
template <detail::async_stream AsyncReadStream, framer Framer, std::size_t Capacity,
          BOOST_ASIO_COMPLETION_TOKEN_FOR(void(boost::system::error_code, frame))
              CompletionToken BOOST_ASIO_DEFAULT_COMPLETION_TOKEN_TYPE(typename AsyncReadStream::executor_type)>
auto async_read_frame(AsyncReadStream& stream, frame_decoder<Framer, Capacity>& decoder,
                      CompletionToken&& token
                          BOOST_ASIO_DEFAULT_COMPLETION_TOKEN(typename AsyncReadStream::executor_type)) {
    using operation_type = detail::read_frame_operation<AsyncReadStream, frame_decoder<Framer, Capacity>>;
    return boost::asio::async_compose<CompletionToken, void(boost::system::error_code, frame)>(
        operation_type(stream, decoder), token, stream);
}

/// Waits for the next frame.
///
/// @param stream   a SyncReadStream; it has no deadline: structwire::net has
/// @param decoder  as above
/// @param failure  cleared, or what async_read_frame would complete with
/// @return     the frame, a view into the decoder, valid until the next read with it; an empty one with an error
/// Guarantee:  no read when a frame is in the decoder. A signal does not end the call.
template <detail::sync_read_stream SyncReadStream, framer Framer, std::size_t Capacity>
frame read_frame(SyncReadStream& stream, frame_decoder<Framer, Capacity>& decoder, boost::system::error_code& failure) {
    auto done = detail::buffered(decoder);
    while (!done) {
        const byte_span room = decoder.prepare(detail::read_bytes);
        if (room.empty()) {  // out of memory, and the decoder says so
            done = detail::buffered(decoder);
            continue;
        }
        const std::size_t count = stream.read_some(boost::asio::buffer(room.data(), room.size()), failure);
        if (failure != boost::asio::error::interrupted) done = detail::received(decoder, failure, count);
    }
    failure = done->code;
    return done->got;
}

/// Waits for the next frame.
///
/// @return     the frame as above
/// Errors:     those of the framing, with offset; errc::closed when the peer finished between two frames; errc::reset,
///             errc::cancelled, errc::unreachable, errc::overload, else errc::system_error, with the system's number
///             in error::native. TLS without its close_notify is errc::system_error; the form with an error_code
///             says more.
template <detail::sync_read_stream SyncReadStream, framer Framer, std::size_t Capacity>
[[nodiscard]] std::expected<frame, error> read_frame(SyncReadStream& stream, frame_decoder<Framer, Capacity>& decoder) {
    boost::system::error_code failure;
    const frame got = read_frame(stream, decoder, failure);
    if (!failure) return got;
    if (failure.category() == error_category()) return std::unexpected(decoder.last_error());
    return std::unexpected(detail::io_error(failure, operation::read));
}

}  // namespace structwire::asio

#endif
