// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What the tests of hostile streams share: streams written down with what must come of them, and a second opinion on
/// varint prefixes.
#ifndef STRUCTWIRE_TESTS_PROTOBUF_HOSTILE_SUPPORT_HPP
#define STRUCTWIRE_TESTS_PROTOBUF_HOSTILE_SUPPORT_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "protobuf_support.hpp"

namespace protobuf_support {

/// A message that takes any number of bytes and looks at the first eight only.
struct weighed {
    std::size_t size = 0;
    std::uint64_t number = 0;

    bool ParsePartialFromArray(const void* data, int bytes) {
        size = static_cast<std::size_t>(bytes);
        number = 0;
        if (bytes > 0) std::memcpy(&number, data, std::min(size, sizeof number));
        return bytes >= 0;
    }
    [[nodiscard]] bool IsInitialized() const { return true; }
    [[nodiscard]] std::size_t ByteSizeLong() const { return size; }
    bool SerializePartialToArray(void*, int) const { return false; }
};

/// A stream, and what a reader must make of it.
class scenario {
public:
    /// Goes on with a frame whose message serializes as `body`.
    scenario& message(std::string_view frame, std::string_view body) {
        expected_.events.push_back(message_at(wire_.size(), body));
        wire_ += frame;
        return *this;
    }
    /// Goes on with a frame that gives an error and is skipped.
    scenario& refused(std::string_view frame, errc code, std::uint64_t given = 0) {
        expected_.events.push_back(failure_at(wire_.size(), code, 0, given));
        wire_ += frame;
        return *this;
    }
    /// Ends here, between two frames.
    scenario& closes() {
        expected_.stopped = stopped_by(wire_.size(), errc::closed);
        return *this;
    }
    /// Ends with these bytes and one error, at the first of them.
    scenario& stops(std::string_view bytes, errc code, std::uint64_t wanted = 0, std::uint64_t given = 0) {
        expected_.events.push_back(failure_at(wire_.size(), code, wanted, given));
        expected_.stopped = stopped_by(wire_.size(), code, wanted, given);
        wire_ += bytes;
        return *this;
    }

    [[nodiscard]] const std::string& wire() const { return wire_; }
    [[nodiscard]] const record& expected() const { return expected_; }

    /// Reads the stream in every chunking.
    template <class Message, class Framer = structwire::protobuf::delimited_framing>
    void check(Framer rules = {}) const {
        INFO("the stream is " << digits(wire_));
        CHECK(read_every_way<Message>(wire_, rules) == expected_);
    }

private:
    std::string wire_;
    record expected_;
};

/// `number` in exactly `size` bytes, more than it needs; bits that do not fit are lost.
inline std::string padded_varint(std::uint64_t number, std::size_t size) {
    std::string bytes;
    for (std::size_t at = 0; at < size; ++at, number >>= 7) {
        bytes += static_cast<char>((number & 0x7f) | (at + 1 < size ? 0x80 : 0));
    }
    return bytes;
}

/// What docs/framing.md says of the varint at the front of some bytes.
struct prefix_verdict {
    errc code{};               ///< too_long, bad_prefix; or none
    std::uint64_t length = 0;  ///< of too_long and none
    std::size_t bytes = 0;     ///< of the prefix, as far as it was looked at
    bool complete = false;     ///< there is a length
};

/// Asks after every byte whether a frame is still possible: the least length is that in which the next byte is the last
/// one and says nothing, or with `canonical` the least.
inline prefix_verdict judge_varint(std::string_view bytes, const structwire::varint_prefix& rules) {
    __extension__ using wide = unsigned __int128;
    const auto is_open = [](char last) { return (static_cast<unsigned char>(last) & 0x80) != 0; };
    for (std::size_t size = 1; size <= bytes.size(); ++size) {
        std::string least(bytes.substr(0, size));
        const bool open = is_open(least.back());
        if (!open && rules.canonical && size > 1 && least.back() == 0) return {errc::bad_prefix, 0, size};
        if (open) least += rules.canonical ? '\x01' : '\x00';
        wide length = 0;
        for (std::size_t at = least.size(); at-- > 0;) {
            length = length << 7 | (static_cast<unsigned char>(least[at]) & 0x7f);
        }
        if (least.size() > rules.bytes || length >> 64 != 0) return {errc::bad_prefix, 0, size};
        if (length > rules.limit) return {errc::too_long, static_cast<std::uint64_t>(length), size};
        if (!open) return {errc{}, static_cast<std::uint64_t>(length), size, true};
    }
    return {errc{}, 0, bytes.size()};
}

}  // namespace protobuf_support

#endif
