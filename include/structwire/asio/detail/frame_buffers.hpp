// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The pieces of an encoded frame as Asio's buffers. Not for direct use.
#ifndef STRUCTWIRE_ASIO_DETAIL_FRAME_BUFFERS_HPP
#define STRUCTWIRE_ASIO_DETAIL_FRAME_BUFFERS_HPP

#include <structwire/bytes.hpp>
#include <structwire/framing/frame.hpp>

#include <boost/asio/buffer.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

namespace structwire::asio::detail {

/// A ConstBufferSequence of at most five buffers, none of them empty.
class frame_buffers {
public:
    using value_type = boost::asio::const_buffer;
    using const_iterator = const value_type*;

    explicit frame_buffers(byte_view bytes) noexcept { add(bytes); }
    explicit frame_buffers(const frame_pieces& pieces) noexcept {
        for (const byte_view piece : pieces) add(piece);
    }

    [[nodiscard]] const_iterator begin() const noexcept { return buffers_.data() + begin_; }
    [[nodiscard]] const_iterator end() const noexcept { return buffers_.data() + end_; }
    [[nodiscard]] bool empty() const noexcept { return begin_ == end_; }

    /// Drops the first `count` bytes.
    void consume(std::size_t count) noexcept {
        while (!empty()) {
            value_type& first = buffers_[begin_];
            const std::size_t part = std::min(count, first.size());
            first += part;
            count -= part;
            if (first.size() != 0) return;
            ++begin_;
        }
    }

private:
    void add(byte_view piece) noexcept {
        if (!piece.empty()) buffers_[end_++] = boost::asio::const_buffer(piece.data(), piece.size());
    }

    std::array<value_type, 5> buffers_{};
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

}  // namespace structwire::asio::detail

#endif
