// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// A framer of one's own: the base protocol of the Language Server Protocol.
#ifndef STRUCTWIRE_EXAMPLES_LSP_FRAMER_HPP
#define STRUCTWIRE_EXAMPLES_LSP_FRAMER_HPP

#include <structwire/framing.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>
#include <system_error>

namespace lsp {

using structwire::byte_view, structwire::errc, structwire::step;

/// JSON behind header fields as HTTP has them, of which only the length is looked into.
///
/// Shape:      `Content-Length: 2` CR LF | other fields, each with its CR LF | CR LF | payload
/// Errors:     errc::bad_prefix: a length that is no number, two lengths, or none. errc::too_long: a header part
///             (limit / 0) or a payload (limit / length, 0 if it leaves 64 bits) over its limit. errc::truncated at the
///             end of input (0 / bytes there). All are fatal.
/// When:       a field is judged when its line is complete, a length that is missing when the empty line is, and the
///             size of the header part when it has reached the limit. So a length of endless digits ends there too.
/// Source:     Language Server Protocol 3.17, "Base Protocol"
struct framer {
    static constexpr std::size_t max_header_bytes = 4096, max_payload_bytes = 16 * 1024 * 1024;

    // Looks at the header part anew each time, which is no more than 4 KiB: there is no state that could be wrong.
    [[nodiscard]] static step next(byte_view bytes) noexcept {
        const std::string_view head = structwire::as_text(bytes).substr(0, max_header_bytes);
        std::optional<std::size_t> length;
        for (std::size_t begin = 0, end = 0; (end = head.find("\r\n", begin)) != head.npos; begin = end + 2) {
            const std::string_view field = head.substr(begin, end - begin);
            if (field.empty()) return length ? payload(bytes, end + 2, *length) : step::fail(errc::bad_prefix, 0, 0);
            if (!is_length(field)) continue;
            if (length) return step::fail(errc::bad_prefix, 0, 0);
            const char *const digits = field.data() + length_field.size(), *const last = field.data() + field.size();
            const auto [stop, reason] = std::from_chars(digits, last, length.emplace());
            if (stop == digits || stop != last) return step::fail(errc::bad_prefix, 0, 0);
            const bool too_long = reason != std::errc{} || *length > max_payload_bytes;
            if (too_long) return step::fail(errc::too_long, max_payload_bytes, *length);
        }
        return head.size() < max_header_bytes ? step::need(1) : step::fail(errc::too_long, max_header_bytes, 0);
    }

    [[nodiscard]] static step finish(byte_view bytes) noexcept {
        return bytes.empty() ? step::end() : step::fail(errc::truncated, 0, bytes.size());
    }

    [[nodiscard]] static std::uint64_t max_frame_bytes() noexcept { return max_header_bytes + max_payload_bytes; }

    [[nodiscard]] static std::expected<structwire::encoded_frame, structwire::error> encode(
        byte_view payload, byte_view header = {}) noexcept {
        if (!header.empty() || payload.size() > max_payload_bytes) {
            return std::unexpected(structwire::error{errc::not_encodable, structwire::operation::encode});
        }
        std::array<char, 24> digits{};
        char* const last = std::to_chars(digits.begin(), digits.end(), payload.size()).ptr;
        const std::string_view length(digits.data(), std::copy_n("\r\n\r\n", 4, last));
        return structwire::encoded_frame(structwire::as_bytes("Content-Length: "), structwire::as_bytes(length),
                                         payload);
    }

private:
    static constexpr std::string_view length_field = "content-length: ";  // in letters of any size

    static bool is_length(std::string_view field) noexcept {
        const auto small_letter = [](char one) { return one >= 'A' && one <= 'Z' ? static_cast<char>(one + 32) : one; };
        return std::ranges::equal(field.substr(0, length_field.size()), length_field, {}, small_letter);
    }

    static step payload(byte_view bytes, std::size_t begin, std::size_t size) noexcept {
        const std::size_t there = bytes.size() - begin;
        if (there < size) return step::need(size - there);
        return step::deliver({}, bytes.subspan(begin, size), begin + size);
    }
};

}  // namespace lsp

#endif
