// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What `s` and `p` unpack to: a view of bytes inside the input.
#ifndef STRUCTWIRE_PACK_BYTES_VIEW_HPP
#define STRUCTWIRE_PACK_BYTES_VIEW_HPP

#include <structwire/bytes.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace structwire {

/// A view of `Extent` bytes, or of any number with std::dynamic_extent, inside a buffer that somebody else owns.
///
/// `8s` unpacks to bytes_view<8>, `8p` to bytes_view<> (its length stands in the bytes). A field keeps its padding:
/// `"BTCUSD"` packed as `8s` unpacks to eight bytes, the last two NUL. Only for such views of fixed extent,
/// comparison with text treats trailing NULs as absent: `view == "BTCUSD"` holds.
///
/// Guarantee:  copying is free; nothing is owned and nothing allocates except str()
template <std::size_t Extent = std::dynamic_extent>
class bytes_view {
public:
    using element_type = const std::byte;
    using value_type = std::byte;
    using iterator = const std::byte*;

    /// Number of bytes as part of the type, std::dynamic_extent if it is not.
    static constexpr std::size_t extent = Extent;

    constexpr bytes_view() = default;

    /// Views the bytes from `first`.
    constexpr explicit bytes_view(const std::byte* first) noexcept
        requires(Extent != std::dynamic_extent)
        : bytes_(first, Extent) {}

    /// Views `size` bytes from `first`.
    constexpr bytes_view(const std::byte* first, std::size_t size) noexcept
        requires(Extent == std::dynamic_extent)
        : bytes_(first, size) {}

    [[nodiscard]] constexpr const std::byte* data() const noexcept { return bytes_.data(); }
    [[nodiscard]] constexpr std::size_t size() const noexcept { return bytes_.size(); }
    [[nodiscard]] constexpr bool empty() const noexcept { return bytes_.empty(); }
    [[nodiscard]] constexpr iterator begin() const noexcept { return bytes_.data(); }
    [[nodiscard]] constexpr iterator end() const noexcept { return bytes_.data() + bytes_.size(); }
    [[nodiscard]] constexpr std::byte operator[](std::size_t index) const noexcept { return bytes_[index]; }

    /// The bytes in front of the trailing NULs that pad them.
    [[nodiscard]] constexpr bytes_view<> trimmed() const noexcept {
        std::size_t size = bytes_.size();
        while (size != 0 && bytes_[size - 1] == std::byte{0}) --size;
        return {bytes_.data(), size};
    }

    /// All bytes as characters, borrowed. Not usable at compile time, where bytes cannot become characters.
    [[nodiscard]] std::string_view text() const noexcept { return as_text(bytes_); }

    /// All bytes as a string that owns them. The caller includes `<string>`, which this header does without.
    template <class String = std::string>
    [[nodiscard]] String str() const {
        return String(text());
    }

    /// The bytes as an array that owns them.
    [[nodiscard]] constexpr std::array<std::byte, Extent> copy() const noexcept
        requires(Extent != std::dynamic_extent)
    {
        std::array<std::byte, Extent> bytes{};
        for (std::size_t index = 0; index != Extent; ++index) bytes[index] = bytes_[index];
        return bytes;
    }

    /// Equal when the bytes are `text`; with a fixed extent also when only NULs follow it.
    friend constexpr bool operator==(bytes_view bytes, std::string_view text) noexcept {
        if (bytes.size() < text.size() || (Extent == std::dynamic_extent && bytes.size() != text.size())) return false;
        for (std::size_t index = 0; index != bytes.size(); ++index) {
            const auto expected = index < text.size() ? static_cast<unsigned char>(text[index]) : 0u;
            if (std::to_integer<unsigned>(bytes[index]) != expected) return false;
        }
        return true;
    }

    /// Equal when size and bytes are equal, padding included.
    friend constexpr bool operator==(bytes_view left, bytes_view right) noexcept {
        if (left.size() != right.size()) return false;
        for (std::size_t index = 0; index != left.size(); ++index) {
            if (left[index] != right[index]) return false;
        }
        return true;
    }

private:
    std::span<const std::byte, Extent> bytes_ = default_bytes();

    static constexpr std::span<const std::byte, Extent> default_bytes() noexcept {
        if constexpr (Extent == 0 || Extent == std::dynamic_extent) {
            return {};
        } else {
            return std::span<const std::byte, Extent>(zeros.data(), Extent);
        }
    }

    static constexpr std::array<std::byte, Extent == std::dynamic_extent ? 0 : Extent> zeros{};
};

}  // namespace structwire

template <std::size_t Extent>
inline constexpr bool std::ranges::enable_borrowed_range<structwire::bytes_view<Extent>> = true;

template <std::size_t Extent>
inline constexpr bool std::ranges::enable_view<structwire::bytes_view<Extent>> = Extent == std::dynamic_extent;

#endif
