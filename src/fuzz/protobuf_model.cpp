// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include <structwire/fuzz/proto.hpp>
#include <structwire/inspect/value_text.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "proto_editor.hpp"

namespace structwire::fuzz {

namespace {

using proto::node;
using proto::nodes;
using proto::wire_type;

constexpr std::size_t header_one_in = 16;
constexpr std::uint32_t most_number = 16;
constexpr std::array all_types{wire_type::varint, wire_type::fixed32, wire_type::fixed64, wire_type::bytes};

// Bytes that every type with a length takes: a message, an ASCII text, and packed numbers of 1, 4 and 8 bytes.
nodes for_every_type() {
    nodes fields;
    for (std::uint32_t number = 1; number <= 4; ++number) fields.push_back(proto::varint_field(number, 1));
    return fields;
}

node field_of(std::uint32_t number, wire_type type, const nodes& content) {
    switch (type) {
        case wire_type::varint: return proto::varint_field(number, 1);
        case wire_type::fixed32: return proto::value_field(number, type, proto::fixed(1, 4));
        case wire_type::fixed64: return proto::value_field(number, type, proto::fixed(1, 8));
        case wire_type::bytes: return proto::message_field(number, content);
        default: return proto::group_field(number, content);
    }
}

nodes of_type(wire_type type, const nodes& content) {
    nodes fields;
    for (std::uint32_t number = 1; number <= most_number; ++number) fields.push_back(field_of(number, type, content));
    return fields;
}

// Each number with each type: whatever the schema says, its fields are among them, and the others are unknown ones.
nodes of_all_types(std::uint32_t numbers, const nodes& content) {
    nodes fields;
    for (std::uint32_t number = 1; number <= numbers; ++number) {
        for (const wire_type type : all_types) fields.push_back(field_of(number, type, content));
    }
    return fields;
}

byte_vector bytes_of(std::string_view text) {
    const byte_view bytes = as_bytes(text);
    return {bytes.begin(), bytes.end()};
}

std::vector<nodes> seed_messages() {
    const nodes simple = for_every_type();
    const nodes nested = of_all_types(4, simple);  // of 104 bytes below 0x80: for every type as well
    std::vector<nodes> made{
        {}, of_all_types(4, simple), of_all_types(most_number, simple), of_all_types(most_number, nested)};
    for (const wire_type type : all_types) made.push_back(of_type(type, simple));
    made.push_back(of_type(wire_type::bytes, {}));
    made.push_back(of_type(wire_type::group_begin, simple));
    nodes texts;
    for (std::uint32_t number = 1; number <= most_number; ++number) {
        texts.push_back(proto::bytes_field(number, bytes_of("text")));
    }
    made.push_back(std::move(texts));
    for (std::uint32_t number = 1; number <= 4; ++number) {
        made.push_back({proto::varint_field(number, 1)});
        made.push_back({proto::message_field(number, {proto::message_field(number, simple)})});
    }
    return made;
}

std::string_view name_of(wire_type type) {
    constexpr std::array<std::string_view, 6> names{"varint", "fixed64", "bytes", "group", "end", "fixed32"};
    return names[static_cast<std::size_t>(type)];
}

template <class Number>
std::string text_of(Number number) {
    std::array<char, 32> buffer{};
    return {buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr};
}

// The number, and what else it may mean.
std::string number_text(const node& field) {
    const std::uint64_t number = proto::number_of(field);
    std::string text = text_of(number);
    if (field.type == wire_type::fixed32) {
        return text + " (float " + text_of(std::bit_cast<float>(static_cast<std::uint32_t>(number))) + ')';
    }
    if (field.type == wire_type::fixed64) return text + " (double " + text_of(std::bit_cast<double>(number)) + ')';
    const auto zigzag = static_cast<std::int64_t>((number >> 1) ^ (0 - (number & 1)));
    text += " (sint " + text_of(zigzag);
    if (number >> 63 != 0) text += ", int " + text_of(static_cast<std::int64_t>(number));
    return text + ')';
}

void add_text(std::string& text, const nodes& fields, std::size_t depth) {
    const std::string indent(2 * depth + 2, ' ');
    for (const node& field : fields) {
        if (field.is_raw) {
            text += indent + "no field: " + quoted(field.value) + '\n';
            continue;
        }
        text += indent + text_of(field.number) + ": ";
        if (field.has_fields()) {
            text += field.is_group() ? "group\n" : "message\n";
            add_text(text, field.fields, depth + 1);
            continue;
        }
        text += std::string(name_of(field.type)) + ' ';
        text += (field.type == wire_type::bytes ? quoted(field.value) : number_text(field)) + '\n';
    }
}

/// Fields by their tags, without descriptors.
class protobuf_model final : public payload_model {
public:
    explicit protobuf_model(std::vector<byte_vector> more_seeds) : more_seeds_(std::move(more_seeds)) {}

    void mutate(message_bytes& message, mutation_tools& tools) const override {
        const bool is_header = !message.header.empty() && tools.dice.one_in(header_one_in);
        if (is_header) {
            mutate_bytes(message.header, 0, message.header.size(), false, tools);
        } else {
            proto::mutate(message.payload, tools);
        }
    }

    std::vector<message_bytes> seeds() const override {
        std::vector<message_bytes> made;
        const auto add = [&made](byte_vector bytes) {
            message_bytes seed{{}, std::move(bytes)};
            if (std::ranges::find(made, seed) == made.end()) made.push_back(std::move(seed));
        };
        for (const byte_vector& seed : more_seeds_) add(seed);
        for (const nodes& seed : seed_messages()) add(proto::written(seed));
        return made;
    }

    std::vector<dictionary_word> dictionary() const override {
        std::vector<dictionary_word> words;
        for (std::uint32_t number = 1; number <= most_number; ++number) {
            for (std::uint32_t type = 0; type <= 5; ++type) {
                const auto wire = static_cast<wire_type>(type);
                words.push_back({"field_" + text_of(number) + '_' + std::string(name_of(wire)),
                                 proto::varint(protobuf::detail::tag_of(number, wire))});
            }
        }
        return words;
    }

    std::string decoded(const frame& message) const override {
        std::string text;
        if (!message.header.empty()) text += "  header  " + quoted(message.header) + '\n';
        if (message.payload.empty()) return text + "  no fields\n";
        add_text(text, proto::parsed(message.payload), 0);
        return text;
    }

private:
    std::vector<byte_vector> more_seeds_;
};

}  // namespace

std::unique_ptr<payload_model> model_of_protobuf(std::vector<byte_vector> more_seeds) {
    return std::make_unique<protobuf_model>(std::move(more_seeds));
}

}  // namespace structwire::fuzz
