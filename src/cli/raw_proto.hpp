// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The fields of a Protocol Buffers message as they are on the wire, without its schema.
#ifndef STRUCTWIRE_CLI_RAW_PROTO_HPP
#define STRUCTWIRE_CLI_RAW_PROTO_HPP

#include <structwire/bytes.hpp>

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace structwire::cli {

/// Most messages and groups inside one another that are looked into. The runtimes stop there as well.
inline constexpr std::size_t max_nesting = 100;

/// The number that a tag says.
enum class wire_type : std::uint8_t { varint, i64, len, sgroup, egroup, i32 };

/// The name of a wire type in the encoding's specification, in small letters.
[[nodiscard]] std::string_view name(wire_type type);

/// A field, or one of the two tags of a group.
struct wire_field {
    std::size_t offset = 0;  ///< of its tag
    std::size_t size = 0;    ///< bytes from the tag to its end; of a group those of the tag
    std::uint32_t number = 0;
    wire_type type = wire_type::varint;
    std::uint64_t value = 0;  ///< of varint, i64 and i32
    byte_view payload{};      ///< of len
};

/// Why bytes are no message, and where.
struct wire_fault {
    enum class reason : std::uint8_t {
        tag_cut_off,
        long_tag,  ///< more than 32 bits or 5 bytes
        field_zero,
        unknown_type,  ///< given: 6 or 7
        varint_cut_off,
        long_varint,  ///< more than 10 bytes
        long_length,  ///< more than 32 bits or 5 bytes
        short_value,  ///< wanted and given: bytes
        open_group,   ///< has no end
        extra_end,    ///< ends a group that did not begin
        other_end,    ///< given: the group in which it stands
        deep_groups,  ///< wanted: the limit
    };

    reason why = reason::tag_cut_off;
    std::size_t offset = 0;    ///< of the tag, value or length that is bad; of the tag of a group that has no end
    std::uint32_t number = 0;  ///< of the field
    std::uint64_t wanted = 0;
    std::uint64_t given = 0;

    /// The reason for people, without the offset.
    [[nodiscard]] std::string text() const;
};

/// Takes the fields out of a message one after the other. It does not look into what has a length.
///
/// As the runtimes do it takes numbers that are longer than need be: tags and lengths of up to 5 bytes and 32 bits,
/// varints of up to 10 bytes, of which 64 bits count.
class wire_walk {
public:
    /// @param message  borrowed
    /// @param room     groups inside one another that are allowed
    explicit wire_walk(byte_view message, std::size_t room = max_nesting) : message_(message), room_(room) {}

    /// The next field; nullopt behind the last one and behind a fault.
    [[nodiscard]] std::optional<std::expected<wire_field, wire_fault>> next();

    /// Groups that have begun and not ended.
    [[nodiscard]] std::size_t depth() const { return groups_.size(); }

private:
    struct group {
        std::uint32_t number;
        std::size_t offset;
    };
    using outcome = std::expected<wire_field, wire_fault>;

    outcome take_field();
    outcome take_value(wire_field got);
    outcome take_len(wire_field got);
    outcome take_group(const wire_field& got);
    [[nodiscard]] outcome fault(wire_fault::reason why, std::size_t offset, std::uint32_t number,
                                std::uint64_t wanted = 0, std::uint64_t given = 0) const;

    byte_view message_;
    std::size_t room_;
    std::size_t at_ = 0;
    std::vector<group> groups_;
    bool failed_ = false;
};

/// What the content of a field with a length is taken for.
enum class len_content : std::uint8_t { text, message, bytes };

/// Decides by the content alone, text first:
/// - text where all of it is printable UTF-8, or nothing
/// - else a message where it is one to the last byte, and `room` is not 0
/// - else text where only tabs and ends of lines keep it from being printable
/// - else bytes
[[nodiscard]] len_content content_of(byte_view payload, std::size_t room);

/// Who is told the fields of a message and of those inside it, in the order of the wire.
class wire_listener {
public:
    virtual ~wire_listener() = default;

    /// A field. One of wire_type::sgroup and a message are followed by enter().
    /// @param offset  of its tag in the outermost message
    virtual void field(const wire_field& got, std::size_t offset, len_content content) = 0;

    virtual void enter() = 0;  ///< its fields follow
    virtual void leave() = 0;  ///< they have ended; that of a group is followed by its end tag as a field
};

/// Tells a listener all fields up to the end or to the first fault, whose offset is in the outermost message.
///
/// Memory: by the depth, at most max_nesting, and nothing by the size
[[nodiscard]] std::optional<wire_fault> list_fields(byte_view message, wire_listener& told);

}  // namespace structwire::cli

#endif
