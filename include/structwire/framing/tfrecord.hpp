// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Records of TensorFlow's TFRecord files: `tfrecord`.
#ifndef STRUCTWIRE_FRAMING_TFRECORD_HPP
#define STRUCTWIRE_FRAMING_TFRECORD_HPP

#include <structwire/bytes.hpp>
#include <structwire/endian.hpp>
#include <structwire/error.hpp>
#include <structwire/framing/checksum.hpp>
#include <structwire/framing/framer.hpp>
#include <structwire/framing/length_rules.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <expected>

namespace structwire {

/// The limits of TFRecords.
struct tfrecord {
    std::uint64_t limit = 8 * 1024 * 1024;  ///< of the whole wire frame
    bool resync = false;                    ///< go on behind a record whose payload has a wrong checksum

    friend constexpr bool operator==(const tfrecord&, const tfrecord&) = default;

    /// Whether the number is in range: a record has at least 16 bytes.
    [[nodiscard]] constexpr bool usable() const noexcept { return as_length().usable(); }
    [[nodiscard]] constexpr std::uint64_t max_frame_bytes() const noexcept { return limit; }

    /// The length, as a framing of its own: it leaves out both checksums.
    [[nodiscard]] constexpr length_prefix as_length() const noexcept {
        return {.width = 8, .order = std::endian::little, .adjust = 8, .limit = limit};
    }
};

namespace detail {

/// Cuts TFRecords, for both kinds of settings. CRC-32C is no constant expression.
template <class Settings>
class tfrecord_cutter : public with_refusal<Settings> {
public:
    [[nodiscard]] step next(byte_view bytes) const noexcept {
        const length_rules rules(this->get().as_length());
        if (bytes.size() < length_bytes) return rules.inside_head(bytes).verdict;
        const auto length = load<std::endian::little, std::uint64_t>(bytes.data());
        if (length > rules.most) return rules.inside_head(bytes).verdict;
        if (const step now = compare_length(bytes); now.what != step::kind::clean) return now;
        const std::uint64_t behind = length + checksum_bytes;
        const std::size_t there = bytes.size() - head;
        if (behind > there) return step::need(behind - there);
        const byte_view payload = bytes.subspan(head, static_cast<std::size_t>(length));
        const std::size_t size = head + payload.size() + checksum_bytes;
        const step bad_payload = compare(payload, payload.data() + payload.size(), this->get().resync ? size : 0);
        return bad_payload.what == step::kind::error ? bad_payload : step::deliver({}, payload, size);
    }

    [[nodiscard]] step finish(byte_view bytes) const noexcept {
        if (bytes.empty()) return step::end();
        const step missing = next(bytes);
        if (missing.what != step::kind::need) return missing;
        const bool known = bytes.size() >= length_bytes;
        const std::uint64_t size =
            known ? load<std::endian::little, std::uint64_t>(bytes.data()) + head + checksum_bytes : 0;
        return step::fail(errc::truncated, size, bytes.size());
    }

    [[nodiscard]] std::expected<encoded_frame, error> encode(byte_view payload, byte_view header = {},
                                                             byte_view tail = {}) const noexcept {
        if (!header.empty()) return not_encodable(0, header.size());
        const std::uint64_t most = length_rules(this->get().as_length()).most;
        const std::uint64_t size = payload.size() + tail.size();
        if (size > most) return not_encodable(most, size);
        std::array<std::byte, head> front{};
        store<std::endian::little, std::uint64_t>(front.data(), size);
        store<std::endian::little>(front.data() + length_bytes, masked_crc32c(byte_view(front).first(length_bytes)));
        running_checksum sum(checksum_kind::crc32c);
        sum.add(payload);
        sum.add(tail);
        std::array<std::byte, checksum_bytes> back{};
        store<std::endian::little>(back.data(), mask_crc32c(static_cast<std::uint32_t>(sum.value())));
        return encoded_frame({}, front, payload, tail, back);
    }

    [[nodiscard]] constexpr std::uint64_t max_frame_bytes() const noexcept { return this->get().max_frame_bytes(); }

private:
    static constexpr std::size_t length_bytes = 8, checksum_bytes = 4, head = length_bytes + checksum_bytes;

    // Clean if the checksum of the length is right, and need or an error as long as it is not there. It takes no more
    // than its first wrong byte to see that it is wrong.
    [[nodiscard]] static step compare_length(byte_view bytes) noexcept {
        const std::uint32_t computed = masked_crc32c(bytes.first(length_bytes));
        std::uint32_t received = 0;
        for (std::size_t at = 0; at != checksum_bytes; ++at) {
            if (length_bytes + at == bytes.size()) return step::need(1);
            const auto byte = std::to_integer<std::uint32_t>(bytes[length_bytes + at]);
            received |= byte << 8 * at;
            if (byte != (computed >> 8 * at & 0xff)) return step::fail(errc::bad_checksum, computed, received);
        }
        return step::end();
    }

    // An error if the checksum at `stored` is not that of `bytes`, behind which the framer goes on if `resume_at` is
    // not 0.
    [[nodiscard]] static step compare(byte_view bytes, const std::byte* stored, std::size_t resume_at) noexcept {
        const std::uint32_t computed = masked_crc32c(bytes);
        const auto received = load<std::endian::little, std::uint32_t>(stored);
        if (computed == received) return step::end();
        if (resume_at != 0) return step::skip(errc::bad_checksum, computed, received, resume_at);
        return step::fail(errc::bad_checksum, computed, received);
    }
};

}  // namespace detail

/// Records as in TFRecord files: length and payload, each with a CRC-32C.
///
/// Shape:      length (u64, little-endian) | masked CRC-32C of the length (u32, little-endian) | payload |
///             masked CRC-32C of the payload (u32, little-endian)
/// Errors:     errc::too_long when the record is over the limit (limit / wire length, as length_framer has it).
///             errc::bad_checksum (computed / received): for the length due at the first wrong byte (the bytes behind
///             it count as 0), for the payload when its whole checksum is there. errc::truncated at the end of input (wire length, 0 while unknown / bytes there). The
///             offset is the record's first byte. All are fatal, but with `resync` it goes on behind a payload with a
///             wrong checksum.
/// Complexity: O(bytes) for the checksum
/// Source:     TensorFlow, "TFRecord and tf.train.Example", "TFRecords format details"
/// Example:    `structwire::frame_decoder<structwire::tfrecord_framer<{.limit = 1 << 20}>> in;`
template <tfrecord Settings>
class tfrecord_framer : public detail::tfrecord_cutter<detail::constant_settings<Settings>> {
    static_assert(Settings.usable(), "structwire: a record has at least 16 bytes, and numbers are at most 2^60");
    using cutter = detail::tfrecord_cutter<detail::constant_settings<Settings>>;

public:
    static constexpr tfrecord settings = Settings;

    /// Looks for a record at the front of `bytes`. See concept framer.
    using cutter::next;

    /// Says what the end of input behind `bytes` means. See concept framer.
    using cutter::finish;

    /// `encode(payload, header, tail)`: the record that carries `payload`.
    ///
    /// Errors:     errc::not_encodable: over the limit (limit / given), or a header is given (0 / given)
    using cutter::encode;

    /// The limit.
    using cutter::max_frame_bytes;
};

}  // namespace structwire

#endif
