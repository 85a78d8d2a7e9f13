// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// One frame to a stream.
#ifndef STRUCTWIRE_ASIO_WRITE_FRAME_HPP
#define STRUCTWIRE_ASIO_WRITE_FRAME_HPP

#include <structwire/asio/detail/blocking_write.hpp>
#include <structwire/asio/detail/streams.hpp>
#include <structwire/asio/detail/write_frame_operation.hpp>
#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/framing/frame.hpp>
#include <structwire/framing/framer.hpp>

#include <boost/asio/async_result.hpp>
#include <boost/asio/compose.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <expected>
#include <type_traits>
#include <utility>

namespace structwire::asio {

/// Starts to send one frame: one gathered write, more only where the stream does not take everything. Nothing is
/// copied but what the framing adds, and escaped frames (COBS, SLIP, HDLC), which are rewritten.
///
/// @param stream   an AsyncWriteStream; borrowed until completion
/// @param framer   any encoding_framer, also `decoder.framer()`; the operation keeps a copy. Where it is no constant it
///                 is changed as encode() does, when the operation starts.
/// @param payload  borrowed until completion
/// @param header   bytes in front of the length, for framings with `offset=N`; borrowed until completion
/// @param token    as async_read_frame has it
/// Completion: `void(boost::system::error_code, std::size_t)` with the bytes that went on the wire, on the handler's
///             associated executor, never inside this function
/// Errors:     errc::not_encodable where the decoder would not give the frame back (0 bytes went); what the stream
///             reports. When some bytes went, no other frame can follow them: close the stream.
/// Threads:    one write at a time; a read may be under way meanwhile, in the same strand.
/// Guarantee:  one allocation, two for an escaped frame, by the handler's associated allocator
/// Example:
/// ```
/// constexpr structwire::framing<"u32be,limit=64k"> rules;
/// auto ping = structwire::as_bytes("ping");
/// co_await structwire::asio::async_write_frame(socket, rules, ping, boost::asio::use_awaitable);
/// ```
template <detail::async_stream AsyncWriteStream, class Framer,
          BOOST_ASIO_COMPLETION_TOKEN_FOR(void(boost::system::error_code, std::size_t))
              CompletionToken BOOST_ASIO_DEFAULT_COMPLETION_TOKEN_TYPE(typename AsyncWriteStream::executor_type)>
    requires encoding_framer<std::remove_cvref_t<Framer>>
auto async_write_frame(AsyncWriteStream& stream, Framer&& framer, byte_view payload, byte_view header,
                       CompletionToken&& token
                           BOOST_ASIO_DEFAULT_COMPLETION_TOKEN(typename AsyncWriteStream::executor_type)) {
    using operation_type = detail::write_frame_operation<AsyncWriteStream, std::remove_cvref_t<Framer>>;
    constexpr bool temporary = !std::is_lvalue_reference_v<Framer>;
    return boost::asio::async_compose<CompletionToken, void(boost::system::error_code, std::size_t)>(
        operation_type(stream, static_cast<std::conditional_t<temporary, const Framer&, Framer&>>(framer), payload,
                       header),
        token, stream);
}

/// The same without a header.
template <detail::async_stream AsyncWriteStream, class Framer,
          BOOST_ASIO_COMPLETION_TOKEN_FOR(void(boost::system::error_code, std::size_t))
              CompletionToken BOOST_ASIO_DEFAULT_COMPLETION_TOKEN_TYPE(typename AsyncWriteStream::executor_type)>
    requires(encoding_framer<std::remove_cvref_t<Framer>> && !std::is_convertible_v<CompletionToken, byte_view>)
auto async_write_frame(AsyncWriteStream& stream, Framer&& framer, byte_view payload,
                       CompletionToken&& token
                           BOOST_ASIO_DEFAULT_COMPLETION_TOKEN(typename AsyncWriteStream::executor_type)) {
    return asio::async_write_frame(stream, std::forward<Framer>(framer), payload, byte_view{},
                                   std::forward<CompletionToken>(token));
}

/// Sends one frame.
///
/// @param stream   a SyncWriteStream; it has no deadline: structwire::net has
/// @param framer   an encoding_framer; changed as encode() does, where it is no constant
/// @param payload  borrowed until return
/// @param header   borrowed until return
/// @param failure  cleared, or what async_write_frame would complete with; errc::overload without memory to escape in
/// @return     bytes that went on the wire
/// Guarantee:  a signal does not end the call
template <detail::sync_write_stream SyncWriteStream, class Framer>
    requires encoding_framer<std::remove_cvref_t<Framer>>
std::size_t write_frame(SyncWriteStream& stream, Framer&& framer, byte_view payload, byte_view header,
                        boost::system::error_code& failure) {
    const detail::written done = detail::write_one(stream, framer, payload, header);
    failure = done.code;
    return done.count;
}

/// The same without a header.
template <detail::sync_write_stream SyncWriteStream, class Framer>
    requires encoding_framer<std::remove_cvref_t<Framer>>
std::size_t write_frame(SyncWriteStream& stream, Framer&& framer, byte_view payload,
                        boost::system::error_code& failure) {
    return asio::write_frame(stream, std::forward<Framer>(framer), payload, byte_view{}, failure);
}

/// Sends one frame.
///
/// @return     bytes that went on the wire
/// Errors:     errc::not_encodable with its numbers; errc::overload; errc::reset and others of the stream as read_frame
///             has them
template <detail::sync_write_stream SyncWriteStream, class Framer>
    requires encoding_framer<std::remove_cvref_t<Framer>>
[[nodiscard]] std::expected<std::size_t, error> write_frame(SyncWriteStream& stream, Framer&& framer, byte_view payload,
                                                            byte_view header = {}) {
    return detail::write_one(stream, framer, payload, header).result();
}

}  // namespace structwire::asio

#endif
