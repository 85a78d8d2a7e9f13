// SPDX-FileCopyrightText: The structwire authors
// SPDX-License-Identifier: BSL-1.0
/// @file
/// One expression, checked at compile time and again at run time, where other code may run.
#ifndef STRUCTWIRE_TESTS_SUPPORT_BOTH_TIMES_HPP
#define STRUCTWIRE_TESTS_SUPPORT_BOTH_TIMES_HPP

#include <array>
#include <cstddef>

#include "support/catch.hpp"

/// The expression must be a constant and use nothing of the function around it.
#define STRUCTWIRE_BOTH_TIMES(...)                              \
    do {                                                        \
        constexpr auto body = [] { return bool(__VA_ARGS__); }; \
        static_assert(body(), #__VA_ARGS__);                    \
        bool (*volatile at_run_time)() = body;                  \
        INFO(#__VA_ARGS__);                                     \
        CHECK(at_run_time());                                   \
    } while (false)

namespace structwire::testing {

/// `bytes(0x01, 0xff)`: an array of these bytes.
template <class... Number>
constexpr std::array<std::byte, sizeof...(Number)> bytes(Number... numbers) {
    return {static_cast<std::byte>(numbers)...};
}

}  // namespace structwire::testing

#endif
