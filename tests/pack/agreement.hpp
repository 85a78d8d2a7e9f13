// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// What the sources of agreement_sources.py call: compile time and run time give the same bytes, values and errors.
#ifndef STRUCTWIRE_TESTS_PACK_AGREEMENT_HPP
#define STRUCTWIRE_TESTS_PACK_AGREEMENT_HPP

#include <structwire/format.hpp>
#include <structwire/pack.hpp>

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "support/catch.hpp"

namespace structwire::testing {

using values = std::vector<value>;

inline void append(values& record, const char& character) { record.emplace_back(std::string_view(&character, 1)); }

template <std::size_t Extent>
void append(values& record, const bytes_view<Extent>& bytes) {
    record.emplace_back(byte_view(bytes.data(), bytes.size()));
}

template <class Number>
void append(values& record, const Number& number) {
    record.emplace_back(number);
}

template <class Element, std::size_t Size>
void append(values& record, const std::array<Element, Size>& elements) {
    for (const Element& element : elements) append(record, element);
}

/// The values of `record` as a run-time format gives them; `c` values view `record`.
template <class Record>
values flattened(const Record& record) {
    return record.apply([](const auto&... fields) {
        values flat;
        (append(flat, fields), ...);
        return flat;
    });
}

/// @param constant  packed at compile time
/// @param run_time  packed at run time from the same arguments
/// @param record    the same arguments, flattened
template <fixed_string Text>
void check_agreement(const std::array<std::byte, calcsize<Text>>& constant,
                     const std::array<std::byte, calcsize<Text>>& run_time, const values& record) {
    INFO(Text.view());
    CHECK(constant == run_time);
    const auto compiled = format::compile(Text.view());
    REQUIRE(compiled.has_value());
    CHECK(compiled->size() == calcsize<Text>);
    CHECK(compiled->pack(record) == std::vector<std::byte>(constant.begin(), constant.end()));

    const auto unpacked = unpack<Text>(run_time);
    CHECK(compiled->unpack(run_time) == flattened(unpacked));
    CHECK(try_unpack<Text>(byte_view(run_time)) == unpacked);
    for (std::size_t size = 0; size != run_time.size(); ++size) {
        const byte_view part = byte_view(run_time).first(size);
        CHECK(try_unpack<Text>(part).error() == compiled->unpack(part).error());
    }
}

}  // namespace structwire::testing

#endif
