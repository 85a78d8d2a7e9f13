// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// Growth, compaction and release of the receive buffer.
#include <structwire/framing/detail/receive_buffer.hpp>

#include <limits>
#include <new>

namespace structwire::detail {

namespace {

constexpr std::size_t first_capacity = 256;                // below this, doubling only costs calls
constexpr std::size_t always_kept = std::size_t{1} << 16;  // memory of this size is never given back early
constexpr std::uint8_t rounds_before_release = 16;

constexpr std::size_t saturating_sum(std::uint64_t left, std::uint64_t right) noexcept {
    constexpr std::uint64_t most = std::numeric_limits<std::size_t>::max();
    if (left > most || right > most - left) return std::numeric_limits<std::size_t>::max();
    return static_cast<std::size_t>(left + right);
}

}  // namespace

byte_span receive_buffer::prepare(std::size_t at_least, std::uint64_t largest_frame, bool one_frame) noexcept {
    if (at_least == 0) at_least = 1;
    if (end_ > largest_use_) largest_use_ = end_;
    if (begin_ == end_) {
        begin_ = end_ = 0;
        release_outsized(at_least);
    }
    if (capacity_ - end_ >= at_least) return {data_ + end_, capacity_ - end_};

    const std::size_t size = end_ - begin_;
    const std::size_t required = saturating_sum(size, at_least);
    const std::size_t ceiling = saturating_sum(largest_frame, at_least);
    // Moving most of an unfinished frame again for every read costs more than growing once, as far as that may go.
    const bool worth_moving = one_frame ? size <= begin_ / 2 || capacity_ >= ceiling : size <= begin_;
    if (required <= capacity_ && worth_moving) {
        std::memmove(data_, data_ + begin_, size);
        begin_ = 0;
        end_ = size;
    } else {
        std::size_t wanted = capacity_ < first_capacity / 2 ? first_capacity : saturating_sum(capacity_, capacity_);
        if (wanted > ceiling && (one_frame || size == 0)) wanted = ceiling;
        if (!reallocate(wanted < required ? required : wanted)) return {};
    }
    return {data_ + end_, capacity_ - end_};
}

bool receive_buffer::reallocate(std::size_t capacity) noexcept {
    if (capacity > std::numeric_limits<std::size_t>::max() / 2) return false;
    auto* const fresh = new (std::nothrow) std::byte[capacity];
    if (fresh == nullptr) return false;
    const std::size_t size = end_ - begin_;
    if (size != 0) std::memcpy(fresh, data_ + begin_, size);
    delete[] data_;
    data_ = fresh;
    capacity_ = capacity;
    begin_ = 0;
    end_ = size;
    return true;
}

// A single large frame must not occupy memory for the rest of a connection, and a stream of large frames must
// not allocate for each: memory goes only after many rounds in a row that used less than a quarter of it.
void receive_buffer::release_outsized(std::size_t at_least) noexcept {
    if (capacity_ <= always_kept || capacity_ / 4 <= at_least || largest_use_ > capacity_ / 4) {
        quiet_rounds_ = 0;
        largest_use_ = 0;
        return;
    }
    if (++quiet_rounds_ < rounds_before_release) return;
    delete[] data_;
    data_ = nullptr;
    capacity_ = 0;
    quiet_rounds_ = 0;
    largest_use_ = 0;
}

}  // namespace structwire::detail
