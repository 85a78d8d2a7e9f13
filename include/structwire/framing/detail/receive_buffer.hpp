// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The linear buffer behind frame_decoder. Not for direct use.
#ifndef STRUCTWIRE_FRAMING_DETAIL_RECEIVE_BUFFER_HPP
#define STRUCTWIRE_FRAMING_DETAIL_RECEIVE_BUFFER_HPP

#include <structwire/bytes.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

namespace structwire::detail {

/// Received bytes in one piece: consumed | unread | room.
///
/// Memory:     grows by doubling, never past what was received plus one read, and past the largest frame plus
///             one read only while the unread bytes themselves are more. Unread bytes move to the front when
///             they are fewer than the consumed ones, or are one unfinished frame, so that a byte moves an
///             amortised constant number of times. Outsized memory is given back after a while of little use.
class receive_buffer {
public:
    receive_buffer() = default;
    receive_buffer(receive_buffer&& other) noexcept
        : data_(std::exchange(other.data_, nullptr)),
          capacity_(std::exchange(other.capacity_, 0)),
          begin_(std::exchange(other.begin_, 0)),
          end_(std::exchange(other.end_, 0)),
          largest_use_(std::exchange(other.largest_use_, 0)),
          quiet_rounds_(std::exchange(other.quiet_rounds_, std::uint8_t{0})) {}
    receive_buffer& operator=(receive_buffer&& other) noexcept {
        receive_buffer old(std::move(other));
        swap(old);
        return *this;
    }
    ~receive_buffer() { delete[] data_; }

    [[nodiscard]] byte_view unread() const noexcept { return {data_ + begin_, end_ - begin_}; }
    [[nodiscard]] bool empty() const noexcept { return begin_ == end_; }
    [[nodiscard]] std::size_t size() const noexcept { return end_ - begin_; }
    [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }

    /// Makes the first `count` unread bytes consumed. They stay where they are until prepare() or append().
    void consume(std::size_t count) noexcept { begin_ += count; }

    /// Forgets the unread bytes. They stay where they are until prepare() or append().
    void clear() noexcept { begin_ = end_; }

    /// The room that there is without moving anything; empty while all of the buffer could be room.
    [[nodiscard]] byte_span room() const noexcept {
        return begin_ == end_ ? byte_span{} : byte_span{data_ + end_, capacity_ - end_};
    }

    /// The room behind the unread bytes.
    [[nodiscard]] byte_span all_room() noexcept { return {data_ + end_, capacity_ - end_}; }

    /// Room behind the unread bytes, at least `at_least` bytes of it; empty if memory ran out.
    ///
    /// @param largest_frame  wire bytes of the largest frame that can come
    /// @param one_frame      the unread bytes are one unfinished frame
    [[nodiscard]] byte_span prepare(std::size_t at_least, std::uint64_t largest_frame, bool one_frame) noexcept;

    /// Makes the first `count` bytes of the room unread; more than there is room counts as all of it.
    void commit(std::size_t count) noexcept {
        const std::size_t room = capacity_ - end_;
        end_ += count < room ? count : room;
    }

    /// Makes the room up to `end`, which lies in it, unread.
    void commit_to(const std::byte* end) noexcept { end_ = static_cast<std::size_t>(end - data_); }

    /// Copies bytes behind the unread ones.
    ///
    /// @return  false if memory ran out; nothing is copied then
    [[nodiscard]] bool append(byte_view bytes, std::uint64_t largest_frame, bool one_frame) noexcept {
        if (bytes.empty()) return true;
        if (bytes.size() > capacity_ - end_ || begin_ == end_) [[unlikely]] {
            if (prepare(bytes.size(), largest_frame, one_frame).empty()) return false;
        }
        if (bytes.size() == 1) {  // a call to memcpy costs more than the byte
            data_[end_] = bytes.front();
        } else {
            std::memcpy(data_ + end_, bytes.data(), bytes.size());
        }
        end_ += bytes.size();
        return true;
    }

    void swap(receive_buffer& other) noexcept {
        std::swap(data_, other.data_);
        std::swap(capacity_, other.capacity_);
        std::swap(begin_, other.begin_);
        std::swap(end_, other.end_);
        std::swap(largest_use_, other.largest_use_);
        std::swap(quiet_rounds_, other.quiet_rounds_);
    }

private:
    bool reallocate(std::size_t capacity) noexcept;
    void release_outsized(std::size_t at_least) noexcept;

    std::byte* data_ = nullptr;
    std::size_t capacity_ = 0;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::size_t largest_use_ = 0;    // most bytes in use since quiet_rounds_ was 0
    std::uint8_t quiet_rounds_ = 0;  // times in a row that the buffer ran empty after little use
};

}  // namespace structwire::detail

#endif
