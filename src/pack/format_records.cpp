// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
// iter_unpack and its range.
#include <structwire/pack/buffer.hpp>
#include <structwire/pack/format.hpp>
#include <structwire/pack/format_records.hpp>

#include <cstddef>
#include <cstdint>
#include <expected>

namespace structwire {

std::expected<std::vector<value>, error> format_record::unpack() const { return format_->unpack(bytes_); }

std::expected<std::size_t, error> format_record::unpack_into(std::span<value> output) const noexcept {
    return format_->unpack_into(bytes_, output);
}

std::size_t format_records::iterator::next_size() const noexcept {
    if (left_.empty()) return 0;
    const auto extent = format_->measure(left_);
    return extent ? static_cast<std::size_t>(extent->bytes) : left_.size();
}

format_records::format_records(const format& compiled, byte_view bytes, std::size_t count) noexcept : count_(count) {
    first_.format_ = &compiled;
    first_.left_ = bytes;
    first_.same_size_ = !compiled.is_variable();
    first_.size_ = first_.same_size_ ? static_cast<std::size_t>(compiled.size()) : first_.next_size();
}

format_records::iterator format_records::end() const noexcept {
    iterator last = first_;
    last.left_ = first_.left_.last(0);
    return last;
}

format_record format_records::operator[](std::size_t index) const noexcept {
    iterator at = first_;
    if (at.same_size_) {
        at.left_ = at.left_.subspan(index * at.size_);
    } else {
        for (; index != 0; --index) ++at;
    }
    return *at;
}

std::expected<format_records, error> format::iter_unpack(byte_view input) const noexcept {
    if (!is_variable()) {
        const std::uint64_t extra = size_ == 0 ? input.size() : input.size() % size_;
        if (size_ != 0 && extra == 0)
            return format_records(*this, input, input.size() / static_cast<std::size_t>(size_));
        error fault{.code = errc::extra_bytes, .during = operation::iter_unpack, .wanted = size_};
        fault.offset = input.size() - extra;
        fault.given = input.size();
        return std::unexpected(fault);
    }
    std::size_t count = 0;
    for (std::size_t at = 0; at != input.size(); ++count) {
        const auto extent = extent_at(input, at, operation::iter_unpack);
        if (extent) {
            at += static_cast<std::size_t>(extent->bytes);
            continue;
        }
        error fault = extent.error();
        if (fault.code == errc::short_buffer) {
            fault.wanted = fault.wanted > error::nowhere - at ? error::nowhere : fault.wanted + at;
            fault.given = input.size();
        }
        return std::unexpected(fault);
    }
    return format_records(*this, input, count);
}

}  // namespace structwire
