// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
#include "pack/agreement.hpp"

#include <string>

#include "support/catch.hpp"

namespace structwire::testing {

namespace {

bool same_values(const values& left, const values& right) {
    if (left.size() != right.size()) return false;
    for (std::size_t index = 0; index != left.size(); ++index) {
        if (left[index] == right[index] && left[index].kind() == right[index].kind()) continue;
        const auto one = left[index].as_double();
        const auto other = right[index].as_double();
        if (!one || !other || *one == *one || *other == *other) return false;  // NaNs are as good as equal
    }
    return true;
}

void check_values(const values& flat, const values& expected) { CHECK(same_values(flat, expected)); }

// Both forms give the same values or the same error for these bytes.
void check_bytes(const compiled_form& form, const format& run_time, byte_view bytes) {
    const auto expected = run_time.unpack(bytes);
    const auto got = form.unpack(bytes, expected.value_or(values{}), check_values);
    REQUIRE(got.has_value() == expected.has_value());
    if (!got) {
        INFO(describe(got.error()).view() << " / " << describe(expected.error()).view());
        CHECK(got.error() == expected.error());
    }
}

// Bytes that are nearly a record: every length, and every byte changed.
void check_neighbours(const compiled_form& form, const format& run_time, const octets& packed) {
    for (std::size_t size = 0; size != packed.size(); ++size) {
        check_bytes(form, run_time, byte_view(packed).first(size));
    }
    octets changed = packed;
    changed.push_back(std::byte{0x80});
    check_bytes(form, run_time, changed);
    changed.pop_back();
    for (std::byte& byte : changed) {
        byte ^= std::byte{0xff};
        check_bytes(form, run_time, changed);
        byte ^= std::byte{0xff};
    }
}

}  // namespace

void check_agreement(const compiled_form& form, const values& record, const std::vector<octets>& packed) {
    INFO(std::string(form.text));
    const auto run_time = format::compile(form.text);
    REQUIRE(run_time.has_value());
    CHECK(run_time->min_size() == form.size);
    CHECK(run_time->max_size() == form.max_size);
    const auto expected = run_time->pack(record);
    REQUIRE(expected.has_value());
    for (const octets& each : packed) CHECK(each == *expected);
    check_bytes(form, *run_time, packed.front());
    check_neighbours(form, *run_time, packed.front());
}

}  // namespace structwire::testing
