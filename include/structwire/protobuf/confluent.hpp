// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The header that Confluent's schema registry puts in front of a message in a Kafka record.
#ifndef STRUCTWIRE_PROTOBUF_CONFLUENT_HPP
#define STRUCTWIRE_PROTOBUF_CONFLUENT_HPP

#include <structwire/bytes.hpp>
#include <structwire/endian.hpp>
#include <structwire/framing/frame.hpp>
#include <structwire/protobuf/detail/wire.hpp>
#include <structwire/protobuf/envelope.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>

namespace structwire::protobuf {

/// One message type of one registered schema.
///
/// Example:    `confluent_type{.schema = 42}`: the first message of schema 42;
///             `confluent_type{.schema = 42, .path = {3, {1, 0, 2}}}`: the third message inside the first one inside the second
struct confluent_type {
    /// Where the message stands in the .proto file: its index on the top level, then inside that message, and so on.
    struct message_path {
        static constexpr std::size_t most_levels = 16;

        std::size_t levels = 1;  ///< 1 to most_levels
        std::array<std::uint32_t, most_levels> index{};

        /// Whether both name the same message; indexes beyond the levels do not count.
        [[nodiscard]] friend constexpr bool operator==(const message_path& left, const message_path& right) noexcept {
            if (left.levels != right.levels) return false;
            for (std::size_t at = 0; at != left.levels && at != most_levels; ++at) {
                if (left.index[at] != right.index[at]) return false;
            }
            return true;
        }
    };

    std::uint32_t schema = 0;          ///< id of the schema in the registry; 0 where a GUID says it
    std::array<std::byte, 16> guid{};  ///< all 0 where the id says it
    bool by_guid = false;              ///< which of them
    message_path path{};

    friend constexpr bool operator==(const confluent_type&, const confluent_type&) = default;
};

/// Shape:      00 | schema id (u32, big-endian) | path | message
///             01 | GUID (16 bytes) | path | message
///
///             path: count and indexes as zigzag varints; the single byte 00 for the first message of the file
/// Limits:     16 levels of messages inside one another; a longer path is no such envelope
/// Source:     docs.confluent.io, "Wire format"
struct confluent_envelope {
    using id_type = confluent_type;

    [[nodiscard]] constexpr std::optional<opened<confluent_type>> open(const frame& from) const noexcept {
        opened<confluent_type> found;
        byte_view rest = from.payload;
        if (rest.empty() || std::to_integer<unsigned>(rest[0]) > 1) return std::nullopt;
        found.id.by_guid = rest[0] == std::byte{1};
        const std::size_t named = found.id.by_guid ? found.id.guid.size() : sizeof found.id.schema;
        if (rest.size() < 1 + named) return std::nullopt;
        if (found.id.by_guid) {
            for (std::size_t at = 0; at != named; ++at) found.id.guid[at] = rest[1 + at];
        } else {
            found.id.schema = load<std::endian::big, std::uint32_t>(rest.data() + 1);
        }
        rest = rest.subspan(1 + named);
        if (!take_path(rest, found.id.path)) return std::nullopt;
        found.body = rest;
        return found;
    }

    [[nodiscard]] constexpr bool can_write(const confluent_type& id) const noexcept {
        if (id.path.levels == 0 || id.path.levels > message_path::most_levels) return false;
        for (std::size_t at = 0; at != id.path.levels; ++at) {
            if (id.path.index[at] > most_index) return false;
        }
        return !(id.by_guid && id.schema != 0) && (id.by_guid || id.guid == std::array<std::byte, 16>{});
    }
    [[nodiscard]] constexpr std::size_t front_bytes(const confluent_type& id, std::size_t) const noexcept {
        std::size_t size = 1 + (id.by_guid ? id.guid.size() : sizeof id.schema);
        if (is_first(id.path)) return size + 1;
        size += detail::varint_bytes(zigzag(levels(id.path)));
        for (std::size_t at = 0; at != levels(id.path); ++at) size += detail::varint_bytes(zigzag(id.path.index[at]));
        return size;
    }
    constexpr std::byte* write_front(std::byte* to, const confluent_type& id, std::size_t) const noexcept {
        *to++ = id.by_guid ? std::byte{1} : std::byte{0};
        if (id.by_guid) {
            for (const std::byte each : id.guid) *to++ = each;
        } else {
            store<std::endian::big, std::uint32_t>(to, id.schema);
            to += sizeof id.schema;
        }
        if (is_first(id.path)) {
            *to++ = std::byte{0};
            return to;
        }
        to = detail::put_varint(to, zigzag(levels(id.path)));
        for (std::size_t at = 0; at != levels(id.path); ++at) to = detail::put_varint(to, zigzag(id.path.index[at]));
        return to;
    }

private:
    using message_path = confluent_type::message_path;

    static constexpr std::uint32_t most_index = 0x7fff'ffff;

    static constexpr std::size_t levels(const message_path& path) noexcept {
        return path.levels < message_path::most_levels ? path.levels : message_path::most_levels;
    }
    static constexpr bool is_first(const message_path& path) noexcept { return path.levels == 1 && path.index[0] == 0; }
    static constexpr std::uint64_t zigzag(std::uint64_t number) noexcept { return number << 1; }

    // A number that is written as a zigzag varint and cannot be negative.
    static constexpr std::optional<std::uint64_t> take_number(byte_view& rest) noexcept {
        const auto raw = detail::take_varint(rest);
        if (!raw || (*raw & 1) != 0) return std::nullopt;
        return *raw >> 1;
    }

    static constexpr bool take_path(byte_view& rest, message_path& path) noexcept {
        const auto count = take_number(rest);
        if (!count || *count > message_path::most_levels) return false;
        if (*count == 0) return true;
        path.levels = static_cast<std::size_t>(*count);
        for (std::size_t at = 0; at != path.levels; ++at) {
            const auto index = take_number(rest);
            if (!index || *index > most_index) return false;
            path.index[at] = static_cast<std::uint32_t>(*index);
        }
        return true;
    }
};

}  // namespace structwire::protobuf

#endif
