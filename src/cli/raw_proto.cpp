// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "cli/raw_proto.hpp"

#include <structwire/endian.hpp>

#include <fmt/format.h>

#include <bit>
#include <limits>

#include "cli/utf8.hpp"

namespace structwire::cli {

namespace {

constexpr std::size_t max_varint_bytes = 10;
constexpr std::size_t max_short_varint_bytes = 5;  // of a tag and of a length

struct varint {
    std::uint64_t value = 0;
    std::size_t size = 0;  // 0: there is none
    bool cut_off = false;  // else it is too long
};

varint take_varint(byte_view from, std::size_t most_bytes) {
    varint got;
    for (std::size_t index = 0; index != most_bytes; ++index) {
        if (index == from.size()) return {.value = 0, .size = 0, .cut_off = true};
        const auto byte = std::to_integer<std::uint64_t>(from[index]);
        got.value |= (byte & 0x7f) << (7 * index);
        if (byte < 0x80) {
            got.size = index + 1;
            return got;
        }
    }
    return {};
}

// That of a tag or of a length.
varint take_short_varint(byte_view from) {
    const varint got = take_varint(from, max_short_varint_bytes);
    return got.value > std::numeric_limits<std::uint32_t>::max() ? varint{} : got;
}

bool is_message(byte_view payload, std::size_t room) {
    wire_walk walk(payload, room);
    while (const auto got = walk.next()) {
        if (!*got) return false;
    }
    return true;
}

// A message, and where it begins in the outermost one.
struct level {
    wire_walk walk;
    std::size_t offset;
};

std::size_t depth_of(const std::vector<level>& levels) {
    std::size_t depth = levels.size() - 1;
    for (const level& each : levels) depth += each.walk.depth();
    return depth;
}

// Tells one field; a message in it is the next level.
void tell(const wire_field& got, std::vector<level>& levels, wire_listener& told) {
    const std::size_t offset = levels.back().offset + got.offset;
    const std::size_t room = max_nesting - depth_of(levels);
    const bool has_length = got.type == wire_type::len;
    const len_content content = has_length ? content_of(got.payload, room) : len_content::bytes;
    const bool nests = has_length && content == len_content::message;
    if (got.type == wire_type::egroup) told.leave();
    told.field(got, offset, content);
    if (nests || got.type == wire_type::sgroup) told.enter();
    if (nests) levels.push_back({wire_walk(got.payload, room - 1), offset + got.size - got.payload.size()});
}

}  // namespace

std::string_view name(wire_type type) {
    switch (type) {
        case wire_type::varint: return "varint";
        case wire_type::i64: return "i64";
        case wire_type::len: return "len";
        case wire_type::sgroup: return "sgroup";
        case wire_type::egroup: return "egroup";
        case wire_type::i32: break;
    }
    return "i32";
}

std::string wire_fault::text() const {
    switch (why) {
        case reason::tag_cut_off: return "tag is cut off";
        case reason::long_tag: return "tag has more than 32 bits or 5 bytes";
        case reason::field_zero: return "field 0, which no message has";
        case reason::unknown_type: return fmt::format("field {}: wire type {}, which no message has", number, given);
        case reason::varint_cut_off: return fmt::format("field {}: varint is cut off", number);
        case reason::long_varint: return fmt::format("field {}: varint has more than 10 bytes", number);
        case reason::long_length: return fmt::format("field {}: length has more than 32 bits or 5 bytes", number);
        case reason::short_value: return fmt::format("field {}: {} bytes wanted, {} there", number, wanted, given);
        case reason::open_group: return fmt::format("group {} has no end", number);
        case reason::extra_end: return fmt::format("end of group {}, which has not begun", number);
        case reason::other_end: return fmt::format("end of group {} inside group {}", number, given);
        case reason::deep_groups: break;
    }
    return fmt::format("field {}: more than {} messages and groups inside one another", number, wanted);
}

std::optional<std::expected<wire_field, wire_fault>> wire_walk::next() {
    if (failed_) return std::nullopt;
    if (at_ == message_.size()) {
        if (groups_.empty()) return std::nullopt;
        failed_ = true;
        return fault(wire_fault::reason::open_group, groups_.back().offset, groups_.back().number);
    }
    outcome got = take_field();
    failed_ = !got.has_value();
    return got;
}

wire_walk::outcome wire_walk::fault(wire_fault::reason why, std::size_t offset, std::uint32_t number,
                                    std::uint64_t wanted, std::uint64_t given) const {
    return std::unexpected(
        wire_fault{.why = why, .offset = offset, .number = number, .wanted = wanted, .given = given});
}

wire_walk::outcome wire_walk::take_field() {
    using reason = wire_fault::reason;
    wire_field got;
    got.offset = at_;
    const varint tag = take_short_varint(message_.subspan(at_));
    if (tag.size == 0) return fault(tag.cut_off ? reason::tag_cut_off : reason::long_tag, at_, 0);
    got.number = static_cast<std::uint32_t>(tag.value >> 3);
    if (got.number == 0) return fault(reason::field_zero, at_, 0);
    const auto type = tag.value & 7;
    if (type > static_cast<std::uint64_t>(wire_type::i32)) {
        return fault(reason::unknown_type, at_, got.number, 0, type);
    }
    got.type = static_cast<wire_type>(type);
    at_ += tag.size;
    auto whole = take_value(got);
    if (whole) whole->size = at_ - whole->offset;
    return whole;
}

wire_walk::outcome wire_walk::take_value(wire_field got) {
    using reason = wire_fault::reason;
    const byte_view rest = message_.subspan(at_);
    if (got.type == wire_type::len) return take_len(got);
    if (got.type == wire_type::sgroup || got.type == wire_type::egroup) return take_group(got);
    if (got.type == wire_type::varint) {
        const varint value = take_varint(rest, max_varint_bytes);
        if (value.size == 0)
            return fault(value.cut_off ? reason::varint_cut_off : reason::long_varint, at_, got.number);
        got.value = value.value;
        at_ += value.size;
        return got;
    }
    const std::size_t width = got.type == wire_type::i64 ? sizeof(std::uint64_t) : sizeof(std::uint32_t);
    if (rest.size() < width) return fault(reason::short_value, at_, got.number, width, rest.size());
    got.value = width == sizeof(std::uint64_t) ? load<std::endian::little, std::uint64_t>(rest.data())
                                               : load<std::endian::little, std::uint32_t>(rest.data());
    at_ += width;
    return got;
}

wire_walk::outcome wire_walk::take_len(wire_field got) {
    using reason = wire_fault::reason;
    const varint length = take_short_varint(message_.subspan(at_));
    if (length.size == 0) return fault(length.cut_off ? reason::varint_cut_off : reason::long_length, at_, got.number);
    const byte_view rest = message_.subspan(at_ + length.size);
    if (rest.size() < length.value) return fault(reason::short_value, at_, got.number, length.value, rest.size());
    got.payload = rest.first(static_cast<std::size_t>(length.value));
    at_ += length.size + got.payload.size();
    return got;
}

wire_walk::outcome wire_walk::take_group(const wire_field& got) {
    using reason = wire_fault::reason;
    if (got.type == wire_type::sgroup) {
        if (groups_.size() == room_) return fault(reason::deep_groups, got.offset, got.number, max_nesting);
        groups_.push_back({got.number, got.offset});
        return got;
    }
    if (groups_.empty()) return fault(reason::extra_end, got.offset, got.number);
    const std::uint32_t open = groups_.back().number;
    if (open != got.number) return fault(reason::other_end, got.offset, got.number, 0, open);
    groups_.pop_back();
    return got;
}

len_content content_of(byte_view payload, std::size_t room) {
    const text_kind kind = text_kind_of(payload);
    if (kind == text_kind::printable) return len_content::text;
    if (room != 0 && is_message(payload, room - 1)) return len_content::message;
    return kind == text_kind::lines ? len_content::text : len_content::bytes;
}

std::optional<wire_fault> list_fields(byte_view message, wire_listener& told) {
    std::vector<level> levels;
    levels.push_back({wire_walk(message), 0});
    while (true) {
        const auto got = levels.back().walk.next();
        if (got && *got) {
            tell(**got, levels, told);
        } else if (got) {  // only the outermost one can be bad: what is inside it was looked through before
            for (std::size_t depth = depth_of(levels); depth != 0; --depth) told.leave();
            return got->error();
        } else {
            levels.pop_back();
            if (levels.empty()) return std::nullopt;
            told.leave();
        }
    }
}

}  // namespace structwire::cli
