// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A batch of frames to a stream.
#ifndef STRUCTWIRE_ASIO_WRITE_FRAMES_HPP
#define STRUCTWIRE_ASIO_WRITE_FRAMES_HPP

#include <structwire/asio/detail/blocking_write.hpp>
#include <structwire/asio/detail/frame_buffers.hpp>
#include <structwire/asio/detail/streams.hpp>
#include <structwire/asio/detail/write_frames_operation.hpp>
#include <structwire/error.hpp>
#include <structwire/framing/frame_encoder.hpp>
#include <structwire/framing/framer.hpp>

#include <boost/asio/async_result.hpp>
#include <boost/asio/compose.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <expected>

namespace structwire::asio {

/// Starts to send everything that the encoder has collected: one write, more only where the stream does not take
/// everything. What went is consumed, also when the operation fails; without frames there is no write.
///
/// @param stream   an AsyncWriteStream; borrowed until completion
/// @param encoder  borrowed until completion, and not to be used before
/// @param token    as async_read_frame has it
/// Completion: `void(boost::system::error_code, std::size_t)` with the bytes that went on the wire, on the handler's
///             associated executor, never inside this function
/// Errors:     what the stream reports; encoder.bytes() is what did not go, and may begin inside a frame
/// Threads:    one write at a time; a read may be under way meanwhile, in the same strand.
/// Guarantee:  allocates nothing of its own
/// Example:
/// ```
/// structwire::frame_encoder<structwire::framing<"u32be,limit=64k">> out;
/// for (const std::string& line : lines) out.add(structwire::as_bytes(line)).value();
/// co_await structwire::asio::async_write_frames(socket, out, boost::asio::use_awaitable);
/// ```
template <detail::async_stream AsyncWriteStream, encoding_framer Framer,
          BOOST_ASIO_COMPLETION_TOKEN_FOR(void(boost::system::error_code, std::size_t))
              CompletionToken BOOST_ASIO_DEFAULT_COMPLETION_TOKEN_TYPE(typename AsyncWriteStream::executor_type)>
auto async_write_frames(AsyncWriteStream& stream, frame_encoder<Framer>& encoder,
                        CompletionToken&& token
                            BOOST_ASIO_DEFAULT_COMPLETION_TOKEN(typename AsyncWriteStream::executor_type)) {
    using operation_type = detail::write_frames_operation<AsyncWriteStream, frame_encoder<Framer>>;
    return boost::asio::async_compose<CompletionToken, void(boost::system::error_code, std::size_t)>(
        operation_type(stream, encoder), token, stream);
}

/// Sends everything that the encoder has collected.
///
/// @param failure  cleared, or what async_write_frames would complete with
/// @return     bytes that went on the wire; they are consumed in any case
/// Guarantee:  a signal does not end the call
template <detail::sync_write_stream SyncWriteStream, encoding_framer Framer>
std::size_t write_frames(SyncWriteStream& stream, frame_encoder<Framer>& encoder, boost::system::error_code& failure) {
    const detail::written done = detail::write_all(stream, detail::frame_buffers(encoder.bytes()));
    encoder.consume(done.count);
    failure = done.code;
    return done.count;
}

/// Sends everything that the encoder has collected.
///
/// @return     bytes that went on the wire
/// Errors:     errc::reset and others of the stream, as read_frame has them; what went is consumed
template <detail::sync_write_stream SyncWriteStream, encoding_framer Framer>
[[nodiscard]] std::expected<std::size_t, error> write_frames(SyncWriteStream& stream, frame_encoder<Framer>& encoder) {
    const detail::written done = detail::write_all(stream, detail::frame_buffers(encoder.bytes()));
    encoder.consume(done.count);
    return done.result();
}

}  // namespace structwire::asio

#endif
