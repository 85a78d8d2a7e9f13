// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Many payloads in, one run of bytes to send out.
#ifndef STRUCTWIRE_FRAMING_FRAME_ENCODER_HPP
#define STRUCTWIRE_FRAMING_FRAME_ENCODER_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/framing/detail/receive_buffer.hpp>
#include <structwire/framing/frame.hpp>
#include <structwire/framing/framer.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <expected>
#include <limits>

namespace structwire {

/// Collects frames into a batch of bytes. It does no I/O.
///
/// There are three ways in:
/// - `add(payload)`: the payload is somewhere already and is copied.
/// - `reserve(n)`, write up to n bytes of payload into the room, `commit(count)`: for serializers. Lengths and
///   checksums are filled in behind them; the payload moves only when the length in front takes another number of
///   bytes than in the frame before.
/// - `place(n)`, write exactly n bytes there, `placed(end)`: the fastest, where it can be.
///
/// Send bytes(), then clear() the batch, or consume() what went.
/// Memory:     the batch, doubling as it grows; kept for the next one, given back after a while of much smaller ones
/// Guarantee:  a call that fails leaves the batch as it was. Nothing throws. Movable; a moved-from encoder may only be
///             destroyed or assigned to.
/// Example:
/// ```cpp
/// structwire::frame_encoder<structwire::framing<"u32be,limit=64k">> out;
/// for (const auto& quote : quotes) {
///     const structwire::byte_span room = out.reserve(64);
///     if (auto done = out.commit(write_quote(quote, room)); !done) return done.error();
/// }
/// send(out.bytes());
/// ```
template <encoding_framer Framer>
class frame_encoder {
public:
    frame_encoder() = default;
    /// With a framer that was configured at run time.
    explicit frame_encoder(Framer framing) noexcept : framer_(framing) {}

    /// Appends the frame that carries `payload`.
    ///
    /// @param payload  must not lie in the batch
    /// @param header   bytes in front of the length, for framings with `offset=N`; must not lie in the batch
    /// Errors:     errc::not_encodable as encode(); errc::overload without memory
    [[nodiscard]] std::expected<void, error> add(byte_view payload, byte_view header = {}) noexcept {
        const auto encoded = framer_.encode(payload, header);
        if (!encoded) return std::unexpected(encoded.error());
        const byte_span room = prepare(encoded->size());
        if (room.empty() && encoded->size() != 0) return std::unexpected(overload());
        encoded->copy_to(room.data());
        batch_.commit(encoded->size());
        return {};
    }

    /// Room for a payload. Nothing is in the batch before commit().
    ///
    /// @param most_payload  bytes that the payload will have at most
    /// @param header_bytes  bytes of the header that commit() will be given
    /// @return  `most_payload` bytes, valid until the next call; empty without memory, or when none were asked for
    [[nodiscard]] byte_span reserve(std::size_t most_payload, std::size_t header_bytes = 0) noexcept {
        reserved_ = false;
        constexpr std::size_t around = encoded_frame::front_capacity + encoded_frame::trailer_capacity;
        constexpr std::size_t most = std::numeric_limits<std::size_t>::max();
        if (most_payload > most - around || header_bytes > most - around - most_payload) return {};
        const byte_span room = prepare(header_bytes + most_payload + around);
        if (room.empty()) return {};
        reserved_ = true;
        front_ = usual_front_ < header_bytes + encoded_frame::front_capacity ? usual_front_ : 0;
        return room.subspan(front_, most_payload);
    }

    /// Makes the first `payload_size` bytes of the reserved room a frame.
    ///
    /// @param payload_size  at most what was reserved
    /// @param header        as add() has it; as many bytes as reserve() was told
    /// Errors:     errc::not_encodable as encode(); errc::overload when reserve() found no memory
    [[nodiscard]] std::expected<void, error> commit(std::size_t payload_size, byte_view header = {}) noexcept {
        if (!reserved_) return std::unexpected(overload());
        reserved_ = false;
        const byte_span room = batch_.all_room();
        const byte_span payload = room.subspan(front_, payload_size);
        const auto encoded = framer_.encode(payload, header);
        if (!encoded) return std::unexpected(encoded.error());
        if (encoded->is_stuffed() || encoded->size() > room.size()) return add_copy(payload, header);
        place(room, payload, *encoded);
        batch_.commit(encoded->size());
        return {};
    }

    /// Where a payload of a size that is known goes: what stands in front of it is there already, and nothing comes behind.
    ///
    /// @param payload_size  exactly; nothing is in the batch before placed()
    /// @return  room for that many bytes, valid until the next call; null where reserve() and commit() are needed: to take
    ///          more memory, to fill in a checksum or a header, to escape, or to say why such a payload is refused
    [[nodiscard, gnu::always_inline]] std::byte* place(std::size_t payload_size) noexcept {
        if constexpr (detail::writes_front<Framer>) {
            const byte_span room = batch_.room();
            if (room.size() >= Framer::front_room && room.size() - Framer::front_room >= payload_size) [[likely]] {
                return framer_.put_front(room.data(), payload_size);
            }
        }
        return nullptr;
    }

    /// Makes what place() began a frame.
    ///
    /// @param payload_end  behind the last byte of the payload: the place plus its size
    [[gnu::always_inline]] void placed(const std::byte* payload_end) noexcept { batch_.commit_to(payload_end); }

    /// The batch: whole frames in order, unless consume() stopped inside one. Valid until the next call.
    [[nodiscard]] byte_view bytes() const noexcept { return batch_.unread(); }

    /// Drops the first bytes of the batch, when a write took only so many.
    ///
    /// @param count  more than there are counts as all of them
    void consume(std::size_t count) noexcept { batch_.consume(count < batch_.size() ? count : batch_.size()); }

    /// Drops the batch. Its memory stays for the next one.
    void clear() noexcept { batch_.clear(); }

    /// Bytes of memory held for the batch.
    [[nodiscard]] std::size_t capacity() const noexcept { return batch_.capacity(); }

    /// The framer, for its limits and its configuration.
    [[nodiscard]] const Framer& framer() const noexcept { return framer_; }

private:
    static error overload() noexcept { return error{errc::overload, operation::encode}; }

    byte_span prepare(std::size_t size) noexcept {
        return batch_.prepare(size, std::numeric_limits<std::uint64_t>::max(), false);
    }

    // Puts what the framing adds around the payload, and moves it where it belongs.
    void place(byte_span room, byte_view payload, const encoded_frame& encoded) noexcept {
        std::size_t front = 0;
        const frame_pieces pieces = encoded.pieces();
        for (const byte_view piece : pieces) {
            if (piece.data() == payload.data()) break;
            front += piece.size();
        }
        if (!payload.empty() && front != front_) {
            std::memmove(room.data() + front, payload.data(), payload.size());
            usual_front_ = front;
        }
        std::size_t at = 0;
        for (const byte_view piece : pieces) {
            if (piece.data() != payload.data()) std::memcpy(room.data() + at, piece.data(), piece.size());
            at += piece.size();
        }
    }

    // For a frame that cannot be made where its payload lies.
    std::expected<void, error> add_copy(byte_view payload, byte_view header) noexcept {
        moved_.clear();
        if (!moved_.append(payload, std::numeric_limits<std::uint64_t>::max(), false)) {
            return std::unexpected(overload());
        }
        return add(moved_.unread(), header);
    }

    Framer framer_{};
    detail::receive_buffer batch_;
    detail::receive_buffer moved_;  // where a payload waits to be rewritten
    std::size_t front_ = 0;         // bytes kept free in front of the reserved payload
    std::size_t usual_front_ = 4;   // bytes in front of the last payload
    bool reserved_ = false;
};

}  // namespace structwire

#endif
