// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "proto_editor.hpp"

#include <algorithm>
#include <utility>

#include "lie_share.hpp"

namespace structwire::fuzz::proto {

namespace {

struct way {
    change what;
    unsigned weight;
    bool (editor::*apply)();
};

// Half of all changes keep the fields and their types, since only those reach the checks of values.
constexpr std::array ways{
    way{change::boundary, 10, &editor::set_boundary},
    way{change::small_number, 8, &editor::set_small_number},
    way{change::step, 6, &editor::step_number},
    way{change::sign, 3, &editor::change_sign},
    way{change::number_bytes, 24, &editor::mutate_number},
    way{change::copied_value, 4, &editor::copy_value},
    way{change::overlong, 2, &editor::lengthen_varint},
    way{change::bytes, 20, &editor::mutate_content},
    way{change::text, 4, &editor::insert_text},
    way{change::emptied, 2, &editor::empty_field},
    way{change::packed_element, 3, &editor::change_packed_element},
    way{change::packed, 2, &editor::pack_fields},
    way{change::unpacked, 2, &editor::unpack_field},
    way{change::other_type, 3, &editor::change_type},
    way{change::other_number, 4, &editor::change_number},
    way{change::inserted, 14, &editor::insert_field},
    way{change::duplicated, 4, &editor::duplicate_field},
    way{change::erased, 5, &editor::erase_field},
    way{change::swapped, 3, &editor::swap_fields},
    way{change::moved_in, 2, &editor::move_in},
    way{change::moved_out, 2, &editor::move_out},
    way{change::spliced, 5, &editor::splice_field},
    way{change::repeated, 2, &editor::repeat_field},
    way{change::deeper, 2, &editor::nest_deeper},
    way{change::unknown_field, 2, &editor::add_unknown_field},
    way{change::mended, 4, &editor::mend},
    way{change::wrong_end, 2, &editor::end_wrongly},
    way{change::cut_off, 2, &editor::cut_off},
    way{change::raw, 2, &editor::mutate_raw},
};

constexpr way lie{change::lie, 0, &editor::lie};

constexpr std::size_t looks_into_text_one_in = 8, most_attempts = 24;

consteval std::size_t sum_of_weights() {
    std::size_t sum = 0;
    for (const way& each : ways) sum += each.weight;
    return sum;
}

const way& any_way(random& dice) {
    std::size_t left = dice.below(sum_of_weights());
    for (const way& each : ways) {
        if (left < each.weight) return each;
        left -= each.weight;
    }
    return ways.front();
}

void collect(node& parent, node* outer, bool (*wanted)(const node&), std::vector<place>& found) {
    for (std::size_t index = 0; index != parent.fields.size(); ++index) {
        node& field = parent.fields[index];
        if (wanted(field)) found.push_back({&parent, index, outer});
        if (field.has_fields()) collect(field, &parent, wanted, found);
    }
}

bool holds_fields(const node& field) { return field.has_fields() || (field.is_bytes() && field.value.empty()); }

}  // namespace

change mutate(byte_vector& message, mutation_tools& tools) {
    const std::size_t room = std::max(tools.max_bytes, message.size());
    const bool lies = tools.dice.one_in(detail::lies_are_one_in);
    std::optional<editor> changed;
    for (std::size_t attempt = 0; attempt != most_attempts; ++attempt) {
        if (!changed) changed.emplace(message, tools, room);
        const way& chosen = lies ? lie : any_way(tools.dice);
        if (!((*changed).*chosen.apply)()) continue;
        const bool fits = size_of(changed->fields()) <= room;
        byte_vector bytes = fits ? written(changed->fields()) : message;
        if (bytes != message) {
            message = std::move(bytes);
            return chosen.what;
        }
        changed.reset();
    }
    mutate_bytes(message, tools);
    return change::raw;
}

editor::editor(byte_view message, mutation_tools& tools, std::size_t room)
    : root_(message_field(
          1, parsed(message, tools.dice.one_in(looks_into_text_one_in) ? text_is::maybe_a_message : text_is::text))),
      tools_(tools),
      dice_(tools.dice),
      room_(room) {}

std::vector<place> editor::places(filter wanted) {
    std::vector<place> found;
    collect(root_, nullptr, wanted, found);
    return found;
}

std::optional<place> editor::any_place(filter wanted) {
    const std::vector<place> found = places(wanted);
    if (found.empty()) return std::nullopt;
    return found[dice_.below(found.size())];
}

node* editor::any(filter wanted) {
    const auto found = any_place(wanted);
    return found ? &found->field() : nullptr;
}

std::vector<node*> editor::containers() {
    std::vector<node*> found{&root_};
    for (const place& each : places(holds_fields)) found.push_back(&each.field());
    return found;
}

node* editor::any_container() {
    const std::vector<node*> found = containers();
    return found[dice_.below(found.size())];
}

// At any place, but in front of raw bytes: behind them nothing is a field.
void editor::insert_into(node& container, node field) {
    if (container.is_bytes()) container.is_message = true;
    nodes& fields = container.fields;
    const bool has_raw = !fields.empty() && fields.back().is_raw;
    const std::size_t places = fields.size() + 1 - (has_raw ? 1 : 0);
    fields.insert(fields.begin() + static_cast<std::ptrdiff_t>(dice_.below(places)), std::move(field));
}

std::size_t editor::spare() const {
    const std::size_t size = size_of(root_.fields);
    return size < room_ ? room_ - size : 0;
}

void editor::mutate_value(byte_vector& value, bool resize) {
    const std::size_t most = tools_.max_bytes;
    // Lengths in front of it may grow too.
    const std::size_t room = spare();
    tools_.max_bytes = value.size() + room - std::min<std::size_t>(room, 8);
    mutate_bytes(value, 0, value.size(), resize, tools_);
    tools_.max_bytes = most;
}

void editor::become_bytes(node& field) {
    if (!field.has_fields()) return;
    field.value = content_of(field);
    field.type = wire_type::bytes;
    field.is_message = false;
    field.fields.clear();
}

std::uint32_t editor::likely_number(const node& container) {
    if (dice_.one_in(8)) return static_cast<std::uint32_t>(1 + dice_.below(std::size_t{2} << dice_.below(12)));
    const bool is_near = !container.fields.empty() && dice_.one_in(3);
    if (!is_near) return static_cast<std::uint32_t>(1 + dice_.below(dice_.one_in(3) ? 16 : 6));
    const node& sibling = container.fields[dice_.below(container.fields.size())];
    const std::size_t shift = dice_.below(3);  // the one in front of it, itself, the next one
    return static_cast<std::uint32_t>(std::max<std::size_t>(sibling.number + shift, 2) - 1);
}

// A field with a value that many types take: numbers are small, bytes are a message, a text and packed numbers at once.
node editor::made_up(std::uint32_t number) {
    switch (dice_.below(10)) {
        case 0: return value_field(number, wire_type::fixed32, fixed(boundary_of(wire_type::fixed32), 4));
        case 1: return value_field(number, wire_type::fixed64, fixed(boundary_of(wire_type::fixed64), 8));
        case 2: return bytes_field(number, {});
        case 3: return group_field(number, {varint_field(1, 1)});
        case 4: return message_field(number, {varint_field(1, 1), varint_field(2, 1)});
        case 6: return message_field(number, {varint_field(static_cast<std::uint32_t>(1 + dice_.below(6)), 1)});
        case 5: return bytes_field(number, byte_vector(1 + dice_.below(8), std::byte{'a'}));
        default: return varint_field(number, dice_.one_in(2) ? dice_.below(32) : boundary_of(wire_type::varint));
    }
}

}  // namespace structwire::fuzz::proto
