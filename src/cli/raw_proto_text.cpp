// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "cli/raw_proto_text.hpp"

#include <fmt/format.h>

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <string_view>
#include <utility>

#include "cli/frame_output.hpp"
#include "cli/input.hpp"
#include "cli/utf8.hpp"

namespace structwire::cli {

namespace {

void put_text(std::string_view text) { put(as_bytes(text)); }

// The shortest text that gives the same number.
template <class Number>
std::string shortest(Number number) {
    if (std::isnan(number)) return "nan";
    std::array<char, 32> buffer{};
    return {buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr};
}

std::string floating_text(const wire_field& shown) {
    return shown.type == wire_type::i64 ? shortest(std::bit_cast<double>(shown.value))
                                        : shortest(std::bit_cast<float>(static_cast<std::uint32_t>(shown.value)));
}

std::int64_t signed_value(const wire_field& shown) {
    return shown.type == wire_type::i32 ? static_cast<std::int32_t>(static_cast<std::uint32_t>(shown.value))
                                        : static_cast<std::int64_t>(shown.value);
}

std::int64_t unzigzag(std::uint64_t value) { return static_cast<std::int64_t>(value >> 1 ^ (~(value & 1) + 1)); }

std::string len_text(const wire_field& shown, len_content content, std::size_t columns) {
    switch (content) {
        case len_content::text: return quoted_utf8(shown.payload, columns);
        case len_content::bytes: return hex_text(shown.payload, columns);
        case len_content::message: break;
    }
    return "message";
}

bool is_number(wire_type type) { return type == wire_type::varint || type == wire_type::i64 || type == wire_type::i32; }

class field_rows final : public wire_listener {
public:
    field_rows(std::uint64_t place, const frame_columns& line, std::size_t columns)
        : place_(place), line_(line), columns_(columns) {}

    void field(const wire_field& got, std::size_t offset, len_content content) override {
        const bool has_length = got.type == wire_type::len;
        std::string row =
            line_.field_row(place_ + offset, got.size, has_length ? std::optional(got.payload.size()) : std::nullopt);
        row += fmt::format("{:{}}{}: {}", "", 2 * depth_, got.number, name(got.type));
        if (has_length) row += ' ' + len_text(got, content, room_behind(row));
        if (is_number(got.type)) row += ' ' + number_text(got);
        put_text((has_length ? std::move(row) : shortened(std::move(row), columns_)) += '\n');
    }

    void enter() override { ++depth_; }
    void leave() override { --depth_; }

    [[nodiscard]] std::size_t room_behind(const std::string& row) const {
        constexpr std::size_t least = 16;
        return row.size() + 1 + least < columns_ ? columns_ - row.size() - 1 : least;
    }

private:
    std::uint64_t place_;
    const frame_columns& line_;
    std::size_t columns_;
    std::size_t depth_ = 0;
};

class field_json final : public wire_listener {
public:
    explicit field_json(std::uint64_t place) : place_(place) {}

    void field(const wire_field& got, std::size_t offset, len_content content) override {
        if (got.type == wire_type::egroup) return;  // leave() has said it
        std::string text = first_ ? "{" : ",{";
        first_ = false;
        text += fmt::format(R"("field":{},"type":"{}","offset":{})", got.number, name(got.type), place_ + offset);
        if (got.type != wire_type::sgroup) text += fmt::format(R"(,"wire":{})", got.size);
        if (got.type == wire_type::len) text += fmt::format(R"(,"length":{})", got.payload.size());
        put_text(text += value_member(got, content));
        const bool nests =
            got.type == wire_type::sgroup || (got.type == wire_type::len && content == len_content::message);
        if (!nests) put_text("}");
    }

    void enter() override {
        put_text(R"(,"fields":[)");
        first_ = true;
    }

    void leave() override {
        put_text("]}");
        first_ = false;
    }

private:
    static std::string value_member(const wire_field& got, len_content content) {
        if (got.type == wire_type::len && content == len_content::text) return R"(,"text":)" + json_utf8(got.payload);
        if (got.type == wire_type::len && content == len_content::bytes) {
            return fmt::format(R"(,"bytes":"{}")", hex_of(got.payload));
        }
        if (!is_number(got.type)) return {};
        std::string text = fmt::format(R"(,"value":{})", got.value);
        if (got.type != wire_type::varint) text += R"(,"float":)" + float_json(got);
        return text;
    }

    // JSON has no infinities and no NaN, and many readers take `-0` for an integer, which has no sign then.
    static std::string float_json(const wire_field& got) {
        std::string text = floating_text(got);
        if (text == "-0") return "-0.0";
        return text.find_first_of("in") == std::string::npos ? text : '"' + text + '"';
    }

    std::uint64_t place_;
    bool first_ = true;
};

}  // namespace

std::string number_text(const wire_field& shown) {
    std::string text = fmt::format("{}", shown.value);
    std::string also;
    if (signed_value(shown) < 0) also = fmt::format("int {}, ", signed_value(shown));
    if (shown.type != wire_type::varint) {
        also += (shown.type == wire_type::i64 ? "double " : "float ") + floating_text(shown);
    } else if (shown.value != 0) {
        also += fmt::format("sint {}", unzigzag(shown.value));
    }
    return also.empty() ? text : fmt::format("{} ({})", text, also);
}

std::optional<wire_fault> put_field_rows(byte_view payload, std::uint64_t place, const frame_columns& line,
                                         std::size_t columns) {
    field_rows rows(place, line, columns);
    auto fault = list_fields(payload, rows);
    if (!fault) return fault;
    // The fields of a group without an end have been shown, and nothing is left.
    const byte_view rest = fault->why == wire_fault::reason::open_group ? byte_view() : payload.subspan(fault->offset);
    std::string row = line.field_row(place + fault->offset, rest.size(), std::nullopt) + "malformed:";
    row += ' ' + hex_text(rest, rows.room_behind(row));
    if (!rest.empty()) put_text(row += '\n');
    fault->offset += place;
    return fault;
}

std::optional<wire_fault> put_field_json(byte_view payload, std::uint64_t place) {
    put_text("[");
    field_json fields(place);
    auto fault = list_fields(payload, fields);
    put_text("]");
    if (fault) fault->offset += place;
    return fault;
}

}  // namespace structwire::cli
