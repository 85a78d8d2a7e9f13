// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Input: a format, a newline, and bytes to unpack. Both grammars read the format.
#include <structwire/format.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "check.hpp"

namespace {

using structwire::byte_view;
using structwire::error;
using structwire::format;

constexpr structwire::format_limits limits{.max_text_bytes = 4096, .max_items = 512, .max_record_bytes = 4096};

void check_refusal(std::string_view text, const error& failure) {
    check(!structwire::describe(failure).view().empty(), "every error has a sentence");
    check(failure.position == error::no_item || failure.position <= text.size(), "an error's position is in the text");
}

void check_layout(const format& compiled) {
    std::uint64_t end = 0;
    for (const auto& item : compiled.items()) {
        check(item.offset >= end, "items do not overlap");
        check(item.position < compiled.text().size(), "an item's position is in the text");
        end = item.offset + item.size();
    }
    check(end <= compiled.size(), "items are inside the record");
}

// What comes out of any bytes goes back in, and then stays as it is.
void check_round_trip(const format& compiled, byte_view bytes) {
    std::vector<std::byte> record(static_cast<std::size_t>(compiled.size()));
    std::copy_n(bytes.begin(), std::min(bytes.size(), record.size()), record.begin());
    const auto values = compiled.unpack(record);
    check(values.has_value(), "a record of the right size unpacks");
    check(values->size() == compiled.values(), "it gives as many values as the format says");
    const auto packed = compiled.pack(*values);
    check(packed.has_value(), "what was unpacked packs");
    const auto again = compiled.unpack(*packed);
    check(again && compiled.pack(*again) == packed, "packing what was packed changes nothing");

    const auto shorter = compiled.unpack(byte_view(record).first(record.size() - (record.empty() ? 0 : 1)));
    check(shorter.has_value() == record.empty(), "a record that is one byte short does not unpack");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const std::string_view text = input.substr(0, input.find('\n'));
    const byte_view bytes = structwire::as_bytes(input.substr(std::min(text.size() + 1, size)));
    for (const auto rules : {structwire::grammar::structwire, structwire::grammar::python}) {
        const auto compiled = format::compile(text, rules, limits);
        if (!compiled) {
            check_refusal(text, compiled.error());
            continue;
        }
        check(compiled->text() == text, "a format keeps its text");
        check_layout(*compiled);
        if (compiled->size() <= limits.max_record_bytes && compiled->values() <= 4096)
            check_round_trip(*compiled, bytes);
    }
    return 0;
}
