// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The ways to change a serialized Protocol Buffers message.
#ifndef STRUCTWIRE_FUZZ_PROTO_EDITOR_HPP
#define STRUCTWIRE_FUZZ_PROTO_EDITOR_HPP

#include <structwire/fuzz/mutation.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "proto_tree.hpp"

namespace structwire::fuzz::proto {

/// What was done to a message.
enum class change : std::uint8_t {
    // values
    boundary,
    small_number,
    step,
    sign,
    number_bytes,
    copied_value,
    overlong,
    bytes,
    text,
    emptied,
    packed_element,
    // the kind of a field
    packed,
    unpacked,
    other_type,
    other_number,
    // structure
    inserted,
    duplicated,
    erased,
    swapped,
    moved_in,
    moved_out,
    spliced,
    repeated,
    deeper,
    unknown_field,
    mended,
    // no message afterwards
    wrong_end,
    cut_off,
    raw,
    lie,
};

/// Changes a message in one way. One of 64 changes is a lie.
change mutate(byte_vector& message, mutation_tools& tools);

/// A field of the tree, by where it is.
struct place {
    node* parent = nullptr;
    std::size_t index = 0;
    node* outer = nullptr;  ///< the parent's parent; nullptr for fields of the outermost message

    [[nodiscard]] node& field() const { return parent->fields[index]; }
};

/// A message that is being changed. All functions return false, and have changed nothing, where there is nothing that
/// they could change.
class editor {
public:
    editor(byte_view message, mutation_tools& tools, std::size_t room);

    bool set_boundary();
    bool set_small_number();
    bool step_number();
    bool change_sign();
    bool mutate_number();
    bool copy_value();
    bool lengthen_varint();
    bool mutate_content();
    bool insert_text();
    bool empty_field();
    bool change_packed_element();

    bool pack_fields();
    bool unpack_field();
    bool change_type();
    bool change_number();

    bool insert_field();
    bool duplicate_field();
    bool erase_field();
    bool swap_fields();
    bool move_in();
    bool move_out();
    bool splice_field();
    bool repeat_field();
    bool nest_deeper();
    bool add_unknown_field();
    bool mend();

    bool end_wrongly();
    bool cut_off();
    bool mutate_raw();
    bool lie();

    /// The whole message: its fields.
    [[nodiscard]] const nodes& fields() const noexcept { return root_.fields; }

private:
    using filter = bool (*)(const node&);

    [[nodiscard]] std::vector<place> places(filter wanted);
    [[nodiscard]] std::optional<place> any_place(filter wanted);
    node* any(filter wanted);
    [[nodiscard]] std::vector<node*> containers();
    node* any_container();
    bool splice_from_relative();
    void insert_into(node& container, node field);
    void mutate_value(byte_vector& value, bool resize);
    void become_bytes(node& field);
    void set_number(node& field, std::uint64_t number);
    [[nodiscard]] std::size_t spare() const;
    [[nodiscard]] node made_up(std::uint32_t number);
    [[nodiscard]] std::uint64_t boundary_of(wire_type type);
    [[nodiscard]] std::uint32_t likely_number(const node& container);

    node root_;
    mutation_tools& tools_;
    random& dice_;
    std::size_t room_;
};

template <class Element>
[[nodiscard]] const Element& one_of(std::span<const Element> choices, random& dice) {
    return choices[dice.below(choices.size())];
}
template <class Element, std::size_t Size>
[[nodiscard]] const Element& one_of(const std::array<Element, Size>& choices, random& dice) {
    return choices[dice.below(Size)];
}

}  // namespace structwire::fuzz::proto

#endif
