// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Input: a format, a NUL, and bytes. Both grammars read the format; the bytes are unpacked by it, by the naive reader,
/// and packed again.
#include <structwire/format.hpp>
#include <structwire/fuzz.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "check.hpp"
#include "naive.hpp"
#include "text_and_rest.hpp"

namespace {

using structwire::byte_view;
using structwire::errc;
using structwire::format;
using structwire::value;

constexpr structwire::format_limits limits{
    .max_text_bytes = 4096, .max_items = 512, .max_record_bytes = 4096, .max_values = 4096};

bool is_same(double left, double right) { return left == right || (left != left && right != right); }

bool is_same(const value& left, const value& right) {
    if (left == right) return true;
    const auto one = left.as_complex();
    const auto other = right.as_complex();
    return one && other && is_same(one->real, other->real) && is_same(one->imag, other->imag);
}

void check_values(const std::vector<value>& got, const std::vector<value>& expected) {
    check(std::ranges::equal(got, expected, [](const auto& one, const auto& other) { return is_same(one, other); }),
          "the values are those that the naive reader finds");
}

// What was unpacked packs, to bytes that unpack to the same and pack to themselves.
void check_round_trip(const format& compiled, const std::vector<value>& values) {
    const auto packed = compiled.pack(values);
    check(packed.has_value(), "what was unpacked packs");
    check(compiled.packed_size(values) == packed->size(), "packed_size tells the size of what is packed");
    const auto again = compiled.unpack(*packed);
    check(again.has_value(), "what was packed unpacks");
    check_values(*again, values);
    check(compiled.pack(*again) == packed, "packing what was packed changes nothing");
}

void check_refusal(const structwire::error& fault, std::size_t size) {
    check(!structwire::describe(fault).view().empty(), "every error has a sentence");
    if (fault.code == errc::short_buffer) {
        check(fault.given == size && fault.wanted > size, "a short input needs more bytes than there are");
    }
    check(fault.offset == structwire::error::nowhere || fault.offset <= size, "an error lies in the input");
}

void check_unpack(const format& compiled, byte_view bytes) {
    const auto got = compiled.unpack(bytes);
    if (!got && (got.error().code == errc::total_too_large || got.error().code == errc::too_many_values)) return;
    const auto expected = naive_reader(compiled.layout(), bytes).read();
    check(got.has_value() == expected.has_value(), "a record is one for the naive reader too");
    if (!got) return check_refusal(got.error(), bytes.size());
    check_values(*got, *expected);
    check_round_trip(compiled, *got);
    check(!bytes.empty() || compiled.min_size() == 0, "no format finds a record in nothing");
}

// Bytes of the input as they are; and, where the size is fixed, a whole record of them.
void check_bytes(const format& compiled, byte_view bytes) {
    check_unpack(compiled, bytes);
    if (const auto extent = compiled.measure(bytes); extent && extent->bytes <= bytes.size()) {
        check_unpack(compiled, bytes.first(static_cast<std::size_t>(extent->bytes)));
    }
    if (compiled.is_variable() || compiled.size() > limits.max_record_bytes) return;
    std::vector<std::byte> record(static_cast<std::size_t>(compiled.size()));
    std::copy_n(bytes.begin(), std::min(bytes.size(), record.size()), record.begin());
    check_unpack(compiled, record);
}

// Whether one of the grammars takes the format.
bool unpack_by_text(byte_view input) {
    const text_and_rest parts(input);
    bool taken = false;
    for (const auto rules : {structwire::grammar::structwire, structwire::grammar::python}) {
        const auto compiled = format::compile(parts.text, rules, limits);
        if (!compiled || compiled->values() > limits.max_values) continue;
        taken = true;
        check_bytes(*compiled, structwire::fuzz::exact_copy(parts.rest).bytes());
    }
    return taken;
}

}  // namespace

STRUCTWIRE_FUZZ("{z}:format: {*}:bytes:", structwire::fuzz::unframed, unpack_by_text)
