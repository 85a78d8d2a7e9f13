// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// Short words for the tests of the run-time form.
#ifndef STRUCTWIRE_TESTS_PACK_FORMAT_SUPPORT_HPP
#define STRUCTWIRE_TESTS_PACK_FORMAT_SUPPORT_HPP

#include <structwire/format.hpp>

#include <cstddef>
#include <initializer_list>
#include <string_view>
#include <vector>

#include "support/catch.hpp"

namespace structwire::testing {

using octets = std::vector<std::byte>;
using values = std::vector<value>;

inline octets of(std::initializer_list<int> numbers) {
    octets result;
    for (const int number : numbers) result.push_back(static_cast<std::byte>(number));
    return result;
}

inline format compiled(std::string_view text, const format_limits& limits = {}) {
    auto made = format::compile(text, grammar::structwire, limits);
    INFO(text);
    if (!made) FAIL(describe(made.error()).view());
    return *std::move(made);
}

inline error compile_fault(std::string_view text, const format_limits& limits = {}) {
    const auto made = format::compile(text, grammar::structwire, limits);
    return made ? error{.code = errc{}} : made.error();
}

inline octets packed(std::string_view text, const values& record) {
    const auto done = compiled(text).pack(record);
    INFO(text);
    if (!done) FAIL(describe(done.error()).view());
    return *done;
}

inline error pack_fault(std::string_view text, const values& record) {
    const auto done = compiled(text).pack(record);
    return done ? error{.code = errc{}} : done.error();
}

/// The input must live as long as the values.
inline values unpacked(std::string_view text, const octets& input) {
    const auto done = compiled(text).unpack(input);
    INFO(text);
    if (!done) FAIL(describe(done.error()).view());
    return *done;
}

inline error unpack_fault(std::string_view text, const octets& input) {
    const auto done = compiled(text).unpack(input);
    return done ? error{.code = errc{}} : done.error();
}

/// Both ways at once.
inline bool agree(std::string_view text, const values& record, const octets& wire) {
    return packed(text, record) == wire && unpacked(text, wire) == record;
}

}  // namespace structwire::testing

#endif
