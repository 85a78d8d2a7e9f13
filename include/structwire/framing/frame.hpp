// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// One frame as it was received, and one frame ready to be sent.
#ifndef STRUCTWIRE_FRAMING_FRAME_HPP
#define STRUCTWIRE_FRAMING_FRAME_HPP

#include <structwire/bytes.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace structwire {

/// A frame cut out of a stream: views into bytes that somebody else holds.
///
/// Shape:      header | length prefix | payload | ending, whichever of them the framing has. The length
///             prefix and the ending are not delivered, the header in front of a length is.
struct frame {
    byte_view header{};        ///< bytes in front of the length prefix (`offset=N`), else empty
    byte_view payload{};       ///< what the frame carries; empty frames are frames
    std::uint64_t offset = 0;  ///< stream offset of the frame's first wire byte

    /// Whether both hold the same bytes and start at the same offset.
    [[nodiscard]] friend constexpr bool operator==(const frame& left, const frame& right) noexcept {
        return left.offset == right.offset && same(left.header, right.header) && same(left.payload, right.payload);
    }

private:
    static constexpr bool same(byte_view left, byte_view right) noexcept {
        if (left.size() != right.size()) return false;
        for (std::size_t index = 0; index != left.size(); ++index) {
            if (left[index] != right[index]) return false;
        }
        return true;
    }
};

/// The pieces of an encoded frame in wire order, for a gathering write. None of them is empty.
///
/// A contiguous range of at most four byte_views; `data()` and `size()` fill an `iovec` array directly.
class frame_pieces {
public:
    [[nodiscard]] constexpr const byte_view* begin() const noexcept { return pieces_.data(); }
    [[nodiscard]] constexpr const byte_view* end() const noexcept { return pieces_.data() + size_; }
    [[nodiscard]] constexpr const byte_view* data() const noexcept { return pieces_.data(); }
    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr byte_view operator[](std::size_t index) const noexcept { return pieces_[index]; }

private:
    friend class encoded_frame;

    constexpr void add(byte_view piece) noexcept {
        if (!piece.empty()) pieces_[size_++] = piece;
    }

    std::array<byte_view, 4> pieces_{};
    std::size_t size_ = 0;
};

/// A frame ready to be sent: what the framing adds is stored here, header and payload are borrowed.
///
/// Shape:      header | prefix | payload | trailer. A header that fits is copied next to the prefix, so that
///             most frames are two pieces.
/// Example:    `for (structwire::byte_view piece : encoded->pieces()) out.write(piece);`
class encoded_frame {
public:
    /// Bytes that fit in front of the payload and behind it.
    static constexpr std::size_t front_capacity = 24, trailer_capacity = 8;

    /// Joins the four parts.
    ///
    /// @param header   borrowed unless it fits next to the prefix
    /// @param prefix   copied; bytes beyond front_capacity are cut off
    /// @param payload  borrowed
    /// @param trailer  copied; bytes beyond trailer_capacity are cut off
    constexpr encoded_frame(byte_view header, byte_view prefix, byte_view payload, byte_view trailer = {}) noexcept
        : payload_(payload) {
        if (header.size() <= front_capacity && prefix.size() <= front_capacity - header.size()) {
            for (const std::byte byte : header) front_[front_size_++] = byte;
        } else {
            header_ = header;
        }
        for (const std::byte byte : prefix) {
            if (front_size_ != front_capacity) front_[front_size_++] = byte;
        }
        for (const std::byte byte : trailer) {
            if (trailer_size_ != trailer_capacity) trailer_[trailer_size_++] = byte;
        }
    }

    /// Bytes on the wire.
    [[nodiscard]] constexpr std::size_t size() const noexcept {
        return header_.size() + front_size_ + payload_.size() + trailer_size_;
    }

    /// The bytes to write, in order. They are valid as long as this object, the header and the payload are.
    [[nodiscard]] constexpr frame_pieces pieces() const& noexcept {
        frame_pieces all;
        all.add(header_);
        all.add({front_.data(), front_size_});
        all.add(payload_);
        all.add({trailer_.data(), trailer_size_});
        return all;
    }
    frame_pieces pieces() const&& = delete;  // the pieces would outlive the bytes stored here

private:
    byte_view header_{};
    byte_view payload_{};
    std::array<std::byte, front_capacity> front_{};
    std::array<std::byte, trailer_capacity> trailer_{};
    std::uint8_t front_size_ = 0;
    std::uint8_t trailer_size_ = 0;
};

}  // namespace structwire

#endif
