// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The body of async_write_frames. Not for direct use.
#ifndef STRUCTWIRE_ASIO_DETAIL_WRITE_FRAMES_OPERATION_HPP
#define STRUCTWIRE_ASIO_DETAIL_WRITE_FRAMES_OPERATION_HPP

#include <structwire/bytes.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <utility>

namespace structwire::asio::detail {

/// For boost::asio::async_compose.
template <class Stream, class Encoder>
class write_frames_operation {
public:
    write_frames_operation(Stream& stream, Encoder& encoder) noexcept : stream_(&stream), encoder_(&encoder) {}

    // The start, and what was posted from there.
    template <class Self>
    void operator()(Self& self) {
        if (posted_) return self.complete(boost::system::error_code{}, std::size_t{0});
        const byte_view batch = encoder_->bytes();
        if (batch.empty()) {
            posted_ = true;
            return boost::asio::post(std::move(self));
        }
        boost::asio::async_write(*stream_, boost::asio::const_buffer(batch.data(), batch.size()), std::move(self));
    }

    template <class Self>
    void operator()(Self& self, const boost::system::error_code& failure, std::size_t count) {
        encoder_->consume(count);
        self.complete(failure, count);
    }

private:
    Stream* stream_;
    Encoder* encoder_;
    bool posted_ = false;
};

}  // namespace structwire::asio::detail

#endif
