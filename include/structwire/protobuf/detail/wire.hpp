// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The fields of a serialized message, without knowing its type. Not for direct use.
#ifndef STRUCTWIRE_PROTOBUF_DETAIL_WIRE_HPP
#define STRUCTWIRE_PROTOBUF_DETAIL_WIRE_HPP

#include <structwire/bytes.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace structwire::protobuf::detail {

/// How the value of a field is written.
enum class wire_type : std::uint8_t { varint, fixed64, bytes, group_begin, group_end, fixed32 };

/// One field. Its value: the bytes behind the length for wire_type::bytes, the fields for a group, else as it stands.
struct wire_field {
    std::uint32_t number = 0;
    wire_type type = wire_type::varint;
    byte_view value{};
};

/// The longest varint, in bytes, that the runtimes take for a number of 64 bits, and for a tag or a length.
inline constexpr std::size_t most_varint_bytes = 10, most_tag_bytes = 5;

/// Cuts a base-128 varint of at most 64 bits off the front of `bytes`.
///
/// @return  nothing when the bytes end inside it, or it has more than `most` bytes or 64 bits
[[nodiscard]] constexpr std::optional<std::uint64_t> take_varint(byte_view& bytes,
                                                                 std::size_t most = most_varint_bytes) noexcept {
    std::uint64_t number = 0;
    for (std::size_t count = 0; count != most && count != bytes.size(); ++count) {
        const auto byte = std::to_integer<std::uint64_t>(bytes[count]);
        if (count == 9 && byte > 1) return std::nullopt;
        number |= (byte & 0x7f) << (7 * count);
        if (byte < 0x80) {
            bytes = bytes.subspan(count + 1);
            return number;
        }
    }
    return std::nullopt;
}

[[nodiscard]] constexpr std::size_t varint_bytes(std::uint64_t number) noexcept {
    std::size_t count = 1;
    for (; number >= 0x80; number >>= 7) ++count;
    return count;
}

/// Writes the shortest varint, and returns its end.
constexpr std::byte* put_varint(std::byte* to, std::uint64_t number) noexcept {
    for (; number >= 0x80; number >>= 7) *to++ = static_cast<std::byte>(number | 0x80);
    *to++ = static_cast<std::byte>(number);
    return to;
}

[[nodiscard]] constexpr std::uint64_t tag_of(std::uint32_t number, wire_type type) noexcept {
    return (std::uint64_t{number} << 3) | static_cast<std::uint64_t>(type);
}

/// The fields of a message, one after another.
///
/// Limits:  groups nest at most 100 deep, as the runtimes' messages do
class wire_fields {
public:
    explicit constexpr wire_fields(byte_view message) noexcept : rest_(message) {}

    /// The next field; nothing behind the last one, or where the bytes are no field: failed() tells which.
    [[nodiscard]] constexpr std::optional<wire_field> next() noexcept {
        if (rest_.empty() || failed_) return std::nullopt;
        auto field = take_field();
        if (field && field->type == wire_type::group_begin) field = take_group(field->number);
        if (!field || field->type == wire_type::group_end) {  // one that nothing began
            failed_ = true;
            return std::nullopt;
        }
        return field;
    }

    /// Whether the bytes are no message.
    [[nodiscard]] constexpr bool failed() const noexcept { return failed_; }

    /// What stands behind the fields given.
    [[nodiscard]] constexpr byte_view rest() const noexcept { return rest_; }

private:
    static constexpr std::size_t most_nesting = 100;
    static constexpr std::uint64_t largest_tag = 0xffff'ffff;

    // A field or one end of a group.
    constexpr std::optional<wire_field> take_field() noexcept {
        const auto tag = take_varint(rest_, most_tag_bytes);
        if (!tag || *tag > largest_tag || *tag >> 3 == 0) return std::nullopt;
        wire_field field{static_cast<std::uint32_t>(*tag >> 3), static_cast<wire_type>(*tag & 7), {}};
        const byte_view begin = rest_;
        std::uint64_t size = 0;
        switch (field.type) {
            case wire_type::varint:
                if (!skip_varint()) return std::nullopt;
                field.value = begin.first(begin.size() - rest_.size());
                return field;
            case wire_type::fixed64: size = 8; break;
            case wire_type::fixed32: size = 4; break;
            case wire_type::bytes: {
                const auto length = take_varint(rest_, most_tag_bytes);
                if (!length) return std::nullopt;
                size = *length;
                break;
            }
            case wire_type::group_begin:
            case wire_type::group_end: return field;
            default: return std::nullopt;
        }
        if (size > rest_.size()) return std::nullopt;
        field.value = rest_.first(static_cast<std::size_t>(size));
        rest_ = rest_.subspan(static_cast<std::size_t>(size));
        return field;
    }

    // The value of a field, of which every runtime drops bits beyond the 64th.
    constexpr bool skip_varint() noexcept {
        for (std::size_t count = 0; count != most_varint_bytes && count != rest_.size(); ++count) {
            if (std::to_integer<unsigned>(rest_[count]) >= 0x80) continue;
            rest_ = rest_.subspan(count + 1);
            return true;
        }
        return false;
    }

    // Everything up to the end of the group that has just begun.
    constexpr std::optional<wire_field> take_group(std::uint32_t number) noexcept {
        std::array<std::uint32_t, most_nesting> open{number};
        std::size_t depth = 1;
        for (const byte_view begin = rest_;;) {
            const byte_view before = rest_;
            const auto field = take_field();
            if (!field) return std::nullopt;
            if (field->type == wire_type::group_begin) {
                if (depth == most_nesting) return std::nullopt;
                open[depth++] = field->number;
            } else if (field->type == wire_type::group_end) {
                if (open[--depth] != field->number) return std::nullopt;
                if (depth == 0) {
                    return wire_field{number, wire_type::group_begin, begin.first(begin.size() - before.size())};
                }
            }
        }
    }

    byte_view rest_;
    bool failed_ = false;
};

/// Whether these bytes are fields and nothing else.
[[nodiscard]] constexpr bool is_wire_message(byte_view message) noexcept {
    wire_fields fields(message);
    while (fields.next()) {
    }
    return !fields.failed();
}

}  // namespace structwire::protobuf::detail

#endif
