// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Where a frame says which type of message it carries.
#ifndef STRUCTWIRE_PROTOBUF_ENVELOPE_HPP
#define STRUCTWIRE_PROTOBUF_ENVELOPE_HPP

#include <structwire/bytes.hpp>
#include <structwire/endian.hpp>
#include <structwire/framing/frame.hpp>
#include <structwire/protobuf/detail/wire.hpp>

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

namespace structwire::protobuf {

/// What an envelope holds.
template <class Id>
struct opened {
    Id id{};           ///< which type of message
    byte_view body{};  ///< the message
    /// Fields of the envelope with earlier pieces of the same message, in the field of number `id`, which merge with
    /// `body`; as a rule empty. Only where the id is such a number.
    byte_view earlier{};
};

/// A way to say the type of a message, for dispatcher and writer::put_as().
///
/// - `id_type`: what names a type
/// - `open(from)`: the id and the message of a frame, as `std::optional<opened<id_type>>`; nothing if the frame is no
///   such envelope. What it gives may point into the frame.
template <class Envelope>
concept envelope = requires(const Envelope& type, const frame& from) {
    typename Envelope::id_type;
    { type.open(from) } -> std::same_as<std::optional<opened<typename Envelope::id_type>>>;
};

/// An envelope that is bytes in front of the message.
///
/// - `can_write(id)`: whether open() would give this id back
/// - `front_bytes(id, body_bytes)`: how many
/// - `write_front(to, id, body_bytes)`: writes them
template <class Envelope>
concept writable_envelope =
    envelope<Envelope> && requires(const Envelope& type, const typename Envelope::id_type& id, std::byte* to) {
        { type.front_bytes(id, std::size_t{}) } -> std::same_as<std::size_t>;
        { type.write_front(to, id, std::size_t{}) } -> std::same_as<std::byte*>;
    };

/// A number of fixed size in front of the message, inside the frame.
///
/// Shape:      id (sizeof(Number) bytes) | message
/// Example:    `leading_id<std::uint16_t>` (network order), `leading_id<std::uint32_t, std::endian::little>`
template <std::unsigned_integral Number, std::endian Order = std::endian::big>
struct leading_id {
    using id_type = Number;

    [[nodiscard]] constexpr std::optional<opened<Number>> open(const frame& from) const noexcept {
        if (from.payload.size() < sizeof(Number)) return std::nullopt;
        return opened<Number>{load<Order, Number>(from.payload.data()), from.payload.subspan(sizeof(Number))};
    }
    [[nodiscard]] constexpr bool can_write(Number) const noexcept { return true; }
    [[nodiscard]] constexpr std::size_t front_bytes(Number, std::size_t) const noexcept { return sizeof(Number); }
    constexpr std::byte* write_front(std::byte* to, Number id, std::size_t) const noexcept {
        store<Order, Number>(to, id);
        return to + sizeof(Number);
    }
};

/// A varint in front of the message, inside the frame.
///
/// Shape:      id (1 to 10 bytes) | message
struct leading_varint {
    using id_type = std::uint64_t;

    [[nodiscard]] constexpr std::optional<opened<std::uint64_t>> open(const frame& from) const noexcept {
        byte_view rest = from.payload;
        const auto id = detail::take_varint(rest);
        if (!id) return std::nullopt;
        return opened<std::uint64_t>{*id, rest};
    }
    [[nodiscard]] constexpr bool can_write(std::uint64_t) const noexcept { return true; }
    [[nodiscard]] constexpr std::size_t front_bytes(std::uint64_t id, std::size_t) const noexcept {
        return detail::varint_bytes(id);
    }
    constexpr std::byte* write_front(std::byte* to, std::uint64_t id, std::size_t) const noexcept {
        return detail::put_varint(to, id);
    }
};

/// A number in front of the length: the header of a framing with `offset=N`. To write one, give writer::put() the header.
///
/// Shape:      id (sizeof(Number) bytes), more header | length | message
template <std::unsigned_integral Number, std::endian Order = std::endian::big>
struct header_id {
    using id_type = Number;

    [[nodiscard]] constexpr std::optional<opened<Number>> open(const frame& from) const noexcept {
        if (from.header.size() < sizeof(Number)) return std::nullopt;
        return opened<Number>{load<Order, Number>(from.header.data()), from.payload};
    }
};

/// A message with a `oneof` of messages; the id is the number of the member's field. No class of it is needed.
///
/// Of several members the last one counts, and several pieces of one merge, as every runtime reads them. Without a member
/// that is named here the id is 0 and the body all of the envelope: nothing on the wire tells a member that only a newer
/// peer knows from any other new field. Members are messages, not scalars and not groups.
/// Shape:      tag of the field | length | message
/// Source:     Protocol Buffers language guide, "Oneof"; encoding, "Last One Wins"
/// Example:    `oneof_envelope<1, 2, 100>`
/// @tparam Members  field numbers, 1 to 2^29 - 1
template <std::uint32_t... Members>
struct oneof_envelope {
    static_assert(sizeof...(Members) != 0, "structwire: a oneof has members");
    static_assert(((Members != 0 && Members < (1U << 29)) && ...), "structwire: field numbers are 1 to 2^29 - 1");
    using id_type = std::uint32_t;

    [[nodiscard]] constexpr std::optional<opened<std::uint32_t>> open(const frame& from) const noexcept {
        opened<std::uint32_t> found{.body = from.payload};
        byte_view begin;  // from the first piece of the member on
        detail::wire_fields fields(from.payload);
        for (byte_view at = from.payload;; at = fields.rest()) {
            const auto field = fields.next();
            if (!field) break;
            if (field->type != detail::wire_type::bytes || !can_write(field->number)) continue;
            if (field->number != found.id) begin = at;
            found.id = field->number;
            found.body = field->value;
            found.earlier = begin.first(begin.size() - at.size());
        }
        if (fields.failed()) return std::nullopt;
        return found;
    }
    [[nodiscard]] constexpr bool can_write(std::uint32_t id) const noexcept { return ((id == Members) || ...); }
    [[nodiscard]] constexpr std::size_t front_bytes(std::uint32_t id, std::size_t body_bytes) const noexcept {
        return detail::varint_bytes(detail::tag_of(id, detail::wire_type::bytes)) + detail::varint_bytes(body_bytes);
    }
    constexpr std::byte* write_front(std::byte* to, std::uint32_t id, std::size_t body_bytes) const noexcept {
        to = detail::put_varint(to, detail::tag_of(id, detail::wire_type::bytes));
        return detail::put_varint(to, body_bytes);
    }
};

/// A `google.protobuf.Any`; the id is the full name of the type, what stands behind the last `/` of `type_url`.
///
/// A type_url without `/` names no type: the id is empty then.
/// Shape:      0a | length | prefix and name | 12 | length | message; without the last three for a message of no bytes
/// Source:     google/protobuf/any.proto
struct any_envelope {
    using id_type = std::string_view;

    std::string_view prefix = "type.googleapis.com/";  ///< written in front of the name, ends with `/`; any one is read

    [[nodiscard]] constexpr std::optional<opened<std::string_view>> open(const frame& from) const noexcept {
        byte_view url;
        opened<std::string_view> found{.body = from.payload.first(0)};
        detail::wire_fields fields(from.payload);
        while (const auto field = fields.next()) {
            if (field->type != detail::wire_type::bytes) continue;
            if (field->number == 1) url = field->value;
            if (field->number == 2) found.body = field->value;
        }
        if (fields.failed()) return std::nullopt;
        for (std::size_t at = url.size(); at != 0; --at) {
            if (url[at - 1] != std::byte{'/'}) continue;
            found.id = as_text(url.subspan(at));
            break;
        }
        return found;
    }
    [[nodiscard]] constexpr bool can_write(std::string_view name) const noexcept {
        return !name.empty() && name.find('/') == name.npos && prefix.ends_with('/');
    }
    [[nodiscard]] constexpr std::size_t front_bytes(std::string_view name, std::size_t body_bytes) const noexcept {
        const std::size_t url = prefix.size() + name.size();
        return 1 + detail::varint_bytes(url) + url + (body_bytes == 0 ? 0 : 1 + detail::varint_bytes(body_bytes));
    }
    std::byte* write_front(std::byte* to, std::string_view name, std::size_t body_bytes) const noexcept {
        to = detail::put_varint(to, detail::tag_of(1, detail::wire_type::bytes));
        to = detail::put_varint(to, prefix.size() + name.size());
        for (const std::string_view part : {prefix, name}) {
            if (!part.empty()) std::memcpy(to, part.data(), part.size());
            to += part.size();
        }
        if (body_bytes == 0) return to;
        to = detail::put_varint(to, detail::tag_of(2, detail::wire_type::bytes));
        return detail::put_varint(to, body_bytes);
    }
};

}  // namespace structwire::protobuf

#endif
