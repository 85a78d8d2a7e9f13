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
#include <cstring>

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
/// A contiguous range of at most five byte_views; `data()` and `size()` fill an `iovec` array directly.
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

    std::array<byte_view, 5> pieces_{};
    std::size_t size_ = 0;
};

/// A frame ready to be sent: what the framing adds is stored here, header and payload are borrowed.
///
/// Shape:      header | prefix | payload | tail | ending. A header that fits is copied next to the prefix, so that
///             most frames are two pieces.
///
/// A stuffed frame (COBS, SLIP, HDLC) rewrites its payload on the way and so has no pieces: copy_to() writes it.
/// Example:    `for (structwire::byte_view piece : encoded->pieces()) out.write(piece);`
class encoded_frame {
public:
    /// Bytes that fit in front of the payload and behind it.
    static constexpr std::size_t front_capacity = 24, tail_capacity = 8, trailer_capacity = 16;

    /// Writes payload and tail with everything that their framing adds, and returns the end of it.
    using stuffer = std::byte* (*)(std::byte* to, byte_view payload, byte_view tail) noexcept;

    /// Joins the parts of a frame that carries its payload as it is.
    ///
    /// @param header   borrowed unless it fits next to the prefix
    /// @param prefix   copied; bytes beyond front_capacity are cut off
    /// @param payload  borrowed
    /// @param tail     bytes of the payload that are not in `payload`, a checksum; copied; bytes beyond tail_capacity
    ///                 are cut off
    /// @param ending   borrowed unless it fits behind the tail
    constexpr encoded_frame(byte_view header, byte_view prefix, byte_view payload, byte_view tail = {},
                            byte_view ending = {}) noexcept
        : payload_(payload) {
        if (header.size() <= front_capacity && prefix.size() <= front_capacity - header.size()) {
            put(front_.data(), header);
            front_size_ = static_cast<std::uint8_t>(header.size());
        } else {
            header_ = header;
        }
        const std::size_t room = front_capacity - front_size_;
        const std::size_t front = prefix.size() < room ? prefix.size() : room;
        put(front_.data() + front_size_, prefix.first(front));
        front_size_ = static_cast<std::uint8_t>(front_size_ + front);
        add_tail(tail);
        if (ending.size() <= trailer_capacity - trailer_size_) {
            put(trailer_.data() + trailer_size_, ending);
            trailer_size_ = static_cast<std::uint8_t>(trailer_size_ + ending.size());
        } else {
            ending_ = ending;
        }
    }

    /// A stuffed frame.
    ///
    /// @param write      writes exactly `wire_size` bytes, at least 1
    /// @param payload    borrowed
    /// @param tail       copied, as above
    constexpr encoded_frame(stuffer write, std::size_t wire_size, byte_view payload, byte_view tail = {}) noexcept
        : payload_(payload), stuffer_(write), stuffed_size_(wire_size) {
        add_tail(tail);
    }

    /// Bytes on the wire.
    [[nodiscard]] constexpr std::size_t size() const noexcept {
        if (is_stuffed()) return stuffed_size_;
        return header_.size() + front_size_ + payload_.size() + trailer_size_ + ending_.size();
    }

    /// Whether the payload is rewritten on its way, so that there are no pieces.
    [[nodiscard]] constexpr bool is_stuffed() const noexcept { return stuffed_size_ != 0; }

    /// The bytes to write, in order; none if the frame is stuffed. They are valid as long as this object, the framer,
    /// the header and the payload are.
    [[nodiscard]] constexpr frame_pieces pieces() const& noexcept {
        frame_pieces all;
        if (is_stuffed()) return all;
        all.add(header_);
        all.add({front_.data(), front_size_});
        all.add(payload_);
        all.add({trailer_.data(), trailer_size_});
        all.add(ending_);
        return all;
    }
    frame_pieces pieces() const&& = delete;  // the pieces would outlive the bytes stored here

    /// Writes all of the frame, stuffed or not.
    ///
    /// @param to  room for size() bytes that overlaps neither header nor payload
    /// @return    the end of what was written
    [[gnu::always_inline]] constexpr std::byte* copy_to(std::byte* to) const noexcept {
        if (is_stuffed()) return stuffer_(to, payload_, {trailer_.data(), trailer_size_});
        to = put(to, header_);
        to = put(to, {front_.data(), front_size_});
        to = put(to, payload_);
        to = put(to, {trailer_.data(), trailer_size_});
        return put(to, ending_);
    }

private:
    // Behind the last byte. Not bytewise at run time: reading words of what was written as bytes is slow.
    static constexpr std::byte* put(std::byte* to, byte_view from) noexcept {
        if consteval {
            for (std::size_t index = 0; index != from.size(); ++index) to[index] = from[index];
        } else {
            if (!from.empty()) std::memcpy(to, from.data(), from.size());
        }
        return to + from.size();
    }

    constexpr void add_tail(byte_view tail) noexcept {
        const byte_view kept = tail.first(tail.size() < tail_capacity ? tail.size() : tail_capacity);
        put(trailer_.data(), kept);
        trailer_size_ = static_cast<std::uint8_t>(kept.size());
    }

    byte_view header_{};
    byte_view payload_{};
    byte_view ending_{};
    stuffer stuffer_ = nullptr;
    std::size_t stuffed_size_ = 0;
    std::array<std::byte, front_capacity> front_{};
    std::array<std::byte, trailer_capacity> trailer_{};
    std::uint8_t front_size_ = 0;
    std::uint8_t trailer_size_ = 0;
};

}  // namespace structwire

#endif
