// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Frames as contiguous bytes, behind those already there.
#ifndef STRUCTWIRE_FRAMING_APPEND_HPP
#define STRUCTWIRE_FRAMING_APPEND_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/framing/framer.hpp>

#include <concepts>
#include <cstddef>
#include <expected>
#include <type_traits>

namespace structwire {

/// A container of byte-sized elements that grows at its end, such as `std::vector<std::byte>` or `std::string`.
template <class Container>
concept byte_container = sizeof(typename Container::value_type) == 1 &&
                         requires(Container& container, const typename Container::value_type* bytes) {
                             container.insert(container.end(), bytes, bytes);
                             container.resize(container.size());
                             { container.data() } -> std::same_as<typename Container::value_type*>;
                         };

/// A framer, or a reference to one, that can be asked to encode.
template <class Framer>
concept encodes = encoding_framer<std::remove_cvref_t<Framer>> &&
                  requires(Framer&& with, byte_view bytes) { with.encode(bytes, bytes); };

/// Appends one frame to a container.
///
/// @param to       unchanged on error
/// @param with     any framer that encodes
/// @param payload  must not lie in `to`, whose elements may move
/// @param header   bytes in front of the length, `offset=N` of them
/// @return         wire bytes appended
/// Errors:     errc::not_encodable as encode()
/// Guarantee:  allocates and throws only what the container's insert() and resize() do
/// Example:    `std::vector<std::byte> out; auto size = structwire::append(out, framing, payload);`
template <byte_container Container, encodes Framer>
[[nodiscard]] std::expected<std::size_t, error> append(Container& to, Framer&& with, byte_view payload,
                                                       byte_view header = {}) {
    const auto encoded = with.encode(payload, header);
    if (!encoded) return std::unexpected(encoded.error());
    if (encoded->is_stuffed()) {
        const std::size_t before = to.size();
        to.resize(before + encoded->size());
        encoded->copy_to(reinterpret_cast<std::byte*>(to.data()) + before);
        return encoded->size();
    }
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
template <encodes Framer>
[[nodiscard]] std::expected<std::size_t, error> append(byte_span& room, Framer&& with, byte_view payload,
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
    encoded->copy_to(room.data());
    room = room.subspan(size);
    return size;
}

}  // namespace structwire

#endif
