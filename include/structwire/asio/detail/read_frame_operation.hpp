// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The body of async_read_frame. Not for direct use.
#ifndef STRUCTWIRE_ASIO_DETAIL_READ_FRAME_OPERATION_HPP
#define STRUCTWIRE_ASIO_DETAIL_READ_FRAME_OPERATION_HPP

#include <structwire/asio/detail/receive.hpp>
#include <structwire/bytes.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/system/error_code.hpp>
#include <boost/version.hpp>
#if BOOST_VERSION >= 107700
#include <boost/asio/cancellation_state.hpp>
#endif

#include <cstddef>
#include <optional>
#include <utility>

namespace structwire::asio::detail {

/// For boost::asio::async_compose.
template <class Stream, class Decoder>
class read_frame_operation {
public:
    read_frame_operation(Stream& stream, Decoder& decoder) noexcept : stream_(&stream), decoder_(&decoder) {}

    // The start, and what was posted from there: a handler is never called inside the initiating function.
    template <class Self>
    void operator()(Self& self) {
        if (ready_) return self.complete(ready_->code, ready_->got);
#if BOOST_VERSION >= 107700
        // Bytes that have arrived stay in the decoder, so that a cancelled call can be repeated.
        self.reset_cancellation_state(boost::asio::enable_total_cancellation());
#endif
        ready_ = buffered(*decoder_);
        if (ready_) return boost::asio::post(std::move(self));
        read(self);
    }

    template <class Self>
    void operator()(Self& self, const boost::system::error_code& failure, std::size_t count) {
        if (const auto done = received(*decoder_, failure, count)) return self.complete(done->code, done->got);
#if BOOST_VERSION >= 107700
        if (self.cancelled() != boost::asio::cancellation_type::none) {
            return self.complete(boost::asio::error::operation_aborted, frame{});
        }
#endif
        read(self);
    }

private:
    template <class Self>
    void read(Self& self) {
        const byte_span room = decoder_->prepare(read_bytes);
        if (room.empty()) {  // out of memory, and the decoder says so
            ready_ = buffered(*decoder_);
            return boost::asio::post(std::move(self));
        }
        stream_->async_read_some(boost::asio::buffer(room.data(), room.size()), std::move(self));
    }

    Stream* stream_;
    Decoder* decoder_;
    std::optional<received_frame> ready_;
};

}  // namespace structwire::asio::detail

#endif
