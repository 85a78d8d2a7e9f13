// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// How a message is sized and written. Not for direct use.
#ifndef STRUCTWIRE_PROTOBUF_DETAIL_SERIALIZE_HPP
#define STRUCTWIRE_PROTOBUF_DETAIL_SERIALIZE_HPP

#include <structwire/bytes.hpp>
#include <structwire/error.hpp>
#include <structwire/protobuf/message.hpp>

#include <cstdint>
#include <expected>

namespace structwire::protobuf::detail {

/// The failure of a writer.
[[gnu::cold]] inline std::unexpected<error> unwritten(errc code, std::uint64_t given = 0) noexcept {
    error reason{code, operation::serialize_message};
    reason.given = given;
    return std::unexpected(reason);
}

/// Writes a message that ByteSizeLong() has counted: with the sizes cached then where that can be, since the other
/// function counts again.
///
/// @return  false when it wrote other than `body.size()` bytes
template <message Message>
[[nodiscard]] bool serialize(const Message& value, byte_span body) {
    auto* const begin = reinterpret_cast<std::uint8_t*>(body.data());
    if constexpr (requires { value.SerializeWithCachedSizesToArray(begin); }) {
        return value.SerializeWithCachedSizesToArray(begin) == begin + body.size();
    } else {
        return value.SerializePartialToArray(begin, static_cast<int>(body.size()));
    }
}

}  // namespace structwire::protobuf::detail

#endif
