// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// The values of what compile-time functions unpack, as a run-time format gives them.
#ifndef STRUCTWIRE_TESTS_PACK_FLATTENED_HPP
#define STRUCTWIRE_TESTS_PACK_FLATTENED_HPP

#include <structwire/format.hpp>
#include <structwire/pack.hpp>

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

namespace structwire::testing {

using values = std::vector<value>;

// `c` values view what was unpacked.
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
void append(values& record, const std::array<Element, Size>& elements);
template <fixed_string Names, class... Elements>
void append(values& record, const fields<Names, Elements...>& members);

template <class Codec>
void append(values& record, const group<Codec>& elements) {
    record.emplace_back(elements.size());
    for (const auto& element : elements) append(record, element);
}

template <class Element, std::size_t Size>
void append(values& record, const std::array<Element, Size>& elements) {
    for (const Element& element : elements) append(record, element);
}

template <fixed_string Names, class... Elements>
void append(values& record, const fields<Names, Elements...>& members) {
    members.apply([&](const auto&... each) { (append(record, each), ...); });
}

}  // namespace structwire::testing

#endif
