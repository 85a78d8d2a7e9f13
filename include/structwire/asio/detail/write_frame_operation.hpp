// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The body of async_write_frame. Not for direct use.
#ifndef STRUCTWIRE_ASIO_DETAIL_WRITE_FRAME_OPERATION_HPP
#define STRUCTWIRE_ASIO_DETAIL_WRITE_FRAME_OPERATION_HPP

#include <structwire/asio/detail/frame_buffers.hpp>
#include <structwire/asio/error_code.hpp>
#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/framing/frame.hpp>
#include <structwire/framing/framer.hpp>

#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <expected>
#include <memory>
#include <type_traits>
#include <utility>

namespace structwire::asio::detail {

/// An encoded frame and the framer that it may borrow from. Its pieces point into it, so it stays where it is while
/// the operation, as Asio has it, moves about.
template <encoding_framer Framer>
struct outgoing_frame {
    outgoing_frame(const Framer& rules, byte_view payload, byte_view header) noexcept
        : framer(rules), encoded(framer.encode(payload, header)) {}

    Framer framer;
    std::expected<encoded_frame, error> encoded;
};

/// For boost::asio::async_compose.
template <class Stream, encoding_framer Framer>
class write_frame_operation {
public:
    write_frame_operation(Stream& stream, Framer& framer, byte_view payload, byte_view header) noexcept
        : stream_(&stream), changing_(&framer), framer_(framer), payload_(payload), header_(header) {}
    write_frame_operation(Stream& stream, const Framer& framer, byte_view payload, byte_view header) noexcept
        : stream_(&stream), framer_(framer), payload_(payload), header_(header) {}

    // The start, and what was posted from there.
    template <class Self>
    void operator()(Self& self) {
        if (refused_) return self.complete(refused_, std::size_t{0});
        const auto frame = std::allocate_shared<outgoing_frame<Framer>>(
            self.get_allocator(), changing_ != nullptr ? *changing_ : framer_, payload_, header_);
        if (!frame->encoded) {
            refused_ = make_error_code(frame->encoded.error().code);
            return boost::asio::post(std::move(self));
        }
        if (changing_ != nullptr) *changing_ = frame->framer;
        if (frame->encoded->is_stuffed()) return write_copy(self, *frame->encoded);
        kept_ = frame;
        boost::asio::async_write(*stream_, frame_buffers(frame->encoded->pieces()), std::move(self));
    }

    template <class Self>
    void operator()(Self& self, const boost::system::error_code& failure, std::size_t count) {
        kept_.reset();  // memory of the handler's allocator is given back before the handler is called
        self.complete(failure, count);
    }

private:
    template <class Self>
    void write_copy(Self& self, const encoded_frame& frame) {
        const auto copy = std::allocate_shared_for_overwrite<std::byte[]>(self.get_allocator(), frame.size());
        frame.copy_to(copy.get());
        kept_ = copy;
        boost::asio::async_write(*stream_, frame_buffers(byte_view(copy.get(), frame.size())), std::move(self));
    }

    Stream* stream_;
    Framer* changing_ = nullptr;  // the caller's, where encode() may change it
    Framer framer_;
    byte_view payload_;
    byte_view header_;
    std::shared_ptr<void> kept_;  // what the buffers point into
    boost::system::error_code refused_;
};

}  // namespace structwire::asio::detail

#endif
