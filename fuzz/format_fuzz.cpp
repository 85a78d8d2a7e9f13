// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Input: the text of a format. Both grammars read it.
#include <structwire/format.hpp>
#include <structwire/fuzz.hpp>
#include <structwire/pack/format_text.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "check.hpp"

namespace {

using structwire::error;
using structwire::format;

constexpr structwire::format_limits limits{.max_text_bytes = 4096, .max_items = 512, .max_record_bytes = 4096};

void check_refusal(std::string_view text, const error& failure) {
    check(!structwire::describe(failure).view().empty(), "every error has a sentence");
    check(failure.position == error::no_item || failure.position <= text.size(), "an error's position is in the text");
}

// Items of one level follow one another inside the `size` bytes of the level.
void check_level(std::span<const structwire::format_item> items, std::uint64_t size, std::string_view text) {
    std::uint64_t end = 0;
    std::uint64_t least = 0;
    for (std::size_t index = 0; index < items.size(); index = structwire::next_sibling(items, index)) {
        const auto& item = items[index];
        const bool joins = item.bit_offset != 0;
        check(item.offset + (joins ? 1 : 0) >= end, "items do not overlap");
        check(item.position < text.size() && item.begin <= item.position && item.position < item.end &&
                  item.end <= text.size(),
              "an item is in the text");
        check(structwire::next_sibling(items, index) <= items.size(), "members are inside their level");
        const std::uint64_t element = item.kind == structwire::value_kind::structure ? item.unit : item.element_bytes;
        if (item.is_nested()) check_level(items.subspan(index + 1, item.members), element, text);
        least = item.variable ? least + item.offset + item.unit * item.count : least;
        end = item.variable ? 0 : item.offset + item.size();
    }
    check(least + end <= size, "items are inside their level");
}

// Texts that a format is turned into mean the same.
void check_texts(const format& compiled) {
    const std::string canonical = structwire::canonical_text(compiled);
    const auto again = format::compile(canonical, structwire::grammar::structwire, {});
    check(again && *again == compiled, "the canonical text means the same");
    check(structwire::canonical_text(*again) == canonical, "the canonical text is its own canonical text");
    if (const auto text = structwire::pep3118_text(compiled)) {
        const auto exchanged = format::compile_pep3118(*text, compiled.size());
        check(exchanged && exchanged->values() == compiled.values(),
              "the text for PEP 3118 has the same size and values");
        check(structwire::pep3118_text(*exchanged) == text, "the text for PEP 3118 is its own");
    }
    if (const auto text = structwire::python_text(compiled)) {
        const auto python = format::compile(*text, structwire::grammar::python, {});
        check(python && python->size() == compiled.size() && python->values() == compiled.values(),
              "the text for Python has the same size and values");
    }
}

// Whether one of the grammars takes it.
bool read_format(structwire::byte_view input) {
    const std::string_view text = structwire::as_text(input);
    bool taken = false;
    for (const auto rules : {structwire::grammar::structwire, structwire::grammar::python}) {
        const auto compiled = format::compile(text, rules, limits);
        if (!compiled) {
            check_refusal(text, compiled.error());
            continue;
        }
        taken = true;
        check(compiled->text() == text, "a format keeps its text");
        check(compiled->min_size() <= compiled->max_size(), "the least size is not over the greatest");
        check_level(compiled->items(), compiled->size(), text);
        check_texts(*compiled);
    }
    return taken;
}

}  // namespace

STRUCTWIRE_FUZZ(structwire::fuzz::any_bytes, structwire::fuzz::unframed, read_format)
