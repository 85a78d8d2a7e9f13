// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Frames as contiguous bytes, behind those already there.
#ifndef STRUCTWIRE_FRAMING_APPEND_HPP
#define STRUCTWIRE_FRAMING_APPEND_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/framing/framer.hpp>

#include <cstddef>
#include <cstring>
#include <expected>

namespace structwire {

/// A container of byte-sized elements that grows at its end, such as `std::vector<std::byte>` or `std::string`.
template <class Container>
concept byte_container = sizeof(typename Container::value_type) == 1 &&
                         requires(Container& container, const typename Container::value_type* bytes) {
                             container.insert(container.end(), bytes, bytes);
                         };

/// Appends one frame to a container.
///
/// @param to       unchanged on error
/// @param with     any framer that encodes
/// @param payload  must not lie in `to`, whose elements may move
/// @param header   bytes in front of the length, `offset=N` of them
/// @return         wire bytes appended
/// Errors:     errc::not_encodable as encode()
/// Guarantee:  allocates and throws only what the container's insert() does
/// Example:    `std::vector<std::byte> out; auto size = structwire::append(out, framing, payload);`
template <byte_container Container, encoding_framer Framer>
[[nodiscard]] std::expected<std::size_t, error> append(Container& to, const Framer& with, byte_view payload,
                                                       byte_view header = {}) {
    const auto encoded = with.encode(payload, header);
    if (!encoded) return std::unexpected(encoded.error());
    for (const byte_view piece : encoded->pieces()) {
        const auto* const first = reinterpret_cast<const typename Container::value_type*>(piece.data());
        to.insert(to.end(), first, first + piece.size());
    }
    return encoded->size();
}

/// Writes one frame to the front of `room`, and makes `room` the bytes behind it, ready for the next frame.
///
/// @param room     nothing is written on error, and it stays as it is
/// @return         wire bytes written
/// Errors:     errc::not_encodable as encode(); errc::short_buffer when the frame does not fit (bytes needed / there)
/// Guarantee:  noexcept; allocates nothing
template <encoding_framer Framer>
[[nodiscard]] std::expected<std::size_t, error> append(byte_span& room, const Framer& with, byte_view payload,
                                                       byte_view header = {}) noexcept {
    const auto encoded = with.encode(payload, header);
    if (!encoded) return std::unexpected(encoded.error());
    const std::size_t size = encoded->size();
    if (size > room.size()) {
        error failure{errc::short_buffer, operation::encode};
        failure.wanted = size;
        failure.given = room.size();
        failure.offset = 0;
        return std::unexpected(failure);
    }
    for (const byte_view piece : encoded->pieces()) {
        std::memcpy(room.data(), piece.data(), piece.size());
        room = room.subspan(piece.size());
    }
    return size;
}

}  // namespace structwire

#endif
