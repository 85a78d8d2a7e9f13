// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "cli/raw_proto.hpp"

#include <structwire/bytes.hpp>

#include <fmt/format.h>

#include <string>
#include <vector>

#include "cli/hex.hpp"
#include "support/catch.hpp"

namespace {

using structwire::cli::content_of;
using structwire::cli::len_content;
using structwire::cli::list_fields;
using structwire::cli::max_nesting;
using structwire::cli::wire_fault;
using structwire::cli::wire_field;
using structwire::cli::wire_type;
using structwire::cli::wire_walk;
using bytes = std::vector<std::byte>;

bytes from_hex(std::string_view digits) {
    auto parsed = structwire::cli::parse_hex(digits);
    REQUIRE(parsed);
    return *std::move(parsed);
}

std::string described(const wire_fault& fault) { return fmt::format("at {}: {}", fault.offset, fault.text()); }

// All fields as `offset+size number:type value`, and the fault behind them.
std::string walked(std::string_view digits, std::size_t room = max_nesting) {
    const bytes message = from_hex(digits);
    wire_walk walk(message, room);
    std::string text;
    while (const auto got = walk.next()) {
        if (!text.empty()) text += ", ";
        if (!*got) {
            text += described(got->error());
            CHECK_FALSE(walk.next().has_value());
            break;
        }
        const wire_field& field = **got;
        text += fmt::format("{}+{} {}:{}", field.offset, field.size, field.number, name(field.type));
        if (field.type == wire_type::len) text += fmt::format(" {} bytes", field.payload.size());
        if (field.value != 0) text += fmt::format(" {}", field.value);
    }
    return text;
}

// What list_fields() tells: a field with its offset, what encloses it as brackets.
class told_fields final : public structwire::cli::wire_listener {
public:
    void field(const wire_field& got, std::size_t offset, len_content content) override {
        if (!text.empty() && text.back() != '[') text += ' ';
        text += fmt::format("{}@{}", got.number, offset);
        if (got.type == wire_type::len && content == len_content::text) text += 't';
        if (got.type == wire_type::len && content == len_content::bytes) text += 'b';
        if (got.type == wire_type::egroup) text += 'e';
    }
    void enter() override { ++depth, deepest = std::max(depth, deepest), text += '['; }
    void leave() override { --depth, text += ']'; }

    std::string text;
    std::size_t depth = 0;
    std::size_t deepest = 0;
};

std::string told(std::string_view digits) {
    const bytes message = from_hex(digits);
    told_fields fields;
    const auto fault = list_fields(message, fields);
    CHECK(fields.depth == 0);
    return fault ? fields.text + ' ' + described(*fault) : fields.text;
}

// A message inside `levels` others, or inside as many groups.
std::string nested(std::size_t levels, bool groups) {
    bytes message = from_hex("0801");
    for (std::size_t level = 0; level != levels; ++level) {
        bytes outer = from_hex(groups ? "13" : "12");
        for (std::size_t size = groups ? 0 : message.size(); !groups; size >>= 7) {
            outer.push_back(static_cast<std::byte>((size & 0x7f) | (size > 0x7f ? 0x80 : 0)));
            if (size <= 0x7f) break;
        }
        outer.insert(outer.end(), message.begin(), message.end());
        if (groups) outer.push_back(std::byte{0x14});
        message = std::move(outer);
    }
    std::string digits;
    structwire::cli::append_hex(digits, message);
    return digits;
}

len_content content(std::string_view digits, std::size_t room = max_nesting) {
    return content_of(from_hex(digits), room);
}

}  // namespace

TEST_CASE("wire_walk: gives every wire type with its place, size and value", "[cli][raw_proto]") {
    CHECK(walked("") == "");
    CHECK(walked("089601") == "0+3 1:varint 150");
    CHECK(walked("0900000000000000800d01000000") == "0+9 1:i64 9223372036854775808, 9+5 1:i32 1");
    CHECK(walked("120774657374696e6708ffffffffffffffffff01") ==
          "0+9 2:len 7 bytes, 9+11 1:varint 18446744073709551615");
    CHECK(walked("0b0801130c") == "0+1 1:sgroup, 1+2 1:varint 1, 3+1 2:sgroup, at 4: end of group 1 inside group 2");
    CHECK(walked("0b0801"
                 "0c"
                 "1200") == "0+1 1:sgroup, 1+2 1:varint 1, 3+1 1:egroup, 4+2 2:len 0 bytes");
}

TEST_CASE("wire_walk: says where and why bytes are no message", "[cli][raw_proto]") {
    CHECK(walked("080180") == "0+2 1:varint 1, at 2: tag is cut off");
    CHECK(walked("808080808001") == "at 0: tag has more than 32 bits or 5 bytes");
    CHECK(walked("8880808010") == "at 0: tag has more than 32 bits or 5 bytes");
    CHECK(walked("f8ffffff0f01") == "0+6 536870911:varint 1");
    CHECK(walked("00") == "at 0: field 0, which no message has");
    CHECK(walked("0e") == "at 0: field 1: wire type 6, which no message has");
    CHECK(walked("0801ff0101") == "0+2 1:varint 1, at 2: field 31: wire type 7, which no message has");
    CHECK(walked("08") == "at 1: field 1: varint is cut off");
    CHECK(walked("0880") == "at 1: field 1: varint is cut off");
    CHECK(walked("0880808080808080808080"
                 "01") == "at 1: field 1: varint has more than 10 bytes");
    CHECK(walked("088080808080808080"
                 "8001") == "0+11 1:varint 9223372036854775808");
    CHECK(walked("0900") == "at 1: field 1: 8 bytes wanted, 1 there");
    CHECK(walked("0d000000") == "at 1: field 1: 4 bytes wanted, 3 there");
    CHECK(walked("12") == "at 1: field 2: varint is cut off");
    CHECK(walked("120361") == "at 1: field 2: 3 bytes wanted, 1 there");
    CHECK(walked("12ffffffff0f61") == "at 1: field 2: 4294967295 bytes wanted, 1 there");
    CHECK(walked("12ffffffff1f61") == "at 1: field 2: length has more than 32 bits or 5 bytes");
    CHECK(walked("12808080808000") == "at 1: field 2: length has more than 32 bits or 5 bytes");
    CHECK(walked("0c") == "at 0: end of group 1, which has not begun");
    CHECK(walked("08010b13") == "0+2 1:varint 1, 2+1 1:sgroup, 3+1 2:sgroup, at 3: group 2 has no end");
}

TEST_CASE("wire_walk: takes numbers that are longer than need be, as the runtimes do", "[cli][raw_proto]") {
    CHECK(walked("888000"
                 "818000") == "0+6 1:varint 1");
    CHECK(walked("12818080800061") == "0+7 2:len 1 bytes");
}

TEST_CASE("wire_walk: allows as many groups inside one another as it is told", "[cli][raw_proto][limits]") {
    CHECK(walked("0b0c", 1) == "0+1 1:sgroup, 1+1 1:egroup");
    CHECK(walked("0b0b0c0c", 2) == "0+1 1:sgroup, 1+1 1:sgroup, 2+1 1:egroup, 3+1 1:egroup");
    CHECK(walked("0b0b0c0c", 1) == "0+1 1:sgroup, at 1: field 1: more than 100 messages and groups inside one another");
    CHECK(walked("0b0c", 0) == "at 0: field 1: more than 100 messages and groups inside one another");
}

TEST_CASE("content_of: text, then a complete message, then bytes", "[cli][raw_proto]") {
    CHECK(content("") == len_content::text);
    CHECK(content("2a0161") == len_content::message);     // 01 is no text
    CHECK(content("2a2161626364") == len_content::text);  // no message either
    CHECK(content("c3a9") == len_content::text);
    CHECK(content("0801") == len_content::message);
    CHECK(content("080108") == len_content::bytes);  // ends inside a field
    CHECK(content("0a0a0a") == len_content::text);   // ends of lines
    CHECK(content("0a0161") == len_content::message);
    CHECK(content("0a09616263646566676869") == len_content::message);  // only tabs and ends of lines are odd: a message
    CHECK(content("0a09616263646566676869"
                  "61") == len_content::text);
    CHECK(content("2220" + nested(0, false)) == len_content::bytes);
    CHECK(content("0801", 0) == len_content::bytes);
    CHECK(content("0b0c", 1) == len_content::bytes);
    CHECK(content("0b0c", 2) == len_content::message);
}

TEST_CASE("content_of: a text that would be a message as well is text", "[cli][raw_proto]") {
    CHECK(walked("2a2361626364656667686961626364656667686961626364656667686961626364656667") ==
          "at 1: field 5: 35 bytes wanted, 34 there");
    const std::string both =
        "2a20"
        "6162636465666768"
        "6162636465666768"
        "6162636465666768"
        "6162636465666768";
    CHECK(walked(both) == "0+34 5:len 32 bytes");
    CHECK(content(both) == len_content::text);
}

TEST_CASE("list_fields: tells nested fields with their offsets in the outermost message", "[cli][raw_proto]") {
    CHECK(told("") == "");
    CHECK(told("8201"
               "828000"
               "0801") == "16@0[1@5]");
    CHECK(told("0801"
               "1204"
               "1a020801"
               "2801") == "1@0 2@2[3@4[1@6]] 5@8");
    CHECK(told("0b"
               "1204"
               "1a020801"
               "0c") == "1@0[2@1[3@3[1@5]]] 1@7e");
    CHECK(told("0b0c"
               "120161"
               "1201ff") == "1@0[] 1@1e 2@2t 2@5b");
}

TEST_CASE("list_fields: tells what came before a fault and closes what was open", "[cli][raw_proto]") {
    CHECK(told("1204"
               "1a020801"
               "0d00") == "2@0[3@2[1@4]] at 7: field 1: 4 bytes wanted, 1 there");
    CHECK(told("0b13"
               "1202"
               "0801"
               "ff") == "1@0[2@1[2@2[1@4]]] at 6: tag is cut off");
    CHECK(told("1203"
               "080108") == "2@0b");
}

TEST_CASE("list_fields: looks into messages at the limit of nesting and shows deeper ones as bytes",
          "[cli][raw_proto][limits]") {
    for (const std::size_t levels : {max_nesting - 1, max_nesting, max_nesting + 1, 5 * max_nesting}) {
        const bytes message = from_hex(nested(levels, false));
        told_fields fields;
        CHECK_FALSE(list_fields(message, fields).has_value());
        CHECK(fields.deepest == std::min(levels, max_nesting));
        CHECK((fields.text.find('b') == std::string::npos) == (levels <= max_nesting));
    }
}

TEST_CASE("list_fields: groups beyond the limit of nesting are a fault", "[cli][raw_proto][limits]") {
    for (const std::size_t levels : {max_nesting - 1, max_nesting, max_nesting + 1, 5 * max_nesting}) {
        const bytes message = from_hex(nested(levels, true));
        told_fields fields;
        const auto fault = list_fields(message, fields);
        CHECK(fault.has_value() == (levels > max_nesting));
        CHECK(fields.deepest == std::min(levels, max_nesting));
        if (fault) CHECK(described(*fault) == "at 100: field 2: more than 100 messages and groups inside one another");
    }
    const bytes mixed = from_hex(
        "1203"
        "131400");
    told_fields fields;
    CHECK_FALSE(list_fields(mixed, fields).has_value());
    CHECK(fields.text == "2@0b");
}

TEST_CASE("list_fields: a group counts with the messages around it", "[cli][raw_proto][limits]") {
    // 100 levels with a group in the innermost message would be 101.
    for (const std::size_t levels : {max_nesting - 1, max_nesting}) {
        std::string inner = "0b0c";
        for (std::size_t level = 0; level != 3; ++level) inner = fmt::format("12{:02x}{}", inner.size() / 2, inner);
        std::string digits;
        for (std::size_t level = 3; level != levels; ++level) digits += "0b";
        digits += inner;
        for (std::size_t level = 3; level != levels; ++level) digits += "0c";
        const bytes message = from_hex(digits);
        told_fields fields;
        CHECK_FALSE(list_fields(message, fields).has_value());
        CHECK(fields.deepest == (levels < max_nesting ? max_nesting : max_nesting - 1));
    }
}
