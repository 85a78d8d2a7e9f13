// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What of an item matters to its bytes, for comparing formats and for writing their texts.
#ifndef STRUCTWIRE_SRC_PACK_ITEM_MEANING_HPP
#define STRUCTWIRE_SRC_PACK_ITEM_MEANING_HPP

#include <structwire/format/layout.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace structwire::detail {

/// Whether another byte order would give other bytes.
constexpr bool order_matters(const format_item& item) noexcept {
    if (item.bits != 0) return item.bits != 8 || item.bit_offset != 0;
    switch (item.kind) {
        case value_kind::signed_integer:
        case value_kind::unsigned_integer:
        case value_kind::floating:
        case value_kind::complex:
        case value_kind::brain_floating: return item.unit > 1;
        case value_kind::counted_bytes:
        case value_kind::counted_group: return item.length_bytes > 1;
        default: return false;
    }
}

/// Walks over the dimensions of an item's array: none for `I`, `1I` and `8s`, one for `4I` and `(1)I`, two for `(2,3)d`
/// and `(2)3d`.
class dimension_reader {
public:
    constexpr dimension_reader(std::string_view text, const format_item& item) noexcept
        : text_(text), at_(item.begin), left_(item.shape_dimensions), plain_(item.count) {
        if (left_ == 0 && item.is_array()) left_ = 1;
        in_text_ = item.shape_dimensions != 0;
    }

    [[nodiscard]] constexpr std::size_t left() const noexcept { return left_; }

    /// The next one. Precondition: left() != 0
    constexpr std::uint64_t next() noexcept {
        --left_;
        if (!in_text_) return plain_;
        const auto is_digit = [this] { return text_[at_] >= '0' && text_[at_] <= '9'; };
        while (!is_digit()) ++at_;
        std::uint64_t number = 0;
        for (; is_digit(); ++at_) number = number * 10 + static_cast<std::uint64_t>(text_[at_] - '0');
        return number;
    }

private:
    std::string_view text_;
    std::size_t at_;
    std::size_t left_;
    std::uint64_t plain_;
    bool in_text_ = false;
};

}  // namespace structwire::detail

#endif
