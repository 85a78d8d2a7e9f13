// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/pack/detail/bits.hpp>
#include <structwire/pack/detail/variable_codec.hpp>
#include <structwire/pack/load_value.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <expected>

#include "saturating.hpp"

namespace structwire {

namespace {

using detail::product;
using detail::sum;

class variable_loader {
public:
    variable_loader(const format_item& item, byte_view input) noexcept : item_(item), input_(input) {}

    std::expected<variable_value, error> load() noexcept {
        switch (item_.kind) {
            case value_kind::varint:
            case value_kind::zigzag: return load_number();
            case value_kind::terminated_bytes: return load_terminated();
            case value_kind::counted_bytes: return load_counted();
            case value_kind::counted_group: return load_group_count();
            default: return variable_value{input_, input_.size()};
        }
    }

private:
    std::unexpected<error> refuse(errc code) const noexcept {
        error fault{.code = code, .during = operation::unpack, .letter = item_.letter};
        fault.position = item_.position;
        fault.offset = 0;
        return std::unexpected(fault);
    }

    std::unexpected<error> refuse_short(std::uint64_t wanted) const noexcept {
        error fault{.code = errc::short_buffer, .during = operation::unpack, .wanted = wanted};
        fault.position = item_.position;
        fault.offset = input_.size();
        fault.given = input_.size();
        return std::unexpected(fault);
    }

    // LEB128: seven bits in each byte, the lowest first.
    std::expected<std::uint64_t, error> read_varint() noexcept {
        std::uint64_t number = 0;
        for (unsigned shift = 0;; shift += 7) {
            if (used_ == input_.size()) return refuse_short(used_ + 1);
            const auto byte = std::to_integer<std::uint64_t>(input_[used_++]);
            if (shift == 63 && byte > 1) return refuse(errc::bad_varint);
            number |= (byte & 0x7f) << shift;
            if (byte >= 0x80) continue;
            if (byte == 0 && shift != 0) return refuse(errc::bad_varint);
            return number;
        }
    }

    std::expected<std::uint64_t, error> read_length() noexcept {
        if (item_.length_bytes == 0) return read_varint();
        if (input_.size() < item_.length_bytes) return refuse_short(item_.length_bytes);
        used_ = item_.length_bytes;
        const std::uint64_t number = item_.order == std::endian::little
                                         ? detail::load_whole<std::endian::little>(input_.data(), item_.length_bytes)
                                         : detail::load_whole<std::endian::big>(input_.data(), item_.length_bytes);
        const unsigned sign_bit = item_.length_bytes * 8u - 1;
        if (!item_.length_signed || (number >> sign_bit) == 0) return number;
        auto fault = refuse(errc::bad_count);
        fault.error().given = detail::sign_extend(number, sign_bit + 1);
        return fault;
    }

    std::expected<variable_value, error> load_number() noexcept {
        const auto number = read_varint();
        if (!number) return std::unexpected(number.error());
        if (item_.kind == value_kind::varint) return variable_value{*number, used_};
        return variable_value{detail::from_zigzag(*number), used_};
    }

    std::expected<variable_value, error> load_terminated() noexcept {
        const void* const null = input_.empty() ? nullptr : std::memchr(input_.data(), 0, input_.size());
        if (null == nullptr) return refuse_short(sum(input_.size(), 1));
        const auto size = static_cast<std::size_t>(static_cast<const std::byte*>(null) - input_.data());
        return variable_value{input_.first(size), size + 1};
    }

    std::expected<variable_value, error> load_counted() noexcept {
        const auto length = read_length();
        if (!length) return std::unexpected(length.error());
        if (*length > input_.size() - used_) return refuse_short(sum(used_, *length));
        const auto size = static_cast<std::size_t>(*length);
        return variable_value{input_.subspan(used_, size), used_ + size};
    }

    std::expected<variable_value, error> load_group_count() noexcept {
        const auto count = read_length();
        if (!count) return std::unexpected(count.error());
        const std::uint64_t least = product(*count, item_.element_bytes);
        if (least > input_.size() - used_) return refuse_short(sum(used_, least));
        return variable_value{*count, used_};
    }

    const format_item& item_;
    byte_view input_;
    std::size_t used_ = 0;
};

}  // namespace

std::expected<variable_value, error> load_variable(const format_item& item, byte_view input) noexcept {
    return variable_loader(item, input).load();
}

}  // namespace structwire
