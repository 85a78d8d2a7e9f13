// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The buffer of a frame_decoder without heap. Not for direct use.
#ifndef STRUCTWIRE_FRAMING_DETAIL_FIXED_BUFFER_HPP
#define STRUCTWIRE_FRAMING_DETAIL_FIXED_BUFFER_HPP

#include <structwire/bytes.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace structwire::detail {

/// Received bytes in one piece, as receive_buffer has them, inside the object.
template <std::size_t Capacity>
class fixed_buffer {
public:
    [[nodiscard]] byte_view unread() const noexcept { return {data_.data() + begin_, end_ - begin_}; }
    [[nodiscard]] bool empty() const noexcept { return begin_ == end_; }
    [[nodiscard]] std::size_t size() const noexcept { return end_ - begin_; }
    [[nodiscard]] static constexpr std::size_t capacity() noexcept { return Capacity; }

    void consume(std::size_t count) noexcept { begin_ += count; }
    void clear() noexcept { begin_ = end_; }

    [[nodiscard]] byte_span room() noexcept {
        return begin_ == end_ ? byte_span{} : byte_span{data_.data() + end_, Capacity - end_};
    }

    /// Room behind the unread bytes: `at_least` bytes of it, or all that there is. Unread bytes move only when the room
    /// behind them is too small.
    [[nodiscard]] byte_span prepare(std::size_t at_least, std::uint64_t, bool) noexcept {
        if (begin_ == end_) begin_ = end_ = 0;
        if (Capacity - end_ < at_least && begin_ != 0) {
            const std::size_t size = end_ - begin_;
            std::memmove(data_.data(), data_.data() + begin_, size);
            begin_ = 0;
            end_ = size;
        }
        return {data_.data() + end_, Capacity - end_};
    }

    void commit(std::size_t count) noexcept { end_ += count < Capacity - end_ ? count : Capacity - end_; }

    [[nodiscard]] bool append(byte_view bytes, std::uint64_t largest_frame, bool one_frame) noexcept {
        if (bytes.empty()) return true;
        const byte_span there = prepare(bytes.size(), largest_frame, one_frame);
        if (there.size() < bytes.size()) return false;
        std::memcpy(there.data(), bytes.data(), bytes.size());
        end_ += bytes.size();
        return true;
    }

private:
    std::array<std::byte, Capacity> data_;  // never read before it is written
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

}  // namespace structwire::detail

#endif
