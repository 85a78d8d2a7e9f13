// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "cli/proto_fault.hpp"

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>

#include <cstddef>
#include <string_view>
#include <vector>

#include "cli/raw_proto.hpp"
#include "cli/utf8.hpp"

namespace structwire::cli {

namespace pb = google::protobuf;

namespace {

using kind = pb::FieldDescriptor::Type;

// Bytes of each value of a packed field; 1 for varints, 0 for what is never packed.
std::size_t packed_width(kind type) {
    switch (type) {
        case kind::TYPE_DOUBLE:
        case kind::TYPE_FIXED64:
        case kind::TYPE_SFIXED64: return 8;
        case kind::TYPE_FLOAT:
        case kind::TYPE_FIXED32:
        case kind::TYPE_SFIXED32: return 4;
        case kind::TYPE_STRING:
        case kind::TYPE_BYTES:
        case kind::TYPE_MESSAGE:
        case kind::TYPE_GROUP: return 0;
        default: return 1;
    }
}

bool is_packed_badly(const pb::FieldDescriptor& field, byte_view payload) {
    const std::size_t width = field.is_repeated() ? packed_width(field.type()) : 0;
    if (width > 1) return payload.size() % width != 0;
    std::size_t varint = 0;
    for (const std::byte byte : width == 1 ? payload : byte_view()) {
        varint = std::to_integer<unsigned>(byte) < 0x80 ? 0 : varint + 1;
        if (varint == 10) return true;
    }
    return varint != 0;
}

class fault_search {
public:
    fault_search(std::uint64_t place, bool strings) : place_(place), strings_(strings) {}

    // `offset` is that of the payload in the outermost message.
    std::string in(const pb::Descriptor& type, byte_view payload, std::size_t offset, std::size_t depth) const {
        std::vector<const pb::Descriptor*> types{&type};  // one more for each group; null where it is unknown
        wire_walk walk(payload, max_nesting - depth);
        while (const auto got = walk.next()) {
            if (!*got) return said(type, offset + got->error().offset, got->error().text());
            const pb::FieldDescriptor* const field =
                types.back() == nullptr ? nullptr : types.back()->FindFieldByNumber(static_cast<int>((*got)->number));
            const wire_type wire = (*got)->type;
            if (wire == wire_type::sgroup) types.push_back(field == nullptr ? nullptr : field->message_type());
            if (wire == wire_type::egroup) types.pop_back();
            if (wire != wire_type::len || field == nullptr) continue;
            std::string found = in_field(*field, **got, offset, depth + walk.depth());
            if (!found.empty()) return found;
        }
        return {};
    }

private:
    std::string in_field(const pb::FieldDescriptor& field, const wire_field& got, std::size_t offset,
                         std::size_t depth) const {
        const std::size_t begin = offset + got.offset + got.size - got.payload.size();
        const auto bad = [&](std::string_view why) {
            return said(*field.containing_type(), begin, fmt::format("field {}: {}", got.number, why));
        };
        if (field.type() == kind::TYPE_MESSAGE) {
            if (depth == max_nesting)
                return bad(fmt::format("more than {} messages and groups inside one another", max_nesting));
            return in(*field.message_type(), got.payload, begin, depth + 1);
        }
        if (field.type() == kind::TYPE_STRING) return strings_ && !is_utf8(got.payload) ? bad("not UTF-8") : "";
        return is_packed_badly(field, got.payload) ? bad("packed values are cut off") : "";
    }

    std::string said(const pb::Descriptor& type, std::size_t offset, std::string_view why) const {
        return fmt::format("offset {}: {}, in {}", place_ + offset, why, type.full_name());
    }

    std::uint64_t place_;
    bool strings_;
};

}  // namespace

std::string find_proto_fault(const pb::Descriptor& type, byte_view payload, std::uint64_t place) {
    std::string found = fault_search(place, false).in(type, payload, 0, 0);
    return found.empty() ? fault_search(place, true).in(type, payload, 0, 0) : found;
}

}  // namespace structwire::cli
