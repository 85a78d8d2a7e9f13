// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The words for bytes: borrowed ranges, text seen as bytes, and views of a fixed number of bytes.
#ifndef STRUCTWIRE_BYTES_HPP
#define STRUCTWIRE_BYTES_HPP

#include <cstddef>
#include <span>
#include <string_view>

namespace structwire {

/// Bytes that somebody else owns and that are only read.
using byte_view = std::span<const std::byte>;

/// Bytes that somebody else owns and that may be written.
using byte_span = std::span<std::byte>;

/// The characters of `text` as bytes, borrowed, without a terminating NUL.
[[nodiscard]] inline byte_view as_bytes(std::string_view text) noexcept {
    return {reinterpret_cast<const std::byte*>(text.data()), text.size()};
}

/// The bytes as characters, borrowed. Embedded NULs stay.
[[nodiscard]] inline std::string_view as_text(byte_view bytes) noexcept {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace structwire

#endif
