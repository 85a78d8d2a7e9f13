// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Pieces of bytes as the system's vectors.
#ifndef STRUCTWIRE_SRC_NET_PIECES_HPP
#define STRUCTWIRE_SRC_NET_PIECES_HPP

#include <structwire/bytes.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <sys/uio.h>

namespace structwire::net::detail {

inline constexpr std::size_t most_pieces = 1024;  // IOV_MAX of Linux

/// Fills `vectors` with the pieces that are not empty, up to `most_bytes` together, and returns how many there are.
inline std::size_t gather(std::span<const byte_view> pieces, std::span<iovec> vectors,
                          std::size_t most_bytes = SIZE_MAX) noexcept {
    std::size_t count = 0;
    for (const byte_view piece : pieces) {
        if (count == vectors.size() || most_bytes == 0) break;
        if (piece.empty()) continue;
        const std::size_t size = std::min(piece.size(), most_bytes);
        vectors[count++] = {.iov_base = const_cast<std::byte*>(piece.data()), .iov_len = size};
        most_bytes -= size;
    }
    return count;
}

}  // namespace structwire::net::detail

#endif
